"""What spider, middlewares and item pipeline share, and what outlives any one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scrapy.crawler import Crawler

from crawler.errands import Queue
from crawler.politeness import Hosts
from crawler.robots import Robots
from pipeline.model import Post


@dataclass(slots=True)
class Tools:
    """Handed to the spider as an argument: what is put into Scrapy's settings is copied in depth."""

    hosts: Hosts
    robots: Robots
    deliver: Callable[[Post], Awaitable[None]]
    queue: Queue = field(default_factory=Queue)
    aborts: list[Callable[[], Awaitable[None]]] = field(default_factory=list)  # end what is under way
    ready: asyncio.Event = field(default_factory=asyncio.Event)  # a spider takes errands


def tools_of(crawler: Crawler) -> Tools:
    tools = getattr(crawler.spider, "tools", None)
    assert isinstance(tools, Tools)
    return tools
