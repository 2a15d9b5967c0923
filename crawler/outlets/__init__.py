"""The outlets whose pages have a layout of their own, found by host and path. A new outlet is one file and one line."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from crawler.outlets import (
    baijiahao,
    bnext,
    chinanews,
    chinatimes,
    cna,
    digitimes,
    ettoday,
    guancha,
    hk01,
    huanqiu,
    huxiu,
    ifeng,
    inside,
    ithome,
    ithome_tw,
    jiemian,
    kr36,
    ltn,
    mingpao,
    mydrivers,
    netease,
    newtalk,
    nextapple,
    people,
    setn,
    sina,
    sohu,
    storm,
    technews,
    tencent,
    thepaper,
    toutiao,
    udn,
    wechat,
    xinhua,
)
from crawler.outlets.base import Layout, Outlet

OUTLETS: tuple[Outlet, ...] = tuple(
    module.OUTLET
    for module in (
        netease, baijiahao, bnext, chinanews, chinatimes, cna, digitimes, ettoday, guancha, hk01, huanqiu, huxiu, ifeng, inside,
        ithome, ithome_tw, jiemian, kr36, ltn, mingpao, mydrivers, newtalk, nextapple, people, setn, sina, sohu, storm, technews, tencent, thepaper, toutiao, udn, wechat, xinhua,
    )
)  # fmt: skip
BY_NAME = {outlet.name: outlet for outlet in OUTLETS}


BY_HOST = {host: outlet for outlet in OUTLETS for host in outlet.hosts}


@lru_cache(maxsize=4096)
def outlet_of(host: str) -> Outlet | None:
    """The outlet that serves a host: the one whose host is its longest ending."""
    labels = host.split(".")
    for start in range(len(labels)):
        outlet = BY_HOST.get(".".join(labels[start:]))
        if outlet is not None:
            return outlet if host not in outlet.not_posts else None
    return None


def outlet_at(url: str) -> Outlet | None:
    """The outlet that serves an address, if it is one of ours."""
    try:
        return outlet_of((urlsplit(url).hostname or "").lower())
    except ValueError:
        return None


__all__ = ["BY_NAME", "OUTLETS", "Layout", "Outlet", "outlet_at", "outlet_of"]
