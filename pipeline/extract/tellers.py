"""Whose figure it is where its own sentence names nobody: who spoke before, who is quoted, who answers, whose report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.sources import SELF, find_sources
from pipeline.extract.vocabulary import STORES
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_ASKED = cued_pattern(
    r"\n(?P<who>[\u4e00-\u9fffA-Za-z·]{1,8})[：:]",
    "： :",
)
_HE_SAYS = cued_pattern(
    r"(?<![^，。；：、”\s])(?:不过|但|而)?(?:[^，。；]{2,8}，)?[他她](?!们|的)[^，。；：]{0,8}?"
    r"(?:说|告诉|透露|宣布|表示|展示|给出|称|估计|坦言|坦承|承认|晒|细数|点名|举例|指(?=[，出])|认为|补充|回忆|预[计估料]|希望|期许|强调)|据[他她](?=估|[说称讲介透])|[他她](?:给出|提供)的数字",
    "他 她",
)
# 该机构并指出, 这份报告还显示: who was named last as one who counts for others
_SAME_FIRM = cued_pattern(
    r"(?:该|上述|这家|同一?)(?:机构|平台|网站|媒体|数据商|份?报告|调查|研究|统计)[^，。；：]{0,8}?(?:指出|显示|称|认为|估计|预[计估测]|统计|表示|提到|公布|披露)",
    "该 上述 这家 同",
)
# 据其介绍, 它自称: who speaks of itself is what the passage is about
_ITSELF = cued_pattern(
    r"据其(?:介绍|透露|披露|公布|公告|官方|自己|称|说)|(?<![^，。；：“”\s])(?:[^，。；：]{0,12}，)?它(?:们)?(?:自称|宣称|声称|号称|自己说)",
    "据其 它",
)
_BRACKETED = lazy_pattern(r"[（(][^（）()]{0,6}$")
_WANTS = lazy_pattern("目标|希望|力争|力拼|计划|预计|预期|期许|有望|打算")
_REPORT = lazy_pattern("报告|白皮书|数据|统计")
_OWN = lazy_pattern("我们?|咱们")
STORE_PAGE = "read off a store's page"
ITSELF, SAME_FIRM = "who speaks of itself", "the firm that was named before"
HE_OR_SHE, BRACKETED = "he or she is who spoke before", "named in brackets behind it"
# what stands so plainly beside a figure that the passage around it has no say
PLAIN = frozenset((STORE_PAGE, ITSELF, SAME_FIRM, HE_OR_SHE, BRACKETED))
_SHOWN = lazy_pattern("显示|页面|标注|写着|标着")
_BRAND_SHOWS = lazy_pattern(
    "[，而则在]{0,2}(?:华为|小米|vivo|OPPO|三星|苹果)(?:则|那边|这边|上)?(?:的)?(?:页面)?(?:显示|标注)"
)
_FIRM_REACH = 200  # characters back in which 公司 means a firm that was named
_BRACKET_FAR = 40  # characters behind a figure in which brackets with its analyst begin
_REACH = 600  # characters back in which 他 still means somebody


def source_of(reader: Reader, start: int, metric: str) -> tuple[str | None, str]:
    """The source named in the sentence before the figure, else behind it, else carried on from the passage."""
    s, context, text = reader.sentence, reader.context, reader.text
    if metric == "downloads" and _on_a_page(reader, start):
        return None, STORE_PAGE
    before = [source for source in s.sources if source.start <= start and not source.backward]
    if before:
        analysts = [source for source in before if source.analyst]
        named = (analysts or before)[-1].name
        known = (
            context.source
            if context.source_paragraph == reader.paragraph and not context.source_analyst
            else None
        )
        if named == "公司" and (not known or SELF.match(known)):
            known = _firm(reader, before[-1].start)
        return known if known and named == "公司" and not SELF.match(
            known
        ) else named, "named in its sentence"
    back = [source for source in s.sources if source.backward]
    if back:
        return back[0].name, "named behind it"
    told = _bracketed(reader, start) or _quoted(reader, start) or _told(reader, start)
    if told:
        return told
    here = context.source is not None and context.source_paragraph == reader.paragraph
    if here and context.source_analyst and (metric in context.source_metrics or not context.source_metrics):
        return context.source, "carried on from the passage"
    if here and not context.source_analyst and not s.sources and _WANTS.search(text, s.start, start):
        return context.source, "the goal of who spoke before"
    other = here and context.source != context.publisher
    if (
        context.publisher
        and not other
        and (metric == "downloads" or _REPORT.search(text, s.start, start))
        and not s.sources
    ):
        return context.publisher, "whose report the post tells of"
    return None, ""


def _on_a_page(reader: Reader, start: int) -> bool:
    """在华为应用市场显示为4,900万次, 小米则显示…: read off the store itself, which is no source."""
    s, text = reader.sentence, reader.text
    low, high = s.clause_of(start)
    shown = _SHOWN.search(text, low, start)
    stores = [t for t in s.stores if t.store is not None and low <= t.start and t.end <= start]
    told = any(low <= source.start < start for source in s.sources)
    brand = _BRAND_SHOWS.match(text, low, high)
    return shown is not None and not told and (bool(stores) or brand is not None)


def _firm(reader: Reader, at: int) -> str | None:
    """The firm that the lines before named last, as far as the lexicon knows it: 莉莉丝…。公司介绍, …."""
    near = [
        m
        for m in reader.names.between(max(0, at - _FIRM_REACH), at)
        if m.company and m.names[0] not in STORES
    ]
    return near[-1].names[0] if near else None


def _quoted(reader: Reader, start: int) -> tuple[str, str] | None:
    """“…”，林以安说: who is named right behind what he says."""
    s, text = reader.sentence, reader.text
    for opening, closing in ("“”", "「」"):
        floor = max(0, s.start - 120)
        if text.rfind(opening, floor, start) <= text.rfind(closing, floor, start):
            continue
        close = text.find(closing, start, start + 160)
        if close < 0:
            continue
        behind = [
            source for source in find_sources(text, close + 1, close + 45) if source.start - close <= 24
        ]
        if behind and not re.search("[。；\n]", text[close + 1 : behind[0].start]):
            return behind[0].name, "named behind what is quoted"
        own = _OWN.search(text, text.rfind(opening, floor, start), close)
        person = _last_person(reader, start) if own else None
        return (person, "who spoke before says we") if person else None
    return None


def _bracketed(reader: Reader, start: int) -> tuple[str, str] | None:
    """…下载300万次（Sensor Tower 3月数据）: an analyst in brackets right behind what it counted."""
    s, text = reader.sentence, reader.text
    behind = next((source for source in s.sources if source.start > start), None)
    if behind is None or not behind.analyst or behind.start - start > _BRACKET_FAR:
        return None
    inside = _BRACKETED.search(text, start, behind.start)
    return (behind.name, BRACKETED) if inside else None


def _told(reader: Reader, start: int) -> tuple[str, str] | None:
    """老鹿：… in an interview; 他说 of who was heard before."""
    s, text = reader.sentence, reader.text
    line = text.rfind("\n", 0, start)
    asked = _ASKED.match(text, line) if line >= 0 else None
    if asked and text.count(asked[0]) > 1:
        return asked["who"], "who answers in an interview"
    if not s.sources and _SAME_FIRM.search(text, s.start, start):
        firm = next(
            (
                source.name
                for source in reversed(reader.sources_between(start - _REACH, s.start))
                if source.analyst
            ),
            None,
        )
        if firm:
            return firm, SAME_FIRM
    if not s.sources and _ITSELF.search(text, s.start, start) and reader.context.subject is not None:
        return reader.context.subject.names[0], ITSELF
    if not s.sources and _HE_SAYS.search(text, s.start, start):
        person = _last_person(reader, start)
        return (person, HE_OR_SHE) if person else None
    return None


def _last_person(reader: Reader, start: int) -> str | None:
    near = [
        (reader.text.rfind(name, max(0, start - _REACH), start), name) for name in reader.context.persons[-8:]
    ]
    at, name = max(near, default=(-1, ""))
    return name if at >= 0 else None
