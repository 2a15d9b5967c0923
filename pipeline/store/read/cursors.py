"""Where a list goes on. A cursor says which row was seen last: what the list is ordered by, and the row itself.

No other place knows how one is written. Readers hold it as a word that means nothing to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.errors import WrongUse

_PARTS = "~"  # needs no escape in an address and stands in no day, moment or id
_DIGITS = 18  # a longer number fits in no column


@dataclass(frozen=True, slots=True)
class Cursor:
    """One row of a list. ``at``: the moment, or the day (empty: unknown), that the list is ordered by.

    >>> str(Cursor("2025-11-24", 7)), str(Cursor("", 7))
    ('2025-11-24~7', '~7')
    >>> Cursor.of_day("2025-11-24~7")
    Cursor(at='2025-11-24', row=7)
    >>> Cursor.of_moment(str(Cursor(datetime(2025, 11, 24, 1, 30, tzinfo=UTC), 7))).at.isoformat()
    '2025-11-24T01:30:00+00:00'
    """

    at: datetime | str
    row: int | str

    def __str__(self) -> str:
        at = self.at if isinstance(self.at, str) else self.at.isoformat()
        return f"{at}{_PARTS}{self.row}"

    @classmethod
    def of_day(cls, said: str) -> Cursor:
        """Of a list by days. Raises ``WrongUse``."""
        day, _, row = said.rpartition(_PARTS)
        return cls(day, _number(row, said))

    @classmethod
    def of_moment(cls, said: str) -> Cursor:
        """Of a list by moments. Raises ``WrongUse``, also where the time has no zone: it would name many moments."""
        moment, _, row = said.rpartition(_PARTS)
        return cls(_moment(moment, said), _number(row, said))

    @classmethod
    def of_alert(cls, said: str) -> Cursor:
        """Of alerts, whose rows bear words, not numbers. Raises ``WrongUse``."""
        moment, _, row = said.rpartition(_PARTS)
        return cls(_moment(moment, said), row)


def row_number(said: str) -> int:
    """Of a list by numbers, which name their row alone. Raises ``WrongUse``.

    >>> row_number("17")
    17
    """
    return _number(said, said)


def _number(said: str, whole: str) -> int:
    if not (said.isascii() and said.isdecimal()) or len(said) > _DIGITS:
        raise _refused(whole)
    return int(said)


def _moment(said: str, whole: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):  # no time, or one before all calendars
        raise _refused(whole) from None
    raise _refused(whole)


def _refused(said: str) -> WrongUse:
    return WrongUse(f"{said[:80]!r} is no cursor", key="cursor", said=said[:80])
