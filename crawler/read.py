"""One page in, one :class:`Page` out: decode, find the layout, read it."""

from __future__ import annotations

from datetime import datetime

from crawler.page import Page


def read_page(
    url: str | None, body: bytes, content_type: str | None = None, *, now: datetime | None = None
) -> Page:
    """Read one fetched or saved page. ``now`` gives relative times their meaning; never raises on any input."""
    raise NotImplementedError
