"""Words from the web made fit to be shown: nothing in them can move a cursor or break a line."""

from __future__ import annotations

import unicodedata

# Cc control, Cf invisible marks (they can turn the direction of what follows), Cs halves of a character
_CLOSING = "，。；：、）】」』”’！？)];:,.!?"  # stays with what it closes
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def one_line(text: str, limit: int = 1000) -> str:
    r"""``text`` on one line, without control characters, at most ``limit`` characters long.

    >>> one_line("a\r\nBcc: x@y  \x1b[2J 千问", 40)
    'a Bcc: x@y [2J 千问'
    >>> one_line("一二三四五", 3)
    '一二…'
    """
    seen = (" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text[: limit * 4])
    return shortened(" ".join("".join(seen).split()), limit)


def shortened(text: str, limit: int) -> str:
    """``text`` itself, or its beginning and an ellipsis, at most ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def around(sentence: str, quote: str, limit: int) -> tuple[str, str, str]:
    """What stands before the quote, the quote, and what stands after it, each on one line.

    Where the sentence does not hold the quote, the quote alone. Of a long sentence the part round the quote
    is kept.

    >>> around("甲乙丙，下载量1000万次。", "1000万次", 60)
    ('甲乙丙，下载量', '1000万次', '。')
    >>> around("别的话", "1000万次", 60)
    ('', '1000万次', '')
    """
    quote = one_line(quote, limit)
    before, found, after = one_line(sentence, 20_000).partition(quote)
    if not found:
        return "", quote, ""
    room = (limit - len(quote)) // 2
    if len(before) > room:
        before = "…" + before[len(before) - max(room - 1, 0) :]
    return before, quote, shortened(after, max(room, 1))


def columns(text: str) -> int:
    r"""How many columns of a terminal ``text`` takes: a Chinese character takes two.

    >>> columns("千问 App"), columns("e\u0301")
    (8, 1)
    """
    return sum(_column(sign) for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """``text`` cut into lines of at most ``width`` columns; Latin words stay whole where they fit.

    >>> wrapped("累计下载量1000万次。Qwen app", 12)
    ['累计下载量', '1000万次。', 'Qwen app']
    """
    lines, line, used = [], "", 0
    room = width - 2  # the column that a closing mark may hang in
    for piece in _pieces(text):
        for part in [piece] if columns(piece) <= room else list(piece):
            wide = columns(part)
            if line and used + wide > (width if part in _CLOSING else room):
                lines.append(line.rstrip())
                line, used = "", 0
            if line or part != " ":  # a line does not begin with the space that it broke at
                line, used = line + part, used + wide
    return [*lines, line] if line or not lines else lines


def _column(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _pieces(text: str) -> list[str]:
    """Runs of narrow characters without a space between, and every wide character alone."""
    pieces: list[str] = []
    for sign in text:
        joins = (
            pieces and _column(sign) < 2 and sign != " " and _column(pieces[-1][-1]) < 2 and pieces[-1] != " "
        )
        if joins:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
