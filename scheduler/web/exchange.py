"""One request and its answer: what is read of it and what is added to it, whoever answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from starlette.types import Message, Receive, Scope, Send

from scheduler.web.answers import Refused, refuse

_READ_ON = 1.0  # seconds
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


class Exchange:
    """``receive`` and ``send`` of the application behind: at most ``most`` bytes in, our headers out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        self.started = False
        self._scope, self._receive, self._send, self._most = scope, receive, send, most
        self._read = 0

    def check_length(self) -> None:
        """Refuse what says that it is too large."""
        for name, value in self._scope["headers"]:
            if (
                name == b"content-length" and int(value) > self._most
            ):  # the server takes nothing but digits here
                raise self._too_large()

    def check_read(self) -> None:
        """Refuse what turned out to be too large, whatever the application made of it."""
        if self._read > self._most:
            raise self._too_large()

    async def receive(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        self.check_read()
        return message

    async def send(self, message: Message) -> None:
        if self._read > self._most and not self.started:
            return  # the application says what it makes of a fault that is not its own
        await self._send_on(message)

    async def refuse(self, refusal: Refused) -> None:
        """Answer in the application's place; where it has begun to, the connection is closed."""
        if self.started:
            raise refusal
        if refusal.status == 413:
            await self._discard()
        await refuse(self._send_on, refusal)

    async def _send_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": _completed(message.get("headers", ()))}
        await self._send(message)

    async def _discard(self) -> None:
        """Read on for a moment: an answer is lost where the connection is closed over bytes that nobody read."""
        left = 4 * self._most
        try:
            async with asyncio.timeout(_READ_ON):
                while left > 0:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body"):
                        return
        except TimeoutError:
            return

    def _too_large(self) -> Refused:
        return Refused(413, "too_large", f"a request has at most {self._most} bytes")


def _completed(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours where the page has none of its own."""
    given = list(headers)
    names = {name.lower() for name, _ in given}
    return given + [
        (name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in names
    ]
