"""``bangdan doctor``: what an operator would look at first, looked at in one go."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from pipeline.errors import BangdanError
from scheduler.cli.commands import config_option
from scheduler.cli.output import Column, format_option, print_rows

if TYPE_CHECKING:  # pydantic is imported when the settings are read
    from config.settings import Settings

_COLUMNS = [
    Column("", lambda row: row["state"]),
    Column("What", lambda row: row["what"]),
    Column("Found", lambda row: row["found"]),
]
_LEAST_DISK = 500_000_000  # bytes
_PATIENCE = 5.0  # seconds for one host
_PROOF = "千问公测首周下载量突破1000万次。"

Finding = tuple[str, str, str]  # state (ok, warn, fail), what, found


@click.command()
@click.option("--offline", is_flag=True, help="Ask nothing of the network.")
@format_option
@config_option
def doctor(form: str, config: str | None, *, offline: bool) -> int:
    """Examine configuration, rules, secrets, database, disk, clock, names, channels and the grammar.

    Exit code 1 where something is wrong that keeps bangdan from its work.
    """
    findings = list(_findings(config, offline=offline))
    rows = [dict(zip(("state", "what", "found"), finding, strict=True)) for finding in findings]
    print_rows(rows, _COLUMNS, form, nothing="nothing was examined")
    return 1 if any(state == "fail" for state, _, _ in findings) else 0


def _findings(config: str | None, *, offline: bool) -> Iterator[Finding]:
    yield "ok", "versions", _versions()
    yield _tried("grammar", _grammar)
    yield _tried("time zones", _zones)
    from config.load import load
    from config.place import find_folder
    from scheduler.cli import examine

    try:
        settings = load(find_folder(config), environment_database=config is None)
    except BangdanError as error:
        for line in str(error).splitlines():
            yield "fail", "configuration", line
        return
    yield (
        "ok",
        "configuration",
        f"{settings.folder}: {_counted(len(settings.sources), 'source')}, {_counted(len(settings.alerts.rules), 'rule')}",
    )
    yield examine.rules(settings)
    yield _tried("channels", lambda: _channels(settings))
    yield examine.waiting_for_migration(settings) or _tried("database", lambda: _database(settings))
    yield _disk(settings)
    yield examine.page(settings)
    yield _tried("heartbeat", lambda: examine.heartbeat(settings))
    if not offline:
        yield examine.clock(settings)
        yield from _hosts(settings)


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return "ok", what, look()
    except BangdanError as error:
        return "fail", what, str(error)
    except Exception as error:  # noqa: BLE001 - a doctor reports what he finds, whatever it is
        return "fail", what, f"{type(error).__name__}: {error}"


def _versions() -> str:
    import platform
    import sqlite3
    from importlib.metadata import version

    named = ("bangdan", "scrapy", "sqlalchemy", "apscheduler", "opencc")
    parts = [f"{name} {version(name)}" for name in named]
    return ", ".join([*parts, f"SQLite {sqlite3.sqlite_version}", f"Python {platform.python_version()}"])


def _grammar() -> str:
    from config.lexicon import load_lexicon
    from pipeline.extract import extract
    from pipeline.extract.lexicon import Lexicon

    claims = extract(None, _PROOF, None, Lexicon.from_toml(load_lexicon(None)))
    read = [(claim.subject[0], claim.value, claim.relation, claim.period) for claim in claims]
    if read != [("千问", 10_000_000, "gt", "P7D")]:
        raise BangdanError(f"the sample sentence was read as {read}")
    return "the sample sentence was read right"


def _zones() -> str:
    from datetime import UTC, datetime

    from config.cron import time_zone

    return (
        datetime.now(UTC)
        .astimezone(time_zone("Asia/Shanghai"))
        .strftime("in Beijing it is %Y-%m-%d %H:%M:%S")
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _channels(settings: Settings) -> str:
    from pipeline.alerts.channels import make_all

    made = make_all(settings.alerts, folder=settings.folder)
    return f"{', '.join(made) or 'none'}: addresses and secrets are there"


def _database(settings: Settings) -> str:
    from pipeline.store import read
    from pipeline.store.engine import open_store

    _, _, path = settings.database.url.partition(":///")
    if settings.database.url.startswith("sqlite") and not Path(path).exists():
        return f"{path}: not there yet, the first bangdan run makes it"
    store = open_store(settings.database.url, create=False)
    try:
        with store.read() as tx:
            ledger = read.ledger(tx)
        with store.write():
            said = f"{store.url}: up to date, can be written, {ledger.found} claims found, {ledger.waiting} alerts wait"
    finally:
        store.close()
    if not ledger.adds_up:
        raise BangdanError(f"{said}; the ledger does not add up")
    return said


def _disk(settings: Settings) -> Finding:
    _, _, path = settings.database.url.partition(":///")
    folder = Path(path).parent if settings.database.url.startswith("sqlite") else Path(settings.folder)
    if not folder.is_dir():
        return "fail", "disk", f"{folder}: no such folder"
    # a database elsewhere is written elsewhere; the configuration need not be
    if settings.database.url.startswith("sqlite") and not os.access(folder, os.W_OK):
        return "fail", "disk", f"{folder} cannot be written"
    free = shutil.disk_usage(folder).free
    state = "ok" if free > _LEAST_DISK else "warn"
    return state, "disk", f"{free / 1e9:.1f} GB free in {folder}"


def _hosts(settings: Settings) -> Iterator[Finding]:
    """Names of sources are looked up; the receivers of alerts are connected to, nothing is sent."""
    for host in sorted({urlsplit(source.url).hostname or "" for source in settings.sources.values()}):
        yield _name(host)
    for name, channel in settings.alerts.channels.items():
        if channel.kind == "webhook" and channel.url:
            parts = urlsplit(channel.url)
            yield _port(name, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        elif channel.kind == "email" and channel.host:
            yield _port(name, channel.host, channel.port or (465 if channel.security == "tls" else 587))


def _name(host: str) -> Finding:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        return "warn", f"source host {host}", f"is not found: {error}"
    return "ok", f"source host {host}", str(found[0][4][0])


def _port(name: str, host: str, port: int) -> Finding:
    what = f"channel {name}"
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE):
            return "ok", what, f"{host}:{port} answers"
    except OSError as error:
        return "warn", what, f"{host}:{port} does not answer: {error}"
