"""Posts, their versions, the pages that prove them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from history.api.answer import Page, item, listed, of_item, of_list
from history.api.asked import AskedFilters, AskedOnePage, AskedPage, Name
from history.api.lists import Number
from history.handing import MEDIA, handed_over
from pipeline.errors import NotFound
from pipeline.store import read

_BYTES = {"type": "string", "format": "binary"}
_RAW: dict[int | str, dict[str, Any]] = {
    **of_item(read.VersionText),
    200: {
        "description": "The page as it was fetched, to download: never shown as a page of this site",
        "content": {kind: {"schema": {} if "json" in kind else _BYTES} for kind in MEDIA},
    },
}


def mount(router: APIRouter, reader: read.Store) -> None:  # noqa: C901 - one question after the other
    """Questions about posts."""

    @router.get("/posts", tags=["posts"], responses=of_list(read.PostRow), response_class=Response)
    def posts(request: Request, asked: AskedFilters, page: AskedPage, app: Name | None = None) -> Response:
        """Posts in the order in which they were first read; what filters say of claims holds for one of theirs."""
        wide = replace(asked, app=app)

        def ask(limit: int, after: str | None) -> Page:
            one = replace(wide, limit=limit, after=after)
            with reader.read() as tx:
                rows = read.posts(tx, one)
            return rows, read.cursor(rows, one)

        return listed(request, read.PostRow, ask, limit=page.limit, after=page.after, form=page.form)

    @router.get("/posts/{post_id}", tags=["posts"], responses=of_item(read.PostRow), response_class=Response)
    def post(request: Request, post_id: Number) -> Response:
        """One post."""
        with reader.read() as tx:
            return item(request, read.post(tx, post_id))

    @router.get(
        "/posts/{post_id}/claims",
        tags=["posts"],
        responses=of_list(read.ClaimRow),
        response_class=Response,
    )
    def claims(
        request: Request,
        post_id: Number,
        page: AskedOnePage,
        superseded: Annotated[
            bool, Query(description="Also claims of versions that an edit replaced.")
        ] = False,
    ) -> Response:
        """The claims of one post in the order of its text. One page."""

        def ask(limit: int, _after: str | None) -> Page:
            with reader.read() as tx:
                read.post(tx, post_id)
                return read.claims_of_post(tx, post_id, superseded=superseded)[:limit], None

        return listed(request, read.ClaimRow, ask, limit=page.limit, after=None, form=page.form)

    @router.get(
        "/posts/{post_id}/versions",
        tags=["posts"],
        responses=of_list(read.VersionRow),
        response_class=Response,
    )
    def versions(request: Request, post_id: Number, page: AskedOnePage) -> Response:
        """How a post was read, newest first: every host, every edit. One page."""

        def ask(limit: int, _after: str | None) -> Page:
            with reader.read() as tx:
                read.post(tx, post_id)
                return read.versions(tx, post_id)[:limit], None

        return listed(request, read.VersionRow, ask, limit=page.limit, after=None, form=page.form)

    @router.get(
        "/versions/{version_id}",
        tags=["posts"],
        responses=of_item(read.VersionText),
        response_class=Response,
    )
    def version(request: Request, version_id: Number) -> Response:
        """Title and text of one version as read; the offsets of its claims count in them."""
        with reader.read() as tx:
            return item(request, read.version_text(tx, version_id))

    @router.get("/versions/{version_id}/raw", tags=["posts"], responses=_RAW, response_class=Response)
    def raw(version_id: Number) -> Response:
        """The page of a version as it was fetched, named by what its server called it; 404 where it was not kept."""
        with reader.read() as tx:
            page, kind = read.raw(tx, version_id), read.content_type(tx, version_id)
        if page is None:
            raise NotFound("page of version", version_id)
        return handed_over(page, kind, f"version-{version_id}")
