"""A text with its claims marked: pieces, each under the claims that quote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.store.read import ClaimRow


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the claims whose quotes cover it, the first of them first."""

    text: str
    claims: tuple[ClaimRow, ...]
    begins: tuple[ClaimRow, ...]  # those whose quote begins here


def marked(text: str, field: str, rows: Iterable[ClaimRow]) -> list[list[Piece]]:
    """The paragraphs of a title or a text, cut at the ends of quotes; a quote that is not there marks nothing."""
    said = [
        row
        for row in rows
        if row.claim.field == field and text[row.claim.start : row.claim.end] == row.claim.quote
    ]
    cuts = sorted({0, len(text), *(at for row in said for at in (row.claim.start, row.claim.end))})
    paragraphs: list[list[Piece]] = [[]]
    for start, end in pairwise(cuts):
        over = tuple(row for row in said if row.claim.start <= start and row.claim.end >= end)
        begins = tuple(row for row in over if row.claim.start == start)
        for number, line in enumerate(text[start:end].split("\n")):
            if number:
                paragraphs.append([])
            if line:
                paragraphs[-1].append(Piece(line, over, begins if number == 0 else ()))
    return [paragraph for paragraph in paragraphs if paragraph]
