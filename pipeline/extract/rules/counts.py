"""From a number to a claim: a count of downloads, by how much one changed, or neither and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.extract import attach, candidates, lasting, tellers, when, where, whose
from pipeline.extract.count_traits import change_traits, traits
from pipeline.extract.draft import Draft
from pipeline.extract.groups import spelled
from pipeline.extract.measures import unit_of
from pipeline.extract.modality import supposed
from pipeline.extract.numbers import Number
from pipeline.extract.rules import classes, listing, shops
from pipeline.extract.subjects import Subject
from pipeline.extract.weighing import observe, strongest_against, total
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_MORE = lazy_pattern(
    r"(?:超过了?|超|突破了?|逾|破了?|多于|越过|迈过|跨过|跨越|刚过|至少|不低于|不少于|冲过|冲破|大于|高于|已过|(?<!不)过了?|不止|上|达到?[\"“]?(?=\d+万?\+))\s?[“「]?$"
)
_LESS = lazy_pattern(
    r"(?:将?近|接近|不足|不到|未满|少于|低于|逼近|跌破|不及|未到|直逼|未达|快|小于|不满|仅有不到|几乎)\s?[“「]?$"
)
_ABOUT = lazy_pattern(
    r"(?:约为?|大约|大概|差不多|约莫|估计在|大致|大概|左右)(?:是|有|为)?(?:一[天周年]|每[天日周月]|一个月|单日)?\s?[“「]?$"
)
_AFTER_MORE = lazy_pattern(
    r"\s?(?:次|人次|台)?(?:多(?!家|个国)|还要?多(?!了)|[都还]?不止(?!于)|余|\+|＋|以上|有余|出头|开外|大几)"
)
_AFTER_ABOUT = lazy_pattern(r"\s?(?:次|人次|台|%)?(?:的)?(?:下载|安装)?(?:左右|上下|附近|前后)")
_UP = r"(?<!差不)(?<!许)(?<!最)多(?=[\s近约了出逾超]|\d|$)|增长|增幅|增加|增|上涨|涨幅|涨|上升|升幅|升|提升|提高|攀升|飙升|飆升|激增|暴增|暴涨|大增|翻|高出|多出|高(?!达|峰|级|校)|成长|扩大|增速|走高|回升|跃升|放大|猛增|陡增|加|\+|＋"
_DOWN = r"下滑|下降|降幅|降|跌幅|跌去|跌|减少|减幅|减|少|缩水|回落|下跌|锐减|骤降|蒸发|衰退|滑落|缩减|萎缩|(?<!不)低(?!于)|腰斩|(?<!\d)[-−–](?=\d|$)|下挫|挫|掉(?=了(?:近|约|超过?|逾|将近)?$)"
_WAY = lazy_pattern(f"(?P<up>{_UP})|(?P<down>{_DOWN})")
_COMPARED = lazy_pattern(
    r"环比|同比|月增|月减|年增|年减|周增|周减|季增|季减|按[年月季周]|较|比(?!例|赛)|相比|增|涨|降|跌|减|翻|下滑|上升|成长|提升|飙|攀|缩水|蒸发|少了|多了|高出|衰退|回落|猛|加"
)
_SHARE = lazy_pattern(
    r"(?:占|占比|占到|占了|贡献|份额|市占率?|比例|概率|留存|渗透率|使用率|毛利率|转化率|达成率|完成率|好评率|费率|收入的|来自)[^，。；]{0,14}$"
)
_RATIO = lazy_pattern(
    r"(?:是|为|相当于|约为|达到|约|几乎是|接近|高达|达|超过|超|仅及|等于|竟是|约是|仅为|差不多是)[^，。；]{0,26}(?:的|近|约|超过?|逾|将近|接近)?$"
)
_NOBODY = lazy_pattern(
    r"\s?(?:次|人)?(?:级别?)?(?:的)?(?:下载|安装)?(?:量)?级?(?:的)[^，。；]{0,4}(?:应用|App|产品|游戏|软件|手游)[^，。]{0,6}(?:不多见|屈指可数|少见|罕见|凤毛麟角|不多|并不|很少|寥寥)|\s?(?:次)?(?:的)?下载(?:量)?[^，。]{0,8}(?:都?只是|才是|的门槛|级的|的对赌)"
)
_ADD = lazy_pattern(r"(?:增加|增长|新增|多|少|减少|提高|下降|上升|涨|提升)(?:了|约|近|超过?)*\s?$")


def read_number(reader: Reader, number: Number, previous_end: int) -> list[Draft]:
    """The claims that one number makes; usually one or none."""
    text = reader.text

    def passed(reason: str) -> list[Draft]:
        reader.passed.append((number.start, number.end, reason))
        return []

    if number.unit is not None:
        return read_change(reader, number, previous_end)
    unit = unit_of(text, number.end)
    if not number.value:
        return passed("no count")
    if unit == "persons" and _COUNTS_PEOPLE.search(
        text, reader.sentence.clause_of(number.start)[0], number.start
    ):
        unit = "count"
    if unit == "other" and shops.loads_all(reader, number):
        unit = "downloads"  # 从Google Play下载了820亿个程序
    if unit in ("other", "persons"):
        return passed("counts something else")
    measured, why = _measured(reader, number, unit)
    if why == "a few times":
        return passed(why)
    objections = list(_objections(reader, number, unit))
    if not measured:
        objections.insert(0, why)
    for decisive in ("belongs to no one", "how much more, not how many"):
        if decisive in objections:
            return passed(decisive)
    if listing.each_has_its_own(reader, number.end):
        return passed("each of its list has a count of its own")
    told = traits(reader, number, unit, why, objections)
    observe("counts", reader, number, number.start, number.end, told)
    if total("counts", told) <= 0:
        return passed(objections[0] if objections else strongest_against("counts", told))
    subjects, subject_why = _subjects(reader, number, previous_end)
    if not subjects:
        return passed("no subject")
    return _claims(reader, number, subjects, subject_why, why, previous_end)


# 总下载人数已突破6千万人: the measure itself counts people
_COUNTS_PEOPLE = lazy_pattern("(?:下载|安装|装机)(?:总)?(?:用户)?(?:人数|人次)[^，。；]{0,10}$")
# 有30个下载数低于1万, 低于5000次的有121款: how many stand below a bound, whose count it is nobody says
_BELOW = "低于|不到|不足|少于|未满|不满"
_SOME_BELOW = lazy_pattern(
    rf"有(?:多达|近|约)?[\d一二三四五六七八九十两百]+[多余]?[个款](?:的|应用|App|程序|程式)*(?:总|累计)?(?:下载|安装)[^，。；]{{0,4}}(?:{_BELOW})$"
)
# 一个被下载百万次的套件，不代表…: any that is so
_ANY_ONE = lazy_pattern(r"(?<![另第这那下每])一[个款]被?(?:累计)?(?:下载|安装)了?(?:过|超过?|逾)?$")
_ANY_ONE_IS = lazy_pattern(r"次?的[^，。；“《]{1,10}，(?:并|也|都)?(?:不|未必|未|可能|往往|很少)")
_BELOW_ARE = lazy_pattern(
    r"(?:次|人)?(?:下载)?的(?:就|共|多|更|则|竟)?(?:有|达|占)|.{0,2}的(?:应用|App|程序|程式)?(?:就|共|更)?有?[\d一二三四五六七八九十两百]+[个款]"
)


def _objections(reader: Reader, number: Number, unit: str) -> Iterator[str]:
    """What speaks against taking a number for a count of downloads; hardly any is decisive by itself."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(number.start)
    if supposed(text[s.start : number.start]):
        yield "only supposed"
    if _NOBODY.match(text, number.end):
        yield "belongs to no one"
    if _ANY_ONE.search(text, max(clause_start, number.start - 10), number.start) and _ANY_ONE_IS.match(
        text, number.end
    ):
        yield "belongs to no one"
    below = text[max(s.start, number.start - 2) : number.start] in _BELOW.split("|")
    if below and (_SOME_BELOW.search(text, clause_start, number.start) or _BELOW_ARE.match(text, number.end)):
        yield "belongs to no one"
    if (
        unit == "count"
        and text[number.start - 1 : number.start] in "多少"
        and text[number.start - 2 : number.start] not in ("很多", "许多")
    ):
        yield "a difference, not a count"
    if (
        _ADD.search(text[max(s.start, number.start - 8) : number.start])
        and unit == "none"
        and not re.search(
            "新增(?:了|约|近|超)*$|下载|安装|装机", text[max(s.start, number.start - 10) : number.start]
        )
    ):
        yield "a difference, not a count"
    if _DIFFERENCE.search(text, max(clause_start, number.start - 28), number.start):
        yield "how much more, not how many"
    if re.search(r"较[^，。；]{1,12}多了?\s?[约近]?$", text[clause_start : number.start]):
        yield "a difference, not a count"
    if re.search("差距|相差|差额|落差", text[clause_start : number.start]):
        yield "how far apart, not how many"
    if re.search("最[多高]的一款", text[clause_start : number.start]):
        yield "belongs to no one"


