"""What was found, newest first: alerts and what rang nowhere in one order, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.errors import WrongUse
from pipeline.store import read
from pipeline.store.engine import Store

from .story import NOON, Desk, news, rank, total


@pytest.fixture
def told(desk: Desk) -> Desk:
    desk.say("A", total("山雀", 1_000_000), total("林鸮", 70_000))
    desk.say("B", total("山雀", 1_000_000), outlet="sohu", host="www.sohu.example", day=1)
    desk.say("C", total("山雀", 2_000_000), day=2)
    desk.say("D", rank("山雀", 4), day=2, rules=lambda _alert: ())
    desk.say("E", rank("山雀", 6), outlet="sohu", host="www.sohu.example", day=2)
    desk.say("A", total("山雀", 1_000_000), day=2.5)  # the other figure is taken back
    desk.say("F", rank("山雀", 4, as_of="2026-03-01"), day=4)
    return desk


def shown(rows: list[read.NewsRow]) -> list[tuple[str, str, str]]:
    return [(row.novelty.value, row.row.app, row.row.doc_id) for row in rows]


def test_everything_that_is_news_in_one_order(told: Desk, store: Store):
    with store.read() as tx:
        rows = read.news(tx)
    assert shown(rows) == [
        ("withdrawn", "林鸮", "A"),
        ("conflict", "山雀", "E"),
        ("first", "山雀", "D"),
        ("higher", "山雀", "C"),
        ("first", "林鸮", "A"),
        ("first", "山雀", "A"),
    ]
    assert [row.reason for row in rows] == [None, None, "no rule", None, None, None]
    higher = rows[3]
    assert higher.earlier is not None
    assert higher.earlier.claim.value == 1_000_000
    assert "".join(higher.sentence) == "山雀的下载量gt2000000次。"
    assert higher.sentence[1] == higher.row.claim.quote
    assert (rows[5].witnessed, {one.outlet for one in rows[5].witnesses}) == (2, {"netease", "sohu"})
    assert higher.author == "晨报"


def test_page_by_page_is_the_whole_once(told: Desk, store: Store):
    with store.read() as tx:
        whole, pages, after = shown(read.news(tx)), [], None
        while rows := read.news(tx, limit=2, after=after):
            pages += shown(rows)
            after = rows[-1].cursor
        for wrong in (
            "x",
            "2026-03-10~1",
            "2026-03-10T00:00:00+00:00~-4",
            "~",
            "2026-03-10T00:00:00+00:00~" + "9" * 30,
        ):
            with pytest.raises(WrongUse):
                read.news(tx, after=wrong)
    assert pages == whole


def test_a_stretch_of_time_and_some_novelties(told: Desk, store: Store):
    day = timedelta(days=1)
    with store.read() as tx:
        assert {row.row.doc_id for row in read.news(tx, since=NOON + day, until=NOON + 2.5 * day)} == {
            "C",
            "D",
            "E",
        }
        assert shown(read.news(tx, novelty=["past"])) == [("past", "山雀", "F")]
        assert read.counted(tx, NOON + day, NOON + 3.5 * day) == {
            "higher": 1,
            "first": 1,
            "conflict": 1,
            "withdrawn": 1,
        }


def test_of_one_app_and_disagreements(told: Desk, store: Store):
    with store.read() as tx:
        assert {row.row.app for row in read.news_of_app(tx, "山雀")} == {"山雀"}
        assert {row.novelty.value for row in read.news_of_app(tx, "山雀")} == {"first", "higher", "conflict"}
        assert shown(read.disagreements(tx)) == [("conflict", "山雀", "E")]
        assert read.disagreements(tx, until=NOON) == []
        other = read.contradicted(tx, read.disagreements(tx))
        assert shown(list(other.values())) == [("first", "山雀", "D")]
        assert list(other) == [row.earlier.id for row in read.disagreements(tx) if row.earlier]
        assert read.contradicted(tx, read.news(tx, novelty=["first"])) == {}
        assert read.claims_counted(tx, read.Filters(novelty="conflict"), 10) == 1
        assert read.claims_counted(tx, read.Filters(), 3) == 3


def test_alerts_as_they_were_sent(told: Desk, store: Store):
    with store.read() as tx:
        alerts = read.told(tx)
        assert [alert.found_at for alert in alerts] == sorted((one.found_at for one in alerts), reverse=True)
        assert {alert.novelty.value for alert in alerts} == {"first", "higher", "conflict", "withdrawn"}
        assert all(news(alert) for alert in alerts)
        assert read.told(tx, until=NOON - timedelta(days=1)) == []


def test_claims_of_each_version(told: Desk, store: Store):
    with store.read() as tx:
        post = next(one for one in read.posts(tx) if one.doc_id == "A")
        by_version = read.claims_by_version(tx, post.id)
        versions = read.versions(tx, post.id)
        assert [len(by_version[one.id]) for one in versions] == [1, 2]
        assert read.content_type(tx, versions[0].id) is None
