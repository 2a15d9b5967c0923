"""What a receiver's answer asks for: how long to wait, and its words for the log."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.alerts.render.clean import one_line

LONGEST_WAIT = 6 * 3600.0  # a receiver may ask for an hour; it may not ask for a year


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form of Retry-After, bounded; None where it says nothing usable.

    >>> now = datetime(2025, 11, 24, 11, 0, 0, tzinfo=UTC)
    >>> retry_after("120", now), retry_after("Mon, 24 Nov 2025 11:01:00 GMT", now)
    (120.0, 60.0)
    >>> retry_after("999999999999999999", now), retry_after("Sun, 23 Nov 2025 11:01:00 GMT", now)
    (21600.0, 0.0)
    >>> retry_after("soon", now), retry_after("-5", now), retry_after(None, now)
    (None, None, None)
    """
    text = (header or "").strip()[:64]
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_WAIT)


def said(words: bytes | str) -> str:
    """A receiver's words in one short line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return one_line(text, 200)