_DIFFERENCE = lazy_pattern(
    r"(?:比[^，。；]{1,14}(?:多出?|少)|较[^，。；]{1,14}(?:多出|少)|[^减太很最不至][少]|跌[掉去]|扣[去掉除]|蒸发|流失)了?(?:大约|约莫|约|将近|近|超过|逾|接近|整整)?\s?$"
)
_PAPERS = lazy_pattern("论文|期刊|知网|单曲|专辑|有声书|电子书|歌曲|壁纸|表情包|课件|真题|数据集|电池|储能")


def _plain(reader: Reader, start: int, end: int) -> str:
    """A stretch of text with its names blotted out: 网易云音乐 is no music."""
    piece = reader.text[start:end]
    for mention in reader.sentence.names:
        if start <= mention.start and mention.end <= end:
            piece = (
                piece[: mention.start - start]
                + "□" * (mention.end - mention.start)
                + piece[mention.end - start :]
            )
    return piece


_NOT_SOFTWARE = lazy_pattern(
    r"(?:文章|论文|专辑|单曲|歌曲|表情包|壁纸|原声|资料包?|课件|有声书|电子书|铃声|文件|数据集|字体|模板|音乐(?![\u4e00-\u9fff]{0,3}类|App|应用|软件)|图片|真题|电影|书籍|原画|电池|空调|光伏|风电|储能|机组|乐谱)[^，。；App]{0,14}$"
)


