"""What the words around a figure speak of: apps, downloads, charts, users, money …"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_WORDS = (
    ("app", "应用|App|APP|软件|客户端|程式|程序"),
    ("game", "手游|游戏"),
    ("load", "下载|安装|装机"),
    ("chart", "榜|排行"),
    ("store", "App Store|Google Play|商店|应用市场|TapTap|Steam|应用宝|iOS|安卓"),
    ("users", "月活|日活|用户|活跃|MAU|DAU"),
    ("money", "收入|营收|流水|吸金|畅销|收益|支出"),
    ("sales", "销量|出货|市场份额|市占|份额|占有率|销售"),
    ("growth", "增速|增幅|增长"),
    ("bench", "评测|测评|跑分|基准|模型|性能|能力|准确率|得分"),
    ("contest", "比赛|大赛|冠军赛|联赛|奖|竞赛|世界杯|奥运|赛季|战队|选手"),
    ("company", "公司|企业|集团|厂商|发行商|品牌|市值|估值|融资"),
    ("place", "城市|国家|省|大学|学校|地区"),
    ("search", "热搜|话题|搜索|关注"),
    ("class", "类|赛道"),
    ("share", "占比|比重|占全部|份额|数量|款数|席位|席"),
    ("bought", "刷榜|刷量|刷到|刷进|代刷|冲榜|报价|包月"),
    ("time", ""),  # 第三天, 第二款: told by their form
)
_TIME = lazy_pattern(r"第[一二三四五六七八九十\d]+(?:天|周|年|季|次|款|个|批|代)")
_NAMES = tuple(name for name, _ in _WORDS)


@cache
def _matcher() -> tuple[Any, list[int]]:
    """All words at once, and the bit of the topic of each."""
    import ahocorasick_rs

    words = [(word, 1 << bit) for bit, (_, listed) in enumerate(_WORDS) for word in listed.split("|") if word]
    return ahocorasick_rs.AhoCorasick([word for word, _ in words]), [bit for _, bit in words]


class Topics:
    """The topics that a text names, a bit for each, found once and asked for by stretches."""

    def __init__(self, text: str) -> None:
        matcher, bits = _matcher()
        found = [
            (start, end, bits[word])
            for word, start, end in matcher.find_matches_as_indexes(text, overlapping=True)
        ]
        time = 1 << len(_WORDS) - 1
        found += [(hit.start(), hit.end(), time) for hit in _TIME.finditer(text)]
        self._found = sorted(found)
        self._starts = [start for start, _, _ in self._found]

    def between(self, start: int, end: int) -> int:
        """The bits of the topics that a stretch names."""
        topics = 0
        for place in range(bisect_left(self._starts, start), len(self._starts)):
            begin, stop, bit = self._found[place]
            if begin >= end:
                break
            if stop <= end:
                topics |= bit
        return topics


@cache
def told_by(here: int, sentence: int, around: int, crossed: str) -> tuple[str, ...]:
    """Which topics a figure's clause names, else its sentence, else the text right before it.

    ``crossed`` is set beside those of the clause, so that a topic can weigh differently with it.
    """
    found = []
    for place, name in enumerate(_NAMES):
        if here >> place & 1:
            found += [f"here {name}", f"here {name} {crossed}"]
        elif sentence >> place & 1:
            found.append(f"sentence {name}")
        elif around >> place & 1:
            found.append(f"around {name}")
    return tuple(found)


def topics(reader: Reader, clause: tuple[int, int], crossed: str) -> tuple[str, ...]:
    """The topics around a figure in a clause of the sentence that is read."""
    s, seen = reader.sentence, reader.topics
    here, sentence = seen.between(*clause), seen.between(s.start, s.end)
    return told_by(here, sentence, seen.between(max(0, s.start - 120), s.start), crossed)
