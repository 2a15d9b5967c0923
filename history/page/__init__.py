"""The page for people, and its feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from pipeline.store.read import Store

if TYPE_CHECKING:
    from history.app import HistorySettings


def router(reader: Store, settings: HistorySettings) -> APIRouter:  # noqa: ARG001 - what every page needs
    """Everything at the root of the site."""
    made = APIRouter(include_in_schema=False)

    @made.get("/")
    def home() -> Response:
        return RedirectResponse("/docs")

    return made


def error_page(_request: Request, status: int, _code: str, message: str) -> Response:
    """What a person sees where something cannot be shown."""
    return PlainTextResponse(message + "\n", status_code=status)
