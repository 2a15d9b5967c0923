"""The outlets whose pages have a layout of their own, found by host and path. A new outlet is one file and one line."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.outlets import netease
from crawler.outlets.base import Layout, Outlet

OUTLETS: tuple[Outlet, ...] = (netease.OUTLET,)
BY_NAME = {outlet.name: outlet for outlet in OUTLETS}


def outlet_at(url: str) -> Outlet | None:
    """The outlet that serves an address, if it is one of ours."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next((outlet for outlet in OUTLETS if outlet.serves(host)), None)


__all__ = ["BY_NAME", "OUTLETS", "Layout", "Outlet", "outlet_at"]
