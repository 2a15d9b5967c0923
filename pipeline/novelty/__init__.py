"""What a claim is against what was known. Pure: values in, values out; the store passes in what it knows.

Three questions, in this order: which *series* does the claim speak of (:func:`fit`), which *figure* of it does it
state (:func:`figure_of`), and what is that figure against the others (:func:`judge`); for an edit
:func:`compare_versions` first.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Claim, Novelty, Post, Verdict
from pipeline.novelty.figure import Figure as Figure
from pipeline.novelty.figure import can_both_hold as can_both_hold
from pipeline.novelty.figure import figure_of as figure_of
from pipeline.novelty.figure import interval as interval
from pipeline.novelty.figure import number as number
from pipeline.novelty.figure import strength as strength
from pipeline.novelty.series import Fit as Fit
from pipeline.novelty.series import KnownApp as KnownApp
from pipeline.novelty.series import KnownSeries as KnownSeries
from pipeline.novelty.series import Slots as Slots
from pipeline.novelty.series import fit as fit
from pipeline.novelty.series import fold_name as fold_name
from pipeline.novelty.series import plain_name as plain_name
from pipeline.novelty.series import same_app as same_app
from pipeline.novelty.series import slots_of as slots_of
from pipeline.novelty.series import taken_on as taken_on
from pipeline.novelty.versions import Edit as Edit
from pipeline.novelty.versions import Placed as Placed
from pipeline.novelty.versions import compare_versions as compare_versions

TOTAL_FALLS = "total falls"
DAILY_ABOVE_TOTAL = "daily above total"
START_CONTRADICTS = "start contradicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFigure:
    """A figure of the history. ``outlets`` are those that state it of the date that is being judged."""

    id: int
    figure: Figure
    outlets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the history holds beside one claim: of its series, except ``totals`` and ``stretches``."""

    same: KnownFigure | None = None  # the figure that the claim states
    latest: KnownFigure | None = None  # by the date that it covers
    same_date: tuple[KnownFigure, ...] = ()  # that cover exactly the claim's date
    any: bool = False  # the series has a figure, dated or not
    totals: tuple[KnownFigure, ...] = ()  # latest totals of the app that bound a count of a stretch
    stretches: tuple[KnownFigure, ...] = ()  # latest counts of a stretch that a total must reach
    replaces: KnownFigure | None = None  # the figure that an edit put this one in the place of
    kept: bool = False  # the version before this one, of the same host, states it too


def judge(claim: Claim, post: Post, known: Known) -> Verdict:
    """The novelty of one claim, what it was compared with, and what makes it doubtful."""
    return _Case(claim, figure_of(claim, post.published_at), post.outlet, known).verdict()


