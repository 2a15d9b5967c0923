"""A page for every layout of every outlet, written anew after the real one, with what a person reads in it.

Each holds what the real layout is known to trap readers with: dates of related posts, editor lines, advertisements,
a logo in the h1, metas that lie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

TITLE = "漫画应用「灯塔」的冬天"
BODY = (
    "<p>灯塔在十一月丢掉了两个编辑，却多了四万名读者。</p><p>创始人说，读者不关心谁画的，只关心几点更新。</p>"
)
FIRST, LAST = "灯塔在十一月丢掉了两个编辑", "只关心几点更新。"
AUTHOR = "河岸周报"
AT = "2024-11-05 08:09:10"
ISO = "2024-11-05T08:09:10+08:00"
MINUTE = "2024-11-05T08:09+08:00"
RELATED = '<div class="recommend"><ul><li data-ptime="2020-01-01 00:00:00"><a href="/x">另一篇毫不相干的文章</a></li></ul></div>'
DOC = "JG7V2K8R05199XYZ"


@dataclass(frozen=True, kw_only=True)
class Sample:
    outlet: str
    layout: str
    url: str
    html: str
    doc_id: str
    title: str = TITLE
    author: str | None = AUTHOR
    published: str = ISO
    first: str = FIRST
    last: str = LAST


def page(inner: str, head: str = "", root: str = "<html>") -> str:
    return f"<!DOCTYPE html>{root}<head><title>{TITLE}_某站</title>{head}</head><body><h6>2019-01-02 03:04:05</h6>{inner}{RELATED}</body></html>"


def state(marker: str, value: Any, head: str = "") -> str:
    return page(
        f"<div id='app'></div><script>{marker} = {json.dumps(value, ensure_ascii=False)};</script>", head
    )
