"""How long a delivery waits before it is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

FIRST = 1.0  # seconds
LONGEST = 3600.0
ATTEMPTS = 40  # with the shortest of all waits these take 28 hours
PATIENCE = timedelta(days=1)


def wait(attempt: int, spread: float) -> float:
    """Seconds after failed attempt ``attempt``: doubled each time up to an hour, and spread by up to a half.

    ``spread`` is a random number from 0 to 1, so that what failed together does not come back together.

    >>> [wait(n, 0.0) for n in (1, 2, 3, 12, 13, 400)]
    [1.0, 2.0, 4.0, 2048.0, 3600.0, 3600.0]
    >>> wait(3, 1.0)
    6.0
    """
    doubled = FIRST * 2.0 ** min(attempt - 1, 20)
    return min(doubled, LONGEST) * (1 + spread / 2)


def is_over(attempt: int, age: timedelta) -> bool:
    """Whether enough was tried: often enough and for a day at least.

    Attempts alone do not tell, since a process that is killed while sending uses them up; age alone does not,
    since bangdan may have been switched off.
    """
    return attempt >= ATTEMPTS and age >= PATIENCE
