"""What goes out, be it one alert or a digest, in the form that a channel wants."""

from __future__ import annotations

from pipeline.alerts.render import body, digest, notice, terminal
from pipeline.model import Digest, Message, Notice
from pipeline.words.numbers import Language


def encoded(message: Message) -> bytes:
    """The JSON for webhooks and commands."""
    if isinstance(message, Notice):
        return notice.encoded(message)
    return digest.encoded(message) if isinstance(message, Digest) else body.encoded(message)


def block(message: Message, language: Language, *, width: int = 100, colour: bool = False) -> str:
    """The lines for a terminal."""
    if isinstance(message, Digest):
        return digest.block(message, language, width=width, colour=colour)
    if isinstance(message, Notice):
        return notice.block(message, language, width=width, colour=colour)
    return terminal.block(message, language, width=width, colour=colour)
