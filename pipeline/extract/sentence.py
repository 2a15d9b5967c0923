"""One sentence: its clauses, and everything that stands in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.charts import Chart, find_charts
from pipeline.extract.dates import Stretch
from pipeline.extract.measures import measures_in
from pipeline.extract.names import Mention
from pipeline.extract.numbers import Number, find_numbers
from pipeline.extract.periods import find_periods
from pipeline.extract.places import Region, Store, names_a_kind, stores_among
from pipeline.extract.rules.most import Most, find_followers, find_most
from pipeline.extract.rules.rank import Rank, find_ranks
from pipeline.extract.sources import Source
from pipeline.extract.tokens import Token
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

Span = tuple[int, int]
Period = tuple[int, int, str, bool]

# what ends a clause; a title goes over it: 《崩坏：星穹铁道》 is none, nor is the comma of 1,200
_CLAUSE_END = lazy_pattern(
    r"(?=[《，,：:—])(?:《[^》]{1,40}》"
    r"|[，,：:](?!\d{3}(?!\d))"
    r"|——|(?<![\d日月年号时点])—(?=[^—])"  # one dash between two days is no end: 1日—7日
    r"|(?<=\D),)"
)
# 不含安卓商店的下载量: that store is not where it was counted
_WITHOUT = lazy_pattern("(?:不含|不包括|除了?|剔除|未计入)[^，。；]{0,6}$")
_WITHOUT_LETTERS = 8
_WRITTEN_DATE = lazy_pattern(r"[\d一二三四五六七八九十][月日号年]")
_FORMS_OF_A_TITLE = ("book", "quoted", "listed")


@dataclass(slots=True)
class Sentence:
    """One sentence with all that was found in it."""

    start: int
    end: int
    clauses: list[Span]
    names: list[Mention]
    tokens: list[Token]
    charts: list[Chart]
    regions: list[Region]
    stores: list[Store]
    dates: list[Stretch]
    sources: list[Source]
    measures: list[tuple[int, int, bool]]
    periods: list[Period]
    ranks: list[Rank]
    numbers: list[Number]
    mosts: list[Most]
    followers: list[tuple[int, int, bool]]
    former: int | None = None  # a place that whose next one is told of had before

    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [start for start, _ in self.clauses]

    def clause_of(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._starts, at) - 1
        if number < 0 or at >= self.end:
            return self.start, self.end
        return self.clauses[number]

    def regions_open(self, at: int, clause_start: int) -> bool:
        """Whether a region, not an app, stands in front of a count: 印度以4.5亿次居首."""
        near = [r for r in self.regions if clause_start <= r.start < at]
        names = [m for m in self.names if clause_start <= m.start < at and m.form != "weak"]
        return bool(near) and not names

    def clause_number(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1) if at < self.end else 0


def sentence_at(reader: Reader, start: int, end: int) -> Sentence:
    """Everything that is found between two offsets, once; what lies within something longer is not what it seems."""
    text = reader.text
    words = reader.tokens.between(start, end)
    stores = _stores_among(text, words, start)
    if stores and any(t.store for t in stores):
        reader.context.last_store = next(t.store for t in reversed(stores) if t.store)
    names = _names_outside_stores(reader.names.between(start, end), words)
    covered = _spans_of_sure_names(names)
    tokens = [t for t in words if not (t.kind in "RCKGUL" and _hidden(covered, t.start, t.end))]
    mosts = find_most(text, start, end)
    ranks = _ranks_between(text, start, end, covered, mosts)
    dates = reader.dates.between(start, end)
    periods = _periods_between(text, start, end, dates)
    regions = [
        r
        for r in reader.regions.between(start, end)
        if text[r.end : r.end + 1] == "版" or not _hidden(covered, r.start, r.end)
    ]
    taken = [
        *[(m.start, m.end) for m in names if m.form != "weak"],
        *covered,
        *[(r.start, r.end) for r in ranks],
        *[(d.start, d.end) for d in dates],
        *[(p[0], p[1]) for p in periods],
        *[(r.start, r.end) for r in regions if r.count],
    ]
    charts = find_charts(text, tokens, start, end)
    return Sentence(
        start=start,
        end=end,
        clauses=_clauses(text, start, end),
        names=_names_outside_charts(names, charts),
        tokens=tokens,
        charts=charts,
        regions=regions,
        stores=stores,
        dates=dates,
        sources=reader.sources_in(start, end),
        measures=measures_in(text, start, end),
        periods=periods,
        ranks=ranks,
        numbers=_numbers_outside(text, start, end, dates, taken),
        mosts=mosts,
        followers=find_followers(text, start, end),
    )


def _clauses(text: str, start: int, end: int) -> list[Span]:
    clauses: list[Span] = []
    at = start
    for hit in _CLAUSE_END.finditer(text, start, end):
        if hit[0][0] == "《":
            continue
        clauses.append((at, hit.end()))
        at = hit.end()
    if at < end:
        clauses.append((at, end))
    return clauses


def _stores_among(text: str, words: list[Token], start: int) -> list[Store]:
    return [
        t
        for t in stores_among(words)
        if not _WITHOUT.search(text[max(start, t.start - _WITHOUT_LETTERS) : t.start])
        and not names_a_kind(text, t)
    ]


def _names_outside_stores(names: Iterable[Mention], words: list[Token]) -> list[Mention]:
    """The names, but for those in the name of a store or a system: 小米 in 小米应用商店."""
    places = [(t.start, t.end) for t in words if t.kind in "SP"]
    return [
        m
        for m in names
        if m.form in _FORMS_OF_A_TITLE or not any(a <= m.start and m.end <= b for a, b in places)
    ]


def _names_outside_charts(names: list[Mention], charts: list[Chart]) -> list[Mention]:
    """The names, but for those in the name of a chart: 微信 in 微信小游戏畅销榜."""
    return [
        m
        for m in names
        if not any(c.start <= m.start and m.end <= c.end and (c.named or c.store) for c in charts)
    ]


def _spans_of_sure_names(names: list[Mention]) -> list[Span]:
    """Where names stand that hide what is in them: 《第五人格》 holds no place, 《三国杀》 no number."""
    return [
        (m.start, m.end)
        for m in names
        if m.form in _FORMS_OF_A_TITLE or (m.form == "lexicon" and m.end - m.start > 2)
    ]


def _hidden(covered: list[Span], start: int, end: int) -> bool:
    """Whether a longer one of some spans overlaps this one."""
    return any(x < end and start < y and end - start <= y - x for x, y in covered)


def _ranks_between(text: str, start: int, end: int, covered: list[Span], mosts: list[Most]) -> list[Rank]:
    """The expressions of places, but for those in names and in a superlative: 下载量最高的三款 is one of its own."""
    ranks = [r for r in find_ranks(text, start, end) if not _hidden(covered, r.start, r.end)]
    return [r for r in ranks if not any(m.rank.start <= r.start and r.end <= m.rank.end for m in mosts)]


def _periods_between(text: str, start: int, end: int, dates: list[Stretch]) -> list[Period]:
    """The stretches that words name, but for those in a written date: 10月 of 10月8日."""
    written = [(d.start, d.end) for d in dates if _WRITTEN_DATE.search(text, d.start, d.end)]
    return [p for p in find_periods(text, start, end) if not any(a < p[1] and p[0] < b for a, b in written)]


def _numbers_outside(
    text: str, start: int, end: int, dates: list[Stretch], taken: list[Span]
) -> list[Number]:
    """The numbers that are part of nothing else; one may have something within it: 3000万+."""
    known = frozenset(at for d in dates for at in range(d.start, d.end))
    return [
        n
        for n in find_numbers(text, start, end, known)
        if not n.ordinal
        and not any(x < n.end and n.start < y and not (n.start <= x and y < n.end) for x, y in taken)
    ]
