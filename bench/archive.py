"""An invented archive of any size, from a seed: two years of a trade press with the skew of a real one.

A few apps and outlets make most of the news, most claims repeat a figure that is known, posts hold one claim or dozens.
``bench/history.py`` loads it; nothing here is anybody's text.
"""

from __future__ import annotations

import itertools
import json
import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

END = datetime(2026, 11, 24, 12, tzinfo=UTC)  # eight in the evening in Beijing
DAYS = 730
PER_POST = 8  # claims of a post on average
APPS, OUTLETS, WORDS = 5_000, 40, 4_000
COMMON = bytes(
    code for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF) for code in (row, cell)
).decode("gb2312")  # the common letters of Simplified, as nearly every post is written

# what a figure is a value of: metric, unit, period, average, store, platform, chart, category, region, modality, share
KINDS = [
    ("downloads", None, "total", False, None, None, None, None, [], "stated", 22),
    ("downloads", None, "P1D", True, None, None, None, None, [], "stated", 9),
    ("downloads", None, "P7D", False, None, None, None, None, [], "stated", 7),
    ("downloads", None, "P1M", False, "app_store", "ios", None, None, ["CN"], "stated", 5),
    ("downloads", None, "total", False, "google_play", "android", None, None, ["global"], "stated", 5),
    ("downloads", None, "total", False, None, None, None, None, [], "forecast", 2),
    ("downloads", None, "P1Y", False, None, None, None, None, [], "goal", 1),
    ("downloads", None, "total", False, None, None, None, None, [], "rumour", 1),
    ("downloads_change", "%", "P1M", False, None, None, None, None, [], "stated", 6),
    ("downloads_change", "x", "P7D", False, None, None, None, None, [], "stated", 3),
    ("rank", None, None, None, "app_store", "ios", "free", "overall", ["CN"], "stated", 16),
    ("rank", None, None, None, "app_store", "ios", "free", "games", ["CN"], "stated", 6),
    ("rank", None, None, None, "app_store", "ios", "grossing", "overall", ["CN"], "stated", 5),
    ("rank", None, None, None, "app_store", "ios", "free", "overall", ["US"], "stated", 4),
    ("rank", None, None, None, "google_play", "android", "free", "overall", ["US"], "stated", 3),
    ("rank", None, None, None, "huawei", "android", "hot", "overall", ["CN"], "stated", 2),
    ("rank", None, None, None, None, None, "active", None, [], "stated", 2),
    ("rank", None, None, None, "xiaomi", "android", "new", "tools", ["CN"], "stated", 1),
]  # fmt: skip


@dataclass(slots=True)
class Figures:
    """Every figure, column by column: millions of small objects would not fit."""

    series: array[int] = field(default_factory=lambda: array("l"))
    value: array[float] = field(default_factory=lambda: array("d"))
    day: array[int] = field(default_factory=lambda: array("h"))
    claim: array[int] = field(default_factory=lambda: array("l"))
    first: array[int] = field(default_factory=lambda: array("l"))  # post
    last: array[int] = field(default_factory=lambda: array("l"))
    claims: array[int] = field(default_factory=lambda: array("l"))
    novelty: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Series:
    id: int
    app: int
    kind: int


# claim, post, series (index), figure (index), value, day (index), novelty, earlier figure (index), quote, start
Said = tuple[int, int, int, int, int, int, str, int | None, str, int]


@dataclass(frozen=True, slots=True)
class Written:
    """One post with its claims."""

    id: int
    outlet: int
    at: datetime
    title: str
    text: str
    claims: list[Said]


