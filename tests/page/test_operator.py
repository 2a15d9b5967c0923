"""The operator's buttons on a running daemon: who may press them, and what they do."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from config.load import load
from config.settings import LogSettings
from pipeline.store import read
from scheduler.daemon import Daemon
from scheduler.logs import configure
from scheduler.web.session import LASTS, Sessions

from .conftest import SCRIPT

READER, OPERATOR = "reader-" + "r" * 20, "operator-" + "o" * 20
FILES = {
    "bangdan.toml": '[web]\nport = 0\ntoken_env = "T_READ"\noperator_token_env = "T_ACT"\n[log]\nlevel = "error"\n',
    "sources.toml": '["tits"]\nurl = "http://127.0.0.1:9/"\ninterval = "24h"\n',
    "alerts.toml": '[channels.desk]\nkind = "terminal"\n[rules."what rises"]\nchannels = ["desk"]\nnovelty = ["higher"]\n'
    '[groups.theirs]\nmakers = ["腾讯"]\n[rules.theirs]\nchannels = ["desk"]\ngroups = ["theirs"]\n',
}
Work = Callable[[Daemon, httpx.AsyncClient], Awaitable[None]]


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[Daemon, httpx.AsyncClient]]:
    daemon = Daemon(load(folder), configure(LogSettings(level="error")))
    await daemon.open()
    try:
        await daemon.start()
        assert daemon.page is not None
        assert daemon.page.url is not None
        async with httpx.AsyncClient(base_url=daemon.page.url, auth=("any", READER), timeout=20) as client:
            client.headers["Accept"] = "text/html"
            yield daemon, client
    finally:
        await daemon.stop()


@pytest.fixture
def run(page_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Runs a test's work beside a daemon on a copy of the history."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    shutil.copy(page_url.removeprefix("sqlite:///"), tmp_path / "bangdan.db")
    monkeypatch.setenv("T_READ", READER)
    monkeypatch.setenv("T_ACT", OPERATOR)

    def run_it(work: Work) -> None:
        async def go() -> None:
            async with running(tmp_path) as (daemon, client):
                await work(daemon, client)

        asyncio.run(go())

    return run_it


async def sign_in(client: httpx.AsyncClient) -> str:
    """The CSRF token that the pages of the new session carry."""
    answer = await client.post("/operator/login", data={"token": OPERATOR, "back": "/sources"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sources")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', (await client.get("/sources")).text)
    assert found is not None
    return found[1]


def test_buttons_do_what_they_say(run: Callable[[Work], None]):
    async def work(daemon: Daemon, client: httpx.AsyncClient) -> None:
        csrf = await sign_in(client)

        async def press(deed: str, back: str = "/alerts", **fields: str) -> None:
            answer = await client.post(f"/operator/{deed}", data={"csrf": csrf, "back": back, **fields})
            assert answer.status_code == 303, answer.text
            assert f"done={deed}" in answer.headers["location"]
            assert 'class="notice"' in (await client.get(answer.headers["location"])).text

        await press("pause", source="tits", back="/sources")
        assert daemon.settings.sources["tits"].paused
        assert "已暂停" in (await client.get("/sources", headers={"Accept-Language": "zh"})).text
        await press("resume", source="tits")
        assert not daemon.settings.sources["tits"].paused
        await press("silence", app="山雀", hours="24")
        with daemon.store.read() as tx:
            assert read.app(tx, "山雀").silent_until is not None
            given_up = read.alerts(tx, states=("given_up",))[0].deliveries[0]
            claim = read.claims(tx, read.Filters(app="林鸮", metric="rank"))[0]
            notice = read.notices(tx, states=("given_up",))[0]
        await press("retry", delivery=str(given_up.id))
        await press("retry", notice=str(notice.id))
        with daemon.store.read() as tx:
            assert read.notices(tx, states=("given_up",)) == []
        await press("reject", claim=str(claim.id), note="读错了")
        with daemon.store.read() as tx:
            assert read.claim(tx, claim.id).row.rejected
        await press("merge", app="鹪鹩", into="林鸮")
        with daemon.store.read() as tx:
            assert read.app(tx, "鹪鹩").name == "林鸮"
        answer = await client.post("/operator/logout", data={"csrf": csrf})
        assert answer.status_code == 303
        assert 'action="/operator/pause"' not in (await client.get("/sources")).text

    run(work)


def test_nobody_else_may_press_them(run: Callable[[Work], None]):
    async def work(daemon: Daemon, client: httpx.AsyncClient) -> None:
        deed = {"source": "tits", "back": "/"}
        async with httpx.AsyncClient(base_url=client.base_url) as stranger:
            assert (await stranger.get("/")).status_code == 401
            assert (await stranger.post("/operator/pause", data=deed)).status_code == 401
            wrong = {"token": OPERATOR, "back": "/"}
            assert (await stranger.post("/operator/login", data=wrong)).status_code == 401
        assert (await client.get("/sources")).status_code == 200  # the reader may read
        assert (await client.post("/operator/pause", data=deed)).status_code == 403
        for token in (READER, "", OPERATOR + "x"):
            answer = await client.post("/operator/login", data={"token": token})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
        csrf = await sign_in(client)
        for other in ("", "0" * 64, csrf[:-1]):
            assert (await client.post("/operator/pause", data={**deed, "csrf": other})).status_code == 403
        signed = {**deed, "csrf": csrf}
        for headers in (
            {"Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:1"},
        ):
            assert (await client.post("/operator/pause", data=signed, headers=headers)).status_code == 403
        for answer, status in (
            (await client.post("/operator/pause", json=signed), 415),
            (await client.post("/operator/pause", data={**signed, "note": "x" * 30_000}), 413),
            (await client.post("/operator/pause", data={**signed, "source": "nobody"}), 422),
            (await client.post("/operator/silence", data={"csrf": csrf, "app": "山雀", "hours": "-1"}), 422),
            (await client.post("/operator/reject", data={"csrf": csrf, "claim": "999999"}), 404),
            (await client.post("/operator/retry", data={"csrf": csrf, "delivery": "999999"}), 404),
            (await client.post("/operator/erase", data={"csrf": csrf}), 404),
            (await client.get("/operator/pause"), 405),
        ):
            assert answer.status_code == status, answer.text[-400:]
        assert not daemon.settings.sources["tits"].paused
        with daemon.store.read() as tx:
            assert read.app(tx, "山雀").silent_until is None

    run(work)


def test_page_knows_the_daemons_rules_and_grammar(run: Callable[[Work], None]):
    async def work(_daemon: Daemon, client: httpx.AsyncClient) -> None:
        assert "what rises" in (await client.get("/feeds")).text
        feed = await client.get("/rules/what%20rises/feed.atom")
        assert feed.text.count("<entry>") > 3
        assert SCRIPT not in (await client.get("/sources")).text
        page = await client.get("/", headers={"Accept-Language": "en"})
        assert "content-security-policy" in page.headers
        assert "Operator sign-in" in page.text

    run(work)


def test_session_is_signed_and_ends():
    now = [1000.0]
    sessions = Sessions(lambda: now[0])
    cookie = sessions.begin()
    csrf = sessions.csrf(cookie)
    assert csrf is not None
    assert sessions.may_act(cookie, csrf)
    end, nonce, signature = cookie.split(".")
    for forged in (f"{int(end) + 9}.{nonce}.{signature}", cookie[:-1], "", "x", "é" * 80, "." * 300, None):
        assert sessions.csrf(forged) is None
    assert Sessions().csrf(cookie) is None
    assert not sessions.may_act(sessions.begin(), csrf)
    assert not sessions.may_act(cookie, "é")
    now[0] += LASTS
    assert sessions.csrf(cookie) is None


def test_a_rule_on_what_a_maker_makes_has_its_feed(run: Callable[[Work], None]):
    async def work(_daemon: Daemon, client: httpx.AsyncClient) -> None:
        assert "/rules/theirs/feed.atom" in (await client.get("/feeds")).text
        answer = await client.get("/rules/theirs/feed.atom")
        assert (answer.status_code, "<entry>" in answer.text) == (
            200,
            False,
        )  # no app of the history is theirs
        assert "<entry>" in (await client.get("/rules/what%20rises/feed.atom")).text

    run(work)
