"""The page for people, and its feeds: server-rendered, readable without a script, nothing loaded from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import BangdanError
from pipeline.store.read import Store

if TYPE_CHECKING:
    from history.app import HistorySettings


def router(reader: Store, settings: HistorySettings) -> APIRouter:  # noqa: ARG001 - handlers find both in app.state
    """Everything at the root of the site."""
    from history.page.routes import apps, claims, desk, feeds, files, posts, search, today

    made = APIRouter(include_in_schema=False)
    for one in (today, apps, search, claims, posts, desk, feeds, files):
        made.include_router(one.router)
    return made


def error_page(request: Request, status: int, _code: str, message: str) -> Response:
    """What a person sees where something cannot be shown."""
    from dataclasses import replace
    from http import HTTPStatus

    from history.page.view import View, page

    try:
        view = View.of(request)
    except BangdanError:  # the address itself is what cannot be read
        view = View.plain(request)
    said = "" if message == HTTPStatus(status).phrase else message  # the page has it in words of its own
    return page(replace(view, as_of=None), "error.html.j2", status, message=said)
