"""Whether a source can be seen: what one check says of it, against what its checks before said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from crawler.reports import CheckReport
from pipeline.store.read.desk_values import CheckRow

GOOD = frozenset(["posts", "nothing_new", "unchanged", "empty"])
_OF_OUTCOME = {
    "titles_only": "titles_only",
    "layout": "layout_changed",
    "gone": "all_gone",
    "throttled": "throttled",
    "deadline": "unreachable",
}
_OF_FAILURE = {"dns": "dns_failure", "tls": "certificate_expired", "refused": "refused"}
_OF_A_CHECK = {
    *_OF_OUTCOME.values(), *_OF_FAILURE.values(), "captcha", "unreachable", "list_empty", "overdue",
}  # fmt: skip
_FEW_LINKS = 3  # of a shorter list nothing can be told by overlap
_FEW_POSTS = 5  # from so many on something can be expected
_NO_OVERLAP = 0.05  # share of a list: at or below it posts came and went between two checks
_SHORT = 0.2  # of the typical body
_QUIET = 8  # times the usual gap between two posts


@dataclass(frozen=True, slots=True)
class Usual:
    """What the checks of a source let one expect of it; None: they do not tell yet."""

    checks: int
    posts_a_day: float | None
    body: int | None  # characters of a typical text
    links: int  # posts on its fullest list
    overlap: float | None  # of the last list with the one before


def usual(rows: Sequence[CheckRow]) -> Usual:
    """From stored checks, newest first. The first that found posts brought the past, and counts no posts."""
    found = [row for row in rows if row.posts]
    new = sum(row.posts for row in found[:-1])
    days = (rows[0].started_at - rows[-1].started_at).total_seconds() / 86_400 if rows else 0.0
    bodies = [row.body for row in rows if row.body is not None]
    return Usual(
        checks=len(rows),
        posts_a_day=new / days if new >= _FEW_POSTS and days > 0 else None,
        body=round(median(bodies)) if bodies else None,
        links=max((row.links for row in rows), default=0),
        overlap=next((row.overlap for row in rows if row.overlap is not None), None),
    )


def overlap(before: Sequence[str], now: Sequence[str]) -> float | None:
    """The share of what a list names that the list before named too; None where too few tell nothing.

    >>> overlap(["a", "b", "c"], ["b", "c", "d", "e"])
    0.5
    """
    if min(len(before), len(now)) < _FEW_LINKS:
        return None
    return len(set(before) & set(now)) / len(set(now))


def conditions(
    report: CheckReport, past: Usual, shared: float | None, body: int | None
) -> tuple[dict[str, str], frozenset[str]] | None:
    """What is wrong, with its evidence, and the conditions of which this check can say that they are over.

    A check that was stopped says nothing at all. A list that never named a post is not *empty* but new.
    """
    if report.outcome == "stopped":
        return None
    evidence = report.evidence or report.outcome
    if report.outcome not in GOOD:
        return {_bad(report): evidence}, frozenset(_OF_A_CHECK)
    found = {}
    if (
        report.outcome in {"empty", "unchanged"} and not report.links and past.links
    ):  # an empty list answers 304 too
        found["list_empty"] = f"the list names no post; it named up to {past.links}"
    if shared is not None and shared <= _NO_OVERLAP:
        known = round(shared * len(report.links))
        found["no_overlap"] = (
            f"{known or 'none'} of the {len(report.links)} posts listed was on the list before"
        )
    if body is not None and past.body and past.checks >= _FEW_LINKS and body < _SHORT * past.body:
        found["bodies_missing"] = f"the texts read now have {body} characters, usual are {past.body}"
    over = set(_OF_A_CHECK) - {"titles_only"}
    over |= {"no_overlap"} if shared is not None else set()
    over |= {"bodies_missing"} if body is not None else set()
    if any(post.outcome in {"delivered", "unchanged"} for post in report.posts):
        over.add("titles_only")  # what was skipped, since nobody could read it, says nothing
    return found, frozenset(over)


def _bad(report: CheckReport) -> str:
    if report.outcome == "blocked":
        return "captcha" if report.condition == "page_blocked" else "refused"
    if report.outcome == "failed":
        return _OF_FAILURE.get(report.condition or "", "unreachable")
    if report.outcome == "titles_only" and "no text" in (report.evidence or ""):
        return "bodies_missing"
    return _OF_OUTCOME.get(report.outcome, "unreachable")


def silence(past: Usual, last_post: datetime | None, now: datetime) -> str | None:
    """Why a source is silent for unusually long; None where it is not, or nobody can tell."""
    if past.posts_a_day is None or last_post is None:
        return None
    allowed = max(timedelta(days=1), timedelta(days=_QUIET / past.posts_a_day))
    if now - last_post <= allowed:
        return None
    hours = (now - last_post).total_seconds() / 3600
    return f"no new post for {hours:.0f} hours; usual are {past.posts_a_day:.1f} a day"


def pace(past: Usual, bounds: tuple[float, float, float]) -> float:
    """Seconds until the next check: four checks for each post to expect, within the bounds."""
    low, length, high = bounds
    if past.posts_a_day is None:
        return length
    return min(max(86_400 / past.posts_a_day / 4, low), high)
