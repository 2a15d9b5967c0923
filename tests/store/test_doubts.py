"""Figures that look like news and are none: rounder words, steps of one post, dates that cannot be, words taken back."""

from __future__ import annotations

from datetime import timedelta

from pipeline.store import corrections, merge, outbox, read

from .story import NOON, daily, rank, total

LATER = {"fetched_at": NOON + timedelta(hours=3)}


def covered(store):
    with store.read() as tx:
        return [(one.claim.value, one.covered) for one in read.figures(tx)]


def newest(store, app="山雀"):
    with store.read() as tx:
        return [one.claim.value for one in read.latest(tx, app)]


class TestOnePost:
    def test_steps_on_the_way_of_one_day_are_no_fall(self, desk):
        """从50万涨到100万: the post rings for what it ends with."""
        found = desk.say("A", total("山雀", 500_000, "eq"), total("山雀", 1_000_000, "eq"))
        assert [(one.claim.value, one.novelty, one.flags) for one in found.judged] == [
            (1_000_000, "first", ()),
            (500_000, "past", ()),
        ]
        assert found.queued == 1

    def test_two_places_of_one_day_ring_for_the_better_one(self, desk):
        desk.say("A", rank("山雀", 9))
        assert desk.novelties("B", rank("山雀", 5), rank("山雀", 2), day=1) == ["higher", "past"]

    def test_another_post_of_the_same_day_may_still_fall(self, desk):
        desk.say("A", rank("山雀", 2))
        assert desk.novelties("B", rank("山雀", 5)) == ["lower"]

    def test_same_figure_in_title_and_text_is_one(self, store, desk):
        titled = total("山雀", 8_000_000, field="title", period=None)
        found = desk.say("A", titled, total("山雀", 8_000_000))
        assert sorted(one.novelty for one in found.judged) == ["first", "repeat"]
        again = desk.say("A", total("山雀", 8_000_000), title="改过的题目", **LATER)
        assert [one.novelty for one in again.judged] == ["repeat"]


class TestUnsaidPeriod:
    def test_count_of_a_day_that_says_no_day_is_the_same_figure(self, store, desk):
        desk.say("A", daily("山雀", 1_400_000))
        assert desk.novelties("B", daily("山雀", 1_400_000, period=None), outlet="sohu") == ["repeat"]

    def test_total_that_is_not_called_one_falls_all_the_same(self, desk):
        desk.say("A", total("山雀", 8_000_000))
        found = desk.say("B", total("山雀", 7_000_000, period=None), day=1)
        assert [(one.novelty, one.flags) for one in found.judged] == [("lower", ("total falls",))]

    def test_it_stays_the_same_figure_when_the_post_is_read_again(self, desk):
        desk.say("A", daily("山雀", 1_400_000))
        vague = daily("山雀", 1_400_000, period=None)
        desk.say("B", vague, outlet="sohu")
        assert desk.novelties("B", vague, outlet="sohu", title="又改了", **LATER) == ["repeat"]


