"""The OpenAPI document and a page that shows it: both made here, nothing is loaded from elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from history.schemas import with_parts
from pipeline.store import read

_FAULT = {
    "type": "object",
    "title": "Fault",
    "description": "Every error has this shape.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string"},
            },
        }
    },
}


def describe(app: FastAPI) -> None:
    """Give ``app`` its /openapi.json and /docs. What is mounted later is described too; made when first asked for."""

    @cache
    def document() -> dict[str, Any]:
        return _document(app)

    @cache
    def written() -> tuple[bytes, str]:
        body = json.dumps(document(), ensure_ascii=False).encode()
        return body, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'

    def openapi(request: Request) -> Response:
        body, tag = written()
        if tag in request.headers.get("if-none-match", ""):  # also as the weak one of a compressed answer
            return Response(status_code=304, headers={"ETag": tag})
        return Response(body, media_type="application/json", headers={"ETag": tag})

    def docs(request: Request) -> Response:
        """In the page's layout: its style sheet is the one that the daemon's policy lets a browser take."""
        from history.page.view import View, page

        base = str(request.base_url).rstrip("/")
        return page(View.of(request), "docs.html.j2", 200, document=document(), groups=groups(), base=base)

    @cache
    def groups() -> list[tuple[str, list[tuple[str, str, dict[str, Any]]]]]:
        found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
        for one in _operations(document()):
            found.setdefault(one[2]["tags"][0], []).append(one)
        return list(found.items())

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to replace it
    app.add_api_route("/openapi.json", openapi, methods=["GET"], include_in_schema=False)
    app.add_api_route("/docs", docs, methods=["GET"], include_in_schema=False)


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    kinds: set[type] = set()
    for operation in _each(made):
        for answer in operation["responses"].values():
            row = answer.pop("x-row", None)
            if row is not None:
                kinds.add(getattr(read, row))
    parts = made.setdefault("components", {}).setdefault("schemas", {})
    for own in ("HTTPValidationError", "ValidationError"):  # FastAPI's shape of errors; ours is Fault
        parts.pop(own, None)
    parts |= {"Fault": _FAULT, **with_parts(kinds)}
    return made


def _each(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation as (method, path, what it is), in the order of the document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation
