"""What may befall a daemon in a year, drawn from a seed: sites that fail, kills, clocks that are set, full disks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from config.settings import SourceSettings

HOUR, DAY = 3600.0, 86_400.0
THRESHOLD = HOUR  # [alerts] incident_after
Kind = Literal["dns", "5xx", "timeout"]
CONDITION = {"dns": "dns_failure", "5xx": "unreachable", "timeout": "unreachable"}

SOURCES = {
    "hourly": SourceSettings(url="https://a.example/", interval="1h", jitter="2m"),
    "three": SourceSettings(url="https://b.example/", interval="3h", jitter="10m"),
    "awake": SourceSettings(url="https://c.example/", cron="*/30 7-23 * * *", jitter="1m"),
    "follows": SourceSettings(
        url="https://d.example/", interval="2h", interval_min="1h", interval_max="6h", jitter="1m"
    ),
    "daily": SourceSettings(url="https://e.example/", interval="1d", jitter="30m"),
    "dst": SourceSettings(url="https://f.example/", cron="30 2 * * *", timezone="Europe/Berlin", jitter="0s"),
    "weekly": SourceSettings(url="https://g.example/", cron="0 9 * * 1", timezone="America/New_York"),
}
# seconds within which each is checked again, whatever its schedule draws
GAP = {
    "hourly": HOUR, "three": 3 * HOUR, "awake": 8 * HOUR, "follows": 6 * HOUR,
    "daily": DAY, "dst": 25 * HOUR, "weekly": 7 * DAY + HOUR,
}  # fmt: skip
JITTER = 30 * 60.0


@dataclass(frozen=True, slots=True)
class Outage:
    """A site that cannot be read from ``start`` to ``end`` (seconds of the simulation)."""

    source: str
    kind: Kind
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Blow:
    """Something that befalls the daemon: killed for ``length``, the clock set by ``length``, a disk full for ``length``."""

    what: Literal["kill", "clock", "disk"]
    at: float
    length: float


def outages(rng: random.Random, length: float) -> list[Outage]:
    """For each source some, far enough apart that the one before is over and was told."""
    found = []
    for name, gap in GAP.items():
        at = rng.uniform(2, 4) * gap
        while at < length:
            lasts = rng.choice([rng.uniform(0.1, 0.9) * gap, rng.uniform(1, 4) * gap + 3 * HOUR])
            kind = rng.choice(("dns", "5xx", "timeout"))
            found.append(Outage(name, kind, at, at + lasts))
            at += lasts + rng.uniform(3, 12) * gap + 12 * HOUR
    return found


def blows(rng: random.Random, length: float) -> list[Blow]:
    """A few in a month, never two at once; one of each kind early, among them a clock set back by more than a day."""
    kinds = ["kill", "disk", "clock"]
    rng.shuffle(kinds)
    found, at = [], rng.uniform(0.3, 1) * DAY
    while at < length - DAY:
        what = kinds.pop() if kinds else rng.choice(("kill", "kill", "clock", "disk"))
        early = len(found) < 3
        lasts = {
            "kill": rng.choice((0.0, 60.0, rng.uniform(0.1, 10) * HOUR)),
            "clock": rng.choice((-1, 1)) * rng.choice((rng.uniform(10, 900), rng.uniform(1, 60) * HOUR)),
            "disk": rng.uniform(1, 90) * 60,
        }[what]
        if what == "clock" and early:
            lasts = -rng.uniform(30, 60) * HOUR
        found.append(Blow(what, at, lasts))
        at += (lasts if what != "clock" else 0.0) + rng.uniform(0.5, 1 if early else 4) * DAY
    return found
