"""Lists in which several things get their places or counts at once, one for one or all the same.

Behind the figure: 前十名中有三款，分别是A、B和C; 第二名起依次为A、B; 排名前五的另外3款依次为…; 三、四位的A和B; 过亿次的三款应用为…
In front of it: A、B及C则分别排列第一、二、三. In brackets: A（第2）、B（第55）.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.names import Mention
from pipeline.extract.places import small_number
from pipeline.extract.rules.items import NO_NAME, STOP, items_of, other_axis, row_ending
from pipeline.extract.rules.rank import Rank
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_IN_TURN = r"(?:名次)?(?:依次|依序|分别|顺序)(?:则)?(?:是|为|由|给了?|归|属于|轮到|花落|落到)"
_THINGS = r"(?:手机游戏|移动游戏|手游|游戏|应用程序|应用|App|APP|产品|软件|小程序)?"
_SOME_OTHERS = rf"(?:另外|其余|其他|剩下|余下)的?[一二两三四五六七八九\d]{{1,2}}[款个家]{_THINGS}"
_LEAD = lazy_pattern(
    rf"(?:名|位|强|大)?(?:[^。；：《“「（]|（[^（）]{{0,12}}）){{0,36}}?(?:(?P<turn>{_IN_TURN}|{_SOME_OTHERS}(?:依次|依序|分别)(?=\s?[A-Za-z《]))|(?P<some>(?:包括|包含)了?|有(?=[：《“])|{_SOME_OTHERS}(?:则|仍|还)?[是为]|没有?(?:换人|变化?|变动)，[还仍]然?是))：?"
)
# 前三款游戏《A》、《B》和《C》均…
_TITLES = lazy_pattern(rf"款{_THINGS}(?=[《“])")
# 前三名仍是A、B和C: no more than that they are among them
_ARE = lazy_pattern(r"(?:名|位|强|甲)?(?:仍然?|还|依旧|依然|就|则|才|均|都)[是为]：?")
_OTHERS = lazy_pattern(
    r"(?:另外|其余|其他|其它|剩下|余下)的?(?:(?P<n>[\d一二三四五六七八九两]{1,2})[款个家名位]|(?=跻身|进入|排名?|位列|位居|的))"
)
_FROM_HERE = lazy_pattern(rf"(?:名|位)?(?:起|开始|往[后下])，?{_IN_TURN}：?")
# 两家商店的第一名分别是甲和乙
_SAME = lazy_pattern(r"(?:名|位)?的?(?:应用|游戏|App)?分别(?:是|为)：?")
_FIRMS = lazy_pattern(r"[》”」]?(?:等|共|这)*\d{1,3}家")
# 排名三、四位的A和B都…: the places say which ones are meant
_OWN = lazy_pattern(
    r"(?:名|位)?的(?!是|则|为|位置|成绩|分别|依次|依序|名次)(?:[^，。；、《“「的是]{0,6}?(?:应用|游戏|产品|软件|手游|App))?"
)
# A、B及C则分别排列第一、二、三: what stands between the names and their places
_EACH = lazy_pattern(
    r"[，,]?(?:则|也|又|都|还|仍|便|就)*(?:分别|分列|分居|分获|分占|分踞|分处|依次|依序|先后|包揽|囊括)"
)
_ALL = lazy_pattern(r"(?:均|都|皆|双双|悉数)(?!是由|不)")
# 甲、乙和丙等程序的下载量，几乎都有10倍以上的增长
_MEASURED = lazy_pattern(
    r"(?:等[^，。；、]{0,6})?的?[^，。；、]{0,8}(?:下载|安装|装机)(?:量|次数)?，?[^，。；、]{0,4}"
)
_SUCH_AS = lazy_pattern("(?:包括|包含|例如|比如|诸如|像)[《“「]?(?=[A-Za-z\u4e00-\u9fff])")
_TAKES = lazy_pattern(
    r"(?:则|更|也|还|又|一举|联手|携手|合力|共同)*(?:包揽|包办|囊括|瓜分|霸占|占据|揽下|包圆)了?"
)
# 甲、乙（丙）及丁位列前五
_STAND_IN = lazy_pattern(
    r"(?<=[^，。；、])(?:等[^，。；、]{0,6}?)?(?:则|更|也|均|都|还|仍|双双|继续|依然|依旧|成功|再度|再次|长期)*(?:位列|位居|跻身|进入|挤[进入]|闯[进入]|冲[进入]|杀[进入]|守住|稳居|居|占据|入围|名列)"
)
_INSIDE = lazy_pattern(
    r"(?:名|位|席位|款|个席位)*(?:里|中|之中|当中)，(?P<list>[^，。；]{3,80}?)(?:均|都|皆|等)*(?:在列|在内|上榜|入围|榜上有名)"
)
# 甲和乙在前三名里占去两席
_SEATS = lazy_pattern(
    r"(?:名|位|席位)*(?:里|中|内|之中|当中)?(?:分别|共|独|已|就)?(?:占|拿|夺|抢)[^，。；\d]{0,3}?(?P<n>[两二三四五六七八九\d])(?:席|个?(?:席位|位置|位子|名额|坑位))"
)
_GLUE = lazy_pattern(r"[、和与及跟]|以及|还有")
# 过亿次下载的另外四款应用为A、B、C和D
_COUNTED = lazy_pattern(
    r"(?:多|余)?(?:次|人次)?(?:下载|安装)?(?:量|次数)?的(?:另外|其他|其余|还有)?(?:[\d一二三四五六七八九两十]{1,2}[款个])?(?:应用程序|应用|游戏|手游|App|APP|软件|产品)(?:还|则|仅|只|共)?(?:分别|依次)?(?:有|是|为|包括)(?:了)?：?"
)
_BRACKETED = lazy_pattern(
    r"(?:^|[，、：:；。！？\n和与及有是为括由除“”—]|以及|还有)(?P<np>[^，、：:；。！？\n（）《》“”「」—]{2,18})$"
)
_CLASS_BEFORE = cued_pattern(
    r"(?:[有是为、和与及，：]|包括)(?P<np>[\u4e00-\u9fff]{2,6}?类)(?:应用|App|APP|软件)?（(?:约|超过?|近|逾|达)?$",
    "类",
)
_TRADE = lazy_pattern("^.{0,8}?(?:依次|分别|依序|顺序)[是为]|^(?:还)?[有是为]|^包括")


def _with_commas(reader: Reader, at: int, count: int) -> list[Mention]:
    """Exactly so many items, where some writers set commas between them: 前三分别为甲，乙和丙."""
    s = reader.sentence
    items: list[Mention] = []
    while at < s.end:
        cut = STOP.search(reader.text, at, s.end)
        piece = items_of(reader, at, s.end)
        if not piece or any(other_axis(reader, m) for m in piece):
            return []
        items += piece
        if len(items) >= count or cut is None or cut[0] != "，":
            break
        at = cut.end()
    return items if len(items) == count else []


def listed(reader: Reader, rank: Rank, floor: int = 0) -> tuple[Rank, list[Subject]] | None:
    """A place with the holders that its sentence lists, each with its own place where they stand in order.

    Nothing before ``floor`` is looked at: names there belong to the figure before.
    """
    together = _together(reader, rank, floor)
    if together is not None:
        return together
    if len(rank.ranks) > 1 and rank.relation == "eq" and rank.earlier is None:
        return _owned(reader, rank) or _in_front(reader, rank) or _behind(reader, rank)
    return _behind(reader, rank) or _among(reader, rank)


def _among(reader: Reader, rank: Rank) -> tuple[Rank, list[Subject]] | None:
    """前十席位中，甲、乙和丙均在列; 甲、乙在前三名里占去两席."""
    seats = _SEATS.match(reader.text, rank.end, reader.sentence.end) if rank.relation == "within" else None
    if seats is not None:
        count = small_number(seats["n"].replace("两", "二")) or 0
        rows = [
            items_of(reader, at, min(rank.start, stop), open_end=True)
            for at, stop in reader.sentence.clauses
            if at < rank.start
        ]
        fit = next((row for row in rows if len(row) == count and not other_axis(reader, row[-1])), None)
        return (rank, [reader.resolver.subject(m) for m in fit]) if fit else None
    lead = _INSIDE.match(reader.text, rank.end, reader.sentence.end)
    if lead is None or rank.relation != "within":
        return None
    items = items_of(reader, lead.start("list"), lead.end("list"))
    if not 1 < len(items) <= rank.ranks[0] or any(other_axis(reader, m) for m in items):
        return None
    return rank, [reader.resolver.subject(m) for m in items]


def _owned(reader: Reader, rank: Rank) -> tuple[Rank, list[Subject]] | None:
    """位居二、三名的A及B: as many as there are places."""
    own = _OWN.match(reader.text, rank.end, reader.sentence.end)
    if own is None:
        return None
    items = items_of(reader, own.end(), reader.sentence.end, open_end=True)
    if len(items) != len(rank.ranks):
        return None
    return rank, [reader.resolver.subject(m) for m in items]


def each_of(reader: Reader, at: int, floor: int, words: re.Pattern[str] = _ALL) -> list[Subject]:
    """Those in one list of which the same is said: 甲、乙以及丙的下载量均突破千万."""
    s, text = reader.sentence, reader.text
    hits = list(words.finditer(text, max(s.start, floor, at - 44), at))
    if not hits or at - hits[-1].end() > 26 or "，" in text[hits[-1].end() : at]:
        return []
    anchor = hits[-1].start()
    if any(hits[-1].end() <= m.start < at and m.form != "weak" for m in s.names):
        return []
    number = s.clause_number(at)
    if floor == s.clauses[number][0] and number and words is _ALL:
        opening = s.clauses[number - 1][0]
        floor = opening if _SUCH_AS.search(text, opening, floor) else floor
    before = [m for m in s.names if m.end <= anchor and m.start >= floor and m.kind != "work"]
    if not before:
        return []
    end = before[-1].end + (text[before[-1].end] in "》”」")
    gap = text[end:anchor]
    measured = _MEASURED.fullmatch(gap)
    if (gap.strip() and words is not _ALL) or len(gap) > 22:
        return []
    items = row_ending(reader, end)
    if (
        gap.startswith("，")
        and items
        and _SUCH_AS.search(text, max(0, items[0].start - 3), items[0].start + 1)
    ):
        gap = gap[1:]  # 包括甲、乙和丙，几乎都有10倍以上的增长
    if measured is None and (len(gap) > 18 or re.search("[，。；、《“「]", gap)):
        return []
    if len(items) < 2 or any(other_axis(reader, m) for m in items):
        return []
    return [reader.resolver.subject(m) for m in items]


def _together(reader: Reader, rank: Rank, floor: int) -> tuple[Rank, list[Subject]] | None:
    """甲、乙包揽前两名, 甲、乙和丙均在前十: one place with a direction for all."""
    bound = rank.ranks[-1]
    taken = each_of(reader, rank.start, floor, _TAKES) if rank.kind != "word" else []
    if not taken and (rank.relation == "within" or rank.kind == "top") and len(rank.ranks) == 1:
        several = each_of(reader, rank.start, floor, _STAND_IN)
        if 2 < len(several) <= bound:
            return replace(rank, relation="within"), several
    if taken and (rank.relation == "within" or rank.ranks == tuple(range(1, bound + 1))):
        return (replace(rank, relation="within", ranks=(bound,), ordered=False), taken) if bound > 1 else None
    if len(rank.ranks) > 1 or rank.earlier is not None:
        return None
    same = each_of(reader, rank.start, floor)
    return (rank, same) if same else None


def _in_front(reader: Reader, rank: Rank) -> tuple[Rank, list[Subject]] | None:
    """A、B及C分别位居第一、二、三: the last so many of the list that ends before 分别."""
    s, text = reader.sentence, reader.text
    hits = list(_EACH.finditer(text, max(s.start, rank.start - 40), rank.start))
    if not hits or any(hits[-1].end() <= m.start < rank.start and m.form != "weak" for m in s.names):
        return None
    items = row_ending(reader, hits[-1].start())[-len(rank.ranks) :]
    if len(items) < len(rank.ranks) or any(other_axis(reader, m) for m in items):
        return None
    return rank, [reader.resolver.subject(m) for m in items]


def touching(reader: Reader, rank: Rank, floor: int) -> Mention | None:
    """上升13名排名19《甲》: the title that touches a place, where none stands before it in its clause."""
    if rank.kind not in ("bare", "ordinal") or reader.text[rank.end : rank.end + 1] != "《":
        return None
    names = [m for m in reader.sentence.names if m.kind != "work"]
    if any(floor <= m.start < rank.start for m in names):
        return None
    return next((m for m in names if rank.end <= m.start <= rank.end + 1), None)


def counted(reader: Reader, end: int) -> list[Subject]:
    """Those of which one count is said together: 下载量过亿次的另外三款应用为A、B和C."""
    hit = _COUNTED.match(reader.text, end, reader.sentence.end)
    items = items_of(reader, hit.end(), reader.sentence.end) if hit else []
    return [reader.resolver.subject(m) for m in items] if len(items) > 1 else []


def each_has_its_own(reader: Reader, end: int) -> bool:
    """Whether a count is the least of a list whose items have counts of their own: 超过500亿次的还有甲（950亿次）、乙（729亿次）."""
    hit = _COUNTED.match(reader.text, end, reader.sentence.end)
    stop = STOP.search(reader.text, hit.end(), reader.sentence.end) if hit else None
    rest = reader.text[hit.end() : stop.start() if stop else reader.sentence.end] if hit else ""
    return len(re.findall(r"（[^（）]{0,4}\d[^（）]*）", rest)) > 1


def row_before(reader: Reader, at: int, count: int) -> list[Subject]:
    """So many things in one list that stand before a row of figures: 甲和乙首周分别下载220万次及180万次."""
    near = [m for m in reader.sentence.names if m.end <= at and m.kind != "work" and m.form != "weak"]
    for last in reversed(near[-3:]):
        items = row_ending(reader, last.end + (reader.text[last.end] in "》”」"))
        if len(items) == count and not any(other_axis(reader, m) for m in items):
            return [reader.resolver.subject(m) for m in items]
    return []


def bracketed(reader: Reader, opened: int) -> Mention | None:
    """The item before a bracket in a list, also where only a part of it is a known name: 甲、乙动态壁纸（第78）."""
    hit = _BRACKETED.search(reader.text[reader.sentence.start : opened])
    name = _TRADE.sub("", hit["np"]).strip() if hit else ""
    if hit is None or len(name) < 2 or NO_NAME.search(name):
        return None
    closed = reader.text.find("）", opened, reader.sentence.end)
    beside = reader.text[opened - len(name) - 1] + reader.text[closed + 1 : closed + 2]
    if closed < 0 or not _GLUE.search(beside):
        return None  # no list
    known = [m for m in reader.sentence.names if opened - len(name) <= m.start and m.end <= opened]
    if known and known[-1].end == opened:
        return known[-1]
    return Mention(opened - len(name), opened, (name,), "app", "list")


def class_in_brackets(reader: Reader, at: int) -> Subject | None:
    """音乐类（950亿次）、金融类（672亿次）: each kind of apps with its count."""
    hit = _CLASS_BEFORE.search(reader.text, max(reader.sentence.start, at - 24), at)
    if hit is None:
        return None
    name = hit["np"]
    return Subject((name, name + "应用", name[:-1], name[:-1] + "应用"), "group", hit.start("np"))


def _behind(reader: Reader, rank: Rank) -> tuple[Rank, list[Subject]] | None:
    """A place with the holders that the rest of its sentence lists."""
    s, text = reader.sentence, reader.text
    start = _FROM_HERE.match(text, rank.end, s.end)
    if start and rank.relation == "eq" and len(rank.ranks) == 1:
        items = items_of(reader, start.end(), s.end)
        first = rank.ranks[0]
        return _placed(reader, rank, items, first) if len(items) > 1 else None
    bound = rank.ranks[-1]
    same = _SAME.match(text, rank.end, s.end)
    if same and rank.relation == "eq" and len(rank.ranks) == 1 and rank.earlier is None:
        cut = text.find("。", same.end(), s.end)
        items = items_of(reader, same.end(), cut if cut > 0 else s.end)
        return (rank, [reader.resolver.subject(m) for m in items]) if len(items) > 1 else None
    if not (rank.relation == "within" or rank.kind == "top" or rank.ordered):
        return None
    are = _ARE.match(text, rank.end, s.end) if rank.relation == "within" else None
    if are is not None:
        items = items_of(reader, are.end(), s.end)
        if 1 < len(items) <= bound and not any(other_axis(reader, m) for m in items):
            return rank, [reader.resolver.subject(m) for m in items]
    titles = _TITLES.match(text, rank.end, s.end) if rank.relation == "within" else None
    if titles is not None:
        items = items_of(reader, titles.end(), s.end, open_end=True)
        if len(items) == bound and not any(other_axis(reader, m) for m in items):
            return rank, [reader.resolver.subject(m) for m in items]
    lead = _LEAD.match(text, rank.end, s.end)
    if lead is None or any(rank.end <= other.start < lead.end() for other in s.ranks):
        return None
    clause_start, _ = s.clause_of(rank.start)
    others = _OTHERS.search(text, max(clause_start, rank.start - 12), lead.end())
    count = small_number(others["n"].replace("两", "二")) if others and others["n"] else None
    items = items_of(reader, lead.end(), s.end)
    if rank.relation == "within" and len(items) < (count or bound) and (lead["turn"] or count):
        items = _with_commas(reader, lead.end(), count or bound) or items
    if not items or len(items) > bound:
        return None
    if _FIRMS.match(text, items[-1].end) or 2 * sum(other_axis(reader, m) for m in items) > len(items):
        return rank, []  # 甲、乙等42家厂商; 中国24%、美国11%: nothing that is software
    if any(lead.end() <= other.start < items[-1].end + 8 for other in s.ranks):
        return None  # each is given its own place
    if rank.ordered:
        ready = (lead["turn"] or lead["some"].startswith("包")) and len(items) == len(rank.ranks)
        return _placed(reader, rank, items, rank.ranks[0]) if ready else None
    if others and lead["turn"]:
        right = (count or len(items)) == len(items) < bound
        return _placed(reader, rank, items, bound - len(items) + 1) if right else None
    if lead["turn"] and reader.context.last_rank == bound - len(items) > 0 and _go_on(reader, items):
        return _placed(reader, rank, items, bound - len(items) + 1)
    if lead["turn"] and len(items) == bound:
        return _placed(reader, rank, items, 1)
    return replace(rank, relation="within", ranks=(bound,)), [reader.resolver.subject(m) for m in items]


def _go_on(reader: Reader, items: list[Mention]) -> bool:
    """Whether a list names others than those that its sentence has given places before: 乙位居第二，前五名依次为丙、丁、戊."""
    s = reader.sentence
    told = [d.subject for d in reader.drafts[-6:] if d.metric == "rank" and d.anchor >= s.start]
    subjects = [reader.resolver.subject(m) for m in items]
    return bool(told) and not any(one.same(other) for one in told for other in subjects)


def _placed(reader: Reader, rank: Rank, items: list[Mention], first: int) -> tuple[Rank, list[Subject]]:
    """The items in their order, from one place on."""
    places = tuple(range(first, first + len(items)))
    subjects = [reader.resolver.subject(m) for m in items]
    return replace(rank, ranks=places, relation="eq", ordered=len(places) > 1), subjects
