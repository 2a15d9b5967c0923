"""Corrections by hand: they ring nothing and last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pipeline.errors import NotFound, WrongUse
from pipeline.store import corrections, merge, outbox, read, reread
from pipeline.store.tables import claims, versions, witnesses

from .story import NOON, post, rank, total

LATER = {"fetched_at": NOON + timedelta(hours=3)}


def correct(store, change, *args, **how):
    with store.write() as tx:
        return change(tx, *args, at=NOON, **how)


def claim_id(store, doc):
    with store.read() as tx:
        return next(row.id for row in read.claims(tx) if row.doc_id == doc)


def waiting(store):
    with store.read() as tx:
        return [one.state for row in read.alerts(tx) for one in row.deliveries]


class TestReject:
    def test_rejected_claim_is_out_of_the_history_and_its_alert_is_not_sent(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("A", total("山雀", 8_000_000), host="mirror.example.net", mirror=True)
        assert correct(store, corrections.reject, claim_id(store, "A"), note="a typing error") == 2
        with store.read() as tx:
            assert read.claims(tx) == read.figures(tx) == read.latest(tx, "山雀") == []
            assert [row.rejected for row in read.claims(tx, read.Filters(rejected=True))] == [True, True]
            assert read.posts(tx)[0].claims == 0
        assert waiting(store) == ["given_up"]

    def test_it_stays_rejected_when_the_post_is_read_again(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        correct(store, corrections.reject, claim_id(store, "A"))
        found = desk.say("A", total("山雀", 8_000_000), rank("山雀", 2), **LATER)
        assert [(one.claim.metric, one.novelty) for one in found.judged] == [("rank", "first")]

    def test_another_post_may_say_so(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        correct(store, corrections.reject, claim_id(store, "A"))
        assert desk.novelties("B", total("山雀", 8_000_000)) == ["first"]

    def test_other_witnesses_keep_the_figure(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("B", total("山雀", 8_000_000), outlet="sohu")
        correct(store, corrections.reject, claim_id(store, "A"))
        with store.read() as tx:
            assert [(one.witnesses, one.claims) for one in read.figures(tx)] == [(1, 1)]

    def test_rejected_twice_is_rejected_once(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        number = claim_id(store, "A")
        correct(store, corrections.reject, number)
        assert correct(store, corrections.reject, number) == 0
        with store.read() as tx:
            assert read.posts(tx)[0].claims == 0

    def test_unknown_claim(self, store):
        with pytest.raises(NotFound, match="no claim 5"):
            correct(store, corrections.reject, 5)


class TestPart:
    def test_joined_claim_is_parted_and_stays_so(self, store, desk):
        desk.say("A", rank("山雀", 2))
        desk.say("B", rank("山雀", 2, category=None), outlet="sohu")
        assert correct(store, corrections.part, claim_id(store, "B")) == 1
        with store.read() as tx:
            assert [(one.witnesses, one.claims) for one in read.figures(tx)] == [(1, 1), (1, 1)]
            assert {row.doc_id: row.joined for row in read.claims(tx)} == {"A": (), "B": ()}
        found = desk.say("B", rank("山雀", 2, category=None), outlet="sohu", title="改", **LATER)
        assert [one.novelty for one in found.judged] == ["repeat"]
        with store.read() as tx:
            assert len({row.series_id for row in read.claims(tx)}) == 2


class TestMerge:
    def test_two_names_become_one_history(self, store, desk):
        desk.say("A", total("山雀", 8_000_000), rank("山雀", 2))
        desk.say("B", total("山雀笔记", 8_000_000), outlet="sohu")
        desk.say("C", total("山雀笔记", 9_000_000), rank("山雀笔记", 7, chart="paid"), outlet="sohu", day=1)
        correct(store, merge.merge, "山雀笔记", "山雀")
        with store.read() as tx:
            history = read.history(tx, "山雀笔记")
            assert {one.app for one in history} == {"山雀"}
            totals = sorted(
                (one.claim.value, one.witnesses, one.latest)
                for one in history
                if one.claim.metric == "downloads"
            )
            assert totals == [(8_000_000, 2, False), (9_000_000, 1, True)]
            assert len([one for one in history if one.claim.metric == "rank"]) == 2
            assert {row.name: row.merged_into for row in read.apps(tx)} == {"山雀": None, "山雀笔记": "山雀"}
        assert desk.novelties("D", total("山雀笔记", 9_000_000), day=2) == ["repeat"]
        assert desk.novelties("E", total("山雀笔记", 10_000_000), day=2) == ["higher"]

    def test_it_rings_nothing_and_alerts_go_with_the_app(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("B", total("山雀笔记", 8_000_000))
        before = waiting(store)
        correct(store, merge.merge, "山雀笔记", "山雀")
        assert waiting(store) == before
        with store.read() as tx:
            assert len(read.alerts(tx, app="山雀")) == 2

    def test_chain_of_merges_leads_to_the_last(self, store, desk):
        for doc, app in zip("ABC", ("甲鸟", "乙鸟", "丙鸟"), strict=True):
            desk.say(doc, total(app, 8_000_000))
        correct(store, merge.merge, "甲鸟", "乙鸟")
        correct(store, merge.merge, "乙鸟", "丙鸟")
        assert desk.novelties("D", total("甲鸟", 8_000_000)) == ["repeat"]
        with store.read() as tx:
            assert [(one.app, one.witnesses) for one in read.figures(tx)] == [("丙鸟", 4)]

    def test_rejection_follows_the_app(self, store, desk):
        desk.say("A", total("山雀笔记", 8_000_000))
        desk.say("B", total("山雀", 5_000_000))
        correct(store, corrections.reject, claim_id(store, "A"))
        correct(store, merge.merge, "山雀笔记", "山雀")
        assert desk.say("A", total("山雀笔记", 8_000_000), title="改", **LATER).judged == ()

    def test_wrong_names_are_refused(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        with pytest.raises(NotFound, match="无名"):
            correct(store, merge.merge, "无名", "山雀")
        with pytest.raises(WrongUse, match="one app already"):
            correct(store, merge.merge, "山雀App", "山雀")


class TestErase:
    def test_everything_the_post_said_is_forgotten(self, store, desk):
        found = desk.say("A", total("山雀", 8_000_000), title="秘密")
        desk.say("B", total("山雀", 9_000_000), day=1)
        correct(store, corrections.erase, found.post_id)
        with store.read() as tx:
            for table in (claims, versions, witnesses):
                count = select(func.count()).select_from(table).where(table.c.post_id == found.post_id)
                assert tx.execute(count).scalar() == 0
            assert [one.claim.value for one in read.figures(tx)] == [9_000_000]
            rung = {one.novelty.value: one for one in read.alerts(tx)}
            assert rung["first"].claim is None
            assert [one.state for one in rung["first"].deliveries] == ["given_up"]
            assert read.posts(tx, read.Filters(outlet="netease"))[-1].title is None
        with store.write() as tx:
            left = outbox.due(tx, NOON + timedelta(days=3), 9, timedelta(1))
        assert [one.alert.earlier for one in left] == [None]

    def test_it_is_not_taken_again(self, store, desk):
        found = desk.say("A", total("山雀", 8_000_000))
        correct(store, corrections.erase, found.post_id)
        again = desk.say("A", total("山雀", 8_000_000), **LATER)
        assert (again.outcome, again.judged) == ("unchanged", ())
        with store.read() as tx:
            assert read.claims(tx) == []

    def test_unknown_post(self, store):
        with pytest.raises(NotFound, match="no post 7"):
            correct(store, corrections.erase, 7)


class TestReread:
    def claims(self, store, *wanted):
        with store.read() as tx:
            version_id, stored = next(reread.newest(tx))
        _, placed = post(stored.doc_id, *wanted)
        with store.write() as tx:
            return reread.reread(tx, version_id, placed)

    def test_same_claims_keep_their_numbers(self, store, desk):
        first = desk.say("A", total("山雀", 8_000_000), rank("山雀", 2))
        found = self.claims(store, total("山雀", 8_000_000), rank("山雀", 2))
        assert (found.kept, found.removed, found.added) == (2, 0, 0)
        with store.read() as tx:
            assert {row.id for row in read.claims(tx)} == {one.claim_id for one in first.judged}

    def test_better_grammar_replaces_silently(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        before = waiting(store)
        found = self.claims(store, total("山雀", 9_000_000))
        assert (found.kept, found.removed, found.added) == (0, 1, 1)
        assert waiting(store) == before
        with store.read() as tx:
            assert [one.claim.value for one in read.figures(tx)] == [9_000_000]
            assert read.ledger(tx).suppressed == {"re-extraction": 1}
            assert read.ledger(tx).adds_up

    def test_figure_that_lost_its_bringer_is_brought_by_the_next(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("B", total("山雀", 8_000_000), outlet="sohu")
        self.claims(store)
        with store.read() as tx:
            assert [(one.post_url, one.claims) for one in read.figures(tx)] == [
                ("https://www.example.com/B", 1)
            ]

    def test_rejected_stays_rejected(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        correct(store, corrections.reject, claim_id(store, "A"))
        found = self.claims(store, total("山雀", 8_000_000))
        assert (found.kept, found.removed, found.added) == (0, 0, 0)
        with store.read() as tx:
            assert read.claims(tx) == []

    def test_erased_post_is_not_read_again(self, store, desk):
        found = desk.say("A", total("山雀", 8_000_000))
        correct(store, corrections.erase, found.post_id)
        with store.read() as tx:
            assert list(reread.newest(tx)) == []

    def test_only_the_newest_version_of_each_host_is_read(self, store, desk):
        desk.say("A", total("山雀", 8_000_000))
        desk.say("A", total("山雀", 9_000_000), **LATER)
        desk.say("A", total("山雀", 9_000_000), host="mirror.example.net", mirror=True)
        with store.read() as tx:
            assert [(one.host, one.mirror) for _, one in reread.newest(tx, batch=1)] == [
                ("www.example.com", False),
                ("mirror.example.net", True),
            ]


def test_figure_whose_bringer_is_erased_or_rejected_is_brought_by_the_next(store, desk):
    first = desk.say("A", total("山雀", 8_000_000))
    second = desk.say("B", total("山雀", 8_000_000), outlet="sohu")
    desk.say("C", total("山雀", 8_000_000), outlet="ithome")
    correct(store, corrections.erase, first.post_id)
    with store.read() as tx:
        assert [one.post_url for one in read.history(tx, "山雀")] == ["https://www.example.com/B"]
    correct(store, corrections.reject, second.judged[0].claim_id)
    with store.read() as tx:
        assert [one.post_url for one in read.history(tx, "山雀")] == ["https://www.example.com/C"]
