"""The grammar: claims in the title and the text of a post.

>>> from pipeline.extract import extract
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.model import Claim

if TYPE_CHECKING:
    from pipeline.extract.lexicon import Lexicon

__all__ = ["explain", "extract"]


def extract(title: str | None, text: str, published_at: datetime | None, lexicon: Lexicon) -> list[Claim]:
    """Every claim of a post, in its order; quotes and offsets are of title and text as read."""
    from pipeline.extract.finding import read_post

    return read_post(title, text, published_at, lexicon)[0]


def explain(title: str | None, text: str, published_at: datetime | None, lexicon: Lexicon) -> dict[str, Any]:
    """The claims, what each slot of each was read from, and the figures that were not taken, with the reason."""
    from pipeline.extract.finding import read_post

    claims, reasons, passed = read_post(title, text, published_at, lexicon)
    return {"claims": claims, "reasons": reasons, "passed_over": passed}
