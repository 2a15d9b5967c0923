"""Long answers are sent compressed to those who take it, but never one that holds a secret beside the reader's words.

What is long is compressed in a thread, so that the loop turns meanwhile.

Whoever can make a browser ask for addresses of their choice learns a secret from the lengths of compressed answers
that repeat those addresses (BREACH). The one secret that pages repeat is the token in the forms of a signed-in operator.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHORT = 1_000  # bytes that are not worth it
_LONG = 32_768  # bytes of one piece that would hold up the loop, which crawls too, for a millisecond or more
_LEVEL = 6


class Compressed:
    """ASGI middleware of the readers' application."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressing = GZipMiddleware(
            app, minimum_size=_SHORT, compresslevel=_LEVEL, thread_minimum_size=_LONG
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _holds_secret(scope):
            await self._plain(scope, receive, send)
            return

        async def weaken(message: Message) -> None:
            """The tag names the rows, not these bytes: a strong one would promise the same bytes."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("etag", "")
                if "content-encoding" in headers and tag.startswith('"'):
                    headers["etag"] = f"W/{tag}"
            await send(message)

        await self._compressing(scope, receive, weaken)


def _holds_secret(scope: Scope) -> bool:
    if scope["path"].startswith("/operator"):
        return True
    return scope["app"].state.surroundings.operator(Request(scope)) is not None
