"""Places that say of what is spoken, and not where something stands: 下载榜TOP15公布, 前十名的应用, 登顶那天, 第一名是谁."""

from __future__ import annotations

from pipeline.extract.rules.lines import row_of_regions
from pipeline.extract.rules.placing import Placing
from pipeline.extract.rules.rank import BOUNDS
from pipeline.text.patterns import lazy_pattern

_LONG = 10  # a TOP of so many before a colon is the length of a chart
_LENGTHS = {*range(5, 55, 5), 60, 80, 100, 150, 200, 250, 300, 500, 1000}  # that charts have
# 前十名的应用, 前十中有三款; but not 前十名的依次是, 前十名的《…》
_GROUP = lazy_pattern(
    "(?:名|位)?(?:"
    "的(?!依次|依序|分别|名单|位置|门槛|位子|宝座|名次|行列|成绩|排名|第|则|是|为|好|还|仍|《|“|「|[A-Za-z])"
    "|有|里(?!，|待)|中有|中仅|中(?=[^，。]{0,12}款)"
    "|全部|皆|清一色|款|几款|大(?!关)|强企业"
    ")"
)
_THE_ONLY_ONE = lazy_pattern("唯一|首款|首个|第一款")  # 唯一进入前十的应用
_TIME = lazy_pattern(r"(?:的)?(?:当[周日天月晚]|那[天周一]|之后|之前|以来)")
# 第一名是谁, 图书榜第一约合每天八万次下载: of a place itself, not of who stands in it
_WHOEVER = lazy_pattern(
    "(?:名|位)?(?:的)?(?:"
    "是谁|归谁|也?不一定|是没有|究竟|到底"
    "|(?:约合|大约|大概|通常|一般|意味|门槛|价格|成本|日下载|下载量|量级)"
    ")"
)
# 前十名如下（截至昨日）：1.
_LIST_OF_PLACES = lazy_pattern(
    r"(?:名|位)?(?:榜单)?(?:如下)?\s?[：:]\s{0,8}(?:（[^（）]{0,20}）\s{0,8})?"
    "(?:[1①]|0?1|[Nn][Oo]|[Tt][Oo][Pp]|第一)"
)
_LIST_WITHIN = 48  # letters behind a place in which such a list begins
_NOTHING_BEHIND = lazy_pattern(r"\s*(?:（[^（）]{0,20}）)?[:：)）]?\s*")
_COLON = lazy_pattern(r"(?:榜单?)?\s?[：:]")
# TOP20总下载量的
_CHART_GOES_ON = lazy_pattern(r"的?(?:总|榜单?|应用|App|游戏|产品)*(?:下载量?|收入|排行榜?)?的")
_CHART_END = lazy_pattern(r"(?:榜单?|排行|下载量|收入|名单)\s?$")
# what has a bound stands in it or enters it; without such a verb 下载榜TOP 100 is a heading
_HAS_PLACE = lazy_pattern(
    r"[位名分]列|居|排(?!行)|[跻稳]|进|入围|冲|杀|闯|挤|打|升|跌|掉|落|回|登|夺|拿|摘|占|包揽|守|保持"
    "|前|成为|获|上榜|拿下|力争|目标"
    "|在.{0,12}$|[是为]$"
)


def names_a_group(placing: Placing) -> bool:
    """前十名的应用, but not 唯一进入前十的应用."""
    rank, text = placing.rank, placing.reader.text
    return (
        rank.relation == "within"
        and _GROUP.match(text, rank.end) is not None
        and not _THE_ONLY_ONE.search(text, placing.clause_start, rank.start)
    )


def says_which_one(placing: Placing) -> bool:
    """登顶的夸克."""
    rank, reader = placing.rank, placing.reader
    if rank.kind != "word" or placing.word not in ("称霸", "霸榜", "夺冠", "登顶"):
        return False
    return any(reader.text[rank.end : m.start] == "的" for m in reader.sentence.names)


