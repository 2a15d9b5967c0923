"""Which process watches a configuration folder: a locked file in it, for ``bangdan sources reload``."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path
from typing import IO

_NAME = ".daemon.pid"


def announce(folder: Path) -> IO[str] | None:
    """Say that this process watches ``folder``, for as long as the file stays open.

    None where somebody else does, or where the folder cannot be written; SIGHUP then has to be sent by hand.
    """
    try:
        file = (folder / _NAME).open("a+", encoding="ascii")
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def signal_reload(folder: Path) -> int | None:
    """Send SIGHUP to the daemon of ``folder``; its process id, or None where none runs."""
    try:
        with (folder / _NAME).open(encoding="ascii") as file:
            if not _is_held(file):
                return None
            process = int(file.read(20).strip() or 0)
    except (OSError, ValueError):
        return None
    if process < 2:
        return None
    os.kill(process, signal.SIGHUP)
    return process


def _is_held(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
