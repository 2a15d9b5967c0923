"""The main job as its user sees it: the daemon as a process, a newsroom, a mail server, a webhook receiver.

Two posts, a damaged mirror copy and an edit appear; the database, the mailbox and the receiver hold exactly what
should be there, once.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from email.message import EmailMessage
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import func, select
from standardwebhooks import Webhook

from pipeline.store.engine import open_store
from pipeline.store.tables import claims
from scheduler.newsroom import Newsroom
from tests.conftest import free_port
from tests.forked import MAIN, Forked

SECRET = "whsec_" + "QmFuZ2RhbiBsaXN0ZW5zIHRvIGNoYXJ0cyE="
FIRST_COUNT = "星河相册上线首周下载量突破300万次。"
RANK = "夸克从App Store免费总榜第九位升至第二位。"
REPEATED = "星河相册首周的下载量已超300万次。"


class Loop:
    """An asyncio loop in a thread of its own, for servers that a test talks to from outside."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


class Receiver:
    """A webhook receiver that checks every signature, and knows a repeat by its id."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.refused: list[str] = []

    async def take(self, request: web.Request) -> web.Response:
        body = await request.text()
        try:
            Webhook(SECRET).verify(body, dict(request.headers))
        except Exception as problem:  # noqa: BLE001 - whatever the package raises is a refusal
            self.refused.append(repr(problem))
            return web.Response(status=401)
        self.ids.append(request.headers["webhook-id"])
        self.bodies.append(json.loads(body))
        return web.Response(status=204)

    async def start(self) -> str:
        application = web.Application()
        application.router.add_post("/hook", self.take)
        self.runner = web.AppRunner(application)
        await self.runner.setup()
        port = free_port()
        await web.TCPSite(self.runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{port}/hook"

    async def stop(self) -> None:
        await self.runner.cleanup()


class Mailbox:
    """What a real SMTP server received."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(email.message_from_bytes(content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def receiver(loop: Loop) -> Iterator[tuple[Receiver, str]]:
    receiver = Receiver()
    url = loop.run(receiver.start())
    yield receiver, url
    loop.run(receiver.stop())


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield mailbox, port
    controller.stop()


@pytest.fixture
def newsroom(loop: Loop) -> Iterator[Newsroom]:
    async def open_() -> Newsroom:
        return await Newsroom().__aenter__()

    room = loop.run(open_())
    yield room
    loop.run(room.__aexit__(None, None, None))


def configure(folder: Path, room: Newsroom, hook: str, smtp_port: int, database: str) -> None:
    folder.mkdir()
    (folder / "bangdan.toml").write_text(
        f'[database]\nurl = "{database}"\n\n'
        f"[crawl]\ndelay = 0\nallow_private = true\nrevisit = {[f'{age}s' for age in range(1, 120)]}\n\n[web]\nenabled = false\n\n"
        '[log]\nformat = "json"\n'
    )
    rows = [
        f'[room]\nurl = "{room.account_url}"\ninterval = "1s"\njitter = "0s"\n',
        (
            f'[mirror]\nurl = "{room.mirror_url}{room.account_url.removeprefix(room.url)}"\n'
            'interval = "1s"\njitter = "0s"\n'
        ),
    ]
    (folder / "sources.toml").write_text("\n".join(rows))
    (folder / "alerts.toml").write_text(
        f'[channels.hook]\nkind = "webhook"\nurl = "{hook}"\nsecret_env = "HOOK_SECRET"\nallow_private = true\n\n'
        f'[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = {smtp_port}\nsecurity = "none"\n'
        'sender = "bangdan@example.org"\nto = ["analyst@example.org"]\n\n'
        '[rules.all]\nchannels = ["hook", "mail"]\n'
    )


def wait_for(what: Callable[[], bool], within: float, failed: Callable[[], str]) -> None:
    end = time.monotonic() + within
    while not what():
        if time.monotonic() > end:
            pytest.fail(failed())
        time.sleep(0.1)


