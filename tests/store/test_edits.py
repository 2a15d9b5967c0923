"""An edit by the host itself: figures revised, withdrawn, kept."""

from __future__ import annotations

from datetime import timedelta

from pipeline.store import outbox, read

from .story import NOON, rank, total

LATER = {"fetched_at": NOON + timedelta(hours=3)}


def told(store, novelty):
    with store.write() as tx:
        found = []
        while due := outbox.due(tx, NOON + timedelta(days=9), 50, timedelta(minutes=1)):
            for one in due:
                found.append(one.alert)
                outbox.delivered(tx, one.id, NOON)
    return [alert for alert in found if alert.novelty == novelty]


def test_changed_figure_is_revised_and_names_the_one_before(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    found = desk.say("A", total("山雀", 9_000_000), **LATER)
    assert (found.outcome, [one.novelty for one in found.judged]) == ("edited", ["revised"])
    alert = told(store, "revised")[0]
    assert (alert.claim.value, alert.earlier.claim.value) == (9_000_000, 8_000_000)


def test_vanished_figure_is_withdrawn_with_the_sentence_that_stood_there(store, desk):
    desk.say("A", total("山雀", 8_000_000), rank("山雀", 2))
    found = desk.say("A", rank("山雀", 2), **LATER)
    assert [(one.novelty, one.claim.metric) for one in found.judged] == [
        ("repeat", "rank"),
        ("withdrawn", "downloads"),
    ]
    alert = told(store, "withdrawn")[0]
    assert (alert.sentence, alert.claim.value) == ("山雀的下载量gt8000000次。", 8_000_000)


def test_withdrawn_figure_is_no_longer_the_latest(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    desk.say("B", total("山雀", 9_000_000), day=1)
    desk.say("B", day=1, **LATER)
    with store.read() as tx:
        assert [one.claim.value for one in read.latest(tx, "山雀")] == [8_000_000]
        assert [one.claim.value for one in read.figures(tx)] == [8_000_000]
        assert [row.doc_id for row in read.claims(tx, read.Filters(novelty="withdrawn"))] == ["B"]
    assert desk.novelties("C", total("山雀", 8_500_000), day=2) == ["higher"]


def test_withdrawn_by_one_it_still_stands_where_another_says_it(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    desk.say("B", total("山雀", 8_000_000), outlet="sohu")
    assert [one.novelty for one in desk.say("A", **LATER).judged] == ["withdrawn"]
    with store.read() as tx:
        assert [(one.claim.value, one.claims) for one in read.figures(tx)] == [(8_000_000, 1)]


def test_new_words_around_the_same_figures_ring_nothing(store, desk):
    desk.say("A", total("山雀", 8_000_000), rank("山雀", 2))
    found = desk.say("A", rank("山雀", 2), total("山雀", 8_000_000), title="新题目", **LATER)
    assert (found.outcome, {one.novelty for one in found.judged}, found.queued) == ("edited", {"repeat"}, 0)
    with store.read() as tx:
        assert [one.claims for one in read.figures(tx)] == [1, 1]
        assert len(read.claims(tx)) == 2
        assert len(read.claims(tx, read.Filters(superseded=True))) == 4
        assert read.posts(tx)[0].title == "新题目"


def test_figure_added_by_an_edit_is_judged_like_any_other(desk):
    desk.say("A", total("山雀", 8_000_000))
    found = desk.say("A", total("山雀", 8_000_000), total("林鸮", 5_000), **LATER)
    assert sorted((one.app, one.novelty) for one in found.judged) == [("山雀", "repeat"), ("林鸮", "first")]


def test_unsaid_slot_stays_where_it_stood_though_another_series_fits_now(desk):
    """Between the two readings a second chart became known; the old sentence must not move or vanish for that."""
    desk.say("A", rank("山雀", 2, category="工具"))
    desk.say("B", rank("山雀", 2, category=None))
    desk.say("C", rank("山雀", 7, category="效率"))
    found = desk.say("B", rank("山雀", 2, category=None), title="又改了题目", **LATER)
    assert [one.novelty for one in found.judged] == ["repeat"]


def test_silent_edit_is_in_the_ledger(store, desk):
    desk.say("A", total("山雀", 8_000_000))
    desk.say("A", silent=True, **LATER)
    with store.read() as tx:
        assert read.ledger(tx).suppressed == {"backfill": 1}
        assert read.ledger(tx).adds_up
        assert [one.reason for one in read.suppressed(tx)] == ["backfill"]
