"""The outbox: real database, real receivers, real troubles."""

from __future__ import annotations

import asyncio
import io
import os
import random
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from config.settings import ChannelSettings
from pipeline.alerts import waits
from pipeline.alerts.channels import make
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.worker import OutboxWorker, Pace
from pipeline.errors import DeliveryFailed
from pipeline.model import Alert
from pipeline.store.clock import set_back
from pipeline.store.engine import Store, open_store
from pipeline.store.outbox import STUBBORN

from .queue import BRISK, Clock, queue, states, until, working
from .servers import SECRET, MailServer, Receiver, looped


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def any_store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def hook(receiver: Receiver, name: str = "hook", **keys: Any) -> Channel:
    told = ChannelSettings(kind="webhook", url=receiver.url, secret_env="HOOK", allow_private=True, **keys)
    return make(name, told, environ={"HOOK": SECRET})


def mail(server: MailServer, **keys: Any) -> Channel:
    told = ChannelSettings(
        kind="email",
        host="localhost",
        port=server.port,
        security="none",
        sender="bangdan@desk.example",
        to=("analyst@desk.example",),
        **keys,
    )
    return make("mail", told, environ={})


class Recorder:
    """A channel of a test: remembers what it got, and does as it is told."""

    def __init__(self, name: str = "hook", *, seconds: float = 0, deadline: float = 5) -> None:
        self.name, self.deadline, self.seconds = name, deadline, seconds
        self.got: list[Alert] = []
        self.troubles: list[Exception] = []
        self.under_way = self.most = 0
        self.refuses: int | None = None

    async def send(self, alert: Alert, attempt: int) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.under_way -= 1
        if self.troubles:
            raise self.troubles.pop(0)
        if alert.claim.value == self.refuses:
            raise DeliveryFailed("this one never")
        self.got.append(alert)

    async def close(self) -> None:
        """Nothing is kept open."""


def test_queued_alert_is_delivered_once_and_recorded(any_store):
    @looped
    async def told() -> None:
        async with Receiver() as receiver:
            alert = queue(any_store, "青梨相机", "hook")
            async with working(any_store, {"hook": hook(receiver)}) as worker:
                await until(lambda: worker.counts["delivered"])
            assert receiver.ids == [alert]
            assert states(any_store) == {"delivered": 1}
            async with working(any_store, {"hook": hook(receiver)}):
                await asyncio.sleep(0.3)
            assert receiver.calls == 1

    told()


@looped
async def test_receiver_that_is_unavailable_twice_gets_it_the_third_time(store):
    """503, 503, 200: one alert with one id, taken once."""
    async with Receiver(answers=[web.Response(status=503), web.Response(status=503)]) as receiver:
        alert = queue(store, "青梨相机", "hook")
        async with working(store, {"hook": hook(receiver)}, Clock(speed=20)) as worker:
            await until(lambda: worker.counts["delivered"])
    assert receiver.ids == [alert] * 3
    assert len(receiver.got) == 1
    assert worker.counts == {"failed": 2, "delivered": 1}


@looped
async def test_receiver_that_asks_for_rest_gets_it_for_all_alerts(store):
    async with Receiver(answers=[web.Response(status=429, headers={"Retry-After": "30"})]) as receiver:
        clock = Clock()
        queue(store, "青梨相机", "hook", number=1)
        async with working(store, {"hook": hook(receiver)}, clock) as worker:
            await until(lambda: worker.counts["failed"])
            queue(store, "另一应用", "hook", number=2)
            worker.wake()
            await asyncio.sleep(0.4)
            assert receiver.calls == 1
            clock.ahead = timedelta(seconds=31)
            await until(lambda: worker.counts["delivered"] == 2)


@looped
async def test_receiver_that_hangs_holds_up_no_other_channel(store):
    async with Receiver(hang=30) as stuck, Receiver() as quick, MailServer() as server:
        for number, app in enumerate(["甲应用", "乙应用", "丙应用", "丁应用", "戊应用", "己应用"]):
            queue(store, app, "stuck", "quick", "mail", "screen", number=number)
        screen = io.StringIO()
        channels = {
            "stuck": hook(stuck, "stuck", timeout=20),
            "quick": hook(quick, "quick"),
            "mail": mail(server),
            "screen": make("screen", ChannelSettings(kind="terminal"), stream=screen),
        }
        async with working(store, channels):
            took = await until(lambda: len(quick.got) == 6 and len(server.box) == 6)
            assert screen.getvalue().count("https://news.example.com") == 6
        assert took < 15
        assert states(store) == {"delivered": 18, "pending": 6}


