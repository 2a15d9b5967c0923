"""From a post to the outbox, with the real grammar and lexicon, on both databases."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import pipeline.extract
from config.lexicon import load_lexicon
from pipeline.errors import StoreUnavailable
from pipeline.extract.lexicon import Lexicon
from pipeline.model import Alert, Post
from pipeline.store import read
from pipeline.store.engine import Store, open_store
from scheduler.intake import Intake

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
TEXT = "豆包团队今早公布，豆包App累计下载量突破9000万次。同一天，它在App Store免费总榜升至第2位。"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_toml(load_lexicon(None))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def post(text: str = TEXT, **changes) -> Post:
    given = {
        "outlet": "netease",
        "doc_id": "KINTAKE000000001",
        "url": "https://www.example.com/1",
        "fetched_url": "https://www.example.com/1",
        "host": "www.example.com",
        "title": "晚间速览",
        "author": None,
        "published_at": NOON,
        "text": text,
        "fetched_at": NOON + timedelta(minutes=1),
        "raw": text.encode(),
    }
    return Post(**(given | changes))


def take(intake: Intake, *posts: Post, silent: bool = False):
    async def all_of_them():
        try:
            return [await intake.take(one, silent=silent) for one in posts]
        finally:
            await intake.close()

    return asyncio.run(all_of_them())


@pytest.mark.parametrize(("days", "reason"), [(1, "too old"), (10, "no rule")])
def test_ledger_names_the_age_that_the_configuration_sets(store, lexicon, days, reason):
    """Two days are old where max_age says one, and young where it says ten: then it is the rules that want nothing."""
    intake = Intake(store, lexicon, lambda _alert: (), max_age=timedelta(days=days))
    found = take(intake, post(published_at=NOON - timedelta(days=2)))[0]
    assert {one.suppressed for one in found.judged} == {reason}


def test_post_is_extracted_judged_stored_and_queued(store, lexicon):
    rung: list[Alert] = []

    def rules(alert: Alert) -> tuple[str, ...]:
        rung.append(alert)
        return ("desk",)

    found = take(Intake(store, lexicon, rules), post())[0]
    assert found.outcome == "claims"
    assert sorted((one.app, one.claim.metric, one.novelty) for one in found.judged) == [
        ("豆包", "downloads", "first"),
        ("豆包", "rank", "first"),
    ]
    assert found.queued == 2
    assert {alert.sentence for alert in rung} == {TEXT[: TEXT.index("。") + 1], TEXT[TEXT.index("。") + 1 :]}
    with store.read() as tx:
        assert [
            (one.claim.value, one.covered) for one in read.figures(tx, read.Filters(metric="downloads"))
        ] == [(90_000_000, "2026-03-10")]


def test_copy_that_was_read_before_needs_no_grammar(store, lexicon, monkeypatch):
    intake = Intake(store, lexicon, lambda _alert: ())
    intake.take_now(post())
    monkeypatch.setattr(pipeline.extract, "extract", lambda *_: 1 / 0)
    assert take(intake, post(fetched_at=NOON + timedelta(hours=1)))[0].outcome == "unchanged"


def test_mirror_without_a_date_says_the_same_figures(store, lexicon):
    """Relative dates of a copy are resolved against the time at which the original was published."""
    mirror = {"host": "mirror.example.net", "mirror": True, "fetched_url": "https://mirror.example.net/1"}
    copied = post(published_at=NOON + timedelta(days=3), **mirror)
    _, copy = take(Intake(store, lexicon, lambda _alert: ("desk",)), post(), copied)
    assert [one.novelty for one in copy.judged] == ["repeat", "repeat"]


def test_backfill_is_silent(store, lexicon):
    found = take(Intake(store, lexicon, lambda _alert: ("desk",)), post(), silent=True)[0]
    assert {one.suppressed for one in found.judged} == {"backfill"}


def test_post_on_which_the_grammar_fails_is_quarantined_with_its_page(store, lexicon, monkeypatch):
    def broken(*_args):
        raise RecursionError("too deep")

    monkeypatch.setattr(pipeline.extract, "extract", broken)
    assert take(Intake(store, lexicon, lambda _alert: ()), post())[0].outcome == "quarantined"
    with store.read() as tx:
        assert [one.reason for one in read.quarantined(tx)] == [
            "cannot be taken in: RecursionError: too deep"
        ]
        assert read.posts(tx) == []


def test_loop_runs_on_while_another_process_holds_the_database(sqlite_url, lexicon):
    store = open_store(sqlite_url)
    held, go_on = threading.Event(), threading.Event()

    def hog() -> None:
        other = open_store(sqlite_url)
        with other.write():
            held.set()
            go_on.wait(20)
        other.close()

    async def story() -> tuple[float, str]:
        intake = Intake(store, lexicon, lambda _alert: ())
        taking = asyncio.create_task(intake.take(post()))
        longest, last = 0.0, time.perf_counter()
        for _ in range(30):
            await asyncio.sleep(0.01)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
        assert not taking.done()
        go_on.set()
        outcome = (await taking).outcome
        await intake.close()
        return longest, outcome

    thread = threading.Thread(target=hog)
    thread.start()
    held.wait(20)
    longest, outcome = asyncio.run(story())
    thread.join()
    store.close()
    assert outcome == "claims"
    assert longest < 5  # far below the wait for the database, far above a loaded machine's jitter


def test_database_that_is_back_after_a_while_loses_nothing(store, lexicon, monkeypatch):
    intake = Intake(store, lexicon, lambda _alert: ())
    monkeypatch.setattr("scheduler.intake._WAITS", (0.0, 0.0, 0.0))
    whole, fails = intake.take_now, iter([StoreUnavailable("away")] * 2)

    def away(*args):
        if (error := next(fails, None)) is not None:
            raise error
        return whole(*args)

    monkeypatch.setattr(intake, "take_now", away)
    assert take(intake, post())[0].outcome == "claims"


def test_database_that_stays_away_is_said(store, lexicon, monkeypatch):
    def away(*_args):
        raise StoreUnavailable("away")

    intake = Intake(store, lexicon, lambda _alert: ())
    monkeypatch.setattr("scheduler.intake._WAITS", (0.0, 0.0))
    monkeypatch.setattr(intake, "take_now", away)
    with pytest.raises(StoreUnavailable):
        take(intake, post())


def test_post_that_no_table_takes_is_quarantined_and_leaves_nothing_else(store, lexicon, monkeypatch):
    whole = pipeline.extract.extract
    monkeypatch.setattr(
        pipeline.extract,
        "extract",
        lambda *args: [replace(one, rank=2**70) if one.rank else one for one in whole(*args)],
    )
    found = take(Intake(store, lexicon, lambda _alert: ("desk",)), post())[0]
    assert found.outcome == "quarantined"
    with store.read() as tx:
        assert [one.reason.startswith("cannot be taken in: ") for one in read.quarantined(tx)] == [True]
        assert read.posts(tx) == read.claims(tx) == read.alerts(tx) == []
