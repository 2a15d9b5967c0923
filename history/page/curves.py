"""The curves of one app or of several as plots: totals, each stretch, changes and ranks apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from history.page.environment import spoken_day
from history.page.language import say
from history.page.plot.drawing import NARROW, WIDE, Drawing, Size, draw
from history.page.plot.marks import Axis, Line, Mark, Plot, Shape
from history.page.view import View
from pipeline.model import BEIJING, Claim
from pipeline.store.read import Curve, Point, SeriesRow
from pipeline.words.numbers import count, plain

_MOST_LINES, _OF_SEVERAL = 6, 8  # more cannot be told apart
_MOST_MARKS = 120  # of one plot: more lie upon each other, and make the page heavy
_MOST_PLOTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the lines of one plot have in common."""

    metric: str
    period: str | None = None
    average: bool | None = None
    unit: str | None = None
    store: str | None = None
    platform: str | None = None
    chart: str | None = None
    category: str | None = None
    region: tuple[str, ...] = ()
    region_count: int | None = None

    @property
    def key(self) -> str:
        """As it stands in addresses: downloads-total, downloads-P1D-average, rank."""
        said = (self.metric, self.period, "average" if self.average else None, self.unit)
        return "-".join(part.replace("%", "percent") for part in said if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One point as a row of the table beside the plot."""

    name: str
    series: SeriesRow
    point: Point
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A plot in two widths, with its table and the lines that are left out."""

    kind: Kind
    plot: Plot
    wide: Drawing
    narrow: Drawing
    rows: tuple[Row, ...]
    left_out: int  # lines
    thinned: bool  # of long lines only some points are drawn

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(line.name for line in self.plot.lines)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that occur, for the key below the plot."""
        known: tuple[Shape, ...] = ("eq", "gt", "lt", "approx", "range", "within")
        present = {mark.shape for mark in self.plot.marks}
        return tuple(shape for shape in known if shape in present)


def pictures(view: View, curves: Iterable[Curve], *, several: bool) -> list[Picture]:
    """A plot for each kind of figure that is stated, totals first, ranks last; ``several``: lines bear the app's name."""
    kinds: dict[Kind, list[Curve]] = {}
    for curve in curves:
        if curve.series.modality == "stated" and _drawn(curve):
            kinds.setdefault(kind_of(curve.series), []).append(curve)
    ordered = sorted(kinds, key=lambda kind: (_ORDER[kind.metric], kind.period != "total", kind.key))
    return [_picture(view, kind, kinds[kind], several=several) for kind in ordered[:_MOST_PLOTS]]


_ORDER = {"downloads": 0, "downloads_change": 1, "rank": 2}


def kind_of(series: SeriesRow) -> Kind:
    if series.metric == "rank":
        return Kind(metric="rank")
    if series.metric == "downloads_change":
        return Kind(metric=series.metric, period=series.period, unit=series.unit)
    return Kind(metric=series.metric, period=series.period, average=series.average or None)


def title_of(view: View, kind: Kind) -> str:
    if kind.metric == "rank":
        return view.t("plot.rank")
    if kind.metric == "downloads_change":
        return view.t("plot.change_times" if kind.unit == "x" else "plot.change")
    words: str = view.vocabulary.measure(kind)
    return words[:1].upper() + words[1:]


def claim_at(series: SeriesRow, point: Point) -> Claim:
    """The point as a claim without words, so that it is said as claims are said."""
    return Claim(
        metric=series.metric,
        quote="",
        field="text",
        start=0,
        end=0,
        rule="",
        subject=(series.app,),
        subject_kind="app",
        value=point.value,
        value_max=None if point.value_max is None else int(point.value_max),
        unit="x" if series.unit == "x" else "%" if series.unit == "%" else None,
        relation=point.relation,
        period=series.period,
        average=series.average,
        rank=point.rank,
        rank_relation=point.rank_relation,
        rank_from=point.rank_from,
    )


def _picture(view: View, kind: Kind, curves: Sequence[Curve], *, several: bool) -> Picture:
    title = title_of(view, kind)
    longest = _chosen(curves, _OF_SEVERAL if several else _MOST_LINES)
    most = max(8, _MOST_MARKS // len(longest))
    shown = [replace(curve, points=thin(_drawn(curve), most)) for curve in longest]
    named = [(_name(view, curve.series, title, several=several), curve) for curve in shown]
    lines = tuple(Line(name=name, marks=_marks(view, curve, name)) for name, curve in named)
    axis: Axis = (
        "rank" if kind.metric == "rank" else "change" if kind.metric == "downloads_change" else "count"
    )
    plot = Plot(title=title, axis=axis, lines=lines)
    return Picture(
        kind=kind,
        plot=plot,
        wide=lay_out(view, plot, kind, WIDE),
        narrow=lay_out(view, plot, kind, NARROW),
        rows=tuple(_rows(lines, shown)),
        left_out=len(curves) - len(shown),
        thinned=any(len(_drawn(curve)) > most for curve in longest),
    )


def _chosen(curves: Sequence[Curve], most: int) -> list[Curve]:
    """The longest of each app, then the second longest of each, and so on."""
    taken: Counter[int] = Counter()
    ranked: list[tuple[int, int, Curve]] = []
    for curve in sorted(curves, key=lambda curve: -len(curve.points)):
        ranked.append((taken[curve.series.app_id], len(ranked), curve))
        taken[curve.series.app_id] += 1
    return [curve for _, _, curve in sorted(ranked, key=lambda one: one[:2])[:most]]


def thin(points: Sequence[Point], most: int) -> tuple[Point, ...]:
    """At most so many, evenly chosen, the first and the last among them."""
    if len(points) <= most:
        return tuple(points)
    step = (len(points) - 1) / (most - 1)
    return tuple(points[round(number * step)] for number in range(most))


def _drawn(curve: Curve) -> list[Point]:
    return [point for point in curve.points if _drawable(point)]


def lay_out(view: View, plot: Plot, kind: Kind, size: Size) -> Drawing:
    year = view.now.astimezone(BEIJING).year

    def of_day(day: date) -> str:
        return spoken_day(day.isoformat(), view.language, this_year=year)

    return draw(plot, size, of_value=_label(view, kind), of_day=of_day)


def _label(view: View, kind: Kind) -> Callable[[float], str]:
    if kind.metric == "rank":
        return lambda value: say(view.language, "plot.place", n=plain(value))
    if kind.metric == "downloads_change":
        return lambda value: f"{plain(value)}{'×' if kind.unit == 'x' else '%'}"
    return lambda value: count(value, view.language)


def _name(view: View, series: SeriesRow, title: str, *, several: bool) -> str:
    words: str = view.vocabulary.measure(series)
    words = words[:1].upper() + words[1:]
    if not several:
        return words
    return series.app if words == title else f"{series.app} · {words}"


def _drawable(point: Point) -> bool:
    return bool(point.day) and (point.rank if point.rank is not None else point.value) is not None


def _marks(view: View, curve: Curve, name: str) -> tuple[Mark, ...]:
    found = []
    for point in curve.points:
        value = point.rank if point.rank is not None else point.value
        said = view.vocabulary.figure(claim_at(curve.series, point))
        assert value is not None
        found.append(
            Mark(
                day=date.fromisoformat(point.day or ""),
                value=float(value),
                shape=_shape(point),
                words=f"{name}: {said}, {point.covered or point.day}",
                href=None if point.claim_id is None else view.link(f"/claims/{point.claim_id}"),
                other=None if point.value_max is None else float(point.value_max),
                came_from=None if point.rank_from is None else float(point.rank_from),
            )
        )
    return tuple(found)


def _shape(point: Point) -> Shape:
    if point.rank is not None:
        return "within" if point.rank_relation == "within" else "eq"
    if point.relation == "range" and point.value_max is None:
        return "gt"
    return point.relation or "eq"


def _rows(lines: Sequence[Line], curves: Sequence[Curve]) -> Iterable[Row]:
    rows = [
        Row(name=line.name, series=curve.series, point=point, claim=claim_at(curve.series, point))
        for line, curve in zip(lines, curves, strict=True)
        for point in curve.points
    ]
    return sorted(rows, key=lambda row: row.point.day or "", reverse=True)
