"""HK01 (香港01): the times of publication and of the last change stand side by side."""

from __future__ import annotations

import re
from typing import Any

from crawler.document import Document
from crawler.outlets.base import Outlet
from crawler.outlets.embedded import StateLayout, dig
from crawler.outlets.taiwan import TaiwanLayout
from crawler.times import read_time

_PUBLISHED = re.compile(
    r"(?:出版|發布|撰文)\s{0,3}[:：]\s{0,3}(20\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\s,]{1,3}\d{1,2}:\d\d)"
)


class Article(TaiwanLayout):
    name, valid = "article-content-section", "2018 to now"
    mark = "#article-content-section, article[data-testid=article-body]"
    title = "h1#articleTitle, [data-testid=article-title], h1"
    time = "[data-testid=article-publish-info], [data-testid=article-publish-date], .article-info time, time"
    author = "[data-testid=article-author], [data-testid=article-author-name], a[href*='/author/']"
    body = "#article-content-section, article[data-testid=article-body]"
    drop = (
        "[data-testid=related-articles], [data-testid=ad], .ad, .embed-related, [class*=relatedArticle], h1"
    )
    noise = re.compile(
        r"(?:[►▶]?\s?(?:點擊圖片放大|按圖看更多|下載\S{0,4}香港01.{0,40}|相關文章[:：].{0,80}|＋\d{1,3}|\+\d{1,3}))"
    )

    def visible_time(self, page: Document) -> str | None:
        said = page.text(self.time) or ""
        found = _PUBLISHED.search(said)
        return read_time(found[1] if found else said, now=page.now)


class Next(StateLayout):
    name, valid = "__NEXT_DATA__", "2020 to now"
    marker = '<script id="__NEXT_DATA__" type="application/json"'
    article = "props.initialProps.pageProps.article, props.pageProps.article, props.initialProps.pageProps.page.article"
    time = "publishTime"
    author = "authors.0.publishName, authors.0.name"

    def content(self, state: dict[str, Any]) -> object | None:
        """Blocks of tokens: each block of text is a list of paragraphs, each of them a list of pieces."""
        blocks = state.get("blocks")
        paragraphs = (
            "".join(str(piece.get("content") or "") for piece in tokens if isinstance(piece, dict))
            for block in (blocks if isinstance(blocks, list) else ())
            for tokens in _tokens(dig(block, "htmlTokens"))
        )
        return "".join(f"<p>{one}</p>" for one in paragraphs if one.strip()) or None


def _tokens(found: object) -> list[list[Any]]:
    return [one for one in found if isinstance(one, list)] if isinstance(found, list) else []


OUTLET = Outlet(
    name="hk01",
    hosts=("hk01.com",),
    post=re.compile(r"^/[^/]{1,90}/(?P<id>\d{5,10})(?:/|$)", re.ASCII),
    address="https://www.hk01.com{path}",
    lists=re.compile(r"^/(?:zone|channel|latest|issue|tag)/?"),
    layouts=(Article(), Next()),
)
