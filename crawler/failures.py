"""Requests that got no answer, by name: what the network, the guard, robots.txt or politeness said."""

from __future__ import annotations

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.guard import PrivateAddress
from crawler.politeness import BudgetSpent, HostWaits
from crawler.robots import Forbidden, RobotsUnknown
from crawler.visit import Outcome, Visit

# The first that fits: exception, outcome, condition.
_NAMES: tuple[tuple[type[BaseException], Outcome, str], ...] = (
    (HostWaits, "throttled", "waiting"),
    (BudgetSpent, "throttled", "budget"),
    (Forbidden, "blocked", "robots"),
    (PrivateAddress, "blocked", "private_address"),
    (RobotsUnknown, "failed", "robots_unknown"),
    (CannotResolveHostError, "failed", "dns"),
    (DownloadTimeoutError, "failed", "timeout"),
    (DownloadCancelledError, "failed", "too_large"),
    (ResponseDataLossError, "failed", "truncated"),
    (UnsupportedURLSchemeError, "failed", "address"),
    (NotSupported, "failed", "address"),
    (DownloadConnectionRefusedError, "failed", "refused"),
)
# What only the message tells apart.
_WORDS = (("certificate", "tls"), ("ssl", "tls"), ("redirections", "redirects"), ("exceed", "too_large"))
_SSL_OBJECT = re.compile(r" ssl:(?:<[^<>]{1,80}>|\w{1,10})")
_LONGEST = 300


def visit_of_failure(url: str, problem: BaseException | None) -> Visit:
    """The named outcome of a request that got no answer."""
    problem = _cause(problem)
    text = _SSL_OBJECT.sub("", str(problem) or type(problem).__name__)[:_LONGEST]
    outcome, condition = _name(problem, text)
    wait = problem.seconds if isinstance(problem, HostWaits) else None
    return Visit(url=url, outcome=outcome, condition=condition, evidence=text, retry_after=wait)


def _cause(problem: BaseException | None) -> BaseException | None:
    """Behind a robots.txt that could not be fetched stands what the page itself would have met."""
    inner = problem.problem if isinstance(problem, RobotsUnknown) else None
    if inner is None or (isinstance(inner, IgnoreRequest) and not isinstance(inner, PrivateAddress)):
        return problem
    return inner


def _name(problem: BaseException | None, text: str) -> tuple[Outcome, str]:
    worded = next((condition for word, condition in _WORDS if word in text.lower()), None)
    for kind, outcome, condition in _NAMES:
        if isinstance(problem, kind):
            return outcome, worded if condition == "refused" and worded else condition
    return "failed", worded or "network"