@looped
async def test_slow_receiver_is_asked_by_few_at_once(store):
    channel = Recorder(seconds=0.1)
    for number in range(12):
        queue(store, f"第{number}号应用", "hook", number=number)
    async with working(store, {"hook": channel}):
        await until(lambda: len(channel.got) == 12)
    assert 2 <= channel.most <= BRISK.parallel


@looped
async def test_closed_port_is_tried_until_it_opens(store):
    async with Receiver() as gone:
        port = gone.port
    queue(store, "青梨相机", "hook")
    async with working(store, {"hook": hook(gone)}, Clock(speed=20)) as worker:
        await until(lambda: worker.counts["failed"] >= 2)
        async with Receiver(port=port) as back:
            await until(lambda: worker.counts["delivered"])
            assert len(back.got) == 1


@looped
async def test_mail_server_that_says_later_gets_it_later(store):
    async with MailServer(answers=["451 greylisted", "421 busy"]) as server:
        queue(store, "青梨相机", "mail")
        async with working(store, {"mail": mail(server)}, Clock(speed=20)) as worker:
            await until(lambda: worker.counts["delivered"])
    assert len(server.box) == 1
    assert worker.counts["failed"] == 2


@looped
async def test_mail_server_that_is_down_for_an_hour_gets_it_then(store):
    async with MailServer() as server:
        port = server.port
    queue(store, "青梨相机", "mail")
    clock = Clock()
    async with working(store, {"mail": mail(server)}, clock) as worker:
        for minutes in (1, 10, 30, 60):
            failures = worker.counts["failed"]
            clock.ahead = timedelta(minutes=minutes)
            await until(lambda failures=failures: worker.counts["failed"] > failures)
        clock.ahead = timedelta(hours=3)
        async with MailServer(port=port) as back:
            await until(lambda: worker.counts["delivered"])
            assert len(back.box) == 1


def test_two_workers_on_one_database_send_each_alert_once(any_store):
    @looped
    async def told() -> None:
        channel = Recorder(seconds=0.01)
        ids = [queue(any_store, f"第{number}号应用", "hook", number=number) for number in range(30)]
        async with working(any_store, {"hook": channel}) as one, working(any_store, {"hook": channel}) as two:
            await until(lambda: len(channel.got) >= 30, within=20)
            await asyncio.sleep(0.3)
        assert sorted(alert.id for alert in channel.got) == sorted(ids)
        assert one.counts["delivered"] + two.counts["delivered"] == 30
        assert states(any_store) == {"delivered": 30}

    told()


def test_news_of_one_app_arrives_in_order_though_the_first_fails(any_store):
    @looped
    async def told() -> None:
        channel = Recorder()
        channel.troubles = [DeliveryFailed("later"), DeliveryFailed("later")]
        for number in range(1, 6):
            queue(any_store, "青梨相机", "hook", value=number * 1_000_000, number=number)
        clock = Clock(speed=20)
        async with working(any_store, {"hook": channel}, clock), working(any_store, {"hook": channel}, clock):
            await until(lambda: len(channel.got) == 5, within=20)
        assert [alert.claim.value for alert in channel.got] == [n * 1_000_000 for n in range(1, 6)]
        assert channel.most == 1

    told()


@looped
async def test_alert_that_is_never_taken_does_not_silence_its_app(store):
    """After eight refusals the news behind it goes out; it is itself tried on."""
    queue(store, "青梨相机", "hook", value=1_000_000, number=1)
    queue(store, "青梨相机", "hook", value=2_000_000, number=2)
    channel = Recorder()
    channel.refuses = 1_000_000
    async with working(store, {"hook": channel}, Clock(speed=300)) as worker:
        await until(lambda: channel.got)
        assert worker.counts["failed"] >= STUBBORN
        channel.refuses = None
        await until(lambda: len(channel.got) == 2)
    assert [alert.claim.value for alert in channel.got] == [2_000_000, 1_000_000]


