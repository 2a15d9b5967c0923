"""What a shell offers for a word that is typed: names that stand in the configuration."""

from __future__ import annotations

from collections.abc import Iterable

import click

from pipeline.errors import BangdanError

_Offered = list[str]


def sources(context: click.Context, _parameter: click.Parameter, typed: str) -> _Offered:
    """Rows of ``sources.toml``."""
    return _fitting(_tables(context, "sources.toml"), typed)


def channels(context: click.Context, _parameter: click.Parameter, typed: str) -> _Offered:
    """``[channels.NAME]`` of ``alerts.toml``."""
    return _fitting(_inner(context, "channels"), typed)


def rules(context: click.Context, _parameter: click.Parameter, typed: str) -> _Offered:
    """``[rules.NAME]`` of ``alerts.toml``."""
    return _fitting(_inner(context, "rules"), typed)


def _inner(context: click.Context, table: str) -> Iterable[str]:
    found = _tables(context, "alerts.toml").get(table)
    return found if isinstance(found, dict) else ()


def _tables(context: click.Context, file: str) -> dict[str, object]:
    from config.place import find_folder, read_toml

    try:
        return read_toml(find_folder(context.params.get("config")) / file)
    except BangdanError:  # nothing is offered; the command itself will say what is wrong
        return {}


def _fitting(names: Iterable[str], typed: str) -> _Offered:
    return [name for name in names if name.startswith(typed)]