def ask(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """What ``bangdan`` answers, as JSON Lines, from another process while the daemon runs."""
    done = subprocess.run(
        [sys.executable, "-m", "scheduler.cli", *arguments, "--config", str(folder), "--format", "jsonl"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


_store = cache(
    partial(open_store, create=False)
)  # each look has its own connection, and none its own statements


def kept(database: str) -> int:
    """How many claims are stored; a process for each look would cost more than what is looked at."""
    store = _store(database)
    try:
        with store.read() as tx:
            return int(tx.execute(select(func.count()).select_from(claims)).scalar_one())
    finally:
        store.close()


class Daemon:
    """``bangdan run`` as a process, with what it logged."""

    def __init__(self, folder: Path, *, forked: bool = False) -> None:
        self.log = (folder.parent / "daemon.log").open("a+")
        asked, env = ("run", "--config", str(folder)), {**os.environ, "HOOK_SECRET": SECRET}
        self.process = (
            Forked(MAIN, *asked, stdout=self.log, stderr=self.log, env=env)
            if forked
            else subprocess.Popen(
                [sys.executable, "-m", "scheduler.cli", *asked], stdout=self.log, stderr=self.log, env=env
            )
        )

    def said(self) -> str:
        self.log.flush()
        return Path(self.log.name).read_text(errors="replace")[-6000:]

    def opened(self) -> bool:
        """Whether the database is there and this process checks: it says so, with its number."""
        self.log.flush()
        return f'"pid": {self.process.pid}' in Path(self.log.name).read_text(errors="replace")

    def stop(self) -> float:
        """SIGTERM; the answer is how long it took to leave, in seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, self.said()
        return time.monotonic() - began

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self.log.close()


@pytest.mark.timeout(180)
def test_two_posts_a_damaged_mirror_and_an_edit_ring_exactly_once_each(
    tmp_path: Path,
    loop: Loop,
    newsroom: Newsroom,
    receiver: tuple[Receiver, str],
    mailbox: tuple[Mailbox, int],
    database_url: str,
):
    heard, hook = receiver
    letters, smtp_port = mailbox
    folder = tmp_path / "watch"
    configure(folder, newsroom, hook, smtp_port, database_url)

    # what is there before the first check rings nothing
    loop.run(newsroom.write("旧闻：极光日历的一年", "极光日历累计下载量突破800万次。"))
    daemon = Daemon(folder)
    try:
        wait_for(daemon.opened, 30, daemon.said)
        wait_for(lambda: kept(database_url) == 3, 30, daemon.said)  # with the room's own post and its copy
        assert len(ask(folder, "claims")) == 3

        counted = loop.run(
            newsroom.write("星河相册交出首周成绩单", FIRST_COUNT, "团队说，接下来会做网页版。")
        ).doc_id
        loop.run(newsroom.write("夸克冲上免费榜前列", RANK))
        wait_for(lambda: len(heard.bodies) >= 2 and len(letters.mails) >= 2, 30, daemon.said)

        # the mirror says the same in damaged Traditional script, another post in other words: witnesses, no news
        loop.run(newsroom.mirror(counted))
        loop.run(newsroom.write("一周之后的星河相册", REPEATED))
        wait_for(lambda: kept(database_url) >= 7, 30, daemon.said)

        loop.run(newsroom.edit(counted, replace={"300万": "320万"}))
        wait_for(lambda: len(heard.bodies) >= 3 and len(letters.mails) >= 3, 30, daemon.said)
        time.sleep(2.5)  # two more checks of each source: nothing may ring again

        assert not heard.refused
        rung = [
            (b["claim"]["subject"][0], b["claim"]["value"] or b["claim"]["rank"], b["novelty"])
            for b in heard.bodies
        ]
        assert sorted(rung) == sorted(
            [("星河相册", 3_000_000, "first"), ("夸克", 2, "first"), ("星河相册", 3_200_000, "revised")]
        ), daemon.said()
        assert len(set(heard.ids)) == 3
        assert len(letters.mails) == 3
        assert len({mail["Message-ID"] for mail in letters.mails}) == 3

        first = next(mail for mail in letters.mails if "300" in str(mail["Subject"]))
        html = first.get_body(("html",))
        plain = first.get_body(("plain",))
        assert html is not None
        assert plain is not None
        marked = re.search("<mark[^>]*>([^<]*)</mark>", html.get_content())
        assert marked is not None
        assert "300万次" in marked[1]
        assert counted in plain.get_content()

        figures = ask(folder, "history", "星河相册")
        assert {(row["value"], row["relation"]) for row in figures} >= {(3_000_000, "gt"), (3_200_000, "gt")}
        alerts = ask(folder, "alerts", "list")
        assert len(alerts) == 6  # three figures, two channels
        assert {row["state"] for row in alerts} == {"delivered"}

        daemon.stop()
    finally:
        daemon.kill()


@pytest.mark.timeout(180)
def test_pulling_the_plug_loses_no_alert_and_says_none_twice(
    tmp_path: Path,
    loop: Loop,
    newsroom: Newsroom,
    receiver: tuple[Receiver, str],
    mailbox: tuple[Mailbox, int],
    sqlite_url: str,
):
    heard, hook = receiver
    letters, smtp_port = mailbox
    folder = tmp_path / "watch"
    configure(folder, newsroom, hook, smtp_port, sqlite_url)
    loop.run(newsroom.write("旧闻：极光日历的一年", "极光日历累计下载量突破800万次。"))
    daemon = Daemon(folder, forked=True)
    try:
        wait_for(daemon.opened, 30, daemon.said)
        wait_for(lambda: kept(sqlite_url) == 3, 30, daemon.said)
        apps = ["豆包", "夸克", "快手", "知乎", "飞书", "闲鱼"]
        for number, app in enumerate(apps):
            loop.run(newsroom.write(f"{app}的新数字", f"截至发稿，{app}累计下载量突破{number + 2}00万次。"))
            time.sleep(
                0.4 + 0.25 * number
            )  # a start takes half of that: the kills fall on all of what follows
            daemon.process.kill()  # SIGKILL, wherever it is
            daemon.process.wait(10)
            daemon.log.close()
            daemon = Daemon(folder, forked=True)
        wait_for(lambda: {b["claim"]["subject"][0] for b in heard.bodies} >= set(apps), 60, daemon.said)
        wait_for(lambda: len({mail["Message-ID"] for mail in letters.mails}) >= len(apps), 60, daemon.said)
        by_id = {
            ident: body["claim"]["subject"][0] for ident, body in zip(heard.ids, heard.bodies, strict=True)
        }
        assert sorted(by_id.values()) == sorted(apps)  # a repeat after a kill carries the id of the first
        wait_for(daemon.opened, 30, daemon.said)
        daemon.stop()
    finally:
        daemon.kill()
