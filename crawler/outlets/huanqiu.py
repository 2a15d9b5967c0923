"""Huanqiu (环球网)."""

from __future__ import annotations

import re

from crawler.outlets.base import Layout, Outlet


class Article(Layout):
    name, valid = "a-con and l-con", "2018 to now"
    mark = ".a-con, .t-container-title, .l-con"
    title = "h1.a-title, .t-container-title h3, h1"
    time = ".a-info .time, .metadata-info .time, .time"
    author = ".a-info .source a, .metadata-info .source, .m-column .s-name, .source"
    body = ".a-con, .l-con section, .l-con"
    drop = ".a-edit, .a-btool, .m-column, adv-loader"
    telling = False


OUTLET = Outlet(
    name="huanqiu",
    hosts=("huanqiu.com",),
    post=re.compile(r"^/(?:a/\w{1,12}/|article/)(?P<id>[0-9A-Za-z]{8,14})", re.ASCII),
    address="https://{host}{path}",
    layouts=(Article(),),
)
