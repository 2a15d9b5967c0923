"""From a place to a claim: which chart it is a place in, whose it is, and what makes it no claim at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.extract import attach, tellers, when
from pipeline.extract import standing_traits as places
from pipeline.extract.charts import Chart, merged
from pipeline.extract.modality import negated, supposed
from pipeline.extract.places import Region
from pipeline.extract.rules import classes, listing
from pipeline.extract.rules.items import items_of
from pipeline.extract.rules.most import AHEAD, NEXT_TO, Most
from pipeline.extract.rules.rank import FAR, Rank
from pipeline.extract.subjects import _OWN_CHARTS, Subject
from pipeline.extract.vocabulary import REGIONS
from pipeline.extract.weighing import observe, strongest_against, total
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Draft, Reader

_ENTER = lazy_pattern(
    r"跻身|入围|晋级|不出|守|摸|留在|进|冲|杀|闯|挤|打|升|跌|掉|回|入|排|跃|窜|蹿|稳|位列|位居|名列|分列|分居|待在|保持|始终|在[^，。]{0,12}$|居|重返|围|占|包揽|包办|瓜分|囊括|把持|垄断|混|坐|获|拿|登|留|挺|站"
)
_BOUNDS = {3, 5, 10, 20, 30, 50, 100, 200, 500, 1000}
_LONG = 10  # a TOP of so many before a colon is the length of a chart
_OTHER_PLACE = lazy_pattern(
    r"(?:贡献|市占|市场份额|份额|占有率|使用率|渗透|出货|销量|流量|票房|市值|收视|评分|得分|总分|规模|营收(?!榜|排)|收入(?!榜|排)|流水(?!榜)|员工|竞赛|奥运|得票|满意度|产量|投资|融资|实力|增速|用户数|性能|能力|素材|板块|行业|研发|薪|速度|体验|搜索指数|曝光|人均|时长|日活(?!榜)|月活(?!榜|排)|用户(?!支出)|国家队|代表团|学校|汽车|车企|手机市场|手机厂商|智能手表|市场占|注册|付费用户|下单|预约人数|订单)[^，。；]{0,16}$"
)
_FOREIGN = lazy_pattern(
    r"热搜|话题榜|大学|奖牌|竞技场|Arena|SuperCLUE|测评|评测|基准|跑分|销量榜|销量排行|出货|票房|融资榜|市占|胡润|独角兽|车圈|品牌榜|金牌|收视|播放榜|文本榜|分榜|跑分榜|投放|卫冕冠军|年度最佳|车市|体育赛事|比赛|联赛|决赛|奥运|世界冠军|全国冠军|手机市场|电商平台|富豪|排位赛|战队|天梯|年度(?:最受|最佳|最具|喜爱|人气|期待|游戏大奖)"
)
_NOT_APPS = lazy_pattern("专辑|单曲|电子书|有声书|电池|票房|演唱会|论文|唱片|新歌|影片|手机销|出货")
_NO_DAY = lazy_pattern("最高|最好|曾|一度|到过|过(?=第|前)|此后|之后|随后|最佳|历史|上一次|常年|最靠前|后来")
# 第一名是谁, 图书榜第一约合每天八万次下载: of a place itself, not of who stands in it
_WHOEVER = lazy_pattern(
    r"(?:名|位)?(?:的)?(?:是谁|归谁|也?不一定|是没有|究竟|到底|(?:约合|大约|大概|通常|一般|意味|门槛|价格|成本|日下载|下载量|量级))"
)
_FORMER = lazy_pattern(r"(?:此前|上届|卫冕|昔日|原|前任|上一届|往届)的?$")
_BENCH = lazy_pattern("Arena|竞技场|SuperCLUE|测评|评测|跑分|基准测试|综合榜单")
_COUNTRY_PLACE = lazy_pattern(r"^(?:以\s?[\d,.]+|[\d,.]+)[万亿]?次?$")
_GROUP_RANKED = lazy_pattern(
    r"(?:名|位)?(?:的(?!依次|依序|分别|名单|位置|门槛|位子|宝座|名次|行列|成绩|排名|第|则|是|为|好|还|仍|《|“|「|[A-Za-z])|有|里(?!，|待)|中有|中仅|中(?=[^，。]{0,12}款)|全部|皆|清一色|款|几款|大(?!关)|强企业)"
)
_AFTER_CHART_WORDS = ("登顶", "问鼎", "霸占", "称霸", "霸榜", "夺冠", "称王", "独霸", "冲顶", "登上巅峰")
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
_DOWNLOAD_ORDER = lazy_pattern(
    r"(?:被?下载(?:的?次数|量|次数|人数|总量)?|安装(?:量|次数)|装机量|被?拉取|下载排?名?)(?:上|方面|里|中|的)?[^，。；]{0,16}$"
)
# 月活排名前三的应用, 按月活算…第二, 月活突破2亿，稳居短剧应用首位
_ACTIVE_ORDER = lazy_pattern(
    r"(?:[按以]|从)(?:[^，。；]{0,6})(?:月活|日活|周活|MAU|DAU|活跃)[^，。；（]{0,12}(?:排|算|计|看|说|论|数量)[^。；]{0,60}$"
    r"|(?:月活|日活|周活|MAU|DAU|活跃)(?:用户|客户|人数|数量|数|量|规模)*(?:上|方面)?(?:排名|排行|排在|位列|位居|名列|居|排第)[^，。；]{0,10}$"
    r"|(?:月活|日活|周活|MAU|DAU|活跃)[^，。；]{0,16}[，（]?[^，。；]{0,14}(?:稳居|位居|居)[^，。；]{0,8}(?:App|APP|应用)[^，。；]{0,6}$"
)
_DOWNLOAD_SIDE = lazy_pattern(r"[^，。；]{0,10}(?:下载|安装)(?:量|次数)?(?:方面|上|端)，")
_AMONG_CLASS = lazy_pattern(
    r"在(?:国内|全部|所有|同期)?(?P<class>[\u4e00-\u9fff]{2,5}?)类(?:应用|App|软件|产品|手游)(?:中|里|内)[^，。；]{0,4}$"
)
_AMONG = lazy_pattern(r"排名|名次|位[居列]|排在|排第|[\d一二三四五六七八九十]+(?:家|款|个)[^，。；]{0,8}中")
_GIVEN_UP = lazy_pattern(
    r"(?<!没有)(?<!没)(?<!未)(?<!未曾)(?<!不)(?:让出|丢掉|丢了|失守|失去|告别|退下|交出|拱手让出|失掉|无缘|跌下|掉下|跌落|滑落)[^，。；]{0,8}$"
)
# 跌幅最大：…, 新面孔：…: lines below the head of a chart's news
_LABEL = lazy_pattern(r"[ \t]*(?:[-•·*]\s?)?[^，。；：\n]{2,10}：(?=[《“「\u4e00-\u9fff])")
_TIME_OF = lazy_pattern(r"(?:的)?(?:当[周日天月晚]|那[天周一]|之后|之前|以来)")
_LIST_HEAD = lazy_pattern(
    r"(?:名|位)?(?:的)?(?:位置|席位)?(?:仍|依旧|依然|继续|均|全部|则|还是|仍然)?(?:由|被)|\s?(?:名|位)?(?:的)?(?:App|应用|游戏|产品|软件)?(?:则)?(?:分别|依次|依序|顺序)(?:是|为|由)|(?:名|位)?(?:的)?(?:依次|依序|分别)(?:是|为)|\s?(?:名|位)?(?:App|应用|游戏)?\s?[:：]"
)


def read_rank(reader: Reader, rank: Rank, previous_end: int) -> list[Draft]:
    """The claims that one expression of a place makes."""
    s, text = reader.sentence, reader.text
    clause_start, _clause_end = s.clause_of(rank.start)
    word = text[rank.start : rank.end]
    before = text[clause_start : rank.start]
    for mention in s.names:
        if clause_start <= mention.start and mention.end <= rank.start:
            before = before.replace(text[mention.start : mention.end], "□" * (mention.end - mention.start))

    def passed(reason: str) -> list[Draft]:
        reader.passed.append((rank.start, rank.end, reason))
        return []

    if (
        rank.kind == "ordinal"
        and reader.drafts
        and re.search("从$", before)
        and re.match("(?:名|位)?(?:一路|起步|开始)", text[rank.end : rank.end + 4])
    ):
        if reader.drafts[-1].metric == "rank" and reader.drafts[-1].anchor >= s.start:
            reader.drafts[-1].fields["rank_from"] = rank.ranks[0]
        return passed("an earlier place")
    if _BEFORE_THAT.fullmatch(before.strip("（( ")) and len(rank.ranks) == 1 and rank.relation == "eq":
        last = reader.drafts[-1] if reader.drafts and reader.drafts[-1].anchor >= s.start else None
        if last is not None and last.metric == "rank" and last.fields["rank_from"] is None:
            last.fields["rank_from"] = rank.ranks[0]
            return passed("an earlier place")
    if _attribute_of_the_next(reader, rank, before):
        s.former = rank.ranks[0] if len(rank.ranks) == 1 else None
        return passed("an earlier place")
    charts, how = charts_for(reader, rank, previous_end)
    above = reader.context.chart
    if not charts and above is not None and _row_of_regions(reader, rank):
        charts, how = [above], "carried"
    told = _line_of_weeks(reader, rank)
    if told is not None:
        charts = charts or [above or Chart(rank.start, rank.start)]
        return _claims(
            reader, rank, charts, how or "carried", previous_end, given=([told], "the name above its line")
        )
    if charts and any(chart.void for chart in charts):
        return passed("a ranking of something else")
    if _of_firms(reader, rank, charts):
        return passed("a chart of firms")
    holders = listing.listed(reader, rank, max(clause_start, previous_end))
    if rank.kind == "span" and holders is None and text[rank.end - 1] not in "名位":
        return passed("nobody who stands there")  # 德国、英国分居三、四
    objections = list(_objections(reader, rank, charts, how, before, word))
    if holders is not None:
        objections = [o for o in objections if o not in _ANSWERED_BY_A_LIST]
    if _DECISIVE.intersection(objections) or _CONTRIBUTION.search(before):
        return passed(next((o for o in objections if o in _DECISIVE), "a place by another measure"))
    traits = places.traits(reader, rank, charts, how, before, objections)
    if holders is not None:
        traits += ["lists", f"lists {how or 'none'}"]
    observe("places", reader, rank, rank.start, rank.end, traits)
    # a list behind or in front of a place in a chart leaves no doubt what the place is
    sure = bool(charts) and not objections and holders is not None
    sure = sure or (bool(charts) and _row_of_regions(reader, rank))
    if not sure and total("places", traits) <= 0:
        return passed(objections[0] if objections else strongest_against("places", traits))
    if not charts:
        # a place that speaks for itself is one in the chart that the post spoke of last, however far above
        charts = [reader.context.chart or Chart(rank.start, rank.start)]
        how = "carried"
    if holders is not None:
        place, subjects = holders
        return _claims(reader, place, charts, how, previous_end, given=(subjects, "listed behind the figure"))
    return _claims(reader, rank, charts, how, previous_end)


_WEEKS = lazy_pattern(
    r"[ \t]*(?:[-•·*]\s?)?[上本这][周期月次季]?(?:的)?(?:排名|名次|位次)：第?\d{1,4}[名位]?[ \t]*"
)
_NAME_LINE = lazy_pattern(r"[ \t]*[《“「]?(?P<np>[^，。；：《》“”「」\n]{2,20})[》”」]?[ \t]*")


def _line_of_weeks(reader: Reader, rank: Rank) -> Subject | None:
    """Whose place a line gives that says nothing else, 上周排名：12: of the name that has a line to itself above."""
    text = reader.text
    at = _line(text, rank.start)
    if text[rank.start - 1] not in "：第" or not _WEEKS.fullmatch(text, at, _line_end(text, at)):
        return None
    for _ in range(6):  # one or two such lines below a name, each perhaps with an empty one between
        stop = at - 1
        if stop <= 0:
            return None
        at = _line(text, stop)
        if not text[at:stop].strip() or _WEEKS.fullmatch(text, at, stop):
            continue
        name = _NAME_LINE.fullmatch(text, at, stop)
        if name is None:
            return None
        known = [m for m in reader.names.between(at, stop) if m.end - m.start >= len(name["np"]) - 1]
        return reader.resolver.subject(known[0]) if known else Subject((name["np"],), "app", name.start("np"))
    return None


def _line_end(text: str, at: int) -> int:
    """Where the line that begins at an offset ends."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


