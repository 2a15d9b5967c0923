"""Kinds of apps as owners of counts: one that opens a clause, or several that a list gives theirs one for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.subjects import Subject
from pipeline.extract.vocabulary import CATEGORIES
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader
    from pipeline.extract.rules.rank import Rank

_TAILS = r"应用程[序式]|应用|App|APP|产品|软件|程[序式]|手游|游戏"
_GLUE = lazy_pattern("以及|[、和与及]")
_ROW = r"[^\W\d_的是为有和与及]{2,8}?(?:(?:、|和|与|以?及)[^\W\d_的是为有和与及]{2,8}?){1,8}"
_COUNTED_KINDS = cued_pattern(
    r"(?P<list>[\u4e00-\u9fff]{2,6}(?:[、和与及][\u4e00-\u9fff]{2,6}){1,6})(?:[两三四五六]|\d)大?类(?P<what>游戏|应用|App|产品|软件)?(?=[^，。；]{0,14}(?:分别|依次))",
    "类",
)
# 教育类、工具类和影音类应用的下载量都…: who says 类 of each means each
_KINDS_ALL = lazy_pattern(
    rf"(?P<list>[\u4e00-\u9fff]{{2,6}}类(?:(?:、|和|与|及|以及)[\u4e00-\u9fff]{{2,6}}类){{1,9}})(?:{_TAILS})?"
    r"的?[^，。；]{0,6}(?:下载|安装|装机|分发)(?:总?量|次数|数)?(?:全|也|已)*(?:均|都|皆|各)[^，。；]{0,8}$"
)
# 社交、系统工具和影音播放，分别达到…; 益智类和模拟游戏是下载最多的类别，分别…
_KINDS_EACH = lazy_pattern(
    rf"(?:(?<![^，。；：\n])|(?:依次|分别|其中)?(?:是|为|有)：?)(?P<list>{_ROW})(?:等?[两三四五六\d]?大?类)?(?P<what>{_TAILS})?"
    r"(?:(?:是|为|属于|成为)[^，。；]{2,18}(?:类别|类型|品类|领域|种类|赛道))?(?:的?[^，。；的]{0,6}(?:下载|安装|装机|分发)(?:总?量|次数|数)?)?"
    r"，?(?:则|也|各自|各)*(?:分别|依次|依序|各)[^，。；\d一二三四五六七八九十]{0,8}$"
)
_EACH_HINT = lazy_pattern("分别|依次|依序|各")
_KIND = lazy_pattern(rf"(?:类|类(?:{_TAILS})|游戏|手游|(?<!集成)应用|软件|工具)$")
_CLASS = lazy_pattern(
    r"(?:其次是|其中|而|分品类看|，)*(?P<np>[\u4e00-\u9fffA-Za-z]{2,8}?类)(?:应用|App|手游|产品)?(?=下载|安装|则|的|只|也|为|是|，|增|下|占|上|排|居|以|达|位列|名列|\d)"
)
_NO_CLASS = lazy_pattern("这类|此类|一类|同类|该类|各类|哪类|这一")


def in_turn(reader: Reader, number: Number) -> list[Subject]:
    """解谜、塔防两类游戏的下载量分别…: the kinds of apps of which each has its own figure, or all the same."""
    text = reader.text
    clause_start, _ = reader.sentence.clause_of(number.start)
    hit = _COUNTED_KINDS.search(text, clause_start, number.start)
    if hit is not None:
        kinds = [re.sub(".*的", "", kind) for kind in _GLUE.split(hit["list"])]
        return [_subject(kind, hit["what"], hit.start()) for kind in kinds if len(kind) > 1]
    if text.find("类", clause_start, number.start) < 0:
        return []
    hit = _KINDS_ALL.search(text, clause_start, number.start)
    return [_subject(kind, None, hit.start()) for kind in _GLUE.split(hit["list"])] if hit else []


def row_before(reader: Reader, at: int, count: int) -> list[Subject]:
    """So many kinds of apps in a list before a row of figures: 前三是社交、系统工具和影音播放，分别达到…"""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(at)
    if _EACH_HINT.search(text, clause_start, at) is None:
        return []
    opening = s.clauses[max(0, s.clause_number(at) - 1)][0]
    for hit in _KINDS_EACH.finditer(text, max(s.start, opening - 1), at):
        kinds = _GLUE.split(hit["list"])
        named = [m for m in s.names if hit.start("list") <= m.start < hit.end("list") and m.form != "weak"]
        if len(kinds) == count and not named and all(map(_is_kind, kinds)):
            low, high = hit.span("list")  # 影音播放 is a kind here, and measures nothing
            s.measures = [m for m in s.measures if not low <= m[0] < high]
            last = kinds.pop()
            rest = [_subject(kind, hit["what"], low) for kind in kinds]
            return [*rest, _subject(last, hit["what"], low, as_written=True)]
    return []


def _is_kind(word: str) -> bool:
    return word in CATEGORIES or _KIND.search(word) is not None


def _subject(kind: str, what: str | None, start: int, *, as_written: bool = False) -> Subject:
    """A kind of apps by the ways to name it; only the last of a list stands before the noun that is meant for all."""
    bare = kind.removesuffix("类")
    tails = dict.fromkeys((what or "应用", "应用", "App"))
    names = [kind + what] if as_written and what else []
    names += [kind, bare + "类", bare]
    if not kind.endswith(("游戏", "手游", "应用", "软件")):
        names += [bare + between + tail for tail in tails for between in ("类", "")]
    return Subject(tuple(dict.fromkeys(names)), "group", start)


def class_at(reader: Reader, number: Number | Rank, previous_end: int) -> Subject | None:
    """购物类只涨了一半: a class of apps that opens the clause."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(number.start)
    for start in (clause_start, s.clauses[max(0, s.clause_number(number.start) - 1)][0]):
        if start < previous_end and start != clause_start:
            continue
        hit = _CLASS.match(text, start, number.start + 1)
        if (
            hit
            and hit.end() <= number.start
            and not any(start <= m.start and m.end <= number.start for m in s.names if m.form != "weak")
            and not _NO_CLASS.search(hit["np"])
        ):
            name = hit["np"]
            return Subject(
                (name, name + "应用", name + "手游", name[:-1], name[:-1] + "应用"), "group", hit.start("np")
            )
    return None
