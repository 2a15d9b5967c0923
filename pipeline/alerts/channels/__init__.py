"""Channels from settings. Everything that can be wrong with one is said here, before anything is fetched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from config.settings import AlertSettings, ChannelSettings
    from pipeline.alerts.channels.base import Channel
    from pipeline.alerts.pictures import Pictures

FILE = "alerts.toml"


def make(  # noqa: PLR0913 - what a channel may need beside its settings
    name: str,
    settings: ChannelSettings,
    *,
    folder: Path | str | None = None,
    environ: Mapping[str, str] | None = None,
    stream: TextIO | None = None,
    pictures: Pictures | None = None,
) -> Channel:
    """The channel ``[channels.NAME]``; a missing secret or a wrong address is a ConfigError.

    Relative paths of files count from ``folder``. ``stream`` is where a terminal channel writes, standard
    output if it is not given. ``pictures`` draws the series of an alert for mails.
    """
    from pipeline.alerts.channels.secrets import Secrets

    secrets = Secrets(name, settings, Path(folder or "."), os.environ if environ is None else environ)
    if settings.kind == "webhook":
        from pipeline.alerts.channels.webhook import WebhookChannel

        return WebhookChannel(name, settings, secrets)
    if settings.kind == "email":
        from pipeline.alerts.channels.mail import MailChannel

        return MailChannel(name, settings, secrets, pictures)
    if settings.kind == "command":
        from pipeline.alerts.channels.command import CommandChannel

        return CommandChannel(name, settings, secrets)
    if settings.kind == "chat":
        from pipeline.alerts.channels.chat import ChatChannel

        return ChatChannel(name, settings, secrets)
    from pipeline.alerts.channels.terminal import TerminalChannel

    return TerminalChannel(name, settings, stream, secrets.words("text"))


def make_all(
    settings: AlertSettings,
    *,
    folder: Path | str | None = None,
    environ: Mapping[str, str] | None = None,
    stream: TextIO | None = None,
    pictures: Pictures | None = None,
) -> dict[str, Channel]:
    """Every channel of ``alerts.toml`` by its name; a rule that names another one is a ConfigError."""
    for rule, one in settings.rules.items():
        for channel in one.channels:
            if channel not in settings.channels:
                raise ConfigError(FILE, f"rules.{rule}", f'there is no channel "{channel}"')
    return {
        name: make(name, one, folder=folder, environ=environ, stream=stream, pictures=pictures)
        for name, one in settings.channels.items()
    }
