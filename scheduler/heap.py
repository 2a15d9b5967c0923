"""How the C library keeps freed memory: one heap, and large pieces given back, so that a year leaves no sediment."""

from __future__ import annotations

import ctypes
from contextlib import suppress

# of glibc's malloc.h
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE = 128 * 1024  # bytes; a page that is read is larger


def settle() -> None:
    """Ask glibc for one heap instead of one for each thread, and for pieces as large as a page to be mapped by themselves.

    Threads here wait for the database or hold the interpreter's lock: heaps of their own would only keep what they
    freed. Elsewhere than on glibc nothing happens.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        for what, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE)):
            library.mallopt(what, value)
