"""What a claim is against what was known: series, figures, verdicts, edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Claim, Novelty, Post
from pipeline.novelty import (
    Edit,
    Figure,
    Fit,
    Known,
    KnownApp,
    KnownFigure,
    KnownSeries,
    Placed,
    Slots,
    can_both_hold,
    compare_versions,
    figure_of,
    fit,
    fold_name,
    judge,
    same_app,
    slots_of,
)

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # noon in Beijing
DAY = "2026-03-10"


def post(outlet: str = "netease", published: datetime | None = NOON) -> Post:
    return Post(
        outlet=outlet,
        doc_id="KNOVELTY00000001",
        url="https://example.com/1",
        fetched_url="https://example.com/1",
        host="example.com",
        title=None,
        author=None,
        published_at=published,
        text="",
        fetched_at=NOON + timedelta(hours=1),
    )


def claim(metric="downloads", **slots) -> Claim:
    usual = {
        "quote": "",
        "field": "text",
        "start": 0,
        "end": 0,
        "rule": "",
        "subject": ("雨燕",),
        "subject_kind": "app",
    }
    if metric == "downloads":
        usual |= {"relation": "eq", "period": "total", "average": False}
    elif metric == "downloads_change":
        usual |= {"relation": "eq", "unit": "%"}
    else:
        usual |= {"rank_relation": "eq"}
    return Claim(metric=metric, **(usual | slots))


def total(value, relation="eq", **slots) -> Claim:
    return claim(value=value, relation=relation, **slots)


def daily(value, relation="eq", **slots) -> Claim:
    return claim(value=value, relation=relation, period="P1D", **slots)


def rank(place, relation="eq", **slots) -> Claim:
    said = {"store": "app_store", "platform": "ios", "chart": "free"}
    return claim("rank", rank=place, rank_relation=relation, **(said | slots))


def change(value, **slots) -> Claim:
    return claim("downloads_change", value=value, **slots)


def known(one: Claim, number: int = 1, outlets=("netease",), published=NOON) -> KnownFigure:
    return KnownFigure(id=number, figure=figure_of(one, published), outlets=frozenset(outlets))


def verdict(new: Claim, latest: Claim | None = None, *, outlet="netease", said_by=("netease",), **more):
    """The verdict on a claim where one other figure is the latest of its series."""
    old = known(latest, outlets=said_by) if latest is not None else None
    same_date = (old,) if old and old.figure.covered == figure_of(new, NOON).covered else ()
    return judge(
        new, post(outlet), Known(**({"latest": old, "same_date": same_date, "any": old is not None} | more))
    )


class TestVerdict:
    def test_first_figure_of_a_series(self):
        assert verdict(total(8_000_000)).novelty is Novelty.FIRST

    def test_known_figure_is_a_repeat_and_names_it(self):
        same = known(total(8_000_000), 7)
        found = judge(total(8_000_000), post("sohu"), Known(same=same, latest=same))
        assert (found.novelty, found.figure_id, found.flags) == (Novelty.REPEAT, 7, ())

    def test_repeat_never_becomes_a_second_conflict(self):
        """Two outlets disagree already; a third that repeats one of them is a witness, not a new quarrel."""
        same, other = known(total(8e6), 7, ("netease",)), known(total(3e6), 8, ("sohu",))
        found = judge(
            total(8_000_000), post("ithome"), Known(same=same, latest=same, same_date=(same, other))
        )
        assert found.novelty is Novelty.REPEAT

    @pytest.mark.parametrize(
        ("new", "old", "novelty"),
        [
            (total(9_000_000), total(8_000_000, as_of="2026-03-01"), "higher"),
            (total(7_000_000), total(8_000_000, as_of="2026-03-01"), "lower"),
            (total(9_000_000, "gt"), total(8_000_000, "gt", as_of="2026-03-01"), "higher"),
            (total(7_000_000, "gt"), total(8_000_000, "gt", as_of="2026-03-01"), "lower"),
            (daily(300_000), daily(200_000, as_of="2026-03-09"), "higher"),
            (daily(200_000), daily(300_000, as_of="2026-03-09"), "lower"),
            (daily(200_000), daily(200_000, as_of="2026-03-09"), "held"),
            (rank(2), rank(5, as_of="2026-03-09"), "higher"),
            (rank(5), rank(2, as_of="2026-03-09"), "lower"),
            (rank(2), rank(2, as_of="2026-03-09"), "held"),
            (rank(10, "within"), rank(30, as_of="2026-03-09"), "higher"),
            (rank(1), rank(3, "within", as_of="2026-03-09"), "higher"),
            (rank(3, "within"), rank(1, as_of="2026-03-09"), "held"),
            (rank(10, "within"), rank(3, "within", as_of="2026-03-09"), "held"),
            (rank(20), rank(10, "within", as_of="2026-03-09"), "lower"),
            (
                claim("downloads_change", value=50),
                claim("downloads_change", value=20, as_of="2026-02"),
                "higher",
            ),
            (
                claim("downloads_change", value=-40),
                claim("downloads_change", value=-20, as_of="2026-02"),
                "lower",
            ),
            (total(500_000, "range", value_max=700_000), total(400_000, as_of="2026-03-01"), "higher"),
        ],
    )
    def test_against_the_latest(self, new, old, novelty):
        found = verdict(new, old)
        assert (found.novelty, found.earlier_id) == (novelty, 1)

    @pytest.mark.parametrize(
        ("new", "old"),
        [
            (total(5_000_000, as_of="2026-01-31"), total(8_000_000, as_of="2026-03-01")),
            (total(9_000_000, as_of="2026-01"), total(8_000_000, as_of="2026-03-01")),
            (rank(1, as_of="2026-03-08"), rank(5, as_of="2026-03-09")),
            (daily(900_000, as_of="2025"), daily(8_000, as_of="2026-01-02")),
        ],
    )
    def test_older_date_is_past(self, new, old):
        assert verdict(new, old).novelty is Novelty.PAST

    def test_post_that_arrives_late_is_past_by_its_publish_day(self):
        late = post(published=NOON - timedelta(days=9))
        latest = known(total(9_000_000))
        assert judge(total(7_000_000), late, Known(latest=latest, any=True)).novelty is Novelty.PAST

    def test_figure_without_any_date_is_past_once_something_is_known(self):
        undated = post(published=None)
        found = judge(total(99_000_000), undated, Known(latest=known(total(1_000)), any=True))
        assert (found.novelty, found.note) == (Novelty.PAST, "covers no known date")
        assert judge(total(99_000_000), undated, Known(any=True)).novelty is Novelty.PAST
        assert judge(total(99_000_000), undated, Known()).novelty is Novelty.FIRST

    def test_publish_day_is_the_day_in_beijing(self):
        evening = datetime(2026, 3, 9, 17, tzinfo=UTC)  # 01:00 on the 10th there
        assert figure_of(rank(1), evening).covered == "2026-03-10"


class TestRelations:
    def test_same_relation_in_other_words_is_one_figure(self):
        assert figure_of(total(10_000_000, "gt"), NOON).key == figure_of(total(10_000_000.0, "gt"), NOON).key

    def test_reached_and_passed_are_two_values_and_the_note_says_so(self):
        reached, passed = total(10_000_000, as_of="2026-03-01"), total(10_000_000, "gt")
        assert figure_of(reached, NOON).key != figure_of(passed, NOON).key
        found = verdict(passed, reached)
        assert found.novelty is Novelty.HIGHER
        assert found.note == "same number, another value: now > 10,000,000, before 10,000,000"

    def test_passed_then_reached_is_no_fall(self):
        found = verdict(total(10_000_000), total(10_000_000, "gt", as_of="2026-03-01"))
        assert (found.novelty, found.flags) == (Novelty.HELD, ())
        assert "another value" in found.note

    def test_rounder_word_for_the_same_date_is_no_fall(self):
        found = verdict(total(10_000_000, "gt"), total(10_500_000), outlet="sohu")
        assert found.novelty is Novelty.HELD
        assert "leaves room for 10,500,000" in found.note

    @pytest.mark.parametrize(
        ("new", "old", "novelty"),
        [
            (total(11_000_000, "approx"), total(10_500_000), "held"),  # about 11 million leaves room for it
            (total(627_000), total(626_800), "held"),
            (total(10_500_000), total(11_000_000, "approx"), "held"),
            (total(12_000_000, "lt"), total(10_500_000), "higher"),  # nearly 12 says more
            (total(10_500_000), total(10_000_000, "gt"), "higher"),  # and so does an exact count
            (total(12_000_000, "gt"), total(10_000_000, "gt"), "higher"),
            (rank(4), rank(3, rank_from=4), "held"),
        ],
    )
    def test_rounder_word_of_one_date_is_no_news_either_way(self, new, old, novelty):
        assert verdict(new, old, outlet="sohu").novelty == novelty

    def test_day_to_come_is_the_day_on_which_it_was_told(self):
        assert figure_of(total(5, as_of="2027-01-01"), NOON).day == DAY
        assert figure_of(total(5, as_of="2027"), NOON).day == DAY
        assert figure_of(total(5, as_of="2027-01-01", modality="goal"), NOON).day == "2027-01-01"

    def test_total_is_one_figure_on_any_day_and_a_rank_is_not(self):
        early, late = NOON - timedelta(days=30), NOON
        assert figure_of(total(5), early).key == figure_of(total(5), late).key
        assert figure_of(rank(5), early).key != figure_of(rank(5), late).key
        assert figure_of(daily(5), early).key != figure_of(daily(5), late).key
        assert figure_of(daily(5, as_of=DAY), early).key == figure_of(daily(5, as_of=DAY), late).key


class TestConflict:
    @pytest.mark.parametrize(
        ("one", "other", "conflict"),
        [
            (total(10_000_000), total(8_000_000), True),
            (total(8_000_000), total(10_000_000, "gt"), True),
            (total(10_500_000), total(10_000_000, "gt"), False),
            (total(10_000_000), total(10_000_000, "gt"), False),
            (total(9_000_000, "lt"), total(10_000_000, "gt"), True),
            (total(9_300_000), total(10_000_000, "approx"), False),
            (total(8_000_000), total(10_000_000, "approx"), True),
            (total(6_000_000), total(5_000_000, "range", value_max=7_000_000), False),
            (total(8_000_000), total(5_000_000, "range", value_max=7_000_000), True),
            (total(626_800), total(627_000), False),  # 62.68万 is 62.7万, rounded
            (total(606_000), total(610_000), False),
            (total(606_000), total(616_000), True),
            (change(62), change(62.4), False),  # 62.4%, rounded
            (change(62), change(63), True),
            (change(3, unit="x"), change(3.1, unit="x"), False),
            (rank(3), rank(4), True),
            (rank(3), rank(10, "within"), False),
            (rank(12), rank(10, "within"), True),
            (rank(3, rank_from=4), rank(4), False),
            (rank(4), rank(3, rank_from=4), False),
        ],
    )
    def test_between_two_outlets_of_one_date(self, one, other, conflict):
        found = verdict(one, other, outlet="sohu", said_by=("netease",))
        assert (found.novelty is Novelty.CONFLICT) is conflict
        if conflict:
            assert found.earlier_id == 1
            assert found.note.startswith("netease said ")

    def test_one_outlet_does_not_contradict_itself(self):
        assert verdict(total(8_000_000), total(10_000_000)).novelty is Novelty.LOWER

    def test_figure_that_the_outlet_states_with_others_is_contradicted_by_it(self):
        found = verdict(total(8_000_000), total(10_000_000), said_by=("netease", "sohu"))
        assert found.novelty is Novelty.CONFLICT

    def test_another_date_is_no_conflict(self):
        found = verdict(total(12_000_000), total(10_000_000, as_of="2026-03-09"), outlet="sohu")
        assert found.novelty is Novelty.HIGHER

    def test_conflict_stands_above_higher_and_lower(self):
        assert verdict(rank(1), rank(2), outlet="sohu").novelty is Novelty.CONFLICT

    def test_unknown_dates_are_never_the_same_date(self):
        undated = KnownFigure(id=1, figure=figure_of(total(1), None), outlets=frozenset({"sohu"}))
        found = judge(total(9_000_000), post(published=None), Known(same_date=(undated,)))
        assert found.novelty is not Novelty.CONFLICT


class TestEdit:
    def test_revised_names_the_figure_it_replaces_and_stands_above_conflict(self):
        other = known(total(3_000_000), 8, ("sohu",))
        state = Known(replaces=known(total(8_000_000), 5), latest=other, same_date=(other,))
        found = judge(total(9_000_000), post(), state)
        assert (found.novelty, found.earlier_id) == (Novelty.REVISED, 5)

    def test_revised_to_a_figure_known_elsewhere_is_still_revised(self):
        state = Known(same=known(total(9_000_000), 6), replaces=known(total(8_000_000), 5))
        found = judge(total(9_000_000), post(), state)
        assert (found.novelty, found.figure_id) == (Novelty.REVISED, 6)

    def test_claim_that_the_version_before_states_too_repeats(self):
        assert judge(total(9_000_000), post(), Known(kept=True)).novelty is Novelty.REPEAT

    @pytest.mark.parametrize(
        ("older", "newer", "edit"),
        [
            ("a1", "a1", Edit(frozenset({0}), {}, ())),
            ("a1", "a2", Edit(frozenset(), {0: 0}, ())),
            ("a1", "", Edit(frozenset(), {}, (0,))),
            ("", "a1", Edit(frozenset(), {}, ())),
            ("a1 b1", "b1", Edit(frozenset({0}), {}, (0,))),
            ("a1 b1", "b1 a2", Edit(frozenset({0}), {1: 0}, ())),
            ("a1 a2", "a1 a3", Edit(frozenset({0}), {1: 1}, ())),
            ("a1 a2", "a3", Edit(frozenset(), {0: 0}, (1,))),
            ("a1 a1", "a1", Edit(frozenset({0}), {}, ())),  # said twice, now once: nothing went
            ("a1 a1", "a2 a2", Edit(frozenset(), {0: 0}, ())),
            ("a1", "a2 a3", Edit(frozenset(), {0: 0}, ())),
            ("a1", "b1", Edit(frozenset(), {}, (0,))),  # another series: one went, one is new
        ],
    )
    def test_versions_compared(self, older, newer, edit):
        def placed(said):
            return [Placed(word[0], word[1]) for word in said.split()]

        assert compare_versions(placed(older), placed(newer)) == edit

    @given(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3))),
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3))),
    )
    def test_every_figure_is_kept_revised_withdrawn_or_new_once(self, old, new):
        older, newer = [Placed(*one) for one in old], [Placed(*one) for one in new]
        edit = compare_versions(older, newer)
        gone = {older[at] for at in (*edit.revised.values(), *edit.withdrawn)}
        assert gone == set(older) - set(newer)
        assert len(gone) == len(edit.revised) + len(edit.withdrawn)
        assert not edit.kept & set(edit.revised)
        assert all(older[was].series == newer[now].series for now, was in edit.revised.items())


class TestFlags:
    def test_total_that_falls(self):
        assert verdict(total(7_000_000), total(8_000_000, as_of="2026-03-01")).flags == ("total falls",)

    def test_other_counts_may_fall(self):
        assert verdict(daily(7_000_000), daily(8_000_000, as_of="2026-03-01")).flags == ()

    def test_forecast_or_goal_of_less_is_no_total_that_falls(self):
        lane = {"modality": "goal"}
        found = verdict(total(7, **lane), total(8, as_of="2026-03-01", **lane))
        assert (found.novelty, found.flags) == (Novelty.LOWER, ())

    @pytest.mark.parametrize(
        ("day", "of_total", "flagged"),
        [
            ("2026-03-10", "2026-03-09", True),
            ("2026-03-10", "2026-01-01", False),
            ("2026-01-01", "2026-03-10", True),
        ],
    )
    def test_total_of_long_before_says_nothing_of_a_day(self, day, of_total, flagged):
        part, whole = daily(900_000, as_of=day), total(800_000, as_of=of_total)
        expected = ("daily above total",) if flagged else ()
        assert judge(part, post(), Known(totals=(known(whole),))).flags == expected
        assert judge(whole, post(), Known(stretches=(known(part),))).flags == expected

    def test_forecast_of_less_is_a_falling_total_in_its_own_lane(self):
        lane = {"modality": "forecast"}
        assert slots_of(total(5, **lane)) != slots_of(total(5))

    @pytest.mark.parametrize(
        ("day", "whole", "flagged"),
        [
            (daily(900_000), total(800_000), True),
            (daily(900_000, "gt"), total(800_000, "gt"), True),
            (daily(800_000), total(800_000), False),
            (daily(700_000), total(800_000), False),
            (daily(900_000), total(800_000, "range", value_max=1_000_000), False),
            (daily(900_000, "lt"), total(800_000), False),
        ],
    )
    def test_daily_above_total_and_total_below_daily(self, day, whole, flagged):
        expected = ("daily above total",) if flagged else ()
        assert judge(day, post(), Known(totals=(known(whole),))).flags == expected
        assert judge(whole, post(), Known(stretches=(known(day),))).flags == expected

    @pytest.mark.parametrize(
        ("start", "last", "flagged"),
        [
            (4, rank(4), False),
            (4, rank(6), True),
            (4, rank(10, "within"), False),
            (14, rank(10, "within"), True),
        ],
    )
    def test_rank_move_whose_start_contradicts_the_last_claim(self, start, last, flagged):
        last = replace(last, as_of="2026-03-09")
        assert verdict(rank(3, rank_from=start), last).flags == (("start contradicts",) if flagged else ())

    def test_old_move_is_not_measured_by_a_newer_place(self):
        assert verdict(rank(3, rank_from=9, as_of="2026-01-01"), rank(1)).flags == ()


class TestSeries:
    FREE = Slots(
        metric="rank", modality="stated", store="app_store", platform="ios", chart="free", category="overall"
    )

    def test_same_slots_are_the_same_series(self):
        assert fit(self.FREE, [KnownSeries(3, self.FREE)]) == Fit(3)

    def test_unsaid_slot_joins_the_only_series_that_fits_and_says_so(self):
        found = fit(replace(self.FREE, category=None), [KnownSeries(3, self.FREE)])
        assert (found.series_id, found.joined) == (3, ("category",))

    def test_unsaid_slot_joins_none_of_two(self):
        tools = KnownSeries(4, replace(self.FREE, category="工具"))
        found = fit(replace(self.FREE, category=None), [KnownSeries(3, self.FREE), tools])
        assert (found.series_id, found.ambiguous) == (None, 2)

    def test_same_words_are_preferred_to_a_fit(self):
        vague = replace(self.FREE, category=None)
        assert fit(vague, [KnownSeries(3, self.FREE), KnownSeries(4, vague)]) == Fit(4)

    def test_said_slots_never_give_way(self):
        assert fit(self.FREE, [KnownSeries(3, replace(self.FREE, chart="paid"))]) == Fit()

    def test_region_is_a_slot_and_its_order_is_not(self):
        one, other = rank(1, region=("HK", "TW")), rank(1, region=("TW", "HK"))
        assert slots_of(one) == slots_of(other) != slots_of(rank(1, region=("HK",)))

    def test_lanes_are_apart(self):
        wish = replace(self.FREE, modality="goal")
        assert fit(wish, [KnownSeries(3, self.FREE)]) == Fit()

    def test_store_says_its_system(self):
        assert slots_of(rank(1, platform=None)) == slots_of(rank(1))
        google = rank(1, store="google_play", platform=None)
        assert slots_of(google) == slots_of(replace(google, platform="android"))

    def test_vaguer_series_is_offered_to_a_precise_rank(self):
        vague = KnownSeries(3, replace(self.FREE, store=None, platform=None))
        assert fit(self.FREE, [vague]) == Fit(vaguer=vague)

    def test_count_without_a_store_is_of_all_stores_and_no_vaguer_series(self):
        whole = slots_of(total(1))
        assert fit(slots_of(total(1, store="huawei")), [KnownSeries(3, whole)]) == Fit()

    def test_vaguer_series_that_fits_two_is_offered_to_none(self):
        vague = KnownSeries(3, replace(self.FREE, category=None))
        other = KnownSeries(4, replace(self.FREE, category="工具"))
        assert fit(self.FREE, [vague, other]) == Fit()

    @given(st.text(max_size=6), st.text(max_size=6))
    def test_keys_differ_where_slots_do(self, one, other):
        first, second = (
            replace(self.FREE, category=one, chart=other),
            replace(self.FREE, category=other, chart=one),
        )
        assert (first.key == second.key) is ((one or None, other or None) == (other or None, one or None))


class TestNames:
    @pytest.mark.parametrize("name", ["雨燕", "雨燕App", "雨燕 APP", "雨燕应用", "雨燕客户端", "雨燕ａｐｐ"])
    def test_folded_alike(self, name):
        assert fold_name(name) == "雨燕"

    def test_app_of_whatsapp_is_its_own(self):
        assert fold_name("WhatsApp") == "whatsapp"

    def test_own_name_comes_before_what_posts_call_others(self):
        apps = [KnownApp(1, "雨燕浏览器", frozenset({"雨燕"})), KnownApp(2, "雨燕", frozenset())]
        assert same_app("雨燕", apps).id == 2

    def test_what_posts_call_one_app_means_it(self):
        assert same_app("雨燕App", [KnownApp(1, "雨燕浏览器", frozenset({"雨燕"}))]).id == 1

    def test_name_of_two_apps_means_neither(self):
        apps = [KnownApp(n, name, frozenset({"雨燕"})) for n, name in enumerate(("雨燕浏览器", "雨燕输入法"))]
        assert same_app("雨燕", apps) is None


numbers = st.integers(0, 10**12)
figures = st.one_of(
    st.builds(
        lambda value, relation, more: Figure(
            value=value,
            relation=relation,
            value_max=value + more if relation == "range" else None,
            covered=DAY,
            day=DAY,
        ),
        numbers,
        st.sampled_from(["eq", "gt", "lt", "approx", "range"]),
        numbers,
    )
)


class TestProperties:
    @given(figures, figures)
    def test_room_for_each_other_is_mutual(self, one, other):
        assert can_both_hold(one, other) == can_both_hold(other, one)

    @given(figures)
    def test_figure_leaves_room_for_itself(self, one):
        assert can_both_hold(one, one)

    @given(figures, figures)
    def test_key_is_equal_exactly_for_equal_values(self, one, other):
        same = (one.value, one.value_max, one.relation) == (other.value, other.value_max, other.relation)
        assert (one.key == other.key) is same

    @given(
        numbers,
        st.sampled_from(["eq", "gt", "lt", "approx"]),
        numbers,
        st.sampled_from(["eq", "gt", "lt", "approx"]),
    )
    def test_one_outlet_gets_exactly_one_direction(self, new, how, old, was):
        found = verdict(total(new, how), total(old, was, as_of="2026-03-01")).novelty
        if new != old:
            assert found is (Novelty.HIGHER if new > old else Novelty.LOWER)
        else:
            assert found in {Novelty.HIGHER, Novelty.HELD}

    @given(numbers, numbers)
    def test_higher_one_way_is_lower_the_other_way(self, one, other):
        there = verdict(daily(one), daily(other, as_of="2026-03-01")).novelty
        back = verdict(daily(other), daily(one, as_of="2026-03-01")).novelty
        assert {there, back} in ({Novelty.HIGHER, Novelty.LOWER}, {Novelty.HELD})
