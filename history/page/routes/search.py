"""The full text of posts, and claims by what they say."""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from history.page.routes import READ
from history.page.view import View, page
from history.page.wrong import told
from pipeline.errors import NotFound, WrongUse
from pipeline.model import Novelty
from pipeline.store import read
from pipeline.store.read import Filters

router = APIRouter(include_in_schema=False)
_PAGE = 20
_COUNTED = 1000  # more claims are said to be so many
METRICS = ("downloads", "downloads_change", "rank")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
MODALITIES = ("stated", "forecast", "goal", "rumour", "denied")


@router.api_route("/search", methods=READ)
def search(request: Request) -> Response:
    """Words are looked for in titles and texts; without words the filters alone list claims."""
    view = View.of(request)
    words = (view.one("q") or "")[:200]
    filters = Filters(
        app=view.one("app"),
        metric=view.one("metric", METRICS),
        novelty=view.one("novelty", tuple(word.value for word in Novelty)),
        modality=view.one("modality", MODALITIES),
        outlet=view.one("outlet"),
        store=view.one("store"),
        since=view.one("since"),
        until=view.one("until"),
        after=view.one("after"),
        limit=_PAGE,
        as_of=view.as_of,
    )
    found: read.Found | None = None
    rows: list[read.ClaimRow] = []
    problem, total = "", 0
    try:
        _check_days(filters)
        with request.app.state.reader.read() as tx:
            if words:
                found = read.search(tx, words, filters)
            else:
                rows = read.claims(tx, filters)
                total = read.claims_counted(tx, filters, _COUNTED + 1)
    except NotFound:  # nobody ever said this app's name: nothing is found, and the form stays
        found = None
    except WrongUse as error:
        problem = told(view.language, error) or str(error)
    following = found.next if found else read.cursor(rows, filters)
    return page(
        view,
        "search.html.j2",
        422 if problem else 200,
        problem=problem,
        words=words,
        filters=filters,
        found=found,
        total=min(total, _COUNTED),
        more=total > _COUNTED,
        rows=rows,
        next=following,
        metrics=METRICS,
        modalities=MODALITIES,
        novelties=[word.value for word in Novelty],
    )


def _check_days(filters: Filters) -> None:
    for said in (filters.since, filters.until):
        if said is not None and _DAY.fullmatch(said) is None:
            raise WrongUse(f"{said!r} is no date", key="date", said=said[:40])
