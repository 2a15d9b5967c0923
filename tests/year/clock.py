"""A loop whose time passes only when nothing is left to do, and a wall clock that follows it and can be set."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Where a loop would wait it moves the time on instead."""

    wait: Callable[[float], None]

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("nothing will ever happen again")
        if timeout > 0:
            self.wait(timeout)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Work that would be done in threads is done at once: only time that is waited for passes."""

    def __init__(self, begins: datetime) -> None:
        selector = _Selector()
        selector.wait = self._pass
        self._now = 0.0
        self._wall = time_machine.travel(begins, tick=False)
        self._traveller = self._wall.start()
        super().__init__(selector)
        # after 194 days its nanosecond is less than a float can tell: what is due now would never be run
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self._now

    def set_clock(self, by: timedelta) -> None:
        """Set the wall clock on or back; the loop's own time does not notice."""
        self._traveller.shift(by)

    def run_in_executor(self, executor: object, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:  # noqa: BLE001 - handed on as a thread would hand it on
            done.set_exception(error)
        return done

    def close(self) -> None:
        super().close()
        self._wall.stop()

    def _pass(self, seconds: float) -> None:
        self._now += seconds
        self._traveller.shift(timedelta(seconds=seconds))


def now() -> datetime:
    return datetime.now(UTC)
