"""What a claim is against what was known. Pure: values in, values out; the store passes in what it knows.

Three questions, in this order: which *series* does the claim speak of (:func:`fit`), which *figure* of it does it
state (:func:`figure_of`), and what is that figure against the others (:func:`judge`); for an edit
:func:`compare_versions` first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

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
_OUTGROWN = timedelta(days=31)  # a total so much older than a stretch may well be smaller than it


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
    own: frozenset[int] = frozenset()  # figures that this very version brought
    alike: KnownFigure | None = None  # the newest other figure of the same number: > 1000万 beside 1000万


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
        if number(new) == number(old):
            return self._same_number(latest)
        return self._another_number(latest, _rounder(new, old))

    def _another_number(self, latest: KnownFigure, rounder: str | None) -> Verdict:
        """More or less than before, unless it is the same in rounder words, or a step of the same post's story."""
        new, old = self.new, latest.figure
        if rounder:
            return self._is(Novelty.HELD, latest, rounder)
        if number(new) > number(old):
            return self._is(Novelty.HIGHER, latest)
        if latest.id in self.known.own and new.day == old.day:
            return self._is(Novelty.PAST, latest, f"the same post goes on to {_said(old)}")
        return self._is(Novelty.LOWER, latest, self._alike())

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

    def _alike(self) -> str | None:
        """1000万 after > 1000万 and > 1200万 may be the first of them, cited in other words."""
        alike = self.known.alike
        if alike is None or not can_both_hold(self.new, alike.figure):
            return None
        of = f" of {alike.figure.covered}" if alike.figure.covered else ""
        return f"same number, another value: {_said(alike.figure)}{of} is known"

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
        stated = self.claim.metric == "downloads" and self.claim.modality == "stated"
        if stated and novelty is Novelty.LOWER and self.claim.period == "total":
            found.append(TOTAL_FALLS)
        if stated and self._part_above_total():
            found.append(DAILY_ABOVE_TOTAL)
        if novelty is not Novelty.PAST and self._start_contradicts():
            found.append(START_CONTRADICTS)
        return tuple(found)

    def _part_above_total(self) -> bool:
        """A count of a stretch can at no time be larger than the total that holds it."""
        if self.claim.period == "total":
            return any(_exceeds(part.figure, self.new) for part in self.known.stretches)
        return self.claim.period is not None and any(
            _exceeds(self.new, whole.figure) for whole in self.known.totals
        )

    def _start_contradicts(self) -> bool:
        """从第四升至第三 does not fit a last known place other than the fourth."""
        latest = self.known.latest
        if self.new.rank_from is None or latest is None or latest.figure.rank is None:
            return False
        low, high = interval(latest.figure)
        return not low <= self.new.rank_from <= high


def _rounder(new: Figure, old: Figure) -> str | None:
    """Why another number is no news: of the same date it leaves room for the known one and says no more than that.

    前三 leaves room for 第一 on any day, 约1000万 for 1050万 on that day alone; 近1200万 says more than 1050万.
    """
    if new.rank_relation == "within" and _holds(new, old):
        return _leaves_room(old)
    if new.covered != old.covered or not can_both_hold(new, old):
        return None
    vague = new.rank is None and math.isfinite(interval(new)[0]) and _holds(new, old)
    return _leaves_room(old) if number(new) < number(old) or vague else None


def _leaves_room(known: Figure) -> str:
    return f"leaves room for {_said(known)}: a rounder word for it"


def _holds(wide: Figure, narrow: Figure) -> bool:
    """Whether all that one figure leaves open lies within the other, as 第一 lies in 前三."""
    (low, high), (low2, high2) = interval(wide), interval(narrow)
    return low <= low2 and high2 <= high


def _exceeds(part: Figure, whole: Figure) -> bool:
    """Whether a count of a stretch is above a total. A total of long before says nothing of the stretch."""
    if part.day and whole.day:
        older = date.fromisoformat(part.day) - date.fromisoformat(whole.day)
        if older > _OUTGROWN:
            return False
    return interval(part)[0] > _reach(whole)


def _reach(total: Figure) -> float:
    """The total that was said: 突破1000万 is taken at its word here, since a day above it is worth a look."""
    return float(total.value or 0) if total.relation == "gt" else interval(total)[1]


def _said(figure: Figure) -> str:
    """A figure in short, for notes."""
    if figure.rank is not None:
        return f"rank {'within ' if figure.rank_relation == 'within' else ''}{figure.rank}"
    sign = {"gt": "> ", "lt": "< ", "approx": "about "}.get(figure.relation or "", "")
    number_said = f"{figure.value:,.15g}" if figure.value is not None else "?"
    return f"{sign}{number_said}" + (f" to {figure.value_max:,.15g}" if figure.value_max is not None else "")