def test_slow_send_is_not_taken_for_a_dead_process(any_store):
    """A send that takes longer than the lease is not sent by the other worker too."""

    @looped
    async def told() -> None:
        channel = Recorder(seconds=2.5)
        queue(any_store, "青梨相机", "hook")
        pace = Pace(lease=timedelta(seconds=0.9), poll=0.1)
        async with (
            working(any_store, {"hook": channel}, pace=pace),
            working(any_store, {"hook": channel}, pace=pace),
        ):
            await until(lambda: channel.got)
            await asyncio.sleep(0.5)
        assert len(channel.got) == 1

    told()


KILLED = """
import asyncio, os, signal, sys
from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.alerts.worker import OutboxWorker
from pipeline.store.engine import open_store

class Dies:
    name, deadline = "hook", 5.0
    def __init__(self, real): self.real = real
    async def send(self, alert, attempt):
        if sys.argv[3] == "before": os.kill(os.getpid(), signal.SIGKILL)
        await self.real.send(alert, attempt)
        os.kill(os.getpid(), signal.SIGKILL)
    async def close(self): pass

told = ChannelSettings(kind="webhook", url=sys.argv[2], secret_env="HOOK", allow_private=True)
asyncio.run(OutboxWorker(open_store(sys.argv[1]), {"hook": Dies(make("hook", told))}).run())
"""


@pytest.mark.parametrize(("moment", "requests"), [("before", 1), ("after", 2)])
def test_process_that_is_killed_while_sending_loses_nothing(store, sqlite_url, moment, requests):
    """SIGKILL before the request, or between a receiver's yes and the record: the same id comes (again)."""

    @looped
    async def told() -> None:
        async with Receiver() as receiver:
            alert = queue(store, "青梨相机", "hook")
            killed = await asyncio.create_subprocess_exec(
                sys.executable, "-c", KILLED, sqlite_url, receiver.url, moment,
                env=os.environ | {"HOOK": SECRET, "PYTHONPATH": os.pathsep.join(sys.path)},
            )  # fmt: skip
            assert await asyncio.wait_for(killed.wait(), 20) == -signal.SIGKILL
            clock = Clock(ahead=timedelta(seconds=21))  # the dead one's lease has run out
            async with working(store, {"hook": hook(receiver)}, clock) as worker:
                await until(lambda: worker.counts["delivered"])
        assert receiver.ids == [alert] * requests

    told()


@looped
async def test_new_alert_goes_out_at_once(store):
    """The poll is for other processes; the own intake wakes the worker."""
    channel = Recorder()
    async with working(store, {"hook": channel}, pace=Pace(poll=30)) as worker:
        await asyncio.sleep(0.2)
        queue(store, "青梨相机", "hook")
        threading.Thread(target=worker.wake).start()
        assert await until(lambda: channel.got) < 0.5


@looped
async def test_stop_lets_a_short_send_end(store):
    channel = Recorder(seconds=0.4)
    queue(store, "青梨相机", "hook")
    async with working(store, {"hook": channel}):
        await until(lambda: channel.under_way)
    assert len(channel.got) == 1
    assert states(store) == {"delivered": 1}


@pytest.mark.parametrize("way", ["stop", "cancel"])
def test_end_puts_a_long_send_back_within_seconds(store, way):
    @looped
    async def told() -> None:
        queue(store, "青梨相机", "hook")
        worker = OutboxWorker(store, {"hook": (channel := Recorder(seconds=60, deadline=90))}, pace=BRISK)
        running = asyncio.create_task(worker.run())
        await until(lambda: channel.under_way)
        begun = time.monotonic()
        if way == "stop":
            await worker.stop(within=0.5)
        else:
            running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert time.monotonic() - begun < 30
        assert states(store) == {"pending": 1}
        async with working(store, {"hook": (other := Recorder())}):
            await until(lambda: other.got)

    told()


@looped
async def test_refused_alert_is_given_up_visibly_and_holds_up_no_later_one(store):
    async with Receiver(answers=[web.Response(status=410)]) as receiver:
        queue(store, "青梨相机", "hook", number=1)
        queue(store, "青梨相机", "hook", value=2_000_000, number=2)
        async with working(store, {"hook": hook(receiver)}) as worker:
            await until(lambda: worker.counts["delivered"])
    assert states(store) == {"given_up": 1, "delivered": 1}


