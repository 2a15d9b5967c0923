"""The newsroom's day, read by the daemon: what rings is what the day's script says, each once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from config.settings import LogSettings
from pipeline.model import Alert, Claim
from pipeline.store import read
from scheduler.daemon import Daemon
from scheduler.demo import write_settings
from scheduler.logs import configure
from scheduler.newsroom import Newsroom
from scheduler.newsroom.desk import Told
from scheduler.newsroom.story import Moment

Rung = tuple[str, str, float | None, int | None]


class Ear:
    """A channel that keeps what it hears."""

    name, deadline = "terminal", 5.0

    def __init__(self) -> None:
        self.heard: list[Alert] = []

    async def send(self, alert: Alert, attempt: int) -> None:
        self.heard.append(alert)

    async def close(self) -> None: ...


def figure(claim: Claim, novelty: str) -> Rung:
    return (novelty, claim.metric, claim.value, claim.rank)


async def live_through(folder: Path, ear: Ear) -> tuple[list[Told], Mapping[str, int]]:
    """Play the day, reading everything after each moment; what should have rung, and the checks by outcome."""
    async with Newsroom() as newsroom:
        settings = write_settings(folder, newsroom.sources("1h"), "en")
        daemon = Daemon(settings, configure(LogSettings(level="error")), channels={"terminal": ear})
        await daemon.open()
        try:
            await daemon.start(scheduled=False)
            await daemon.check_all()

            async def after(_moment: Moment) -> None:
                await daemon.check_all()
                await daemon.send_all()

            await newsroom.play(after=after)
            await daemon.check_all()
            await daemon.send_all()
            with daemon.store.read() as tx:
                assert read.ledger(tx).adds_up
            told = [one for one in newsroom.told() if one.rings]
        finally:
            await daemon.stop()
    return told, daemon.checks


def test_each_figure_of_the_day_rings_once_and_nothing_else_does(tmp_path: Path) -> None:
    ear = Ear()
    expected, checks = asyncio.run(live_through(tmp_path, ear))
    heard = Counter(figure(alert.claim, alert.novelty.value) for alert in ear.heard)
    assert heard == Counter(figure(one.claim, one.novelty.value) for one in expected)
    for alert in ear.heard:  # about the app that the story names, by whichever of its names
        same = [
            one
            for one in expected
            if figure(one.claim, one.novelty.value) == figure(alert.claim, alert.novelty.value)
        ]
        names = [set(one.claim.subject) for one in same]
        assert any(names_of_it & {alert.app, *alert.claim.subject} for names_of_it in names)
    assert len({alert.id for alert in ear.heard}) == len(ear.heard)
    assert checks["failed"] == checks["deadline"] == 0
    assert checks["empty"] == 1  # the day has one empty list