def _measured(reader: Reader, number: Number, unit: str) -> tuple[bool, str]:
    """Whether a number counts downloads: by the word behind it, the nearest measure before it, or the passage."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(number.start)
    if _PAPERS.search(text, s.start, number.start) and not re.search(
        "应用|App|软件|游戏", text[s.start : number.start]
    ):
        return False, "downloads of something else"
    if unit in ("downloads", "people"):
        if _NOT_SOFTWARE.search(_plain(reader, clause_start, number.start)):
            return False, "downloads of something else"
        return True, "the word behind it"
    before = [m for m in s.measures if m[1] <= number.start]
    local = [m for m in before if m[0] >= clause_start]
    value = number.value or 0
    if local:
        if local[-1][2]:
            if (
                unit in ("count", "none")
                and value < 10
                and not text[local[-1][0] : local[-1][1]].endswith("次数")
            ):
                return False, "a few times"
            if _NOT_SOFTWARE.search(_plain(reader, clause_start, local[-1][1])):
                return False, "downloads of something else"
            return True, "the nearest measure in its clause"
        return False, "measures something else: " + text[local[-1][0] : local[-1][1]]
    charts = [
        c for c in s.charts if c.end <= number.start and c.kind == "downloads" and c.named and not c.void
    ]
    if charts and unit in ("count", "none") and (not before or before[-1][0] <= charts[-1].end):
        return True, "a chart of downloads"
    if unit == "count" and value < 10:
        return False, "a few times"
    if before:
        between = text[before[-1][1] : number.start]
        if before[-1][2] and (unit == "count" or len(between) <= 60):
            return True, "the measure of an earlier clause"
        if not before[-1][2]:
            return False, "measures something else: " + text[before[-1][0] : before[-1][1]]
    behind = [m for m in s.measures if number.end <= m[0] < clause_end and m[0] - number.end <= 4]
    if behind and not behind[0][2]:
        return False, "measures something else: " + text[behind[0][0] : behind[0][1]]
    if text.startswith("台", number.end):
        return False, "counts something else"
    previous_clause = s.clauses[max(0, s.clause_number(number.start) - 1)][0]
    led = (
        reader.resolver.clause_subject(clause_start, number.start) is not None
        or any(previous_clause <= m.start < number.start for m in s.names)
        or any(clause_start <= r.start < number.start for r in s.regions)
        or re.search(
            "它|其|该|数字|变成|预估|以\\s?[约近超逾]?$|[为达至到有约近超]\\s?$",
            text[clause_start : number.start],
        )
    )
    if (
        context.measure
        and context.downloads is not None
        and reader.sentence_number - context.downloads_sentence <= 4
        and unit == "count"
        and value >= 1000
        and led
    ):
        return True, "the measure of the sentence before"
    if (
        context.measure
        and reader.sentence_number - context.measure_sentence <= 1
        and (
            unit == "count"
            or (
                value >= 1000
                and led
                and re.search(
                    r"[\u4e00-\u9fffA-Za-z：][\s“「]?$",
                    text[max(clause_start, number.start - 2) : number.start],
                )
            )
        )
    ):
        return True, "the measure of the sentence before"
    return False, "no measure of downloads near it"


# 突破了惊人的3亿次, 少说也有200万次: what stands between is neither a name nor a level to compare with
_FAR = lazy_pattern(
    r"(?P<word>(?P<more>突破|超过|冲破|跨过|越过)|逼近|直逼|不足|不到)了?(?![^，。；]*(?:预期|目标|同期|去年|上年|前|平均|预估|期望))[^，。；、\d天周月年时]{1,6}的$"
    r"|(?P<least>至少|少说|起码)[^，。；、\d天周月年时]{0,5}有$"
)


def _relation(reader: Reader, number: Number, clause_start: int) -> str:
    text = reader.text
    if number.value_max is not None:
        return "range"
    before = text[max(clause_start, number.start - 8) : number.start]
    if re.search("不(?:会|至于|可能)?(?:低|少)于$", before):
        return "gt"
    if re.search("不(?:会|至于|可能)?(?:超过|多于|高于|突破)$", before):
        return "lt"
    if number.relation and number.relation != "eq":
        return number.relation
    if _AFTER_MORE.match(text, number.end):
        return "gt"
    far = _FAR.search(text, max(clause_start, number.start - 14), number.start)
    named = [m.start for m in reader.sentence.names] + [t.start for t in reader.sentence.stores]
    if far and not any(number.start - len(far[0]) <= at < number.start for at in named):
        return "gt" if far["more"] or far["least"] else "lt"
    if _AFTER_ABOUT.match(text, number.end):
        return "approx"
    if _LESS.search(before):
        return "lt"
    if _ABOUT.search(before):
        return "approx"
    if _MORE.search(before) and not before.endswith(("以上", "加上", "海上", "线上")):
        return "gt"
    return "eq"


_LOADED = lazy_pattern(r"[^，。；]{0,10}?(?:下载|安装|装)(?:了|过|了这款)?(?=[《“「A-Za-z\u4e00-\u9fff])")


def _subjects(reader: Reader, number: Number, previous_end: int) -> tuple[list[Subject], str]:
    s = reader.sentence
    loaded = _LOADED.match(reader.text, number.end, s.end)
    if loaded:
        touching = [m for m in s.names if m.start == loaded.end() and m.kind != "work"]
        if touching and not any(
            m.end <= number.start and m.start >= s.clause_of(number.start)[0] for m in s.names
        ):
            return [reader.resolver.subject(touching[0])], "what was loaded"
    compared = shops.compared(reader, number.start)
    if compared is not None:
        return [compared], "X 的 and its figure"
    together = listing.counted(reader, number.end)
    if together:
        return together, "listed behind the figure"
    each = listing.each_of(reader, number.start, max(s.clause_of(number.start)[0], previous_end))
    if each:
        return each, "each of a list"
    ahead = _placed_ahead(reader, number)
    if ahead:
        return ahead, "listed behind the figure"
    carried = _as_before(reader, number)
    if carried:
        return carried, reader.drafts[-1].why["subject"]
    kind = listing.class_in_brackets(reader, number.start)
    if kind is not None:
        return [kind], "in brackets behind its name"
    several = classes.in_turn(reader, number)
    if several:
        return several, "kinds of apps, listed in front of the measure"
    shop = shops.owner(reader, number, previous_end)
    if shop is not None and shop[1] == shops.TOGETHER:
        return [shop[0]], shop[1]
    group = _group(reader, number) or classes.class_at(reader, number, previous_end)
    if group is None and shop is not None:
        return [shop[0]], shop[1]
    these = candidates.pointed_back(reader, number.start, previous_end)
    if these is not None:
        return [these], "those counted before"
    if group is not None:
        return [group], "a group in front of the measure"
    carried = _as_before(reader, number, _GROUPS)
    if carried:
        return carried, "as the group before it"
    context = reader.context
    s = reader.sentence
    clause_start, _ = s.clause_of(number.start)
    if (
        context.group is not None
        and context.group_paragraph == reader.paragraph
        and lasting.SUM.search(reader.text, clause_start, number.start)
        and not any(clause_start <= m.start < number.start and m.form != "weak" for m in s.names)
    ):
        return [context.group], "the group that the passage speaks of"
    return whose.subjects_for(reader, number.start, number.end, previous_end)


_SUMS = ("a sum over a list", shops.TOGETHER)
_GROUPS = ("a group in front of the measure", "a store in front of the measure", "as the group before it")


def _as_before(reader: Reader, number: Number, whys: tuple[str, ...] = _SUMS) -> list[Subject]:
    """What several have together goes on to the next figure of the sentence where nothing else is named between."""
    s = reader.sentence
    last = reader.drafts[-1] if reader.drafts else None
    if last is None or last.anchor < s.start or last.why.get("subject") not in whys:
        return []
    between = [m.start for m in s.names if m.form != "weak"] + [t.start for t in s.stores]
    if whys is _GROUPS:
        between += [m.start for m in reader.groups.between(last.anchor, number.start)]
        between += [r.start for r in s.regions] + [
            m.start for m in reader.described.between(last.anchor, number.start)
        ]
    return [] if any(last.anchor < at < number.start for at in between) else [last.subject]


def _placed_ahead(reader: Reader, number: Number) -> list[Subject]:
    """约有260万次下载并分居二、三名的是甲与乙: each of those whose places follow in the clause."""
    s, text = reader.sentence, reader.text
    clause_start, clause_end = s.clause_of(number.start)
    runs = [r for r in s.ranks if number.end <= r.start < clause_end and len(r.ranks) > 1]
    each = re.search("各[有自]?[^，。；]{0,6}$", text[clause_start : number.start])
    if not runs or not (each or _AND_STANDS.fullmatch(text, number.end, runs[0].start)):
        return []
    placed = listing.listed(reader, runs[0], number.end)
    if placed is not None:
        return placed[1]
    return whose.subjects_for(reader, runs[0].start, runs[0].end, number.end, rank=runs[0])[0] if each else []


_AND_STANDS = lazy_pattern(
    r"[^，。；、《“「]{0,8}(?:并|且|而|又)(?:分别)?(?:位居|分居|分列|位列|名列|排名|居|列)"
)


_GROUP_TAIL = lazy_pattern(
    r"(?P<np>[\u4e00-\u9fffA-Za-z0-9“” ]{0,18}?(?:类应用(?!商店|市场)|类App|类APP|类手游|类游戏|类小程序|应用程序(?!商店)|应用程式|(?<!应用)程式|应用(?!商店|市场|宝|程序|程式)|App(?! ?Store)|APP(?! ?Store)|手游|移动游戏|手机游戏|小程序|类软件|软件(?!商店)|所有模型|开源模型|类?扩展|类插件|短剧|类产品|产品(?!矩阵)|矩阵|浏览器|输入法|类(?=的|下载|，|则)))(?:们)?(?:的|在|里|合计|本身|行业|市场)?(?P<mid>[^，。；、“”「」《》]{0,30}?)(?P<m>下载|安装|装机|被下载|分发)"
)
_LOADED_SUM = lazy_pattern(
    r"(?:下载|安装)(?P<np>[\u4e00-\u9fffA-Za-z]{1,8}(?:程序|应用|软件|App|APP|游戏))的总?(?:次数|数|量)"
)
# Google Play中的游戏下载量, iOS上的手游下载
_ON_SHELF = lazy_pattern(
    r"(?:Google Play|App Store|iOS|安卓|Android|商店|市场)(?:商店)?(?:上|中|里|平台)的?(?P<np>游戏|手游|移动游戏)的?(?:总|累计)?(?:下载|安装)"
)
_GROUP_BAD = lazy_pattern(
    r"^Store|那些|这些|该|这|此|其|它|一款|那款|两款|三款|几款|每款|某款|本款|旗下(?:应用|App|产品)$|的(?:应用|App|产品)$|我们|他们|首款|单款|新款|^(?:应用|App|APP|手游|软件|产品|小程序|程序)$|官方|同名|独立|配套|专属|成为|类似|这些|热门$|[，：:]|“|”|款"
)
_GROUP_CUT = lazy_pattern(
    r".*(?:[，,：:、]|预计|预估|料|累计|总计|合计|数据显示|显示|指出|估计|称|透露|\d(?:月|日|年|季度)|年度?(?!轻)|月(?!历)|日(?!历|常|用|程)|季度|季|Q[1-4]|H[12]|上半年|下半年|今年|去年|同期|上周|本周|当天|全年|其中|目前|截至|期间|在(?!架)|商店[中里](?:的)?|上(?=所有|全部|的)|是|比(?!亚迪|心|邻)|由|推动|带动|使|让|令|双十一)"
)


def _group(reader: Reader, number: Number) -> Subject | None:
    """全球AI应用下载总量, 购物类应用的下载: a kind of apps, taken together."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(number.start)
    hit = None
    for found in _GROUP_TAIL.finditer(text, clause_start, number.end + 6):
        if found.start("m") <= number.end + 4:
            hit = found
    if hit is None and (shelf := _ON_SHELF.search(text, clause_start, number.start)) is not None:
        what = shelf["np"]
        return Subject((what, "移动游戏", "手机游戏", "手游"), "group", shelf.start("np"))
    if hit is None:
        loaded = _LOADED_SUM.search(text, clause_start, number.start)
        if loaded is None or any(m.end > loaded.start() for m in s.names if m.end <= number.start):
            return None
        name = loaded["np"]
        return Subject((name, re.sub("(?:程序|应用|软件|App|APP)$", "", name)), "group", loaded.start("np"))
    if any(
        m.start < hit.end("np")
        and hit.start("np") < m.end
        and m.end > hit.start("np") + 1
        and m.form != "weak"
        and not m.company
        for m in s.names
        if m.end > hit.end("np") - 5 or m.start >= hit.start("np")
    ):
        return None
    if any(m.start == hit.end("np") and m.form != "weak" for m in s.names):
        return None
    phrase = hit["np"].strip()
    if text[max(clause_start, hit.start("np") - 1) : hit.start("np")] in ("」", "”", "》"):
        return None
    cut = _GROUP_CUT.match(phrase)
    if cut and cut.end() < len(phrase):
        phrase = phrase[cut.end() :].strip()
    phrase = re.sub(
        r"^(?:的|了|国内|全球|海外|中国大陆|中国|我国|印度|美国|亚洲)?(?:的)?", lambda m: m[0], phrase
    )
    if len(phrase) < 3 or _GROUP_BAD.search(phrase):
        return None
    plain = re.sub(
        r"^(?:全球|海外|国内|中国大陆|大陆|内地|中国|我国|美国|日本|所有|单日|全部|市场|\d+款)+的?",
        "",
        phrase,
    )
    names = [phrase, plain]
    for name in (phrase, plain):
        if name in ("全球手游", "全球应用"):
            continue
        short = re.sub(
            r"(?:类)?(?:应用程[序式]|(?<!小)程[序式]|应用|App|APP|扩展|插件|手游|软件|产品|小程序)$", "", name
        ).strip()
        if len(short) >= 2:
            names += [short, short + "类", short + "类应用", short + "应用"]
    if len(plain) < 2:
        return None
    return Subject(spelled([n for n in names if n]), "group", hit.start("np"))


