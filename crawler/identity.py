"""Which document an address names: the same one under every path, host, tracking tail and mirror."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from crawler.outlets import netease, outlet_of
from pipeline.model import BEIJING

_EPOCH = datetime(2003, 8, 10, 15, 20, tzinfo=BEIJING)
_LONGEST = 2000  # characters of an address
_TRACKING = re.compile(
    r"(?:utm_\w{1,30}|spm|spss|f|from|clickfrom|referFrom|fbclid|gclid|chdtv|wfr|for|share_\w{1,20}|_zbs_\w{1,20}|isappinstalled)",
    re.ASCII,
)
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # control characters and halves of others
_KEPT = "/%:@!$&'()*+,;=~"  # in a path, as it is asked for; letters beyond ASCII are written in their bytes
_SUBDOMAIN = re.compile(r"^(?:www|m|wap|3g|mobile|amp)\.")


@dataclass(frozen=True, slots=True)
class Identity:
    """The document behind an address. ``url`` is canonical, the same for every copy."""

    outlet: str
    doc_id: str
    url: str
    mirror: bool = False


@lru_cache(1_000)
def canonical(url: str) -> Identity | None:
    """The document that ``url`` names, or None where the address alone does not say.

    >>> canonical("http://tech.163.com/15/0901/05/B2DEUBUT000915BD.html").url
    'https://www.163.com/dy/article/B2DEUBUT000915BD.html'
    >>> canonical("http://mirror.example/dy/article/KF5C9SHD05199O51.html?spss=dy_author").mirror
    True
    >>> canonical("https://www.163.com/") is None
    True
    """
    parts = _split(url)
    if parts is None:
        return None
    host = (parts.hostname or "").lower()
    if (outlet := outlet_of(host)) is not None:
        found = outlet.where(parts)
        return Identity(outlet.name, *found) if found else None
    copy = netease.MIRROR_PATH.search(parts.path)
    if copy is None:
        return None
    return Identity(
        "netease", copy["id"], netease.OUTLET.address.format(id=copy["id"]), mirror=not _is_here(host)
    )


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a newsroom for tests and demonstrations, which copies nobody."""
    return host == "localhost" or host.startswith("127.") or host == "::1"


def by_address(url: str) -> Identity | None:
    """The identity of a post of an unknown outlet: its host, and its path without tracking.

    >>> by_address("https://www.news.example/a/1?utm_source=x&p=2")
    Identity(outlet='news.example', doc_id='/a/1?p=2', url='https://www.news.example/a/1?p=2', mirror=False)
    """
    parts = _split(url)
    if parts is None or not parts.hostname:
        return None
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k)])
    path = quote(parts.path or "/", safe=_KEPT)
    plain = urlunsplit((parts.scheme, parts.netloc, path, query, ""))
    doc_id = unquote(f"{path}?{query}" if query else path)
    return Identity(
        _SUBDOMAIN.sub("", parts.hostname.lower()), _UNWRITABLE.sub("\ufffd", doc_id)[:300], plain
    )


def document_time(doc_id: str) -> datetime | None:
    """When a NetEase document was created, read from its id; None for other shapes.

    >>> document_time("KF5C9SHD05199O51").isoformat(timespec="minutes")
    '2025-11-24T18:52+08:00'
    >>> document_time("VJ23UMG96") is None
    True
    """
    if not netease.DOC_ID.fullmatch(doc_id):
        return None
    return _EPOCH + timedelta(milliseconds=int(doc_id[:8], 32))


def _split(url: str) -> SplitResult | None:
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - a port that is no number raises here
    except ValueError:
        return None
    if _UNWRITABLE.search(parts.netloc + parts.path + parts.query):
        return None
    return parts if parts.scheme in ("http", "https") else None
