"""Curves: where the points stand, which shape they have, what is left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from history.page.curves import thin
from history.page.plot.drawing import NARROW, WIDE, Drawing, draw
from history.page.plot.marks import Axis, Line, Mark, Plot
from pipeline.model import Novelty
from pipeline.store.read import Point

DAY = date(2026, 3, 10)


def laid_out(axis: Axis, *values: float, **first: float) -> Drawing:
    marks = [
        Mark(
            day=DAY + timedelta(days=number),
            value=value,
            shape="eq",
            words=str(value),
            **(first if number == 0 else {}),
        )
        for number, value in enumerate(values)
    ]
    plot = Plot(title="t", axis=axis, lines=(Line(name="n", marks=tuple(marks)),))
    return draw(plot, WIDE, of_value=str, of_day=str)


def test_more_is_higher_and_later_is_further_right():
    spots = laid_out("count", 1e6, 5e6, 2e6).strokes[0].spots
    assert spots[1].y < spots[2].y < spots[0].y
    assert spots[0].x < spots[1].x < spots[2].x


def test_first_place_is_on_top():
    drawing = laid_out("rank", 1, 40, 3)
    first, last, third = (spot.y for spot in drawing.strokes[0].spots)
    assert first == drawing.top
    assert first < third < last <= drawing.bottom
    assert drawing.rows[0].label == "1.0"


def test_place_that_was_left_and_the_top_ten_reach_to_other_places():
    (spot,) = laid_out("rank", 2, came_from=6).strokes[0].spots
    assert spot.came_from is not None
    assert spot.came_from > spot.y
    mark = Mark(day=DAY, value=10, shape="within", words="")
    drawing = draw(
        Plot(title="", axis="rank", lines=(Line(name="", marks=(mark,)),)), WIDE, of_value=str, of_day=str
    )
    assert drawing.strokes[0].spots[0].other == drawing.top


def test_fall_stands_below_the_line_of_no_change():
    drawing = laid_out("change", 320, -40)
    assert drawing.nothing is not None
    rise, fall = drawing.strokes[0].spots
    assert rise.y < drawing.nothing < fall.y


def test_figures_that_lie_far_apart_are_drawn_by_powers_of_ten():
    assert laid_out("count", 4e4, 3e8).logarithmic
    assert not laid_out("count", 2e6, 1.5e7).logarithmic


VALUES = {
    "count": st.floats(0, 1e15) | st.integers(0, 10**17).map(float),
    "rank": st.integers(1, 10**6).map(float),
    "change": st.floats(-1e6, 1e6),
}


@pytest.mark.parametrize("axis", ["count", "rank", "change"])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_was_claimed_stays_in_the_picture(axis: Axis, data: st.DataObject):
    values = data.draw(st.lists(VALUES[axis], min_size=1, max_size=12))
    days = data.draw(st.lists(st.dates(), min_size=len(values), max_size=len(values)))
    marks = tuple(
        Mark(day=day, value=value, shape="eq", words="")
        for day, value in zip(sorted(days), values, strict=True)
    )
    plot = Plot(title="", axis=axis, lines=(Line(name="", marks=marks),))
    for size in (WIDE, NARROW):
        drawing = draw(plot, size, of_value=str, of_day=str)
        for spot in drawing.strokes[0].spots:
            assert drawing.left <= spot.x <= drawing.right
            assert drawing.top <= spot.y <= drawing.bottom
        assert 2 <= len(drawing.rows) <= 12
        assert 1 <= len(drawing.columns) <= 20
        assert len({row.at for row in drawing.rows}) == len(drawing.rows)


def test_long_line_keeps_its_ends_and_few_points_between():
    points = [
        Point(
            figure_id=number, claim_id=number, day="2026-03-10", covered=None, value=number, value_max=None,
            relation="eq", rank=None, rank_relation=None, rank_from=None, novelty=Novelty.FIRST, witnesses=1,
        )
        for number in range(1000)
    ]  # fmt: skip
    some = thin(points, 40)
    assert (len(some), some[0].value, some[-1].value) == (40, 0, 999)
    assert sorted({point.value for point in some}) == [point.value for point in some]
    assert thin(points[:40], 40) == tuple(points[:40])
