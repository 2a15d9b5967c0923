"""Which document an address names: the same one under every path, host, tracking tail and mirror."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from pipeline.model import BEIJING

# A text post of NetEase: eight base-32 digits of time, eight of account or column.
NETEASE_ID = re.compile(r"[0-9A-V]{8}[0-9A-Z]{8}", re.ASCII)
_NETEASE_PATH = re.compile(
    r"""/(?:
        (?:[a-z]{1,20}/){1,2}article/ | article/ | v2/article/detail/ | news/a/
      | (?:[a-z0-9]{1,20}/)?\d\d/\d{4}/\d\d/
      | (?:[a-z]{1,20}/)?nc/article/(?:preload/)?
    )(?P<id>[0-9A-V]{8}[0-9A-Z]{8})(?:_\w{1,8})?(?:\.html?|/full\.html|/full|/)?$""",
    re.VERBOSE | re.ASCII,
)
# On a foreign host only the two unmistakable shapes count as NetEase's.
_MIRROR_PATH = re.compile(
    r"/(?:(?:[a-z]{1,20}/)?article/|v2/article/detail/|news/a/|(?:[a-z0-9]{1,20}/)?\d\d/\d{4}/\d\d/)"
    r"(?P<id>[0-9A-V]{8}[0-9A-Z]{8})\.html?$",
    re.ASCII,
)
_EPOCH = datetime(2003, 8, 10, 15, 20, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class Identity:
    """The document behind an address. ``url`` is canonical, the same for every copy."""

    outlet: str
    doc_id: str
    url: str
    mirror: bool = False


def document_time(doc_id: str) -> datetime | None:
    """When a NetEase document was created, read from its id; None for other shapes.

    >>> document_time("KF5C9SHD05199O51").isoformat(timespec="minutes")
    '2025-11-24T18:52+08:00'
    >>> document_time("VJ23UMG96") is None
    True
    """
    if not NETEASE_ID.fullmatch(doc_id):
        return None
    return _EPOCH + timedelta(milliseconds=int(doc_id[:8], 32))


def canonical(url: str) -> Identity | None:
    """The document that ``url`` names, or None where the address alone does not say."""
    raise NotImplementedError