def names_a_time(placing: Placing) -> bool:
    """登顶那天."""
    rank = placing.rank
    if rank.kind != "word" or placing.how == "in its clause":
        return False
    return _TIME.match(placing.reader.text, rank.end) is not None


_PLACES_WHERE = lazy_pattern("(?:名|位)?的(?:这些|那些)?(?:国家|地区|市场(?!份额)|城市|省份|渠道)")


def says_which_places(placing: Placing) -> bool:
    """多个排名第一的国家走势一致: where, and not who."""
    rank = placing.rank
    return rank.kind == "ordinal" and _PLACES_WHERE.match(placing.reader.text, rank.end) is not None


# 中国公司包揽前三甲: of firms that nobody names
_FIRMS_TOOK = lazy_pattern(
    "(?:中国|中资|国产|国内|本土|海外|美国|日本|韩国|欧美|大)?(?:公司|厂商|企业|开发商|发行商|大厂)(?:再次|继续|仍|则|就|一举)?"
    "(?:包揽|包办|囊括|独占|占据|瓜分|霸占)了?$"
)


def of_firms_unnamed(placing: Placing) -> bool:
    """中国公司包揽前三甲, where no app is named in the clause."""
    rank, reader = placing.rank, placing.reader
    if not _FIRMS_TOOK.search(reader.text, placing.clause_start, rank.start):
        return False
    names = reader.sentence.names
    return not any(placing.clause_start <= m.start < placing.clause_end for m in names)


def whoever_has_it(placing: Placing) -> bool:
    """第一名是谁."""
    if not _WHOEVER.match(placing.reader.text, placing.rank.end):
        return False
    return not _named_before(placing)


def heads_a_list_of_places(placing: Placing) -> bool:
    """免费榜前十名如下：1."""
    behind = placing.behind(_LIST_WITHIN)
    return placing.rank.relation == "within" and _LIST_OF_PLACES.match(behind) is not None


def heads_a_list(placing: Placing) -> bool:
    """下载榜TOP10 alone in its line, 下载榜TOP10：."""
    rank, reader = placing.rank, placing.reader
    if rank.kind != "top" or row_of_regions(reader, rank):
        return False
    bound = rank.ranks[0] in BOUNDS
    if (bound or rank.ranks[0] >= _LONG) and _COLON.match(placing.behind(4)):
        return True
    return (
        (bound or not reader.title)
        and _NOTHING_BEHIND.fullmatch(reader.text, rank.end, reader.sentence.end) is not None
        and not _named_before(placing)
    )


def names_a_length(placing: Placing) -> bool:
    """9月短剧应用下载榜TOP15公布: how many places a chart has that is spoken of."""
    rank, reader = placing.rank, placing.reader
    if rank.kind != "top" or len(rank.ranks) > 1 or row_of_regions(reader, rank):
        return False
    s, text = reader.sentence, reader.text
    next_place = any(0 < r.start - rank.end <= 12 and r.relation == "eq" for r in s.ranks)
    if next_place and _CHART_GOES_ON.match(text, rank.end, s.end):
        return True  # 坐上TOP20总下载量的头把交椅
    inside = [m for m in s.names if placing.clause_start <= m.start < rank.start]
    named = any(m.form != "weak" and m.kind not in ("work", "store") for m in inside)
    before = text[placing.clause_start : rank.start]
    for mention in inside:
        if mention.end <= rank.start:
            before = before.replace(text[mention.start : mention.end], "□")
    a_length = rank.ranks[0] in _LENGTHS or (not named and rank.ranks[0] >= _LONG)
    if not a_length or _HAS_PLACE.search(before):
        return False
    return not named or _CHART_END.search(before) is not None


def _named_before(placing: Placing) -> bool:
    names = placing.reader.sentence.names
    return any(placing.clause_start <= m.start < placing.rank.start for m in names)
