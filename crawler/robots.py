"""robots.txt with a cache that expires, and a failed fetch that is not *allowed for ever*.

Scrapy's own middleware keeps the first answer for the life of the spider, which here is the life of the daemon,
and takes a failure for consent.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego
from scrapy.exceptions import IgnoreRequest

GOOD_FOR = 6 * 3600.0  # seconds
FAILED_FOR = 60.0  # a failure is asked again soon
STALE_FOR = 7 * 86_400.0  # the last good copy serves meanwhile
LARGEST = 500_000  # bytes, as RFC 9309 lets one stop reading
_REMEMBERED = 2_000  # hosts


class Forbidden(IgnoreRequest):
    """robots.txt does not want this address read."""


class RobotsUnknown(IgnoreRequest):
    """robots.txt could not be fetched, and there is no earlier copy: nothing is read until it can."""

    def __init__(self, site: str, problem: Exception | None, why: str) -> None:
        super().__init__(
            f"robots.txt of {site} could not be fetched ({why[:120]}); asked again at the next check"
        )
        self.problem = problem


@dataclass(slots=True)
class Rules:
    parser: Protego | None
    fetched: float
    fresh_until: float


class Robots:
    """What every host's robots.txt says; outlives the spider."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.known: dict[str, Rules] = {}
        self.locks: dict[str, asyncio.Lock] = {}

    def keep(self, site: str, parser: Protego | None, seconds: float) -> Rules:
        now = self.clock()
        rules = Rules(parser, now, now + seconds)
        self.known.pop(site, None)
        self.known[site] = rules
        while len(self.known) > _REMEMBERED:
            oldest = next(iter(self.known))
            self.known.pop(oldest)
            self.locks.pop(oldest, None)
        return rules
