"""Which template of the user's, if any, words a message. Light: Jinja2 is loaded where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Alert, Digest, Message
from pipeline.words.numbers import Language

if TYPE_CHECKING:
    from pipeline.alerts.render.own import OwnTemplate


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The user's templates for one place of one channel, where there are any."""

    alert: OwnTemplate | None = None
    digest: OwnTemplate | None = None

    def render(self, message: Message, language: Language, plain: str) -> tuple[str, str | None]:
        """The words of a message; ``plain`` where no template speaks of it, or where it fails, and then why."""
        if isinstance(message, Digest):
            return self.digest.render(message, language, plain) if self.digest else (plain, None)
        if isinstance(message, Alert) and self.alert:
            return self.alert.render(message, language, plain)
        return plain, None
