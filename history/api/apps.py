"""Apps: by name or number, their series, their latest figures, several side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from history.api.answer import Page, item, listed, of_item, of_list
from history.api.asked import AskedFilters, AskedOnePage, AskedPage
from pipeline.store import read

App = Annotated[
    str, Path(min_length=1, max_length=200, description="A name, an alias, or `#` and a number (`%2312`).")
]


def mount(router: APIRouter, reader: read.Store) -> None:  # noqa: C901 - one question after the other
    """Questions about apps."""

    @router.get("/apps", tags=["apps"], responses=of_list(read.AppRow), response_class=Response)
    def apps(
        request: Request,
        page: AskedPage,
        q: Annotated[
            str | None, Query(min_length=1, max_length=200, description="Only with a name that begins so.")
        ] = None,
    ) -> Response:
        """Every app that was ever named, the newest first."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.app_page(tx, q=q, limit=limit, after=after)
            return rows, str(rows[-1].id) if len(rows) == limit else None

        return listed(request, read.AppRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/apps/{app}", tags=["apps"], responses=of_item(read.AppRow), response_class=Response)
    def app_row(request: Request, app: App) -> Response:
        """One app with its names; a merged one leads on."""
        with reader.read() as tx:
            return item(request, read.app(tx, app))

    @router.get(
        "/apps/{app}/series", tags=["apps"], responses=of_list(read.SeriesRow), response_class=Response
    )
    def series(request: Request, app: App, asked: AskedFilters, page: AskedOnePage) -> Response:
        """What is claimed of an app: every series with its latest figure, the freshest first. One page."""

        def ask(limit: int, _after: str | None) -> Page:
            with reader.read() as tx:
                return read.series_of(tx, app, replace(asked, limit=limit)), None

        return listed(request, read.SeriesRow, ask, limit=min(page.limit, 1000), after=None, form=page.form)

    @router.get(
        "/apps/{app}/latest", tags=["apps"], responses=of_list(read.FigureRow), response_class=Response
    )
    def latest(request: Request, app: App, asked: AskedFilters, page: AskedOnePage) -> Response:
        """The newest figure of each series of an app. One page."""

        def ask(limit: int, _after: str | None) -> Page:
            with reader.read() as tx:
                return read.latest(tx, app, replace(asked, limit=limit)), None

        return listed(request, read.FigureRow, ask, limit=min(page.limit, 1000), after=None, form=page.form)

    @router.get("/apps/{app}/curves", tags=["apps"], responses=of_list(read.Curve), response_class=Response)
    def curves(
        request: Request,
        app: App,
        asked: AskedFilters,
        page: AskedOnePage,
        points: Annotated[
            int, Query(ge=1, le=1000, description="Most figures of a series: the newest.")
        ] = 500,
    ) -> Response:
        """The series of an app with their figures, oldest first: what a plot draws. One page."""

        def ask(limit: int, _after: str | None) -> Page:
            with reader.read() as tx:
                return read.curves(tx, app, replace(asked, limit=min(limit, 100)), points=points), None

        return listed(request, read.Curve, ask, limit=min(page.limit, 100), after=None, form=page.form)

    @router.get("/compare", tags=["apps"], responses=of_list(read.Compared), response_class=Response)
    def compare(
        request: Request,
        asked: AskedFilters,
        page: AskedOnePage,
        app: Annotated[list[str], Query(min_length=2, max_length=8, description="Two to eight apps.")],
    ) -> Response:
        """The latest figures of several apps, those of the same kind side by side. One page."""

        def ask(limit: int, _after: str | None) -> Page:
            with reader.read() as tx:
                return read.compare(tx, app, replace(asked, limit=limit)), None

        return listed(request, read.Compared, ask, limit=min(page.limit, 1000), after=None, form=page.form)
