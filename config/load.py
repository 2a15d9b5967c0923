"""A folder of TOML files -> :class:`~config.settings.Settings`, or one line for each thing that is wrong.

Every line names file, table, key and, where a name is unknown, the nearest right one:
``sources.toml, [ithome]: unknown key "intervall" (did you mean "interval"?)``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from config.alerting import alert_problems
from config.place import database_from_environment, database_url, nearest, read_toml
from config.rules import crawl_problems, source_problems
from config.serving import web_problems
from config.settings import (
    AlertSettings,
    ChannelSettings,
    CrawlSettings,
    DatabaseSettings,
    GroupSettings,
    HealthSettings,
    KeepSettings,
    LogSettings,
    RuleSettings,
    Section,
    Settings,
    SourceSettings,
    WebSettings,
)
from pipeline.errors import ConfigError, WrongUse

_SECTIONS: dict[str, type[Section]] = {
    "database": DatabaseSettings,
    "crawl": CrawlSettings,
    "web": WebSettings,
    "health": HealthSettings,
    "keep": KeepSettings,
    "log": LogSettings,
}
_MOST_LINES = 20
S = TypeVar("S", bound=Section)


class ConfigErrors(WrongUse):
    """Several things are wrong at once: one line each, so that one round of editing is enough."""

    def __init__(self, problems: list[ConfigError]) -> None:
        lines = [str(problem) for problem in problems[:_MOST_LINES]]
        if len(problems) > _MOST_LINES:
            lines.append(f"and {len(problems) - _MOST_LINES} more")
        super().__init__("\n".join(lines))
        self.problems = problems


def load(folder: Path | str, *, environment_database: bool = False) -> Settings:
    """Read and check a configuration; secrets are looked at by :func:`check_secrets`.

    ``environment_database`` lets BANGDAN_DATABASE_URL stand in for ``[database] url``.
    """
    folder = Path(folder).absolute()
    problems: list[ConfigError] = []
    sections = _sections(read_toml(folder / "bangdan.toml"), folder, problems)
    rows = read_toml(folder / "sources.toml")
    sources = _sources(rows, problems)
    alerts = _alerts(read_toml(folder / "alerts.toml"), set(rows), problems)
    named = database_from_environment() if environment_database else None
    if named:
        sections["database"] = DatabaseSettings(url=named)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ConfigErrors(problems)
    return Settings(folder=str(folder), sources=sources, alerts=alerts, **cast("dict[str, Any]", sections))


def check_secrets(settings: Settings) -> None:
    """Every secret that a channel names can be read; the first that cannot is said."""
    for name, channel in settings.alerts.channels.items():
        for key in ("secret_env", "password_env"):
            variable = getattr(channel, key)
            if variable is not None and not os.environ.get(variable):
                said = f'key "{key}": the environment variable {variable} is not set'
                raise ConfigError("alerts.toml", f"channels.{name}", said)
        for key in ("secret_file", "password_file", "ca_file"):
            path = getattr(channel, key)
            if path is not None:
                _readable(Path(settings.folder) / path, f"channels.{name}", key)


def _readable(path: Path, table: str, key: str) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        said = f'key "{key}": {path} cannot be read: {error.strerror or error}'
        raise ConfigError("alerts.toml", table, said) from None
    if not content.strip():
        raise ConfigError("alerts.toml", table, f'key "{key}": {path} is empty')


def _sections(tables: dict[str, Any], folder: Path, problems: list[ConfigError]) -> dict[str, Section]:
    file, sections = "bangdan.toml", {}
    for name, table in tables.items():
        model = _SECTIONS.get(name)
        if model is None:
            what = f"unknown table [{name}]" if isinstance(table, dict) else f'unknown key "{name}"'
            problems.append(ConfigError(file, None, what + nearest(name, _SECTIONS)))
            continue
        section = _read(model, file, name, table, problems)
        if section is not None:
            sections[name] = section
    crawl = sections.get("crawl")
    if isinstance(crawl, CrawlSettings):
        problems += crawl_problems(crawl)
    problems += web_problems(sections.get("web"), sections.get("health"))
    database = sections.get("database", DatabaseSettings())
    assert isinstance(database, DatabaseSettings)
    try:
        sections["database"] = DatabaseSettings(url=database_url(database.url, folder))
    except ValueError as error:
        problems.append(ConfigError(file, "database", f'key "url": {error}'))
    return sections


def _sources(tables: dict[str, Any], problems: list[ConfigError]) -> dict[str, SourceSettings]:
    sources = {}
    for name, table in tables.items():
        source = _read(SourceSettings, "sources.toml", name, table, problems)
        if source is not None:
            sources[name] = source
    problems += source_problems(sources)
    return sources


def _alerts(tables: dict[str, Any], sources: set[str], problems: list[ConfigError]) -> AlertSettings:
    file, found = "alerts.toml", len(problems)
    channels = _named(ChannelSettings, tables.get("channels", {}), "channels", problems)
    groups = _named(GroupSettings, tables.get("groups", {}), "groups", problems)
    rules = _named(RuleSettings, tables.get("rules", {}), "rules", problems)
    rest = {key: value for key, value in tables.items() if key not in {"channels", "groups", "rules"}}
    outside = _read(AlertSettings, file, None, rest, problems) or AlertSettings()
    alerts = outside.model_copy(update={"channels": channels, "groups": groups, "rules": rules})
    if len(problems) == found:  # a channel that is itself wrong would be called unknown as well
        problems += alert_problems(alerts, sources)
    return alerts


def _named(model: type[S], tables: object, kind: str, problems: list[ConfigError]) -> dict[str, S]:
    if not isinstance(tables, dict):
        problems.append(ConfigError("alerts.toml", None, f'"{kind}" holds tables: [{kind}.NAME]'))
        return {}
    read = {
        name: _read(model, "alerts.toml", f"{kind}.{name}", table, problems) for name, table in tables.items()
    }
    return {name: section for name, section in read.items() if section is not None}


def _read(
    model: type[S], file: str, table: str | None, data: object, problems: list[ConfigError]
) -> S | None:
    if not isinstance(data, dict):
        problems.append(ConfigError(file, None, f'"{table}" must be a table: [{table}]'))
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += [
            ConfigError(file, table, _said(cast("Mapping[str, Any]", one), model)) for one in error.errors()
        ]
        return None


def _said(error: Mapping[str, Any], model: type[Section]) -> str:
    place, kind = error["loc"], error["type"]
    key = str(place[0]) if place else ""
    if kind == "extra_forbidden":
        return f'unknown key "{key}"' + nearest(key, model.model_fields)
    if kind == "missing":
        return f'missing key "{key}"'
    if kind == "literal_error":
        allowed = [
            word.strip().strip("'") for word in error["ctx"]["expected"].replace(" or ", ", ").split(",")
        ]
        return f'key "{key}": {_short(error["input"])} is unknown' + nearest(str(error["input"]), allowed)
    message = str(error["msg"]).replace("Input should be", "must be").replace("a valid string", "a text")
    message = message.replace("a valid tuple", 'a list of texts: ["..."]').replace(
        "a valid dictionary", "a table"
    )
    return f'key "{key}": {message[:1].lower()}{message[1:]}, not {_short(error["input"])}'


def _short(value: object) -> str:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
