"""Whom the ranking that a text spoke of last ranks: publishers, or apps.

米哈游位列第三 is a place of software below a chart of games and none below 发行商收入榜, however far above that stands.
"""

from __future__ import annotations

from bisect import bisect_right

from pipeline.text.patterns import lazy_pattern

_CUES = ("发行商", "厂商", "开发商", "公司")  # a text without them ranks no firms
_FIRMS = "(?:发行商|厂商|开发商|公司)"
_RANKS = r"(?:榜|排行|排名|TOP|Top|前[一二三四五六七八九十百\d])"
_RANKING = lazy_pattern(
    rf"(?P<firms>{_FIRMS}[^，。；\n《]{{0,10}}?{_RANKS}|{_RANKS}[^，。；：\n《]{{0,12}}?{_FIRMS})"
    rf"|(?:手游|游戏|应用|App|APP|软件|产品)(?![^，。；\n《]{{0,8}}{_FIRMS})[^，。；\n《]{{0,8}}?{_RANKS}"
    "|(?:免费|付费|畅销|下载|热门|新品|新游)榜"
)
_NEAR, _FAR = 60, 300  # characters


class Ranked:
    """The rankings that a text names, in their order; ``head`` is the title above it."""

    def __init__(self, text: str, head: str = "") -> None:
        self._found: list[tuple[int, str]] = []
        if any(cue in text or cue in head for cue in _CUES):
            self._found = [(-1 - _FAR, _who(hit.lastgroup)) for hit in _RANKING.finditer(head)][-1:]
            self._found += [(hit.end(), _who(hit.lastgroup)) for hit in _RANKING.finditer(text)]

    def before(self, at: int) -> tuple[str, str]:
        """Who is ranked in what was named last before an offset, and how far above; empty where nothing tells."""
        place = bisect_right(self._found, (at, "~")) - 1
        if place < 0:
            return "", ""
        end, who = self._found[place]
        return who, "near" if at - end < _NEAR else "above" if at - end < _FAR else "far"


def _who(group: str | None) -> str:
    return "firms" if group else "apps"