_BARE_CHART = lazy_pattern(
    r"(?:手游|游戏|本期|当月)?(?:全球)?(?:收入|流水)?(?:位居|位列)?(?:榜单?|排名|排行榜?)"
)


def _of_firms(reader: Reader, rank: Rank, charts: list[Chart]) -> bool:
    """Whether a place is one of publishers by what they earn, as its chart's phrase says or the last full one before it."""
    if not charts or any(chart.firms for chart in charts):
        return bool(charts)
    text, chart = reader.text, charts[-1]
    # 榜单第3名, 收入排名第二, 手游收入位居榜首
    ends = chart.end, rank.start, rank.start + 1
    if not any(_BARE_CHART.fullmatch(text, chart.start, end) for end in ends):
        return False
    said = reader.context.firms_at
    for other in reader.sentence.charts:
        if other.end <= rank.start:
            said = firms_said(text, other, said)
    return rank.start - said < FAR


def firms_said(text: str, chart: Chart, before: int) -> int:
    """Where publishers' places were spoken of last, once a chart is read: a full phrase of another chart ends it."""
    if chart.firms:
        return chart.end
    full = chart.named and not chart.same and not _BARE_CHART.fullmatch(text, chart.start, chart.end)
    return -FAR if full else before


# 第二，上周第三: without a verb of its own, the earlier place of what was said right before
_BEFORE_THAT = lazy_pattern("(?:[^（(]*[（(])?(?:此前|之前|上[周月期次]|前一[周日天月])(?:同期)?(?:为|排名)?")
_ONCE = lazy_pattern("(?:上一?[期次届周月回]|前一?[年月周次]|此前|原来?|原[列居]|去年|昔日)[^，。；]{0,8}$")


