"""A simulated year: every due check is accounted for, no source is silently idle, every outage is told once.

Here some weeks of it; ``make year`` lives through a whole one (``BANGDAN_YEAR_DAYS``, ``BANGDAN_YEAR_SEEDS``).
"""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipeline.store import checks as _checks  # noqa: F401 - its tables
from pipeline.store.desk import checks
from pipeline.store.engine import open_store
from scheduler import jobs
from tests.year.clock import VirtualLoop
from tests.year.life import ROUND, Attempt, Record, lived
from tests.year.world import CONDITION, DAY, THRESHOLD, Outage, blows, outages

DAYS = int(os.environ.get("BANGDAN_YEAR_DAYS", "8"))
SEEDS = range(int(os.environ.get("BANGDAN_YEAR_SEEDS", "2")))
BEGINS = datetime(2026, 3, 20, 4, tzinfo=UTC)  # nine days before Europe's clocks change
SLACK = ROUND + 120  # seconds from what is due to its notice


@pytest.fixture(params=SEEDS)
def year(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Record, list[Outage], str]:
    monkeypatch.setattr(jobs, "_LOOK", 120.0)  # looked at less often, so that a year takes minutes
    monkeypatch.setattr(jobs, "_POSTPONED", timedelta(minutes=3))
    rng, length = random.Random(request.param), DAYS * DAY
    url = f"sqlite:///{tmp_path / 'year.db'}"
    failing, befalls = outages(rng, length), blows(rng, length)
    loop = VirtualLoop(BEGINS)
    try:
        record = loop.run_until_complete(lived(url, request.param, length, failing, befalls))
    finally:
        loop.close()
    lived_through = f"{len(record.attempts)} checks, {len(failing)} outages, {len(befalls)} blows"
    print(lived_through, dict(record.events))  # noqa: T201 - read with -s
    return record, failing, url


@pytest.mark.timeout(3600)
def test_a_year_of_faults(year: tuple[Record, list[Outage], str]) -> None:
    record, failing, url = year
    assert record.attempts
    assert record.idle == []
    every_due_check_is_accounted_for(record, url)
    every_outage_is_told_once(record, failing)


def every_due_check_is_accounted_for(record: Record, url: str) -> None:
    store = open_store(url)
    with store.read() as tx:
        wanted = select(checks.c.source, checks.c.due_at, func.count()).group_by(
            checks.c.source, checks.c.due_at
        )
        rows = {(source, due): count for source, due, count in tx.execute(wanted)}
    store.close()
    by_due: dict[tuple[str, datetime], list[Attempt]] = defaultdict(list)
    for attempt in record.attempts:
        by_due[attempt.source, attempt.due_at].append(attempt)
    assert set(rows) <= set(by_due), "a check that nobody asked for"
    last = {attempt.source: attempt for attempt in record.attempts}
    for key, attempts in by_due.items():
        kept = rows.get(key, 0)
        again = any(attempts[0].at < at <= attempts[-1].at for at in record.set_back)
        assert kept <= 1 or again, f"{key} was made {kept} times"
        if kept == 0:  # it was under way when all ended, or the clock went back over it
            gave_way = any(attempts[-1].at <= at for at in record.set_back)
            assert gave_way or attempts[-1] is last[key[0]], f"{key} was lost"
    broken = len(record.attempts) - sum(record.counts.values())
    assert 0 <= broken <= len(record.killed) * 2 + 1, "a check without an outcome"


def every_outage_is_told_once(record: Record, failing: list[Outage]) -> None:
    tested: Counter[str] = Counter()
    for outage in failing:
        later = [one.start for one in failing if one.source == outage.source and one.start > outage.start]
        until = min(later, default=float("inf"))
        heard = [
            notice
            for at, notice in record.told
            if outage.start <= at < until
            and (notice.source, notice.condition) == (outage.source, CONDITION[outage.kind])
        ]
        begins = sum(notice.closed_at is None for notice in heard)
        ends = len(heard) - begins
        mine = [one for one in record.attempts if one.source == outage.source]
        bad = [one.at for one in mine if outage.start <= one.at < outage.end]
        good = [one.at for one in mine if one.at >= outage.end]
        assert begins <= 1, f"{outage} was told {begins} times"
        if not bad or not good or good[0] + SLACK > record.attempts[-1].at:
            continue  # no check saw it, or the simulation ended over it
        if any(begin < good[0] + SLACK and end > bad[0] for begin, end in record.disturbed):
            assert ends == begins, f"{outage}: {begins} begins, {ends} ends"
            continue
        lasted = good[0] - bad[0]
        if lasted > THRESHOLD + SLACK:
            assert (begins, ends) == (1, 1), (
                f"{outage}, seen for {lasted:.0f} s: {begins} begins, {ends} ends"
            )
            tested["told"] += 1
        elif lasted < THRESHOLD - SLACK:
            assert (begins, ends) == (0, 0), f"{outage}, seen for {lasted:.0f} s"
            tested["silent"] += 1
    assert tested["told"] >= 3, tested
