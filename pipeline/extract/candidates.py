"""Who may own a figure, and what speaks for and against each: the names around it, weighed.

A figure's subject is often a sentence away, and other names stand nearer. So every name in reach is a candidate; what
its place tells (which clause, which part it plays, whether the passage speaks of it …) is a list of traits; and
``weights_subjects.tsv`` says how much each trait counts. The weights are made by ``scripts/train.py`` from labelled
text; what is decided here can be read off a trait by trait (``bangdan extract --explain``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.groups import COUNTERS
from pipeline.extract.names import Mention
from pipeline.extract.rivals import OUTDOES
from pipeline.extract.stages import ITS_CHART
from pipeline.extract.subject_traits import Candidate, describe
from pipeline.extract.subjects import Subject
from pipeline.extract.vocabulary import ANALYSTS
from pipeline.extract.weighing import observed
from pipeline.text.patterns import any_of, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_REACH = 420  # characters before a figure in which names are looked at
_BEHIND = 36  # characters behind it
_SUM = lazy_pattern("(?:总共|一共|合计|合共|总计|加起来|共计)")
# 超过X登上榜首: who is left behind by the one that rises
_OUTDONE = lazy_pattern(f"{any_of(OUTDOES, '反超 赶超')}了?[“《]?$")
_RISES = lazy_pattern(
    "[”》]?(?:等[^，。；]{0,6})?[，而]?"
    + any_of("登[上顶] 荣登 问鼎 夺 拿下 坐上 来到 成为 位[列居] 升[至到] 冲[上到] 跃[升居]")
)
_THESE = ("这些", "这批", "上述", "该批")
_ANALYSTS = frozenset([name.casefold() for name in ANALYSTS])  # who counts, and never who is counted
_PLACE = lazy_pattern("[在于]全?球?$")
_GETS = lazy_pattern(
    "(?:平台|双端|商店|上|中)*(?:一?共|总共|合计|累计|已|又|再|仅|就)*(?:获得?|取得|收获|拿下|斩获|录得)"
)
_MOST = 10  # candidates that are weighed for one figure


class _Reach:
    """The candidates of one figure, and which name is whose."""

    def __init__(self) -> None:
        self.found: list[Candidate] = []
        self._of: dict[str, int] = {}

    def near(self, names: tuple[str, ...]) -> Candidate | None:
        """The first candidate that bears one of the names."""
        known = [self._of[name] for name in names if name in self._of]
        return self.found[min(known)] if known else None

    def add(self, candidate: Candidate) -> Candidate:
        for name in candidate.names:
            self._of.setdefault(name, len(self.found))
        self.found.append(candidate)
        return candidate


def gather(reader: Reader, start: int, end: int, previous_end: int, *, rank: bool) -> list[Candidate]:
    """Every name in reach of the figure at ``start``..``end``, with its traits; the nearest first."""
    s, text, context = reader.sentence, reader.text, reader.context
    floor = max(0, s.start - _REACH, start - _REACH)
    mentions = [m for m in reader.names.between(floor, s.start) if m.end <= s.start]
    mentions += [m for m in s.names if m.start < end + _BEHIND]
    reach = _Reach()
    for mention in sorted(mentions, key=lambda m: abs(m.start - start)):
        if mention.kind == "work" or mention.names[0].casefold() in _ANALYSTS:
            continue
        candidate = reach.near(mention.names)
        if candidate is None:
            if len(reach.found) >= _MOST:
                continue
            candidate = reach.add(Candidate(mention.names))
        if mention.end <= start and (candidate.before is None or mention.start > candidate.before.start):
            candidate.before = mention
        elif mention.start >= end and candidate.behind is None:
            candidate.behind = mention
    for token in s.stores:
        if (
            token.store is not None
            and token.end <= start
            and reach.near((text[token.start : token.end],)) is None
        ):
            name = text[token.start : token.end]
            reach.add(Candidate((name,), before=Mention(token.start, token.end, (name,), "store", "store")))
    groups = list(reader.groups.between(max(0, start - 200, s.start - 120), start))
    for group in groups:
        named = [m for m in s.names if m.start < group.end and group.start < m.end]
        if any(
            (m.start <= group.start or m.end >= group.end)
            and m.kind != "store"
            and not (m.company and "旗下" in group.names[0])
            for m in named
        ):
            continue
        names = _referred(groups, group)
        candidate = reach.near(names) or reach.add(Candidate(names))
        candidate.before = group._replace(names=names)
    for clause_start, clause_end in (s.clause_of(start), s.clauses[max(0, s.clause_number(start) - 1)]):
        floor_here = max(clause_start, previous_end)
        if floor_here > clause_start and text[floor_here - 1 : floor_here + 1].isalnum():
            continue
        if floor_here < start:
            plain = reader.resolver.clause_subject(floor_here, min(start, clause_end))
            if plain is not None and reach.near(plain.names) is None:
                reach.add(Candidate(plain.names, before=plain))
    home = s.clause_of(start)[0]
    if not (reader.title or any(home <= m.start < start for m in s.names)):
        for one in reader.described.between(home, start):
            reach.add(Candidate(one.names, before=one))
    spoken = (context.subject, context.opening, reader.drafts[-1].subject if reader.drafts else None)
    known = [subject.names for subject in spoken if subject is not None]
    for names in (*known, *_met(reader, reader.names.salient[:2], end)):
        if reach.near(names) is None:
            reach.add(Candidate(names, known=True))
    if len(reach.found) > 1 or observed():
        describe(reader, reach.found, start, end, previous_end, rank=rank)
    return reach.found


def _met(reader: Reader, named: list[tuple[str, ...]], end: int) -> list[tuple[str, ...]]:
    """Of these names those that a reader knows by then: from the headline, or from the text up to soon behind the figure."""
    if reader.title:
        return named
    head, text = reader.context.head or "", reader.text
    return [
        names
        for names in named
        if any(name in head or text.find(name, 0, end + _BEHIND) >= 0 for name in names)
    ]


def _referred(groups: list[Mention], group: Mention) -> tuple[str, ...]:
    """这些套件 by the names of the 18个套件 that were counted before."""
    if not group.names[0].startswith(_THESE):
        return group.names
    before = [other for other in groups if other.end <= group.start and other.names[0][0] in COUNTERS]
    return tuple(dict.fromkeys((*before[-1].names, *group.names))) if before else group.names


def pointed_back(reader: Reader, start: int, previous_end: int) -> Subject | None:
    """These apps, where the clause of a figure begins with them: 这些套件每周下载量超过20亿次."""
    clause_start, _ = reader.sentence.clause_of(start)
    low = max(clause_start, previous_end)
    groups = reader.groups.between(max(0, low - _REACH), start)
    these = [g for g in groups if g.start >= low and g.names[0].startswith(_THESE)]
    if not these or any(low <= m.start < start and not m.company for m in reader.sentence.names):
        return None
    return Subject(_referred(groups, these[-1]), "group", these[-1].start)


def best(reader: Reader, found: list[Candidate], start: int, *, rank: bool) -> Candidate | None:
    """The candidate for which most speaks; a store that only names the chart has no place in it."""
    if len(found) == 1:
        return found[0]
    chosen = max(found, key=Candidate.weight, default=None)
    if not rank and chosen is not None and (summed := _summed(reader, found, start)) is not None:
        return summed
    if not rank and chosen is not None and _is_where(reader, chosen):
        others = [c for c in found if not _is_where(reader, c)]
        return max(others, key=Candidate.weight, default=chosen)
    if rank and chosen is not None and _stands_aside(reader, chosen):
        others = [c for c in found if not _stands_aside(reader, c)]
        return max(others, key=Candidate.weight, default=chosen)
    return chosen


def _summed(reader: Reader, found: list[Candidate], start: int) -> Candidate | None:
    """12款App…，合计下载250万次: a sum is of those that were counted, where nothing else stands in its clause."""
    clause_start, _ = reader.sentence.clause_of(start)
    if not _SUM.match(reader.text, clause_start, start):
        return None
    counted = [
        c for c in found if c.before is not None and _of_many(c.before) and c.before.end <= clause_start
    ]
    return max(counted, key=lambda c: c.before.start if c.before else 0, default=None)


def _of_many(mention: Mention) -> bool:
    return mention.form == "group" and mention.names[0][0] in COUNTERS and mention.names[0][0] != "两"


def _is_where(reader: Reader, candidate: Candidate) -> bool:
    """在App Store与Google Play一共获得300万次下载: where something got its downloads, and not who."""
    place, text = candidate.before, reader.text
    if place is None or place.form != "group":
        return False
    before = text[max(0, place.start - 3) : place.start]
    return _PLACE.search(before) is not None and _GETS.match(text, place.end) is not None


def _stands_aside(reader: Reader, candidate: Candidate) -> bool:
    """Whether a name cannot have the place: a store named for its chart (登上RuStore总榜), or who is outdone."""
    place = candidate.before
    if place is None:
        return False
    if _OUTDONE.search(reader.text, max(0, place.start - 5), place.start) and _RISES.match(
        reader.text, place.end
    ):
        return True
    if reader.role_of(place) == "place" and ITS_CHART.match(reader.text, place.end):
        return True
    return place.kind == "store" and (
        any(c.named and c.start <= place.start and place.end <= c.end for c in reader.sentence.charts)
    )
