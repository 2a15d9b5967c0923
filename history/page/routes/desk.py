"""Sources and their health; what rang, and what did not."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from history.page.routes import READ
from history.page.view import View, page
from pipeline.store import read

router = APIRouter(include_in_schema=False)
_CHECKS = 60
_ALERTS = 60
_NOTICES = 20
_STATES = {"waiting": ("pending", "leased"), "given_up": ("given_up",), "delivered": ("delivered",)}


@router.api_route("/sources", methods=READ)
def all_sources(request: Request) -> Response:
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        values = {
            "rows": read.sources(tx),
            "blind": {one.source: one for one in read.incidents(tx, open_only=True, limit=500)},
            "outcomes": read.outcomes(tx),
            "quarantined": read.quarantined(tx, limit=20),
        }
    return page(view, "sources.html.j2", watched=view.around.watched(), **values)


@router.api_route("/sources/{name:path}", methods=READ)
def one_source(request: Request, name: str) -> Response:
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        row = read.source(tx, name)
        checks = read.checks(tx, source=name, limit=_CHECKS)
        incidents = read.incidents(tx, source=name, limit=20)
    most = max((check.posts for check in checks), default=0) or 1
    return page(
        view,
        "source.html.j2",
        row=row,
        checks=checks,
        most=most,
        incidents=incidents,
        watched=view.around.watched(),
    )


@router.api_route("/alerts", methods=READ)
def alerts(request: Request) -> Response:
    view = View.of(request)
    state = view.one("state", tuple(_STATES))
    with request.app.state.reader.read() as tx:
        states, after = _STATES.get(state or "", ()), view.one("after")
        rows = read.alerts(tx, states=states, app=view.one("app"), limit=_ALERTS, after=after)
        values = {
            "ledger": request.app.state.counted.ledger(tx),
            "rows": rows,
            "notices": [] if after else read.notices(tx, states=states, limit=_NOTICES),
            "silent": read.suppressed(tx, limit=20),
            "next": rows[-1].cursor if len(rows) == _ALERTS else None,
        }
    return page(view, "alerts.html.j2", state=state, states=list(_STATES), **values)
