"""A command of one's own: it gets the JSON of an alert on its standard input, and takes it by exiting with 0."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from typing import TYPE_CHECKING

from pipeline.alerts.channels.answers import said
from pipeline.alerts.render.message import encoded
from pipeline.errors import DeliveryFailed
from pipeline.model import Message

if TYPE_CHECKING:
    from config.settings import ChannelSettings
    from pipeline.alerts.channels.secrets import Secrets

_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")  # secrets of other channels are not
_MOST_READ = 4096  # bytes of what it says on standard error


class CommandChannel:
    """Runs the command once for each alert, without a shell; at the end of its time its whole group is killed."""

    def __init__(self, name: str, settings: ChannelSettings, secrets: Secrets) -> None:
        self.name, self.deadline = name, float(settings.timeout)
        if not settings.command:
            raise secrets.wrong('missing key "command"')
        program, *arguments = settings.command
        given = secrets.environ
        path = str(secrets.folder / program) if "/" in program else program
        found = shutil.which(path, path=given.get("PATH"))
        if found is None:
            raise secrets.wrong(f'key "command": there is no program "{program}" that can be run')
        self._command = (found, *arguments)
        self._folder = secrets.folder
        self._environ = {key: given[key] for key in _HANDED_ON if key in given}

    async def send(self, message: Message, attempt: int) -> None:
        try:
            running = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                cwd=self._folder,
                env=self._environ | {"BANGDAN_ALERT_ID": message.id, "BANGDAN_ATTEMPT": str(attempt)},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise DeliveryFailed(f"{self._command[0]} cannot be run: {error}") from error
        try:
            async with asyncio.timeout(self.deadline):
                words = await _exchange(running, encoded(message))
                status = await running.wait()
        except TimeoutError:
            raise DeliveryFailed(f"the command did not end within {self.deadline:g} s") from None
        finally:
            await _end(running)
        if status != 0:
            raise DeliveryFailed(f"the command ended with {status}" + (f": {said(words)}" if words else ""))

    async def close(self) -> None:
        """Nothing is kept open."""


async def _exchange(running: asyncio.subprocess.Process, body: bytes) -> bytes:
    """Give it the alert and read what it complains about; both at once, so that neither side waits for ever."""
    assert running.stdin is not None
    assert running.stderr is not None
    reading = asyncio.create_task(_beginning(running.stderr))
    try:
        running.stdin.write(body)
        await running.stdin.drain()
        running.stdin.close()
    except (
        BrokenPipeError,
        ConnectionResetError,
    ):  # it did not want to read; its exit tells whether it is content
        running.stdin.close()
    return await reading


async def _beginning(stream: asyncio.StreamReader) -> bytes:
    """The first words; the rest is read and dropped, since a full pipe would stop the command."""
    kept = b""
    while chunk := await stream.read(_MOST_READ):
        kept = (kept + chunk)[:_MOST_READ]
    return kept


async def _end(running: asyncio.subprocess.Process) -> None:
    if running.returncode is not None:
        return
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    await running.wait()
