"""``bangdan search WORDS``: posts in which the words stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from scheduler.cli.filters import as_rows, filter_options, filters_from, reading, strange_outlet
from scheduler.cli.output import Column, print_rows, say
from scheduler.cli.rows import when_text

_HIT = [
    Column("Post", lambda row: row["post"]["id"], right=True),
    Column("Published", lambda row: when_text(row["post"]["published_at"])),
    Column("Outlet", lambda row: row["post"]["outlet"]),
    Column("Claims", lambda row: len(row["claims"]), right=True),
    Column("Title", lambda row: row["post"]["title"]),
    Column("Found", lambda row: f"{row['before']}[{row['match']}]{row['after']}"),
]


@click.command()
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@click.option("--app", metavar="APP", help="Only posts with a claim about this app.")
@filter_options
def search(words: tuple[str, ...], app: str | None, config: str | None, form: str, **given: Any) -> None:  # noqa: ANN401
    """Posts in which all the words stand, newest read first.

    A word has two characters or more; script, width and case do not count. Filters of claims hold for one of the post's.
    """
    from pipeline.store import read

    filters, hits, total = filters_from(given, app), list[Any](), ""
    with reading(config) as tx:
        wanted, after = filters.limit, filters.after
        while wanted > 0:
            page = read.search(tx, " ".join(words), replace(filters, limit=min(wanted, 100), after=after))
            total = total or f"{page.total:,}{'' if page.total_exact else '+'}"
            hits += page.hits
            wanted, after = wanted - len(page.hits), page.next
            if after is None:
                break
        doubt = "" if hits else strange_outlet(tx, filters.outlet)
    nothing = f"{' '.join(words)} stands in no post that fits{doubt}"
    print_rows(as_rows(hits), _HIT, form, nothing=nothing)
    if form == "table" and after is not None:
        say(f"the words stand in {total} versions; --limit shows more than {len(hits)}")
