"""One page in, one :class:`Page` out: decode, find the layout, read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler import bylines, generic, refusals
from crawler.body import clean, to_lines
from crawler.decode import decode
from crawler.document import Document, TooDeep, squeeze
from crawler.feeds import is_feed, read_feed
from crawler.headings import headline
from crawler.identity import Identity, by_address, canonical, document_time
from crawler.json_lists import json_links, json_of
from crawler.lists import html_links
from crawler.noise import trim
from crawler.outlets import OUTLETS, netease, outlet_at
from crawler.outlets.base import Layout, Outlet
from crawler.page import Link, Page, moment
from crawler.pages import further_pages
from crawler.times import read_time

LONGEST_TITLE, LONGEST_AUTHOR = 500, 100  # characters
LARGEST = 20_000_000  # bytes; the crawler's own limit is lower
_APART = timedelta(
    days=60
)  # a draft waits for days at most; further from its id's clock, a time is another post's
LOST = "\u3013"  # 〓
_RUN = re.compile("\ufffd+")
_BY_FIGURE = re.compile(r"[\d０-９一二三四五六七八九十百千万億亿第.%％]\ufffd|\ufffd[\d０-９万億亿千百%％]")


def read_page(
    url: str | None, body: bytes, content_type: str | None = None, *, now: datetime | None = None
) -> Page:
    """Read one fetched or saved page. ``now`` gives relative times their meaning; never raises on any input."""
    if len(body) > LARGEST:
        return _unknown(url, f"larger than {LARGEST} bytes")
    if url is not None and not _is_readable(url):
        return replace(read_page(None, body, content_type, now=now), url=url)
    decoded = decode(body, content_type)
    if decoded is None:
        return _unknown(url, "no charset makes sense of these bytes")
    text = decoded.text.replace("\x00", "")
    if not text.strip():
        return _unknown(url, "empty")
    if is_feed(text):
        return read_feed(url, text, now=now)
    return _read_text(url, text, now)


def _is_readable(url: str) -> bool:
    """Whether an address can be taken apart; one that cannot says nothing of its page."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _read_text(url: str | None, text: str, now: datetime | None) -> Page:
    data = None if text.lstrip()[:1] == "<" else json_of(text)
    if data is not None:
        return _bounded(_read_json(url, data, now))
    try:
        return _bounded(_without_damage(_read_html(url, Document(text, now), now)))
    except TooDeep as problem:
        return _unknown(url, str(problem))


def _bounded(page: Page) -> Page:
    """A headline is no longer than a headline, whatever a page puts there."""
    title, author = page.title, page.author
    if len(title or "") <= LONGEST_TITLE and len(author or "") <= LONGEST_AUTHOR:
        return page
    return replace(page, title=title and title[:LONGEST_TITLE], author=author and author[:LONGEST_AUTHOR])


def _read_html(url: str | None, page: Document, now: datetime | None) -> Page:
    named = _named(url, page)
    outlet = _outlet(url, named, page)
    for layout in outlet.layouts if outlet else ():
        if layout.recognises(page) and (read := _by_layout(url, page, outlet, layout, named)):
            return read
    if removed := refusals.gone(page):
        return Page(url=url, kind="gone", evidence=removed, **_who(named, outlet))
    if refusal := refusals.blocked(page):
        return Page(url=url, kind="blocked", evidence=refusal, **_who(named, outlet))
    links = () if named and url and canonical(url) else html_links(page, url, now=now)
    read = generic.read(url, page, named, links, now=now)
    if read.kind == "article" and named is not None and named.outlet == netease.OUTLET.name:
        return replace(read, published=_plausible(read.published, named.doc_id))
    return read


def _by_layout(
    url: str | None, page: Document, outlet: Outlet | None, layout: Layout, named: Identity | None
) -> Page | None:
    """The article as one layout reads it; None where the text is missing, so that the next may try."""
    title = layout.read_title(page) or headline(page)[0]
    more = further_pages(page, url)
    published, author = layout.read_time(page), layout.read_author(page)
    if published is None and not layout.shows_time(page):
        published = bylines.published(page, title)
    doc_id = named.doc_id if named else layout.read_id(page)
    text = layout.read_text(page)
    if not text:
        return None
    return Page(
        url=url,
        kind="article",
        outlet=outlet.name if outlet else None,
        doc_id=doc_id,
        title=clean(title) if title else None,
        author=author or bylines.author(page, title, text),
        published=_plausible(published, doc_id) if outlet is netease.OUTLET else published,
        text=text,
        more=more,
        layout=layout.name,
    )


def _named(url: str | None, page: Document) -> Identity | None:
    """The document by its address; else by the address that the page gives itself."""
    if url and (found := canonical(url)):
        return found
    own = page.attribute("link[rel=canonical]", "href") or page.meta("og:url")
    return canonical(own) if own and not url else None