def _claims(
    reader: Reader,
    number: Number,
    subjects: list[Subject],
    subject_why: str,
    measured: str,
    previous_end: int,
) -> list[Draft]:
    s, text, _context = reader.sentence, reader.text, reader.context
    clause_start, _ = s.clause_of(number.start)
    relation = _relation(reader, number, clause_start)
    fields = attach.blank()
    fields.update(value=number.value, value_max=number.value_max, relation=relation)
    _slots(reader, number, fields, previous_end, measured, subjects)
    sides = {
        d.fields["platform"] for d in reader.drafts[-2:] if d.metric == "downloads" and d.anchor >= s.start
    }
    if sides == {"ios", "android"} and re.search("合计|总计|共", text[clause_start : number.start]):
        fields["platform"], fields["store"] = "both", None
    begin = max(
        clause_start,
        min([m[0] for m in s.measures if m[1] <= number.start and m[0] >= clause_start] or [number.start]),
    )
    end = number.end
    tail = re.match(r"\s*(?:多|余|人次|次|台次|台|下载|安装|\+|以上|左右|上下|出头)*", text[end : end + 8])
    if tail:
        end += len(tail[0].rstrip())
    drafts = [
        Draft(
            "downloads",
            begin,
            end,
            subject,
            dict(fields),
            "downloads: " + measured,
            {
                "subject": subject_why,
                "value": measured,
                "as_of": fields.get("_date", ""),
                "period": fields.get("_period", ""),
                "source": fields.get("_source", ""),
            },
            number.start,
        )
        for subject in subjects
    ]
    _remember(reader, subjects, fields)
    return drafts