def _attribute_of_the_next(reader: Reader, rank: Rank, before: str) -> bool:
    """上一次位列第四的X今年升到第一: a place that X had before, said on the way to the one it has."""
    s, text = reader.sentence, reader.text
    if rank.relation != "eq" or not _ONCE.search(before):
        return False
    touching = rank.kind == "word" and any(0 <= m.start - rank.end <= 1 for m in s.names)
    if not touching and not re.match("(?:名|位)?的", text[rank.end : rank.end + 2]):
        return False
    following = next((r for r in s.ranks if r.start >= rank.end and r.relation == "eq"), None)
    return (
        following is not None
        and following.start - rank.end <= 40
        and following.earlier is None
        and not re.search("[。；]", text[rank.end : following.start])
        and any(rank.end <= m.start < following.start for m in s.names)
    )


_DECISIVE = frozenset(
    (
        "negated",
        "a place given up",
        "heads a list",
        "says how long a chart is",
        "one praise among others",
        "a benchmark",
        "hot words of a store",
        "a ranking of what is no app",
    )
)
_ANSWERED_BY_A_LIST = (
    "says how long a chart is",
    "no verb of entering",
    "no verb of standing",
    "names a group by its place",
)
_PRAISE = lazy_pattern(r"[、，](?:也是|同时是)?[^，。；、第\d]{0,6}最[^，。；、第\d]{1,8}的")
_CONTRIBUTION = lazy_pattern("(?:贡献|衍生模型)[^，。；]{0,12}$")


