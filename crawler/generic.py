"""Pages without a layout of their own: articles by where the prose is, lists, feeds, and what is no page at all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.body import clean, to_lines
from crawler.bylines import author, published
from crawler.document import Document, flatten, squeeze
from crawler.headings import headline
from crawler.headlines import headline_links
from crawler.identity import Identity, by_address, canonical
from crawler.noise import trim
from crawler.outlets import netease, outlet_at
from crawler.outlets.base import byline
from crawler.page import Link, Page
from crawler.pages import further_pages
from crawler.prose import find_prose, silence, strip_furniture
from crawler.states import hidden_article
from crawler.times import read_time, sharpen

FEW_LINKS = 5
MANY_LINKS = 30  # posts of outlets whose articles have a layout: no article that we cannot read names so many
FEWEST_MARKS = 3  # of punctuation in an article
MOSTLY_LINKS = 0.4  # share of an article's text: above it, the page is a list
SHORTEST = 40  # characters of an article
_MARKS = re.compile(r"[，。！？；：、,;!?]|\.\s")
SECOND_READER_CHARS, SECOND_READER_TAGS = 400_000, 6_000
MOST_ENTRIES = 500
_TAGS = re.compile(r"<[^<>]{1,200}>")


def is_list_address(url: str | None) -> bool:
    """Whether an address is that of a list of a known outlet, or of an account's page on a mirror."""
    path = urlsplit(url).path if url else ""
    outlet = outlet_at(url) if url else None
    return outlet.lists_at(path) if outlet else netease.MIRROR_LIST.match(path) is not None


def read(
    url: str | None,
    page: Document,
    named: Identity | None,
    links: tuple[Link, ...],
    *,
    now: datetime | None = None,
) -> Page:
    """An article of an unknown outlet, or a list, or neither."""
    if is_list_address(url) or len(links) >= MANY_LINKS:
        return _list(url, page, links)
    if not links and url and named is None:
        links = headline_links(page, url, now=now)
    more = further_pages(page, url)
    front = url is not None and urlsplit(url).path in ("", "/")
    article, linked = read_article(page, now=now)
    if len(links) >= FEW_LINKS and (front or article is None or linked > MOSTLY_LINKS):
        return _list(url, page, links)
    if article is None:
        return Page(
            url=url, kind="unknown", title=headline(page)[0], evidence="no article found", generic=True
        )
    who = named or (by_address(url) if url else None)
    return replace(
        article, url=url, outlet=who.outlet if who else None, doc_id=who.doc_id if who else None, more=more
    )


def read_article(page: Document, *, now: datetime | None = None) -> tuple[Page | None, float]:
    """Title, time, author and text of a page whose layout nobody described, and how much of the text is links.

    The page is None where there is no prose.
    """
    page.json_ld  # noqa: B018 - read before the scripts are taken out
    silence(page)
    title = headline(page)[0]
    when = published(page, title, now=now)
    parts = find_prose(page)
    linked = _share_of_links(parts)
    lines: list[str] = []
    for part in parts:
        strip_furniture(part)
        lines += to_lines(flatten(part))
    lines = trim(_without_head(lines, title))
    hidden = hidden_article(page.html) if sum(map(len, lines)) < SHORTEST else None
    text = clean("\n".join(trim(hidden.lines) if hidden else lines or _second_reader(page)))
    if len(text) < SHORTEST:
        return None, linked
    if hidden is not None:
        title, when = hidden.title or title, sharpen(hidden.published, when)
    article = Page(
        url=None, kind="article", title=clean(title) if title else None,
        author=byline(hidden.author) if hidden and hidden.author else author(page, title, text),
        published=when, text=text, generic=True,
    )  # fmt: skip
    return article, linked


def _share_of_links(parts: list[LexborNode]) -> float:
    whole = sum(len(part.text(deep=True)) for part in parts)
    linked = sum(len(anchor.text(deep=True)) for part in parts for anchor in part.css("a"))
    return linked / whole if whole else 0.0


def _second_reader(page: Document) -> list[str]:
    """What trafilatura finds where we find nothing; it costs ten times as much, so not on pages without bound."""
    if len(page.html) > SECOND_READER_CHARS or page.html.count("<") > SECOND_READER_TAGS:
        return []
    import trafilatura

    text = trafilatura.extract(page.html, include_comments=False, include_tables=False, favor_precision=True)
    lines = trim((text or "").split("\n"))
    return (
        lines if len(_MARKS.findall("".join(lines))) >= FEWEST_MARKS else []
    )  # dates and headlines are no prose


def _without_head(lines: list[str], title: str | None) -> list[str]:
    """Without the headline and byline that some layouts keep inside the article's element."""
    for number, one in enumerate(lines[:8]):
        if title and squeeze(one) == title:
            lines = lines[number + 1 :]
            break
    while lines and len(lines[0]) <= 60 and "。" not in lines[0] and read_time(lines[0]):
        lines = lines[1:]
    return lines


def _list(url: str | None, page: Document, links: tuple[Link, ...]) -> Page:
    named = canonical(links[0].url) if links else None
    outlet = named.outlet if named else None
    if outlet is None and url:
        known = outlet_at(url)
        outlet = known.name if known else None
    return Page(url=url, kind="list", outlet=outlet, title=page.head_title, links=links, generic=True)


__all__ = ["read", "read_article"]
