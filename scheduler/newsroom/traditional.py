"""The mirror's converter: Simplified text to Traditional, damaged on the way as mirrors damage it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from opencc import OpenCC

Script = Callable[[str], str]


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def mirrored(text: str) -> str:
    """The text as the mirror prints it; the same text gives the same copy, so that a copy can stay unchanged."""
    converted: str = _converter().convert(text)
    return converted
