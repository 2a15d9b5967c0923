"""Stands before everything that is served: whose request is answered, within which bounds, with which headers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.serving import is_loopback
from config.settings import WebSettings
from scheduler.logs import Log
from scheduler.web.answers import Refused, refuse
from scheduler.web.tokens import Tokens

OPEN = "/healthz"  # says nothing but that somebody is there; a container's health check has no token
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
_AT_HOME = ("localhost", "127.0.0.1", "::1")
_READ_ON = 1.0  # seconds
_WHOLE = 20  # times ``timeout``: the longest that one answer, an export, may take from begin to end
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """An ASGI application around another."""

    def __init__(self, app: ASGIApp, settings: WebSettings, tokens: Tokens, log: Log) -> None:
        self._app, self._settings, self._tokens, self._log = app, settings, tokens, log
        self._hosts = {name.lower() for name in settings.hosts}
        self._only_home = is_loopback(settings.host)
        self._room = settings.concurrency

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        # nothing here speaks WebSocket: such a handshake is left unanswered, which closes it

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        body = _Body(scope, receive, self._settings.max_body)

        async def send_on(message: Message) -> None:
            if (
                not body.too_large or started
            ):  # else the page says what it makes of a fault that is not its own
                await with_headers(message)

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": _completed(message.get("headers", ()))}
            await send(message)

        try:
            self._admit(scope)
            body.check_length()
            await self._answer(scope, body.receive, send_on)
            if body.too_large:
                raise body.refusal()  # the page took it for a fault of its own
        except Refused as refusal:
            if started:
                raise  # too late to say it: the connection is closed
            if refusal.status == 413:
                await _discard(receive, 4 * self._settings.max_body)
            await refuse(with_headers, refusal)
        except Exception as error:  # the loop that must survive; counted by its line
            why = f"{type(error).__name__}: {error}"
            self._log.exception("request broke", path=scope["path"], why=why)
            if started:
                raise
            await refuse(with_headers, Refused(500, "fault", "something broke; the log says what"))

    def _admit(self, scope: Scope) -> None:
        """Refuse whom this is not for."""
        if scope["path"] == OPEN:
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self._right_host(headers.get("host", ""))
        if not self._tokens.may_read(headers.get("authorization")):
            ask = {"www-authenticate": 'Basic realm="bangdan", charset="UTF-8"'}
            raise Refused(401, "token_needed", "a token is needed: Authorization: Bearer TOKEN", ask)
        if scope["method"] not in _SAFE:
            _from_here(headers)

    def _right_host(self, host: str) -> None:
        """A page elsewhere may point its own name at this machine; its name is then not one of ours."""
        if not self._hosts and not self._only_home:
            return  # reached from elsewhere by names that we do not know; the token guards
        name = urlsplit(f"//{host}").hostname or "" if "@" not in host and "/" not in host else ""
        if host.lower() in self._hosts or name in self._hosts or (self._only_home and name in _AT_HOME):
            return
        raise Refused(
            421, "wrong_host", 'not served under this name; "hosts" in [web] of bangdan.toml allows it'
        )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == OPEN:
            await self._app(scope, receive, send)
            return
        if self._room <= 0:
            raise Refused(503, "busy", "too many requests at once", {"retry-after": "1"})
        self._room -= 1
        try:
            await self._in_time(scope, receive, send)
        finally:
            self._room += 1

    async def _in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit, clock = self._settings.timeout, asyncio.get_running_loop().time
        last = clock() + limit * _WHOLE
        try:
            async with asyncio.timeout(limit) as bound:

                async def send_on(message: Message) -> None:
                    bound.reschedule(min(clock() + limit, last))
                    await send(message)
                    bound.reschedule(min(clock() + limit, last))

                await self._app(scope, receive, send_on)
        except TimeoutError:
            self._log.warning("request abandoned", path=scope["path"], seconds=limit)
            raise Refused(503, "too_slow", f"not answered within {limit:g} s") from None


def _from_here(headers: Mapping[str, str]) -> None:
    """A form on somebody else's page may not act with the token that a browser remembers."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site in {"same-origin", "none"} or (site is None and origin is None):
        return
    if site is None and origin is not None and urlsplit(origin).netloc.lower() == headers["host"].lower():
        return
    raise Refused(403, "cross_site", "not from another site")


async def _discard(receive: Receive, most: int) -> None:
    """Read on for a moment: an answer is lost where the connection is closed over bytes that nobody read."""
    try:
        async with asyncio.timeout(_READ_ON):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return


class _Body:
    """What a client sends, and no more of it than ``most`` bytes."""

    def __init__(self, scope: Scope, receive: Receive, most: int) -> None:
        self.too_large = False
        self._scope, self._receive, self._most, self._read = scope, receive, most, 0

    def check_length(self) -> None:
        """Refuse what says that it is too large."""
        for name, value in self._scope["headers"]:
            if (
                name == b"content-length" and int(value) > self._most
            ):  # the server takes nothing but digits here
                raise self.refusal()

    async def receive(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._most:
            self.too_large = True
            raise self.refusal()
        return message

    def refusal(self) -> Refused:
        return Refused(413, "too_large", f"a request has at most {self._most} bytes")


def _completed(headers: object) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours where the page has none of its own."""
    given: list[tuple[bytes, bytes]] = list(headers)  # type: ignore[call-overload]
    names = {name.lower() for name, _ in given}
    given += [
        (name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in names
    ]
    return given
