"""What goes wrong on the way to a reader: slow answers, 503, half pages, empty lists."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Literal

Trouble = Literal["empty_list", "slow", "unavailable", "half"]


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the next ``times`` answers at a place (None: anywhere)."""

    trouble: Trouble
    where: str | None
    times: int
    seconds: float = 1.0


class Faults:
    """The troubles that are still to come, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._stopping = asyncio.Event()
        self._open_again = 0.0  # by the monotonic clock

    def add(self, trouble: Trouble, where: str | None, times: int, seconds: float = 1.0) -> None:
        if times < 1:
            raise ValueError(f"{trouble} for {times} answers is no trouble")
        if not 0 <= seconds <= 3600:
            raise ValueError(f"{trouble} of {seconds} seconds")
        self._waiting.append(Fault(trouble, where, times, seconds))

    def take(self, places: frozenset[str], *, anywhere: bool, empty_list: bool) -> Fault | None:
        """The first waiting trouble at one of these places, used up by one answer.

        ``anywhere``: troubles without a place count too. ``empty_list``: look for that one, else for the others.
        """
        for fault in self._waiting:
            here = fault.where in places if fault.where is not None else anywhere
            if here and (fault.trouble == "empty_list") is empty_list:
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    def shut(self, seconds: float) -> None:
        """Somebody has just been told to come back in so many seconds."""
        self._open_again = max(self._open_again, time.monotonic() + seconds)

    @property
    def shut_for(self) -> float:
        """Seconds until everybody who was told to come back later may, with a little to spare."""
        left = self._open_again - time.monotonic()
        return left + 0.2 if left > -0.2 else 0.0

    @property
    def waiting(self) -> int:
        """How many troubles no answer has met yet."""
        return len(self._waiting)

    def clear(self) -> None:
        """Forget the troubles that nobody has met."""
        self._waiting.clear()

    async def pause(self, seconds: float) -> bool:
        """Wait so long, or until :meth:`stop`; whether it was that."""
        if seconds <= 0:
            return self._stopping.is_set()
        try:
            async with asyncio.timeout(seconds):
                return await self._stopping.wait()
        except TimeoutError:
            return False

    def stop(self) -> None:
        """End all pauses, now and from now on: the newsroom closes."""
        self._stopping.set()
