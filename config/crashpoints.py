"""Places at which a test may end the process as a power cut would; nothing, and at no cost, unless one asks.

``BANGDAN_CRASH="claims extracted:2"`` kills the process when it comes to that place the second time.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

VARIABLE = "BANGDAN_CRASH"
POINTS = (
    "page handed on",
    "claims extracted",
    "recording uncommitted",
    "recording committed",
    "lease uncommitted",
    "lease committed",
    "request sent",
    "receiver said yes",
    "delivery uncommitted",
    "delivery committed",
    "check uncommitted",
)


def _go_on(_point: str) -> None:
    """What every place does outside the crash test."""


def _killer(wanted: str) -> Callable[[str], None]:
    name, _, number = wanted.rpartition(":")
    if name not in POINTS or not number.isdecimal():
        raise SystemExit(f"{VARIABLE}: {wanted!r} is not POINT:NUMBER with one of {', '.join(POINTS)}")
    left = int(number)

    def reached(point: str) -> None:
        nonlocal left
        if point == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return reached


reached: Callable[[str], None] = _killer(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else _go_on
