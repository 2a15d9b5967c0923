"""``bangdan history APP`` and ``bangdan figures``: each figure once, however many posts repeat it."""

from __future__ import annotations

from typing import Any

import click

from scheduler.cli.filters import as_rows, filter_options, filters_from, reading
from scheduler.cli.output import Column, print_rows
from scheduler.cli.rows import figure_text, what_text, when_text

_FIGURE = [
    Column("Claim", lambda row: row["claim_id"], right=True),
    Column("Covers", lambda row: row["covered"] or when_text(row["published_at"])[:10]),
    Column("Figure", figure_text, right=True),
    Column("What", what_text),
    Column("Novelty", lambda row: row["novelty"]),
    Column("Said by", lambda row: row["source"]),
    Column("Seen at", lambda row: row["witnesses"], right=True),
    Column("Outlet", lambda row: row["outlet"]),
    Column("Post", lambda row: row["post_title"]),
]


@click.command()
@click.argument("app", metavar="APP")
@filter_options
def history(app: str, config: str | None, form: str, **given: Any) -> None:  # noqa: ANN401 - click's values
    """What was ever claimed of one app, newest first.

    One line is one figure; bangdan show CLAIM gives its proof.
    """
    from pipeline.store import read

    with reading(config) as tx:
        rows = read.history(tx, app, filters_from(given, app))
    print_rows(as_rows(rows), _FIGURE, form, nothing=f"nothing of {app} fits these filters")


@click.command()
@click.option("--app", metavar="APP", help="Only figures of this app.")
@filter_options
def figures(app: str | None, config: str | None, form: str, **given: Any) -> None:  # noqa: ANN401 - click's values
    """Figures of all apps, newest first: each once, with the claim that brought it."""
    from pipeline.store import read

    with reading(config) as tx:
        rows = read.figures(tx, filters_from(given, app))
    columns = [_FIGURE[0], Column("App", lambda row: row["app"]), *_FIGURE[1:]]
    print_rows(as_rows(rows), columns, form, nothing="no figure fits these filters")
