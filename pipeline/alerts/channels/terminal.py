"""The terminal: one block of lines for each alert."""

from __future__ import annotations

import asyncio
import shutil
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TextIO

from pipeline.alerts.render.message import block
from pipeline.alerts.render.wording import OwnWords
from pipeline.errors import DeliveryFailed
from pipeline.model import Message

if TYPE_CHECKING:
    from config.settings import ChannelSettings

_MOST_HANGING = 8
_WIDEST = 110  # columns; longer lines are hard to read
_UNFOLDED = 10_000  # a file, a journal, grep: one line is one thing said, however wide the reader's screen


class TerminalChannel:
    """Writes to a stream that may be stopped (Ctrl-S, a full pipe) without stopping anything else.

    Each write has a thread of its own, which dies with the process; a write that still hangs when its alert
    comes again is waited for, not doubled.
    """

    def __init__(
        self,
        name: str,
        settings: ChannelSettings,
        stream: TextIO | None = None,
        own: OwnWords | None = None,
    ) -> None:
        self.name, self.deadline = name, float(settings.timeout)
        self._language = settings.language
        self._stream, self._own = stream, own or OwnWords()
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[None]] = {}

    async def send(self, message: Message, attempt: int) -> None:  # noqa: ARG002 - each attempt is the same
        writing = self._under_way.get(message.id)
        if writing is None:
            if len(self._under_way) >= _MOST_HANGING:
                raise DeliveryFailed(f"{_MOST_HANGING} writes to the terminal hang")
            writing = self._start(message)
        try:
            async with asyncio.timeout(self.deadline):
                await asyncio.shield(asyncio.wrap_future(writing))
        except TimeoutError:
            raise DeliveryFailed(f"the terminal takes nothing since {self.deadline:g} s") from None
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            self._under_way.pop(message.id, None)
            raise DeliveryFailed(f"the terminal cannot be written to: {error}") from error
        self._under_way.pop(message.id, None)

    async def close(self) -> None:
        """Nothing is kept open."""

    def _start(self, message: Message) -> Future[None]:
        writing: Future[None] = Future()
        self._under_way[message.id] = writing
        threading.Thread(target=self._write, args=(message, writing), daemon=True, name="terminal").start()
        return writing

    def _write(self, message: Message, writing: Future[None]) -> None:
        try:
            stream = self._stream or sys.stdout
            screen = stream.isatty()
            width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST) if screen else _UNFOLDED
            plain = block(message, self._language, width=width, colour=screen)
            words, fault = self._own.render(message, self._language, plain)
            words = words.rstrip("\n") + (f"\n{fault}\n" if fault else "\n")
            encoding = getattr(stream, "encoding", None) or "utf-8"
            with self._lock:  # a sign that the terminal does not know must not cost the alert
                stream.write(words.encode(encoding, "replace").decode(encoding))
                stream.flush()
        except Exception as error:  # noqa: BLE001 - handed on to the send that waits
            writing.set_exception(error)
        else:
            writing.set_result(None)
