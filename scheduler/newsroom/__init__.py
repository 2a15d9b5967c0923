"""A miniature NetEase on loopback, with a mirror host and a second outlet: what ``bangdan demo`` and the end-to-end tests read.

Its accounts, texts and figures are fiction. :class:`Newsroom` serves it; ``python -m scheduler.newsroom`` runs it
by hand.
"""

from scheduler.newsroom.desk import Article, Told
from scheduler.newsroom.newsroom import Newsroom
from scheduler.newsroom.site import Seen
from scheduler.newsroom.story import Account, Day, Event, Expected, Moment, Story, Version

__all__ = [
    "Account",
    "Article",
    "Day",
    "Event",
    "Expected",
    "Moment",
    "Newsroom",
    "Seen",
    "Story",
    "Told",
    "Version",
]
