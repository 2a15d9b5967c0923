"""What tells a place in a chart of apps from any other 第一: traits that are weighed together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.charts import Chart
    from pipeline.extract.reader import Reader
    from pipeline.extract.rules.rank import Rank

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
    ("class", "类别?|分类|品类|类目|赛道"),
    ("time", "第[一二三四五六七八九十\\d]+(?:天|周|年|季|次|款|个|批|代)"),
)
_SEEN = tuple((name, re.compile(pattern)) for name, pattern in _WORDS)
_STEP = re.compile(
    r"(?P<v>排名?|位列|位居|名列|分列|列|居|升|跌|降|掉|滑|冲|登|回|退|到|至|在|是|为|夺|拿|占|稳|得|进|入围|挤|压|杀|跃|窜|蹿|爬|摸|停|坐|成|则|霸|落|来|变|踩|获|摘|荣|蝉联|包揽|跻身|守|保持|拔得|超|了|的|，|、|：|（|(?:以|凭))[^，。；]{0,3}$"
)


def traits(
    reader: Reader, rank: Rank, charts: list[Chart], how: str, before: str, objections: list[str]
) -> list[str]:
    """What there is to weigh about one place: its form, its chart, its verb, the words around it."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(rank.start)
    word = text[rank.start : rank.end] if rank.kind == "word" else rank.kind
    how = how or "none"
    chart = charts[-1] if charts else None
    size = 1 if rank.ranks[0] == 1 else 3 if rank.ranks[0] < 4 else 10 if rank.ranks[0] < 11 else 99
    found = ["bias", f"kind {rank.kind}", f"word {word}", f"how {how}", f"{rank.kind} {how}", f"size {size}"]
    found += [f"not {objection}" for objection in objections]
    found += [f"not {objection} {how}" for objection in objections]
    found += [f"objections {min(len(objections), 3)}", f"objections {min(len(objections), 3)} {rank.kind}"]
    if chart is not None:
        has = "".join(
            letter
            for letter, value in zip("ksc", (chart.kind, chart.store or chart.platform, chart.category), strict=True)
            if value
        )
        found += [f"chart {chart.kind}", f"chart has {has}", f"chart has {has} {how}"]
    gap = rank.start - context.chart_at
    far = "0" if gap < 60 else "1" if gap < 250 else "2" if gap < 700 else "3"
    counted = rank.start - context.downloads_at
    found += [f"chart ago {far}", f"chart ago {far} {how}", f"count ago {int(counted < 250)} {how}"]
    if rank.earlier is not None:
        found.append("moved")
    verb = _STEP.search(before[-10:])
    stem = verb["v"] if verb else "-"
    found += [f"verb {stem}", f"verb {stem} {rank.kind}", f"verb {stem} {how}"]
    following = text[rank.end : rank.end + 1]
    found += [f"then {following}", f"then {following} {rank.kind}", f"then2 {text[rank.end : rank.end + 2]}"]
    here = text[clause_start:clause_end]
    around = text[max(0, s.start - 120) : s.start]
    sentence = text[s.start : s.end]
    for name, pattern in _SEEN:
        if pattern.search(here):
            found += [f"here {name}", f"here {name} {how}"]
        elif pattern.search(sentence):
            found.append(f"sentence {name}")
        elif pattern.search(around):
            found.append(f"around {name}")
    names = sum(clause_start <= m.start < rank.start and m.kind != "work" for m in s.names)
    found += [f"names {min(names, 2)}", f"names {min(names, 2)} {how}", f"about {reader.about_apps} {how}"]
    if any(0 <= m.start - rank.end <= 4 for m in s.names):
        found.append("name behind")
    if reader.title:
        found += ["title", f"title {how}", f"title {rank.kind}"]
    return found
