"""What speaks against taking a place for one in a chart of apps: 未进前五, 前十名的应用, a place by sales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.charts import Chart
from pipeline.extract.modality import negated, supposed
from pipeline.extract.rules.lines import row_of_regions
from pipeline.extract.rules.rank import BOUNDS, LIST_HEAD, STANDS, Rank
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_ENTER = lazy_pattern(
    r"跻身|入围|晋级|不出|守|摸|留在|进|冲|杀|闯|挤|打|升|跌|掉|回|入|排|跃|窜|蹿|稳|位列|位居|名列|分列|分居|待在|保持|始终|在[^，。]{0,12}$|居|重返|围|占|包揽|包办|瓜分|囊括|把持|垄断|混|坐|获|拿|登|留|挺|站|蝉联|卫冕"
)


_LONG = 10  # a TOP of so many before a colon is the length of a chart


_OTHER_PLACE = lazy_pattern(
    r"(?:贡献|市占|市场份额|份额|占有率|使用率|渗透|出货|销量|流量|票房|市值|收视|评分|得分|总分|规模|营收(?!榜|排)|收入(?!榜|排)|流水(?!榜)|员工|竞赛|奥运|得票|满意度|产量|投资|融资|实力|增速|用户数|性能|能力|素材|板块|行业|研发|薪|速度|体验|搜索指数|曝光|人均|时长|日活(?!榜)|月活(?!榜|排)|用户(?!支出)|国家队|代表团|学校|汽车|车企|手机市场|手机厂商|智能手表|市场占|注册|付费用户|下单|预约人数|订单)[^，。；]{0,16}$"
)


_FOREIGN = lazy_pattern(
    r"热搜|话题榜|大学|奖牌|竞技场|Arena|SuperCLUE|测评|评测|基准|跑分|销量榜|销量排行|出货|票房|融资榜|市占|胡润|独角兽|车圈|品牌榜|收视|播放榜|文本榜|分榜|跑分榜|投放|卫冕冠军|年度最佳|车市|体育赛事|比赛|联赛|决赛|奥运|世界冠军|全国冠军|手机市场|电商平台|富豪|排位赛|战队|天梯|金牌榜|年度(?:最受|最佳|最具|喜爱|人气|期待|游戏大奖)"
)


_NOT_APPS = lazy_pattern("专辑|单曲|电子书|有声书|电池|票房|演唱会|论文|唱片|新歌|影片|手机销|出货")


# 第一名是谁, 图书榜第一约合每天八万次下载: of a place itself, not of who stands in it
_WHOEVER = lazy_pattern(
    r"(?:名|位)?(?:的)?(?:是谁|归谁|也?不一定|是没有|究竟|到底|(?:约合|大约|大概|通常|一般|意味|门槛|价格|成本|日下载|下载量|量级))"
)


_FORMER = lazy_pattern(r"(?:此前|上届|卫冕|昔日|原|前任|上一届|往届)的?$")


_BENCH = lazy_pattern("Arena|竞技场|SuperCLUE|测评|评测|跑分|基准测试|综合榜单")


_GROUP_RANKED = lazy_pattern(
    r"(?:名|位)?(?:的(?!依次|依序|分别|名单|位置|门槛|位子|宝座|名次|行列|成绩|排名|第|则|是|为|好|还|仍|《|“|「|[A-Za-z])|有|里(?!，|待)|中有|中仅|中(?=[^，。]{0,12}款)|全部|皆|清一色|款|几款|大(?!关)|强企业)"
)


_NEEDS_CHART = (
    "冠军",
    "霸占",
    "老大",
    "霸榜",
    "接棒",
    "领跑",
    "一哥",
    "封顶",
    "双冠",
    "双冠王",
    "探花",
    "榜眼",
    "桂冠",
    "称王",
    "双料冠",
    "独霸",
    "亚军",
    "季军",
    "次之",
    "次席",
    "首位",
    "居首",
    "之首",
    "之冠",
    "居次",
    "居冠",
)


_GIVEN_UP = lazy_pattern(
    r"(?<!没有)(?<!没)(?<!未)(?<!未曾)(?<!不)(?:让出|丢掉|丢了|失守|失去|告别|退下|交出|拱手让出|失掉|无缘|跌下|掉下|跌落|滑落)[^，。；]{0,8}$"
)


# 距离榜首仅一步之遥, 差一名就能进前十
_SHORT_OF = lazy_pattern(
    r"(?:(?:[相只仅还就]差|差了?)(?:[一两三几\d]{1,2}(?:个?(?:名次|身位|名|位)|步|点儿?)|临门一脚)|[一两]步之遥)[^，。；]{0,8}$"
)
_STEPS_AWAY = lazy_pattern(
    r"(?:名|位)?(?:的(?:位置|宝座))?(?:仍|还|已经?|也)?(?:[只仅就]?(?:有|差|剩)?(?:一步|半步|咫尺)之遥|[只仅还]差[一两])"
)
# 五万块就能上前二十五, 十万包进前五十
_BOUGHT = lazy_pattern(
    r"[\d一二两三四五六七八九十百千万]\s?(?:元|块钱?|美元|港元|万|刀)(?:左右|起|出头)?(?:就|便|即|足以)?(?:能|可|可以|够|包|保|保证|换)(?:你|上|进|挤|冲|刷|做|到|拿|杀|闯)[^，。；]{0,10}$"
)
# 付费榜前十，一天八千
_PRICED = lazy_pattern(
    r"(?:名|位)?(?:的(?:价格|报价)(?:是|为)?|，(?=[一每单]))?(?:[一每单](?:天|日|次|周|个月))[要收报花]?(?:价|约|是|得)?[\d一二两三四五六七八九十]+[千万百](?!次|人|下载|用户|安装|份|新增)"
)
_TIME_OF = lazy_pattern(r"(?:的)?(?:当[周日天月晚]|那[天周一]|之后|之前|以来)")


DECISIVE = frozenset(
    (
        "negated",
        "a place given up",
        "not reached",
        "a place by another count",
        "a number of people",
        "a place that money buys",
        "heads a list",
        "says how long a chart is",
        "one praise among others",
        "a benchmark",
        "hot words of a store",
        "a ranking of what is no app",
    )
)


ANSWERED_BY_A_LIST = (
    "says how long a chart is",
    "no verb of entering",
    "no verb of standing",
    "names a group by its place",
)


_PRAISE = lazy_pattern(r"[、，](?:也是|同时是)?[^，。；、第\d]{0,6}最[^，。；、第\d]{1,8}的")


# a share, a count of people, the mean of several places
CONTRIBUTION = lazy_pattern(
    "(?:贡献|衍生模型)[^，。；]{0,12}$|(?:在线|试玩|观看|预约)人数(?!榜|排行|热)[^，。；榜]{0,8}$|(?:均值|平均(?:排名|名次|位次)?)(?:为|是|在)?$"
)


def objections_to(
    reader: Reader, rank: Rank, charts: list[Chart], how: str, before: str, word: str
) -> Iterator[str]:
    """What speaks against taking a place for one in a chart of apps; hardly any is decisive by itself."""
    s, text = reader.sentence, reader.text
    clause_start, clause_end = s.clause_of(rank.start)
    if negated(before[-18:]):
        yield "negated"
    if not charts and _PRAISE.match(text, rank.end):
        yield "one praise among others"
    if supposed(text[s.start : rank.start]):
        yield "only supposed"
    if (
        rank.relation == "within"
        and _GROUP_RANKED.match(text, rank.end)
        and not re.search("唯一|首款|首个|第一款", text[clause_start : rank.start])
    ):
        yield "names a group by its place"
    if (
        rank.kind == "word"
        and word in ("称霸", "霸榜", "夺冠", "登顶")
        and any(text[rank.end : m.start] == "的" for m in s.names)
    ):
        yield "says which one, not where it stands"
    if rank.kind == "word" and _TIME_OF.match(text, rank.end) and how != "in its clause":
        yield "names a time by a place"
    if _FOREIGN.search(text, max(s.start, rank.start - 24), min(rank.end + 6, clause_end)) and not (
        charts and how in ("in its clause", "behind it") and charts[-1].named
    ):
        yield "a ranking of something else"
    if word in ("之首", "之冠") and (
        not re.search("下载|安装|装机|榜", before) or re.search("幅|增速|占比|份额|(?<!效)率", before)
    ):
        yield "first in something else"
    if _WHOEVER.match(text, rank.end) and not any(clause_start <= m.start < rank.start for m in s.names):
        yield "a place, whoever has it"
    if rank.kind == "word" and _GIVEN_UP.search(before):
        yield "a place given up"
    if rank.kind == "word" and _FORMER.search(before):
        yield "a former place"
    if rank.relation == "within" and re.match(
        r"(?:名|位)?(?:榜单)?(?:如下)?\s?[：:]\s{0,8}(?:（[^（）]{0,20}）\s{0,8})?(?:[1①]|0?1|[Nn][Oo]|[Tt][Oo][Pp]|第一)",
        text[rank.end : rank.end + 48],
    ):
        yield "heads a list"
    if rank.kind == "top" and not row_of_regions(reader, rank):
        if (
            (not reader.title or rank.ranks[0] in BOUNDS)
            and re.fullmatch(r"\s*(?:（[^（）]{0,20}）)?[:：)）]?\s*", text[rank.end : s.end])
            and not any(clause_start <= m.start < rank.start for m in s.names)
        ) or (
            (rank.ranks[0] in BOUNDS or rank.ranks[0] >= _LONG)
            and re.match(r"(?:榜单?)?\s?[：:]", text[rank.end : rank.end + 4])
        ):
            yield "heads a list"
        if _names_a_length(reader, rank, clause_start):
            yield "says how long a chart is"
    if _SHORT_OF.search(before) or _STEPS_AWAY.match(text, rank.end):
        yield "not reached"
    if _BOUGHT.search(before) or _PRICED.match(text, rank.end):
        yield "a place that money buys"
    if charts and all(
        c.kind == "hot" and c.store in (None, "app_store") and "热搜" in text[c.start : c.end] for c in charts
    ):
        yield "hot words of a store"
    if charts and not any(c.store or c.kind or c.category for c in charts) and not reader.about_apps:
        yield "a chart of something else"
    if charts and not any(c.store or c.kind for c in charts) and _BENCH.search(text, s.start, rank.start):
        yield "a benchmark"
    if (
        charts
        and _NOT_APPS.search(text, s.start, max(rank.end, clause_end))
        and not any(c.store for c in charts)
    ):
        yield "a ranking of what is no app"
    named_here = bool(charts) and how in ("in its clause", "behind it")
    aside = (
        text[s.start : clause_start]
        if re.search("(?:方面|上|中|里)，$", text[s.start : clause_start])
        else ""
    )
    named_here = named_here or (
        bool(charts) and charts[-1].kind == "grossing" and bool(re.search("收入|流水|营收", before))
    )
    if not named_here and (
        _OTHER_PLACE.search(before) or (aside and _OTHER_PLACE.search(aside.rstrip("，")))
    ):
        yield "a place by another measure"
    if how in ("carried", "") and counted_otherwise(reader, rank, clause_start, charts):
        yield "a place by another count"
    if rank.kind == "bare" and text[rank.start - 1] == "有" and how not in ("in its clause", "behind it"):
        yield "a number of people"
    if not charts:
        yield "no chart"
        if rank.kind == "word" and word.startswith(_NEEDS_CHART):
            yield "a word that needs a chart"
    if (
        how == "carried"
        and not _standing_verb(before, text, rank)
        and not (rank.kind == "span" and LIST_HEAD.match(text, rank.end))
    ):
        yield "no verb of standing"
    if (
        rank.relation == "within"
        and how != "list"
        and not _ENTER.search(text[clause_start : max(rank.start, rank.at)][-24:])
        and not LIST_HEAD.match(text, rank.end)
        and not re.match(
            r"(?:名|位)?(?:之列|以内|行列|之内|则?[是为]|分别|依次|归|属于|[让留]给)",
            text[rank.end : rank.end + 6],
        )
    ):
        yield "no verb of entering"


_OTHER_UNIT = lazy_pattern(
    r"(?<![第\d.])[\d.,一二两三四五六七八九十百千]+\s?(?:[万亿]?多?(?P<users>户|名?(?:注册)?(?:用户|会员|玩家|客户|学员|粉丝|人)(?!次|下载|安装|装))|[万亿]多?(?P<money>(?:美元|日元|港元|欧元|元|人民币)(?!下载|安装)))(?![^，。；]{0,12}(?:下载|安装|装机))"
)
_IN_USE = lazy_pattern("[周日月]活|活跃|使用者|使用人数|MAU|DAU")  # an analyst's chart of activity
_SOFTWARE = lazy_pattern("应用|程[式序]|App|APP|软件|游戏|手游|产品")
_PLACED_BY_IT = lazy_pattern(
    r"(?:人数|用户|数|它|其)?(?:则|也|还|仍|均|都|更)?(?:排名|排在|排|位居|位列|居|名列|分列|前[二三四五六七八九十\d]+[名位]?[分依是为]|稳居|坐稳|高居)"
)
_UNIT_OF = {"active": "users", "grossing": "money"}


def counted_otherwise(reader: Reader, rank: Rank, clause_start: int, charts: list[Chart]) -> bool:
    """Whether a place that names no chart is one by accounts or money: 以103万户坐稳第四, 共有1700万人，排名全球第三."""
    text, s = reader.text, reader.sentence
    kind = charts[-1].kind if charts else None
    hits = list(_OTHER_UNIT.finditer(text, clause_start, rank.start))
    if not hits and clause_start > s.start and _PLACED_BY_IT.match(text, clause_start):
        before, _ = s.clause_of(clause_start - 1)
        hits = list(_OTHER_UNIT.finditer(text, before, clause_start))
    if not hits or hits[-1].lastgroup == _UNIT_OF.get(kind or ""):
        return False
    if hits[-1].lastgroup == "users":
        return _IN_USE.search(text, s.start, hits[-1].start()) is None
    return _SOFTWARE.search(text, hits[-1].end(), rank.start) is None


# what has a bound stands in it or enters it; without such a verb 下载榜TOP 100 is a heading
_HAS_PLACE = lazy_pattern(
    r"[位名分]列|居|排(?!行)|[跻稳]|进|入围|冲|杀|闯|挤|打|升|跌|掉|落|回|登|夺|拿|摘|占|包揽|守|保持|前|成为|获|上榜|拿下|力争|目标|在.{0,12}$|[是为]$"
)


def _names_a_length(reader: Reader, rank: Rank, clause_start: int) -> bool:
    """Whether TOP N only says how many places a chart has that is spoken of: 9月短剧应用下载榜TOP15公布."""
    text, s = reader.text, reader.sentence
    if len(rank.ranks) > 1:
        return False
    if _CHART_GOES_ON.match(text, rank.end, s.end) and any(
        0 < r.start - rank.end <= 12 and r.relation == "eq" for r in s.ranks
    ):
        return True  # 坐上TOP20总下载量的头把交椅
    named = [
        m
        for m in s.names
        if clause_start <= m.start < rank.start and m.form != "weak" and m.kind not in ("work", "store")
    ]
    before = text[clause_start : rank.start]
    for mention in s.names:
        if clause_start <= mention.start and mention.end <= rank.start:
            before = before.replace(text[mention.start : mention.end], "□")
    if _HAS_PLACE.search(before) or not (rank.ranks[0] in _LENGTHS or (not named and rank.ranks[0] >= 10)):
        return False
    return not named or bool(_CHART_END.search(before))


_CHART_GOES_ON = lazy_pattern(r"的?(?:总|榜单?|应用|App|游戏|产品)*(?:下载量?|收入|排行榜?)?的")


_LENGTHS = {*range(5, 55, 5), 60, 80, 100, 150, 200, 250, 300, 500, 1000}


_CHART_END = lazy_pattern(r"(?:榜单?|排行|下载量|收入|名单)\s?$")


def _standing_verb(before: str, text: str, rank: Rank) -> bool:
    if rank.kind in ("word", "no", "top"):
        return True
    if rank.earlier is not None or STANDS.search(before):
        return True
    tail = before[-14:]
    if re.search(
        r"(?:排|列|居|升|跌|降|掉|滑|冲|登|回|退|到|至|在|是|为|夺|拿|占|稳|名|得|进|挤|压|杀|跃|窜|蹿|爬|摸|停|坐|成|则|霸|落|来|变|踩)[^，。；]{0,8}$",
        tail,
    ):
        return True
    return (
        bool(re.match(r"(?:名|位)?(?:是|为|则|[，。；、）)]|$|和|与|以)", text[rank.end : rank.end + 2]))
        and len(before) <= 24
    )
