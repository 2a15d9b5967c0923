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


def error_page(request: Request, status: int, error: Exception, message: str) -> Response:
    """What a person sees where something cannot be shown: what is wrong in the reader's language, else as programs are
    told it.
    """
    from dataclasses import replace
    from http import HTTPStatus

    from history.page.view import View, page
    from history.page.wrong import told

    try:
        view = View.of(request)
    except BangdanError:  # the address itself is what cannot be read
        view = View.plain(request)
    said = told(view.language, error)
    if said is None and message != HTTPStatus(status).phrase:  # that one the page's heading says
        return page(replace(view, as_of=None), "error.html.j2", status, message=message, foreign=True)
    return page(replace(view, as_of=None), "error.html.j2", status, message=said or "", foreign=False)
