"""What the daemon tells the page: its rules, its sources, its grammar, who is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from config.settings import RuleSettings
from history.page.surroundings import Fits, Surroundings
from pipeline.alerts.rules import fits, with_aliases
from pipeline.model import Alert
from scheduler.web.session import COOKIE, Sessions
from scheduler.web.tokens import Tokens

if TYPE_CHECKING:
    from scheduler.daemon import Daemon


def surroundings_of(daemon: Daemon, tokens: Tokens, sessions: Sessions) -> Surroundings:
    """For ``app.state.surroundings``. What may change with a reload is asked for at each request."""

    def rules() -> Mapping[str, Fits]:
        lexicon = daemon.intake.lexicon
        named = with_aliases(daemon.settings.alerts, lexicon.names, lexicon.made_by).rules
        return {name: partial(_fits, rule) for name, rule in named.items()}

    def explain(title: str | None, text: str, published_at: datetime | None) -> Sequence[Mapping[str, Any]]:
        from pipeline import extract as grammar

        passed: Sequence[Mapping[str, Any]] = grammar.explain(
            title, text, published_at, daemon.intake.lexicon
        )["passed_over"]
        return passed

    def watched() -> Mapping[str, bool]:
        return {name: source.paused for name, source in daemon.settings.sources.items()}

    def operator(request: Request) -> str | None:
        return sessions.csrf(request.cookies.get(COOKIE))

    return Surroundings(
        rules=rules,
        explain=explain,
        operator=operator,
        can_sign_in=tokens.operator is not None,
        watched=watched,
    )


def _fits(rule: RuleSettings, alert: Alert) -> bool:
    return fits(alert, rule)