@dataclass(frozen=True, slots=True)
class _Case:
    claim: Claim
    new: Figure
    outlet: str
    known: Known

    def verdict(self) -> Verdict:
        """In order of precedence, except that a known figure is a repeat whatever else it touches."""
        known = self.known
        if known.replaces is not None:
            return self._is(Novelty.REVISED, known.replaces)
        if known.kept or known.same is not None:
            return Verdict(novelty=Novelty.REPEAT, figure_id=known.same.id if known.same else None)
        against = self._contradicted()
        if against is not None:
            who = ", ".join(sorted(against.outlets - {self.outlet}))
            return self._is(Novelty.CONFLICT, against, f"{who} said {_said(against.figure)} of the same date")
        if known.latest is None:
            return self._is(Novelty.FIRST) if self.new.day or not known.any else self._undated()
        return self._against_latest(known.latest)

    def _contradicted(self) -> KnownFigure | None:
        """A figure of the same date that another outlet states and that cannot hold beside this one."""
        if self.new.covered is None:
            return None
        for other in self.known.same_date:
            if other.outlets - {self.outlet} and not can_both_hold(self.new, other.figure):
                return other
        return None

    def _against_latest(self, latest: KnownFigure) -> Verdict:
        new, old = self.new, latest.figure
        if new.day is None:
            return self._undated()
        if old.day is not None and new.day < old.day:
            return self._is(Novelty.PAST, latest)
        if number(new) > number(old):
            return self._is(Novelty.HIGHER, latest)
        if number(new) == number(old):
            return self._same_number(latest)
        rounder = _rounder(new, old)
        return self._is(Novelty.HELD if rounder else Novelty.LOWER, latest, rounder)

    def _same_number(self, latest: KnownFigure) -> Verdict:
        """The same number on a later day is held; in another relation it is a value of its own."""
        new, old = self.new, latest.figure
        if (new.relation, new.rank_relation, new.value_max) == (
            old.relation,
            old.rank_relation,
            old.value_max,
        ):
            return self._is(Novelty.HELD, latest)
        note = f"same number, another value: now {_said(new)}, before {_said(old)}"
        more = (strength(new), new.value_max or 0) > (strength(old), old.value_max or 0)
        return self._is(Novelty.HIGHER if more else Novelty.HELD, latest, note)

    def _undated(self) -> Verdict:
        return self._is(Novelty.PAST, self.known.latest, "covers no known date")

    def _is(self, novelty: Novelty, earlier: KnownFigure | None = None, note: str | None = None) -> Verdict:
        return Verdict(
            novelty=novelty,
            earlier_id=earlier.id if earlier else None,
            figure_id=self.known.same.id if self.known.same else None,
            flags=self._flags(novelty),
            note=note,
        )

    def _flags(self, novelty: Novelty) -> tuple[str, ...]:
        """What makes a figure doubtful. It is said on the alert and stops nothing."""
        found = []
        if novelty is Novelty.LOWER and self.claim.metric == "downloads" and self.claim.period == "total":
            found.append(TOTAL_FALLS)
        if self.claim.metric == "downloads" and self._part_above_total():
            found.append(DAILY_ABOVE_TOTAL)
        if novelty is not Novelty.PAST and self._start_contradicts():
            found.append(START_CONTRADICTS)
        return tuple(found)

    def _part_above_total(self) -> bool:
        """A count of a stretch can at no time be larger than the total that holds it."""
        if self.claim.period == "total":
            return any(interval(part.figure)[0] > _reach(self.new) for part in self.known.stretches)
        low = interval(self.new)[0]
        return self.claim.period is not None and any(
            low > _reach(whole.figure) for whole in self.known.totals
        )

    def _start_contradicts(self) -> bool:
        """从第四升至第三 does not fit a last known place other than the fourth."""
        latest = self.known.latest
        if self.new.rank_from is None or latest is None or latest.figure.rank is None:
            return False
        low, high = interval(latest.figure)
        return not low <= self.new.rank_from <= high


def _rounder(new: Figure, old: Figure) -> str | None:
    """Why a smaller number is no fall: of the same date it leaves room for the known one, 前三 leaves room for 第一."""
    within = new.rank_relation == "within" and interval(old)[1] <= interval(new)[1]
    if within or (new.covered == old.covered and can_both_hold(new, old)):
        return f"leaves room for {_said(old)}: a rounder word for it"
    return None


def _reach(total: Figure) -> float:
    """The total that was said: 突破1000万 is taken at its word here, since a day above it is worth a look."""
    return float(total.value or 0) if total.relation == "gt" else interval(total)[1]


def _start_contradicts(new: Figure, latest: KnownFigure | None) -> bool:
    """从第四升至第三 does not fit a last known place other than the fourth."""
    if new.rank_from is None or latest is None or latest.figure.rank is None:
        return False
    low, high = interval(latest.figure)
    return not low <= new.rank_from <= high


def _said(figure: Figure) -> str:
    """A figure in short, for notes."""
    if figure.rank is not None:
        return f"rank {'within ' if figure.rank_relation == 'within' else ''}{figure.rank}"
    sign = {"gt": "> ", "lt": "< ", "approx": "about "}.get(figure.relation or "", "")
    number_said = f"{figure.value:,.15g}" if figure.value is not None else "?"
    return f"{sign}{number_said}" + (f" to {figure.value_max:,.15g}" if figure.value_max is not None else "")
