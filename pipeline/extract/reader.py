"""Reads one field of a post, paragraph by paragraph, and remembers what the passage speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from pipeline.extract import candidates, pronouns, when
from pipeline.extract.charts import Chart, find_charts
from pipeline.extract.dateforms import LAUNCH_BEHIND
from pipeline.extract.dates import Dates, Stretch
from pipeline.extract.groups import described_in, groups_between, together
from pipeline.extract.inherit import inherit
from pipeline.extract.measures import measures_in
from pipeline.extract.modality import DENIED, RUMOUR
from pipeline.extract.names import Mention, Names
from pipeline.extract.numbers import Number, find_numbers
from pipeline.extract.order import InOrder
from pipeline.extract.periods import find_periods
from pipeline.extract.places import Region, Store, find_regions, stores_among
from pipeline.extract.ranked import Ranked
from pipeline.extract.rules import listing
from pipeline.extract.rules.items import items_behind
from pipeline.extract.rules.most import Most, find_followers, find_most
from pipeline.extract.rules.rank import FAR, Rank, find_ranks
from pipeline.extract.sources import SELF, Source, find_sources
from pipeline.extract.subject_traits import Candidate, Ledger
from pipeline.extract.subjects import OPENING_NO, Resolver, Subject
from pipeline.extract.surroundings import Topics
from pipeline.extract.tokens import Token, find_tokens
from pipeline.extract.vocabulary import REGIONS, STORES
from pipeline.extract.weighing import observe
from pipeline.text.patterns import lazy_pattern

_FIGURES = lazy_pattern(
    r"下载|安装|装机|装了|装过|装进|装到|装入|分发|榜|登顶|[依次序]{2}[是为]|第[一二三四五六七八九十百\d]|[Tt][Oo][Pp]|No\.|NO\.|首位|头名|夺冠|冠军|亚军|季军|居首|居次|次席|次之|其后|再往|再来|接着|在后面|身后|接棒|\d[kKwWmM]|前[一二三四五六七八九十百\d]|排名|名次|头三|[是在有为，]\d{1,4}[名位]|[一二三四五六七八九十\d][名位](?:依次|分别|则|是|为|：)|[\d一二三四五六七八九十百千万亿]\s?次|倍|%|成[五一二三四六七八九，。；多]|翻番|[\d]万|\d,\d{3}|[十百千]万|[万亿]"
)
_CORE = lazy_pattern(
    "下载|安装|装机|装了|装过|装得最|榜|登顶|夺冠|冠军|亚军|季军|头名|首位|[Dd]ownload|App Store|Google Play|应用商店|应用市场|[Tt][Oo][Pp]\\s?\\d|N[oO]\\.|#\\d{1,3} in |拉取|分发|装进|装到|装入|类第|AppGallery|次数|排行|名次|排名|总榜|封王|问鼎|下載"
)
# a sentence with one of these is read wherever it stands: what it means is weighed later
_PLACES = lazy_pattern(
    r"第[一二三四五六七八九十百\d]{1,3}[名位]|[居列名排]第[一二三四五六七八九十\d]|榜首|登顶|首位|夺冠|冠军|亚军|前[三五十两二四六七八九\d]"
)
# a mark within a title ends no sentence: 《Monopoly GO!》
_SENTENCE = lazy_pattern(r"(?:《[^《》\n]{1,40}》|[^。！？!?；;\n])*(?:[。！？!?；;\n]+[”’」』）)\"]*|$)")
_ORIGIN = lazy_pattern(
    "来源|(?:榜单|数据|排名)(?:来自|由|出自|据)|发布|公布|整理"
)  # without these no source is for all
_FAR_SAID = 20_000  # characters of a post in which sources are looked for
_STOP = lazy_pattern(r"[。！？!?；;\n]")
_CLAUSE_END = lazy_pattern(
    r"《[^》]{1,40}》|[，,：:](?!\d{3}(?!\d))|——|(?<![\d日月年号时点])—(?=[^—])|(?<=\D),"
)


_WITHOUT = lazy_pattern("(?:不含|不包括|除了?|剔除|未计入)[^，。；]{0,6}$")
_BENCH = lazy_pattern("Arena|竞技场|SuperCLUE|测评|评测|跑分|基准测试|AIME|LiveBench")
_LONGEST = 500
_PAREN = lazy_pattern(r"[（(][^（）()]{0,24}$")  # what stands before in brackets that are still open
_OWNS = lazy_pattern("[”」》]?的(?:约|近)?")
_OWNED_BY = lazy_pattern(r"\s?(?:多|余)?(?:次|人次)?(?:的)?(?:累计|总)?(?:下载|安装|装机)(?:量|次数)?的")
_WRITTEN_DATE = lazy_pattern(r"[\d一二三四五六七八九十][月日号年]")
_OFTEN = 3  # times that a post names what it is about
_BARE_VERSION = lazy_pattern(
    "((?:移动|手机|网页|日本|繁体|日文|英文|国际|海外|韩国|繁中|简体|台港澳|港澳台|安卓|鸿蒙(?:原生)?|国)[版服])"
)


@dataclass(slots=True)
class Draft:
    """A claim in the making: fields as in the guide, and why each has its value."""

    metric: str
    start: int
    end: int
    subject: Subject
    fields: dict[str, Any]
    rule: str
    why: dict[str, str] = field(default_factory=dict)
    anchor: int = 0


@dataclass(slots=True)
class Context:
    """What the passage spoke of last: carried from sentence to sentence, let go with the paragraph where it must be."""

    head: str = ""  # the title, which may say what a list below it ranks
    subject: Subject | None = None
    recent: list[Subject] = field(default_factory=list)
    chart: Chart | None = None
    chart_paragraph: int = -9
    chart_at: int = -(10**6)
    chart_count: int | None = None
    chart_sentence: int = -9
    home: str | None = None  # the one store whose charts the post names; empty once there are several
    downloads: dict[str, Any] | None = None
    downloads_paragraph: int = -9
    downloads_at: int = -(10**6)
    downloads_sentence: int = -9
    date: tuple[str | None, str | None] | None = None
    date_paragraph: int = -9
    source: str | None = None
    source_paragraph: int = -9
    source_analyst: bool = False
    publisher: str | None = None
    persons: list[str] = field(default_factory=list)  # who was heard, by name: whom 他 and 她 may mean
    publisher_store: str | None = None
    last_store: str | None = None
    source_metrics: set[str] = field(default_factory=set)
    week: tuple[str, str] | None = None  # the week that a weekly report covers, from its head or its title
    launch: str | None = None
    launch_paragraph: int = -9
    launch_subject: Subject | None = None
    measure: bool | None = None
    measure_sentence: int = -9
    opening: Subject | None = None  # an unknown name with which the post begins, where it names nothing else
    group_category: str | None = None
    group: Subject | None = None
    group_paragraph: int = -9
    frame: dict[str, Any] | None = None  # what a market's own figure said of place and time
    frame_paragraph: int = -9
    charts_of: dict[str, Chart] = field(default_factory=dict)
    last_rank: int | None = None
    last_rank_sentence: int = -9

    def speak_of(self, subject: Subject) -> None:
        self.subject = subject
        self.recent = [*[known for known in self.recent if not known.same(subject)][-7:], subject]


@dataclass(slots=True)
class Sentence:
    """One sentence with all that was found in it."""

    start: int
    end: int
    clauses: list[tuple[int, int]]
    names: list[Mention]
    tokens: list[Token]
    charts: list[Chart]
    regions: list[Region]
    stores: list[Store]
    dates: list[Stretch]
    sources: list[Source]
    measures: list[tuple[int, int, bool]]
    periods: list[tuple[int, int, str, bool]]
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


_OPENING = lazy_pattern(
    r"(?<![^。！？\n：；])“?(?P<np>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9.]{1,9}?)”?(?=网页版|客服|半年考|官方|团队|创始人|运营方|宣布|上线|在|的|于|自|已|是|由|今年|昨日|昨天|\d{1,2}月|发布|推出|App|同时|火了|走红)"
)
_APP_WORDS = lazy_pattern("App|APP|应用|下载|软件|手游|小程序|安装|客户端|游戏")


class Reader:
    """One field of a post, read from its beginning to its end."""

    def __init__(
        self,
        text: str,
        names: Names,
        published: datetime | None,
        *,
        title: bool = False,
        context: Context | None = None,
    ) -> None:
        self.text = text
        self.names = names
        self.published = published
        self.today = published.strftime("%Y-%m-%d") if published else None
        self.title = title
        enough = 1 if title or len(text) < 400 else 3
        self.about_apps = len(list(islice(_APP_WORDS.finditer(text, 0, 6000), enough))) == enough
        self.dates = Dates(text, published)
        self.resolver = Resolver(text, names)
        self.context = context or Context()
        self.drafts: list[Draft] = []
        self._roles: dict[int, str] = {}
        self.dated: dict[int, str] = {}  # what a date is the date of, by its start
        self._stretches: list[tuple[int, int]] = []  # sentences, passages and lists in the order of reading
        self._sources: dict[int, list[Source]] = {}
        self._waiting: list[tuple[int, int, int, int]] = []  # stretches passed over, with their numbers
        # what stands before and behind a name, by its place
        self.beside: dict[tuple[int, int], tuple[str, str, bool]] = {}
        self.ledger = Ledger()
        self.mentioned: Any = None  # charts, categories, regions and stores, where they stand
        self.passed: list[tuple[int, int, str]] = []  # figures not taken, and why
        self.paragraph = 0
        self.sentence_number = 0
        self._pronouns: list[tuple[int, int, str]] | None = None
        self.at = 0  # where reading stands
        self.sentence: Sentence

    # -- walking --------------------------------------------------------------------------------------------------

    def read(self) -> list[Draft]:
        """All claims of the field."""
        from pipeline.extract import tables

        text = self.text
        at = 0
        if self.context.opening is None:
            self.context.opening = self._opening()
        rows = {at: block for at, block in tables.find_rows(text).items() if tables.headed(self, block)}
        starts = sorted(rows)
        size = len(text)
        while at < size:
            stop = text.find("\n", at)
            stop = size if stop < 0 else stop
            row_block = rows.get(at)
            if row_block is not None:
                self.catch_up()
                self._stretches.append((row_block.start, row_block.end))
                tables.read_rows(self, row_block)
                # what follows a list in its own line is read on
                at = row_block.end + (text[row_block.end : row_block.end + 1] == "\n")
                self.paragraph += 1
                continue
            following = bisect_right(starts, at)
            if following < len(starts):
                stop = min(stop, starts[following])
            if stop > at:
                self.paragraph += 1
                self.at = at
                if (
                    _CORE.search(text, at, stop)
                    or (self._alive() and _FIGURES.search(text, at, stop))
                    or (self.about_apps and _PLACES.search(text, at, stop))
                ):
                    self._read_paragraph(at, stop)
                else:
                    self._pass_over(at, stop)
            at = stop + (stop not in rows)
        self._close()
        self.context.week = self.dates.issue or self.context.week
        when.look_ahead(self.drafts, self.today)
        when.date_by_issue(self.drafts, self.context.week)
        when.date_by_report(self.drafts, self.context.publisher)
        if self.drafts:
            inherit(self)
        return self.drafts

    def _read_paragraph(self, start: int, stop: int) -> None:
        seen = False
        for hit in _SENTENCE.finditer(self.text, start, stop):
            for begin, end in self._bounded(hit.start(), hit.end()):
                self.sentence_number += 1
                self.at = begin
                core = bool(_CORE.search(self.text, begin, end))
                seen = seen or core
                if (
                    core
                    or ((seen or self._alive()) and _FIGURES.search(self.text, begin, end))
                    or (self.about_apps and _PLACES.search(self.text, begin, end))
                ):
                    self._read_sentence(begin, end)
                else:
                    self._pass_over(begin, end)

    def _opening(self) -> Subject | None:
        """The unknown name that opens one of the first sentences: 棉花糖相机半年考."""
        for hit in _OPENING.finditer(self.text[:600]):
            name = hit["np"]
            if not OPENING_NO.search(name) and name not in REGIONS:
                return Subject((name,), "app", hit.start("np"))
        return None

    def _alive(self) -> bool:
        """Whether the passage just spoke of a chart or of downloads, so that a bare figure may be one of theirs."""
        context = self.context
        if context.measure and self.sentence_number - context.measure_sentence <= 1:
            return True  # the line above said what is counted
        if max(context.chart_paragraph, context.downloads_paragraph) >= self.paragraph - 2:
            return True
        return self.at - max(context.chart_at, context.downloads_at) <= FAR

    def _bounded(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A sentence, or its parts where it is longer than any person writes: time stays in proportion."""
        while end - start > _LONGEST:
            cut = max(self.text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in "，,、 ")
            cut = cut + 1 if cut > 0 else start + _LONGEST
            yield start, cut
            start = cut
        if end > start:
            yield start, end

    def _pass_over(self, start: int, stop: int) -> None:
        """A stretch without figures still says what the passage is about; it is looked at once a figure follows."""
        self._stretches.append((start, stop))
        self._waiting.append((start, stop, self.paragraph, self.sentence_number))

    def catch_up(self) -> None:
        """Look at the stretches that were passed over."""
        if not self._waiting:
            return
        here = self.paragraph, self.sentence_number
        for start, stop, paragraph, number in self._waiting:
            self.paragraph, self.sentence_number = paragraph, number
            self._note(start, stop)
        self._waiting.clear()
        self.paragraph, self.sentence_number = here

    def _close(self) -> None:
        """What stands behind the last figure can still take it back, or say where all figures come from."""
        for start, stop, paragraph, number in self._waiting if self.drafts else ():
            self.paragraph, self.sentence_number = paragraph, number
            denied = DENIED.search(self.text, start, stop)
            if denied or _ORIGIN.search(self.text, start, stop):
                found = self._note_sources(start, stop)
                if denied:
                    self._deny_backwards(start, stop, found)
        self._waiting.clear()

    def _note(self, start: int, stop: int) -> None:
        mentions = self.names.between(start, stop)
        self.resolver.topic = self.context.subject is not None
        leading = self.resolver.leading(mentions) if mentions else None
        if leading is not None and not self._bystander(leading):
            self.context.speak_of(self.resolver.subject(leading))
        found = self._note_sources(start, stop)
        self._remember_launch(start, stop)
        self._remember_day(start, stop)
        self._deny_backwards(start, stop, found)

    def _note_sources(self, start: int, stop: int) -> list[Source]:
        found = self.sources_in(start, stop)
        for source in found:
            if source.backward:
                self._source_backwards(source.name, start, stop)
            else:
                self._remember_source(source)
        return found

    def _bystander(self, mention: Mention) -> bool:
        """Whether a name that stands in the middle of a clause is too slight to take over from what the post is about."""
        topic = self.context.subject
        if topic is None or mention.form in ("book", "quoted"):
            return False
        text = self.text
        if text[max(0, mention.start - 1) : mention.start] in ("", *"，。；：、！？\n“「《"):
            return False
        count = self.names.count
        return max(map(count, topic.names)) >= _OFTEN and sum(map(count, set(mention.names))) <= 1

    def _clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        clauses: list[tuple[int, int]] = []
        at = start
        for hit in _CLAUSE_END.finditer(self.text, start, end):
            if hit[0][0] == "《":
                continue
            clauses.append((at, hit.end()))
            at = hit.end()
        if at < end:
            clauses.append((at, end))
        return clauses

    def gather(self, start: int, end: int) -> Sentence:
        """Everything that is found in a sentence, once."""
        text = self.text
        tokens = self.tokens.between(start, end)
        names = list(self.names.between(start, end))
        stores = [
            t for t in stores_among(tokens) if not _WITHOUT.search(text[max(start, t.start - 8) : t.start])
        ]
        if stores and any(t.store for t in stores):
            self.context.last_store = next(t.store for t in reversed(stores) if t.store)
        places = [(t.start, t.end) for t in tokens if t.kind in "SP"]
        names = [
            m
            for m in names
            if not any(a <= m.start and m.end <= b for a, b in places)
            or m.form in ("book", "quoted", "listed")
        ]
        covered = [
            (m.start, m.end)
            for m in names
            if m.form in ("book", "quoted", "listed") or (m.form == "lexicon" and m.end - m.start > 2)
        ]

        def hidden(a: int, b: int) -> bool:
            return any(x < b and a < y and (b - a) <= (y - x) for x, y in covered)

        tokens = [t for t in tokens if not (t.kind in "RCKGUL" and hidden(t.start, t.end))]
        ranks = [r for r in find_ranks(text, start, end) if not hidden(r.start, r.end)]
        mosts = find_most(text, start, end)
        ranks = [r for r in ranks if not any(m.rank.start <= r.start and r.end <= m.rank.end for m in mosts)]
        dates = self.dates.between(start, end)
        periods = find_periods(text, start, end)
        written = [(d.start, d.end) for d in dates if _WRITTEN_DATE.search(text, d.start, d.end)]
        periods = [p for p in periods if not any(a < p[1] and p[0] < b for a, b in written)]
        regions = self.regions.between(start, end)
        regions = [r for r in regions if text[r.end : r.end + 1] == "版" or not hidden(r.start, r.end)]
        taken = (
            [(m.start, m.end) for m in names if m.form != "weak"]
            + covered
            + [(r.start, r.end) for r in ranks]
            + [(d.start, d.end) for d in dates]
            + [(p[0], p[1]) for p in periods]
            + [(r.start, r.end) for r in regions if r.count]
        )
        known = frozenset(at for d in dates for at in range(d.start, d.end))
        numbers = [
            n
            for n in find_numbers(text, start, end, known)
            if not n.ordinal
            and not any(x < n.end and n.start < y and not (n.start <= x and y < n.end) for x, y in taken)
        ]
        charts = find_charts(text, tokens, start, end)
        names = [
            m
            for m in names
            if not any(c.start <= m.start and m.end <= c.end and (c.named or c.store) for c in charts)
        ]
        return Sentence(
            start,
            end,
            self._clauses(start, end),
            names,
            tokens,
            charts,
            regions,
            stores,
            dates,
            self.sources_in(start, end),
            measures_in(text, start, end),
            periods,
            ranks,
            numbers,
            mosts,
            find_followers(text, start, end),
        )

    def _read_sentence(self, start: int, end: int) -> None:
        self.catch_up()
        self._stretches.append((start, end))
        s = self.sentence = self.gather(start, end)
        self._pronouns = None
        self.resolver.speakers = [(source.start, source.end) for source in s.sources]
        self.resolver.topic = self.context.subject is not None
        for source in s.sources:
            if source.backward:
                self._source_backwards(source.name, start, end)
        figures: list[tuple[int, Any]] = sorted(
            [(r.start, r) for r in s.ranks]
            + [(n.start, n) for n in s.numbers]
            + [(m.rank.start, m) for m in s.mosts]
            + [(f[0], f) for f in s.followers],
            key=lambda pair: pair[0],
        )
        previous_end = start
        taken_any = False
        skip: set[int] = set()
        for place, (at, figure) in enumerate(figures):
            if place in skip:
                continue
            made: list[Draft] = []
            if isinstance(figure, Rank):
                made = self.read_rank(figure, previous_end)
            elif isinstance(figure, Most):
                made = self.read_most(figure, previous_end)
            elif not isinstance(figure, Number):
                made = self.read_followers(figure, previous_end, figures[place + 1 :])
            else:
                chain = self._chain(figures, place)
                if len(chain) > 1:
                    made = self.read_chain([figures[i][1] for i in chain], previous_end)
                    if made:
                        skip.update(chain)
                if not made:
                    made = self.read_number(figure, previous_end)
            if made:
                taken_any = True
                for draft in made:
                    draft.anchor = at
                    draft.fields["_paragraph"] = self.paragraph
                    draft.fields["_sentence"] = self.sentence_number
                    draft.fields["_question"] = self.text[s.start : s.end].rstrip().endswith(("？", "?"))
                    draft.fields["_quoted"] = (
                        self.text.rfind("“", s.start, at) > self.text.rfind("”", s.start, at)
                        and self.text[s.start] not in "“「>"
                    )
                self.drafts += made
                last = figure if place not in skip else figures[max(skip)][1]
                previous_end = (
                    last.rank.end
                    if isinstance(last, Most)
                    else last.end
                    if isinstance(last, Rank | Number)
                    else last[1]
                )
        if not taken_any or (not figures):
            leading = self.resolver.leading(s.names)
            if leading is not None and not self._bystander(leading):
                self.context.speak_of(self.resolver.subject(leading))
        if not taken_any:
            self._remember_day(start, end)
        if s.sources:
            last = [source for source in s.sources if not source.backward]
            if last:
                best = [source for source in last if source.analyst] or last
                self._remember_source(best[-1])
                self.context.source_metrics = {
                    draft.metric if draft.metric == "rank" else "downloads"
                    for draft in self.drafts
                    if draft.anchor >= s.start
                }
        self._remember_launch(start, end)
        if self.context.chart_sentence != self.sentence_number:
            named = [c for c in s.charts if c.named and not c.same]
            if named:
                foreign = named[-1].void or (
                    not named[-1].store and not named[-1].kind and _BENCH.search(self.text, s.start, s.end)
                )
                self.context.chart = None if foreign else named[-1]
                self.context.chart_paragraph, self.context.chart_count = self.paragraph, None
                self.context.chart_at = end
        if s.measures:
            self.context.measure, self.context.measure_sentence = s.measures[-1][2], self.sentence_number
        self._deny_backwards(start, end, s.sources)

    def _remember_source(self, source: Source) -> None:
        context = self.context
        context.source, context.source_paragraph, context.source_analyst = (
            source.name,
            self.paragraph,
            source.analyst,
        )
        context.source_metrics = set()
        if not source.analyst and source.name not in context.persons[-8:] and not SELF.search(source.name):
            context.persons.append(source.name)
        if source.analyst and re.match(
            "[”」』]?(?:[^，。；]{0,6})(?:发布|公布)", self.text[source.end : source.end + 12]
        ):
            context.publisher = source.name
            context.publisher_store = STORES.get(source.name)

    def _source_backwards(self, name: str, start: int, end: int) -> None:
        """榜单来自X，截至8月28日: said at the end for all that stood before."""
        dates = [d for d in self.dates.between(start, end) if d.kind == "until"]
        for draft in self.drafts:
            if draft.fields.get("_paragraph", -1) < self.paragraph - 12:
                continue
            if draft.fields.get("source") is None:
                draft.fields["source"] = name
            if dates and draft.rule.endswith("row"):
                draft.fields["since"], draft.fields["as_of"] = None, dates[-1].as_of

    def _remember_day(self, start: int, end: int) -> None:
        """A day that a sentence without claims names holds for the places in the next one."""
        days = [
            d
            for d in self.dates.between(start, end)
            if d.kind in ("day", "month", "week", "until", "now")
            and (d.since or d.as_of)
            and not (LAUNCH_BEHIND.match(self.text, d.end) and self.text[d.start] not in "昨今")
        ]
        if days:
            self.context.date, self.context.date_paragraph = (days[-1].since, days[-1].as_of), self.paragraph

    def _remember_launch(self, start: int, end: int) -> None:
        for date in self.dates.between(start, end):
            if (
                date.kind in ("day", "month")
                and date.as_of
                and re.search(
                    "上线|公测|开服|上架|发布|推出|登陆|上市|开测|首发|面世|开放|问世|亮相",
                    self.text[date.end : date.end + 26],
                )
            ):
                self.context.launch, self.context.launch_paragraph = date.as_of, self.paragraph
                leading = self.resolver.leading(self.names.between(start, end))
                self.context.launch_subject = (
                    self.resolver.subject(leading) if leading is not None else self.context.subject
                )

    def _deny_backwards(self, start: int, end: int, sources: list[Source]) -> None:
        """A denial one sentence later takes back the rumour in front of it."""
        hit = DENIED.search(self.text, start, end)
        if not hit:
            return
        who = [source.name for source in sources]
        for draft in self.drafts:
            near = self.sentence_number - draft.fields.get("_sentence", -9) <= 2 and (
                draft.fields.get("_quoted") or draft.fields.get("_question")
            )
            if (
                (draft.fields.get("modality") == "rumour" or near or self._hearsay(draft))
                and draft.fields.get("_paragraph") == self.paragraph
                and draft.anchor < hit.start()
            ):
                draft.fields["modality"] = "denied"
                if who:
                    draft.fields["source"] = who[0]

    def _hearsay(self, draft: Draft) -> bool:
        """据说目标是五千万: what somebody is said to want."""
        wanted = draft.fields.get("modality") in ("goal", "forecast")
        return wanted and bool(RUMOUR.search(self.text, max(0, draft.anchor - 60), draft.anchor))

    # -- subjects -------------------------------------------------------------------------------------------------

    @cached_property
    def said(self) -> list[Source]:
        """Who is named as the origin of something, anywhere in the field."""
        return [
            source
            for start, stop in self._stretches
            if start < _FAR_SAID
            for source in self.sources_in(start, stop)
        ]

    def sources_in(self, start: int, stop: int) -> list[Source]:
        """Who is named in a stretch as the origin of something; looked for once."""
        if start not in self._sources:
            self._sources[start] = find_sources(self.text, start, stop)
        return self._sources[start]

    @cached_property
    def tokens(self) -> InOrder[Token]:
        """The words that the grammar knows."""
        return InOrder(find_tokens(self.text))

    @cached_property
    def regions(self) -> InOrder[Region]:
        """Where the text names countries and other regions."""
        return InOrder(find_regions(self.text, 0, len(self.text)))

    @cached_property
    def groups(self) -> InOrder[Mention]:
        """Kinds of apps, and several that are counted."""
        return InOrder(list(groups_between(self.text, 0, len(self.text))))

    @cached_property
    def described(self) -> InOrder[Mention]:
        """Single apps that have no name."""
        return InOrder(list(described_in(self.text)))

    @cached_property
    def ranked(self) -> Ranked:
        return Ranked(self.text, self.context.head or "")

    @cached_property
    def topics(self) -> Topics:
        """What the text speaks of, as far as that bears on its figures."""
        return Topics(self.text)

    @cached_property
    def _stops(self) -> list[int]:
        return [hit.start() for hit in _STOP.finditer(self.text)]

    def stops_between(self, start: int, end: int) -> int:
        """How many marks that end a sentence stand between two places."""
        return bisect_left(self._stops, end) - bisect_left(self._stops, start)

    @property
    def pronouns(self) -> list[tuple[int, int, str]]:
        """Where the sentence refers back, and by which word."""
        if self._pronouns is None:
            s = self.sentence
            self._pronouns = [
                (*hit.span(), hit[0]) for hit in pronouns.PRONOUN.finditer(self.text, s.start, s.end)
            ]
        return self._pronouns

    def role_of(self, mention: Mention) -> str:
        """The part that a name plays, told by what stands around it; each is looked at once."""
        role = self._roles.get(mention.start)
        if role is None:
            beside = self.names.between(max(0, mention.start - 20), mention.start)
            role = self._roles[mention.start] = self.resolver.role(mention, beside[-2:])
        return role

    def subjects_for(
        self, start: int, end: int, previous_end: int, *, rank: Rank | None = None
    ) -> tuple[list[Subject], str]:
        """The subjects of the figure at ``start``..``end``, and the rule that found them."""
        s, text, resolver = self.sentence, self.text, self.resolver
        clause_start, _clause_end = s.clause_of(start)
        # behind the figure
        if rank is not None:
            if len(rank.ranks) > 1 or rank.relation == "within":
                items = items_behind(self, end, min(s.end, end + 120))
                if len(items) > 1 and (
                    len(items) == len(rank.ranks)
                    or (rank.relation == "within" and len(items) <= max(rank.ranks[0], 3))
                ):
                    return [resolver.subject(m) for m in items], "listed behind the figure"
            forward = resolver.behind(
                end, min(s.end, end + 60), s.names, touch=rank.kind in ("ordinal", "word", "within")
            )
            titled = listing.touching(self, rank, max(clause_start, previous_end))
            if titled is not None:
                return [resolver.subject(titled)], "named behind the figure"
            if (
                forward
                and rank.kind == "ordinal"
                and text[end - 1] not in "名位"
                and not re.match(
                    r"(?:名|位)?(?:的)?(?:则|仍|还)?(?:是|为|：|由|被|换)|的|(?:宝座|位置|席位|交椅|名次)的?，?则?[是为]",
                    text[end : end + 8],
                )
            ):
                forward = []
            if forward and len(rank.ranks) == 1 and re.match(r"(?:名|位)?，", text[end : end + 2]):
                forward = []
            if forward:
                return [resolver.subject(m) for m in forward], "named behind the figure"
        inside = [m for m in s.names if m.end <= start]
        touching = [m for m in inside if start - m.end <= 3 and _OWNS.fullmatch(text, m.end, start)]
        if touching and text[touching[-1].start - 1 : touching[-1].start] in ("在", "于") and len(inside) > 1:
            touching = []  # X在安卓市场的下载量
        if rank is None and touching and touching[-1].kind != "work":
            return [resolver.subject(touching[-1])], "X 的 and its figure"
        if rank is None:
            owned = _OWNED_BY.match(text, end, min(s.end, end + 16))
            behind = [m for m in s.names if owned and owned.end() - 1 <= m.start <= owned.end() + 1]
            if behind and behind[0].kind != "work":
                return [resolver.subject(behind[0])], "a figure 的 X"
        # X（…figure…）
        paren = _PAREN.search(text[max(clause_start, start - 40) : start])
        if paren:
            opened = start - len(paren[0])
            front = [m for m in inside if m.end <= opened and opened - m.end <= 3]
            item = None if front else listing.bracketed(self, opened)
            front = front or ([item] if item is not None else [])
            if front:
                return [resolver.subject(front[-1])], "in brackets behind its name"
        local = [m for m in inside if m.start >= max(clause_start, previous_end)]
        chosen = resolver.eligible(local) if local and rank is not None else []
        if chosen and resolver.role(chosen[-1], local) == "handed":
            return [resolver.subject(chosen[-1])], "把 X 挤到"
        pronoun = None
        for hit in pronouns.PRONOUN.finditer(text, max(clause_start, previous_end - 1), start):
            pronoun = hit
        if (
            pronoun
            and pronoun[0].strip("，。；, ") in pronouns.PLURAL
            and not any(m.start > pronoun.end() or m.end >= pronoun.start() - 1 for m in local)
        ):
            found = pronouns.referred_to(self, pronoun[0])
            if found:
                return found, f"{pronoun[0]} refers back"
        return self._weighed(start, end, previous_end, rank, inside)

    def _weighed(
        self, start: int, end: int, previous_end: int, rank: Rank | None, inside: list[Mention]
    ) -> tuple[list[Subject], str]:
        """The name for which most speaks, with those that stand in one row with it."""
        s, text, resolver, context = self.sentence, self.text, self.resolver, self.context
        found = candidates.gather(self, start, end, previous_end, rank=rank is not None)
        observe("subjects", self, rank, start, end, found)
        choice = candidates.best(self, found, start, rank=rank is not None)
        if choice is None:
            return [], "no subject"
        if choice.before is None:
            opening = self.context.opening
            if opening is None or set(opening.names).isdisjoint(choice.names):
                choice = self._named_ahead(found, start) or choice
        mention = choice.before
        clause_start, _ = s.clause_of(start)
        if mention is not None and mention.start >= s.start:
            group = self._row_of(mention, inside)
            group = resolver.listed(group, s.clause_of(group[0].start)[0])
            if mention.start >= clause_start and rank is None:
                sum_of = together(text, group, start, [m for m in inside if m.company])
                if sum_of is not None:
                    return [sum_of], "a sum over a list"
            where = "its clause" if mention.start >= clause_start else "an earlier clause"
            return [resolver.subject(m) for m in group], f"named in {where}"
        if mention is None and choice.behind is not None:
            return [resolver.subject(choice.behind)], "named behind the figure"
        topic = context.subject
        is_topic = topic is not None and not set(topic.names).isdisjoint(choice.names)
        version = _BARE_VERSION.search(text[s.start : start])
        if version and topic is not None and is_topic:
            return self._version_of(topic, version[1]), "a version of what the passage speaks of"
        told = bool(self.drafts) and self.drafts[-1].anchor >= s.start
        if topic is not None and is_topic:
            return [topic], "as the figure before it" if told else "the passage speaks of it"
        if mention is not None:
            return [resolver.subject(mention)], "named in an earlier sentence"
        for draft in reversed(self.drafts[-20:]):
            if not set(draft.subject.names).isdisjoint(choice.names):
                return [draft.subject], "the passage speaks of it"
        for known in self.names.firsts:
            if not set(known.names).isdisjoint(choice.names):
                return [resolver.subject(known)], "what the post speaks of most"
        return [Subject(choice.names, "app", 0)], "what the post opens with"

    def _named_ahead(self, found: list[Candidate], start: int) -> Candidate | None:
        """The name that the sentence goes on with, where the post names nothing before: 登上榜首，X只用了三天."""
        if self.context.subject is not None or self.drafts:
            return None
        if any(not m.company and m.form != "weak" for m in self.names.between(0, start)):
            return None
        ahead = [c for c in found if c.before is None and c.behind is not None and not c.behind.company]
        return min(ahead, key=lambda c: c.behind.start if c.behind else 0, default=None)

    def _row_of(self, mention: Mention, inside: list[Mention]) -> list[Mention]:
        """The names that stand in one list with one: A、B和C."""
        row = [mention]
        beside = [
            m
            for m in inside
            if m.kind != "work"
            and m.start >= self.sentence.start
            and (not m.company or mention.company)
            and (m is mention or self.role_of(m) in ("subject", "handed"))
        ]
        told = {
            d.subject.start for d in self.drafts[-20:] if self.sentence.start <= d.anchor < d.subject.start
        }
        for other in reversed([m for m in beside if m.end <= mention.start]):
            if other.start in told and mention.start not in told:
                break  # the list behind an earlier figure ends here
            grown = self.resolver.group_ending([other, row[0]])
            if len(grown) < 2:
                break
            row.insert(0, other)
        for other in [m for m in beside if m.start >= mention.end]:
            if len(self.resolver.group_ending([row[-1], other])) < 2:
                break
            row.append(other)
        return row

    def _version_of(self, topic: Subject, version: str) -> list[Subject]:
        root = _BARE_VERSION.sub("", topic.names[-1]) or topic.names[0]
        for known in reversed(self.context.recent):
            if any(name.endswith(version) for name in known.names):
                root = _BARE_VERSION.sub("", min(known.names, key=len)) or root
        roots = [name for name in (*topic.names, root) if not _BARE_VERSION.search(name)]
        if not roots:
            return [topic]
        return [Subject((roots[0] + version, *roots, version), topic.kind, self.sentence.start)]

    # -- figures --------------------------------------------------------------------------------------------------

    def read_rank(self, rank: Rank, previous_end: int) -> list[Draft]:
        from pipeline.extract.rules import standing

        return standing.read_rank(self, rank, previous_end)

    def read_most(self, most: Most, previous_end: int) -> list[Draft]:
        from pipeline.extract.rules import following

        return following.read_most(self, most, previous_end)

    def read_followers(
        self, follower: tuple[int, int, bool], previous_end: int, rest: list[tuple[int, Any]]
    ) -> list[Draft]:
        from pipeline.extract.rules import following

        return following.read_followers(self, follower, previous_end, rest)

    def read_number(self, number: Number, previous_end: int) -> list[Draft]:
        from pipeline.extract.rules import counts

        return counts.read_number(self, number, previous_end)

    def read_chain(self, numbers: list[Number], previous_end: int) -> list[Draft]:
        from pipeline.extract.rules import counts

        return counts.read_chain(self, numbers, previous_end)

    def _chain(self, figures: list[tuple[int, Rank | Number]], place: int) -> list[int]:
        from pipeline.extract.rules import counts

        return counts.chain_at(self, figures, place)
