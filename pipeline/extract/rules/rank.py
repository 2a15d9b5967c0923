"""Places in a chart: 第三名, 前十, No.1, 登顶, 冠亚军, 从第四位攀升至第三位. Where they stand and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.places import small_number
from pipeline.text.patterns import lazy_pattern

_N = r"(?:\d{1,5}|[一二三四五六七八九十百千两零〇]{1,6})"
_NOT_PLACE = r"(?!次|天|周(?!榜)|季|批|代|款|方|届|期|轮|个|年|月|日|部|家|大(?!榜))"
_TAIL = rf"(?:，第{_N}(?=(?:，第{_N})?[和与及、]第?{_N}[名位](?!的?[是为由])))*(?:\s?(?:、|和|与|及|以及|到|至|~|-|—)\s?(?:第{_N}{_NOT_PLACE}|(?:第)?[一二三四五六七八九十]{{1,3}}(?=[、和与及名位，,。；;）)]|$)|(?:第)?\d{{1,3}}(?=[名位]|[、和与及。；;）)]|，(?!\d)|$))(?:名|位)?)*"
# what a place without 第 must stand behind: 跌到, 升至了, 排名
_TO = r"(?:(?<=[升跌掉滑冲爬窜蹿攀落退降挤杀闯飙跃排涨][到至在])|(?<=[升跌掉滑冲爬窜蹿攀落退降挤杀闯飙跃排涨][到至]了)|(?<=排名)|(?<=名列)|(?<=位列)|(?<=排行)|(?<=名次)|(?<=[升降跌\d]排)(?=\d{1,3}[《“「])|(?<=排名：)|(?<=名次：)|(?<=[类分]别)(?=\d{1,4}[名位])|(?<=分类)(?=\d{1,4}[名位])|(?<=榜)(?=\d{1,4}[名位])|(?<=名次是)|(?<=排名是)|(?<=[是在为，])(?=\d{1,4}[名位](?:[。；，、）)]|$))|(?<=[只仅才]有)(?=\d{1,4}[名位](?:[。；，、）)]|$)))"
_NO_UNIT = r"(?!\s?[路直度举\d.,%万亿千百十一二两三四五六七八九次月日年号家个款点倍元分岁天级颗星人台成块折小秒米kKwWmM]|[上左]下|左右)"
_RANK = lazy_pattern(
    rf"(?=[第前头頭TtNn№#＃0-9一二三四五六七八九十登榜首魁夺折冠桂亚季探问霸称居封次独拔占老TO双料号接领冲王两连之下新状金银铜])(?:(?P<ordinal>(?<!倒数)第(?!(?!一[两二三四五六七八九]百){_N}(?:次|天|周(?!榜)|季|批|代|款|方|届|期|轮|个|时间|步|页|章|节|集|场|线|手|眼|人称|财|产业|梯队|大(?!榜)|年|月|日|版|条|篇|号|种|台|部|家|只|张|层|行|关|阶段|维|档|股|类|波|回|遍|站|站|桶|曲线|课|刀|枪|口|笔|屏|夫人|现场|性|责任|反应|印象|句|段|幕|站点|步|时|人次|要务|例|座|位数|方面|份|辆|支|颗|架|环|弹|粒|战|把|根|顺位|[百千](?![一二三四五六七八九零〇\d名位])|万|亿|所|声|梯|则(?![为是由在以])|场景|秒|目标|集团|财经|人民|金融|军|师|院|局|中学|小学|医院|视角|观感|生产力|选择|批次|栏|问|点|组|件|副|缸|排|任|幅|级|杯))(?P<n>一(?=[两二三四五六七八九]百)|{_N})(?!\.\d|(?!一[路度跃举])[\d一二三四五六七八九十百千万亿])\s?(?:名|位)?{_TAIL})"
    r"|(?P<few>(?<![第前\d一二三四五六七八九十、.])(?:[一二三四五六七八九十](?:、[一二三四五六七八九十]){1,8}(?:[和与及][一二三四五六七八九十])?|\d{1,2}(?:、\d{1,2}){1,8}(?:[和与及]\d{1,2})?)(?:名|位)|(?<=分[列居占获踞处])[一二三四五六七八九](?:、[一二三四五六七八九]){1,5}(?=[，。；,;）)]|$))"
    rf"|(?P<span>(?<![\d一二三四五六七八九十第前])(?P<a>[一二三四五六七八九]|\d{{1,2}}(?=[到至、~-]))(?:到|至|、|-|~)?(?P<b>[一二三四五六七八九十]|\d{{1,2}})(?:名|位)|(?P<run>(?<![第前\d])[一二三四五六七八九]{{3,4}})(?:名|位)|(?<=[居列])(?P<a2>[二三四五六七八])(?P<b2>[三四五六七八九])(?:、[四五])?(?=[，。；,;）)]|$))"
    rf"|(?P<within>(?:前面?|头|頭)(?P<wn>{_N})(?:名|位|强|甲|席|把交椅)?(?!个|天|日|月|周|週|年|季|期|次|款(?!(?:手机游戏|移动游戏|手游|游戏|应用|App|产品)?[《“])|小时|分(?!别|列|居)|秒|岁|代|届|句|集|关|轮|章|页|条|步|大股东|半|后|者|任|世|季度|场|批|台|部|家|段|件|排|路|提|些|线|不久|沿|往|述|缀|端|卫|锋))"
    r"|(?P<three>(?<=[榜列居身入进])三甲(?![医公综级名等]))"
    r"|(?P<first>(?:首|头(?=.把交椅))(?P<fn>[两二三四五六七八九十])(?:位|名|席|把交椅)(?![^，。；]{0,2}(?:用户|玩家|员工|高管|客户)))"
    r"|(?P<top>(?<![A-Za-z])[Tt][Oo][Pp]\s?-?\s?(?P<tn>\d{1,3})(?![\d.%万亿])(?P<more>(?:\s?[、和与及]\s?(?:[Tt][Oo][Pp]\s?)?\d{1,2}(?![\d.%万亿个款家名位月日年]))*))"
    r"|(?P<no>(?<![A-Za-z])(?:[Nn][Oo]|№|NO)[.．]?\s?(?P<nn>\d{1,4})(?![\d.%]))"
    r"|(?P<hash>(?<![\w#＃&])[#＃](?P<hn>\d{1,3})(?![\d:.%A-Za-z]))"
    rf"|(?P<bare>{_TO}(?P<bn>\d{{1,4}}|[一二三四五六七八九十百零两]{{1,6}})(?:名|位)?{_NO_UNIT})"
    r"|(?P<row>(?:(?<=[排列居])|(?<=排在)|(?<=排在了)|(?<=排名)|(?<=排到)|(?<=升至)|(?<=跌至))(?P<rn>\d{1,4}(?:、\d{1,4})*[和与及、]\d{1,4})[名位]|(?<=[排居])(?P<rs>\d{1,4})(?=[名位《“「])[名位]?)"
    rf"|(?P<moved>(?<=[由从自])(?:第)?(?P<m1>{_N})(?:名|位)?(?:一路|一举|迅速|直接|又|再)?(?:升|跃升|跃|爬升|爬|攀升|攀|冲|蹿升|蹿|窜|飙升|跌|降|掉|滑落|滑|回落|退|下滑|回升|上升|下降|提升)(?:到|至|为|成)了?(?P<m2>{_N})(?:名|位)?(?![\d.,%万亿千百次月日年号家个款点倍元分岁天级颗星人台成个]))"
    r"|(?P<crowns>冠亚季军|冠亚军|冠、亚、季军|冠、亚军)"
    r"|(?P<word>登顶|榜首|首位|头名|魁首|夺冠|折冠|冠军|桂冠|亚军|季军|榜眼(?!位)|探花|问鼎|霸榜|称霸|居首|居冠|称冠|封王|居次(?!席)|次席|(?<=[是为榜的成])(?:新科)?状元(?![郎府笔楼桥红及])|(?:(?<=榜)|(?<=[摘夺拿获得收揽捧][下得取到走])|(?<=[摘夺得获]))[金银铜]牌(?!榜|讲|主|制|服|客|导|厨|月)|[金银铜]牌(?=得主)|(?<=[，。；])[金银铜]牌(?=(?:则|也|却)?[由给归被是])|次之(?![间前后内])|(?<![入上])榜一(?![款个家周月天年日季]|大哥|[二三四五到至、~-])|榜二(?![三到至、~-])|榜三(?![四甲连到至、~十千百-])|(?:(?<=App)|(?<=[应用游戏软件手费物年的全球内度季月“「]))下载(?:之王|王(?!者|国|牌|炸|[一-龥]{0,2}(?:荣耀|传奇|争霸)))|头把交椅|头一把交椅|第[一二三四五]把交椅|独占鳌头|拔得头筹|一哥|占据头部第一|第一宝座|封顶|称王|三连冠|两连冠|二连冠|[四五六七八九十]连冠|连冠(?!军)|之首(?![都府])|之冠(?!军)|头号位置|独霸|双冠王?|双料冠|老大|榜王|TOP one|登上巅峰|领跑|接棒|冲顶|占住头名|霸占|(?<=榜)龙头|(?<=榜的)龙头|折桂|夺魁|(?<=[是为居坐当成排])老[二三四五](?=[，。；、,;）)！\s]|$)))"
)
FAR = 600  # characters over which a chart or a count goes on to be spoken of: posts of one-line paragraphs
BOUNDS = {3, 5, 10, 20, 30, 50, 100, 200, 500, 1000}
LIST_HEAD = lazy_pattern(
    r"(?:名|位)?(?:的)?(?:位置|席位)?(?:仍|依旧|依然|继续|均|全部|则|还是|仍然)?(?:由|被)|\s?(?:名|位)?(?:的)?(?:App|应用|游戏|产品|软件)?(?:则)?(?:分别|依次|依序|顺序)(?:是|为|由)|(?:名|位)?(?:的)?(?:依次|依序|分别)(?:是|为)|\s?(?:名|位)?(?:App|应用|游戏)?\s?[:：]"
)
STANDS = lazy_pattern(
    r"(?:[位名分]?列|位?居|排[名在行到]?|升至?|跌[至到]?|降[至到]?|回[到落升]|掉到|滑[到至落]|踩到|还在|仍在|退[到居]|稳坐|坐稳|夺得?|拿下|获得?|摘得?|占据|进入|挤进|跻身|入围|闯[进入]|冲[上进到至]|登上|问鼎|包揽|成为|依次|分别|则?[是为])[^，。；]{0,10}$"
)
_WORD_RANK = {
    "亚军": 2,
    "季军": 3,
    "居次": 2,
    "次席": 2,
    "次之": 2,
    "榜二": 2,
    "榜眼": 2,
    "榜三": 3,
    "探花": 3,
    "银牌": 2,
    "铜牌": 3,
}
_OUTSIDE = lazy_pattern(
    r"\s?(?:名|位)?(?:之间|开外|之外|以外|外(?![国区媒])|上下|左右|多名|多位|余名|名开外|出头|[几幾来來][名位]|间(?=徘徊|浮动|游走|波动))"
)
_BESIDES = lazy_pattern("除[^，。；]*$")  # 除在瑞士排名第6外
_MOVE = lazy_pattern(
    r"[^，。；、第]{0,8}?(?:升|降|跌|掉|滑|跃|蹿|窜|爬|冲|攀|飙|回|落|退|跳|杀|变|来|挤|进|涨|挪|追|走高|走低|逆袭|蹦|下探|重回|重返|闯|空降|→|->|一跃|晋)[^，。；、第前榜]{0,6}?(?:到|至|入|进|为|居|成|回|上|了|→|升)?[^，。；、第前]{0,14}"
)
# 从常年的前三跌到第五十八: no place that could be written
_FALLS = lazy_pattern("(?:名|位)?(?:的位置|之列)?(?:一路|直接|迅速|突然)*[跌掉滑降退]")
_ARROW = lazy_pattern(r"\s?(?:→|->|➡|—>|⇒)\s?")
_FROM = lazy_pattern(r"(?:从|由|自)[^，。；]{0,26}$")
_SHIFT = lazy_pattern(
    rf"(?P<way>上升|升|前进|上涨|攀升|飙升|跃升|下滑|下降|跌|后退|回落|上移|下移|降|掉)(?:了)?(?P<by>{_N})(?:个)?(?:(?:位|名|个名次)(?:次)?[^\d第前。；]{{0,10}}|，?排名?)$"
)
_SHIFTED = lazy_pattern(
    rf"[，（、\s]{{0,2}}(?:较|比|环比|周环比)[^，。；（）]{{0,8}}?(?P<way>上升|前进|提升|跃升|升|下降|下滑|跌|降|后退)了?(?P<by>{_N})\s?(?:位|名)"
)


@dataclass(frozen=True, slots=True)
class Rank:
    """One expression of a place. ``ranks`` has several for 第一、二、三位."""

    start: int
    end: int
    ranks: tuple[int, ...]
    relation: str = "eq"
    kind: str = "ordinal"
    earlier: int | None = None
    at: int = -1  # where the place itself begins, behind the earlier one
    ordered: bool = False  # 三至五位, 冠亚军: stands for every place from the first to the last


_FROM_TO = lazy_pattern(rf"第?(?P<first>{_N})(?:名|位)?\s?[到至]\s?第?(?P<last>{_N})(?:名|位)?$")
_MOVES = lazy_pattern("[由从][^，。；]{0,6}$")
_IN_TURN = lazy_pattern("(?:名|位)?(?:的)?(?:依次|分别|依序|则?[是为：]|如下|，(?:依次|分别|依序))")
# what a bare number behind 跌到 counts: places, or something else
_COUNTED = lazy_pattern(
    rf"(?P<places>榜|排名|名次|位次|排行|第\s?{_N}|\d[名位])|下载|安装|装机|[价元分万亿率量额]|用户|收入|月活|日活|指数|评分"
)


def _of_places(text: str, start: int, at: int) -> bool:
    """Whether the last thing that a sentence counted before ``at`` is places: 名次从第5掉到31, but 下载从八千掉到九百."""
    counted = list(_COUNTED.finditer(text, max(start, at - 60), at))
    return bool(counted) and counted[-1]["places"] is not None


_PART = lazy_pattern(rf"第?({_N})")
_PAIR = lazy_pattern("第([一二三四五六七八])([二三四五六七八九])$")


def _sequence(text: str) -> tuple[tuple[int, ...], bool]:
    pair = _PAIR.match(text.rstrip("名位"))
    if pair:
        both = small_number(pair[1]) or 0, small_number(pair[2]) or 0
        if both[1] == both[0] + 1:
            return both, True
    parts = [small_number(part) for part in _PART.findall(text)]
    ranks = tuple(part for part in parts if part)
    if len(ranks) == 2 and re.search(r"\d?[到至~—-]", text) and ranks[0] < ranks[1] <= ranks[0] + 20:
        return tuple(range(ranks[0], ranks[1] + 1)), True
    return ranks, False


def _counts_up(places: tuple[int, ...]) -> bool:
    """Whether places follow upon each other: 三、四、五."""
    return places[0] > 0 and places == tuple(range(places[0], places[0] + len(places)))


def find_ranks(text: str, start: int, end: int) -> list[Rank]:
    """Expressions of places between two offsets, moves already joined: 从第四位升至第三位 is one."""
    found: list[Rank] = []
    for hit in _RANK.finditer(text, start, end):
        rank: Rank | None = None
        if hit["ordinal"]:
            moved = (
                _FROM_TO.match(hit[0])
                if _MOVES.search(text[max(start, hit.start() - 8) : hit.start()])
                else None
            )
            ranks, ordered = _sequence(hit[0])
            if moved and not _IN_TURN.match(text, hit.end()):
                first, last = small_number(moved["first"]), small_number(moved["last"])
                rank = Rank(
                    hit.start(),
                    hit.end(),
                    (last or 1,),
                    "eq",
                    "ordinal",
                    first,
                    hit.start() + moved.start("last"),
                )
            elif ranks and ranks[0] < 20_000:
                rank = Rank(hit.start(), hit.end(), ranks, "eq", "ordinal", None, -1, ordered)
        elif hit["few"]:
            places = tuple(small_number(part) or 0 for part in re.findall(r"[^、和与及名位]+", hit[0]))
            if _counts_up(places):
                rank = Rank(hit.start(), hit.end(), places, "eq", "span", None, -1, True)
        elif hit["span"]:
            run = hit["run"] or ""
            low = small_number(hit["a"] or hit["a2"] or run[:1])
            high = small_number(hit["b"] or hit["b2"] or run[-1:])
            tens = not hit["run"] and hit["b"] == "十" and hit.end("a") == hit.start("b")  # 八十名
            if low and high and low < high <= low + 10 and not tens:
                rank = Rank(hit.start(), hit.end(), tuple(range(low, high + 1)), "eq", "span", None, -1, True)
        elif hit["within"]:
            bound = small_number(hit["wn"])
            if bound and bound >= 2:
                rank = Rank(hit.start(), hit.end(), (bound,), "within", "within")
        elif hit["three"]:
            rank = Rank(hit.start(), hit.end(), (3,), "within", "within")
        elif hit["first"]:
            bound = small_number(hit["fn"])
            if bound:
                rank = Rank(hit.start(), hit.end(), (bound,), "within", "within")
        elif hit["top"]:
            bound = int(hit["tn"])
            row = (bound, *map(int, re.findall(r"\d+", hit["more"])))
            if len(row) > 1 and _counts_up(row):
                rank = Rank(hit.start(), hit.end(), row, "eq", "top", None, -1, True)
            elif bound:
                rank = Rank(hit.start(), hit.start("more"), (bound,), "eq", "top")
        elif hit["no"]:
            rank = Rank(hit.start(), hit.end(), (int(hit["nn"]) or 1,), "eq", "no")
        elif hit["hash"]:
            rank = Rank(hit.start(), hit.end(), (int(hit["hn"]) or 1,), "eq", "no")
        elif hit["bare"]:
            place = small_number(hit["bn"])
            if place and (
                hit[0][-1] in "名位" or text[hit.start() - 2] == "排" or _of_places(text, start, hit.start())
            ):
                rank = Rank(hit.start(), hit.end(), (place,), "eq", "bare")
        elif hit["row"]:
            places = tuple(int(part) for part in re.findall(r"\d+", hit["rn"] or hit["rs"]))
            rank = Rank(hit.start(), hit.end(), places, "eq", "ordinal")
        elif hit["moved"]:
            first, last = small_number(hit["m1"]), small_number(hit["m2"])
            if first and last and max(first, last) < 2000 and "千" not in hit[0]:
                rank = Rank(hit.start(), hit.end(), (last,), "eq", "bare", first, hit.start("m2"))
        elif hit["crowns"]:
            rank = Rank(
                hit.start(), hit.end(), (1, 2, 3) if "季" in hit[0] else (1, 2), "eq", "word", None, -1, True
            )
        else:
            chair = re.match("第([一二三四五])把|老([二三四五])$", hit[0])
            place = small_number(chair[1] or chair[2]) if chair else None
            rank = Rank(hit.start(), hit.end(), (place or _WORD_RANK.get(hit[0], 1),), "eq", "word")
        if rank is None:
            continue
        if found:
            previous = found[-1]
            between = text[previous.end : rank.start]
            if (
                _ARROW.fullmatch(between)
                or (
                    len(between) <= 24
                    and (previous.relation == "eq" or _FALLS.match(between))
                    and _MOVE.fullmatch(between)
                    and (
                        _FROM.search(text[max(start, previous.start - 30) : previous.start])
                        or previous.kind != "word"
                    )
                    and "，" not in between
                )
            ) and (
                _FROM.search(text[max(start, previous.start - 30) : previous.start])
                or _ARROW.fullmatch(between)
            ):
                found[-1] = replace(
                    rank,
                    start=previous.start,
                    at=rank.start,
                    earlier=None
                    if previous.relation == "within" or _OUTSIDE.match(text, previous.end)
                    else previous.ranks[0],
                )
                continue
            if (
                previous.kind == "word"
                and rank.kind == "word"
                and len(between) <= 1
                and previous.ranks == rank.ranks
            ):
                found[-1] = replace(previous, end=rank.end)
                continue
        found.append(rank)
    return [
        _shifted(text, rank, start)
        for rank, following in zip(found, [*found[1:], None], strict=False)
        if not (_OUTSIDE.match(text, rank.end) and not _BESIDES.search(text[start : rank.start]))
        and not _only_verb(text, rank, following)
    ]


def _only_verb(text: str, rank: Rank, following: Rank | None) -> bool:
    """霸占免费榜前三: the place is named behind the verb that else says the first one."""
    return (
        following is not None
        and rank.kind == "word"
        and text[rank.start : rank.end] in ("霸占", "独霸", "霸榜", "称霸", "领跑", "接棒", "占住头名")
        and following.start - rank.end <= 20
        and not re.search("[，。；]", text[rank.end : following.start])
    )


def _shifted(text: str, rank: Rank, start: int) -> Rank:
    """上升6位来到第二 was eighth before, and so was 第二，较上周上升6位."""
    if rank.earlier is not None or rank.relation != "eq" or len(rank.ranks) != 1:
        return rank
    shift = _SHIFT.search(text[max(start, rank.start - 22) : rank.start]) or _SHIFTED.match(text, rank.end)
    if not shift:
        return rank
    by = small_number(shift["by"])
    if not by:
        return rank
    earlier = rank.ranks[0] + by if shift["way"][0] in "上升前攀飙跃提" else rank.ranks[0] - by
    return replace(rank, earlier=earlier if earlier > 0 else None)
