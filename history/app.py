"""The application that answers readers: JSON API, page, OpenAPI. It reads; what writes is handed in by the scheduler.

    reader = read.open_reader(url)
    app = make_app(reader, HistorySettings(base_url="https://bangdan.example"))

Handlers are plain functions: they run in threads, never on the loop that crawls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from history import api, page
from history.compressing import Compressed
from history.counting import Counted
from history.faults import answer_faults
from history.openapi import describe
from history.page.surroundings import Surroundings
from pipeline.store.read import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySettings:
    """What readers are shown beside the history itself."""

    base_url: str | None = None  # as people reach it, for addresses in feeds; None: as the request says
    language: str = "zh"  # of pages where a request asks for none: zh, en
    page_limit: int = 1000  # most rows of one answer


def make_app(
    reader: Store,
    settings: HistorySettings | None = None,
    *,
    routers: Sequence[APIRouter] = (),
    middleware: Sequence[Middleware] = (),
    surroundings: Surroundings | None = None,
) -> FastAPI:
    """The ASGI application on one database. The caller opens ``reader`` (``read.open_reader``) and closes it.

    ``routers`` are mounted as they are (an operator's buttons), ``middleware`` stands around everything, its first
    outermost (tokens, headers), ``surroundings`` is what only a daemon can tell the page. ``app.state.reader`` and
    ``app.state.settings`` are there for handlers.
    """
    settings = settings or HistorySettings()
    made = FastAPI(
        title="bangdan",
        summary="Every app-ranking and download claim of Chinese media posts, with its proof.",
        version=_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[*middleware, Middleware(Compressed)],
    )
    made.state.reader, made.state.settings = reader, settings
    made.state.surroundings = surroundings or Surroundings()
    made.state.counted = Counted()
    answer_faults(made, error_page=page.error_page)
    made.include_router(api.router(reader, settings), prefix=api.BEGIN)
    made.add_api_route("/api", api.lead_on, methods=["GET", "HEAD"], include_in_schema=False)
    for one in routers:
        made.include_router(one)
    describe(made)
    made.include_router(page.router(reader, settings))
    return made


def _version() -> str:
    from importlib.metadata import version

    return version("bangdan")