def _objections(
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
    if rank.kind == "top" and not _row_of_regions(reader, rank):
        if (
            (not reader.title or rank.ranks[0] in _BOUNDS)
            and re.fullmatch(r"\s*(?:（[^（）]{0,20}）)?[:：)）]?\s*", text[rank.end : s.end])
            and not any(clause_start <= m.start < rank.start for m in s.names)
        ) or (
            (rank.ranks[0] in _BOUNDS or rank.ranks[0] >= _LONG)
            and re.match(r"(?:榜单?)?\s?[：:]", text[rank.end : rank.end + 4])
        ):
            yield "heads a list"
        if _names_a_length(reader, rank, clause_start):
            yield "says how long a chart is"
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
    if not charts:
        yield "no chart"
        if rank.kind == "word" and word.startswith(_NEEDS_CHART):
            yield "a word that needs a chart"
    if (
        how == "carried"
        and not _standing_verb(before, text, rank)
        and not (rank.kind == "span" and _LIST_HEAD.match(text, rank.end))
    ):
        yield "no verb of standing"
    if (
        rank.relation == "within"
        and how != "list"
        and not _ENTER.search(text[clause_start : max(rank.start, rank.at)][-24:])
        and not _LIST_HEAD.match(text, rank.end)
        and not re.match(
            r"(?:名|位)?(?:之列|以内|行列|之内|则?[是为]|分别|依次)", text[rank.end : rank.end + 6]
        )
    ):
        yield "no verb of entering"


# what has a bound stands in it or enters it; without such a verb 下载榜TOP 100 is a heading
_HAS_PLACE = lazy_pattern(
    r"[位名分]列|居|排(?!行)|[跻稳]|进|入围|冲|杀|闯|挤|打|升|跌|掉|落|回|登|夺|拿|摘|占|包揽|守|保持|前|成为|获|上榜|拿下|力争|目标|在.{0,12}$|[是为]$"
)


_BULLET = lazy_pattern(r"[ \t]*[-–—•·*●▪]\s?")
_REGION_GLUE = lazy_pattern(r"[/／、，,和与及：:\s]|[两三四五六七八九\d]{0,2}(?:国|地区?|区|市场|站)")


def _row_of_regions(reader: Reader, rank: Rank) -> bool:
    """Whether a line gives a place in some countries to what the lines above speak of: - 德国/法国/意大利三国TOP2."""
    text, at = reader.text, _line(reader.text, rank.start)
    bullet = _BULLET.match(text, at, rank.start)
    regions = [r for r in reader.sentence.regions if at <= r.start and r.end <= rank.start]
    if bullet is None or not regions or reader.context.subject is None:
        return False
    rest = text[bullet.end() : rank.start]
    for region in reversed(regions):
        rest = rest[: region.start - bullet.end()] + rest[region.end - bullet.end() :]
    return not _REGION_GLUE.sub("", rest)


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


# between a name and 下载量最大: 豆包在美国的下载量最大 says more, and is left alone
_OF_IT = lazy_pattern(r"[》”」]?(?:App|应用)?的?(?:当月|本月|同期|全年|上半年|全球|总|累计|\d{1,2}月)?的?")


def read_most(reader: Reader, most: Most, previous_end: int) -> list[Draft]:
    """X is the most downloaded: a place in a chart of downloads that nobody printed."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(most.rank.start)
    if supposed(text[s.start : most.rank.start]):
        reader.passed.append((most.rank.start, most.rank.end, "only supposed"))
        return []
    if most.closes:
        near = [m for m in s.names if clause_start <= m.start and m.end <= most.rank.start]
        if not near or near[-1].company or not _OF_IT.fullmatch(text[near[-1].end : most.rank.start]):
            return []
    chart = most.chart
    stores = [t for t in s.stores if t.start < most.rank.end]
    if stores and chart.platform is None:
        chart = replace(chart, store=stores[-1].store, platform=stores[-1].platform)
    rank = most.rank
    if most.behind is not None and rank.relation == "within":
        several = [reader.resolver.subject(m) for m in items_of(reader, most.behind, s.end)]
        if not several or len(several) > rank.ranks[0]:
            return []
        given = (several, "listed behind the figure")
        return _claims(reader, rank, [chart], "in its clause", previous_end, given=given)
    if most.behind is not None:
        names = [m for m in s.names if most.behind - 1 <= m.start < min(s.end, most.behind + 40)]
        chosen = [m for m in names if not m.company] or names
        cut = re.search("[，。；]", text[most.behind : s.end])
        limit = most.behind + cut.start() if cut else s.end
        chosen = [m for m in chosen if m.start < limit]
        if not chosen:
            return []
        group = [chosen[0]]
        subject = reader.resolver.subject(group[-1])
        return _claims(
            reader, rank, [chart], "in its clause", previous_end, given=([subject], "named behind the figure")
        )
    holders = (
        listing.listed(reader, rank, max(clause_start, previous_end)) if rank.relation == "within" else None
    )
    if holders is not None:
        given = (holders[1], "a list in front")
        return _claims(reader, holders[0], [chart], "in its clause", previous_end, given=given)
    return _claims(reader, rank, [chart], "in its clause", previous_end)


def read_followers(
    reader: Reader, follower: tuple[int, int, bool], previous_end: int, rest: list[tuple[int, Any]]
) -> list[Draft]:
    """紧随其后 and 其后是: the places right behind the one said last."""
    s, text, context = reader.sentence, reader.text, reader.context
    start, end, behind = follower
    if NEXT_TO.pattern.match(text, start, end):
        return _next_to(reader, start, end, previous_end)
    if behind and any(r.relation == "within" and 0 <= start - r.end <= 14 for r in s.ranks):
        return []  # 前五里另外三款依次是: the list of that place
    ahead = bool(AHEAD.pattern.match(text, start, end))
    again = text[start] in "这上"  # 这四款依次是: those that were placed together just before
    if context.chart is None or (
        not again and (context.last_rank is None or context.last_rank_sentence < reader.sentence_number - 1)
    ):
        return []
    stop = s.end
    if behind:
        cut = re.search("[。；;]", text[end:stop])
        stop = end + cut.start() if cut else stop
        group = items_of(reader, end, stop)
    else:
        if any(
            isinstance(figure, Rank)
            and figure.relation == "eq"
            and not any(end <= m.start < at for m in s.names)
            for at, figure in rest
        ):
            return []
        clause_start, _ = s.clause_of(start)
        chosen = reader.resolver.eligible([m for m in s.names if clause_start <= m.start and m.end <= start])
        group = reader.resolver.listed(reader.resolver.group_ending(chosen), clause_start) if chosen else []
    drafts: list[Draft] = []
    chart, first = context.chart, context.last_rank or 0
    if again:
        bounds = {d.fields["rank"] for d in reader.drafts[-10:] if d.fields.get("rank_relation") == "within"}
        if len(group) not in bounds:
            return []
        first = 0
    if ahead:
        if len(group) != first - 1:
            return []  # some of those in front are not named, nobody knows which
        first = 0
    held = set() if ahead or again else _held(reader, chart)
    for mention in group[:20]:
        first += 1
        while first in held:
            first += 1
        rank = Rank(start, end, (first,), "eq", "follow")
        drafts += _claims(
            reader,
            rank,
            [chart],
            "carried",
            previous_end,
            given=([reader.resolver.subject(mention)], "in the row behind"),
        )
    return drafts


_OF_SOFTWARE = lazy_pattern("下载|安装|榜|应用|App|产品|手游|游戏")


def _next_to(reader: Reader, start: int, end: int, previous_end: int) -> list[Draft]:
    """甲的下载量仅次于乙: the place behind the one that was said of 乙, else the second; none where it is said anyway."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(start)
    before = s.clause_of(clause_start - 1)[0] if clause_start > s.start else clause_start
    after = s.clause_of(clause_end)[1] if clause_end < s.end else clause_end
    near = [m for m in s.names if clause_start <= m.start < clause_end and m.kind != "work"]
    front = [m for m in near if m.end <= start]
    other = [m for m in near if end <= m.start <= end + 10 and m.form != "weak"]
    said = any(
        before <= r.start < after and not any(r.end <= m.start < start for m in front) for r in s.ranks
    )
    if not other or said or any(end <= r.start < other[-1].start for r in s.ranks):
        return []
    if re.match("[》”」]?(?:和|与|及|、|的)", text[other[-1].end : other[-1].end + 2]):
        return []  # behind several of them, or behind something of theirs
    rival = reader.resolver.subject(other[-1])
    known = next(
        (
            d.fields["rank"]
            for d in reversed(reader.drafts[-8:])
            if d.metric == "rank" and d.fields["rank_relation"] == "eq" and d.subject.same(rival)
        ),
        None,
    )
    rank = Rank(start, end, ((known or 1) + 1,), "eq", "follow")
    charts, how = charts_for(reader, rank, previous_end)
    if not charts or charts[-1].void or (how == "carried" and known is None):
        return []
    if known is None and not _OF_SOFTWARE.search(text, before, start):
        return []
    given = ([reader.resolver.subject(front[-1])], "named in front") if front else None
    if given is None and context.subject is None:
        return []
    return _claims(reader, rank, charts, how, previous_end, given=given)


def _held(reader: Reader, chart: Chart) -> set[int]:
    """The places of a chart that the paragraphs just before have given: those that follow are others."""
    near = [
        draft.fields
        for draft in reader.drafts[-12:]
        if draft.metric == "rank" and draft.fields.get("_paragraph", -9) >= reader.paragraph - 2
    ]
    return {
        int(said["rank"])
        for said in near
        if said["rank_relation"] == "eq" and (said["chart"], said["category"]) == (chart.kind, chart.category)
    }


def _standing_verb(before: str, text: str, rank: Rank) -> bool:
    if rank.kind in ("word", "no", "top"):
        return True
    if rank.earlier is not None or _STANDS.search(before):
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


def charts_for(reader: Reader, rank: Rank, previous_end: int) -> tuple[list[Chart], str]:
    """The chart or charts of a place, and how they were found: in its clause, behind it, earlier, or carried."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(rank.start)
    word = text[rank.start : rank.end]
    chosen: Chart | None = None
    how = ""
    if word.startswith("下载"):  # 下载王
        stores = [t for t in s.stores if t.start < rank.start]
        crown = Chart(rank.start, rank.end, "downloads", named=True)
        if stores:
            crown = replace(crown, store=stores[-1].store, platform=stores[-1].platform)
        return _both_stores(reader, [crown]), "in its clause"
    if word.endswith(_AFTER_CHART_WORDS) or word == "横扫":
        behind = [
            c
            for c in s.charts
            if rank.end
            <= c.start
            <= rank.end + (14 if not any(rank.end <= r.start < c.start for r in s.regions) else 44)
            and c.start < clause_end
            and "，" not in text[rank.end : c.start]
        ]
        if behind:
            group = [behind[0]]
            for chart in s.charts:
                if chart.start > group[-1].end and _joined(text, group[-1], chart):
                    group.append(merged(group[0], chart))
            return _both_stores(reader, group), "behind it"
    inside = [c for c in s.charts if clause_start <= c.start and c.end <= max(rank.start, rank.at) + 1]
    named = [c for c in inside if c.named]
    near = [c for c in inside if not c.named and _touches(text, c, rank)]
    if near and (not named or near[-1].start > named[-1].start):
        chosen, how = near[-1], "in its clause"
        if named and not chosen.kind and chosen.category and named[-1].start >= previous_end - 40:
            chosen = replace(
                chosen,
                kind=chosen.kind or named[-1].kind,
                store=chosen.store or named[-1].store,
                platform=chosen.platform or named[-1].platform,
                regions=chosen.regions or named[-1].regions,
            )
    elif named:
        chosen, how = named[-1], "in its clause"
    if chosen is None:
        # 榜单 behind: 第一名的免费榜 is not written; 首位 of a chart earlier in the sentence is
        earlier = [
            c
            for c in s.charts
            if c.end <= clause_start + 1 and (c.named or (c.kind and c.store) or (c.store and c.category))
        ]
        if earlier:
            chosen, how = earlier[-1], "earlier in its sentence"
    if (
        chosen is None
        and context.measure
        and text[rank.end - 1] in "名位"
        and re.match(
            r"[《“「][^》”」]{1,12}[》”」](?:则)?(?:为|是|有|约|近|不足|超)", text[rank.end : rank.end + 18]
        )
    ):
        last = context.downloads or {}
        return [
            Chart(
                rank.start,
                rank.start,
                "downloads",
                None,
                last.get("store"),
                last.get("platform"),
                tuple(last.get("region") or ()),
                named=True,
            )
        ], "in its clause"
    if (
        chosen is None
        and context.measure
        and reader.drafts
        and reader.drafts[-1].metric in ("downloads", "downloads_change")
        and (
            clause_start <= reader.drafts[-1].anchor < rank.start
            or (
                s.start <= reader.drafts[-1].anchor < rank.start
                and context.chart_paragraph != reader.paragraph
                and _AMONG.search(text[clause_start : rank.start])
            )
        )
        and not s.regions_open(reader.drafts[-1].anchor, clause_start)
    ):
        last = reader.drafts[-1].fields
        if (
            context.chart is not None
            and context.chart_paragraph == reader.paragraph
            and context.chart.kind == "downloads"
        ):
            return [context.chart], "carried"
        return [
            Chart(
                rank.start,
                rank.start,
                "downloads",
                context.group_category,
                last.get("store"),
                last.get("platform"),
                tuple(last.get("region") or ()),
                named=True,
            )
        ], "in its clause"
    among = _AMONG_CLASS.search(text, clause_start, rank.start) if chosen is None else None
    if among:
        return [Chart(among.start(), among.end(), None, among["class"], named=True)], "in its clause"
    if chosen is None and (
        context.group is not None
        and rank.start - context.downloads_at <= FAR
        and context.chart_at < context.downloads_at
        and rank.kind in ("ordinal", "top", "within", "span", "bare")
        and _STANDS.search(text[clause_start : rank.start])
    ):
        return [_of_counts(context.downloads or {}, rank, context.group_category)], "carried"
    active = _ACTIVE_ORDER.search(text, s.start, rank.start) if chosen is None else None
    if active:
        kinds = [c.category for c in s.charts if c.category and c.start < rank.start]
        return [
            Chart(active.start(), rank.start, "active", kinds[-1] if kinds else None, named=True)
        ], "in its clause"
    if chosen is None and (
        _DOWNLOAD_ORDER.search(text[clause_start : rank.start])
        or _DOWNLOAD_SIDE.match(text, s.start, rank.start)
    ):
        where = [
            c
            for c in s.charts
            if (c.store or c.category)
            and not re.search("不[含计算]|除了?$", text[max(0, c.start - 3) : c.start])
        ]
        base = where[-1] if where else Chart(rank.start, rank.start)
        return [replace(base, kind="downloads", named=True, void=False)], "in its clause"
    if (
        chosen is None
        and context.group is not None
        and context.group_paragraph == reader.paragraph
        and re.search(
            "位列|位居|排名|分列|名列|排在|居|占据|包揽|从|由|升|掉|跌|第$", text[clause_start : rank.start]
        )
        and context.chart_paragraph != reader.paragraph
    ):
        return [_of_counts(context.downloads or {}, rank, context.group_category)], "in its clause"
    if chosen is None:
        distance = reader.paragraph - context.chart_paragraph
        if context.chart is not None and (
            distance == 0
            or (distance <= 4 and bool(_LABEL.match(text, _line(text, clause_start))))
            or _goes_on(reader, rank, clause_start, clause_end)
        ):
            stores = [t for t in s.stores if t.store and clause_start <= t.start < rank.start]
            chart = context.chart
            if stores and stores[-1].store != chart.store:
                chart = replace(chart, store=stores[-1].store, platform=stores[-1].platform)
            return [chart], "carried"
        if (
            reader.resolver
            and rank.relation == "eq"
            and rank.kind in ("ordinal", "bare")
            and re.search("回到|回落|掉到|跌至|跌到|滑到|滑至|升回|退到", text[clause_start : rank.start])
        ):
            for mention in reversed([m for m in s.names if m.end <= rank.start]):
                known = context.charts_of.get(mention.names[0])
                if known is not None:
                    return [known], "carried"
        return [], ""
    if chosen.same:
        if context.chart is None:
            return [], ""
        return [context.chart], "earlier in its sentence"
    group = [chosen]
    position = s.charts.index(chosen) if chosen in s.charts else -1
    while position > 0 and _joined(text, s.charts[position - 1], group[0]):
        group.insert(0, s.charts[position - 1])
        position -= 1
    if len(group) > 1:
        filled = [group[0], *(merged(group[0], chart) for chart in group[1:])]
        closing = filled[-1]
        filled = [
            c
            if c.kind or c.category
            else replace(c, kind=closing.kind, category=closing.category, named=True)
            for c in filled
        ]
        group = filled
    group = [_completed(reader, chart, how) for chart in group]
    return _both_stores(reader, group), how


def _of_counts(last: dict[str, Any], rank: Rank, category: str | None) -> Chart:
    """The chart that counts told of shortly before make: of downloads, where those were counted."""
    return Chart(
        rank.start,
        rank.start,
        "downloads",
        category,
        last.get("store"),
        last.get("platform"),
        tuple(last.get("region") or ()),
        named=True,
    )


_STANDS = lazy_pattern(
    r"(?:[位名分]?列|位?居|排[名在行到]?|升至?|跌[至到]?|降[至到]?|回[到落升]|掉到|滑[到至落]|踩到|还在|仍在|退[到居]|稳坐|坐稳|夺得?|拿下|获得?|摘得?|占据|进入|挤进|跻身|入围|闯[进入]|冲[上进到至]|登上|问鼎|包揽|成为|依次|分别|则?[是为])[^，。；]{0,10}$"
)


def _goes_on(reader: Reader, rank: Rank, clause_start: int, clause_end: int) -> bool:
    """Whether a place some short paragraphs below a chart is still one of that chart."""
    context, text = reader.context, reader.text
    if rank.start - context.chart_at > FAR or text.count("\n", context.chart_at, rank.start) > 12:
        return False
    if rank.kind == "word" and text[rank.start : rank.end] not in _BACK_WORDS:
        return False
    before = text[clause_start : rank.start]
    if _STANDS.search(before) or (rank.kind == "word" and text[rank.start] in "居登"):
        return True
    return bool(_LIST_HEAD.match(text, rank.end)) or bool(
        re.match(
            r"(?:名|位)?(?:的)?(?:则|仍|还)?[是为：][^，。；]{0,16}[《“「A-Za-z]", text[rank.end : clause_end]
        )
    )


_BACK_WORDS = ("榜首", "首位", "居首", "榜眼", "亚军", "季军", "冠军", "次席", "居次", "头名", "登顶")


def _completed(reader: Reader, chart: Chart, how: str) -> Chart:
    """Store and platform from the sentence and the passage where the chart phrase leaves them out."""
    s, context = reader.sentence, reader.context
    del how
    if chart.store is None and chart.platform is None:
        hosts = [
            m
            for m in s.names
            if m.names[0] in _OWN_CHARTS
            and 0 <= chart.start - m.end <= 10
            and not re.search("[，进入登冲位居列到]", reader.text[m.end : chart.start])
        ]
        if hosts:
            return replace(chart, store="other")
        if reader.context.publisher_store and chart.kind == "downloads":
            return replace(chart, store=reader.context.publisher_store)
    if chart.store is None:
        near = [t for t in s.stores if s.start <= t.start < chart.end and t.store]
        apples = [
            t
            for t in s.stores
            if s.start <= t.start < chart.end and t.platform in ("ios", "both") and not t.store
        ]
        if near:
            chart = replace(chart, store=near[-1].store, platform=near[-1].platform)
            if not chart.regions and not context.chart_count:
                earlier = [
                    c for c in s.charts if c.end <= chart.start and c.regions and c.store == chart.store
                ]
                chart = replace(chart, regions=earlier[-1].regions if earlier else ())
        elif apples and chart.platform is None:
            chart = replace(
                chart,
                store="app_store" if apples[-1].platform == "ios" else None,
                platform=apples[-1].platform,
            )
        elif (
            context.chart is not None
            and context.chart_paragraph == reader.paragraph
            and chart.kind != "active"
            and (context.chart.kind in ("free", "paid", "grossing", None) or chart.kind == context.chart.kind)
        ):
            chart = replace(chart, store=context.chart.store, platform=context.chart.platform)
            if not chart.regions and not context.chart_count:
                chart = replace(chart, regions=context.chart.regions)
        elif context.home == "app_store" and chart.platform is None and chart.kind in ("free", "paid"):
            chart = replace(chart, store=context.home, platform="ios")
    return chart


def _line(text: str, at: int) -> int:
    """Where the line of an offset begins."""
    return text.rfind("\n", 0, at) + 1


def _both_stores(reader: Reader, group: list[Chart]) -> list[Chart]:
    """App Store与Google Play are two charts; 双平台 is one on both."""
    out: list[Chart] = []
    for chart in group:
        window = reader.text[max(reader.sentence.start, chart.start - 2) : chart.end]
        if chart.platform == "both" and re.search("Store|商店", window) and re.search("Play|谷歌", window):
            out.append(replace(chart, store="app_store", platform="ios"))
            out.append(replace(chart, store="google_play", platform=None))
        else:
            out.append(chart)
    return out


_JOINT = lazy_pattern(r"\s?(?:、|和|与|及|以及|/|＋|\+)\s?(?:在)?")
_TOUCH = lazy_pattern(
    r"(?:[”」》）)\s的了自从由月年上中里均都也则仍并同时又曾还已再双目前一度长期稳最高好成绩排名次位列居第名夺得拿下获登上顶成为冲到至入进升跻身跌掉回退前二三四五六七八九十是为在是由占据稳坐蝉联保持连续多日天周个\d续两同类该项榜单下分别依次依序位于列于名列中竟还就才只仅高踞荣登]|热门|单日|榜)*"
)


def _joined(text: str, left: Chart, right: Chart) -> bool:
    return 0 <= right.start - left.end <= 4 and bool(_JOINT.fullmatch(text[left.end : right.start]))


def _touches(text: str, chart: Chart, rank: Rank) -> bool:
    """App Store购物类第一: a phrase without 榜 that a place follows closely."""
    gap = text[chart.end : rank.start]
    if re.fullmatch(r"的?第?[一二三四五六七八九十百\d]+(?:多|余)?[名位](?:开外|之外)?[^，。]{0,10}", gap):
        return True
    if len(gap) > 14 or not (chart.store or chart.category or chart.kind):
        return False
    if not (
        chart.store
        or chart.kind
        or text[chart.end - 1] in "类域目别"
        or text[chart.start - 1] + gap[:1] in ("“”", "「」")
        or re.search("^(?:App|应用|游戏|软件)?(?:下载|排名|榜)", gap)
    ):
        return False
    if (
        chart.kind
        and not chart.store
        and not chart.category
        and chart.kind not in ("free", "paid", "grossing", "downloads")
    ):
        return False
    return bool(_TOUCH.fullmatch(gap))


_EACH_OF_ONE = cued_pattern(
    r"(?:[两三四二]国|[两三四]地|[两三四]个市场|[》”」A-Za-z\u4e00-\u9fff]的[^，。；]{0,14}(?:名次|排名|位次))[^，。；]{0,16}(?:分别|依次)",
    "分别 依次",
)


_KIND_OF_APPS = lazy_pattern("(?:类|类应用|类App|类产品|类游戏|应用|产品|商店|市场|地区)$")


def _ranked_class(
    reader: Reader, rank: Rank, chart: Chart, previous_end: int
) -> tuple[list[Subject], str] | None:
    """游戏类下载量排第一位: where classes of apps are compared, the class itself has the place."""
    context = reader.context
    compared = context.group is not None and context.group_paragraph == reader.paragraph
    if not compared and chart.kind != "downloads":
        return None
    found = classes.class_at(reader, rank, previous_end)
    if found is None or (context.subject is not None and context.subject.kind != "group"):
        return None
    return [found], "a class of apps that opens the clause"


_BOUND_BEHIND = lazy_pattern(r"\s?(?:名|位)?(?:之内|以内|之列|行列|阵营)")


_THAT_PLACE = lazy_pattern("(?:最高|最佳|最好|排名?|排在|排到|升到|第)[^，。；]{0,4}$")


def _within_or_place(rank: Rank, before: str, behind: str = "") -> str:
    if rank.kind == "top" and _BOUND_BEHIND.match(behind):
        return "within"
    if (
        rank.kind == "top"
        and rank.ranks[0] in _BOUNDS
        and rank.ranks[0] > 3
        and not _THAT_PLACE.search(before)
    ):
        return "within"  # a TOP of a round number is a bound, whatever the verb
    if (
        rank.kind == "top"
        and rank.ranks[0] in _BOUNDS
        and re.search(
            r"跻身|进|入|居|位列|挤|闯|冲|杀|前|保持|力争|目标|名列|排进|上榜|[重返]回|重返|登上|占据|拿到|守住",
            before,
        )
    ):
        return "within"
    return rank.relation


def _claims(
    reader: Reader,
    rank: Rank,
    charts: list[Chart],
    how: str,
    previous_end: int,
    given: tuple[list[Subject], str] | None = None,
) -> list[Draft]:
    from pipeline.extract.reader import Draft

    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(rank.start)
    if s.former is not None and rank.earlier is None and len(rank.ranks) == 1:
        rank, s.former = replace(rank, earlier=s.former), None
    ranks = rank.ranks
    if rank.earlier is not None and len(ranks) > 1 and "先后" in text[rank.start : rank.end]:
        ranks = ranks[-1:]
    relation = _within_or_place(rank, text[clause_start : rank.start], text[rank.end : rank.end + 6])
    places = s.regions and re.search("[/、]", text[clause_start : rank.start])
    if rank.kind == "top" and rank.ranks[0] in _BOUNDS and places and _row_of_regions(reader, rank):
        relation = "within"  # 英国/荷兰/比利时三地TOP3
    listed = _LIST_HEAD.match(text, rank.end)
    subjects, why = given or reader.subjects_for(rank.start, rank.end, previous_end, rank=rank)
    if not subjects or (subjects[0].kind == "group" and why.startswith(("the passage", "as the figure"))):
        subjects, why = _ranked_class(reader, rank, charts[-1], previous_end) or (subjects, why)
    if rank.kind == "top" and len(ranks) == 1 < len(subjects) and ranks[0] in _BOUNDS:
        relation = "within"  # several cannot all stand in one place
    if relation == "within" and listed and len(subjects) > 1:
        # 前十：A、B等 names some of the ten, in no order
        whole = len(subjects) == ranks[0] or not re.match(r"[^。；]*?等[。；，\s]", text[rank.end : s.end])
        ordered = bool(re.search("分别|依次|依序|顺序" + ("|[:：]" if whole else ""), listed[0])) or bool(
            listed[0][-1] in "由被"
            and re.match(
                "[^，。；]{0,4}?(?:依次|依序|分别)",
                text[max(n.start for n in subjects) + 1 : clause_end][:40].lstrip(),
            )
        )
        if ordered:
            ranks, relation = tuple(range(1, len(subjects) + 1)), "eq"
    elif (
        relation == "within"
        and len(subjects) > 1
        and re.search("依次|分列|依序", text[clause_start : rank.start])
        and "位列" not in text[clause_start : rank.start]
    ):
        ranks, relation = tuple(range(1, len(subjects) + 1)), "eq"
    regions = attach.regions_of(reader, rank.start, previous_end)
    if not regions and how == "behind it" and charts:
        regions = [r for r in s.regions if rank.end <= r.start < charts[-1].end]
    if not subjects:
        reader.passed.append((rank.start, rank.end, "no subject"))
        return []
    if all(subject.kind == "group" and _KIND_OF_APPS.search(subject.names[0]) for subject in subjects):
        reader.passed.append((rank.start, rank.end, "a kind of apps stands in no chart"))
        return []
    if all(re.sub(r"(?:市场|地区)?[\d.]*%?$", "", subject.names[0]) in REGIONS for subject in subjects):
        reader.passed.append((rank.start, rank.end, "a country stands in no chart"))
        return []
    if (
        len(ranks) > 1
        and len(subjects) == 1
        and why.startswith("as the figure")
        and len(context.recent) >= len(ranks)
    ):
        subjects = context.recent[-len(ranks) :]
    if (
        rank.ordered
        and len(ranks) > 1
        and len(subjects) != len(ranks)
        and len(codes_of(regions)) != len(ranks)
        and len(charts) != len(ranks)
    ):
        reader.passed.append((rank.start, rank.end, "a range of places"))
        return []
    pairs: list[tuple[Subject, int, tuple[str, ...] | None]] = []
    if len(ranks) > 1 and not regions:
        regions = [r for r in s.regions if r.end <= clause_start and len(r.codes) == len(ranks)]
    codes = _region_chain(regions)
    one = len(subjects) == 1 and _EACH_OF_ONE.search(text, clause_start, rank.start)
    if len(ranks) > 1 and one and len(codes) != len(ranks) and len(charts) != len(ranks):
        pairs = [(subjects[0], place, None) for place in ranks]
    elif len(ranks) > 1 and len(subjects) == 1 and len(codes) == len(ranks):
        pairs = [(subjects[0], place, (code,)) for code, place in zip(codes, ranks, strict=True)]
    elif len(ranks) > 1:
        if len(subjects) < len(ranks) and len(context.recent) >= len(ranks) and len(subjects) == 1:
            subjects = context.recent[-len(ranks) :]
        if len(subjects) == 1 and len(charts) == len(ranks):
            return _zip_charts(reader, rank, charts, subjects[0], ranks, relation, how, previous_end)
        if (
            rank.ordered
            and re.search("排名|第", text[rank.start - 2 : rank.end])
            and len(subjects) < len(ranks)
        ):
            pass
        pairs = [(subject, place, None) for subject, place in zip(subjects, ranks, strict=False)]
    else:
        pairs = [(subject, ranks[0], None) for subject in subjects]
    region_count = None
    found: tuple[str, ...] = ()
    for region in regions:
        found = (
            found + tuple(code for code in region.codes if code not in found) if region.start > 0 else found
        )
        region_count = region.count or region_count
    found = _nearest_regions(regions, rank)
    since, as_of, date_why = when.date_of(
        reader, rank.start, rank.end, previous_end, rank_from=rank.earlier is not None, subject=subjects[0]
    )
    if (
        (True)
        and date_why.startswith("carried")
        and (not (since and as_of) or re.search("常年|上一次|历史", text[clause_start : rank.start]))
        and _NO_DAY.search(text[clause_start : rank.start])
    ):
        since, as_of, date_why = None, None, "a time of its own"
    if since is None and as_of is None and _NO_DAY.search(text[clause_start : rank.start]):
        date_why = "a time of its own"
    if (
        since is None
        and as_of is None
        and re.search("首日|当[天日晚]|首周|三日内", text[clause_start : rank.start])
    ):
        since, as_of = attach.launch_of(
            reader,
            rank.start,
            "P1D" if re.search("首日|当[天日晚]", text[clause_start : rank.start]) else "P7D",
            subjects[0],
        )
    source, source_why = tellers.source_of(
        reader,
        rank.start,
        "downloads"
        if charts[-1].kind == "downloads"
        or (charts[-1].kind in ("active", "grossing") and not charts[-1].store)
        else "rank",
    )
    modality, modality_why = attach.modality_of(reader, rank.start, rank.end)
    drafts: list[Draft] = []
    for chart in charts:
        where = chart.regions
        store, platform = chart.store, chart.platform
        if found:
            where = (
                found
                if not (chart.regions and how == "in its clause" and found == chart.regions)
                else chart.regions
            )
        if (region_count and how not in ("in its clause", "behind it")) or (
            region_count and how == "in its clause" and not _own_store(reader, chart, clause_start, rank)
        ):
            store, platform = None, None
            where = found
        if context.frame and context.frame_paragraph == reader.paragraph and chart.kind == "downloads":
            where = where or tuple(context.frame["region"] or ())
            platform = platform or context.frame["platform"]
            store = store or context.frame["store"]
            if since is None and as_of is None:
                since, as_of = context.frame["since"], context.frame["as_of"]
            source = source or context.frame["source"]
        if (
            not where
            and chart.kind == "downloads"
            and context.downloads
            and context.downloads_sentence == reader.sentence_number
        ):
            where = tuple(context.downloads.get("region") or ())
        for subject, place, code in pairs:
            fields = attach.blank()
            fields.update(
                rank=place,
                rank_relation=relation,
                rank_from=rank.earlier,
                chart=chart.kind,
                category=chart.category,
                store=store,
                platform=platform,
                region=code or where,
                region_count=region_count,
                since=since,
                as_of=as_of,
                source=source,
                modality=modality,
            )
            start = min(chart.start if clause_start <= chart.start < rank.start else rank.start, rank.start)
            drafts.append(
                Draft(
                    "rank",
                    start,
                    max(rank.end, chart.end if rank.end <= chart.start < clause_end else rank.end),
                    subject,
                    fields,
                    f"rank: {rank.kind}",
                    {
                        "subject": why,
                        "chart": how,
                        "since": date_why,
                        "as_of": date_why,
                        "source": source_why,
                        "modality": modality_why,
                    },
                    rank.start,
                )
            )
    last_chart = charts[-1]
    if drafts:
        last_chart = replace(
            last_chart,
            regions=tuple(drafts[-1].fields["region"]) if not region_count else (),
            store=drafts[-1].fields["store"],
            platform=drafts[-1].fields["platform"],
        )
        found = () if not region_count else found
    _remember(reader, last_chart, found, region_count, subjects, why, since, as_of, rank.start)
    if relation == "eq":
        context.last_rank, context.last_rank_sentence = (
            pairs[-1][1] if pairs else None,
            reader.sentence_number,
        )
    return drafts


def _own_store(reader: Reader, chart: Chart, clause_start: int, rank: Rank) -> bool:
    """Whether the clause itself names the store of its chart."""
    return any(
        t.store == chart.store or (t.platform == "ios" and chart.store == "app_store")
        for t in reader.sentence.stores
        if clause_start <= t.start <= rank.end
    )


def _zip_charts(
    reader: Reader,
    rank: Rank,
    charts: list[Chart],
    subject: Subject,
    ranks: tuple[int, ...],
    relation: str,
    how: str,
    previous_end: int,
) -> list[Draft]:
    out: list[Draft] = []
    for chart, place in zip(charts, ranks, strict=True):
        out += _claims(reader, replace(rank, ranks=(place,)), [chart], how, previous_end)
    del subject, relation
    return out


def codes_of(regions: list[Region]) -> tuple[str, ...]:
    return tuple(code for region in regions[-1:] for code in region.codes)


def _region_chain(regions: list[Region]) -> tuple[str, ...]:
    return tuple(code for region in regions[-1:] for code in region.codes) if regions else ()


def _nearest_regions(regions: list[Region], rank: Rank) -> tuple[str, ...]:
    del rank
    return regions[-1].codes if regions else ()


def _remember(
    reader: Reader,
    chart: Chart,
    found: tuple[str, ...],
    count: int | None,
    subjects: list[Subject],
    why: str,
    since: str | None,
    as_of: str | None,
    rank_start: int,
) -> None:
    context = reader.context
    context.chart = replace(chart, regions=found if found and not count else chart.regions)
    context.chart_paragraph = reader.paragraph
    context.chart_at = reader.sentence.end
    if chart.store is not None:
        context.home = chart.store if context.home in (None, chart.store) else ""
    for subject in subjects:
        context.charts_of[subject.names[0]] = context.chart
    context.chart_sentence = reader.sentence_number
    context.chart_count = count
    attach.remember_date(reader, since, as_of)
    if why == "named behind the figure" and context.subject is not None and len(subjects) == 1:
        context.recent = [known for known in context.recent if not known.same(subjects[0])] + [subjects[0]]
        if any(
            m.end <= subjects[0].start
            for m in reader.resolver.eligible(reader.sentence.names)
            if m.start != subjects[0].start
        ):
            return
    passive = re.search(
        r"被[^，。；]{0,10}$", reader.text[max(reader.sentence.start, rank_start - 14) : rank_start]
    )
    if (passive or why == "把 X 挤到") and context.subject is not None and len(subjects) == 1:
        context.recent = [known for known in context.recent if not known.same(subjects[0])] + [subjects[0]]
        return
    for subject in subjects:
        context.speak_of(subject)
