"""Who holds a lease: a name that says whether its process can still be alive, where that can be known."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path


def own_name() -> str:
    """``MACHINE:PROCESS:RANDOM`` of this process, new at every call."""
    return f"{_machine()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def is_gone(holder: str) -> bool:
    """Whether the holder is known to be dead: a process of this very machine and start that is no longer there.

    Of another machine, or another container, nothing is known: its leases run out by themselves.
    """
    machine, _, rest = holder.partition(":")
    process = rest.partition(":")[0]
    if machine != _machine() or not process.isdecimal():
        return False
    if int(process) == os.getpid():
        return False  # another daemon in this process; tests have two
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _machine() -> str:
    """The start of this machine and its table of processes: the number of a process means something only there."""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}.{Path('/proc/self/ns/pid').stat().st_ino}"
    return "unknown"
