"""What the types of :mod:`config.settings` cannot say of channels, groups and rules: which keys go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from config.cron import time_zone
from config.durations import seconds
from config.hours import cap, quiet, rhythm
from config.place import nearest
from config.regions import unknown
from config.rules import url_said
from config.settings import AlertSettings, ChannelSettings, RuleSettings
from pipeline.errors import ConfigError

_KEYS_OF_KIND = {
    "webhook": {"url", "secret_env", "secret_file", "allow_private", "ca_file"},
    "email": {
        "host",
        "port",
        "security",
        "ca_file",
        "user",
        "password_env",
        "password_file",
        "sender",
        "to",
        "text_template",
        "html_template",
        "digest_text_template",
        "digest_html_template",
    },
    "terminal": {"text_template", "digest_text_template"},
    "chat": {"secret_env", "secret_file", "text_template", "digest_text_template"},
    "command": {"command"},
}

_KEYS_OF_ALL = {"kind", "language", "timeout", "digest", "quiet", "cap", "timezone"}


def alert_problems(alerts: AlertSettings, sources: set[str]) -> list[ConfigError]:
    """What is wrong with channels and rules whose keys are right."""
    problems = []
    try:
        seconds(alerts.max_age)
    except ValueError as error:
        problems.append(ConfigError("alerts.toml", None, f'key "max_age": {error}'))
    try:
        seconds(alerts.incident_after)
    except ValueError as error:
        problems.append(ConfigError("alerts.toml", None, f'key "incident_after": {error}'))
    problems += [
        ConfigError(
            "alerts.toml",
            None,
            f'key "incident_channels": unknown channel "{word}"' + nearest(word, alerts.channels),
        )
        for word in alerts.incident_channels or ()
        if word not in alerts.channels
    ]
    for name, channel in alerts.channels.items():
        problems += [ConfigError("alerts.toml", f"channels.{name}", said) for said in _channel_said(channel)]
    problems += [
        ConfigError("alerts.toml", f"groups.{name}", 'says neither "apps" nor "makers": it is empty')
        for name, group in alerts.groups.items()
        if not (group.apps or group.makers)
    ]
    for name, rule in alerts.rules.items():
        table = f"rules.{name}"
        if not rule.channels:
            problems.append(ConfigError("alerts.toml", table, 'key "channels": names no channel'))
        problems += [
            ConfigError("alerts.toml", table, said) for said in _unreadable(rule, {"digest": rhythm})
        ]
        problems += [
            ConfigError("alerts.toml", table, f'key "regions": {said}') for said in unknown(rule.regions)
        ]
        names = {"channels": alerts.channels.keys(), "sources": sources, "groups": alerts.groups.keys()}
        for key, known in names.items():
            problems += [
                ConfigError(
                    "alerts.toml", table, f'key "{key}": unknown {key[:-1]} "{word}"' + nearest(word, known)
                )
                for word in getattr(rule, key)
                if word not in known
            ]
    return problems


def _channel_said(channel: ChannelSettings) -> Iterator[str]:
    foreign = channel.model_fields_set - _KEYS_OF_KIND[channel.kind] - _KEYS_OF_ALL
    for key in sorted(foreign):
        yield f'key "{key}" means nothing for kind "{channel.kind}"'
    yield from _unreadable(channel, {"digest": rhythm, "quiet": quiet, "cap": cap, "timezone": time_zone})
    for key in ("secret", "password"):
        if getattr(channel, f"{key}_env") and getattr(channel, f"{key}_file"):
            yield f'says both "{key}_env" and "{key}_file": one of them is enough'
    if channel.kind == "webhook":
        yield from _webhook_said(channel)
    elif channel.kind == "email":
        yield from _email_said(channel)


def _unreadable(
    section: ChannelSettings | RuleSettings, readers: Mapping[str, Callable[[str], object]]
) -> Iterator[str]:
    for key, read in readers.items():
        said = getattr(section, key)
        try:
            if said is not None:
                read(said)
        except ValueError as error:
            yield f'key "{key}": {error}'


def _webhook_said(channel: ChannelSettings) -> Iterator[str]:
    if channel.url is None:
        yield 'missing key "url"'
    else:
        yield from url_said("url", channel.url)
    if not (channel.secret_env or channel.secret_file):
        yield 'says neither "secret_env" nor "secret_file": alerts are signed'


def _email_said(channel: ChannelSettings) -> Iterator[str]:
    for key in ("host", "sender"):
        if not getattr(channel, key):
            yield f'missing key "{key}"'
    if not channel.to:
        yield 'missing key "to"'
    for key, address in (("sender", channel.sender or "a@b"), *(("to", address) for address in channel.to)):
        if "@" not in address.strip("@") or not address.isprintable():
            yield f'key "{key}": "{address}" is no mail address'
    if channel.user and not (channel.password_env or channel.password_file):
        yield 'says "user" but neither "password_env" nor "password_file"'
