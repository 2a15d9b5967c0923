"""Where settings and the database are looked for. Light: queries start with it, pydantic stays out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, WrongUse

FILES = ("bangdan.toml", "sources.toml", "alerts.toml")
_LARGEST = 4_000_000  # bytes of one TOML file
_MOST_NAMED = 30  # names in one hint
_SQLITE = ("sqlite:", "sqlite+pysqlite:")
_POSTGRES = ("postgresql:", "postgresql+psycopg:")


def find_folder(option: str | os.PathLike[str] | None = None) -> Path:
    """The configuration's folder: ``--config``, BANGDAN_CONFIG, ``./config``, in this order."""
    if option is not None:
        return _folder(Path(option), f"--config {option}")
    named = os.environ.get("BANGDAN_CONFIG")
    if named:
        return _folder(Path(named), f"BANGDAN_CONFIG={named}")
    here = Path("config")
    if any((here / name).is_file() for name in FILES):
        return here.absolute()
    raise WrongUse("no configuration: give --config DIR or set BANGDAN_CONFIG (bangdan init DIR writes one)")


def find_database(option: str | os.PathLike[str] | None = None) -> str:
    """The database's URL: ``--config``, BANGDAN_DATABASE_URL, BANGDAN_CONFIG, ``./config``, in this order."""
    named = database_from_environment()
    if option is None and named:
        return named
    try:
        folder = find_folder(option)
    except WrongUse as error:
        if option is not None or os.environ.get("BANGDAN_CONFIG"):
            raise
        raise WrongUse(
            "no database: give --config DIR, or set BANGDAN_DATABASE_URL or BANGDAN_CONFIG"
        ) from error
    table = read_toml(folder / "bangdan.toml").get("database", {})
    url = table.get("url", "sqlite:///bangdan.db") if isinstance(table, dict) else None
    if not isinstance(url, str):
        raise ConfigError("bangdan.toml", "database", 'key "url": a text is needed')
    try:
        return database_url(url, folder)
    except ValueError as error:
        raise ConfigError("bangdan.toml", "database", f'key "url": {error}') from None


def database_from_environment() -> str | None:
    """BANGDAN_DATABASE_URL, or None where it is not set; relative paths count from the working folder."""
    named = os.environ.get("BANGDAN_DATABASE_URL")
    if not named:
        return None
    try:
        return database_url(named, Path.cwd())
    except ValueError as error:
        raise WrongUse(f"BANGDAN_DATABASE_URL: {error}") from None


def database_url(url: str, folder: Path) -> str:
    """``url`` with a relative SQLite path counted from ``folder``; ``ValueError`` for what is no such URL.

    >>> database_url("sqlite:///bangdan.db", Path("/srv/bangdan"))
    'sqlite:////srv/bangdan/bangdan.db'
    >>> database_url("mysql://root@db/x", Path("/srv"))
    Traceback (most recent call last):
    ...
    ValueError: neither sqlite:///FILE nor postgresql://USER@HOST/NAME
    """
    if url.startswith(_POSTGRES) and "://" in url:
        return url
    scheme, slashes, path = url.partition(":///")
    if not slashes or not f"{scheme}:".startswith(_SQLITE):
        raise ValueError("neither sqlite:///FILE nor postgresql://USER@HOST/NAME")
    if path in {"", ":memory:"}:
        raise ValueError("an SQLite file is needed, a database in memory forgets")
    return f"{scheme}:///{(folder / Path(path).expanduser()).absolute()}"


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of one file, empty where the file is missing; every fault names the file and the line."""
    import tomllib  # as difflib, only for those who need it: together a hundredth of a start

    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(path.name, None, f"cannot be read: {error.strerror or error}") from None
    if len(raw) > _LARGEST:
        raise ConfigError(path.name, None, f"larger than {_LARGEST} bytes")
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))  # some editors put a mark of order first
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(path.name, None, f"line {line} is not UTF-8") from None
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split()) or "nested too deep"
        raise ConfigError(path.name, None, f"no valid TOML: {said}") from None


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the right name, or the names that there are.

    >>> nearest("intervall", ["interval", "cron"])
    ' (did you mean "interval"?)'
    >>> nearest("zzz", ["interval", "cron"])
    ' (there is cron, interval)'
    """
    close = close_to(word, names := sorted(known))
    if close:
        return close
    more = ", ..." if len(names) > _MOST_NAMED else ""
    return f" (there is {', '.join(names[:_MOST_NAMED])}{more})" if names else ""


def close_to(word: str, known: Iterable[str]) -> str:
    """A hint at the name that was meant, if one is like it.

    >>> close_to("DeepSeak", ["DeepSeek", "Kimi"]), close_to("zzz", ["Kimi"])
    (' (did you mean "DeepSeek"?)', '')
    """
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _folder(folder: Path, asked: str) -> Path:
    if not folder.is_dir():
        raise WrongUse(f"{asked}: no such folder (bangdan init {folder} writes a starter configuration)")
    if not any((folder / name).is_file() for name in FILES):
        raise WrongUse(f"{asked}: holds none of {', '.join(FILES)} (bangdan init writes them)")
    return folder.absolute()
