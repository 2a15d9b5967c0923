"""The mirror's converter: Simplified text to Traditional, damaged on the way as mirrors damage it."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.text.damage import damage

Script = Callable[[str], str]
_RATE, _SEED = 0.4, 164  # one mirror damages the same characters on all of its pages


def mirrored(text: str) -> str:
    """The text as the mirror prints it."""
    return damage(text, rate=_RATE, seed=_SEED)
