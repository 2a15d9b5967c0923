"""Baijiahao (百家号): the visible time has no year, the head has it all."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs

from crawler.document import Document, line
from crawler.outlets.base import Layout, Outlet, Where, byline
from crawler.times import read_time


class Baijiahao(Layout):
    def visible_time(self, page: Document) -> str | None:
        """The head's time: what readers see has no year (and agrees otherwise)."""
        return read_time(page.meta("dateupdate", "datepublished", "article:published_time")) or read_time(
            " ".join(line(node) for node in page.tree.css(self.time)), now=page.now
        )


class Plain(Baijiahao):
    name, valid = "article-content", "2017 to 2021"
    mark = ".article-title h2, .article-desc"
    title = ".article-title h2, .article-title h1, .article-title"
    time = ".article-source span"
    author = "p.author-name, .author-name"
    body = ".article-content"
    drop = ".audioplayer, .report, .video-player"


class Hashed(Baijiahao):
    name, valid = "data-testid", "2021 to now"
    mark = "[data-testid=article], [data-testid=author-name]"
    title = "[class*=sKHSJ], #header h1, h1"
    time = "[data-testid=updatetime], [data-testid=publish-time]"
    author = "[data-testid=author-name]"
    body = "[data-testid=article]"
    drop = "[data-testid=report], [class*=report], [class*=videoWrap], [class*=player]"

    def read_author(self, page: Document) -> str | None:
        return byline(page.text(self.author))


class BaijiahaoOutlet(Outlet):
    def where(self, url: SplitResult) -> Where | None:
        found = parse_qs(url.query[:500]).get("id", [""])[0]
        return (
            (found, self.address.format(id=found))
            if re.fullmatch(r"\d{15,20}", found, re.ASCII)
            else super().where(url)
        )


OUTLET = BaijiahaoOutlet(
    name="baijiahao",
    hosts=("baijiahao.baidu.com", "mbd.baidu.com"),
    post=re.compile(r"[?&]context=.{0,60}?news_(?P<id>\d{15,20})", re.ASCII),
    address="https://baijiahao.baidu.com/s?id={id}",
    layouts=(Plain(), Hashed()),
)
