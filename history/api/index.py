"""What there is to ask: for who types the address of the API alone."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from history.api.answer import tagged
from pipeline.store import read

BEGIN = "/api/v1"
_TEXT = {"type": "string"}
_SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "version": _TEXT,
        "docs": _TEXT,
        "openapi": _TEXT,
        "addresses": {"type": "object", "additionalProperties": _TEXT},
    },
    "required": ["version", "docs", "openapi", "addresses"],
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Address and answer of each", "content": {"application/json": {"schema": _SHAPE}}},
    304: {"description": "As the ETag in If-None-Match says"},
}


def mount(router: APIRouter, reader: read.Store) -> None:  # noqa: ARG001 - the shape of every group's mount
    """The address of the API itself."""

    @router.get("", tags=["index"], responses=_ANSWERS, response_class=Response)
    def index(request: Request) -> Response:
        """Every address with what it answers, and where they are described."""
        app = request.app
        told = {
            "version": app.version,
            "docs": "/docs",
            "openapi": "/openapi.json",
            "addresses": {
                path: " ".join(methods["get"]["description"].split())
                for path, methods in app.openapi()["paths"].items()
                if "get" in methods
            },
        }
        return tagged(request, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n", "json")


def lead_on() -> Response:
    """From ``/api`` to the one version that there is."""
    return RedirectResponse(BEGIN, 307)
