"""Alerts and their deliveries, sources and their health."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from history.api.answer import Page, item, listed, of_item, of_list
from history.api.asked import AskedPage, Name
from pipeline.store import read

Source = Annotated[str, Path(min_length=1, max_length=200)]
State = Literal["pending", "leased", "delivered", "given_up"]


def mount(router: APIRouter, reader: read.Store) -> None:  # noqa: C901 - one question after the other
    """Questions about the desk."""

    @router.get("/alerts", tags=["alerts"], responses=of_list(read.AlertRow), response_class=Response)
    def alerts(
        request: Request,
        page: AskedPage,
        app: Name | None = None,
        state: Annotated[State | None, Query(description="Only with a delivery in this state.")] = None,
    ) -> Response:
        """What rang, to whom, with what result, newest first."""
        states = () if state is None else (state,)

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.alerts(tx, states=states, app=app, limit=limit, after=after)
            return _page(rows, limit)

        return listed(request, read.AlertRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/suppressed", tags=["alerts"], responses=of_list(read.Suppressed), response_class=Response)
    def suppressed(
        request: Request, page: AskedPage, reason: Annotated[str | None, Query(max_length=40)] = None
    ) -> Response:
        """Novelties that rang nowhere, and why, newest first."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.suppressed(tx, reason=reason, limit=limit, after=after)
            return _page(rows, limit)

        return listed(request, read.Suppressed, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/ledger", tags=["alerts"], responses=of_item(read.Ledger), response_class=Response)
    def ledger(request: Request) -> Response:
        """Everything that was found and what became of it: found = rang + suppressed + repeats."""
        with reader.read() as tx:
            return item(request, request.app.state.counted.ledger(tx))

    @router.get("/sources", tags=["sources"], responses=of_list(read.SourceRow), response_class=Response)
    def sources(request: Request, page: AskedPage) -> Response:
        """What is watched and how it fares: last check, last post, how often in a row it went wrong."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.sources(tx, limit=limit, after=after)
            return rows, rows[-1].name if len(rows) == limit else None

        return listed(request, read.SourceRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get(
        "/sources/{source}", tags=["sources"], responses=of_item(read.SourceRow), response_class=Response
    )
    def source_row(request: Request, source: Source) -> Response:
        """One source."""
        with reader.read() as tx:
            return item(request, read.source(tx, source))

    @router.get(
        "/sources/{source}/checks",
        tags=["sources"],
        responses=of_list(read.CheckRow),
        response_class=Response,
    )
    def checks(request: Request, source: Source, page: AskedPage) -> Response:
        """The checks of one source with their outcomes, newest first."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                read.source(tx, source)
                rows = read.checks(tx, source=source, limit=limit, after=after)
            return _page(rows, limit)

        return listed(request, read.CheckRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/incidents", tags=["sources"], responses=of_list(read.IncidentRow), response_class=Response)
    def incidents(
        request: Request,
        page: AskedPage,
        source: Name | None = None,
        open_only: Annotated[bool, Query(description="Only those that last.")] = False,
    ) -> Response:
        """Times in which a source was blind, newest first, with the evidence."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.incidents(tx, source=source, open_only=open_only, limit=limit, after=after)
            return _page(rows, limit)

        return listed(request, read.IncidentRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get(
        "/quarantine", tags=["sources"], responses=of_list(read.QuarantineRow), response_class=Response
    )
    def quarantine(request: Request, page: AskedPage) -> Response:
        """Pages that nobody could read, and why, newest first."""

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                rows = read.quarantined(tx, limit=limit, after=after)
            return _page(rows, limit)

        return listed(request, read.QuarantineRow, ask, limit=page.limit, after=page.after, form=page.form)


class _Paged(Protocol):
    @property
    def cursor(self) -> str: ...


def _page(rows: Sequence[_Paged], limit: int) -> Page:
    return rows, rows[-1].cursor if len(rows) == limit else None
