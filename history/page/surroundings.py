"""What the page is told by whoever serves it: the daemon knows rules, sources and the operator; history does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request

from pipeline.model import Alert

Fits = Callable[[Alert], bool]
Explain = Callable[[str | None, str, datetime | None], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``app.state.surroundings``; the defaults are those of a page that nobody's daemon serves."""

    rules: Callable[[], Mapping[str, Fits]] = dict  # of alerts.toml: does it fit this alert
    explain: Explain | None = None  # figures of a text that were not taken: field, start, text, why
    operator: Callable[[Request], str | None] = lambda _request: None  # the CSRF token of who is signed in
    can_sign_in: bool = False  # an operator's token is set
    watched: Callable[[], Mapping[str, bool]] = dict  # the sources of sources.toml: is it paused


def surroundings(request: Request) -> Surroundings:
    found: Surroundings = request.app.state.surroundings
    return found
