"""A source that is blind is told apart from one that has no news, and said once when it lasts and once when it ends."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from config.rules import interval_bounds
from config.settings import DatabaseSettings, LogSettings, SourceSettings
from crawler.page import Link
from crawler.reports import CheckReport, PostReport
from pipeline.alerts.render import message
from pipeline.model import Message, Notice
from pipeline.store import checks, incidents
from pipeline.store.engine import open_store
from pipeline.store.leases import Lease
from pipeline.store.read.desk_values import CheckRow
from scheduler.blindness import Usual, conditions, overlap, pace, silence, usual
from scheduler.daemon import Daemon
from scheduler.demo import write_settings
from scheduler.incidents import Incidents, usual_wait
from scheduler.jobs import Schedule
from scheduler.logs import configure
from scheduler.newsroom import Newsroom
from scheduler.plans import Plans

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
KNOWN = Usual(checks=40, posts_a_day=4.0, body=900, links=20, overlap=0.9)
NEW = Usual(checks=0, posts_a_day=None, body=None, links=0, overlap=None)


def report(outcome: str, condition: str | None = None, evidence: str | None = None) -> CheckReport:
    return CheckReport(source="desk", outcome=outcome, condition=condition, evidence=evidence)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "condition", "evidence", "named"),
    [
        ("titles_only", "http_500", "none of 9 posts could be read", "titles_only"),
        ("titles_only", "layout", "none of 9 posts could be read; no text found", "bodies_missing"),
        ("layout", "layout", "no title found", "layout_changed"),
        ("blocked", "page_blocked", "asks for a captcha", "captcha"),
        ("blocked", "http_403", "status 403", "refused"),
        ("gone", "http_404", "status 404", "all_gone"),
        ("throttled", "http_429", "status 429", "throttled"),
        ("failed", "tls", "certificate has expired", "certificate_expired"),
        ("failed", "dns", "no such name", "dns_failure"),
        ("failed", "refused", "connection refused", "refused"),
        ("failed", "timeout", "no answer", "unreachable"),
        ("deadline", "deadline", "not done after 300 s", "unreachable"),
        ("empty", "empty", "the list names no post", "list_empty"),
    ],
)
def test_each_trouble_has_its_name_and_its_evidence(
    outcome: str, condition: str, evidence: str, named: str
) -> None:
    seen = conditions(report(outcome, condition, evidence), KNOWN, None, None)
    assert seen is not None
    assert list(seen[0]) == [named]
    assert evidence in seen[0][named]


def test_looked_and_found_nothing_is_no_trouble() -> None:
    links = (Link(url="https://a.example/1", doc_id="1", title=None, published=None),)
    for outcome in ("nothing_new", "unchanged", "posts"):
        seen = conditions(replace(report(outcome), links=links), KNOWN, 0.9, None)
        assert seen is not None
        assert seen[0] == {}
    fresh = conditions(report("empty", "empty", "the list names no post"), NEW, None, None)
    assert fresh is not None
    assert fresh[0] == {}  # a list that never named a post is new, not blind
    assert conditions(report("stopped"), KNOWN, None, None) is None


def test_what_was_skipped_ends_no_incident() -> None:
    """Posts that nobody could read are not asked for at every check: their silence is no recovery."""
    skipped = CheckReport(
        source="desk", outcome="nothing_new", posts=(PostReport(url="https://a.example/1", outcome="known"),)
    )
    seen = conditions(skipped, KNOWN, None, None)
    assert seen is not None
    assert "titles_only" not in seen[1]
    assert "list_empty" in seen[1]


def test_a_list_that_shares_nothing_with_the_one_before_has_lost_posts() -> None:
    assert overlap(["a", "b", "c"], ["d", "e", "f"]) == 0
    assert overlap(["a"], ["b"]) is None
    links = tuple(
        Link(url=f"https://a.example/{n}", doc_id=str(n), title=None, published=None) for n in "def"
    )
    seen = conditions(CheckReport(source="desk", outcome="posts", links=links), KNOWN, 0.0, 800)
    assert seen is not None
    assert seen[0] == {"no_overlap": "none of the 3 posts listed was on the list before"}


def test_bodies_far_shorter_than_usual_are_missing() -> None:
    seen = conditions(report("posts"), KNOWN, 0.9, 40)
    assert seen is not None
    assert seen[0] == {"bodies_missing": "the texts read now have 40 characters, usual are 900"}


def row(hours: float, posts: int = 0, body: int | None = None) -> CheckRow:
    return CheckRow(
        id=1, source="desk", started_at=NOON - timedelta(hours=hours), seconds=1, outcome="posts", evidence=None,
        links=20, posts=posts, condition=None, overlap=None, body=body, due_at=None,
    )  # fmt: skip


def test_what_is_usual_comes_from_the_checks_and_the_first_import_counts_no_posts() -> None:
    found = usual([row(0, 2, 800), row(12, 3, 1000), row(24), row(36, 3, 900), row(48, 50, 700)])
    assert (found.posts_a_day, found.body, found.links, found.checks) == (4.0, 850, 20, 5)
    assert usual([row(0, 1), row(48, 50)]).posts_a_day is None  # too few to expect anything
    assert usual([]) == NEW


def test_silence_is_measured_by_what_is_usual() -> None:
    assert silence(KNOWN, NOON - timedelta(days=1), NOON) is None
    said = silence(KNOWN, NOON - timedelta(days=3), NOON)
    assert said is not None
    assert "72 hours" in said
    assert silence(NEW, NOON - timedelta(days=300), NOON) is None


def test_the_interval_follows_the_posts_within_its_bounds() -> None:
    source = SourceSettings(url="https://a.example/", interval="1h", interval_min="10m", interval_max="6h")
    bounds = interval_bounds(source)
    assert pace(KNOWN, bounds) == 5400
    assert pace(Usual(40, 400.0, 900, 20, 1.0), bounds) == 600
    assert pace(Usual(40, 0.1, 900, 20, 1.0), bounds) == 21600
    assert pace(NEW, bounds) == 3600


def test_the_schedule_takes_a_new_pace_and_keeps_one_that_is_near(sqlite_url: str) -> None:
    async def check(_name: str, _source: SourceSettings, _lease: Lease) -> None: ...

    async def scene() -> None:
        schedule = Schedule(check, configure(LogSettings()))
        schedule.start()
        source = SourceSettings(url="https://a.example/", interval="1h", jitter="0s", interval_max="6h")
        store = open_store(sqlite_url)
        with store.write() as tx:
            checks.finish(tx, "desk", "posts", datetime.now(UTC))
        plans = Plans(store, configure(LogSettings()))
        await schedule.take({"desk": source}, plans)
        assert not schedule.pace("desk", 3700)
        assert schedule.pace("desk", 7200)
        due = schedule.due()["desk"] - datetime.now(UTC)
        assert timedelta(seconds=7190) < due <= timedelta(seconds=7200)
        await schedule.take({"desk": source}, plans)  # a reload that changes nothing keeps it
        assert schedule.due()["desk"] - datetime.now(UTC) > timedelta(seconds=7100)
        schedule.stop()
        store.close()

    asyncio.run(scene())


def test_an_incident_is_opened_counted_told_once_and_closed(database_url: str) -> None:
    store = open_store(database_url)
    after, hour = timedelta(hours=1), timedelta(hours=1)
    with store.write() as tx:
        for at in range(3):
            incidents.saw(tx, "desk", NOON + at * hour, {"captcha": f"asked {at}"}, frozenset({"captcha"}))
            incidents.ring(tx, NOON + at * hour, after, dict.fromkeys(["here", "there"], NOON))
        [one] = incidents.open_of(tx)
        assert (one.condition, one.evidence, one.count) == ("captcha", "asked 2", 3)
        assert one.alerted_at == NOON + hour
        told = incidents.due(tx, NOON + 2 * hour, ["here", "there"])
        assert [(due.channel, due.notice.closed_at) for due in told] == [("here", None), ("there", None)]
        assert incidents.due(tx, NOON + 2 * hour, ["here", "there"]) == []  # taken
        for due in told:
            incidents.settle(tx, due.id, NOON + 2 * hour)
        incidents.saw(tx, "desk", NOON + 3 * hour, {}, frozenset({"titles_only"}))
        assert incidents.open_of(tx)  # that check could not tell
        incidents.saw(tx, "desk", NOON + 4 * hour, {}, frozenset({"captcha"}))
        assert incidents.open_of(tx) == []
        for _ in range(2):
            incidents.ring(tx, NOON + 4 * hour, after, {"here": NOON})
        [end] = incidents.due(tx, NOON + 5 * hour, ["here", "there"])
        assert end.notice.closed_at == NOON + 4 * hour
        assert end.notice.id != told[0].notice.id
    store.close()


def test_what_passes_quickly_is_kept_and_not_told(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with store.write() as tx:
        incidents.saw(tx, "desk", NOON, {"dns_failure": "no such name"}, frozenset())
        incidents.saw(tx, "desk", NOON + timedelta(minutes=9), {}, frozenset({"dns_failure"}))
        assert incidents.ring(tx, NOON + timedelta(hours=9), timedelta(hours=1), {"here": NOON}) == 0
        assert [one.condition for one in incidents.of_source(tx, "desk")] == ["dns_failure"]
    store.close()


class Ear:
    """A channel that keeps what it hears."""

    name, deadline = "terminal", 5.0

    def __init__(self) -> None:
        self.heard: list[Message] = []

    async def send(self, message: Message, attempt: int) -> None:
        self.heard.append(message)

    async def close(self) -> None: ...


def test_a_check_is_written_down_before_it_is_said(tmp_path: Path, database_url: str) -> None:
    """Who reads that a source was checked may count on its first import to be over, should the daemon go that moment."""
    there: list[bool] = []

    async def scene() -> None:
        async with Newsroom() as room:
            settings = write_settings(tmp_path, {}, "en")
            update = {
                "sources": {"desk": SourceSettings(url=room.account_url, interval="1h")},
                "database": DatabaseSettings(url=database_url),
            }

            def look(_logger: object, _method: str, said: dict[str, object]) -> dict[str, object]:
                if said["event"] == "check":
                    with daemon.store.read() as tx:
                        there.append(bool(checks.lately(tx, "desk", NOON)))
                raise structlog.DropEvent

            daemon = Daemon(
                settings.model_copy(update=update), structlog.wrap_logger(None, [look]), channels={}
            )
            await daemon.open()
            try:
                await daemon.start(scheduled=False)
                await daemon.check_all()
            finally:
                await daemon.stop()

    asyncio.run(scene())
    assert there == [True]


def test_a_list_that_stays_empty_rings_once_and_its_return_once(tmp_path: Path, database_url: str) -> None:
    ear = Ear()

    async def scene() -> None:
        async with Newsroom() as room:
            settings = write_settings(tmp_path, {}, "en")
            source = SourceSettings(url=room.account_url, interval="1h")
            alerts = settings.alerts.model_copy(update={"incident_after": "1s"})
            update = {
                "sources": {"desk": source},
                "alerts": alerts,
                "database": DatabaseSettings(url=database_url),
            }
            daemon = Daemon(
                settings.model_copy(update=update),
                configure(LogSettings(level="error")),
                channels={"terminal": ear},
            )
            await daemon.open()
            try:
                await daemon.start(scheduled=False)
                await daemon.check_all()
                await room.empty_list(times=2)
                await daemon.check_all()
                await asyncio.sleep(1.1)
                await daemon.check_all()
                assert await daemon.incidents.round(datetime.now(UTC)) == 1
                assert await daemon.incidents.round(datetime.now(UTC)) == 0
                await daemon.check_all()
                assert await daemon.incidents.round(datetime.now(UTC)) == 1
                with daemon.store.read() as tx:
                    assert checks.lately(tx, "desk", NOON)[0].links == 1
            finally:
                await daemon.stop()

    asyncio.run(scene())
    begin, end = ear.heard
    assert isinstance(begin, Notice)
    assert isinstance(end, Notice)
    assert (begin.source, begin.condition, begin.closed_at) == ("desk", "list_empty", None)
    assert end.closed_at is not None


def test_a_source_that_was_not_checked_in_time_is_overdue_until_it_is(
    tmp_path: Path, database_url: str
) -> None:
    settings = write_settings(tmp_path, {}, "en")
    source = SourceSettings(url="https://a.example/", interval="1h", jitter="0s")
    watched = settings.model_copy(update={"sources": {"desk": source}})
    store, ear = open_store(database_url), Ear()
    now = datetime.now(UTC)
    watch = Incidents(
        store, lambda: watched, lambda: {"terminal": ear}, configure(LogSettings(level="error"))
    )

    async def scene() -> list[str]:
        seen = []
        for hours in (2, 4, 5, 6):
            await watch.round(now + timedelta(hours=hours))
            with store.read() as tx:
                seen.append(" ".join(one.condition for one in incidents.open_of(tx)))
        return seen

    assert asyncio.run(scene()) == ["", "overdue", "overdue", "overdue"]
    assert [one.condition for one in ear.heard if isinstance(one, Notice)] == ["overdue"]
    with store.write() as tx:
        good = conditions(report("nothing_new"), KNOWN, None, None)
        assert good is not None
        incidents.saw(tx, "desk", now + timedelta(hours=7), *good)
        assert incidents.open_of(tx) == []
    store.close()


def test_a_cron_row_is_overdue_only_after_the_time_that_it_names() -> None:
    nine = SourceSettings(url="https://a.example/", cron="0 9 * * *", jitter="0s")
    assert usual_wait(nine, NOON) == 21 * 3600 + 900  # noon in Beijing; tomorrow at nine, and some room
    assert usual_wait(SourceSettings(url="https://a.example/", interval="1h", jitter="0s"), NOON) == 3 * 3600


@pytest.mark.parametrize("over", [False, True])
def test_a_notice_is_said_in_both_languages_and_as_json(over: bool) -> None:
    notice = Notice(
        id="incident-1-begin", source="desk\x1b[2J", condition="captcha", evidence="<b>asks</b>\r\nfor one",
        opened_at=NOON, closed_at=NOON + timedelta(hours=2) if over else None, found_at=NOON,
    )  # fmt: skip
    body = json.loads(message.encoded(notice))
    assert (body["type"], body["state"]) == ("bangdan.source", "closed" if over else "open")
    assert body["summary"]["zh"] == f"来源{'恢复' if over else '失明'}：desk [2J：要求验证码"
    shown = message.block(notice, "en", width=60)
    assert "asks for a captcha" in shown
    assert "\x1b" not in shown
    from pipeline.alerts.render import mail

    assert "&lt;b&gt;" in mail.html(notice, "zh")
    assert "\n" not in mail.subject(notice, "en")
