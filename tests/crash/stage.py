"""A newsroom, a webhook receiver and a mail server that stay, and a daemon as a process that comes and goes."""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select, text

from config.crashpoints import VARIABLE
from config.lexicon import load_lexicon
from pipeline.extract import extract
from pipeline.extract.lexicon import Lexicon
from pipeline.store import read
from pipeline.store.engine import Store, open_store
from pipeline.store.read.desk_values import Ledger
from pipeline.store.tables import posts
from scheduler.newsroom import Newsroom
from tests.conftest import free_port
from tests.forked import MAIN, Forked
from tests.test_end_to_end import SECRET, Loop, Mailbox, Receiver

SAID = "截至发稿，{app}累计下载量突破{number}万次。"


def apps(number: int) -> list[str]:
    """Names that the grammar reads as one app with one figure, drawn from all that it knows."""
    known = load_lexicon(None)
    lexicon = Lexicon.from_toml(known)
    found: list[str] = []
    names = [
        name for name, row in known.items() if row.get("kind") == "app" and len(name) >= 2 and name.isalpha()
    ]
    for name in random.Random(7).sample(names, len(names)):
        claims = extract(None, SAID.format(app=name, number=300), datetime.now(UTC), lexicon)
        if len(claims) == 1 and claims[0].subject[0] == name and claims[0].subject_kind == "app":
            found.append(name)
        if len(found) == number:
            return found
    raise AssertionError(f"only {len(found)} names")


class MoodyReceiver(Receiver):
    """A webhook receiver that says ``moods`` first: an answer, or seconds in which it says nothing at all."""

    def __init__(self) -> None:
        super().__init__()
        self.moods: list[web.Response | float] = []
        self.port = free_port()
        self.at: list[float] = []  # of every request

    async def take(self, request: web.Request) -> web.Response:
        self.at.append(time.monotonic())
        mood = self.moods.pop(0) if self.moods else None
        if isinstance(mood, float):
            await asyncio.sleep(mood)
            return web.Response(status=500)
        return mood if mood is not None else await super().take(request)

    async def start(self) -> str:
        application = web.Application()
        application.router.add_post("/hook", self.take)
        self.runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()
        return f"http://127.0.0.1:{self.port}/hook"


class MoodyMailbox(Mailbox):
    """What a real SMTP server received; it says ``moods`` first instead of yes."""

    def __init__(self) -> None:
        super().__init__()
        self.moods: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.moods.pop(0) if self.moods else await super().handle_DATA(server, session, envelope)


