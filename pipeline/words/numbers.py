"""Counts as a reader of Chinese or English writes them, always exact: a figure is never rounded here."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

Language = Literal["zh", "en"]

_ZH = ((10**12, "万亿", 4), (10**8, "亿", 4), (10**4, "万", 4))
_EN = ((10**12, " trillion", 3), (10**9, " billion", 3), (10**6, " million", 3))
_TOO_LARGE = 10**18  # no count of downloads; its digits would fill the screen


def count(value: float, language: Language) -> str:
    """A count in words of the language, exact to the last download.

    >>> [count(n, "zh") for n in (10_000_000, 600_000_000, 627_000, 9_800, 12_345_678, 1_234_567_890)]
    ['1000万', '6亿', '62.7万', '9800', '1234.5678万', '123456.789万']
    >>> [count(n, "en") for n in (10_000_000, 627_000, 1_400_000, 12_345_678, 1_200_000_000)]
    ['10 million', '627,000', '1.4 million', '12,345,678', '1.2 billion']
    """
    if abs(value) >= _TOO_LARGE:
        return f"{float(value):.3g}"
    exact = Decimal(str(value))
    for size, name, places in _ZH if language == "zh" else _EN:
        if abs(exact) >= size:
            digits = (exact / size).normalize()
            if -int(digits.as_tuple().exponent) <= places:
                return f"{digits:f}{name}"
    return plain(value) if language == "zh" else f"{exact.normalize():,f}"


def plain(value: float) -> str:
    """Digits without an exponent or trailing zeros.

    >>> plain(320), plain(12.50), plain(3.0)
    ('320', '12.5', '3')
    """
    return f"{Decimal(str(value)).normalize():f}"
