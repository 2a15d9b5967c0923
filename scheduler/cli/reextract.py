"""``bangdan reextract``: what is stored, read again with today's grammar."""

from __future__ import annotations

import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.commands import config_option
from scheduler.cli.output import say, write
from scheduler.cli.watching import progress

if TYPE_CHECKING:
    from pipeline.extract.lexicon import Lexicon
    from pipeline.model import Post
    from pipeline.store.engine import Store

_AT_ONCE = 50  # posts in one transaction: a daemon beside us waits no longer than for these
_TELL = 5.0  # seconds between two words on how far it is


@click.command()
@config_option
def reextract(config: str | None) -> int:
    """Read the newest version of every post again with today's grammar and names.

    Rings nothing. What people corrected stays as they left it. It may be stopped and begun anew at any time.
    """
    from config.lexicon import load_lexicon
    from config.place import find_database, find_folder
    from pipeline.errors import WrongUse
    from pipeline.extract.lexicon import Lexicon
    from pipeline.store import reread
    from pipeline.store.engine import open_store

    try:
        folder: Path | None = find_folder(config)
    except WrongUse:
        if config is not None:
            raise
        folder = None  # a database may be named without any configuration
    lexicon = Lexicon.from_toml(load_lexicon(folder))
    store = open_store(find_database(config), create=False)
    counts: Counter[str] = Counter()
    told = time.monotonic()
    try:
        with store.read() as view, progress("posts", None) as move:
            versions = reread.newest(view)
            while batch := list(islice(versions, _AT_ONCE)):
                _again(store, batch, lexicon, counts)
                move(len(batch))
                if time.monotonic() - told > _TELL and not sys.stderr.isatty():
                    told = time.monotonic()
                    say(f"bangdan reextract: {_said(counts)} so far")
    finally:
        store.close()
    write(f"{_said(counts)}\n")
    return 1 if counts["failed"] else 0


def _again(store: Store, batch: list[tuple[int, Post]], lexicon: Lexicon, counts: Counter[str]) -> None:
    from pipeline.errors import BangdanError
    from pipeline.extract import extract
    from pipeline.store import reread

    read = []
    for version, post in batch:
        try:
            read.append((version, extract(post.title, post.text, post.published_at, lexicon)))
        except Exception as error:  # noqa: BLE001 - what the grammar makes of one post is that post's fault; said and counted
            counts["failed"] += 1
            say(f"bangdan reextract: {post.url}: {type(error).__name__}: {error}")
    with store.write() as tx:
        for version, claims in read:
            try:
                done = reread.reread(tx, version, claims)
            except BangdanError as error:  # erased meanwhile
                say(f"bangdan reextract: version {version}: {error}")
                continue
            counts.update(posts=1, kept=done.kept, added=done.added, removed=done.removed)


def _said(counts: Counter[str]) -> str:
    failed = f", {counts['failed']} posts failed" if counts["failed"] else ""
    return (
        f"{counts['posts']} posts read again: {counts['kept']} claims kept, {counts['added']} added, "
        f"{counts['removed']} removed{failed}"
    )
