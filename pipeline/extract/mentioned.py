"""Where a text names what charts measure, categories, regions and stores."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pipeline.extract.places import Region, find_regions, stores_among
from pipeline.extract.tokens import Token, find_tokens
from pipeline.extract.vocabulary import CATEGORIES

_MEASURED = re.compile(
    r"(?P<active>月活|日活|周活|活跃|MAU|DAU)|(?P<grossing>收入|营收|吸金|流水|畅销|收益|支出)|(?P<downloads>下载|安装|装机)"
    r"|(?P<free>免费)|(?P<paid>付费|收费)|(?P<hot>热门|热搜|趋势榜|[Tt]rending)|(?P<new>新品榜|新游榜)"
)
_CATEGORY = re.compile(
    r"(?P<ai>AI)\s?(?:原生)?(?:应用|App|APP|产品|工具|软件)|(?P<no>非游戏)|(?P<c>[\u4e00-\u9fff]{2,5}?)(?:类|领域)(?:应用|App|APP|产品|软件|榜|中|里|排|第|下载)?|(?P<g>手游|手机游戏|移动游戏|短剧|短视频|银行|电商|购物)(?:应用|App|APP|榜|下载)"
)
_FAR = 20_000  # characters of a post in which charts and places are looked for
Mentioned = dict[str, list[tuple[int, Any]]]


@lru_cache(maxsize=4)
def in_headline(text: str) -> Mentioned:
    """What a title names; it is asked for by every figure below it."""
    return mentioned_in(text, find_regions(text, 0, len(text)), find_tokens(text))


def mentioned_in(text: str, regions: list[Region], tokens: list[Token]) -> Mentioned:
    """The places and values of each kind, in their order."""
    stop = min(len(text), _FAR)
    found: Mentioned = {"region": [], "chart": [], "category": [], "store": []}
    found["region"] = [(r.start, r.codes) for r in regions if r.codes and r.start < stop]
    for hit in _MEASURED.finditer(text, 0, stop):
        found["chart"].append((hit.start(), hit.lastgroup))
    for hit in _CATEGORY.finditer(text, 0, stop):
        word = (
            "AI"
            if hit["ai"]
            else "非游戏"
            if hit["no"]
            else hit["c"] or ("游戏" if hit["g"][-1] in "游戏" else hit["g"])
        )
        if hit["c"] is None or hit["c"] in CATEGORIES:
            found["category"].append(
                (hit.start(), CATEGORIES.get(word, word) if isinstance(CATEGORIES, dict) else word)
            )
    found["store"] = [(t.start, t.store) for t in stores_among(tokens) if t.store and t.start < stop]
    return found
