"""Search in what was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from history.api.answer import Page, listed, of_list
from history.api.asked import AskedFilters, AskedPage, Name
from pipeline.store import read

_MOST = 100  # hits of one page


def mount(router: APIRouter, reader: read.Store) -> None:
    """One question: which posts hold these words."""

    @router.get("/search", tags=["search"], responses=of_list(read.Hit), response_class=Response)
    def search(
        request: Request,
        q: Annotated[
            str,
            Query(
                max_length=100,
                pattern=r"[^\W_]{2}",
                description="Words parted by spaces, each of two characters or more; script, width and case do not count.",
            ),
        ],
        asked: AskedFilters,
        page: AskedPage,
        app: Name | None = None,
    ) -> Response:
        """Posts in which all the words stand, newest read first, with their claims; `X-Total-Count` says how many
        versions hold them before filters (200+: more than so many).
        """
        wide = replace(asked, app=app)
        total: list[str] = []

        def ask(limit: int, after: str | None) -> Page:
            with reader.read() as tx:
                found = read.search(tx, q, replace(wide, limit=min(limit, _MOST), after=after))
            total.append(f"{found.total}{'' if found.total_exact else '+'}")
            return found.hits, found.next

        answer = listed(
            request, read.Hit, ask, limit=min(page.limit, _MOST), after=page.after, form=page.form
        )
        answer.headers["X-Total-Count"] = total[0]
        return answer
