"""The work of the spider: addresses that somebody waits for. It outlives any one spider."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from crawler.visit import Validators, Visit, Wish, failed

MOST_SPIDERS = 2  # an address that ended so many spiders is not asked again


@dataclass(eq=False, slots=True)
class Errand:
    """One address to visit. ``visit`` is always answered: by the spider, or by whoever ends the wait."""

    url: str
    visit: asyncio.Future[Visit]
    wish: Wish = field(default_factory=Wish)
    deliver: bool = False
    validators: Validators | None = None
    spiders: int = 0

    def answer(self, visit: Visit) -> None:
        if not self.visit.done():
            self.visit.set_result(visit)


@dataclass(slots=True)
class Queue:
    """The errands that wait and those that a spider has taken."""

    waiting: asyncio.Queue[Errand] = field(default_factory=asyncio.Queue)
    taken: set[Errand] = field(default_factory=set)

    def put(self, errand: Errand) -> None:
        self.waiting.put_nowait(errand)

    async def take(self) -> Errand:
        errand = await self.waiting.get()
        while errand.visit.done():  # nobody waits for it any more
            errand = await self.waiting.get()
        self.taken.add(errand)
        errand.visit.add_done_callback(lambda _, errand=errand: self.taken.discard(errand))  # type: ignore[misc]
        return errand

    def put_back(self) -> None:
        """What an ended spider held is asked again by the next."""
        for errand in list(self.taken):
            self.taken.discard(errand)
            errand.spiders += 1
            if errand.spiders >= MOST_SPIDERS:
                errand.answer(
                    failed(errand.url, "crawler_ended", "the crawler ended twice over this address")
                )
            elif not errand.visit.done():
                self.put(errand)

    def all(self) -> list[Errand]:
        """Everything that is waiting or taken; the waiting ones leave the queue."""
        found = list(self.taken)
        while not self.waiting.empty():
            found.append(self.waiting.get_nowait())
        return found
