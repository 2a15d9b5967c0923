"""What is wrong, in the language of the one who asked. Programs are told it in English, by the error's own sentence."""

from __future__ import annotations

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from history.faults import Refusal
from history.page.environment import plain
from history.page.language import say, words
from pipeline.errors import BangdanError, NotFound, StoreUnavailable
from pipeline.words.numbers import Language

_LONGEST = 80  # characters of what was asked


def told(language: Language, error: Exception) -> str | None:
    """The sentence of the page's own words for this error; None where there is none.

    >>> from pipeline.errors import WrongUse
    >>> told("zh", NotFound("post", 7)), told("zh", WrongUse("of no page"))
    ('没有编号为 7 的文章。', None)
    """
    said = _told(language, error)
    return None if said is None else plain(said)  # of an address it holds whatever somebody wrote there


def _told(language: Language, error: Exception) -> str | None:  # noqa: PLR0911 - one kind of error a line
    if isinstance(error, NotFound):
        return _missing(language, error)
    if isinstance(error, BangdanError | Refusal) and error.key is not None:
        known = f"wrong.{error.key}" in words(language)
        return say(language, f"wrong.{error.key}", **error.facts) if known else None
    if isinstance(
        error, RequestValidationError
    ):  # pages check only numbers and lengths in the path by themselves
        return say(language, "wrong.address", said=_input(error))
    if isinstance(error, StoreUnavailable):
        return say(language, "wrong.unavailable")
    if isinstance(error, NoConnection):
        return say(language, "wrong.busy")
    if isinstance(error, BangdanError | HTTPException):
        return None
    return say(language, "wrong.unexpected")


def _missing(language: Language, error: NotFound) -> str | None:
    kind = f"thing.{error.kind}"
    if kind not in words(language):
        return None
    name = str(error.name)[:_LONGEST]
    key = "wrong.no_number" if name.isdecimal() else "wrong.no_name"
    return say(language, key, kind=say(language, kind), name=name)


def _input(error: RequestValidationError) -> str:
    return next((str(one.get("input", ""))[:_LONGEST] for one in error.errors()), "")
