"""``bangdan posts``: what was read; ``bangdan posts erase ID`` removes a post and what follows from it."""

from __future__ import annotations

from typing import Any

import click

from scheduler.cli.commands import NUMBER, config_option
from scheduler.cli.filters import filter_options, filters_from, unless_sub, writing
from scheduler.cli.output import Column, write
from scheduler.cli.rows import when_text
from scheduler.cli.watching import list_rows, watch_option

_POST = [
    Column("Post", lambda row: row["id"], right=True),
    Column("Outlet", lambda row: row["outlet"]),
    Column("Document", lambda row: row["doc_id"], spare=True),
    Column("Published", lambda row: when_text(row["published_at"])),
    Column("Claims", lambda row: row["claims"], right=True),
    Column("Versions", lambda row: row["versions"], right=True, spare=True),
    Column("State", lambda row: "erased" if row["erased_at"] else "gone" if row["gone_at"] else ""),
    Column("Why", lambda row: row["gone_why"] or ""),
    Column("Author", lambda row: row["author"]),
    Column("Title", lambda row: row["title"]),
]


@click.group(invoke_without_command=True)
@click.option("--app", metavar="APP", help="Only posts with a claim about this app.")
@filter_options
@watch_option
@unless_sub
def posts(app: str | None, config: str | None, form: str, *, watch: bool, **given: Any) -> None:  # noqa: ANN401 - click's values
    """List the posts that were read, newest first."""
    from pipeline.store import read

    filters = filters_from(given, app)
    list_rows(
        lambda tx: read.posts(tx, filters),
        _POST,
        form,
        config=config,
        nothing="no post fits these filters",
        outlet=filters.outlet,
        kind="PostRow",
        watch=watch,
    )


@posts.command()
@click.argument("post", metavar="ID", type=NUMBER)
@click.option("--note", help="Why, for whoever reads it later.")
@config_option
def erase(post: int, note: str | None, config: str | None) -> None:
    """Remove a post: its text, pages, claims and witnesses. It is not taken again. Rings nothing."""
    from pipeline.store.corrections import erase as forget

    with writing(config) as tx:
        forget(tx, post, note=note)
    write(f"post {post} is erased\n")
