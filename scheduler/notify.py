"""What the service manager is told (``sd_notify``): ready, reloading, stopping, and that the loop still turns.

systemd starts a service of the type ``notify`` with a socket in ``NOTIFY_SOCKET``. Elsewhere there is none, and every
method does nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import MutableMapping

_PATIENCE = 60.0  # seconds that a start may take longer, said anew with every step of it
_STEP = 10.0


class ServiceManager:
    """The other end of ``NOTIFY_SOCKET``, which is taken out of the environment: no child shall speak for us."""

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        address = environment.pop("NOTIFY_SOCKET", "")
        meant = environment.pop("WATCHDOG_PID", "")
        microseconds = environment.pop("WATCHDOG_USEC", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.watchdog = 0.0  # seconds of silence after which the manager ends us; 0: it does not watch
        if microseconds.isdecimal() and meant in {"", str(os.getpid())}:
            self.watchdog = int(microseconds) / 1e6
        self._ready = False

    def tell(self, *lines: str) -> bool:
        """Send one datagram; whether it was taken. A lost one is no error: the next comes."""
        if not self._address:
            return False
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line,
        ):
            line.setblocking(False)
            line.sendto("\n".join(lines).encode(), self._address)
            return True
        return False

    def ready(self) -> None:
        """The start, or a reload, is over."""
        self._ready = True
        self.tell("READY=1", f"MAINPID={os.getpid()}")

    def reloading(self) -> None:
        """A reload has begun; :meth:`ready` says its end."""
        self.tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """The end has begun."""
        self.tell("STOPPING=1")

    async def watch(self) -> None:
        """While the loop turns say so, three times in each stretch that the manager waits for.

        During the start, which copies and migrates a database of any size, ask for patience instead.
        """
        if not self._address:
            return
        while True:
            if not self._ready:
                self.tell(f"EXTEND_TIMEOUT_USEC={int(_PATIENCE * 1e6)}")
            if self.watchdog:
                self.tell("WATCHDOG=1")
            await asyncio.sleep(self.watchdog / 3 if self.watchdog else _STEP)
            if self._ready and not self.watchdog:
                return
