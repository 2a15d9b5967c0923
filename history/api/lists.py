"""Claims, figures, series, conflicts, today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from history.api.answer import Page, item, listed, of_item, of_list
from history.api.asked import AskedFilters, AskedPage, Limit, Name
from pipeline.store import read

Number = Annotated[int, Path(ge=1, le=2**53)]


def mount(router: APIRouter, reader: read.Store) -> None:  # noqa: C901 - one question after the other
    """The lists of the history, each with the filters of the command line."""

    @router.get("/claims", tags=["claims"], responses=of_list(read.ClaimRow), response_class=Response)
    def claims(  # noqa: PLR0913, PLR0917 - the filters of the command line
        request: Request,
        asked: AskedFilters,
        page: AskedPage,
        app: Name | None = None,
        superseded: Annotated[
            bool, Query(description="Also claims of versions that an edit replaced.")
        ] = False,
        rejected: Annotated[bool, Query(description="Also claims that somebody rejected.")] = False,
    ) -> Response:
        """What each post says, newest first, repeats included; with `as_of` in the order of reading."""
        wide = replace(asked, app=app, superseded=superseded, rejected=rejected)

        def ask(limit: int, after: str | None) -> Page:
            one = replace(wide, limit=limit, after=after)
            with reader.read() as tx:
                rows = read.claims(tx, one)
            return rows, read.cursor(rows, one)

        return listed(request, read.ClaimRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/claims/{claim_id}", tags=["claims"], responses=of_item(read.Proof), response_class=Response)
    def claim(request: Request, claim_id: Number) -> Response:
        """One claim with its proof: the sentence in its place, page, rule, witnesses, what was known before."""
        with reader.read() as tx:
            return item(request, read.claim(tx, claim_id))

    @router.get("/figures", tags=["figures"], responses=of_list(read.FigureRow), response_class=Response)
    def figures(request: Request, asked: AskedFilters, page: AskedPage, app: Name | None = None) -> Response:
        """Each figure once, however many posts repeat it, newest covered date first, with the claim that brought it."""
        wide = replace(asked, app=app)

        def ask(limit: int, after: str | None) -> Page:
            one = replace(wide, limit=limit, after=after)
            with reader.read() as tx:
                rows = read.figures(tx, one)
            return rows, read.cursor(rows, one)

        return listed(request, read.FigureRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get(
        "/figures/{figure_id}", tags=["figures"], responses=of_item(read.FigureRow), response_class=Response
    )
    def figure(request: Request, figure_id: Number) -> Response:
        """One figure, with the claim that brought it."""
        with reader.read() as tx:
            return item(request, read.figure(tx, figure_id))

    @router.get(
        "/series/{series_id}", tags=["figures"], responses=of_item(read.SeriesRow), response_class=Response
    )
    def series(request: Request, series_id: Number) -> Response:
        """One series: what its figures are values of, and the latest of them."""
        with reader.read() as tx:
            return item(request, read.series_row(tx, series_id))

    @router.get(
        "/series/{series_id}/figures",
        tags=["figures"],
        responses=of_list(read.FigureRow),
        response_class=Response,
    )
    def series_figures(request: Request, series_id: Number, page: AskedPage) -> Response:
        """The figures of one series, newest covered date first."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.series(tx, series_id, limit=limit, after=after)
                if not rows:
                    read.series_row(tx, series_id)
            return rows, read.cursor(rows, read.Filters(limit=limit))

        return listed(request, read.FigureRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/conflicts", tags=["claims"], responses=of_list(read.Conflict), response_class=Response)
    def conflicts(
        request: Request, asked: AskedFilters, page: AskedPage, app: Name | None = None
    ) -> Response:
        """Claims that cannot hold together with what another outlet said, each with that figure."""
        wide = replace(asked, app=app)

        def ask(limit: int, after: str | None) -> Page:
            one = replace(wide, limit=limit, after=after)
            with reader.read() as tx:
                rows = read.conflicts(tx, one)
            return rows, read.cursor([row.claim for row in rows], one)

        return listed(request, read.Conflict, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/today", tags=["figures"], responses=of_item(read.Today), response_class=Response)
    def today(
        request: Request,
        day: Annotated[str | None, Query(pattern="^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")] = None,
        limit: Annotated[Limit, Query(le=200)] = 50,
        after: Annotated[str | None, Query(max_length=80)] = None,
    ) -> Response:
        """The figures that were first read on one day in Beijing and are news, each with its sentence and witnesses."""
        with reader.read() as tx:
            return item(request, read.today(tx, datetime.now(UTC), day=day, limit=limit, after=after))
