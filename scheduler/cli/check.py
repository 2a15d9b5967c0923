"""``bangdan check``: visit one source or one address now and say what is found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from history.values import claim_json, plain
from pipeline.errors import WrongUse
from scheduler.cli import offers
from scheduler.cli.commands import config_option
from scheduler.cli.output import Column, clean, print_rows, write, write_json
from scheduler.cli.rows import figure_text, what_text, when_text

if TYPE_CHECKING:  # the crawler takes half a second to import
    from config.settings import Settings
    from crawler.service import CheckReport, Crawler, Validators
    from pipeline.model import Post
    from pipeline.store.recorded import Recorded

_POST = [
    Column("Post", lambda row: row["doc_id"]),
    Column("Published", lambda row: when_text(row["published_at"])),
    Column("Outcome", lambda row: row["outcome"]),
    Column("Claims", lambda row: len(row["claims"]), right=True),
    Column("Title", lambda row: row["title"]),
]
_CLAIM = [
    Column("Post", lambda row: row["doc_id"]),
    Column("App", lambda row: row["subject"][0]),
    Column("Figure", figure_text, right=True),
    Column("What", what_text),
    Column("Novelty", lambda row: row["novelty"] or ""),
    Column("Quote", lambda row: row["quote"]),
]


@dataclass
class Found:
    """What one visit brought: every post with its claims."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)

    def add(self, post: Post, outcome: str, claims: list[dict[str, Any]]) -> None:
        known = {"url": post.url, "outlet": post.outlet, "doc_id": post.doc_id, "title": post.title}
        when = plain(post.published_at)
        self.posts.append(
            {**known, "author": post.author, "published_at": when, "outcome": outcome, "claims": claims}
        )
        self.claims += [{"doc_id": post.doc_id, **claim} for claim in claims]


@click.command()
@click.argument("target", metavar="SOURCE|URL", shell_complete=offers.sources)
@click.option("--dry-run", is_flag=True, help="Store nothing, ring nothing.")
@click.option(
    "--posts",
    type=click.IntRange(0, 100),
    default=10,
    show_default=True,
    help="Posts to read of a list given by address.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to print.",
)
@config_option
def check(target: str, posts: int, form: str, config: str | None, *, dry_run: bool) -> int:
    """Visit a source of sources.toml, or an address, now, and say what is found there.

    What is new is stored, and rings when the daemon next sends; --dry-run only looks. Where the address is that of a
    list, the first of its posts are read too.
    """
    settings = _settings(config, dry_run=dry_run)
    is_url = "://" in target
    if not is_url and target not in settings.sources:
        from config.place import nearest

        raise WrongUse(f'no source "{target}" in sources.toml{nearest(target, settings.sources)}')
    found = Found()
    most = posts if is_url else None
    report = asyncio.run((_look if dry_run else _take)(settings, target, found, most=most))
    if form == "json":
        write_json({**report, "posts": found.posts})
    else:
        _tell(target, report, found)
    return 0 if report["outcome"] in _DONE else 1


_DONE = {"posts", "nothing_new", "unchanged", "empty", "article", "list"}


def _settings(config: str | None, *, dry_run: bool) -> Settings:
    from config.load import load
    from config.place import find_folder

    try:
        folder = find_folder(config)
    except WrongUse:
        if config is not None:
            raise
        return _without_folder(dry_run=dry_run)
    return load(folder, environment_database=config is None)


def _without_folder(*, dry_run: bool) -> Settings:
    """One address can be looked at without any configuration; to store it a database must be named."""
    from config.place import find_database
    from config.settings import DatabaseSettings, Settings

    url = "sqlite:///unused.db" if dry_run else find_database(None)
    return Settings(folder=str(Path.cwd()), database=DatabaseSettings(url=url))


async def _look(settings: Settings, target: str, found: Found, *, most: int | None) -> dict[str, Any]:
    """Visit without a database: what is found is only told."""
    from config.lexicon import load_lexicon
    from pipeline.extract import extract
    from pipeline.extract.lexicon import Lexicon
    from scheduler.lean import spared

    with spared():
        from crawler.service import Crawler

    lexicon = Lexicon.from_toml(load_lexicon(Path(settings.folder)))

    async def deliver(post: Post) -> None:
        claims = extract(post.title, post.text, post.published_at, lexicon)
        found.add(post, "read", [{**claim_json(claim), "novelty": None} for claim in claims])

    async def known(_urls: Sequence[str]) -> dict[str, Validators]:
        return {}

    crawler = Crawler(settings.crawl, deliver, known)
    await crawler.start()
    try:
        if most is not None:
            return await _ask(crawler, target, most, settings.crawl.check_deadline)
        return _report(await crawler.check(target, settings.sources[target]))
    finally:
        await crawler.stop(within=2)


async def _take(settings: Settings, target: str, found: Found, *, most: int | None) -> dict[str, Any]:
    """Visit as the daemon does: what is found is stored and queued."""
    from scheduler.lean import load_parts

    load_parts()
    from scheduler.daemon import Daemon
    from scheduler.logs import configure

    def tell(post: Post, recorded: Recorded) -> None:
        claims = [{**claim_json(one.claim), "novelty": one.novelty.value} for one in recorded.judged]
        found.add(post, recorded.outcome, claims)

    daemon = Daemon(
        settings, configure(settings.log.model_copy(update={"level": "error"})), channels={}, tell=tell
    )
    await daemon.open()
    try:
        await daemon.start(scheduled=False)
        if most is not None:
            return await _ask(daemon.crawler, target, most, settings.crawl.check_deadline)
        return _report(await daemon.check(target, settings.sources[target]))
    finally:
        await daemon.stop()


async def _ask(crawler: Crawler, target: str, most: int, within: float) -> dict[str, Any]:
    """Visit one address; of a list, also the first ``most`` posts, within so many seconds."""
    from crawler.routes import fetch_address

    visit = await crawler.fetch(target, deliver=True)
    links = visit.page.links if visit.page and visit.outcome == "list" else ()
    unread: list[dict[str, Any]] = []

    async def read(url: str) -> None:
        one = await crawler.fetch(url, deliver=True)
        if one.outcome != "article":
            unread.append({"url": url, "outcome": one.outcome, "evidence": one.evidence})

    evidence = visit.evidence
    try:
        async with asyncio.timeout(within):
            await asyncio.gather(*(read(fetch_address(link)) for link in links[:most]))
    except TimeoutError:
        evidence = f"not all read within {within:.0f} s"
    return {
        "target": target,
        "outcome": visit.outcome,
        "evidence": evidence,
        "status": visit.status,
        "links": [link.as_json() for link in links],
        "unread": unread,
    }


def _report(report: CheckReport) -> dict[str, Any]:
    return {
        "target": report.source,
        "outcome": report.outcome,
        "evidence": report.evidence,
        "seconds": round(report.seconds, 3),
        "links": [link.as_json() for link in report.links],
    }


def _tell(target: str, report: dict[str, Any], found: Found) -> None:
    why = f" ({report['evidence']})" if report["evidence"] else ""
    write(f"{clean(target)}: {report['outcome']}{clean(why)}; {_many(len(report['links']), 'post')} listed, ")
    write(f"{_many(len(found.posts), 'post')} read, {_many(len(found.claims), 'claim')}\n")
    print_rows(found.posts, _POST, "table", nothing="no post was read")
    for one in report.get("unread", ()):
        because = f" ({one['evidence']})" if one["evidence"] else ""
        write(f"{clean(one['url'])}: {one['outcome']}{clean(because)}\n")
    if found.claims:
        write("\n")
        print_rows(found.claims, _CLAIM, "table", nothing="")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