class TestTakenBack:
    def test_total_covers_the_day_of_those_who_still_say_so(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("B", total("山雀", 8_000_000), outlet="sohu", day=3)
        assert covered(store) == [(8_000_000, "2026-03-10")]
        desk.say("A", **LATER)
        assert covered(store) == [(8_000_000, "2026-03-13")]

    def test_total_of_which_a_person_rejected_the_first_claim_covers_the_later_day(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("B", total("山雀", 8_000_000), outlet="sohu", day=3)
        with store.write() as tx:
            corrections.reject(tx, next(row.id for row in read.claims(tx) if row.doc_id == "A"))
        assert covered(store) == [(8_000_000, "2026-03-13")]

    def test_total_that_comes_back_later_covers_the_later_day(self, store, desk):
        desk.say("A", total("山雀", 9_000_000))
        desk.say("A", **LATER)
        desk.say("B", total("山雀", 8_000_000), day=2)
        assert desk.novelties("C", total("山雀", 9_000_000), outlet="sohu", day=3) == ["higher"]
        assert newest(store) == [9_000_000]
        desk.say("D", total("山雀", 8_500_000, as_of="2026-03-11"), day=3)
        desk.say("D", day=3, fetched_at=NOON + timedelta(days=3, hours=1))  # finds the latest figure anew
        assert newest(store) == [9_000_000]

    def test_figure_removed_and_written_again_rings_no_second_time(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        for turn in range(3):
            desk.say("A", fetched_at=NOON + timedelta(hours=1 + 2 * turn))
            desk.say(
                "A",
                total("山雀", 8_000_000),
                title=f"{turn}",
                fetched_at=NOON + timedelta(hours=2 + 2 * turn),
            )
        with store.read() as tx:
            assert sorted(one.novelty for one in read.alerts(tx)) == ["first", "withdrawn"]
            assert read.ledger(tx).adds_up
        assert newest(store) == [8_000_000]

    def test_outlet_that_took_its_word_back_contradicts_nobody(self, desk):
        desk.say("A", total("山雀", 8_000_000, "eq"))
        desk.say("B", total("山雀", 8_000_000, "eq"), outlet="sohu")
        desk.say("A", **LATER)
        assert desk.novelties("C", total("山雀", 12_000_000, "eq"), outlet="sohu") == ["higher"]


class TestOtherWords:
    def test_old_figure_cited_in_other_words_says_which_it_may_be(self, desk):
        desk.say("A", total("山雀", 10_000_000))
        desk.say("B", total("山雀", 12_000_000), day=3)
        found = desk.say("C", total("山雀", 10_000_000, "eq"), outlet="sohu", day=5)
        assert [(one.novelty, one.flags, one.note) for one in found.judged] == [
            ("lower", ("total falls",), "same number, another value: > 10,000,000 of 2026-03-10 is known")
        ]

    def test_rounded_figure_of_the_same_day_is_no_news(self, desk):
        desk.say("A", daily("山雀", 626_800, "eq"))
        assert desk.novelties("B", daily("山雀", 627_000, "eq"), outlet="sohu") == ["held"]
        assert desk.novelties("C", daily("山雀", 650_000, "approx"), outlet="ithome") == ["held"]
        assert desk.novelties("D", daily("山雀", 700_000, "lt"), outlet="36kr") == ["higher"]


class TestDates:
    def test_day_that_is_still_to_come_hides_nothing(self, store, desk):
        """A misread year must not make everything that follows an older figure."""
        desk.say("A", total("山雀", 8_000_000, as_of="2027-03-01"))
        assert desk.novelties("B", total("山雀", 9_000_000), day=1) == ["higher"]

    def test_clock_of_an_outlet_that_runs_ahead_hides_nothing(self, desk):
        desk.say("A", total("山雀", 8_000_000), published_at=NOON + timedelta(days=400))
        assert desk.novelties("B", total("山雀", 9_000_000), day=2) == ["higher"]

    def test_forecast_of_a_day_to_come_keeps_its_day(self, store, desk):
        desk.say("A", total("山雀", 8_000_000, as_of="2027-03-01", modality="forecast"))
        with store.read() as tx:
            assert [one.day for one in read.figures(tx, read.Filters(modality="forecast"))] == ["2027-03-01"]


class TestMerge:
    def test_silence_and_first_day_go_along(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("B", total("山雀笔记", 8_000_000), outlet="sohu", day=2)
        with store.write() as tx:
            outbox.silence(tx, "山雀", NOON + timedelta(days=9), NOON)
            merge.merge(tx, "山雀", "山雀笔记")
        assert covered(store) == [(8_000_000, "2026-03-10")]
        found = desk.say("C", total("山雀笔记", 9_000_000), day=3)
        assert [one.suppressed for one in found.judged] == ["silenced"]