class Archive:
    """``posts()`` once, in the order of reading; afterwards ``figures`` and ``series`` are complete."""

    def __init__(self, claims: int, seed: int = 7) -> None:
        self.size, self.random = claims, random.Random(seed)
        self.apps = self._names(APPS, 2, 3)
        self.outlets = [f"outlet{number:02}" for number in range(OUTLETS)]
        self.words = self._names(WORDS, 2, 2)
        self.days = [(END - timedelta(days=DAYS - 1 - number)).date().isoformat() for number in range(DAYS)]
        self.series: list[Series] = []
        self.figures = Figures()
        self.latest: dict[int, int] = {}  # series -> figure, by index
        self._by_place: dict[int, int] = {}
        self.weights = list(itertools.accumulate(1 / (number + 3) ** 1.05 for number in range(APPS)))

    def _names(self, count: int, least: int, most: int) -> list[str]:
        signs = self.random.sample(COMMON, 1_500)
        found = ["千问", "豆包"] if least != most else []
        known = set(found)
        while len(found) < count:
            name = "".join(self.random.choices(signs, k=self.random.randint(least, most)))
            if name not in known:
                known.add(name)
                found.append(name)
        return found

    def posts(self) -> Iterator[Written]:
        """Every post, the oldest first."""
        draw, posts = self.random, self.size // PER_POST + 1
        step = timedelta(days=DAYS) / posts
        begin = END - timedelta(days=DAYS)
        outlets = list(itertools.accumulate(1 / (number + 1) for number in range(OUTLETS)))
        kinds = list(itertools.accumulate(kind[-1] for kind in KINDS))
        made = number = 0
        while made < self.size:
            number += 1
            count = min(1 + int(draw.expovariate(1 / (PER_POST - 1))), 60, self.size - made)
            at = min(begin + step * number, END)
            day = min(DAYS - 1, int((at - begin) / timedelta(days=1)))
            main = draw.choices(range(APPS), cum_weights=self.weights)[0]
            others = draw.choices(range(APPS), cum_weights=self.weights, k=count // 3 + 1)
            chosen = draw.choices(range(len(KINDS)), cum_weights=kinds, k=count)
            claims, text, place = [], [], 0
            for turn, kind in enumerate(chosen):
                app = main if turn % 3 or turn == 0 else others[turn // 3]
                claim = self._say(made + turn + 1, number, app, kind, day, place)
                claims.append(claim)
                text.append(claim[8])
                place += len(claim[8]) + 1
            made += count
            filler = "".join(draw.choices(self.words, k=12))
            yield Written(
                number,
                draw.choices(range(OUTLETS), cum_weights=outlets)[0],
                at,
                f"{self.apps[main]}{self.words[int(draw.paretovariate(0.6)) % WORDS]}，{draw.choice(self.words)}",
                "。".join(text) + "。" + filler,
                claims,
            )

    def _say(  # noqa: PLR0913, PLR0917 - what is known of it by then
        self, claim: int, post: int, app: int, kind: int, day: int, start: int
    ) -> Said:
        figures, place = self.figures, app * len(KINDS) + kind
        series = self._by_place.get(place)
        if series is None:
            series = self._by_place[place] = len(self.series)
            self.series.append(Series(series + 1, app, kind))
        before = self.latest.get(series)
        luck = self.random.random()
        rank = KINDS[kind][0] == "rank"
        if before is not None and luck < 0.72:  # a known figure again
            value, covered, novelty, figure = (
                int(figures.value[before]),
                figures.day[before],
                "repeat",
                before,
            )
            figures.last[before] = post
            figures.claims[before] += 1
        else:
            covered = max(0, day - int(luck * 40) % 4)
            value, novelty = self._next(before, rank, luck)
            figure = len(figures.series)
            figures.series.append(series)
            figures.value.append(value)
            figures.day.append(covered)
            figures.claim.append(claim)
            figures.first.append(post)
            figures.last.append(post)
            figures.claims.append(1)
            figures.novelty.append(novelty)
            if before is None or covered >= figures.day[before]:
                self.latest[series] = figure
        name = self.apps[app]
        quote = f"{name}排在榜单第{value}位" if rank else f"{name}的下载量突破{value}次"
        return (claim, post, series, figure, value, covered, novelty, before, quote, start)

    def _next(self, before: int | None, rank: bool, luck: float) -> tuple[int, str]:
        if rank:
            value = 1 + int(self.random.expovariate(0.06)) % 200
            if before is None:
                return value, "first"
            old = self.figures.value[before]
            return value, "held" if value == old else "higher" if value < old else "lower"
        if before is None:
            return int(10 ** self.random.uniform(3, 7)), "first"
        old = self.figures.value[before]
        if luck > 0.97:
            return max(1, int(old * 0.8)), "conflict" if luck > 0.985 else "lower"
        if old > 3e10:  # as many as there can be: from here on it grows by a little
            return int(old) + 1 + int(luck * 1_000), "higher"
        return max(int(old) + 1, int(old * self.random.uniform(1.001, 1.02))), "higher"


def region(kind: int) -> str:
    return json.dumps(KINDS[kind][8])


def key(kind: int) -> str:
    """The series' slots in one word, as :class:`pipeline.novelty.series.Slots` writes them."""
    metric, unit, period, average, store, platform, chart, category, places, modality, _ = KINDS[kind]
    said = (metric, modality, unit, period, average, store, platform, chart, category, ",".join(places), None)
    return "|".join("" if one is None else str(one) for one in said)
