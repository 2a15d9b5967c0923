"""The few files beside the pages, and the switch of language and theme."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from history.page.environment import iso
from history.page.language import COOKIE
from history.page.routes import READ
from history.page.view import THEME, View, conditional, local, with_word
from pipeline.errors import NotFound

router = APIRouter(include_in_schema=False)
_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_YEAR = 365 * 24 * 3600


@router.api_route("/static/{name}", methods=READ)
def static(request: Request, name: str) -> Response:
    """A file of the package; with its version in the address it may be kept for ever."""
    found = _kept().get(name)
    if found is None:
        raise NotFound("file", name[:80])
    keep = f"public, max-age={_YEAR}, immutable" if "v" in request.query_params else "public, no-cache"
    kind = f"{_KINDS[name.rpartition('.')[2]]}; charset=utf-8"
    return conditional(request, found, kind, {"Cache-Control": keep, "X-Content-Type-Options": "nosniff"})


@router.api_route("/preferences", methods=READ)
def preferences(request: Request) -> Response:
    """Remember language or theme, and go back. Harmless, so a link may do it: no script is needed."""
    view = View.of(request)
    answer = RedirectResponse(local(view.one("back")), 303)
    for name, cookie, known in (("language", COOKIE, ("zh", "en")), ("theme", THEME, ("light", "dark"))):
        value = view.one(name, known)
        if value is not None:
            answer.set_cookie(
                cookie, value, max_age=_YEAR, samesite="lax", secure=request.url.scheme == "https"
            )
    return answer


@router.api_route("/freeze", methods=READ)
def freeze(request: Request) -> Response:
    """The same page as a link that keeps showing what is known now."""
    view = View.of(request)
    return RedirectResponse(with_word(local(view.one("back")), "as_of", iso(view.now)), 303)


@cache
def _kept() -> dict[str, bytes]:
    folder = files("history.page") / "static"
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.rpartition(".")[2] in _KINDS}
