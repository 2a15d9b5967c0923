"""``bangdan claims``: what each post says; ``bangdan claims reject ID`` takes one out of the history."""

from __future__ import annotations

from typing import Any

import click

from scheduler.cli.commands import NUMBER, config_option
from scheduler.cli.filters import filter_options, filters_from, unless_sub, writing
from scheduler.cli.output import Column, write
from scheduler.cli.rows import figure_text, what_text, when_text
from scheduler.cli.watching import list_rows, watch_option

_CLAIM = [
    Column("Claim", lambda row: row["id"], right=True),
    Column("App", lambda row: row["app"]),
    Column("Figure", figure_text, right=True),
    Column("What", what_text),
    Column("Covers", lambda row: row["covered"]),
    Column("Novelty", lambda row: row["novelty"]),
    Column("Outlet", lambda row: row["outlet"], spare=True),
    Column("Published", lambda row: when_text(row["published_at"]), spare=True),
    Column("Quote", lambda row: row["quote"]),
]


@click.group(invoke_without_command=True)
@click.option("--app", metavar="APP", help="Only claims about this app.")
@click.option("--rejected", is_flag=True, help="Also claims that somebody rejected.")
@filter_options
@watch_option
@unless_sub
def claims(
    app: str | None,
    config: str | None,
    form: str,
    *,
    rejected: bool,
    watch: bool,
    **given: Any,  # noqa: ANN401 - click's values
) -> None:
    """List claims, newest first: what each post says, repeats included."""
    from dataclasses import replace

    from pipeline.store import read

    filters = replace(filters_from(given, app), rejected=rejected)
    list_rows(
        lambda tx: read.claims(tx, filters),
        _CLAIM,
        form,
        config=config,
        nothing="no claim fits these filters",
        outlet=filters.outlet,
        kind="ClaimRow",
        watch=watch,
    )


@claims.command()
@click.argument("claim", metavar="ID", type=NUMBER)
@click.option("--note", help="Why, for whoever reads it later.")
@config_option
def reject(claim: int, note: str | None, config: str | None) -> None:
    """Take a wrong claim out of the history; it stays out when its post is read again. Rings nothing."""
    from pipeline.store.corrections import reject as take_out

    with writing(config) as tx:
        take_out(tx, claim, note=note)
    write(f"claim {claim} is rejected\n")