class Stage:
    """What surrounds the daemon. ``told`` are the apps of which a figure was published."""

    def __init__(self, folder: Path, database: str, *, page: bool = False) -> None:
        self.folder, self.database = folder / "watch", database
        self.page_port = free_port() if page else None
        self.said = folder / "daemon.log"
        self.loop, self.receiver, self.mailbox = Loop(), MoodyReceiver(), MoodyMailbox()
        self.hook = self.loop.run(self.receiver.start())
        self.smtp_port = free_port()
        self.mail = self.mail_server()
        self.mail.start()
        self.room = Newsroom()
        self.loop.run(self.room.__aenter__())
        self.told: list[str] = []
        self.kills = 0
        self.patience = (
            1.0  # waits are so many times as long: as a start took longer than on a machine at rest
        )
        self.daemons: list[Forked] = []
        self.program = MAIN
        self._store: Store | None = None
        self._configure()

    def mail_server(self) -> Controller:
        return Controller(self.mailbox, hostname="127.0.0.1", port=self.smtp_port)

    def close(self) -> None:
        for daemon in self.daemons:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait(10)
        self.mail.stop()
        self.loop.run(self.receiver.stop())
        self.loop.run(self.room.__aexit__(None, None, None))
        self.loop.close()

    def _configure(self) -> None:
        self.folder.mkdir()
        (self.folder / "bangdan.toml").write_text(
            f'[database]\nurl = "{self.database}"\n\n[crawl]\ndelay = 0\nallow_private = true\n\n'
            f"[web]\n{'enabled = false' if self.page_port is None else f'port = {self.page_port}'}\n\n"
            '[log]\nformat = "json"\n'
        )
        (self.folder / "sources.toml").write_text(
            f'[room]\nurl = "{self.room.account_url}"\ninterval = "1s"\njitter = "0s"\n'
        )
        (self.folder / "alerts.toml").write_text(
            f'[channels.hook]\nkind = "webhook"\nurl = "{self.hook}"\nsecret_env = "HOOK_SECRET"\n'
            "allow_private = true\ntimeout = 5\n\n"
            f'[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = {self.smtp_port}\nsecurity = "none"\n'
            'sender = "bangdan@example.org"\nto = ["analyst@example.org"]\ntimeout = 5\n\n'
            '[rules.all]\nchannels = ["hook", "mail"]\n'
        )

    def only_a_capped_hook(self, cap: str) -> None:
        """No mail, and a webhook that gets a summary of what is more than ``cap``."""
        (self.folder / "alerts.toml").write_text(
            f'[channels.hook]\nkind = "webhook"\nurl = "{self.hook}"\nsecret_env = "HOOK_SECRET"\n'
            f'allow_private = true\ntimeout = 5\ncap = "{cap}"\n\n[rules.all]\nchannels = ["hook"]\n'
        )

    def tell(self, app: str) -> None:
        """A post appears that states one new figure."""
        number = (len(self.told) + 2) * 100
        self.loop.run(self.room.write(f"{app}的新数字", SAID.format(app=app, number=number)))
        self.told.append(app)

    def start(self, crash: str | None = None) -> Forked:
        with self.said.open("ab") as log:
            daemon = Forked(
                self.program,
                "run",
                "--config",
                str(self.folder),
                stdout=log,
                stderr=log,
                env={**os.environ, "HOOK_SECRET": SECRET, **({VARIABLE: crash} if crash else {})},
            )
        self.daemons.append(daemon)
        return daemon

    def dies(self, daemon: Forked, within: float) -> bool:
        """Whether the daemon came to the place where it ends; one that did not is killed where it is."""
        try:
            reached = daemon.wait(within * self.patience) == -9
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait(10)
            reached = False
        self.kills += 1
        return reached

    def words(self) -> str:
        return self.said.read_text(errors="replace")[-5000:] if self.said.exists() else ""

    def lines(self, event: str) -> list[dict[str, Any]]:
        """What was logged of one event, by all daemons."""
        said = self.said.read_text(errors="replace").splitlines() if self.said.exists() else []
        found = [json.loads(line) for line in said if line.startswith("{")]
        return [line for line in found if line["event"] == event]

    def reasons(self) -> list[str]:
        """Why ``/readyz`` says that the daemon is not ready; empty where it is."""
        try:
            with urlopen(f"http://127.0.0.1:{self.page_port}/readyz", timeout=20) as answer:
                said = answer.read()
        except HTTPError as error:
            said = error.read()
        except URLError as error:
            return [f"no page: {error.reason}"]
        found: list[str] = json.loads(said)["reasons"]
        return found

    def until(self, true: Callable[[], bool], within: float) -> float:
        """Wait until something is so; how long it took."""
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > within * self.patience:
                missing = set(self.told) - set(self.carried()), set(self.told) - set(self.mailed())
                pytest.fail(f"waited {within} s in vain; missing: {missing}\n{self.words()}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def ready(self) -> None:
        """Let a daemon import what is there, which rings nothing, and end it."""
        daemon = self.start()
        took = self.until(
            lambda: '"event": "check"' in self.words() or '"event":"check"' in self.words(), 150
        )
        self.patience = max(1.0, took / 2.5)
        self.end(daemon)

    def end(self, daemon: Forked) -> None:
        daemon.terminate()
        assert daemon.wait(10 * self.patience) == 0, self.words()

    def rung(self) -> dict[str, set[str]]:
        """The ids under which the webhook receiver heard of each app."""
        found: dict[str, set[str]] = defaultdict(set)
        for ident, body in list(zip(self.receiver.ids, self.receiver.bodies, strict=False)):
            found[body["app"]].add(ident)
        return found

    def carried(self) -> dict[str, set[str]]:
        """The ids of the messages, summaries or not, that brought each app to the webhook receiver."""
        found: dict[str, set[str]] = defaultdict(set)
        for ident, body in list(zip(self.receiver.ids, self.receiver.bodies, strict=False)):
            for one in body.get("alerts", [body]):
                found[one["app"]].add(ident)
        return found

    def mailed(self) -> dict[str, set[str]]:
        """The Message-IDs under which the mailbox heard of each app."""
        found: dict[str, set[str]] = defaultdict(set)
        for mail in list(self.mailbox.mails):
            for app in self.told:
                if f"] {app} " in str(mail["Subject"]):
                    found[app].add(str(mail["Message-ID"]))
        return found

    @contextmanager
    def database_itself(self) -> Iterator[Store]:
        """Looked at many times: each time by a new connection, but with the statements that were made before."""
        if self._store is None:
            self._store = open_store(self.database, create=False)
        try:
            yield self._store
        finally:
            self._store.close()

    def unread(self) -> int:
        """How many posts are as new as the oldest that the history does not hold yet; the list shows the newest 20."""
        with self.database_itself() as store, store.read() as tx:
            stored = set(tx.execute(select(posts.c.title)).scalars())
        missing = [place for place, app in enumerate(self.told) if f"{app}的新数字" not in stored]
        return len(self.told) - missing[0] if missing else 0

    def everybody_heard(self) -> bool:
        return set(self.rung()) >= set(self.told) and set(self.mailed()) >= set(self.told)

    def ledger(self) -> Ledger:
        with self.database_itself() as store, store.read() as tx:
            return read.ledger(tx)

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database says to a statement of SQL that both kinds understand, or that changes something."""
        with self.database_itself() as store, store.write() as tx:
            done = tx.execute(text(statement))
            return [tuple(row) for row in done] if done.returns_rows else []

    def twice_checked(self) -> list[tuple[Any, ...]]:
        """Due times for which two checks were made; there are none."""
        assert self.asked("SELECT count(*) FROM checks WHERE due_at IS NOT NULL") > [(0,)]
        by_time = (
            "SELECT source, due_at, count(*) FROM checks WHERE due_at IS NOT NULL GROUP BY source, due_at"
        )
        return self.asked(f"{by_time} HAVING count(*) > 1")

    def check_books(self) -> None:
        """Every figure came, under one id in each channel, nothing else did, and the ledger adds up."""
        rung, mailed = self.rung(), self.mailed()
        assert set(rung) == set(self.told)
        assert {app: len(ids) for app, ids in rung.items() if len(ids) != 1} == {}
        assert {app: len(ids) for app, ids in mailed.items() if len(ids) != 1} == {}
        assert not self.receiver.refused
        ledger = self.ledger()
        assert ledger.adds_up, ledger
        assert (ledger.alerts, ledger.delivered) == (len(self.told), 2 * len(self.told)), ledger
        assert (ledger.waiting, ledger.given_up) == (0, 0)


@contextmanager
def stage(folder: Path, database: str, *, page: bool = False) -> Iterator[Stage]:
    made = Stage(folder, database, page=page)
    try:
        yield made
    finally:
        made.close()


def bound_files(process: int, size: int) -> None:
    """Let ``process`` make no file larger than ``size``; -1 lifts it again. To a program it is a full disk."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
