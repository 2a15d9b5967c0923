"""``bangdan history APP`` and ``bangdan figures``: each figure once, however many posts repeat it."""

from __future__ import annotations

from typing import Any

import click

from scheduler.cli.filters import filter_options, filters_from
from scheduler.cli.output import Column, clean, write
from scheduler.cli.rows import figure_text, what_text, when_text
from scheduler.cli.sparks import curves
from scheduler.cli.watching import list_rows, watch_option

_FIGURE = [
    Column("Claim", lambda row: row["claim_id"], right=True),
    Column("Covers", lambda row: row["covered"] or when_text(row["published_at"])[:10]),
    Column("Figure", figure_text, right=True),
    Column("What", what_text),
    Column("Novelty", lambda row: row["novelty"]),
    Column("Said by", lambda row: row["source"]),
    Column("Witnesses", lambda row: row["witnesses"], right=True, spare=True),
    Column("Outlet", lambda row: row["outlet"], spare=True),
    Column("Post", lambda row: row["post_title"]),
]


@click.command()
@click.argument("app", metavar="APP")
@filter_options
@watch_option
def history(app: str, config: str | None, form: str, *, watch: bool, **given: Any) -> None:  # noqa: ANN401 - click's values
    """What was ever claimed of one app, newest first.

    One line is one figure; bangdan show CLAIM gives its proof. Below a table stand the curves of its series.
    """
    from pipeline.store import read

    filters = filters_from(given, app)
    rows = list_rows(
        lambda tx: read.history(tx, app, filters),
        _FIGURE,
        form,
        config=config,
        nothing=f"nothing of {app} fits these filters",
        outlet=filters.outlet,
        kind="FigureRow",
        watch=watch,
    )
    drawn = curves(rows) if form == "table" and not watch else []
    if drawn:
        write("\n" + "".join(clean(line) + "\n" for line in drawn))


@click.command()
@click.option("--app", metavar="APP", help="Only figures of this app.")
@filter_options
@watch_option
def figures(app: str | None, config: str | None, form: str, *, watch: bool, **given: Any) -> None:  # noqa: ANN401
    """Figures of all apps, newest first: each once, with the claim that brought it."""
    from pipeline.store import read

    filters = filters_from(given, app)
    columns = [_FIGURE[0], Column("App", lambda row: row["app"]), *_FIGURE[1:]]
    list_rows(
        lambda tx: read.figures(tx, filters),
        columns,
        form,
        config=config,
        nothing="no figure fits these filters",
        outlet=filters.outlet,
        kind="FigureRow",
        watch=watch,
    )
