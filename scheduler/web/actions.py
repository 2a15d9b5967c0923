"""The operator's buttons: pause, resume, silence, retry, reject, merge. The one part of the page that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from history.faults import Refusal
from history.page.view import View, local, page, with_word
from pipeline.errors import NotFound, WrongUse
from scheduler.web.deeds import Deeds, Form
from scheduler.web.session import COOKIE, LASTS, Sessions
from scheduler.web.tokens import Tokens

if TYPE_CHECKING:
    from scheduler.daemon import Daemon

_LARGEST = 20_000  # bytes of a form


def actions(daemon: Daemon, tokens: Tokens, sessions: Sessions) -> APIRouter:
    """The router that the history's application is handed; without an operator's token nobody signs in."""
    made = APIRouter(prefix="/operator", include_in_schema=False)
    deeds = Deeds(daemon).by_name

    @made.get("/login")
    async def form(request: Request) -> Response:
        view = View.of(request)
        return page(view, "login.html.j2", 200, wrong=False, back=local(view.one("back")))

    @made.post("/login")
    async def sign_in(request: Request) -> Response:
        said = await _form(request)
        back = local(said.get("back"))
        if not tokens.is_operator(said.get("token", "").strip()):
            return page(View.of(request), "login.html.j2", 403, wrong=True, back=back)
        answer = RedirectResponse(back, 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(
            COOKIE, sessions.begin(), max_age=LASTS, httponly=True, samesite="strict", secure=secure
        )
        return answer

    @made.post("/logout")
    async def sign_out(request: Request) -> Response:
        _admit(request, await _form(request), sessions)
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    @made.post("/{deed}")
    async def act(request: Request, deed: str) -> Response:
        said = await _form(request)
        _admit(request, said, sessions)
        do = deeds.get(deed)
        if do is None:
            raise NotFound("action", deed[:40])
        await do(said)
        daemon.log.info("by hand", what=deed, **{key: said[key][:200] for key in _SAID if said.get(key)})
        return RedirectResponse(with_word(local(said.get("back")), "done", deed), 303)

    return made


_SAID = ("source", "app", "into", "hours", "delivery", "notice", "claim", "note")


def _admit(request: Request, said: Form, sessions: Sessions) -> None:
    """Refuse whoever is no operator, and a form that no page of ours made for this session."""
    cookie = request.cookies.get(COOKIE)
    if sessions.csrf(cookie) is None:
        raise Refusal(403, "only the operator may do this: sign in first", key="sign_in")
    if not sessions.may_act(cookie, said.get("csrf", "")):
        raise Refusal(403, "this form is not of your session: load the page again", key="old_form")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send it; bounded, each name once."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refusal(415, "a form is expected", key="no_form")
    body = await request.body()
    if len(body) > _LARGEST:
        raise Refusal(413, f"a form has at most {_LARGEST} bytes", key="large_form", most=_LARGEST)
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20))
    except ValueError:  # not ASCII, or too many fields
        raise WrongUse("the form cannot be read", key="bad_form") from None
