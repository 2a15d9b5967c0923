"""The queue of deliveries: leased to one, in order, given up visibly, never twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from pipeline.errors import NotFound
from pipeline.store import outbox, read
from pipeline.store.engine import open_store

from .story import NOON, total

NOW = NOON + timedelta(hours=1)
LEASE = timedelta(minutes=2)


def due(store, now=NOW, limit=50, **how):
    with store.write() as tx:
        return outbox.due(tx, now, limit, LEASE, **how)


def state(store, app="山雀"):
    with store.read() as tx:
        return [
            (one.channel, one.state, one.attempts, one.last_error)
            for row in read.alerts(tx, app=app)
            for one in row.deliveries
        ]


def test_leased_row_is_nobody_elses(store, desk):
    desk.say("A", total("山雀", 8))
    assert [one.attempt for one in due(store)] == [1]
    assert due(store) == []
    assert due(store, NOW + LEASE - timedelta(seconds=1)) == []


def test_row_of_a_dead_process_is_due_again_when_its_lease_ends(store, desk):
    desk.say("A", total("山雀", 8))
    first = due(store)[0]
    again = due(store, NOW + LEASE)[0]
    assert (again.id, again.attempt, again.alert) == (first.id, 2, first.alert)


def test_renewed_lease_holds(store, desk):
    desk.say("A", total("山雀", 8))
    held = due(store)
    with store.write() as tx:
        assert outbox.renew(tx, [one.id for one in held], NOW + 5 * LEASE) == 1
    assert due(store, NOW + 4 * LEASE) == []


def test_failed_row_waits_for_its_time(store, desk):
    desk.say("A", total("山雀", 8))
    row = due(store)[0]
    with store.write() as tx:
        assert outbox.failed(tx, row.id, NOW, "503", retry_at=NOW + timedelta(minutes=9))
        assert outbox.next_due(tx) == NOW + timedelta(minutes=9)
    assert due(store, NOW + timedelta(minutes=8)) == []
    assert state(store) == [("desk", "pending", 1, "503")]
    assert due(store, NOW + timedelta(minutes=9))[0].attempt == 2


def test_delivered_row_is_settled_for_good(store, desk):
    desk.say("A", total("山雀", 8))
    row = due(store)[0]
    with store.write() as tx:
        assert outbox.delivered(tx, row.id, NOW)
        assert not outbox.delivered(tx, row.id, NOW)
        assert not outbox.failed(tx, row.id, NOW, "late", retry_at=NOW)
        assert not outbox.given_up(tx, row.id, NOW, "late")
        assert outbox.next_due(tx) is None
        assert outbox.waiting(tx) == 0
    assert state(store) == [("desk", "delivered", 1, None)]


def test_late_answer_of_an_attempt_that_lost_its_lease(store, desk):
    """A yes counts whenever it comes; a no of an old attempt must not stop the one under way."""
    desk.say("A", total("山雀", 8))
    first = due(store)[0]
    second = due(store, NOW + LEASE)[0]
    with store.write() as tx:
        assert not outbox.failed(tx, first.id, NOW, "late", retry_at=NOW, attempt=first.attempt)
        assert not outbox.given_up(tx, first.id, NOW, "late", attempt=first.attempt)
        assert outbox.delivered(tx, first.id, NOW)
        assert not outbox.failed(tx, second.id, NOW, "no", retry_at=NOW, attempt=second.attempt)


def test_given_up_row_is_seen_and_can_be_sent_again(store, desk):
    desk.say("A", total("山雀", 8))
    row = due(store)[0]
    with store.write() as tx:
        outbox.given_up(tx, row.id, NOW, "410 Gone")
    assert state(store) == [("desk", "given_up", 1, "410 Gone")]
    assert due(store, NOW + timedelta(days=9)) == []
    with store.write() as tx:
        assert outbox.retry(tx, NOW, channel="another") == 0
        assert outbox.retry(tx, NOW, delivery_id=row.id) == 1
    again = due(store)[0]
    assert (again.attempt, again.alert.id, again.created_at) == (1, row.alert.id, NOW)


def test_released_row_is_due_at_once_and_the_attempt_does_not_count(store, desk):
    desk.say("A", total("山雀", 8))
    row = due(store)[0]
    with store.write() as tx:
        assert outbox.release(tx, row.id, NOW, attempt=row.attempt)
    assert due(store)[0].attempt == 1


def test_alerts_of_one_app_keep_their_order_and_hold_up_no_other(store, desk):
    for day, value in enumerate([8, 9, 10]):
        desk.say(f"A{day}", total("山雀", value), fetched_at=NOON + timedelta(seconds=day))
    desk.say("B", total("林鸮", 5))
    first = due(store)
    assert [(one.alert.app, one.alert.claim.value) for one in first] == [("山雀", 8), ("林鸮", 5)]
    assert due(store) == []
    with store.write() as tx:
        outbox.delivered(tx, first[0].id, NOW)
    assert [one.alert.claim.value for one in due(store)] == [9]


def test_row_that_waits_for_another_attempt_keeps_the_order_until_it_is_stubborn(store, desk):
    desk.say("A", total("山雀", 8))
    desk.say("B", total("山雀", 9))
    now = NOW
    for turn in range(outbox.STUBBORN):
        assert [one.alert.claim.value for one in due(store, now)] == [8]
        assert due(store, now) == []
        with store.write() as tx:
            outbox.failed(tx, 1, now, "503", retry_at=now + timedelta(hours=1))
        if turn < outbox.STUBBORN - 1:
            assert due(store, now) == []
            now += timedelta(hours=1)
    assert [one.alert.claim.value for one in due(store, now)] == [9]


def test_channels_are_apart(store, desk):
    desk.say("A", total("山雀", 8), rules=lambda _alert: ("mail", "hook"))
    assert [one.channel for one in due(store, channels=["mail"])] == ["mail"]
    assert [one.channel for one in due(store)] == ["hook"]


def test_rows_of_a_channel_that_is_gone_are_given_up(store, desk):
    desk.say("A", total("山雀", 8), rules=lambda _alert: ("mail", "hook"))
    with store.write() as tx:
        assert outbox.give_up_orphans(tx, ["hook"], NOW) == 1
    assert sorted(one[:2] for one in state(store)) == [("hook", "pending"), ("mail", "given_up")]


def test_silence_of_an_app_that_nobody_named_is_refused(store):
    with pytest.raises(NotFound), store.write() as tx:
        outbox.silence(tx, "无名", NOW, NOW)


def test_two_processes_lease_every_row_once(store, desk, store_url):
    for number in range(30):
        desk.say(f"A{number}", total(f"应用{number}号", 8))
    taken: list[int] = []
    lock = threading.Lock()

    def work():
        own = open_store(store_url)
        while True:
            rows = due(own, limit=3)
            if not rows:
                break
            with lock:
                taken.extend(one.id for one in rows)
        own.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rest = [one.id for one in due(store)]  # SKIP LOCKED may show one worker an empty hand too early
    assert sorted(taken + rest) == sorted(set(taken + rest))
    assert len(taken + rest) == 30
