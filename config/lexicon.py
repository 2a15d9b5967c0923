"""Reads ``apps.toml``, the names that posts call apps, games, models and companies by, and checks it to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from config.place import nearest, read_toml
from pipeline.errors import ConfigError
from pipeline.extract.lexicon import KINDS, all_folded, folded

FILE = "apps.toml"
_KEYS = {"kind": str, "aliases": list, "maker": str, "not": list, "needs_context": bool}
_LONGEST = 60
_PLAIN = frozenset((str, list, bool))  # null and NaN are no TOML


def load_lexicon(folder: Path | None = None) -> Mapping[str, Any]:
    """The packaged names, with the ``apps.toml`` of ``folder`` laid over them where there is one.

    A table there replaces the packaged one of its name; a name that it takes from another table is taken from it.
    """
    packaged = Path(__file__).with_name(FILE)
    apps = _checked(_read(packaged), f"config/{FILE}")
    own = None if folder is None else folder / FILE
    if own is None or not own.is_file() or own.samefile(packaged):
        return apps
    return _laid_over(apps, _checked(_read(own), f"{own.parent.name}/{FILE}"))


def _read(path: Path) -> dict[str, Any]:
    """The tables of a file: at once where every line is plain, else by the TOML parser, which also names the faults.

    The parser takes 35 ms for the packaged file, a tenth of what ``bangdan extract`` may take to start.
    """
    try:
        return _plain_tables(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError):
        return read_toml(path)


def _plain_tables(text: str) -> dict[str, Any]:
    r"""Tables whose headers and values are written as JSON writes them; ``ValueError`` for any other line.

    >>> _plain_tables('# names\n["千问"]\nkind = "app"\naliases = ["通义"]\n')
    {'千问': {'kind': 'app', 'aliases': ['通义']}}
    """
    lines = [line for line in text.split("\n") if line and line[0] != "#"]
    for key in {line.partition(" = ")[0] for line in lines if line[0] != "["}:
        if not key.replace("_", "").isalpha() or not key.isascii():
            raise ValueError(key)
    # one reading of the whole, each line an item: a table is a list of one name, a key a tuple of one pair
    items = json.loads(
        f"[{','.join([line if line[0] == '[' else _pair(line) for line in lines])}]", object_pairs_hook=tuple
    )
    if len(items) != len(lines):
        raise ValueError("a line holds several things")
    tables: dict[str, Any] = {}
    table: dict[str, Any] | None = None
    for item in items:
        if len(item) != 1:
            raise ValueError(item)
        (one,) = item
        if type(item) is list:
            if type(one) is not str or one in tables:
                raise ValueError(one)
            table = tables[one] = {}
        else:
            key, value = one
            if table is None or key in table or type(value) not in _PLAIN:
                raise ValueError(key)
            table[key] = value
    return tables


def _pair(line: str) -> str:
    return '{"' + line.replace(" = ", '":', 1) + "}"


def _laid_over(apps: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    taken = {folded(name) for table in own.items() for name in _names(*table)}
    kept: dict[str, Any] = {}
    for canonical, entry in apps.items():
        if folded(canonical) in taken:
            continue
        aliases = [alias for alias in entry.get("aliases", ()) if folded(alias) not in taken]
        kept[canonical] = {**entry, "aliases": aliases}
    return kept | own


def _names(canonical: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield canonical
    yield from entry.get("aliases", ())


def _checked(tables: dict[str, Any], file: str) -> dict[str, Any]:
    """The tables, or the first fault: an unknown key or kind, a wrong type, a name that two tables claim."""
    if not _faultless(tables):
        _find_fault(tables, file)
    return tables


def _faultless(tables: dict[str, Any]) -> bool:
    """Whether nothing is wrong with any table: asked of all at once, in a fifth of the time that ``_find_fault`` takes."""
    entries = list(tables.values())
    if set(map(type, entries)) - {dict}:
        return False
    values = [pair for entry in entries for pair in entry.items()]
    if any(type(value) is not _KEYS.get(key) for key, value in values):
        return False
    if not {entry.get("kind") for entry in entries} <= KINDS:
        return False
    texts = [*tables, *chain.from_iterable(value for _, value in values if type(value) is list)]
    if (
        set(map(type, texts)) - {str}
        or not all(map(str.strip, texts))
        or max(map(len, texts), default=0) > _LONGEST
    ):
        return False
    names = [name for table in tables.items() for name in _names(*table)]
    return len(set(all_folded(names))) == len(names)


def _find_fault(tables: dict[str, Any], file: str) -> None:
    owners: dict[str, str] = {}
    for canonical, entry in tables.items():
        if not isinstance(entry, dict):
            raise ConfigError(file, None, f'"{canonical}" stands outside of a table')
        for key, value in entry.items():
            _check_key(file, canonical, key, value)
        kind = entry.get("kind")
        if kind is None:
            raise ConfigError(file, canonical, f'key "kind" is missing (there is {", ".join(sorted(KINDS))})')
        if kind not in KINDS:
            raise ConfigError(file, canonical, f'key "kind": no kind "{kind}"{nearest(kind, KINDS)}')
        for name in _names(canonical, entry):
            before = len(owners)
            other = owners.setdefault(folded(name), canonical)
            if other != canonical:
                raise ConfigError(file, canonical, f'"{name}" is a name of [{other}] too')
            if len(owners) == before:
                raise ConfigError(file, canonical, f'key "aliases": "{name}" stands there twice')


def _check_key(file: str, table: str, key: str, value: object) -> None:
    wanted = _KEYS.get(key)
    if wanted is None:
        raise ConfigError(file, table, f'unknown key "{key}"{nearest(key, _KEYS)}')
    if not isinstance(value, wanted):
        what = {str: "a text", list: "a list of texts", bool: "true or false"}[wanted]
        raise ConfigError(file, table, f'key "{key}": {what} is needed')
    for text in value if isinstance(value, list) else [table]:
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            raise ConfigError(file, table, f'key "{key}": {text!r} is no name of 1 to {_LONGEST} characters')
