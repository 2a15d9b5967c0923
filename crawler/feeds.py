"""RSS and Atom, whoever publishes them."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from time import struct_time
from typing import Any

from crawler.body import clean
from crawler.document import squeeze
from crawler.identity import by_address, canonical
from crawler.page import Link, Page
from crawler.times import read_time
from pipeline.model import BEIJING

MOST_ENTRIES = 500
_TAGS = re.compile(r"<[^<>]{1,200}>")
# feedparser takes a time without an offset for Greenwich; Chinese feeds mean Beijing.
_DECLARATION = re.compile(r"^\s{0,50}<\?xml[^>]{0,300}>")
_REFERENCE = re.compile(r"&(?:amp;)?#(?:[xX](?P<hex>[0-9a-fA-F]+)|(?P<dec>[0-9]+));?")
_YEARS = range(1990, 2100)  # what programs write for *no time* lies outside: the years 1, 1970 and 9999
_UNZONED = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?")


def is_feed(text: str) -> bool:
    start = text[:600].lstrip("\ufeff \t\r\n")
    return start.startswith(("<?xml", "<rss", "<feed", "<rdf:RDF")) and bool(
        re.search(r"<(?:rss|feed|rdf:RDF)[\s>]", text[:2000])
    )


def read_feed(url: str | None, text: str, *, now: datetime | None = None) -> Page:
    """RSS or Atom: the entries are the posts, whoever publishes them."""
    if "<!ENTITY" in text:
        return Page(
            url=url, kind="unknown", evidence="a feed that declares entities of its own", generic=True
        )
    import feedparser

    # Given bytes, feedparser fetches nothing; relative addresses need the feed's own.
    feed = feedparser.parse(_readable(text), response_headers={"content-location": url or ""})
    links = [link for entry in feed.entries[:MOST_ENTRIES] if (link := _entry(entry, now)) is not None]
    named = canonical(links[0].url) if links else None
    outlet = named.outlet if named else None
    if outlet is None and url and (who := by_address(url)):
        outlet = who.outlet
    title = clean(squeeze(str(feed.feed.get("title") or ""))) or None
    return Page(
        url=url, kind="list", outlet=outlet, title=title, links=tuple(links), generic=True, layout="feed"
    )


def _readable(text: str) -> bytes:
    r"""A feed as feedparser can read it: it fails as a whole over one sign that there is not, and over a charset's name.

    >>> _readable('<?xml version="1.0" encoding="gbk"?><a>&#65;&#55357;&#56834;&#xD800;&#99999999;</a>').decode()
    '<?xml version="1.0" encoding="utf-8"?><a>&#65;😂</a>'
    """
    text = clean(_DECLARATION.sub("", text, count=1))
    whole = _REFERENCE.sub(_referred, text)
    plain = whole.encode("utf-16-le", "surrogatepass").decode(
        "utf-16-le", "ignore"
    )  # joins the halves of a sign
    return f'<?xml version="1.0" encoding="utf-8"?>{plain}'.encode()


def _referred(found: re.Match[str]) -> str:
    """A sign that is named by its number: as it stands, one half of it, or nothing where there is no such sign."""
    digits = (found["hex"] or found["dec"]).lstrip("0")
    number = int(digits or "0", 16 if found["hex"] else 10) if len(digits) < 9 else 0
    if 0xD800 <= number <= 0xDFFF:
        return chr(number)
    return found[0] if number in (9, 10, 13) or 32 <= number <= 0x10FFFF else ""


def _entry(entry: Mapping[str, Any], now: datetime | None) -> Link | None:
    target = str(entry.get("link") or "")
    who = (canonical(target) or by_address(target)) if target else None
    if who is None:
        return None
    name = "published" if entry.get("published") else "updated"
    when = _moment(entry.get(f"{name}_parsed"))
    said = str(entry.get(name) or "")
    title = clean(squeeze(unescape(_TAGS.sub("", str(entry.get("title") or "")))))
    when = (read_time(said) if _UNZONED.fullmatch(said) else None) or when or read_time(said, now=now)
    return Link(url=target, doc_id=who.doc_id, title=title or None, published=when)


def _moment(at: struct_time | None) -> str | None:
    """The time of an entry, as feedparser took it apart; None for one that no post has."""
    if at is None or at[0] not in _YEARS:
        return None
    return datetime.fromtimestamp(timegm(at), UTC).astimezone(BEIJING).isoformat()
