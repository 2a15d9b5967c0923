"""Properties of the history: posts may come in any order, twice, from a mirror first, or leave things unsaid."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.novelty import fit, slots_of
from pipeline.novelty.series import KnownSeries
from pipeline.store import corrections, read
from pipeline.store.engine import open_store
from pipeline.store.tables import figures, latest, series

from .story import NOON, Desk, daily, rank, total

few = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
MIRROR = {"host": "mirror.example.net", "mirror": True}
said = st.one_of(
    st.builds(
        lambda app, n, how: total(app, n * 1000, how),
        st.sampled_from("甲乙"),
        st.integers(1, 5),
        st.sampled_from(["eq", "gt"]),
    ),
    st.builds(lambda app, n: daily(app, n * 10), st.sampled_from("甲乙"), st.integers(1, 5)),
    st.builds(rank, st.sampled_from("甲乙"), st.integers(1, 5)),
)
posts = st.lists(st.tuples(st.integers(0, 30), said), min_size=1, max_size=6, unique_by=lambda one: one[0])


@contextmanager
def desk(template: Path, folder: Path) -> Iterator[Desk]:
    """A desk with an empty history."""
    file = folder / "orders.db"
    file.unlink(missing_ok=True)
    shutil.copy(template, file)
    store = open_store(f"sqlite:///{file}")
    try:
        yield Desk(store)
    finally:
        store.close()


def history(one: Desk) -> dict[str, Any]:
    """What an analyst sees of it, without the numbers of rows."""
    with one.store.read() as tx:
        keys = dict(tx.execute(series.select().with_only_columns(series.c.id, series.c.key)).all())
        rows = tx.execute(figures.select()).mappings().all()
        of_figure = {row["id"]: (keys[row["series_id"]], row["key"]) for row in rows}
        newest = [(*of_figure[row.figure_id], row.day) for row in tx.execute(latest.select())]
        firsts = [row.app for row in read.claims(tx, read.Filters(novelty="first", limit=1000))]
    seen = [
        (keys[row["series_id"]], row["key"], row["covered"], row["witnesses"], row["claims"]) for row in rows
    ]
    return {"figures": sorted(seen), "latest": sorted(newest), "series begun": sorted(firsts)}


@few
@given(posts, st.randoms(use_true_random=False))
def test_history_is_the_same_in_whatever_order_posts_arrive(sqlite_template, tmp_path, told, chance):
    histories = []
    shuffled = list(told)
    chance.shuffle(shuffled)
    for order in (sorted(told, key=lambda one: one[0]), shuffled):
        with desk(sqlite_template, tmp_path) as one:
            for day, claim in order:
                one.say(f"D{day}", claim, day=day, fetched_at=NOON + timedelta(days=40))
            histories.append(history(one))
    assert histories[0] == histories[1]


@few
@given(posts)
def test_mirror_before_its_original_or_after_it_makes_no_difference(sqlite_template, tmp_path, told):
    histories, rung = [], []
    for first, second in ((MIRROR, {}), ({}, MIRROR)):
        with desk(sqlite_template, tmp_path) as one:
            for day, claim in told:
                heard = [one.say(f"D{day}", claim, day=day, **host) for host in (first, second)]
                assert [judged.novelty for judged in heard[1].judged] == ["repeat"]
            histories.append(history(one))
            with one.store.read() as tx:
                rung.append(
                    sorted((alert.app, alert.novelty, str(alert.covered)) for alert in read.alerts(tx))
                )
    assert histories[0] == histories[1]
    assert rung[0] == rung[1]


@few
@given(posts)
def test_what_is_told_twice_is_told_once(sqlite_template, tmp_path, told):
    with desk(sqlite_template, tmp_path) as one:
        for turn in range(2):
            for day, claim in told:
                found = one.say(f"D{day}", claim, day=day)
                assert found.outcome == ("unchanged" if turn else "claims")
                assert not (turn and found.queued)
            if not turn:
                before = history(one)
        assert history(one) == before


slots_left_out = st.sets(st.sampled_from(["store", "chart", "category", "region"]), min_size=1)


@few
@given(slots_left_out)
def test_unsaid_slots_join_the_one_series_and_are_parted_for_good(sqlite_template, tmp_path, unsaid):
    precise = rank("甲", 2, region=("CN",))
    vague = replace(precise, **{name: () if name == "region" else None for name in unsaid})
    if "store" in unsaid:
        vague = replace(vague, platform=None)
    with desk(sqlite_template, tmp_path) as one:
        one.say("A", precise)
        assert one.novelties("B", vague, outlet="sohu") == ["repeat"]
        with one.store.write() as tx:
            row = next(row for row in read.claims(tx) if row.doc_id == "B")
            assert set(row.joined) - {"platform"} == unsaid
            corrections.part(tx, row.id)
        assert one.novelties(
            "B", vague, outlet="sohu", title="又改了", fetched_at=NOON + timedelta(hours=2)
        ) == ["repeat"]
        with one.store.read() as tx:
            apart = {row.doc_id: (row.series_id, row.joined) for row in read.claims(tx)}
        assert apart["B"][1] == ()
        assert apart["A"][0] != apart["B"][0]


@given(slots_left_out, st.integers(0, 3))
def test_unsaid_slots_join_exactly_one_or_none(unsaid, others):
    """One series that fits is joined; of several none is, and the number of them is told."""
    precise = slots_of(rank("甲", 2, region=("CN",)))
    name = min(unsaid)
    vague = replace(precise, **{one: () if one == "region" else None for one in unsaid})
    known = [KnownSeries(0, precise)]
    for number in range(1, others + 1):
        value = (f"R{number}",) if name == "region" else f"其他{number}"
        known.append(KnownSeries(number, replace(precise, **{name: value})))
    found = fit(vague, known)
    assert (found.series_id, found.ambiguous) == ((0, 0) if not others else (None, others + 1))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_passed_and_beyond_are_one_figure_and_reached_is_another_value(sqlite_template, tmp_path, order):
    """突破1000万 and 超1000万 are one; 1000万 is a value of its own, in whatever order, and the note says so."""
    with desk(sqlite_template, tmp_path) as one:
        passed = total("甲", 10_000_000), replace(total("甲", 10_000_000), quote="甲的下载量超1000万次")
        assert [one.novelties(f"P{at}", passed[at], day=0) for at in order] == [["first"], ["repeat"]]
        found = one.say("R", total("甲", 10_000_000, "eq"), outlet="sohu", day=1).judged[0]
        assert (found.novelty, found.note) == (
            "held",
            "same number, another value: now 10,000,000, before > 10,000,000",
        )
        assert len({row[1] for row in history(one)["figures"]}) == 2
