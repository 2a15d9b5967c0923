"""Reads the day from its TOML files, with all dates reckoned from the day's start."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from importlib import resources
from itertools import groupby
from typing import Any

from pipeline.model import BEIJING, Claim, Novelty
from scheduler.newsroom.story import Account, Day, Event, Expected, Moment, Story, Version

STORY_FILES = ("backlog.toml", "assistants.toml", "others.toml")
_PLACEHOLDER = re.compile(r"\{([dmp])([+-]?\d{1,3})\}")
_AT = re.compile(r"(-?)(\d{1,3}):([0-5]\d)")
_CLAIM_KEYS = {field.name for field in fields(Claim)} - {"field", "start", "end", "rule", "uncertain"}
_STORY_KEYS = {"account", "title", "text", "keywords", "draft", "dated", "claims", "versions"}
_VERSION_KEYS = {"replace", "claims"}


class DayError(ValueError):
    """The newsroom's own data are wrong. Names file, table and problem."""

    def __init__(self, file: str, table: str, problem: str) -> None:
        super().__init__(f"scheduler/newsroom/day/{file}, [{table}]: {problem}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns ``{d-1}``, ``{m-1}`` and ``{p-1}`` into the days that they mean."""

    first: date  # the day's first day in Beijing
    published: date

    def in_text(self, text: str) -> str:
        """As a reader sees it.

        >>> Calendar(date(2026, 3, 1), date(2026, 3, 2)).in_text("{d-1}、{p-1}、{m-1}")
        '2月28日、3月1日、2月'
        """
        return _PLACEHOLDER.sub(lambda found: self._resolved(found, text=True), text)

    def in_field(self, text: str) -> str:
        """As a claim's ``since`` and ``as_of`` say it.

        >>> Calendar(date(2026, 3, 1), date(2026, 3, 2)).in_field("{m-1}")
        '2026-02'
        """
        return _PLACEHOLDER.sub(lambda found: self._resolved(found, text=False), text)

    def _resolved(self, found: re.Match[str], *, text: bool) -> str:
        step = int(found[2])
        if found[1] == "m":
            months = self.first.year * 12 + self.first.month - 1 + step
            year, month = months // 12, months % 12 + 1
            return f"{month}月" if text else f"{year:04}-{month:02}"
        day = (self.published if found[1] == "p" else self.first) + timedelta(days=step)
        return f"{day.month}月{day.day}日" if text else day.isoformat()


def load_day(start: datetime) -> Day:
    """The packaged day, beginning at ``start``."""
    script = _read("script.toml")
    backlog = tuple(_events("backlog", script["backlog"], start))
    events = sorted(_events("events", script["events"], start), key=lambda event: event.at)
    published = {event.story: event.at for event in (*backlog, *events) if event.do == "publish"}
    stories = {}
    for file in STORY_FILES:
        for key, table in _read(file).items():
            at = published.get(key)
            if at is None:
                raise DayError(file, key, "the script never publishes this story")
            stories[key] = _story(file, key, table, start, at)
    day = Day(
        start=start,
        accounts={key: Account(key=key, **table) for key, table in _read("accounts.toml").items()},
        stories=stories,
        backlog=backlog,
        moments=tuple(
            Moment(at=at, events=tuple(group)) for at, group in groupby(events, key=lambda event: event.at)
        ),
    )
    _check(day)
    return day


def day_length() -> timedelta:
    """How long the packaged day lasts, from its start to its last event."""
    return max(_offset("events", row["at"]) for row in _read("script.toml")["events"])


def margins() -> dict[str, Any]:
    """What stands around the articles: recommendations, comments, headlines."""
    return _read("margins.toml")


def data_text(file: str) -> str:
    """One of the day's files as it was shipped."""
    return resources.files("scheduler.newsroom").joinpath("day", file).read_text(encoding="utf-8")


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads(data_text(file))


def _offset(table: str, at: str) -> timedelta:
    found = _AT.fullmatch(at)
    if not found:
        raise DayError("script.toml", table, f"{at!r} is no time like 1:30")
    length = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -length if found[1] else length


def _events(table: str, rows: list[dict[str, Any]], start: datetime) -> Iterator[Event]:
    seen: dict[str, int] = {}
    for row in rows:
        facts = dict(row)
        at = start + _offset(table, facts.pop("at"))
        name = f"{facts['do']} {facts.get('story') or facts.get('where') or 'all'}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name = f"{name} {seen[name]}"
        yield Event(name=name, at=at, **facts)


def _story(file: str, key: str, table: Mapping[str, Any], start: datetime, at: datetime) -> Story:
    sheet = _Sheet(file, key, Calendar(start.astimezone(BEIJING).date(), at.astimezone(BEIJING).date()))
    return sheet.story(table)


def replaced(version: Version, swaps: Mapping[str, str]) -> Version:
    """The version with some words replaced; a paragraph that becomes empty goes. Words not found are an error."""
    title, paragraphs = version.title, list(version.paragraphs)
    for old, new in swaps.items():
        if old not in title and not any(old in paragraph for paragraph in paragraphs):
            raise ValueError(f"{old!r} does not stand in {version.title!r}")
        title = title.replace(old, new)
        paragraphs = [paragraph.replace(old, new) for paragraph in paragraphs]
    return Version(title=title, paragraphs=tuple(filter(None, paragraphs)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One story's table, with the calendar that its dates are read by."""

    file: str
    key: str
    calendar: Calendar

    def story(self, table: Mapping[str, Any]) -> Story:
        self.refuse_unknown(table, _STORY_KEYS)
        first = Version(
            title=self.calendar.in_text(table["title"]),
            paragraphs=tuple(self.calendar.in_text(table["text"]).strip().splitlines()),
        )
        versions = {"first": self.expecting(first, table.get("claims", []), before=first)}
        for name, change in table.get("versions", {}).items():
            self.refuse_unknown(change, _VERSION_KEYS)
            in_text = self.calendar.in_text
            swaps = {in_text(old): in_text(new) for old, new in change["replace"].items()}
            edited = replaced(first, swaps)
            versions[name] = self.expecting(edited, change.get("claims", []), before=first)
        return Story(
            key=self.key,
            account=table["account"],
            versions=versions,
            keywords=tuple(table.get("keywords", ())),
            draft=timedelta(minutes=table.get("draft", 0)),
            dated=table.get("dated", True),
        )

    def expecting(self, version: Version, rows: list[dict[str, Any]], before: Version) -> Version:
        """The version with its figures; the quote of a withdrawn one stands in the version before."""
        expected = []
        for row in rows:
            facts = dict(row)
            novelty = Novelty(facts.pop("novelty"))
            holder = before if novelty is Novelty.WITHDRAWN else version
            expected.append(Expected(claim=self.claim(facts, holder), novelty=novelty))
        return replace(version, expected=tuple(expected))

    def claim(self, facts: dict[str, Any], version: Version) -> Claim:
        where = facts.pop("in", "text")
        self.refuse_unknown(facts, _CLAIM_KEYS)
        quote = self.calendar.in_text(facts.pop("quote"))
        start = (version.title if where == "title" else version.text).find(quote)
        if start < 0:
            raise DayError(self.file, self.key, f"{quote!r} does not stand in the {where}")
        for date_key in {"since", "as_of"} & set(facts):
            facts[date_key] = self.calendar.in_field(facts[date_key])
        for list_key in {"subject", "region"} & set(facts):
            facts[list_key] = tuple(facts[list_key])
        facts = _usual(facts) | facts
        return Claim(quote=quote, field=where, start=start, end=start + len(quote), rule="newsroom", **facts)

    def refuse_unknown(self, table: Mapping[str, Any], known: set[str]) -> None:
        if unknown := set(table) - known:
            raise DayError(self.file, self.key, f"unknown key {min(unknown)!r}")


def _usual(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a claim says unless its row says otherwise."""
    usual: dict[str, Any] = {"subject_kind": "app"}
    if facts["metric"] == "downloads":
        usual["average"] = False
    if facts["metric"] == "rank":
        usual["rank_relation"] = "eq"
    if facts.get("store") == "app_store":
        usual["platform"] = "ios"
    return usual


def _check(day: Day) -> None:
    """What a slip of the pen in the script would break only later."""
    for story in day.stories.values():
        if story.account not in day.accounts:
            raise DayError("accounts.toml", story.account, f"{story.key} names an account that is not here")
    for event in (*day.backlog, *(event for moment in day.moments for event in moment.events)):
        if event.story is not None and event.story not in day.stories:
            raise DayError("script.toml", "events", f"{event.name}: no such story")
        if event.do == "edit" and event.story and event.version not in day.stories[event.story].versions:
            raise DayError("script.toml", "events", f"{event.name}: no such version")
        places = {None, "channel", *day.accounts, *day.stories}
        if event.where not in places:
            raise DayError("script.toml", "events", f"{event.name}: {event.where!r} is no place")
