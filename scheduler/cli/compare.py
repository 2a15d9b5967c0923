"""``bangdan compare A B``: what is claimed of several apps, side by side."""

from __future__ import annotations

from typing import Any

import click

from scheduler.cli.filters import as_rows, filter_options, filters_from, reading
from scheduler.cli.output import Column, Row, print_rows
from scheduler.cli.rows import figure_text, what_text


@click.command()
@click.argument("apps", metavar="APP APP...", nargs=-1, required=True)
@filter_options
def compare(apps: tuple[str, ...], config: str | None, form: str, **given: Any) -> None:  # noqa: ANN401 - click's values
    """The latest figures of two to eight apps, those of the same kind side by side."""
    from pipeline.store import read

    with reading(config) as tx:
        rows = read.compare(tx, apps, filters_from(given))
    columns = [Column("What", what_text), *(_column(name, at) for at, name in enumerate(apps))]
    if len(apps) == 2:
        columns.append(Column("Ratio", _ratio, right=True))
    print_rows(as_rows(rows), columns, form, nothing="nothing of these apps fits these filters")


def _column(name: str, at: int) -> Column:
    def show(row: Row) -> str:
        figure = row["figures"][at]
        return "" if figure is None else f"{figure_text(figure)} ({figure['covered'] or 'undated'})"

    return Column(name, show, right=True)


def _ratio(row: Row) -> str:
    """How many times the second the first is, of counts that both have.

    >>> _ratio({"metric": "downloads", "figures": [{"value": 30}, {"value": 20}]})
    '1.5'
    """
    one, other = row["figures"]
    if row["metric"] != "downloads" or one is None or other is None or not one["value"] or not other["value"]:
        return ""
    return f"{one['value'] / other['value']:.3g}"
