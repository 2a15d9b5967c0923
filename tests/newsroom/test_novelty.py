"""The store, given the day's figures as they are labelled, comes to the novelties that the day expects."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from pipeline.model import Alert, Claim, Novelty, Post
from pipeline.store.engine import Store, open_store
from pipeline.store.recorded import Recorded
from pipeline.store.write import record
from scheduler.newsroom import Article, Moment, Newsroom
from tests.newsroom.conftest import START

# What the lexicon would say, so that this test needs no grammar.
CANONICAL = {"千问App": "千问", "可灵": "可灵AI", "腾讯元宝": "元宝", "Qwen系列模型": "Qwen"}
RINGING = {Novelty.WITHDRAWN, Novelty.REVISED, Novelty.CONFLICT, Novelty.HIGHER, Novelty.LOWER, Novelty.FIRST}


def as_post(article: Article, at: datetime, *, mirror: bool) -> Post:
    return Post(
        outlet=article.account.host or "netease",
        doc_id=article.doc_id,
        url=f"https://{article.account.host or 'www.163.com'}{article.path}",
        fetched_url=f"http://{'mirror' if mirror else 'outlet'}.example{article.path}",
        host="mirror.example" if mirror else "outlet.example",
        mirror=mirror,
        title=article.version.title,
        author=article.account.name,
        published_at=article.published,
        text=article.version.text,
        fetched_at=at,
    )


def stated(article: Article) -> list[Claim]:
    claims = [e.claim for e in article.version.expected if e.novelty is not Novelty.WITHDRAWN]
    names = [next((CANONICAL[name] for name in c.subject if name in CANONICAL), c.subject[0]) for c in claims]
    return [
        replace(claim, subject=(name, *(other for other in claim.subject if other != name)))
        for claim, name in zip(claims, names, strict=True)
    ]


def default_rule(alert: Alert) -> tuple[str, ...]:
    return ("terminal",) if alert.novelty in RINGING and alert.claim.modality == "stated" else ()


def changed(newsroom: Newsroom, moment: Moment) -> Iterator[tuple[Article, bool]]:
    for event in moment.events:
        if event.do in {"publish", "edit"}:
            yield newsroom.desk.article(event.story or ""), False
        elif event.do == "mirror":
            yield newsroom.desk.copies[newsroom.doc_id(event.story or "")], True


def test_the_store_judges_the_whole_day_as_it_is_labelled(sqlite_url: str) -> None:
    with closing(open_store(sqlite_url)) as store:
        judge_the_day(store)


def judge_the_day(store: Store) -> None:
    newsroom = Newsroom(start=START)
    queued: list[str] = []

    def take(article: Article, at: datetime, *, mirror: bool) -> Recorded:
        with store.write() as tx:
            recorded = record(
                tx,
                as_post(article, at, mirror=mirror),
                stated(article),
                silent=at <= START,
                rules=default_rule,
            )
        wanted = [Novelty.REPEAT if mirror else expected.novelty for expected in article.version.expected]
        assert sorted(judged.novelty for judged in recorded.judged) == sorted(wanted), article.story.key
        queued.extend(judged.claim.quote for judged in recorded.judged if judged.channels)
        return recorded

    async def read_as_it_appears() -> None:
        for article in sorted(newsroom.desk.articles.values(), key=lambda one: one.published):
            take(article, START, mirror=False)
        for copy in newsroom.desk.copies.values():
            take(copy, START, mirror=True)

        async def after(moment: Moment) -> None:
            for article, mirror in changed(newsroom, moment):
                take(article, moment.at, mirror=mirror)

        await newsroom.play(after=after)

    asyncio.run(read_as_it_appears())
    assert sorted(queued) == sorted(told.claim.quote for told in newsroom.expected() if told.rings)
    assert len(queued) == 20
