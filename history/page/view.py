"""One request for a page: who asks, in which language, of which moment; and the answer to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import Response

from history.page.environment import environment
from history.page.language import counted, language_of, say, vocabulary
from history.page.surroundings import Surroundings, surroundings
from pipeline.errors import WrongUse
from pipeline.store import read
from pipeline.words.numbers import Language

THEME = "bangdan_theme"
_KEPT = ("as_of", "lang")  # parts of an address that every link of the page goes on with


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What every template may ask of the request."""

    request: Request
    language: Language
    theme: str  # light, dark, or "" for that of the machine
    now: datetime
    as_of: datetime | None
    around: Surroundings
    csrf: str | None  # None: the reader is no operator

    @classmethod
    def of(cls, request: Request) -> View:
        """Raises ``WrongUse`` for an ``as_of`` that is no time."""
        asked = request.query_params.get("as_of")
        return cls._of(request, read.moment(asked) if asked else None)

    @classmethod
    def plain(cls, request: Request) -> View:
        """Of this moment, whatever the address asks for."""
        return cls._of(request, None)

    @classmethod
    def _of(cls, request: Request, as_of: datetime | None) -> View:
        around = surroundings(request)
        theme = request.cookies.get(THEME, "")
        return cls(
            request=request,
            language=language_of(request, _usual(request)),
            theme=theme if theme in ("light", "dark") else "",
            now=datetime.now(UTC),
            as_of=as_of,
            around=around,
            csrf=around.operator(request),
        )

    @property
    def vocabulary(self) -> ModuleType:
        return vocabulary(self.language)

    @property
    def moment(self) -> datetime:
        """The moment that the page tells of."""
        return self.as_of or self.now

    def t(self, key: str, **given: object) -> str:
        return say(self.language, key, **given)

    def n(self, key: str, number: int) -> str:
        return counted(self.language, key, number)

    def link(self, path: str, params: Mapping[str, object] | None = None, **more: object) -> str:
        """An address of this page with what goes on: the frozen moment, a language that the address chose."""
        kept = {name: self.request.query_params.get(name) for name in _KEPT}
        return address(path, {**kept, **(params or {}), **more})

    def here(self, **changed: object) -> str:
        """The address asked for with some parts of its query changed; None takes a part out."""
        asked = self.request.query_params
        pairs = [
            (name, value) for name, value in asked.multi_items() if name not in changed and name != "done"
        ]
        pairs += [(name, str(value)) for name, value in changed.items() if value is not None]
        return f"{self.request.url.path}?{urlencode(pairs)}" if pairs else self.request.url.path

    def one(self, name: str, known: tuple[str, ...] | None = None) -> str | None:
        """A part of the query; empty is not given. Raises ``WrongUse`` for a word that is none of the known."""
        value = (self.request.query_params.get(name) or "").strip()[:2000] or None
        if value is not None and known is not None and value not in known:
            among = ", ".join(known)
            said = f"{name}: {value!r} is none of {among}"
            raise WrongUse(said, key="none_of", name=name, said=value[:80], known=among)
        return value


def address(path: str, params: Mapping[str, object]) -> str:
    given = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def local(target: str | None) -> str:
    """Where to go back to; only ever an address of this page.

    >>> local("/apps/3?lang=en"), local("//evil.example"), local("https://evil.example/"), local(None)
    ('/apps/3?lang=en', '/', '/', '/')
    """
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or not target.isprintable()
    ):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target[:2000]


def with_word(target: str, name: str, value: str) -> str:
    """The address with one more part in its query, in place of an older one of that name.

    >>> with_word("/apps/3?metric=rank&done=x#figures", "done", "merge")
    '/apps/3?metric=rank&done=merge#figures'
    """
    parts = urlsplit(target)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (name, value)])))


def page(view: View, template: str, status: int = 200, /, **values: object) -> Response:
    """A page of HTML; unchanged, it is not sent again."""
    body = environment().get_template(template).render(view=view, t=view.t, n=view.n, status=status, **values)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
    return conditional(
        view.request, body.encode("utf-8", "replace"), "text/html; charset=utf-8", headers, status
    )


def conditional(
    request: Request, body: bytes, kind: str, headers: Mapping[str, str], status: int = 200
) -> Response:
    """The answer, or 304 where the reader holds the same bytes."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    sent = {**headers, "ETag": tag}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=sent)
    return Response(body, status, headers=sent, media_type=kind)


def _usual(request: Request) -> str:
    return str(getattr(getattr(request.app.state, "settings", None), "language", "zh"))
