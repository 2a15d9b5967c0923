"""SVG to PNG, with the extra ``pictures``."""

from __future__ import annotations

from threading import Lock
from typing import cast

from history.faults import Refusal

_ONE = Lock()  # a picture takes 50 ms of a core: one at a time leaves the rest to the readers


def png(svg: str) -> bytes:
    """The picture at twice its size, for screens and print. 501 where the extra is not installed."""
    try:
        import cairosvg
    except (ImportError, OSError):  # OSError: the library of cairo itself is not on this machine
        raise Refusal(
            501, 'PNG pictures need an extra: pip install "bangdan[pictures]"', key="no_pictures"
        ) from None
    with _ONE:
        return cast("bytes", cairosvg.svg2png(svg.encode(), scale=2))
