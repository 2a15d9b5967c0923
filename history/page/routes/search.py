"""The full text of posts, and claims by what they say."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from history.page.view import View, page
from pipeline.model import Novelty
from pipeline.store import read
from pipeline.store.read import Filters

router = APIRouter(include_in_schema=False)
_PAGE = 20
METRICS = ("downloads", "downloads_change", "rank")
MODALITIES = ("stated", "forecast", "goal", "rumour", "denied")


@router.get("/search")
def search(request: Request) -> Response:
    """Words are looked for in titles and texts; without words the filters alone list claims."""
    view = View.of(request)
    words = view.one("q")
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
    with request.app.state.reader.read() as tx:
        found = read.search(tx, words, filters) if words else None
        rows = [] if words else read.claims(tx, filters)
        following = found.next if found else read.cursor(rows, filters)
    return page(
        view,
        "search.html.j2",
        words=words or "",
        filters=filters,
        found=found,
        rows=rows,
        next=following,
        metrics=METRICS,
        modalities=MODALITIES,
        novelties=[word.value for word in Novelty],
    )
