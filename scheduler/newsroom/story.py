"""What the newsroom tells: accounts, stories, the figures each must yield, and the script of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pipeline.model import Claim, Novelty

Deed = Literal[
    "publish",  # a story appears on its account's page and on the channel lists
    "mirror",  # the mirror host copies the story as it stands now
    "edit",  # the story is replaced by one of its further versions
    "touch",  # the page changes for the server (validators, counters), not for a reader
    "remove",  # the story is taken down; ``how`` says in which style
    "empty_list",  # lists answer without rows
    "slow",  # answers wait ``seconds``
    "unavailable",  # answers are 503 with Retry-After
    "half",  # answers break off in the middle of the page
]
Removal = Literal["script", "missing"]  # old style: 200 with a script that leads away; or 404

RINGING = frozenset(
    {Novelty.WITHDRAWN, Novelty.REVISED, Novelty.CONFLICT, Novelty.HIGHER, Novelty.LOWER, Novelty.FIRST}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who publishes. ``suffix`` is the second half of all of the account's document ids.

    With ``host`` it is no account of the platform but an outlet of its own, under that name, with a feed.
    """

    key: str
    name: str
    about: str
    topic: str  # T and 13 digits: the address of the account's page
    suffix: str
    articles: int
    followers: int
    host: str | None = None

    @property
    def path(self) -> str:
        return "/feed.xml" if self.host else f"/dy/media/{self.topic}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A figure that a version of a story must yield, and what it is against all that the day told before."""

    claim: Claim
    novelty: Novelty

    @property
    def distinct(self) -> bool:
        """Whether this is more than the same figure again."""
        return self.novelty is not Novelty.REPEAT

    @property
    def rings(self) -> bool:
        """Whether it rings by the default rule, if nothing silences its post."""
        return self.novelty in RINGING and self.claim.modality == "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a story says at one time. A withdrawn figure's quote stands in the version before."""

    title: str
    paragraphs: tuple[str, ...]
    expected: tuple[Expected, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article with all the versions that it will have; the first is called ``first``."""

    key: str
    account: str
    versions: Mapping[str, Version]
    keywords: tuple[str, ...] = ()
    draft: timedelta = timedelta()  # how long before publication the document id was given out
    dated: bool = True  # False: the page does not say when it appeared, only the document id does


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happens, at a time of the day's script."""

    name: str
    at: datetime
    do: Deed
    story: str | None = None
    version: str | None = None  # edit
    how: Removal = "script"  # remove
    where: str | None = None  # faults: an account, a story, or "channel"; None means every request
    times: int = 1  # faults: how many answers
    seconds: float = 1.0  # slow: the wait; unavailable: Retry-After


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The events of one time, which a reader who comes by meets together."""

    at: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything that will happen, with all dates reckoned from ``start``."""

    start: datetime
    accounts: Mapping[str, Account]
    stories: Mapping[str, Story]
    backlog: tuple[Event, ...]  # published, and mirrored, before the day begins
    moments: tuple[Moment, ...]

    @property
    def end(self) -> datetime:
        return self.moments[-1].at if self.moments else self.start

    def event(self, name: str) -> Event:
        for moment in self.moments:
            for event in moment.events:
                if event.name == name:
                    return event
        known = ", ".join(event.name for moment in self.moments for event in moment.events)
        raise KeyError(f"the day has no event {name!r}; it has {known}")
