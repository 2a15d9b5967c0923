"""Whose a count is, where its sentence has a form of its own for that: listed behind it, each of a list, a store, a kind of apps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract import candidates, lasting, whose
from pipeline.extract.rules import classes, listing, market, shops
from pipeline.extract.subjects import Subject
from pipeline.extract.whose import Found
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

OF_GROUPS = (
    "a group in front of the measure",
    "a store in front of the measure",
    "as the group before it",
)
_OF_SUMS = ("a sum over a list", shops.TOGETHER)


@dataclass(slots=True)
class _Look:
    """One count, and where the clauses begin that may name whose it is."""

    reader: Reader
    number: Number
    previous_end: int
    clause_start: int


def subjects_of(reader: Reader, number: Number, previous_end: int) -> Found:
    """The subjects of a count, and the rule that found them; the first that knows decides."""
    look = _Look(reader, number, previous_end, reader.sentence.clause_of(number.start)[0])
    for rule in _RULES:
        found = rule(look)
        if found is not None:
            return found
    return whose.subjects_for(reader, number.start, number.end, previous_end)


_LOADS = lazy_pattern(r"[^，。；]{0,10}?(?:下载|安装|装)(?:了|过|了这款)?(?=[《“「A-Za-z\u4e00-\u9fff])")


def _what_was_loaded(look: _Look) -> Found | None:
    """300万人下载了豆包."""
    s, number = look.reader.sentence, look.number
    loads = _LOADS.match(look.reader.text, number.end, s.end)
    if loads is None:
        return None
    touching = [m for m in s.names if m.start == loads.end() and m.kind != "work"]
    if not touching or any(look.clause_start <= m.start and m.end <= number.start for m in s.names):
        return None
    return [look.reader.resolver.subject(touching[0])], "what was loaded"


def _store_compared(look: _Look) -> Found | None:
    """超过iOS的2亿次."""
    store = shops.compared(look.reader, look.number.start)
    return None if store is None else ([store], "X 的 and its figure")


def _counted_behind(look: _Look) -> Found | None:
    together = listing.counted(look.reader, look.number.end)
    return (together, "listed behind the figure") if together else None


def _each_of_a_list(look: _Look) -> Found | None:
    floor = max(look.clause_start, look.previous_end)
    each = listing.each_of(look.reader, look.number.start, floor)
    return (each, "each of a list") if each else None


_EACH = lazy_pattern("各[有自]?[^，。；]{0,6}$")
_AND_STANDS = lazy_pattern(
    r"[^，。；、《“「]{0,8}(?:并|且|而|又)(?:分别)?(?:位居|分居|分列|位列|名列|排名|居|列)"
)


def _placed_ahead(look: _Look) -> Found | None:
    """约有260万次下载并分居二、三名的是甲与乙: each of those whose places follow in the clause."""
    reader, number = look.reader, look.number
    s, text = reader.sentence, reader.text
    clause_end = s.clause_of(number.start)[1]
    runs = [r for r in s.ranks if number.end <= r.start < clause_end and len(r.ranks) > 1]
    if not runs:
        return None
    first = runs[0]
    each = _EACH.search(text[look.clause_start : number.start])
    if not each and not _AND_STANDS.fullmatch(text, number.end, first.start):
        return None
    placed = listing.listed(reader, first, number.end)
    if placed is not None:
        subjects = placed[1]
    elif each:
        subjects = whose.subjects_for(reader, first.start, first.end, number.end, rank=first)[0]
    else:
        return None
    return (subjects, "listed behind the figure") if subjects else None


def _as_the_sum_before(look: _Look) -> Found | None:
    carried = as_before(look.reader, look.number)
    return (carried, look.reader.drafts[-1].why["subject"]) if carried else None


def _kind_in_brackets(look: _Look) -> Found | None:
    kind = listing.class_in_brackets(look.reader, look.number.start)
    return None if kind is None else ([kind], "in brackets behind its name")


def _kinds_in_turn(look: _Look) -> Found | None:
    several = classes.in_turn(look.reader, look.number)
    return (several, "kinds of apps, listed in front of the measure") if several else None


def _store_or_group(look: _Look) -> Found | None:
    """Two stores together, a kind of apps, one store; those counted just before go before a kind: 这些应用共300万次."""
    reader, number = look.reader, look.number
    store = shops.owner(reader, number, look.previous_end)
    if store is not None and store[1] == shops.TOGETHER:
        return [store[0]], store[1]
    group = group_of(reader, number, look.previous_end)
    if group is None and store is not None:
        return [store[0]], store[1]
    these = candidates.pointed_back(reader, number.start, look.previous_end)
    if these is not None:
        return [these], "those counted before"
    return None if group is None else ([group], "a group in front of the measure")


def _as_the_group_before(look: _Look) -> Found | None:
    carried = as_before(look.reader, look.number, OF_GROUPS)
    return (carried, "as the group before it") if carried else None


_TITLES_WITHIN = 400  # letters before a figure in which titles stand that no firm has
# 该发行商在全球共获得…; but not 该公司旗下的甲, 该公司宣布…
_OF_A_FIRM = lazy_pattern(
    "(?:该|这家)(?:发行商|开发商|厂商|公司|工作室|企业)(?!旗下|的|表示|称|宣布|透露|公布|预计|指出|说|介绍|目标|希望)"
    "[^，。；：《“「]{0,30}$"
)


def _of_a_firm(look: _Look) -> Found | None:
    """该发行商共获得1亿次下载: of all that a firm makes, and not of the one app that was named last."""
    reader, start = look.reader, look.number.start
    hit = _OF_A_FIRM.search(reader.text, look.clause_start, start)
    if hit is None or any(
        hit.end() > m.start >= hit.start() and not m.company and m.kind != "store" and m.form != "weak"
        for m in reader.sentence.names
    ):
        return None
    found = whose.subjects_for(reader, start, look.number.end, look.previous_end)
    titles = reader.names.between(max(0, start - _TITLES_WITHIN), start)
    titled = {name for m in titles if m.form == "book" or m.kind == "store" for name in m.names}
    if any(not titled.isdisjoint(subject.names) for subject in found[0]):
        return [], "a firm that is not named"
    return found


_MARKET_BEFORE = lazy_pattern(
    "(?:其中|而|，)*(?P<name>(?P<land>[\u4e00-\u9fff]{2,8})市场)的?总?(?:下载|安装)(?:量|次数)?(?:则|也|仍|依然|均)?"
    "(?:排名?|排在|[位名]列|高?居|位居)[^，。；]{1,6}，"
)
_GOES_ON = lazy_pattern("(?:下载量)?(?:为|达到?|有|共|约|近|逾|超过?)*")


def _market_before(look: _Look) -> Found | None:
    """印度市场下载量排名第一，为8亿次."""
    s, text, start = look.reader.sentence, look.reader.text, look.number.start
    if not look.clause_start or not _GOES_ON.fullmatch(text, look.clause_start, start):
        return None
    hit = _MARKET_BEFORE.fullmatch(text, s.clause_of(look.clause_start - 1)[0], look.clause_start)
    if hit is None or not any(r.start <= hit.start("land") < r.end for r in s.regions):
        return None
    return [
        Subject((hit["name"], hit["land"]), "group", hit.start("name"))
    ], "a group in front of the measure"


def _group_of_the_passage(look: _Look) -> Found | None:
    """总下载量达3亿: said of the kind of apps that the paragraph counts, where the clause names nothing else."""
    reader, start, context = look.reader, look.number.start, look.reader.context
    if context.group is None or context.group_paragraph != reader.paragraph:
        return None
    if not lasting.SUM.search(reader.text, look.clause_start, start):
        return None
    if any(look.clause_start <= m.start < start and m.form != "weak" for m in reader.sentence.names):
        return None
    return [context.group], "the group that the passage speaks of"


def _leads_on(look: _Look) -> Found | None:
    """继6月获得500万次下载之后，甲…"""
    return whose.led_on(look.reader, look.number.start, look.number.end)


_THIS_FIRM = lazy_pattern(
    "(?:该|这家|此)(?:手游|移动游戏|游戏|应用|App)?(?:发行商|开发商|厂商|工作室|公司|企业|团队)"
    "(?!《|“|「|旗下的?[《“「]|推出|发布|开发|研发|宣布|透露|表示|称|创始人|的[《“「])"
)
_GETS = lazy_pattern(
    "获得?|取得|收获|拿下|斩获|录得|贡献|合计|总共|共|累计|的?(?:总|全球|应用|手游|游戏)*下载量"
)
_LEADS_ITS_CLAUSE = "，。；\n"
_ITS_WORK = lazy_pattern(
    r"(?:旗下)?(?:本[期月周季]度?)?(?:一?共|总共|也|则|还|已|仍)*(?:有|推出|发行)?(?:的)?[一二两三四五六七八九十\d]+款|旗下(?![^，。；]{0,10}《)|本[期月周季]|[另还]有"
)
_FIRM_LEADS = lazy_pattern(
    r"(?<![^，。；\n])(?P<np>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z ]{1,11}?)(?=本[期月周季]度?(?:共|有|则|也)|[另还]有《)"
)
_FIRM_WITHIN = 300  # letters before it in which a firm was named


def _this_firm(look: _Look) -> Found | None:
    """该发行商共获得3000万次下载: what the firm has together whose works were counted."""
    reader, number = look.reader, look.number
    s, text = reader.sentence, reader.text
    hit = _THIS_FIRM.search(text, look.clause_start, number.start)
    if hit is None or not _GETS.search(text, hit.end(), number.start):
        return None
    if any(hit.end() <= m.start < number.start and not m.company and m.form != "weak" for m in s.names):
        return None
    low, high = max(0, hit.start() - _FIRM_WITHIN), hit.start()
    for mention in reversed(list(reader.names.between(low, high))):
        leads = text[max(0, mention.start - 1) : mention.start] in ("", *_LEADS_ITS_CLAUSE)
        if leads and "《" not in text[mention.end : mention.end + 1] and _ITS_WORK.match(text, mention.end):
            subject = reader.resolver.subject(mention)
            return [subject._replace(kind="group")], "the firm named last"
    led = list(_FIRM_LEADS.finditer(text, low, high))
    return ([Subject((led[-1]["np"],), "group", led[-1].start())], "the firm named last") if led else None


_RULES: tuple[Callable[[_Look], Found | None], ...] = (
    _leads_on,
    _this_firm,
    _of_a_firm,
    _what_was_loaded,
    _store_compared,
    _counted_behind,
    _each_of_a_list,
    _placed_ahead,
    _as_the_sum_before,
    _kind_in_brackets,
    _kinds_in_turn,
    _store_or_group,
    _as_the_group_before,
    _market_before,
    _group_of_the_passage,
)


def group_of(reader: Reader, number: Number, previous_end: int) -> Subject | None:
    """A kind of apps in front of the measure, or one that opens the clause."""
    return market.kind_counted(reader, number) or classes.class_at(reader, number, previous_end)


def as_before(reader: Reader, number: Number, whys: tuple[str, ...] = _OF_SUMS) -> list[Subject]:
    """What several have together goes on to the next figure of the sentence where nothing else is named between."""
    s = reader.sentence
    last = reader.drafts[-1] if reader.drafts else None
    if last is None or last.anchor < s.start or last.why.get("subject") not in whys:
        return []
    between = [m.start for m in s.names if m.form != "weak"] + [t.start for t in s.stores]
    if whys is OF_GROUPS:
        between += [m.start for m in reader.groups.between(last.anchor, number.start)]
        between += [r.start for r in s.regions]
        between += [m.start for m in reader.described.between(last.anchor, number.start)]
    return [] if any(last.anchor < at < number.start for at in between) else [last.subject]
