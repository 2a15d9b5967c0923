"""Pages of rows that are asked of the driver itself: the same answers, whatever was asked before, on both databases."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest

from pipeline.errors import WrongUse
from pipeline.model import Claim, Novelty
from pipeline.store import corrections, read, ready
from pipeline.store.engine import Store
from pipeline.store.read import Filters
from pipeline.store.ready import numbered

from .story import NOON, Desk, daily, rank, total


@pytest.fixture
def told(desk: Desk) -> Desk:
    desk.say("A", total("山雀", 8_000_000, region=("CN", "US")), rank("山雀", 4))
    desk.say(
        "B", daily("林鸮", 5_000, average=True, as_of="2026-02"), total("林鸮", 90_000), outlet="sohu", day=1
    )
    desk.say("C", total("林鸮", 120_000, value_max=150_000, relation="range"), day=2)
    return desk


@pytest.mark.parametrize("question", [read.claims, read.figures])
def test_two_questions_of_one_shape_have_their_own_answers(told: Desk, store: Store, question):
    asked = [
        Filters(app=app, metric=metric)
        for app in ("山雀", "林鸮", "山雀")
        for metric in ("downloads", "rank")
    ]
    asked += [Filters(since=day) for day in ("2026-03-10", "2026-03-12")]
    with store.read() as tx:
        whole = question(tx, Filters())
        for filters in asked:
            fitting = [
                row
                for row in whole
                if filters.app in (None, row.app)
                and filters.metric in (None, row.claim.metric)
                and (row.day or "") >= (filters.since or "")
            ]
            assert question(tx, filters) == fitting, filters
    assert len(whole) == 5


def test_what_was_replaced_is_asked_for_by_itself(told: Desk, store: Store):
    told.say("C", total("林鸮", 130_000), day=2.5, outlet="netease")
    usual = Filters(app="林鸮")
    with store.read() as tx:
        for superseded in (False, True, False):
            rows = read.claims(tx, replace(usual, superseded=superseded))
            assert (120_000 in {row.claim.value for row in rows}) == superseded


def test_no_question_is_answered_by_the_statement_of_another(told: Desk, store: Store, monkeypatch):
    told.say("C", total("林鸮", 130_000), day=2.5, outlet="netease")
    told.say("A", rank("山雀", 4), day=3)
    told.say("F", total("林鸮", 200_000, modality="forecast"), outlet="sohu", day=4)
    with store.write() as tx:
        corrections.reject(tx, next(row.id for row in read.claims(tx) if row.doc_id == "B"))
    given: dict[str, tuple[Any, ...]] = {
        "superseded": (False, True),
        "rejected": (False, True),
        "novelty": (None, "first", "withdrawn"),
        "modality": (None, "stated", "forecast"),
        "app": (None, "山雀"),
        "as_of": (None, NOON + timedelta(days=2)),
    }
    asked = [Filters(**dict(zip(given, values, strict=True))) for values in product(*given.values())]
    with store.read() as tx:
        for question in (read.claims, read.figures, partial(read.latest, app="山雀")):
            alone = []
            for filters in asked:
                monkeypatch.setattr(ready, "_made", {})
                alone.append(question(tx, filters=filters))
            for order in (1, -1):  # whichever of two statements was made first
                monkeypatch.setattr(ready, "_made", {})
                answers = [question(tx, filters=filters) for filters in asked[::order]]
                assert answers[::order] == alone


def test_shapes_that_are_kept_are_bounded(told: Desk, store: Store, monkeypatch):
    monkeypatch.setattr(ready, "_made", {})
    monkeypatch.setattr(ready, "_MOST_SHAPES", 3)
    asked = [
        Filters(**{name: said})
        for name in ("since", "until", "store", "outlet", "metric")
        for said in ("2026", "2027")
    ]
    with store.read() as tx:
        for filters in asked:
            read.claims(tx, filters)
            assert 0 < len(ready._made) <= 3


def test_rows_are_closed_values_with_the_types_of_the_model(told: Desk, store: Store):
    with store.read() as tx:
        claims = {row.claim.value or row.claim.rank: row for row in read.claims(tx)}
        figures = read.figures(tx)
    row = claims[5_000]
    assert type(row.claim) is Claim
    assert row.claim == Claim(**{field.name: getattr(row.claim, field.name) for field in fields(Claim)})
    assert hash(row.claim) == hash(replace(row.claim))
    for one in (row, row.claim, figures[0]):
        with pytest.raises(FrozenInstanceError):
            setattr(one, fields(one)[0].name, 1)
    assert (row.claim.average, row.claim.uncertain, row.current) == (True, False, True)
    assert all(
        type(one) is bool for one in (row.claim.average, row.claim.uncertain, row.current, row.rejected)
    )
    assert type(row.claim.value) is int
    assert row.published_at == NOON + timedelta(days=1)
    assert row.read_at.tzinfo is UTC
    assert isinstance(row.novelty, Novelty)
    assert claims[8_000_000].claim.region == ("CN", "US")
    assert row.claim.region == ()
    assert [one.claim.value_max for one in figures if one.claim.relation == "range"] == [150_000]


@pytest.mark.parametrize("question", [read.claims, read.figures, read.posts, read.search])
def test_an_empty_cursor_begins_at_the_beginning(told: Desk, store: Store, question):
    with store.read() as tx:
        if question is read.search:
            assert question(tx, "林鸮", Filters(after="")) == question(tx, "林鸮")
        else:
            assert question(tx, Filters(after="")) == question(tx, Filters()) != []


@pytest.mark.parametrize("question", [read.claims, read.figures, read.posts])
@pytest.mark.parametrize("said", ["gestern", "2026-13", "2026-02-30", "26", "2026-03-10T09:00", "9" * 50, ""])
@pytest.mark.parametrize("name", ["since", "until"])
def test_what_is_no_date_is_said_to_be_none(store: Store, question, said: str, name: str):
    with store.read() as tx, pytest.raises(WrongUse, match="is no date"):
        question(tx, Filters(**{name: said}))


def test_of_many_witnesses_the_first_are_read_and_all_are_counted(desk: Desk, store: Store):
    outlets = [f"outlet{number:02}" for number in range(45)]
    for number, outlet in enumerate(outlets):
        desk.say(
            f"D{number}",
            total("山雀", 1_000_000),
            outlet=outlet,
            host=f"{outlet}.example",
            day=number / 1_000,
        )
    desk.say("E", total("林鸮", 70_000))
    with store.read() as tx:
        cards = {card.figure.app: card for card in read.today(tx, NOON).cards}
        news = {row.row.app: row for row in read.news(tx, novelty=("first",))}
    assert [one.outlet for one in cards["山雀"].witnesses] == outlets[:5]
    assert [one.outlet for one in news["山雀"].witnesses] == outlets[:12]
    assert cards["山雀"].figure.witnesses == news["山雀"].witnessed == 45
    assert len(cards["林鸮"].witnesses) == len(news["林鸮"].witnesses) == news["林鸮"].witnessed == 1


@pytest.mark.parametrize(("count", "room"), [(1, 1), (2, 2), (3, 4), (50, 64)])
def test_lists_of_numbers_have_few_lengths(store: Store, count: int, room: int):
    with store.read() as tx:
        values = numbered(tx, range(count))
    if store.is_sqlite:
        assert (len(values), set(values.values())) == (room, set(range(count)))
    else:
        assert list(values.values()) == [list(range(count))]
