"""A mail server that shows a wrong certificate, and one that is away for an hour, before a daemon that lives."""

from __future__ import annotations

import functools
import signal
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

import scheduler.daemon
from config.load import load
from config.settings import LogSettings
from pipeline.alerts.worker import OutboxWorker, Pace
from pipeline.store.desk import deliveries
from scheduler.daemon import Daemon
from scheduler.logs import configure
from tests.alerts.servers import certificate
from tests.crash.stage import SAID, Stage, apps, stage
from tests.test_end_to_end import SECRET

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def scene(tmp_path: Path, sqlite_url: str) -> Iterator[Stage]:
    with stage(tmp_path, sqlite_url) as made:
        yield made


def with_tls(scene: Stage, context: ssl.SSLContext, more: str = "") -> None:
    """The mail server asks for STARTTLS from now on, and the configuration says so."""
    scene.mail.stop()
    scene.mail = Controller(
        scene.mailbox,
        hostname="127.0.0.1",
        port=scene.smtp_port,
        tls_context=context,
        require_starttls=True,
    )
    scene.mail.start()
    trusting(scene, more)


def trusting(scene: Stage, more: str) -> None:
    file = scene.folder / "alerts.toml"
    kept = [line for line in file.read_text().splitlines() if not line.startswith("ca_file")]
    told = "\n".join(kept).replace('security = "none"', f'security = "starttls"\n{more}')
    told = told.replace('security = "starttls"\n', f'security = "starttls"\n{more}\n', 1)
    file.write_text(told + "\n")


def test_certificate_that_nobody_trusts_costs_no_alert_and_sends_nothing_until_it_is_mended(
    scene: Stage, tmp_path: Path
) -> None:
    authority, context = certificate(tmp_path)
    with_tls(scene, context)
    scene.ready()
    [app] = apps(1)
    scene.tell(app)
    daemon = scene.start()
    scene.until(lambda: scene.words().count('"failed"') >= 2, 30)  # tried again, refused again
    assert "certificate" in scene.words().lower()
    assert not scene.mailbox.mails
    scene.until(lambda: set(scene.rung()) == {app}, 20)  # the webhook did not wait for it
    trusting(scene, f'ca_file = "{authority}"')
    daemon.send_signal(signal.SIGHUP)
    scene.until(scene.everybody_heard, 60)
    scene.until(lambda: scene.ledger().waiting == 0, 20)
    scene.check_books()
    scene.end(daemon)


class Clock:
    """True time, and as far ahead as somebody moved it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def test_mail_server_that_is_away_for_an_hour_gets_everything_when_it_is_back(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outbox of a whole daemon by a clock that is moved: waits grow, nothing is given up, each mail comes once."""
    clock = Clock()
    by_the_clock = functools.partial(OutboxWorker, clock=clock, pace=Pace(poll=0.05))
    monkeypatch.setattr(scheduler.daemon, "OutboxWorker", by_the_clock)
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    scene.mail.stop()
    names = apps(3)

    def tried(times: int) -> bool:
        """Whether each of the three was refused so often, and waits for its next time."""
        with daemon.store.read() as tx:
            mine = select(deliveries.c.attempts, deliveries.c.state).where(deliveries.c.channel == "mail")
            rows = tx.execute(mine).all()
        return len(rows) == 3 and all(row.attempts >= times and row.state == "pending" for row in rows)

    async def live() -> None:
        await daemon.open()
        await daemon.start(scheduled=False)
        daemon.parts.keep("outbox", daemon.worker.run)
        await daemon.check_all()  # the first import rings nothing
        for number, name in enumerate(names):
            await scene.room.write(f"{name}的新数字", SAID.format(app=name, number=(number + 2) * 100))
        await daemon.check_all()

    daemon = Daemon(load(scene.folder), configure(LogSettings(level="error")))
    scene.loop.run(live())
    try:
        scene.told = names
        begun = clock()
        scene.until(lambda: tried(1), 60)
        for attempt in range(1, 13):
            clock.ahead += timedelta(seconds=1.5 * 2.0 ** (attempt - 1))  # the wait, spread by a half at most
            scene.until(lambda times=attempt + 1: tried(times), 60)
        assert clock() - begun > timedelta(hours=1)
        assert not scene.mailbox.mails
        scene.mail = scene.mail_server()
        scene.mail.start()
        clock.ahead += timedelta(hours=1, minutes=30)  # the longest wait, spread
        scene.until(lambda: set(scene.mailed()) == set(names), 30)
        scene.until(lambda: scene.ledger().waiting == 0, 20)
        assert len(scene.mailbox.mails) == 3
        assert (scene.ledger().given_up, scene.ledger().adds_up) == (0, True)
    finally:
        scene.loop.run(daemon.stop())
