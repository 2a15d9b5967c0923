"""How gently each host is asked, over all sources: delay with jitter, slowing down, waiting when told to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

SLOWEST = 120.0  # seconds between two requests, however often a host refuses
LONGEST_WAIT = 6 * 3600.0  # seconds that a host's Retry-After is believed
_FIRST_WAIT = 10.0  # seconds after a first refusal without Retry-After
_REMEMBERED = 5_000  # hosts


class HostWaits(IgnoreRequest):
    """The host asked us to wait; the caller asks again after ``seconds``."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked to wait, {seconds:.0f} s are left")
        self.seconds = seconds


class BudgetSpent(IgnoreRequest):
    """A host has had its requests of the day."""


@dataclass(slots=True)
class Host:
    """What is remembered of one host."""

    delay: float
    least: float = 0.0  # seconds that its robots.txt asks for
    wait_until: float = 0.0
    refusals: int = 0
    day: int = 0
    asked: int = 0


class Hosts:
    """Every host's state; outlives the spider, so that a restart forgets no promise."""

    def __init__(self, delay: float, budget: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self.delay, self.budget, self.clock = delay, budget, clock
        self._hosts: dict[str, Host] = {}

    def host(self, name: str) -> Host:
        found = self._hosts.pop(name, None) or Host(self.delay)
        self._hosts[name] = found
        while len(self._hosts) > _REMEMBERED:
            self._hosts.pop(next(iter(self._hosts)))
        return found

    def refused(self, name: str, retry_after: float | None) -> float:
        """429 or 503: ask half as often, and not before the time that the host names. Returns the wait."""
        host = self.host(name)
        host.refusals += 1
        host.delay = min(SLOWEST, max(host.delay * 2, self.delay, 0.5 if self.delay == 0 else 1.0))
        wait = retry_after if retry_after is not None else min(_FIRST_WAIT * 2 ** (host.refusals - 1), 900.0)
        wait = min(wait, LONGEST_WAIT)
        host.wait_until = max(host.wait_until, self.clock() + wait)
        return wait

    def answered(self, name: str) -> None:
        """A good answer: back towards the configured delay, slower than away from it."""
        host = self.host(name)
        host.refusals = 0
        usual = max(self.delay, host.least)
        if host.delay > usual:
            host.delay = max(usual, host.delay * 0.8 - 0.05)

    def at_least(self, name: str, delay: float) -> None:
        """robots.txt asks for a delay of its own."""
        host = self.host(name)
        host.least = min(delay, SLOWEST)
        host.delay = max(host.delay, host.least)

    def may_be_asked(self, name: str) -> None:
        """Raise while the host wants to be left alone."""
        left = self.host(name).wait_until - self.clock()
        if left > 0:
            raise HostWaits(name, left)

    def ask(self, name: str) -> float:
        """The delay for one more request now; raises where the host must not be asked."""
        self.may_be_asked(name)
        host = self.host(name)
        today = int(time.time() // 86_400)
        if host.day != today:
            host.day, host.asked = today, 0
        if self.budget and host.asked >= self.budget:
            raise BudgetSpent(f"{name} has had its {self.budget} requests of today")
        host.asked += 1
        return host.delay


def host_of(url: str) -> str:
    """The host, with its port where that is not the usual one: another port is another server."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = (parts.hostname or "").lower()
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def retry_after(response: Response) -> float | None:
    """Seconds that ``Retry-After`` asks for, in either of its two forms."""
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()[:64]
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value) if value else None
    except (ValueError, OverflowError):  # a year of twenty digits
        return None
    if at is None:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)