def _remember(reader: Reader, subjects: list[Subject], fields: dict[str, Any]) -> None:
    context = reader.context
    context.measure, context.measure_sentence = True, reader.sentence_number
    context.downloads = {**fields, "_subject": subjects[0].names if subjects else None}
    context.downloads_paragraph, context.downloads_sentence = reader.paragraph, reader.sentence_number
    context.downloads_at = reader.sentence.end
    if subjects and subjects[0].kind == "group":
        context.group, context.group_paragraph = subjects[0], reader.paragraph
        context.frame, context.frame_paragraph = dict(fields), reader.paragraph
        short = min(subjects[0].names, key=len)
        context.group_category = short.removesuffix("类") if len(short) <= 6 else None
    attach.remember_date(reader, fields["since"], fields["as_of"])
    first = subjects[0]
    if (
        len(subjects) == 1
        and first.start > 2
        and context.subject is not None
        and re.search(
            r"同期的?[《“「]?$|(?:对比|参照|对照|相比)[，是]?[《“「]?$",
            reader.text[max(0, first.start - 6) : first.start],
        )
    ):
        context.recent = [known for known in context.recent if not known.same(first)] + [first]
        return
    for subject in subjects:
        context.speak_of(subject)


_OWN_STRETCH = lazy_pattern(
    r"平时|平日|平均|日均|每[天日]|(?<![\d月])\d{1,2}天|[一二三四五六七八九十两几][天周]|半年|一年|星期|首年|首月|首周"
)


def _slots(
    reader: Reader,
    number: Number,
    fields: dict[str, Any],
    previous_end: int,
    measured: str,
    subjects: list[Subject],
) -> None:
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(number.start)
    carried = (
        measured in ("the measure of an earlier clause", "the measure of the sentence before")
        and context.downloads is not None
        and context.downloads_sentence >= reader.sentence_number - 1
    )
    old = context.downloads or {}
    # a parallel clause about another app with a stretch of its own shares nothing with the one before it
    parallel = (
        context.downloads_sentence == reader.sentence_number
        and bool(subjects)
        and old.get("_subject") is not None
        and not any(n in old["_subject"] for n in subjects[0].names)
        and any(p[0] >= clause_start and p[1] <= number.start for p in s.periods)
        and "分别" not in text[clause_start : number.start]
    )
    if parallel:
        carried, old = False, {}
    fields |= where.where_of(reader, number, previous_end, old, subjects, carried=carried)
    # when
    own = any(m[0] >= clause_start and m[1] <= number.start for m in s.measures)
    since, as_of, date_why = when.date_of(
        reader,
        number.start,
        number.end,
        previous_end,
        count=True,
        carry=not parallel and (not own or where.of_one_list(reader, number.start, subjects)),
        own_period=number.unit is None and bool(_OWN_STRETCH.search(text[clause_start : number.start])),
        subject=subjects[0] if subjects else None,
    )
    period, average, period_why = lasting.lasting_of(reader, number, previous_end, old, carried=carried)
    fields.update(since=since, as_of=as_of, period=period, average=average)
    if fields["as_of"] is None and fields["since"] is None:
        fields["since"], fields["as_of"] = attach.launch_of(
            reader, number.start, period, subjects[0] if subjects else None
        )
    frame = (
        context.frame
        if context.frame_paragraph == reader.paragraph
        or (context.frame_paragraph == reader.paragraph - 1 and not own)
        else None
    )
    if (
        frame
        and not fields["region"]
        and not fields["store"]
        and fields["since"] is None
        and fields["as_of"] is None
        and not (subjects and subjects[0].kind == "group")
    ):
        for slot in ("region", "platform", "store", "since", "as_of"):
            fields[slot] = fields[slot] or frame[slot]
        if fields["period"] == "total" and not lasting.TOTAL.search(text[clause_start : number.start]):
            fields["period"] = frame["period"]
    if "同期" in text[clause_start : number.start] and old:
        for slot in ("store", "platform", "region", "since", "as_of"):
            fields[slot] = fields[slot] or old.get(slot)
    source, fields["_source"] = tellers.source_of(reader, number.start, "downloads")
    modality, _ = attach.modality_of(reader, number.start, number.end)
    fields.update(source=source, modality=modality)
    to_come = modality in ("forecast", "goal") or lasting.LEVEL.search(text[clause_start : number.start])
    if period == "total" and to_come and fields["since"] and fields["as_of"]:
        # 有望在第二季度突破20亿: all since launch, by the end of that stretch
        fields["since"], date_why = None, when.BY_ITS_END
    fields["_date"], fields["_period"] = date_why, period_why
    del clause_end, text


