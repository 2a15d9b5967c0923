"""Reads one field of a post, paragraph by paragraph and figure by figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

from pipeline.extract import cues, memory, pronouns, tables, when
from pipeline.extract.context import Context
from pipeline.extract.dates import Dates
from pipeline.extract.draft import Draft
from pipeline.extract.groups import described_in, groups_between
from pipeline.extract.inherit import inherit
from pipeline.extract.modality import DENIED
from pipeline.extract.names import Mention, Names
from pipeline.extract.no_names import NO_OPENING
from pipeline.extract.numbers import Number
from pipeline.extract.order import InOrder
from pipeline.extract.places import Region, find_regions
from pipeline.extract.ranked import Ranked
from pipeline.extract.rules import chains, counts, following, standing
from pipeline.extract.rules.most import Most
from pipeline.extract.rules.rank import FAR, Rank
from pipeline.extract.sentence import Sentence, sentence_at
from pipeline.extract.sources import Source, find_sources
from pipeline.extract.subject_traits import Ledger
from pipeline.extract.subjects import Resolver, Subject
from pipeline.extract.surroundings import Topics
from pipeline.extract.tokens import Token, find_tokens
from pipeline.extract.vocabulary import REGIONS
from pipeline.text.patterns import lazy_pattern

# a mark within a title ends no sentence: 《Monopoly GO!》
_SENTENCE = lazy_pattern(r"(?:《[^《》\n]{1,40}》|[^。！？!?；;\n])*(?:[。！？!?；;\n]+[”’」』）)\"]*|$)")
_STOP = lazy_pattern(r"[。！？!?；;\n]")
_LONGEST = 500  # characters of a sentence that are read as one
_FAR_SAID = 20_000  # characters of a post in which sources are looked for
# the unknown name with which a sentence begins, told by what follows it: 棉花糖相机半年考, “云雀”团队宣布
_OPENING = lazy_pattern(
    r"(?<![^。！？\n：；])“?(?P<np>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9.]{1,9}?)”?"
    "(?=网页版|客服|半年考|官方|团队|创始人|运营方"
    "|宣布|上线"
    "|在|的|于|自(?![己家身动主])|已|是|由"
    r"|今年|昨日|昨天|\d{1,2}月"
    "|发布|推出|App|同时|火了|走红)"
)
_WITHIN = 600  # letters at the beginning of a post in which that name is looked for
Figure = (
    Rank | Most | Number | tuple[int, int, bool]
)  # the last is 紧随其后: start, end, whether names follow


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
        self.about_apps = len(list(islice(cues.ABOUT_APPS.finditer(text, 0, 6000), enough))) == enough
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

    # -- paragraphs -----------------------------------------------------------------------------------------------

    def read(self) -> list[Draft]:
        """All claims of the field."""
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
                if cues.TRADE.search(text, at, stop) or self._may_hold_figures(at, stop):
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
                of_trade = bool(cues.TRADE.search(self.text, begin, end))
                seen = seen or of_trade
                if of_trade or self._may_hold_figures(begin, end, seen=seen):
                    self._read_sentence(begin, end)
                else:
                    self._pass_over(begin, end)

    def _may_hold_figures(self, start: int, stop: int, *, seen: bool = False) -> bool:
        """Whether a stretch without a word of the trade may hold a figure of what its passage speaks of.

        ``seen`` tells that the paragraph had such a word before.
        """
        if (seen or self._alive()) and cues.FIGURE.search(self.text, start, stop):
            return True
        return self.about_apps and cues.PLACE.search(self.text, start, stop) is not None

    def _opening(self) -> Subject | None:
        """The unknown name that opens one of the first sentences: 棉花糖相机半年考."""
        for hit in _OPENING.finditer(self.text[:_WITHIN]):
            name = hit["np"]
            if not NO_OPENING.search(name) and name not in REGIONS:
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
            memory.note(self, start, stop)
        self._waiting.clear()
        self.paragraph, self.sentence_number = here

    def _close(self) -> None:
        """What stands behind the last figure can still take it back, or say where all figures come from."""
        for start, stop, paragraph, number in self._waiting if self.drafts else ():
            self.paragraph, self.sentence_number = paragraph, number
            denied = DENIED.search(self.text, start, stop)
            if denied or cues.ORIGIN.search(self.text, start, stop):
                found = memory.note_sources(self, start, stop)
                if denied:
                    memory.deny_backwards(self, start, stop, found)
        self._waiting.clear()

    # -- one sentence ---------------------------------------------------------------------------------------------

    def _read_sentence(self, start: int, end: int) -> None:
        self.catch_up()
        self._stretches.append((start, end))
        s = self.sentence = sentence_at(self, start, end)
        self._pronouns = None
        self.resolver.speakers = [(source.start, source.end) for source in s.sources]
        self.resolver.topic = self.context.subject is not None
        for source in s.sources:
            if source.backward:
                memory.source_backwards(self, source.name, start, end)
        taken = self._read_figures(start)
        memory.remember(self, s, taken=taken)

    def _read_figures(self, previous_end: int) -> bool:
        """Take what the figures of the sentence say, from the first to the last; whether any made a claim."""
        s = self.sentence
        figures: list[tuple[int, Figure]] = sorted(
            [
                *[(r.start, r) for r in s.ranks],
                *[(n.start, n) for n in s.numbers],
                *[(m.rank.start, m) for m in s.mosts],
                *[(f[0], f) for f in s.followers],
            ],
            key=lambda pair: pair[0],
        )
        taken = False
        row_end = 0  # figures before this place were read together
        for place, (at, figure) in enumerate(figures):
            if place < row_end:
                continue
            made: list[Draft] = []
            if isinstance(figure, Number):
                made, row_end = self._read_row(figures, place, previous_end)
            made = made or self._read_figure(figure, previous_end, figures[place + 1 :])
            if made:
                taken = True
                self._take(made, at)
                previous_end = _end_of(figures[max(place, row_end - 1)][1])
        return taken

    def _read_row(
        self, figures: list[tuple[int, Figure]], place: int, previous_end: int
    ) -> tuple[list[Draft], int]:
        """分别为14.2亿次、13.7亿次: the claims of the row that begins at a place, and the place behind it."""
        row = chains.row_at(self.text, figures, place)
        made = chains.read_row(self, row, previous_end) if len(row) > 1 else []
        return made, place + len(row) if made else 0

    def _read_figure(self, figure: Figure, previous_end: int, rest: list[tuple[int, Figure]]) -> list[Draft]:
        if isinstance(figure, Number):
            return counts.read_number(self, figure, previous_end)
        if isinstance(figure, Rank):
            return standing.read_rank(self, figure, previous_end)
        if isinstance(figure, Most):
            return following.read_most(self, figure, previous_end)
        return following.read_followers(self, figure, previous_end, rest)

    def _take(self, made: list[Draft], at: int) -> None:
        """Keep the claims of the figure at an offset, with what later sentences ask of them."""
        s, text = self.sentence, self.text
        question = text[s.start : s.end].rstrip().endswith(("？", "?"))
        quoted = text.rfind("“", s.start, at) > text.rfind("”", s.start, at) and text[s.start] not in "“「>"
        for draft in made:
            draft.anchor = at
            draft.fields["_paragraph"] = self.paragraph
            draft.fields["_sentence"] = self.sentence_number
            draft.fields["_question"] = question
            draft.fields["_quoted"] = quoted
        self.drafts += made

    def leave_out(self, figure: Rank | Number, why: str) -> list[Draft]:
        """Take no claim from a figure, and tell those who ask why."""
        self.passed.append((figure.start, figure.end, why))
        return []

    # -- what the text holds, found once ---------------------------------------------------------------------------

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

    def sources_between(self, start: int, stop: int) -> list[Source]:
        """Who was named in the stretches that have been read between two places, left to right."""
        found: list[Source] = []
        for begin, end in reversed(self._stretches):
            if begin >= stop:
                continue
            if end <= start:
                break
            found = [*self.sources_in(begin, end), *found]
        return [source for source in found if start <= source.start < stop]

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


def _end_of(figure: Figure) -> int:
    if isinstance(figure, Most):
        return figure.rank.end
    return figure.end if isinstance(figure, Rank | Number) else figure[1]
