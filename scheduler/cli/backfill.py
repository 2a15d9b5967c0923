"""``bangdan backfill``: posts from files into the history, without a sound."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

import click

from pipeline.errors import BangdanError
from scheduler.cli.commands import config_option
from scheduler.cli.lines import BadLine, Written, item_of, lines_of, post_of
from scheduler.cli.output import say, write_line
from scheduler.cli.watching import progress

if TYPE_CHECKING:  # SQLAlchemy is imported when something is stored
    from crawler.identity import Identity
    from pipeline.model import Post
    from pipeline.store.recorded import Recorded


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
)
@config_option
def backfill(files: tuple[Path, ...], config: str | None) -> int:
    """Take posts from files of JSON lines (- for standard input) into the history. Rings nothing.

    A line holds url (or outlet and id), title, published_at, author and text, or html instead of the text.
    One line of what became of the posts is printed for each file; bad lines are named, the rest go on.
    """
    bad = 0
    with closing(_Keeper(config)) as keeper:
        for file in files:
            counted = _take(file, keeper.take)
            bad += counted["error"]
            write_line({"file": str(file), **counted})
    return 1 if bad else 0


class _Keeper:
    """The database of the configuration with the lexicon of the configuration, for posts that ring nothing."""

    def __init__(self, config: str | None) -> None:
        from config.lexicon import load_lexicon
        from config.place import find_database, find_folder
        from pipeline.errors import WrongUse
        from pipeline.extract.lexicon import Lexicon
        from pipeline.store.engine import open_store
        from scheduler.intake import Intake

        try:
            folder = find_folder(config)
        except WrongUse:
            if config is not None:
                raise
            folder = None  # a database alone is enough
        lexicon = Lexicon.from_toml(load_lexicon(folder))
        self.store = open_store(find_database(config))
        self.intake = Intake(self.store, lexicon, lambda _alert: ())

    def take(self, post: Post) -> Recorded:
        return self.intake.take_now(post, silent=True)

    def close(self) -> None:
        self.store.close()


def _take(file: Path, take: Callable[[Post], Recorded]) -> Counter[str]:
    counted: Counter[str] = Counter()
    with progress(file.name, _size(file)) as move:
        for number, line in _numbered(file):
            try:
                recorded = take(_post(item_of(line)))
            except BadLine as error:
                counted["error"] += 1
                say(f"bangdan backfill: {file}, line {number}: {error}")
            else:
                counted[recorded.outcome] += 1
            move(len(line))
    return counted


def _size(file: Path) -> int | None:
    """Bytes of a file; of standard input nobody knows."""
    return file.stat().st_size if file.is_file() else None


def _numbered(file: Path) -> Iterator[tuple[int, bytes]]:
    try:
        stream: BinaryIO = sys.stdin.buffer if str(file) == "-" else file.open("rb")
        with stream:
            yield from enumerate(lines_of(stream), 1)
    except OSError as error:
        raise BangdanError(f"{file} cannot be read: {error.strerror or error}") from None


def _post(item: dict[str, Any]) -> Post:
    from pipeline.model import Post

    written = post_of(item)
    who = _identity(item, written)
    author = item.get("author")
    return Post(
        outlet=who.outlet,
        doc_id=who.doc_id,
        url=who.url,
        fetched_url=item.get("url") or who.url,
        host=urlsplit(item.get("url") or "").netloc.lower() or who.outlet,
        mirror=who.mirror,
        title=written.title,
        author=author if isinstance(author, str) else written.author,
        published_at=written.published_at,
        text=written.text,
        fetched_at=datetime.now(UTC),
        raw=(item.get("html") or "").encode("utf-8", "replace"),
    )


def _identity(item: dict[str, Any], written: Written) -> Identity:
    """Outlet, document and address: by the address, else as the line names them, else by the text itself."""
    from crawler.identity import Identity, by_address, canonical

    url = item.get("url")
    if url is not None:
        found = canonical(url) or by_address(url)
        if found is None:
            raise BadLine(f'"url" is no address: "{url[:80]}"')
        return found
    outlet, doc_id = item.get("outlet", "file"), item.get("id")
    if not isinstance(outlet, str) or not isinstance(doc_id, str | int | None):
        raise BadLine('"outlet" and "id" are texts')
    doc_id = (
        str(doc_id)
        if doc_id is not None
        else hashlib.sha256(written.text.encode(errors="replace")).hexdigest()[:16]
    )
    return Identity(outlet, doc_id, f"urn:bangdan:{outlet}:{doc_id}")
