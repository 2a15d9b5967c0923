"""What every channel is: a name, a bound on the time of one send, and ``send``."""

from __future__ import annotations

from typing import Protocol

from pipeline.model import Message


class Channel(Protocol):
    """Where alerts go. ``send`` returns when the receiver has taken the alert, and raises
    :class:`~pipeline.errors.DeliveryFailed` (try again) or :class:`~pipeline.errors.DeliveryRefused` (never).
    """

    @property
    def name(self) -> str: ...

    @property
    def deadline(self) -> float:
        """Seconds after which a send has failed, whatever the receiver does."""
        ...

    async def send(self, message: Message, attempt: int) -> None: ...

    async def close(self) -> None: ...
