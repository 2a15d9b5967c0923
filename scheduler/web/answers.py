"""Short answers that no page makes: refusals, and health."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from starlette.types import Send

HTML_SAFE = "application/json; charset=utf-8"


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A request that is answered by the guard itself."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})


async def refuse(send: Send, refusal: Refused) -> None:
    """One error shape, that of the JSON API."""
    said = {"status": refusal.status, "code": refusal.code, "message": refusal.message}
    body = json.dumps({"error": said}, ensure_ascii=False)
    await answer(send, refusal.status, body.encode(), HTML_SAFE, refusal.headers.items())


async def answer(
    send: Send, status: int, body: bytes, content_type: str, more: Iterable[tuple[str, str]] = ()
) -> None:
    """A whole answer in two messages; nothing of it is kept by a cache."""
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *((name.lower().encode(), value.encode()) for name, value in more),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
