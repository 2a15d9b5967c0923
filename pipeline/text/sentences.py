"""Where paragraphs, sentences and clauses begin and end.

Spans are half-open and trimmed of white space. A sentence holds its closing mark and the quotes and brackets closed
behind it, a clause its comma. Half-width marks count too, but not inside figures, times and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text.patterns import lazy_pattern

Span = tuple[int, int]

_CLOSING = "[”’」』）)】》〉\"']*"
_STOPS = (
    f"[。！？；!;]+{_CLOSING}",
    rf"\?(?![A-Za-z0-9]=|(?<=[a-z0-9/]\?)[a-z0-9_]+=)[?!]*{_CLOSING}",  # not the one of an address
    rf"\.(?<=[\u4e00-\u9fff％%”」』）)]\.)(?![\d.]){_CLOSING}",  # as typed in Chinese: 突破1000万.
    rf"\.(?<=[a-z0-9]\.)(?<!No\.)(?<!vs\.)(?<!Mr\.)(?<!Co\.)(?<!Inc\.)(?<!Ltd\.){_CLOSING}(?=\s+[A-Z\u4e00-\u9fff]|\s*$)",
    r"\n",
)
_PAUSES = (
    r"[，：]",
    r",(?!(?<=\d,)\d)",
    r":(?!(?<=\d:)\d)(?!//)",
    r"…+",
    r"——+",
)

_PARAGRAPH = lazy_pattern(r"\S[^\n]*")
_STOP = lazy_pattern("|".join(_STOPS))
_PAUSE = lazy_pattern("|".join((*_STOPS, *_PAUSES)))


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    r"""The lines of a text that hold anything.

    >>> [*paragraphs("文 | 小林\n\n 第一段。\n")]
    [(0, 6), (9, 13)]
    """
    for found in _PARAGRAPH.finditer(text, start, len(text) if end is None else end):
        yield found.start(), found.start() + len(found[0].rstrip())


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Sentences, of which a line break ends one too.

    >>> text = "“下载量破62.7万！”他说，版本3.5已上线。Top 3?没有."
    >>> [text[a:b] for a, b in sentences(text)]
    ['“下载量破62.7万！”', '他说，版本3.5已上线。', 'Top 3?', '没有.']
    """
    return _pieces(_STOP, text, start, len(text) if end is None else end)


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """What stands between commas, colons, dashes and stronger marks.

    >>> text = "据悉：10:30前,下载量达2,170万次——新高。"
    >>> [text[a:b] for a, b in clauses(text)]
    ['据悉：', '10:30前,', '下载量达2,170万次——', '新高。']
    """
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