def _dated(reader: Reader, at: int) -> str | None:
    """The stretch of the month, week or year that the sentence speaks of."""
    dates = [
        d
        for d in reader.sentence.dates
        if d.end <= at and d.kind in ("month", "week", "quarter", "half", "year") and d.period
    ]
    return dates[-1].period if dates else None


# -- changes ----------------------------------------------------------------------------------------------------------


def read_change(reader: Reader, number: Number, previous_end: int) -> list[Draft]:
    """A share of growth or fall, or so many times as much."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(number.start)

    def passed(reason: str) -> list[Draft]:
        reader.passed.append((number.start, number.end, reason))
        return []

    before = text[clause_start : number.start]
    near = before[-26:]
    inner = text[number.start : number.end]
    after = text[number.end : min(s.end, number.end + 8)]
    rival = _rival(reader, number)
    if rival is not None:
        return [rival]
    if _SHARE.search(near):
        return passed("a share")
    measures = [m for m in s.measures if m[1] <= number.start]
    local = [m for m in measures if m[0] >= clause_start]
    behind = [m for m in s.measures if number.end <= m[0] <= number.end + 8 and m[0] < clause_end]
    how = (
        ("its clause" if local[-1][2] else "another measure in its clause")
        if local
        else ("behind it" if behind[0][2] else "another measure behind it")
        if behind and re.match(r"(?:的)", after)
        else ("an earlier clause" if measures[-1][2] else "another measure in an earlier clause")
        if measures
        else "none"
    )
    if local:
        is_downloads = local[-1][2]
    elif behind and re.match(r"(?:的)", after):
        is_downloads = behind[0][2]
    elif (
        context.downloads is not None
        and context.downloads_sentence == reader.sentence_number
        and (not measures or measures[-1][2])
    ):
        is_downloads = True
    elif measures:
        is_downloads = measures[-1][2]
    else:
        is_downloads = (
            bool(context.measure and context.measure_sentence >= reader.sentence_number - 1)
            and reader.context.downloads is not None
        )
        charts = [c for c in s.charts if c.kind == "downloads" and c.end <= number.start]
        last = reader.drafts[-1] if reader.drafts else None
        if (
            last is not None
            and last.metric == "downloads_change"
            and last.fields.get("_sentence", -9) == reader.sentence_number - 1
            and re.search("(?:增幅|涨幅|降幅|跌幅|减幅|升幅)", before)
        ):
            is_downloads = True
            context.downloads = context.downloads or dict(last.fields)
            context.downloads_sentence = max(context.downloads_sentence, reader.sentence_number - 1)
        is_downloads = (
            is_downloads
            or bool(charts)
            or bool(
                context.chart is not None
                and context.chart.kind == "downloads"
                and context.chart_paragraph == reader.paragraph
                and _COMPARED.search(before + text[number.end : number.end + 6])
            )
        )
        if (
            not charts
            and context.downloads_sentence != reader.sentence_number
            and (
                reader.title
                or re.search("半", inner)
                or not _COMPARED.search(before + text[number.end : number.end + 6])
            )
        ):
            is_downloads = False
    if _NOT_SOFTWARE.search(_plain(reader, clause_start, local[-1][0] if local else number.start)):
        return passed("downloads of something else")
    way = None
    for hit in _WAY.finditer(near):
        way = hit
    behind_way = _WAY.match(
        re.sub(r"^(?:左右|上下|多|以上|的|地|余|有余|，|幅度|之|环比|同比|月度|年度)*", "", after)
    )
    value = number.value
    unit = number.unit
    sign = 1
    if way is None:
        # 增幅最大的，达到61%: the word stands at the end of the clause before
        way = re.search(
            "(?:(?P<up>增幅|涨幅|升幅)|(?P<down>降幅|跌幅|减幅))[^，。；]{0,6}，$",
            text[max(s.start, clause_start - 14) : clause_start],
        )
    rising = way or behind_way or _WAY.search(inner)
    ratio = (
        unit == "x"
        and bool(_RATIO.search(before))
        and not re.search(r"(?:增长|增加|增|涨|翻|升|成长|扩大|多)[^，。]{0,8}$", near[-10:])
    )
    if unit == "x" and ratio:
        middle = before[max(0, len(before) - 40) :]
        if shops.within(reader, clause_start, number.start):
            return passed("a ratio to another app")
        others = [
            m
            for m in s.names
            if clause_start <= m.start
            and m.end <= number.start
            and re.match(r"[”」》]?(?:同期|的|\d)?[^，。]{0,16}$", text[m.end : number.start])
        ]
        measured_by = [
            m
            for m in others
            if text[m.end : m.end + 1] == "的"
            and m.start > clause_start + 1
            and not (context.subject and set(context.subject.names) & set(m.names))
        ]
        if measured_by:
            return passed("a ratio to another app")
        beaten = [
            m
            for m in others
            if reader.resolver.role(m, []) == "beaten"
            or re.search(
                r"(?:是|为|于|达|约|超过|超|近)(?:《|“|「)?$", text[max(clause_start, m.start - 3) : m.start]
            )
        ]
        if beaten and not re.match(r"[”」》]?\s?(?:自己|自身)", text[beaten[-1].end : beaten[-1].end + 3]):
            return passed("a ratio to another app")
        if not re.match(r"^\s*$", middle) and re.search("全国人口|人口|它的|他的|前者|后者|平均", middle):
            return passed("a ratio to something else")
        if re.search("它的|行业|第二名|对手|竞品|全国|人口|应用|产品|同类|友商|前辈|上代", middle):
            return passed("a ratio to something else")
    elif (
        not rising
        and not re.search(r"[+\-−]", text[max(clause_start, number.start - 1) : number.start] + inner[:1])
        and not re.search("翻|倍增|减半|腰斩", inner)
    ):
        last = reader.drafts[-1] if reader.drafts else None
        if not (
            last
            and last.metric == "downloads_change"
            and last.anchor >= s.start
            and re.search(r"(?:为|是|则|仅|有|达|到)\s?$", before)
        ):
            return passed("no word of growth or fall")
        sign = -1 if last.fields["value"] < 0 else 1
    if rising is not None and rising.lastgroup == "down" and not ratio:
        sign = -1
    if re.search("减半|腰斩", inner):
        sign = -1
    if value is None:
        return passed("no value")
    told = change_traits(
        reader,
        number,
        how,
        is_downloads=is_downloads,
        rising=rising is not None,
        ratio=ratio,
        supposed=supposed(text[s.start : number.start]),
    )
    observe("changes", reader, number, number.start, number.end, told)
    if total("changes", told) <= 0:
        return passed(
            "a change of something else" if not is_downloads else strongest_against("changes", told)
        )
    number_value = abs(value) * sign
    if value < 0:
        number_value = value
    kept = s.dates
    s.dates = [
        d
        for d in kept
        if not re.search(
            r"(?:较|比|与|和|于|是|为|相比|相较|同|约|达)[^，。；\d]{0,2}$",
            text[max(s.start, d.start - 4) : d.start],
        )
    ]
    group = _group(reader, number) or classes.class_at(reader, number, previous_end)
    carried = _as_before(reader, number) or (_as_before(reader, number, _GROUPS) if group is None else [])
    if carried:
        subjects, subject_why = carried, reader.drafts[-1].why["subject"]
    elif group is not None:
        subjects, subject_why = [group], "a group in front of the measure"
    elif (handed := shops.dispensing(reader, number)) is not None:
        subjects, subject_why = [handed[0]], handed[1]
    elif (shop := shops.topic(reader, number.start)) is not None:
        subjects, subject_why = [shop], "a store in front of the measure"
    else:
        floor = max(clause_start, previous_end)
        subjects, subject_why = listing.each_of(reader, number.start, floor), "each of a list"
        if not subjects:
            subjects, subject_why = whose.subjects_for(reader, number.start, number.end, previous_end)
    if not subjects:
        return passed("no subject")
    if subject_why == "as the figure before it":
        # 分别仅有43万和38万，较去年同期少了两成: said of both
        each = [d for d in reader.drafts if d.anchor >= s.start and d.rule.endswith("each in its turn")]
        if len(each) > 1 and reader.drafts[-1] is each[-1] and not each[0].subject.same(each[-1].subject):
            subjects = [d.subject for d in each]
    fields = attach.blank()
    relation = _relation(reader, number, clause_start)
    hedge = re.search(f"(约|近|超)(?:{_UP}|{_DOWN})[^，。；\\d]{{0,3}}$", before)
    if hedge and relation == "eq" and hedge[1] == "约":
        relation = "approx"
    if ratio and relation == "eq":
        cue = re.search(r"(约|近|超过?|逾|不到|将近)[为是]?[^，。；\d]{1,14}的$", before)
        relation = {"约": "approx", "近": "lt", "不": "lt", "将": "lt"}.get(cue[1][0], "gt") if cue else "eq"
    fields.update(value=number_value, unit=unit, relation=relation)
    keep = dict(context.downloads or {})
    _slots(
        reader,
        number,
        fields,
        previous_end,
        "the measure of an earlier clause" if not local else "here",
        subjects,
    )
    s.dates = kept
    fields["period"] = None
    fields["average"] = None
    if keep and context.downloads_sentence == reader.sentence_number and previous_end > s.start:
        own_dates = [
            d for d in s.dates if max(previous_end, clause_start) <= d.start and d.end <= number.start
        ]
        if own_dates:
            fields["since"], fields["as_of"] = keep.get("since"), keep.get("as_of")
    drafts = [
        Draft(
            "downloads_change",
            max(clause_start, number.start - len(near.lstrip())),
            number.end,
            subject,
            dict(fields),
            "change",
            {"subject": subject_why, "as_of": fields.get("_date", "")},
            number.start,
        )
        for subject in subjects
    ]
    for subject in subjects:
        context.speak_of(subject)
    attach.remember_date(reader, fields["since"], fields["as_of"])
    context.measure, context.measure_sentence = True, reader.sentence_number
    if drafts and not (keep and context.downloads_sentence == reader.sentence_number):
        context.downloads = {
            **fields,
            "period": keep.get("period") or _dated(reader, number.start) or "total",
            "average": keep.get("average"),
            "_subject": subjects[0].names,
        }
        context.downloads_paragraph, context.downloads_sentence = reader.paragraph, reader.sentence_number
        context.downloads_at = s.end
    return drafts


_HELD_AGAINST = lazy_pattern(
    "超|高于|低于|快于|慢于|多于|少于|领先|优于|不及|不如|次于|强于|弱于|其次|以及|和|与|、"
)


def _rival(reader: Reader, number: Number) -> Draft | None:
    """增长80%，远超欧洲（51%）和夸克（39%）: what an app or a region stands against has its own share in brackets."""
    s, text = reader.sentence, reader.text
    last = reader.drafts[-1] if reader.drafts else None
    opened = number.start - 1
    if (
        last is None
        or last.metric != "downloads_change"
        or last.anchor < s.start
        or last.fields["unit"] != number.unit
        or text[opened : opened + 1] != "（"
        or text[number.end : number.end + 1] != "）"
        or _HELD_AGAINST.search(text, last.end, opened) is None
    ):
        return None
    names = [m for m in s.names if last.end <= m.start and opened - 1 <= m.end <= opened and m.kind != "work"]
    regions = [r for r in s.regions if last.end <= r.start and r.end == opened]
    if not names and not regions:
        return None
    sign = -1 if last.fields["value"] < 0 else 1
    fields = {**last.fields, "value": sign * abs(number.value), "relation": number.relation}
    subject = reader.resolver.subject(names[-1]) if names else last.subject
    if not names:
        fields["region"] = regions[-1].codes
    start = names[-1].start if names else regions[-1].start
    return replace(
        last,
        start=start,
        end=number.end,
        subject=subject,
        fields=fields,
        why={"subject": "in brackets behind it"},
    )


# -- chains -----------------------------------------------------------------------------------------------------------

_BETWEEN = lazy_pattern(
    r"\s*(?:多|余|人次|次|台|%|[左右上下]{2})*\s*(?:、|和|与|及|以及|,|，)\s*(?:约|近|逾|超|则|为|将近)*\s*"
)
_EACH = lazy_pattern(r"分别|依次|依序|各自|各")
# 在上述市场的下载量: one app, in each of the places that were named before
_THERE = lazy_pattern("(?:上述|这|该)[些几两三四五六七八九十]?个?(?:主要|地区|国家|市场|国|地(?!图|铁))")


def row_at(text: str, figures: list[tuple[int, Any]], place: int) -> list[Number]:
    """The numbers that stand in one row with the one at ``place``: 14.2亿次、13.7亿次."""
    row: list[Number] = [figures[place][1]]
    for _, right in figures[place + 1 :]:
        left = row[-1]
        if not isinstance(right, Number) or (left.unit is None) != (right.unit is None):
            break
        if not _BETWEEN.fullmatch(text, left.end, right.start):
            break
        row.append(right)
    return row


def _sides(reader: Reader, start: int, end: int, count: int) -> list[dict[str, Any]]:
    """What tells the figures of a row apart when their subject does not: iOS与安卓, 台湾和香港, two stores."""
    s = reader.sentence
    shelves = [t for t in s.stores if start <= t.start and t.end <= end and t.platform != "both"]
    if len(shelves) == count and len({(t.store, t.platform) for t in shelves}) == count:
        return [{"store": t.store, "platform": t.platform} for t in shelves]
    codes = [code for r in s.regions if start <= r.start and r.end <= end for code in r.codes]
    if len(codes) == count:
        return [{"region": (code,)} for code in codes]
    return []


def read_chain(reader: Reader, numbers: list[Number], previous_end: int) -> list[Draft]:
    """分别为A、B和C: one figure for each subject, or for each date, in their order."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, _ = s.clause_of(numbers[0].start)
    before = text[clause_start : numbers[0].start]
    if not _EACH.search(before):
        return []
    first = numbers[0]
    kinds = classes.row_before(reader, first.start, len(numbers))
    if first.unit is None:
        unit = unit_of(text, numbers[-1].end)
        measured, _why = _measured(reader, first, unit if unit in ("count", "downloads") else "none")
        if not measured:
            return []
    subjects, subject_why = (
        (kinds, "kinds of apps, one for one") if kinds else _subjects(reader, first, previous_end)
    )
    if len(subjects) != len(numbers):
        row = listing.row_before(reader, first.start, len(numbers))
        subjects, subject_why = (row, "a list in front") if row else (subjects, subject_why)
    if len(subjects) < len(numbers):
        dates = [d for d in s.dates if d.end <= first.start and d.start >= clause_start]
        if len(dates) == len(numbers) and subjects:
            made = []
            for number, date in zip(numbers, dates, strict=True):
                drafts = _one(reader, number, subjects[:1], subject_why, previous_end)
                for draft in drafts:
                    draft.fields["since"], draft.fields["as_of"] = date.since, date.as_of
                    if date.period and draft.metric == "downloads":
                        draft.fields["period"] = date.period
                made += drafts
            return made
        opening = s.clauses[max(0, s.clause_number(first.start) - 1)][0]
        measured_here = any(clause_start <= m[0] < first.start for m in s.measures)
        low = max(previous_end, clause_start if measured_here else opening)
        sides = _sides(reader, low, first.start, len(numbers)) if len(subjects) == 1 else []
        if not sides and len(subjects) == 1 and _THERE.search(text, low, first.start):
            sides = [{} for _ in numbers]
        if sides:
            made = []
            for number, side in zip(numbers, sides, strict=True):
                drafts = _one(reader, number, subjects[:1], subject_why, previous_end)
                for draft in drafts:
                    draft.fields.update(side)
                made += drafts
            _share_relation(made, text[clause_start : first.start])
            return made
        named = any(low <= m.start < first.start and not m.company and m.form != "weak" for m in s.names)
        if len(context.recent) >= len(numbers) and len(subjects) <= 1 and not named:
            subjects = context.recent[-len(numbers) :]
    if len(subjects) != len(numbers):
        return []
    made = []
    for number, subject in zip(numbers, subjects, strict=True):
        made += _one(reader, number, [subject], subject_why, previous_end)
    _share_relation(made, text[clause_start : first.start])
    for subject in subjects:
        context.speak_of(subject)
    return made


def _share_relation(made: list[Draft], before: str) -> None:
    """分别约A和B: what stands before the first figure of a row is said of all."""
    if not made or not re.search(r"(?:约为?|超过?|均超|近|逾)\s?$", before):
        return
    relation = made[0].fields["relation"]
    for draft in made:
        if relation in ("approx", "gt", "lt") and draft.fields["relation"] == "eq":
            draft.fields["relation"] = relation


def _one(reader: Reader, number: Number, subjects: list[Subject], why: str, previous_end: int) -> list[Draft]:
    if number.unit is None:
        return _claims(reader, number, subjects, why, "each in its turn", previous_end)
    context = reader.context
    before = context.subject
    made = read_change(reader, number, previous_end)
    for draft in made[:1]:
        draft.subject = subjects[0]
    context.subject = before
    return made[:1]