@looped
async def test_dead_receiver_is_given_up_after_more_than_a_day(store):
    """The clock is moved from one attempt to the next; the alert is kept for a day at least, then given up."""
    queue(store, "青梨相机", "hook")
    channel, clock = Recorder(), Clock()
    channel.troubles = [DeliveryFailed("no")] * 100
    begun = clock()
    async with working(store, {"hook": channel}, clock, Pace(poll=0.005)) as worker:
        while not worker.counts["given_up"]:
            tries = sum(worker.counts.values())
            step = waits.wait(max(tries, 1), 1.0)
            clock.ahead += timedelta(seconds=step)
            await until(lambda tries=tries: sum(worker.counts.values()) > tries)
    assert clock() - begun > timedelta(days=1)
    assert worker.counts["failed"] == waits.ATTEMPTS - 1
    assert states(store) == {"given_up": 1}


def test_waits_last_a_day_even_at_their_shortest():
    assert (
        sum(waits.wait(attempt, 0.0) for attempt in range(1, waits.ATTEMPTS))
        > timedelta(days=1).total_seconds()
    )


def test_waits_are_spread():
    spread = random.Random(1)
    assert len({waits.wait(5, spread.random()) for _ in range(20)}) == 20


def test_attempts_lost_to_kills_do_not_end_the_day():
    assert not waits.is_over(500, timedelta(hours=2))
    assert not waits.is_over(3, timedelta(days=9))


@looped
async def test_fault_of_ours_in_one_send_costs_no_other_and_is_tried_again(store):
    channel = Recorder()
    channel.troubles = [RuntimeError("a fault in our own code")]
    queue(store, "甲应用", "hook", number=1)
    queue(store, "乙应用", "hook", number=2)
    async with working(store, {"hook": channel}, Clock(speed=20)) as worker:
        await until(lambda: len(channel.got) == 2)
    assert worker.counts["failed"] == 1


@looped
async def test_channel_that_ignores_its_own_deadline_is_cut_off(store):
    channel = Recorder(seconds=60, deadline=-1.8)  # with the grace of 2 s: 0.2 s
    queue(store, "青梨相机", "hook")
    async with working(store, {"hook": channel}) as worker:
        await until(lambda: worker.counts["failed"])


@looped
async def test_rows_of_a_channel_that_is_gone_are_given_up(store):
    queue(store, "青梨相机", "old-hook", "hook")
    async with working(store, {"hook": (channel := Recorder())}):
        await until(lambda: channel.got)
    assert states(store) == {"given_up": 1, "delivered": 1}


@looped
async def test_locked_database_delays_the_record_and_doubles_nothing(store, sqlite_url):
    """Another process holds the database while the receiver says yes: the yes is not forgotten."""
    channel = Recorder(seconds=0.3)
    queue(store, "青梨相机", "hook")
    async with working(store, {"hook": channel}) as worker:
        await until(lambda: channel.under_way)
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await until(lambda: channel.got)
            begun = time.monotonic()
            await asyncio.sleep(1)
            assert time.monotonic() - begun < 3  # the loop is not held up
            assert worker.counts["delivered"] == 0
            other.execute("ROLLBACK")
        await until(lambda: worker.counts["delivered"])
        await asyncio.sleep(0.3)
    assert len(channel.got) == 1
    assert states(store) == {"delivered": 1}


@looped
async def test_drain_sends_all_that_is_due_and_returns(store):
    channel = Recorder()
    for number in range(10):
        queue(store, f"第{number % 3}号应用", "hook", value=1_000_000 + number, number=number)
    worker = OutboxWorker(store, {"hook": channel})
    assert await worker.drain_once() == 10
    assert await worker.drain_once() == 0
    channel.troubles = [DeliveryFailed("later")]
    queue(store, "青梨相机", "hook", number=99)
    assert await worker.drain_once() == 0  # what failed waits: a drain ends
    await worker.stop()


@looped
async def test_a_wait_that_was_written_while_the_clock_ran_ahead_ends_with_it(any_store):
    alert = queue(any_store, "青梨相机", "hook")
    channel, clock = Recorder(), Clock(ahead=timedelta(days=10))
    channel.troubles.append(DeliveryFailed("come back", retry_after=600))
    async with working(any_store, {"hook": channel}, clock) as worker:
        await until(lambda: worker.counts["failed"])
        clock.ahead = timedelta()
        with any_store.write() as tx:
            set_back(tx, clock())  # as the schedule does when it sees it
        worker.wake()
        await until(lambda: worker.counts["delivered"])
    assert [one.id for one in channel.got] == [alert]
