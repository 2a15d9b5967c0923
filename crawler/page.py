"""What a page turned out to be: the value that reading returns, and that ``bangdan parse`` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

from pipeline.model import BEIJING

Kind = Literal["article", "list", "gone", "blocked", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One post that a list names."""

    url: str
    doc_id: str | None = None
    title: str | None = None
    published: str | None = None  # ISO 8601, only as precise as the list

    def as_json(self) -> dict[str, Any]:
        return {"url": self.url, "doc_id": self.doc_id, "title": self.title, "published_at": self.published}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as read. ``None`` is *the page does not say*; ``evidence`` says why it is gone, blocked or unknown."""

    url: str | None
    kind: Kind
    outlet: str | None = None
    doc_id: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None  # ISO 8601, only as precise as the page
    text: str | None = None
    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()  # further pages of the same article
    generic: bool = False  # read without an outlet's own layout
    layout: str | None = None  # name of the layout that read it
    evidence: str | None = None

    @property
    def published_at(self) -> datetime | None:
        return moment(self.published)

    def as_json(self) -> dict[str, Any]:
        return {
            "outlet": self.outlet,
            "doc_id": self.doc_id,
            "kind": self.kind,
            "title": self.title,
            "author": self.author,
            "published_at": self.published,
            "text": self.text,
            "links": [link.as_json() for link in self.links],
            "generic": self.generic,
            "layout": self.layout,
            "evidence": self.evidence,
        }


def moment(published: str | None) -> datetime | None:
    """The aware time that an ISO text of any precision begins at; a bare day begins in Beijing.

    >>> moment("2025-11-24").isoformat()
    '2025-11-24T00:00:00+08:00'
    >>> moment("2025-11-24T18:52+08:00").isoformat()
    '2025-11-24T18:52:00+08:00'
    """
    if published is None:
        return None
    found = datetime.fromisoformat(published)
    return found if found.tzinfo else datetime.combine(found.date(), found.time() or time(), BEIJING)
