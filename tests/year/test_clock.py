"""The clock of the simulated year."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.year.clock import VirtualLoop, now

DAY = 86_400.0


@pytest.mark.timeout(30)
@pytest.mark.parametrize("day", [0, 200, 3000])
def test_what_is_slept_for_passes_on_any_day(day: int) -> None:
    """A float tells less and less of a second: on the 195th day no nanosecond, and a loop that waits for one stands still."""
    begins = datetime(2026, 3, 20, tzinfo=UTC)

    async def live() -> datetime:
        await asyncio.sleep(day * DAY)
        for number in range(1, 200):
            await asyncio.sleep(1 / number)
        return now()

    loop = VirtualLoop(begins)
    try:
        ended = loop.run_until_complete(live())
    finally:
        loop.close()
    slept = timedelta(days=day, seconds=sum(1 / number for number in range(1, 200)))
    assert abs(ended - begins - slept) < timedelta(milliseconds=1)
