"""What is published now, how it came to be, and which figures have been told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.model import BEIJING, Claim, Novelty
from scheduler.newsroom.clock import document_id
from scheduler.newsroom.load import replaced
from scheduler.newsroom.story import Account, Day, Expected, Removal, Story, Version

_SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Article:
    """A story as it stands on one host."""

    story: Story
    account: Account
    doc_id: str
    published: datetime
    changed: datetime
    version: Version
    revision: int = 1  # grows with every change that the server's validators show
    gone: Removal | None = None
    reads: int = field(default=0, compare=False)

    @property
    def path(self) -> str:
        if self.account.host:
            return f"/digital/{self.doc_id[:8].lower()}.html"
        return f"/dy/article/{self.doc_id}.html"

    @property
    def etag(self) -> str:
        return f'W/"{self.doc_id}-{self.revision}"'

    def change(self, version: Version, at: datetime) -> None:
        """A later version. ``Last-Modified`` counts seconds, so a change moves it by one at least."""
        self.version, self.revision = version, self.revision + 1
        self.changed = max(at, self.changed + _SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One figure that appeared: where, when, and what novelty it should have."""

    claim: Claim
    novelty: Novelty
    rings: bool  # by the default rule; never for what was there before the day began
    silent: bool
    story: str
    account: str
    doc_id: str
    path: str
    at: datetime


class Desk:
    """The articles of both outlets, the copies on the mirror, and the figures told so far."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.articles: dict[str, Article] = {}  # by document id
        self.copies: dict[str, Article] = {}  # the mirror's, by document id
        self.told: list[Told] = []
        self._by_story: dict[str, str] = {}
        self._written = 0

    def article(self, story: str) -> Article:
        """The article of a story, by the story's key or its document id."""
        found = self.articles.get(self._by_story.get(story, story))
        if found is None:
            raise KeyError(f"the newsroom has not published {story!r}")
        return found

    def publish(self, story: Story, at: datetime, *, silent: bool = False) -> Article:
        if story.key in self._by_story:
            raise ValueError(f"{story.key!r} is published already")
        account = self.day.accounts[story.account]
        created = at - story.draft
        while (doc_id := document_id(created, account.suffix)) in self.articles:
            created += timedelta(milliseconds=1)
        article = Article(story, account, doc_id, at, at, story.versions["first"])
        self.articles[doc_id] = article
        self._by_story[story.key] = doc_id
        self._tell(article, article.version.expected, at, silent=silent)
        return article

    def write(self, title: str, paragraphs: tuple[str, ...], account: str | None, at: datetime) -> Article:
        """A story that is not of the day's script; nothing is known of its figures."""
        self._written += 1
        story = Story(
            key=f"written-{self._written}",
            account=account or next(iter(self.day.accounts)),
            versions={"first": Version(title=title, paragraphs=paragraphs)},
        )
        return self.publish(story, at)

    def edit(self, story: str, version: str | None, swaps: Mapping[str, str] | None, at: datetime) -> Article:
        if (version is None) == (swaps is None):
            raise ValueError("an edit names a version of the story or the words to replace")
        article = self.article(story)
        if version is not None:
            edited = article.story.versions[version]
            article.change(edited, at)
            self._tell(article, edited.expected, at, silent=False)
        else:
            article.change(replaced(article.version, swaps or {}), at)
        return article

    def touch(self, story: str, at: datetime) -> Article:
        article = self.article(story)
        article.change(article.version, at)
        return article

    def remove(self, story: str, how: Removal, at: datetime) -> Article:
        """The article goes; lists go on naming it, as the outlet's cached lists do."""
        article = self.article(story)
        article.change(article.version, at)
        article.gone = how
        return article

    def mirror(self, story: str, at: datetime) -> Article:
        """The mirror copies the article as it stands now, and does not follow later edits by itself."""
        original = self.article(story)
        copy = self.copies.get(original.doc_id)
        if copy is None:
            copy = Article(
                original.story, original.account, original.doc_id, original.published, at, original.version
            )
            self.copies[original.doc_id] = copy
        else:
            copy.change(original.version, at)
        return copy

    def newest(self, account: Account | None = None, *, mirror: bool = False) -> list[Article]:
        """The articles of an account, or of all that the platform has, newest first."""
        articles = self.copies if mirror else self.articles
        chosen = [
            article
            for article in articles.values()
            if (article.account == account if account is not None else article.account.host is None)
        ]
        return sorted(chosen, key=lambda article: article.published, reverse=True)

    def _tell(self, article: Article, expected: tuple[Expected, ...], at: datetime, *, silent: bool) -> None:
        for figure in expected:
            self.told.append(
                Told(
                    claim=figure.claim,
                    novelty=figure.novelty,
                    rings=figure.rings and not silent,
                    silent=silent,
                    story=article.story.key,
                    account=article.account.key,
                    doc_id=article.doc_id,
                    path=article.path,
                    at=at.astimezone(BEIJING),
                )
            )
