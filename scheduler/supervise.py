"""Parts that must not die: whichever ends is started again, and said."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from scheduler.logs import Log

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_HEALTHY = 60.0  # seconds after which the next end counts as a first one


async def keep_alive(
    part: str,
    work: Callable[[], Awaitable[object]],
    log: Log,
    *,
    first_wait: float = _FIRST_WAIT,
    restarted: Callable[[str], None] = lambda _part: None,
) -> None:
    """Run ``work`` for ever: when it ends, by itself or by an error, wait a little longer each time, start it again.

    ``restarted`` is told of every end.
    """
    wait = first_wait
    while True:
        started = time.monotonic()
        try:
            await work()
            why = "it ended"
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - the loop that must survive; counted in the log
            why = f"{type(error).__name__}: {error}"
        if time.monotonic() - started > _HEALTHY:
            wait = first_wait
        log.error("restarting", part=part, why=why, wait=round(wait, 1))
        restarted(part)
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)
