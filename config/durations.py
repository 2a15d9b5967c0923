"""Lengths of time as a person writes them in TOML: ``90s``, ``15m``, ``1h30m``, ``3d``."""

from __future__ import annotations

import re

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_PART = re.compile(r"(\d{1,9})([smhdw])")
_YEAR = 366 * 86_400


def seconds(text: str) -> float:
    """How many seconds ``text`` stands for; ``ValueError`` says in words what is wrong with it.

    >>> seconds("15m"), seconds("1h30m"), seconds("3d")
    (900.0, 5400.0, 259200.0)
    >>> seconds("15 minutes")
    Traceback (most recent call last):
    ...
    ValueError: "15 minutes" is no length of time (write "30s", "15m", "1h", "3d")
    """
    compact = text.strip().lower()
    parts = _PART.findall(compact)
    if not parts or "".join(count + unit for count, unit in parts) != compact:
        raise ValueError(f'"{text}" is no length of time (write "30s", "15m", "1h", "3d")')
    total = sum(int(count) * _UNITS[unit] for count, unit in parts)
    if total > _YEAR:
        raise ValueError(f'"{text}" is longer than a year')
    return float(total)
