"""One post in one transaction: what is stored, what it is called, what rings."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pipeline.model import Alert
from pipeline.store import checks, outbox, read, revisits
from pipeline.store.tables import versions
from pipeline.store.write import failed, gone, quarantined, record, seen_before

from .story import NOON, daily, everyone, post, rank, total


def ledger(store):
    with store.read() as tx:
        found = read.ledger(tx)
    assert found.adds_up, found
    return found


def test_claims_come_back_as_they_were_said(store, desk):
    said = replace(
        total("山雀", 6_000_000, "range"),
        value_max=7_000_000,
        region=("HK", "TW"),
        subject=("山雀", "山雀笔记"),
        uncertain=True,
    )
    change = replace(
        total("山雀", 0),
        metric="downloads_change",
        value=12.5,
        unit="%",
        relation="eq",
        period=None,
        average=None,
    )
    desk.say("A", said, change)
    with store.read() as tx:
        found = [row.claim for row in read.claims(tx)]
    assert {one.quote: replace(one, start=0, end=0) for one in found} == {
        one.quote: one for one in (said, change)
    }
    assert {type(one.value) for one in found} == {int, float}


def test_first_claim_rings_once_and_shows_everything(store, desk):
    rung: list[Alert] = []

    def rules(alert):
        rung.append(alert)
        return ("desk", "mail", "desk")

    found = desk.say("A", total("山雀", 8_000_000), rules=rules)
    assert (found.outcome, found.queued) == ("claims", 2)
    alert = rung[0]
    assert (alert.app, alert.novelty, alert.sentence) == ("山雀", "first", "山雀的下载量gt8000000次。")
    assert (alert.post_doc_id, alert.post_host, alert.covered) == ("A", "www.example.com", "2026-03-10")
    assert [one.host for one in alert.witnesses] == ["www.example.com"]
    with store.write() as tx:
        queued = outbox.due(tx, NOON + timedelta(hours=1), 9, timedelta(minutes=1))
    assert [one.alert for one in queued] == [alert, alert]
    assert sorted(one.channel for one in queued) == ["desk", "mail"]


def test_repost_is_a_witness_and_rings_nothing(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    found = desk.say("B", total("山雀App", 8_000_000), outlet="sohu", day=1)
    assert [(one.novelty, one.alert_id) for one in found.judged] == [("repeat", None)]
    with store.read() as tx:
        figures = read.figures(tx)
    assert [(one.witnesses, one.claims) for one in figures] == [(2, 2)]
    assert ledger(store).repeats == 1


def test_rule_may_ask_for_repeats_and_hears_each_once(store, desk):
    for doc in "ABC":
        desk.say(doc, total("山雀", 8_000_000), rules=everyone)
    with store.read() as tx:
        rung = read.alerts(tx)
    assert sorted(one.novelty for one in rung) == ["first", "repeat"]
    assert ledger(store).suppressed == {}


def test_same_figure_twice_in_one_post_rings_once(store, desk):
    found = desk.say(
        "A", total("山雀", 8_000_000, since="2026-03-01"), total("山雀", 8_000_000, as_of="2026-03-10")
    )
    assert sorted(one.novelty for one in found.judged) == ["first", "repeat"]
    assert found.queued == 1


def test_one_post_rings_once_for_a_series_that_it_tells_the_past_of(desk):
    found = desk.novelties("A", total("山雀", 6_000_000, as_of="2026-02-01"), total("山雀", 8_000_000))
    assert found == ["first", "past"]


def test_rounder_title_of_the_same_post_is_no_second_news(desk):
    exact = total("山雀", 10_500_000, "eq")
    assert desk.novelties("A", total("山雀", 10_000_000), exact) == ["first", "held"]


def test_higher_names_the_figure_before(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    desk.say("B", total("山雀", 9_000_000), day=1)
    with store.write() as tx:
        told = {
            one.alert.novelty: one.alert for one in outbox.due(tx, NOON + timedelta(days=2), 1, timedelta(1))
        }
        for one in told.values():
            outbox.delivered(tx, 1, one.found_at)
        told |= {
            one.alert.novelty: one.alert for one in outbox.due(tx, NOON + timedelta(days=2), 1, timedelta(1))
        }
    earlier = told["higher"].earlier
    assert (earlier.claim.value, earlier.covered, earlier.post_url) == (
        8_000_000,
        "2026-03-10",
        "https://www.example.com/A",
    )


def test_latest_is_by_date_covered_however_posts_arrive(store, desk):
    desk.say("B", rank("山雀", 3), day=2)
    assert desk.novelties("A", rank("山雀", 9)) == ["past"]
    assert desk.novelties("C", rank("山雀", 5), day=3) == ["lower"]
    assert desk.novelties("D", rank("山雀", 5), day=4) == ["held"]
    with store.read() as tx:
        newest = read.latest(tx, "山雀")
        assert [(one.claim.rank, one.covered) for one in newest] == [(5, "2026-03-14")]
        assert [one.claim.rank for one in read.series(tx, newest[0].series_id)] == [5, 5, 3, 9]


def test_total_cited_again_later_does_not_become_the_latest(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    desk.say("B", total("山雀", 9_000_000), day=1)
    assert desk.novelties("C", total("山雀", 8_000_000), day=5) == ["repeat"]
    assert desk.novelties("D", total("山雀", 10_000_000), day=6) == ["higher"]


def test_total_is_known_from_the_first_date_it_was_said_of(store, desk):
    desk.say("A", total("山雀", 8_000_000), day=3)
    desk.say("B", total("山雀", 8_000_000), day=1)
    with store.read() as tx:
        assert [one.covered for one in read.figures(tx)] == ["2026-03-11"]


def test_outlets_that_disagree_are_a_conflict(store, desk):
    desk.say("A", total("山雀", 8_000_000, "eq", as_of="2026-03-09"))
    said = total("山雀", 3_000_000, "eq", as_of="2026-03-09")
    assert desk.novelties("B", said, outlet="sohu") == ["conflict"]
    assert desk.novelties("C", said, outlet="ithome") == ["repeat"]
    assert desk.novelties("D", total("山雀", 4_000_000, "eq", as_of="2026-03-09"), outlet="netease") == [
        "conflict"
    ]
    with store.read() as tx:  # a conflict does not displace what was known
        assert [one.claim.value for one in read.latest(tx, "山雀")] == [8_000_000]


def test_total_repeated_of_another_date_is_contradicted_there(desk):
    desk.say("A", total("山雀", 8_000_000, as_of="2026-03-01"))
    desk.say("B", total("山雀", 8_000_000, as_of="2026-03-09"))
    assert desk.novelties("C", total("山雀", 5_000_000, "eq", as_of="2026-03-09"), outlet="sohu") == [
        "conflict"
    ]


def test_unsaid_slot_joins_and_is_recorded(store, desk):
    desk.say("A", rank("山雀", 2))
    vague = rank("山雀", 2, category=None)
    assert desk.novelties("B", vague, outlet="sohu") == ["repeat"]
    with store.read() as tx:
        assert {row.doc_id: row.joined for row in read.claims(tx)} == {"A": (), "B": ("category",)}


def test_precise_word_for_a_vague_figure_is_the_same_figure(store, desk):
    desk.say("A", rank("山雀", 2, category=None))
    assert desk.novelties("B", rank("山雀", 2), outlet="sohu") == ["repeat"]
    assert desk.novelties("C", rank("山雀", 1), outlet="sohu", day=1) == ["higher"]
    with store.read() as tx:
        assert {row.doc_id: row.joined for row in read.claims(tx)} == {"A": ("category",), "B": (), "C": ()}


def test_vague_and_precise_mention_in_one_post_are_one(desk):
    found = desk.say("A", rank("山雀", 2, category=None), rank("山雀", 2))
    assert sorted(one.novelty for one in found.judged) == ["first", "repeat"]


def test_lanes_do_not_meet(desk):
    desk.say("A", total("山雀", 100_000_000, modality="forecast"))
    assert desk.novelties("B", total("山雀", 100_000_000), day=1) == ["first"]
    assert desk.novelties("C", total("山雀", 100_000_000, modality="rumour"), day=1) == ["first"]


def test_one_name_of_an_app_and_of_a_model_are_two(desk):
    desk.say("A", total("山雀", 8_000_000))
    assert desk.novelties("B", total("山雀", 8_000_000, subject_kind="software")) == ["first"]


def test_names_that_posts_use_lead_to_the_app_unless_two_bear_them(store, desk):
    desk.say("A", total("山雀", 8_000_000, subject=("山雀笔记", "山雀")))
    assert desk.novelties("B", total("山雀", 8_000_000)) == ["repeat"]
    desk.say("C", total("林鸮", 5_000, subject=("林鸮地图", "林鸮")))
    desk.say("D", total("林鸮", 5_000, subject=("林鸮相机", "林鸮")))
    assert desk.novelties("E", total("林鸮", 5_000)) == ["first"]


def test_flags_reach_the_alert(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    found = desk.say("B", total("山雀", 7_000_000), daily("山雀", 9_000_000), day=1)
    flags = {one.claim.period: one.flags for one in found.judged}
    assert flags == {"total": ("total falls", "daily above total"), "P1D": ("daily above total",)}


class TestMirror:
    MIRROR = {"host": "mirror.example.net", "mirror": True}  # noqa: RUF012 - read only

    def test_copy_is_a_witness_of_the_same_post(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        found = desk.say("A", total("山雀", 8_000_000), **self.MIRROR)
        assert (found.outcome, [one.novelty for one in found.judged]) == ("claims", ["repeat"])
        with store.read() as tx:
            assert len(read.posts(tx)) == 1
            assert [one.witnesses for one in read.figures(tx)] == [2]

    def test_seen_before_its_original_it_rings_and_the_original_repeats(self, store, desk):
        first = desk.say("A", total("山雀", 8_000_000), published_at=None, **self.MIRROR)
        assert [one.suppressed for one in first.judged] == ["no date"]
        dated = desk.say("B", rank("山雀", 2), **self.MIRROR)
        assert [one.novelty for one in dated.judged] == ["first"]
        assert dated.queued == 1
        assert desk.novelties("B", rank("山雀", 2)) == ["repeat"]

    def test_its_own_date_moves_nothing_once_the_original_was_read(self, store, desk):
        desk.say("A", rank("山雀", 2))
        copy, _ = post("A", rank("山雀", 2), **self.MIRROR, published_at=NOON + timedelta(days=4))
        with store.read() as tx:
            assert seen_before(tx, copy) == (False, NOON)
        assert desk.novelties("A", rank("山雀", 2), **self.MIRROR, published_at=NOON + timedelta(days=4)) == [
            "repeat"
        ]

    def test_it_revises_and_withdraws_nothing(self, store, desk):
        desk.say("A", total("山雀", 8_000_000), **self.MIRROR)
        assert desk.novelties("A", total("山雀", 9_000_000), **self.MIRROR, day=1) == ["higher"]
        assert desk.novelties("A", **self.MIRROR, day=2) == []

    def test_old_copy_of_what_was_revised_rings_nothing(self, desk):
        desk.say("A", total("山雀", 9_000_000, "eq"))
        desk.say("A", total("山雀", 8_000_000, "eq"), fetched_at=NOON + timedelta(hours=1))
        assert desk.novelties("A", total("山雀", 9_000_000, "eq"), **self.MIRROR) == ["repeat"]
        assert desk.novelties("B", total("山雀", 8_500_000, "eq"), day=1) == ["higher"]


class TestSilence:
    def test_source_is_silent_until_a_check_read_it(self, store, desk):
        first = desk.say("A", total("山雀", 8_000_000), source="tech")
        assert [one.suppressed for one in first.judged] == ["first import"]
        with store.write() as tx:
            checks.finish(tx, "tech", "blocked", NOON)
        assert desk.say("B", total("山雀", 9_000_000), source="tech").queued == 0
        with store.write() as tx:
            checks.finish(tx, "tech", "posts", NOON, links=2, posts=2)
        assert desk.say("C", total("山雀", 10_000_000), source="tech").queued == 1
        assert ledger(store).suppressed == {"first import": 2}

    @pytest.mark.parametrize(
        ("how", "reason"),
        [
            ({"silent": True}, "backfill"),
            ({"published_at": None}, "no date"),
            ({"published_at": NOON - timedelta(days=4)}, "too old"),
            ({"rules": lambda _alert: ()}, "no rule"),
        ],
    )
    def test_each_reason_stands_in_the_ledger(self, store, desk, how, reason):
        found = desk.say("A", total("山雀", 8_000_000), **how)
        assert [one.suppressed for one in found.judged] == [reason]
        assert ledger(store).suppressed == {reason: 1}

    def test_rules_are_not_asked_where_nothing_may_ring(self, desk):
        desk.say("A", total("山雀", 8_000_000), silent=True, rules=lambda _alert: 1 / 0)

    def test_older_posts_ring_where_the_age_is_left_to_the_rules(self, store):
        old, claims = post("A", total("山雀", 8_000_000), published_at=NOON - timedelta(days=9))
        with store.write() as tx:
            assert record(tx, old, claims, silent=False, rules=everyone, max_age=None).queued == 1

    def test_silenced_app_rings_again_when_the_time_is_over(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        with store.write() as tx:
            outbox.silence(tx, "山雀App", NOON + timedelta(days=2), NOON)
        found = desk.say("B", total("山雀", 9_000_000), day=1)
        assert [one.suppressed for one in found.judged] == ["silenced"]
        assert desk.say("C", total("林鸮", 5_000), day=1).queued == 1
        assert desk.say("D", total("山雀", 10_000_000), day=3).queued == 1
        ledger(store)

    def test_figure_and_novelty_ring_once_for_each_channel(self, store, desk):
        """An edit that goes to and fro between two figures cannot ring without end."""
        for turn, value in enumerate([8, 9, 8, 9, 8, 9]):
            desk.say("A", total("山雀", value), fetched_at=NOON + timedelta(minutes=turn))
        with store.read() as tx:
            assert sorted(one.novelty for one in read.alerts(tx)) == ["first", "revised", "revised"]
        assert ledger(store).suppressed == {"already rung": 3}


class TestOutcomes:
    def test_every_post_ends_in_one(self, store, desk):
        assert desk.say("A", total("山雀", 8)).outcome == "claims"
        assert desk.say("A", total("山雀", 8)).outcome == "unchanged"
        assert desk.say("A", total("山雀", 9)).outcome == "edited"
        assert desk.say("B").outcome == "no_claim"
        with store.write() as tx:
            gone(tx, "netease", "A", NOON)
            gone(tx, "netease", "NEVERSEEN", NOON)
            quarantined(tx, "https://www.example.com/C", "no title", NOON, raw=b"<html>")
            failed(tx, NOON, "tech")
        with store.read() as tx:
            counted = read.outcomes(tx)
            assert counted == {
                "claims": 1, "unchanged": 1, "edited": 1, "no_claim": 1, "gone": 2, "quarantined": 1, "failed": 1
            }  # fmt: skip
            assert read.outcomes(tx, since="2026-03-11") == {}
            assert [one.gone_at for one in read.posts(tx) if one.doc_id == "A"] == [NOON]

    def test_gone_post_that_is_back_is_not_gone(self, store, desk):
        desk.say("A", total("山雀", 8))
        with store.write() as tx:
            gone(tx, "netease", "A", NOON)
        desk.say("A", total("山雀", 8))
        with store.read() as tx:
            assert read.posts(tx)[0].gone_at is None

    def test_same_bad_page_is_kept_once(self, store):
        with store.write() as tx:
            for minute in range(3):
                quarantined(
                    tx,
                    "https://www.example.com/C",
                    "no title",
                    NOON + timedelta(minutes=minute),
                    raw=b"<html>",
                )
        with store.read() as tx:
            kept = read.quarantined(tx)
        assert [(one.reason, one.last_seen - one.first_seen) for one in kept] == [
            ("no title", timedelta(minutes=2))
        ]

    def test_counter_beside_the_text_is_no_edit(self, store, desk):
        desk.say("A", total("山雀", 8), raw=b"<p>read 17 times</p>")
        assert desk.say("A", total("山雀", 8), raw=b"<p>read 18 times</p>").outcome == "unchanged"
        with store.read() as tx:
            assert tx.execute(select(func.count()).select_from(versions)).scalar() == 1

    def test_raw_page_is_kept_where_there_is_a_claim(self, store, desk):
        kept = desk.say("A", total("山雀", 8), raw="<p>页面</p>".encode())
        left = desk.say("B", raw=b"<p>nothing</p>")
        with store.read() as tx:
            assert read.raw(tx, kept.version_id) == "<p>页面</p>".encode()
            assert read.raw(tx, left.version_id) is None

    def test_validators_are_kept_for_each_address(self, store, desk):
        desk.say("A", total("山雀", 8), etag='"1"', last_modified="Tue")
        desk.say("A", total("山雀", 8), host="mirror.example.net", mirror=True, etag='"2"')
        desk.say("A", total("山雀", 8), etag='"3"')
        with store.read() as tx:
            assert checks.remembered(tx, "https://www.example.com/A").etag == '"3"'
            assert checks.remembered(tx, "https://mirror.example.net/A").etag == '"2"'
            assert checks.remembered(tx, "https://www.example.com/B") is None

    def test_address_too_long_for_an_index_is_taken_all_the_same(self, store, desk):
        long = "https://www.example.com/" + "x" * 9000
        assert desk.say("A", total("山雀", 8), fetched_url=long).outcome == "claims"
        with store.read() as tx:
            assert checks.remembered(tx, long) is None

    def test_address_of_other_letters_is_too_long_sooner(self, store, desk):
        long = "https://www.example.com/" + scattered(1_900)
        assert desk.say("A", total("山雀", 8), fetched_url=long).outcome == "claims"
        with store.write() as tx:
            checks.remember(tx, long, NOON)
            revisits.plan(tx, long, NOON, (timedelta(hours=1),), "unreadable")
            assert checks.remembered(tx, long) is None
            quarantined(tx, long, "no text", NOON)
            quarantined(tx, long, "no text", NOON)
        with store.read() as tx:
            assert [long.startswith(one.url) for one in read.quarantined(tx)] == [True]


def test_text_of_more_words_than_an_index_takes_is_found_by_its_first(store, desk):
    text = scattered(300_000)
    with store.write() as tx:
        record(tx, replace(post("A")[0], text=text), [], silent=True, rules=everyone)
    with store.read() as tx:
        assert [hit.post.doc_id for hit in read.search(tx, text[100:108]).hits] == ["A"]


def scattered(length: int) -> str:
    """Chinese letters in no order, which no index can make shorter."""
    return "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=length)))