def _outlet(url: str | None, named: Identity | None, page: Document) -> Outlet | None:
    if named is not None:
        return next(outlet for outlet in OUTLETS if outlet.name == named.outlet)
    own = url or page.attribute("link[rel=canonical]", "href") or page.meta("og:url")
    if own and (found := outlet_at(own)):
        return found
    told = ((o, one) for o in OUTLETS for one in o.layouts if one.telling and one.recognises(page))
    if (
        url and urlsplit(url).hostname
    ):  # a site that is none of ours: its names for things prove nothing, an id does
        return next((o for o, one in told if one.read_id(page)), None)
    return next((o for o, _ in told), None)


def _who(named: Identity | None, outlet: Outlet | None) -> dict[str, Any]:
    return {"outlet": outlet.name if outlet else None, "doc_id": named.doc_id if named else None}


def _plausible(published: str | None, doc_id: str | None) -> str | None:
    """The page's own time; the id's clock, to the second, where the page gives none or one that cannot be its own."""
    at = document_time(doc_id) if doc_id else None
    if at is None:
        return published
    said = moment(published)
    if said is not None and abs(said - at) < _APART:
        return published
    return at.replace(microsecond=0).isoformat()


def _read_json(url: str | None, data: object, now: datetime | None) -> Page:
    if (article := _full_json(url, data)) is not None:
        return article
    links = json_links(data, url, now=now)
    outlet = "netease" if links and netease.DOC_ID.fullmatch(links[0].doc_id or "") else None
    if url and outlet is None and (known := outlet_at(url)):
        outlet = known.name
    return Page(url=url, kind="list", outlet=outlet, links=links)


def _full_json(url: str | None, data: object) -> Page | None:
    """NetEase's ``full.html``: one object under its document id, whose body is HTML with marks for pictures."""
    found = _article_in(data)
    if found is None:
        named = canonical(url) if url else None
        if named and url and "/full" in url:
            return Page(
                url=url,
                kind="gone",
                outlet=named.outlet,
                doc_id=named.doc_id,
                evidence="no such document in the answer",
            )
        return None
    doc_id, row = found
    html = str(row["body"])
    for picture in row.get("img") or ():
        if isinstance(picture, dict) and isinstance(picture.get("ref"), str):
            caption = squeeze(str(picture.get("alt") or ""))
            html = html.replace(picture["ref"], f"<p>{caption}</p>", 1)
    lines = trim(to_lines(html))
    return Page(
        url=url,
        kind="article",
        outlet="netease",
        doc_id=doc_id,
        title=clean(squeeze(str(row.get("title") or ""))) or None,
        author=clean(squeeze(str(row.get("source") or ""))) or None,
        published=_plausible(read_time(str(row.get("ptime") or "")), doc_id),
        text=clean("\n".join(lines)) or None,
        layout="full.html JSON",
    )


def _article_in(data: object) -> tuple[str, dict[str, Any]] | None:
    if not isinstance(data, dict):
        return None
    for key, row in [*data.items(), *(data["data"].items() if isinstance(data.get("data"), dict) else ())]:
        if isinstance(row, dict) and isinstance(row.get("body"), str):
            doc_id = row.get("docid") if isinstance(row.get("docid"), str) else key
            if netease.DOC_ID.fullmatch(str(doc_id)):
                return str(doc_id), row
    if isinstance(data.get("body"), str) and netease.DOC_ID.fullmatch(str(data.get("docid"))):
        return str(data["docid"]), data
    return None


def _without_damage(page: Page) -> Page:
    """What did not decode is not passed on as if it had: a lost character beside a figure voids the page.

    Elsewhere a few lost characters (emoji, mostly, lost long before us) are shown as the printer's mark for one.
    """
    whole = f"{page.title or ''}\n{page.text or ''}"
    if page.kind != "article" or "\ufffd" not in whole:
        return page
    if len(_RUN.findall(whole)) > max(2, len(whole) // 200) or _BY_FIGURE.search(whole):
        return _unknown(page.url, "characters in title or text did not decode", page.outlet, page.doc_id)
    lines = [one for one in (page.text or "").split("\n") if one.strip("\ufffd")]
    return replace(
        page, title=_RUN.sub(LOST, page.title or "") or None, text=_RUN.sub(LOST, "\n".join(lines))
    )


def _unknown(url: str | None, why: str, outlet: str | None = None, doc_id: str | None = None) -> Page:
    named = by_address(url) if url else None
    return Page(
        url=url,
        kind="unknown",
        outlet=outlet or (named.outlet if named else None),
        doc_id=doc_id,
        evidence=why,
    )


__all__ = ["Link", "read_page"]
