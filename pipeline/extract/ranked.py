"""Whom the ranking that a text spoke of last ranks: publishers, or apps.

米哈游位列第三 is a place of software below a chart of games and none below 发行商收入榜, however far above that stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from pipeline.text.patterns import first_letters, lazy_pattern

_CUES = ("发行商", "厂商", "开发商", "公司")  # a text without them ranks no firms
_FIRMS = "(?:发行商|厂商|开发商|公司)"
_RANKS = r"(?:(?<![^收]入)(?<!上)榜|排行|排名|TOP|Top|前[一二三四五六七八九十百\d])"
_RANKINGS = (
    rf"(?P<firms>{_FIRMS}[^，。；\n《]{{0,10}}?{_RANKS})"
    rf"|(?P<behind>{_RANKS}[^，。；：\n《]{{0,12}}?{_FIRMS})"
    rf"|(?:手游|游戏|应用|App|APP|软件|产品)(?![^，。；\n《]{{0,8}}{_FIRMS})[^，。；\n《]{{0,8}}?{_RANKS}"
    "|(?:免费|付费|畅销|下载|热门|新品|新游)榜"
)
_RANKING = lazy_pattern(f"(?=[{first_letters(_RANKINGS)}])(?:{_RANKINGS})")
# 厂商及应用收入榜 ranks both, 公司的下载榜 is kept by one, 厂商游戏入围收入TOP100 is about games
_NOT_THEIRS = lazy_pattern(
    rf"{_FIRMS}(?:[及和与、的]|[^，]{{0,4}}(?:入围|进入|跻身|进军|登上|上榜|杀入|挺进))"
)
_NEAR, _FAR = 60, 300  # characters


class Named(NamedTuple):
    """A ranking as a text names it."""

    start: int
    end: int
    who: str  # firms or apps
    full: bool = False  # says 发行商…榜 itself, in this order


class Ranked:
    """The rankings that a text names, in their order; ``head`` is the title above it."""

    def __init__(self, text: str, head: str = "") -> None:
        self._found: list[Named] = []
        if any(cue in text or cue in head for cue in _CUES):
            before = -1 - _FAR
            self._found = [Named(before, before, _named(hit).who) for hit in _RANKING.finditer(head)][-1:]
            self._found += [_named(hit) for hit in _RANKING.finditer(text)]
        self._ends = [named.end for named in self._found]

    def last(self, at: int) -> Named | None:
        """The ranking that was named last before an offset."""
        place = bisect_right(self._ends, at) - 1
        return self._found[place] if place >= 0 else None

    def before(self, at: int) -> tuple[str, str]:
        """Who is ranked in what was named last before an offset, and how far above; empty where nothing tells."""
        named = self.last(at)
        if named is None:
            return "", ""
        gap = at - named.end
        return named.who, "near" if gap < _NEAR else "above" if gap < _FAR else "far"

    def firms_within(self, start: int, end: int) -> bool:
        """Whether a phrase between two offsets is one of a chart of firms: 手游发行商收入榜."""
        place = bisect_right(self._ends, start)
        return any(named.full and named.start < end for named in self._found[place : place + 2])


def _named(hit: re.Match[str]) -> Named:
    full = hit.lastgroup == "firms" and _NOT_THEIRS.match(hit[0]) is None
    return Named(hit.start(), hit.end(), "firms" if hit.lastgroup else "apps", full)
