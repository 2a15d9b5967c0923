"""Whose request is answered, and within which bounds: a real server on loopback, asked over its socket."""

from __future__ import annotations

import asyncio
import base64
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from config.settings import LogSettings, WebSettings
from scheduler.logs import configure
from scheduler.web import server as server_module
from scheduler.web.guard import Guard
from scheduler.web.server import AddressTaken, Server
from scheduler.web.tokens import Tokens

READER, OPERATOR = "reader-token-0123456789", "operator-token-0123456789"
NONE = Tokens()


async def _page(request: Request) -> PlainTextResponse:
    await request.body()
    return PlainTextResponse(f"{request.method} {request.client.host if request.client else ''}")


async def _hang(_request: Request) -> PlainTextResponse:
    await asyncio.sleep(60)
    return PlainTextResponse("never")


async def _break(_request: Request) -> PlainTextResponse:
    raise RuntimeError("a fault of ours")


async def _drip(_request: Request) -> StreamingResponse:
    async def pieces() -> Any:
        for _ in range(4):
            yield b"x"
            await asyncio.sleep(0.2)

    return StreamingResponse(pieces())


APP = Starlette(
    routes=[
        Route("/page", _page, methods=["GET", "POST"]),
        Route("/hang", _hang),
        Route("/break", _break),
        Route("/drip", _drip),
        Route("/healthz", _page),
    ]
)


def served(scene: Callable[[str], Awaitable[Any]], tokens: Tokens = NONE, **keys: Any) -> Any:
    """Serve ``APP`` behind a guard with these keys of ``[web]`` for the length of a scene."""
    settings = WebSettings(port=0, **keys)

    async def play() -> Any:
        server = Server(Guard(APP, settings, tokens, configure(LogSettings(level="error"))), settings)
        task = asyncio.create_task(server.run())
        try:
            return await scene(server.url.rstrip("/"))
        finally:
            await server.end()
            await task

    return asyncio.run(play())


def asked(path: str, tokens: Tokens = NONE, *, method: str = "GET", **more: Any) -> httpx.Response:
    """One request; ``more`` in small letters goes to httpx, ``keys`` to ``[web]``."""
    keys = more.pop("keys", {})

    async def scene(url: str) -> httpx.Response:
        async with httpx.AsyncClient(timeout=10) as client:
            return await client.request(method, url + path, **more)

    answer: httpx.Response = served(scene, tokens, **keys)
    return answer


def test_every_answer_carries_a_strict_policy_and_opens_nothing_to_other_sites() -> None:
    for path in ("/page", "/nowhere", "/break"):
        answer = asked(path, headers={"origin": "https://evil.example"})
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert "server" not in answer.headers


def test_a_fault_is_one_error_without_its_innards() -> None:
    answer = asked("/break")
    assert answer.status_code == 500
    assert "a fault of ours" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": f"Bearer {READER}"}, 200),
        ({"authorization": f"Bearer {OPERATOR}"}, 200),
        ({"authorization": f"bearer {READER}x"}, 401),
        ({"authorization": "Bearer"}, 401),
        ({"authorization": "Basic " + base64.b64encode(f"me:{READER}".encode()).decode()}, 200),
        ({"authorization": "Basic " + base64.b64encode(b"me:wrong").decode()}, 401),
        ({"authorization": "Basic \xff\xfe"}, 401),
        ({"authorization": f"Digest {READER}"}, 401),
    ],
)
def test_with_a_token_nobody_reads_without_one(headers: dict[str, str], status: int) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = asked("/page", Tokens(READER, OPERATOR), headers=encoded)
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert answer.json()["error"]["code"] == "token_needed"


def test_a_health_check_needs_no_token_and_no_name() -> None:
    assert asked("/healthz", Tokens(READER), headers={"host": "10.1.2.3"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("127.0.0.1:8080", 200), ("[::1]:80", 200), ("evil.example", 421), ("", 421),
        ("127.0.0.1.evil.example", 421), ("evil.example@localhost", 421), ("[::1", 421), ("[", 421),
    ],
)  # fmt: skip
def test_on_loopback_only_names_of_this_machine_are_served(host: str, status: int) -> None:
    """A page elsewhere may let its own name lead to 127.0.0.1: its script then reads as if it were at home."""
    assert asked("/page", headers={"host": host}).status_code == status


def test_a_name_that_the_configuration_allows_is_served() -> None:
    keys = {"hosts": ["bangdan.example"]}
    assert asked("/page", headers={"host": "bangdan.example"}, keys=keys).status_code == 200
    assert asked("/page", headers={"host": "bangdan.example:8443"}, keys=keys).status_code == 200
    assert asked("/page", headers={"host": "other.example"}, keys=keys).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # a script with its own hands
        ({"sec-fetch-site": "same-origin", "origin": "http://localhost"}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost:1"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
        ({"origin": "http://localhost"}, 200),
    ],
)
def test_a_form_on_another_site_changes_nothing(headers: dict[str, str], status: int) -> None:
    answer = asked("/page", method="POST", headers={"host": "localhost", **headers})
    assert answer.status_code == status


def test_a_body_is_bounded_whether_or_not_it_says_its_length() -> None:
    async def pieces() -> Any:
        for _ in range(5):
            yield b"x" * 1000

    keys = {"max_body": 2000}
    assert asked("/page", method="POST", content=b"x" * 2000, keys=keys).status_code == 200
    assert asked("/page", method="POST", content=b"x" * 2001, keys=keys).status_code == 413
    assert asked("/page", method="POST", content=pieces(), keys=keys).status_code == 413


def test_an_answer_that_does_not_begin_in_time_is_given_up_and_one_that_goes_on_is_not() -> None:
    keys = {"timeout": 0.5}
    assert asked("/hang", keys=keys).status_code == 503
    slow = asked("/drip", keys=keys)  # 0.8 s in all, a piece every 0.2
    assert (slow.status_code, slow.text) == (200, "xxxx")


def test_what_is_too_much_at_once_is_told_to_come_again() -> None:
    async def scene(url: str) -> list[int]:
        async with httpx.AsyncClient(timeout=10) as client:
            first = asyncio.create_task(client.get(f"{url}/drip"))
            await asyncio.sleep(0.2)
            second = await client.get(f"{url}/page")
            alive = await client.get(f"{url}/healthz")
            return [(await first).status_code, second.status_code, alive.status_code]

    assert served(scene, concurrency=1) == [200, 503, 200]


def test_a_request_that_never_arrives_in_whole_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_HEAD_SECONDS", 0.4)

    async def scene(url: str) -> list[bytes]:
        port = int(url.rpartition(":")[2])
        got = []
        for begin in (b"", b"GET /page HTTP/1.1\r\nHost: localhost\r\nX-Slow: "):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begin)
            got.append(await asyncio.wait_for(reader.read(), 5))
            writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /page HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 100_000)
        got.append((await asyncio.wait_for(reader.read(), 5))[:12])
        writer.close()
        return got

    assert served(scene) == [b"", b"", b"HTTP/1.1 400"]


@pytest.mark.parametrize(("proxies", "seen"), [([], "127.0.0.1"), (["127.0.0.1"], "203.0.113.9")])
def test_only_a_named_proxy_is_believed(proxies: list[str], seen: str) -> None:
    answer = asked("/page", headers={"x-forwarded-for": "203.0.113.9"}, keys={"trusted_proxies": proxies})
    assert answer.text == f"GET {seen}"


def test_an_address_in_use_is_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match="the port is in use") as refused:
            Server(APP, WebSettings(port=port))
    assert "\n" not in str(refused.value)
