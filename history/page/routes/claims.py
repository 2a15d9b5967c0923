"""One claim with its proof; figures on which outlets disagree."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from history.page.routes import READ, Number
from history.page.slots import slots
from history.page.view import View, page
from pipeline.model import Novelty
from pipeline.store import read
from pipeline.store.read import Filters

router = APIRouter(include_in_schema=False)
_PAGE = 30


@router.api_route("/claims/{claim_id}", methods=READ)
def one_claim(request: Request, claim_id: Number) -> Response:
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        proof = read.claim(tx, claim_id)
        post = read.post(tx, proof.row.post_id)
        versions = [one for one in read.versions(tx, post.id) if one.host == proof.version.host]
        figure = read.figure(tx, proof.row.figure_id)
    return page(
        view,
        "claim.html.j2",
        proof=proof,
        row=proof.row,
        post=post,
        versions=versions,
        figure=figure,
        slots=slots(proof.row.claim, view.language),
    )


@router.api_route("/conflicts", methods=READ)
def conflicts(request: Request) -> Response:
    view = View.of(request)
    filters = Filters(novelty=Novelty.CONFLICT.value, after=view.one("after"), limit=_PAGE, as_of=view.as_of)
    with request.app.state.reader.read() as tx:
        rows = read.disagreements(tx, until=view.as_of, after=filters.after, limit=_PAGE)
        others = read.contradicted(tx, rows)
    following = rows[-1].row.cursor if len(rows) == _PAGE else None
    shown = [(one, others.get(one.earlier.id) if one.earlier else None) for one in rows]
    return page(view, "conflicts.html.j2", shown=shown, next=following)
