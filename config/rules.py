"""What the types of :mod:`config.settings` cannot say of sources and the crawl: which keys go together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from config.cron import cron_trigger, time_zone
from config.durations import seconds
from config.settings import CrawlSettings, SourceSettings
from pipeline.errors import ConfigError


def crawl_problems(crawl: CrawlSettings) -> list[ConfigError]:
    """What is wrong with ``[crawl]`` though its keys are right."""
    ages, problems = [], []
    for age in crawl.revisit:
        try:
            ages.append(seconds(age))
        except ValueError as error:
            problems.append(ConfigError("bangdan.toml", "crawl", f'key "revisit": {error}'))
    if not problems and (ages != sorted(set(ages)) or 0 in ages):
        said = 'key "revisit": each age must be greater than the one before, the first greater than 0'
        problems.append(ConfigError("bangdan.toml", "crawl", said))
    return problems


def source_problems(sources: Mapping[str, SourceSettings]) -> list[ConfigError]:
    """What is wrong with rows whose keys are right."""
    problems = [
        ConfigError("sources.toml", name, said)
        for name, source in sources.items()
        for said in (*_name_said(name), *_source_said(source))
    ]
    seen: dict[str, str] = {}
    for name, source in sources.items():
        other = seen.setdefault(source.url, name)
        if other != name:
            problems.append(ConfigError("sources.toml", name, f"watches the same url as [{other}]"))
    return problems


def _name_said(name: str) -> Iterator[str]:
    if not name.strip() or len(name) > 100 or "/" in name or not name.isprintable():
        yield "a source's name is at most 100 visible characters without a slash"


def _source_said(source: SourceSettings) -> Iterator[str]:
    yield from url_said("url", source.url)
    if source.interval is None and source.cron is None:
        yield 'says neither "interval" nor "cron": one of them is needed'
    elif source.interval is not None and source.cron is not None:
        yield 'says both "interval" and "cron": one of them is enough'
    try:
        time_zone(source.timezone)
    except ValueError as error:
        yield f'key "timezone": {error}'
    else:
        yield from _schedule_said(source)
    for host in source.mirrors:
        if not host or "/" in host or not host.isascii() or any(sign.isspace() for sign in host):
            yield f'key "mirrors": "{host}" is no host (write "mirror.example" or "mirror.example:8080")'


def _schedule_said(source: SourceSettings) -> Iterator[str]:
    for key, value in (
        ("interval", source.interval),
        ("interval_min", source.interval_min),
        ("interval_max", source.interval_max),
        ("jitter", source.jitter),
    ):
        if value is None:
            continue
        try:
            length = seconds(value)
        except ValueError as error:
            yield f'key "{key}": {error}'
        else:
            if key.startswith("interval") and length < 1:
                yield f'key "{key}": "{value}" is shorter than a second'
    if source.cron is not None and (source.interval_min or source.interval_max):
        yield 'says "cron": its times do not follow "interval_min" and "interval_max"'
    yield from _bounds_said(source)
    if source.cron is not None:
        try:
            cron_trigger(source.cron, source.timezone)
        except ValueError as error:
            yield f'key "cron": {error}'


def _bounds_said(source: SourceSettings) -> Iterator[str]:
    try:
        low, length, high = interval_bounds(source)
    except ValueError:
        return  # said already
    if not low <= length <= high:
        yield 'key "interval" lies outside "interval_min" and "interval_max"'


def interval_bounds(source: SourceSettings) -> tuple[float, float, float]:
    """The shortest, the configured and the longest time between two checks, in seconds; equal where none may change.

    >>> interval_bounds(SourceSettings(url="https://a.example/", interval="1h", interval_max="6h"))
    (3600.0, 3600.0, 21600.0)
    """
    length = seconds(source.interval) if source.interval else 0.0
    low = seconds(source.interval_min) if source.interval_min else length
    high = seconds(source.interval_max) if source.interval_max else length
    return low, length, high


def url_said(key: str, url: str) -> Iterator[str]:
    """What is wrong with an address, as the problem of a key."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or port == 0 or any(sign.isspace() for sign in url):
        yield f'key "{key}": "{url[:80]}" is no address (it begins with https:// or http:// and a host)'


def jitter_seconds(source: SourceSettings) -> float:
    """How far a check may be put off: as asked, but never more than a quarter of the interval.

    >>> jitter_seconds(SourceSettings(url="https://a.example/", interval="1s"))
    0.25
    """
    asked = seconds(source.jitter)
    return min(asked, seconds(source.interval) / 4) if source.interval else asked


def largest_gap(source: SourceSettings) -> float:
    """Seconds after which a check that did not come is late; infinite for cron, whose gaps vary."""
    return seconds(source.interval) + jitter_seconds(source) if source.interval else math.inf
