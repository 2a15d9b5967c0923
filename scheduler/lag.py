"""How late the loop wakes: everything of the daemon shares it, so what holds it up holds up everything."""

from __future__ import annotations

import asyncio
from collections import deque

_EVERY = 0.5  # seconds
_KEPT = 120  # looks: a minute
BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)  # seconds


class Lag:
    """Measures as long as it runs."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)  # looks with a lag up to each bucket; the last: longer
        self.total = 0.0
        self._lately: deque[float] = deque(maxlen=_KEPT)

    @property
    def worst(self) -> float:
        """The longest within the last minute, in seconds."""
        return max(self._lately, default=0.0)

    async def run(self) -> None:
        """Until cancelled."""
        clock = asyncio.get_running_loop().time
        while True:
            before = clock()
            await asyncio.sleep(_EVERY)
            self.took(max(0.0, clock() - before - _EVERY))

    def took(self, late: float) -> None:
        self._lately.append(late)
        self.total += late
        self.counts[next((at for at, most in enumerate(BUCKETS) if late <= most), len(BUCKETS))] += 1
