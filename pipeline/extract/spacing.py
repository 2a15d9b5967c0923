"""Takes out the spaces that some writers set between Chinese characters and figures or Latin letters: 下载 300 万 次.

They mean nothing, and what reads 下载300万次 should not have to think of them. Tables and lists, where a space parts the
columns, keep theirs: only lines that read like sentences are closed up.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from pipeline.text.patterns import lazy_pattern

_HAN = r"[\u3400-\u9fff]"
_MARK = r"[《》「」“”『』，。、；：（）！？·]"
_GAP = lazy_pattern(
    rf"(?<={_HAN})[ \u00a0]{{1,2}}(?=[A-Za-z0-9]|{_MARK})"
    rf"|(?<={_MARK})(?<![A-Za-z0-9]：)[ \u00a0]{{1,2}}(?=[A-Za-z0-9\u3400-\u9fff]|{_MARK})"
    rf"|(?<=[A-Za-z0-9%+!])[ \u00a0]{{1,2}}(?={_HAN}|{_MARK})"
)
_SENTENCE = lazy_pattern("[，。；！？]")
_COLUMN = lazy_pattern(r"(?<=\S) {2,4}(?=\S)")
_COLUMNS = 2  # wide gaps that make a line a row of a table, whatever marks its cells have


@dataclass(frozen=True, slots=True)
class Closed:
    """A text without such spaces; what stands in it leads back to the text with them."""

    text: str
    gone: tuple[int, ...] = ()  # for each space taken out, where in the closed text it stood

    def original(self, at: int) -> int:
        """Where a character of the closed text stood before."""
        return at + bisect_right(self.gone, at)


def close_up(text: str, *, whole: bool = False, wide: str = "") -> Closed:
    """The text closed up; ``whole`` takes a line for a sentence that has no mark, as titles have none.

    ``wide`` is the same text before ideographic spaces were made narrow: those part columns and stay.

    >>> closed = close_up("在 1 月以 1970 万次下载排名第 2，较去年多。")
    >>> closed.text, closed.original(closed.text.index("2"))
    ('在1月以1970万次下载排名第2，较去年多。', 20)
    >>> close_up("香港出行易 4,010,000").text
    '香港出行易 4,010,000'
    """
    if (" " not in text and "\u00a0" not in text) or _GAP.search(text) is None:
        return Closed(text)
    gaps: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if whole or (_SENTENCE.search(line) and len(_COLUMN.findall(line)) < _COLUMNS):
            for hit in _GAP.finditer(line):
                start, end = at + hit.start(), at + hit.end()
                if "\u3000" not in wide[start:end]:
                    gaps.append((start, end))
        at += len(line) + 1
    kept: list[str] = []
    gone: list[int] = []
    last = 0
    for start, end in gaps:
        kept.append(text[last:start])
        gone += [start - len(gone)] * (end - start)
        last = end
    return Closed("".join((*kept, text[last:])), tuple(gone))


_PART = lazy_pattern(r"(?<=[\u3400-\u9fff》」”！？]) +(?=[\u3400-\u9fff《「“])")
_SHORTEST = 4  # letters of a part that says something by itself; names in a row are shorter


def parted(title: str) -> str:
    """A title whose parts stand side by side, with commas between them; one letter for one.

    >>> parted("闹钟应用爆火 叫醒鸭登顶付费榜 开发者回应")
    '闹钟应用爆火，叫醒鸭登顶付费榜，开发者回应'
    >>> parted("元宝 千问 豆包包揽免费榜前三")
    '元宝 千问 豆包包揽免费榜前三'
    """
    gaps = list(_PART.finditer(title))
    if not gaps or any(len(part) < _SHORTEST for part in _PART.split(title)):
        return title
    for gap in gaps:
        title = f"{title[: gap.start()]}，{title[gap.start() + 1 :]}"
    return title
