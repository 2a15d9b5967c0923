"""Where paragraphs, sentences and clauses begin and end. Spans are half-open, trimmed of white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_PARAGRAPH = re.compile(r"\S[^\n]*")
_STOP = re.compile(r"[。！？!?…]+[”’」』）)\"'】》]*|[；;]|\.(?=\s|$)|\n")
_PAUSE = re.compile(r"[。！？!?…；;，,：:\n]|\.(?=\s|$)")


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    r"""The lines of a text that hold anything.

    >>> [*paragraphs("文 | 小林\n\n 第一段。\n")]
    [(0, 6), (9, 13)]
    """
    for found in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        yield found.start(), found.start() + len(found[0].rstrip())


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Sentences with their closing mark and closing quotes."""
    return _pieces(_STOP, text, start, len(text) if end is None else end)


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """What stands between commas, colons and stronger marks, each with its mark."""
    return _pieces(_PAUSE, text, start, len(text) if end is None else end)


def _pieces(mark: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in mark.finditer(text, start, end):
        yield from _trimmed(text, at, found.end())
        at = found.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    if inner := piece.strip():
        begin = start + len(piece) - len(piece.lstrip())
        yield begin, begin + len(inner)
