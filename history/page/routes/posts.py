"""One post: its text with the claims marked, its versions, what an edit changed, its page as it was fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from history.handing import handed_over
from history.page.changes import changes
from history.page.marking import marked
from history.page.routes import READ, Number
from history.page.view import View, page
from pipeline.errors import NotFound, WrongUse
from pipeline.store import read

router = APIRouter(include_in_schema=False)
_NOT_TAKEN = 60
_LONGEST_EXPLAINED = 30_000  # characters: the grammar reads some 200,000 a second


@router.api_route("/posts/{post_id}", methods=READ)
def one_post(request: Request, post_id: Number) -> Response:
    """``version`` shows an older one, ``against`` what changed since another."""
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        post = read.post(tx, post_id)
        versions = [
            one for one in read.versions(tx, post_id) if view.as_of is None or one.fetched_at <= view.as_of
        ]
        by_version = read.claims_by_version(tx, post_id)
        shown = _chosen(versions, view.one("version")) or next(
            (one for one in versions if not one.mirror), versions[0] if versions else None
        )
        other = _chosen(versions, view.one("against")) or _before(versions, shown)
        texts = {one.id: read.version_text(tx, one.id) for one in (shown, other) if one is not None}
    text = texts[shown.id] if shown else None
    claims = [row for row in by_version.get(shown.id, ()) if not row.rejected] if shown else []
    return page(
        view,
        "post.html.j2",
        post=post,
        versions=versions,
        shown=shown,
        other=other,
        by_version=by_version,
        claims=claims,
        title=marked(text.title or "", "title", claims) if text else [],
        paragraphs=marked(text.text, "text", claims) if text else [],
        changes=changes(_words(texts[other.id]), _words(text)) if text and other else None,
        not_taken=_not_taken(view, text, post) if text else [],
    )


@router.api_route("/posts/{post_id}/versions/{version_id}/raw", methods=READ)
def raw_page(request: Request, post_id: Number, version_id: Number) -> Response:
    """The page as it was fetched, to be kept: never shown here, since it is somebody else's."""
    with request.app.state.reader.read() as tx:
        if version_id not in {one.id for one in read.versions(tx, post_id)}:
            raise NotFound("version", version_id)
        raw, kind = read.raw(tx, version_id), read.content_type(tx, version_id)
    if raw is None:
        raise NotFound("raw page of version", version_id)
    stem = f"post-{post_id}-version-{version_id}"
    return handed_over(raw, kind, stem, {"Cache-Control": "private, max-age=86400"})


def _chosen(versions: Sequence[read.VersionRow], said: str | None) -> read.VersionRow | None:
    if said is None:
        return None
    if not said.isdecimal():
        raise WrongUse(f"{said!r} is no version", key="version", said=said[:40])
    found = next((one for one in versions if str(one.id) == said), None)
    if found is None:
        raise NotFound("version", said)
    return found


def _before(versions: Sequence[read.VersionRow], shown: read.VersionRow | None) -> read.VersionRow | None:
    """The version of the same host that this one replaced."""
    if shown is None:
        return None
    return next((one for one in versions if one.host == shown.host and one.id < shown.id), None)


def _words(text: read.VersionText) -> str:
    return f"{text.title or ''}\n{text.text}"


def _not_taken(view: View, text: read.VersionText, post: read.PostRow) -> list[dict[str, Any]]:
    explain = view.around.explain
    if explain is None or len(text.text) > _LONGEST_EXPLAINED:
        return []
    return [dict(one) for one in explain(text.title, text.text, post.published_at)][:_NOT_TAKEN]
