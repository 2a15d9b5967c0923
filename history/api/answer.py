"""Answers: JSON, JSON Lines or CSV, by ``format=`` or by ``Accept``; with an ETag; long ones page by page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from history.schemas import columns, ref
from history.values import csv_text, row_json

Form = Literal["json", "jsonl", "csv"]
Page = tuple[Sequence[Any], str | None]  # rows, and the cursor of the next page
_MEDIA = {"json": "application/json", "jsonl": "application/x-ndjson", "csv": "text/csv"}
AT_ONCE = 1000  # rows of one page; what is longer is sent page by page, each of its own reading
MOST = 100_000


def item(request: Request, row: object) -> Response:
    """One row."""
    return tagged(request, _dump(row_json(row)).encode(), "json")


def listed(  # noqa: PLR0913 - what a list is made of
    request: Request,
    kind: type,
    ask: Callable[[int, str | None], Page],
    *,
    limit: int,
    after: str | None,
    form: Form | None,
) -> Response:
    """A list: ``ask(limit, after)`` reads one page of it, in a transaction of its own."""
    form = form or _accepted(request)
    rows, following = ask(min(limit, AT_ONCE), after)
    if limit <= AT_ONCE or following is None:
        body = "".join(_pieces(kind, iter([(rows, following)]), form))
        return tagged(request, body.encode(), form, link=_link(request, following))
    pages = _pages(ask, (rows, following), limit)
    return StreamingResponse(
        (piece.encode() for piece in _pieces(kind, pages, form)),
        media_type=_media(form),
        headers={"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"},
    )


def _pages(ask: Callable[[int, str | None], Page], first: Page, limit: int) -> Iterator[Page]:
    """Page after page up to the limit; nothing is held open while a slow reader takes one in."""
    left = limit
    page = first
    while True:
        left -= len(page[0])
        yield page
        if page[1] is None or left <= 0:
            return
        page = ask(min(left, AT_ONCE), page[1])


def _pieces(kind: type, pages: Iterator[Page], form: Form) -> Iterator[str]:
    if form == "csv":
        names = columns(kind)
        yield csv_text([], names)
        for rows, _ in pages:
            yield csv_text([row_json(row) for row in rows], names, head=False)
    elif form == "jsonl":
        for rows, _ in pages:
            yield "".join(_dump(row_json(row)) + "\n" for row in rows)
    else:
        yield '{"items":['
        following, before = None, ""
        for rows, following in pages:  # noqa: B007 - the last one's is said at the end
            if rows:
                yield before + ",".join(_dump(row_json(row)) for row in rows)
                before = ","
        yield f'],"next":{_dump(following)}}}'


def _dump(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace").decode()


def tagged(request: Request, body: bytes, form: Form, *, link: str | None = None) -> Response:
    """The body with its ETag; 304 to who has it."""
    tag = f'"{hashlib.blake2b(body, digest_size=12, person=form.encode()).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Cookie, Authorization"}
    if link is not None:
        headers["Link"] = link
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    headers["X-Content-Type-Options"] = "nosniff"
    return Response(body, media_type=_media(form), headers=headers)


def _media(form: Form) -> str:
    return _MEDIA[form] + ("; charset=utf-8" if form == "csv" else "")


def _accepted(request: Request) -> Form:
    accept = request.headers.get("accept", "")
    if "text/csv" in accept:
        return "csv"
    return "jsonl" if "ndjson" in accept or "jsonl" in accept else "json"


def _link(request: Request, following: str | None) -> str | None:
    """Where the next page is, as RFC 8288 has it: relative, so that it holds behind any proxy."""
    if following is None:
        return None
    pairs = [(key, value) for key, value in request.query_params.multi_items() if key != "after"]
    return f'<?{urlencode([*pairs, ("after", following)])}>; rel="next"'


_FAULT = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
_FAULTS: dict[int | str, dict[str, Any]] = {
    404: {"description": "Nothing in the history bears this name or number", "content": _FAULT},
    422: {"description": "Asked wrongly", "content": _FAULT},
    503: {"description": "The database cannot be read now, or the question took too long", "content": _FAULT},
}


def of_list(kind: type) -> dict[int | str, dict[str, Any]]:
    """What a list of such rows answers, for OpenAPI."""
    one = {"type": "array", "items": ref(kind)}
    following = {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "cursor of the next page"}
    page = {
        "type": "object",
        "properties": {"items": one, "next": following},
        "required": ["items", "next"],
    }
    text = {"schema": {"type": "string"}}
    content = {"application/json": {"schema": page}, "text/csv": text, "application/x-ndjson": text}
    told = {"description": "Rows, and where the next page begins", "content": content, "x-row": kind.__name__}
    return {200: told, 304: {"description": "As the ETag in If-None-Match says"}, **_FAULTS}


def of_item(kind: type) -> dict[int | str, dict[str, Any]]:
    """What one such row answers, for OpenAPI."""
    told = {
        "description": "The row",
        "content": {"application/json": {"schema": ref(kind)}},
        "x-row": kind.__name__,
    }
    return {200: told, 304: {"description": "As the ETag in If-None-Match says"}, **_FAULTS}
