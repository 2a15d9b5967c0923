"""Every fault in one shape: ``{"error": {"status", "code", "message"}}``, or a page for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.errors import BangdanError, NotFound, StoreUnavailable, WrongUse

ErrorPage = Callable[
    [Request, int, Exception, str], Response
]  # status, what was raised, how programs are told it
_CODES = {
    400: "wrong_use",
    401: "no_token",
    403: "forbidden",
    404: "not_found",
    405: "wrong_method",
    406: "not_acceptable",
    413: "too_large",
    422: "wrong_use",
    429: "too_many",
    503: "unavailable",
}
_UNAVAILABLE = {
    "too_long": "the question took too long: ask for less",
    "busy": "too many questions at once",
}


class Refusal(HTTPException):
    """A handler refuses a request; ``key`` and ``facts`` as an error of ours has them."""

    def __init__(self, status: int, message: str, *, key: str, **facts: object) -> None:
        super().__init__(status, message)
        self.key, self.facts = key, facts


def fault(
    status: int, message: str, *, code: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error as every program is told it; for middleware that refuses a request itself, too."""
    said = {"status": status, "code": code or _CODES.get(status, "error"), "message": message}
    return JSONResponse({"error": said}, status_code=status, headers=dict(headers or {}))


def answer_faults(  # noqa: C901 - one kind of fault after the other
    app: FastAPI, *, error_page: ErrorPage | None = None
) -> None:
    """Answer what handlers raise: a page where a person asked for a page, else the one shape."""

    def say(
        request: Request,
        status: int,
        error: Exception,
        message: str,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        if error_page is not None and _wants_page(request):
            page = error_page(request, status, error, message)
            page.headers.update(headers or {})
            return page
        return fault(status, message, headers=headers)

    def wrong_input(request: Request, error: RequestValidationError) -> Response:
        return say(request, 422, error, "; ".join(_sentence(one) for one in error.errors()[:5]))

    def refused(request: Request, error: HTTPException) -> Response:
        told = str(error.detail)
        if error.status_code == 404 and request.url.path.startswith("/api/"):
            told = "there is no such address: /api/v1 names those that there are"
        return say(request, error.status_code, error, told, error.headers)

    def own(request: Request, error: BangdanError) -> Response:
        if isinstance(error, NotFound):
            return say(request, 404, error, str(error))
        if isinstance(error, WrongUse):
            return say(request, 422, error, str(error))
        if isinstance(error, StoreUnavailable):  # its words name the database's address
            told = _UNAVAILABLE.get(error.key or "", "the database cannot be read now")
            return say(request, 503, error, told, {"Retry-After": "5"})
        return say(request, 400, error, str(error))

    def busy(request: Request, error: NoConnection) -> Response:
        return say(request, 503, error, "too many questions at once", {"Retry-After": "2"})

    def unexpected(request: Request, error: Exception) -> Response:
        return say(request, 500, error, "something went wrong here; the log of bangdan says what")

    handlers: dict[type[Exception], object] = {
        RequestValidationError: wrong_input,
        HTTPException: refused,
        BangdanError: own,
        NoConnection: busy,
        Exception: unexpected,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type]  # each takes its own kind


def _wants_page(request: Request) -> bool:
    path = request.url.path
    programs = path.startswith(("/api/", "/openapi.json"))
    return not programs and "text/html" in request.headers.get("accept", "")


def _sentence(error: Mapping[str, object]) -> str:
    place = error.get("loc")
    where = [str(part) for part in place[1:]] if isinstance(place, tuple | list) else []
    return f"{'.'.join(where) or 'request'}: {str(error.get('msg', 'wrong'))[:200]}"
