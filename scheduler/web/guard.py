"""Stands before everything that is served: whose request is answered, within which bounds, with which headers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.serving import is_loopback
from config.settings import WebSettings
from scheduler.logs import Log
from scheduler.web.answers import Refused
from scheduler.web.exchange import Exchange
from scheduler.web.tokens import Tokens

OPEN = "/healthz"  # says nothing but that somebody is there; a container's health check has no token
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
_AT_HOME = ("localhost", "127.0.0.1", "::1")
_WHOLE = 20  # times ``timeout``: the longest that one answer, an export, may take from begin to end


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
        exchange = Exchange(scope, receive, send, self._settings.max_body)
        try:
            self._admit(scope)
            exchange.check_length()
            await self._answer(scope, exchange.receive, exchange.send)
            exchange.check_read()
        except Refused as refusal:
            await exchange.refuse(refusal)
        except Exception as error:  # the loop that must survive; counted by its line
            why = f"{type(error).__name__}: {error}"
            self._log.exception("request broke", path=scope["path"], why=why)
            if exchange.started:
                raise
            await exchange.refuse(Refused(500, "fault", "something broke; the log says what"))

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
        name = _parts(f"//{host}").hostname or "" if "@" not in host and "/" not in host else ""
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


def _parts(address: str) -> SplitResult:
    """An address taken apart; empty where it cannot be: headers say what they like."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _from_here(headers: Mapping[str, str]) -> None:
    """A form on somebody else's page may not act with the token that a browser remembers."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site in {"same-origin", "none"} or (site is None and origin is None):
        return
    host = headers.get("host", "").lower()
    if site is None and origin is not None and host and _parts(origin).netloc.lower() == host:
        return
    raise Refused(403, "cross_site", "not from another site")
