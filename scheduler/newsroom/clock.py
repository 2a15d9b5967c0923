"""Document ids that are clocks, and times as the outlet prints them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from pipeline.model import BEIJING

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_EPOCH = datetime(2003, 8, 10, 7, 20, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def document_id(created: datetime, suffix: str) -> str:
    """The id of a document created then: eight base-32 digits of milliseconds, then the account's own eight.

    >>> document_id(datetime(2026, 3, 1, 12, 0, tzinfo=BEIJING), "0519CX7K")
    'KMUD7I800519CX7K'
    """
    count = (created - _EPOCH) // _MILLISECOND
    if not 0 <= count < 32**8:
        raise ValueError(f"{created.isoformat()} lies outside the years that a document id can count")
    digits = ""
    for _ in range(8):
        count, digit = divmod(count, 32)
        digits = _DIGITS[digit] + digits
    return digits + suffix


def created_at(doc_id: str) -> datetime:
    """When the document was created, in Beijing's time, to the millisecond.

    >>> created_at("KMUD7I800519CX7K").isoformat()
    '2026-03-01T12:00:00+08:00'
    """
    count = 0
    for digit in doc_id[:8]:
        count = count * 32 + _DIGITS.index(digit)
    return (_EPOCH + count * _MILLISECOND).astimezone(BEIJING)


def printed(moment: datetime) -> str:
    """As article and account pages print it: Beijing's time without an offset."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def printed_american(moment: datetime) -> str:
    """As the PC channel list prints it: month first."""
    return moment.astimezone(BEIJING).strftime("%m/%d/%Y %H:%M:%S")


def http_date(moment: datetime) -> str:
    """For ``Last-Modified``: whole seconds in GMT."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)
