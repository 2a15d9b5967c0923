"""The day's data: what every story must yield stands in it, and the dates come out right."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import get_args

import pytest

from pipeline.model import BEIJING, Claim, Novelty
from pipeline.text.convert import simplify
from scheduler.newsroom import Expected, Story, Version
from scheduler.newsroom import load as loading
from scheduler.newsroom.load import DayError, day_length, load_day
from scheduler.newsroom.story import Deed
from tests.newsroom.conftest import START

DAY = load_day(START)
EVENTS = [event for moment in DAY.moments for event in moment.events]
ROWS = [
    pytest.param(story, version, expected, id=f"{story.key}-{name}-{expected.claim.quote}")
    for story in DAY.stories.values()
    for name, version in story.versions.items()
    for expected in version.expected
]
UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}
DIGITS = "零一二三四五六七八九十"


def figures(quote: str) -> set[float]:
    """Every figure that a reader finds in a quote, by a reading of its own."""
    quote = simplify(quote)
    found = {
        round(float(number) * UNITS[unit], 3)
        for number, unit in re.findall(r"(\d+(?:\.\d+)?)([万亿]?)", quote)
    }
    found |= {float(DIGITS.index(digit)) for digit in re.findall(r"第([一二三四五六七八九十])(?!一)", quote)}
    found |= {DIGITS.index(digit) * 10.0 for digit in re.findall(r"([一二三四五六七八九])成", quote)}
    if "第十一" in quote:
        found.add(11.0)
    if re.search("登顶|榜首", quote):
        found.add(1.0)
    if re.search("千万", quote):
        found.add(10_000_000.0)
    return found


@pytest.mark.parametrize(("story", "version", "expected"), ROWS)
def test_a_quote_stands_where_it_says_and_holds_its_figure(
    story: Story, version: Version, expected: Expected
) -> None:
    claim = expected.claim
    holder = story.versions["first"] if expected.novelty is Novelty.WITHDRAWN else version
    field = holder.title if claim.field == "title" else holder.text
    assert field[claim.start : claim.end] == claim.quote
    stated = [claim.value, claim.value_max, claim.rank, claim.rank_from]
    assert {abs(float(figure)) for figure in stated if figure is not None} <= figures(claim.quote)
    assert (claim.rank is None) == (claim.metric != "rank")
    assert claim.metric == "rank" or claim.relation is not None


def test_every_named_source_stands_in_the_text() -> None:
    sourced = [row.values for row in ROWS if row.values[2].claim.source]
    assert len(sourced) >= 3
    for _, version, expected in sourced:
        assert expected.claim.source in version.text


def test_a_withdrawn_figure_is_gone_from_the_text() -> None:
    withdrawn = [row.values for row in ROWS if row.values[2].novelty is Novelty.WITHDRAWN]
    assert withdrawn
    for _, version, expected in withdrawn:
        assert expected.claim.quote not in version.text


def test_the_day_is_varied_enough_to_prove_something() -> None:
    claims = [row.values[2].claim for row in ROWS]
    assert len(DAY.stories) >= 14
    assert len({story.account for story in DAY.stories.values()}) >= 4
    assert {claim.metric for claim in claims} == {"downloads", "downloads_change", "rank"}
    assert {claim.modality for claim in claims} == {"stated", "forecast", "goal", "rumour", "denied"}
    assert {claim.relation for claim in claims if claim.relation} >= {"eq", "gt", "approx", "range"}
    assert {row.values[2].novelty for row in ROWS} == set(Novelty)
    assert (
        sum(not version.expected for story in DAY.stories.values() for version in story.versions.values())
        >= 3
    )
    assert {event.do for event in EVENTS} == set(get_args(Deed))


def test_the_conflict_is_between_two_outlets_about_one_figure_of_one_day() -> None:
    new = [row.values for row in ROWS if row.values[2].novelty is Novelty.CONFLICT]
    assert len(new) == 1
    story, _, expected = new[0]

    def measured(claim: Claim) -> tuple[object, ...]:
        return (set(claim.subject), claim.metric, claim.period, claim.store, claim.as_of, claim.modality)

    others = [
        (other, told.claim.value)
        for other, _, told in (row.values for row in ROWS)
        if told.novelty is not Novelty.CONFLICT and measured(told.claim) == measured(expected.claim)
    ]
    assert others
    assert DAY.accounts[story.account].host
    for other, value in others:
        assert DAY.accounts[other.account].host is None
        assert value != expected.claim.value


def test_distinct_figures_are_distinct() -> None:
    """No two figures of the day that are more than repeats have the same series and value."""

    def figure(claim: Claim) -> tuple[object, ...]:
        series = (claim.subject[-1], claim.metric, claim.unit, claim.period, claim.store, claim.region)
        return (*series, claim.modality, claim.value, claim.rank, claim.as_of)

    distinct = [figure(row.values[2].claim) for row in ROWS if row.values[2].distinct]
    withdrawn = [figure(row.values[2].claim) for row in ROWS if row.values[2].novelty is Novelty.WITHDRAWN]
    assert len(distinct) == len(set(distinct)) + len(withdrawn)  # told once, and taken back once


def test_dates_follow_the_start_over_the_end_of_a_month() -> None:
    story = DAY.stories["qianwen-ten-million"].versions["first"]
    assert "截至2月28日" in story.text
    assert "2月27日单日" in story.text
    assert story.expected[0].claim.as_of == "2026-02-28"
    assert DAY.stories["yuanbao-fall"].versions["first"].expected[0].claim.as_of == "2026-02"


def test_dates_follow_the_start_over_the_end_of_a_year() -> None:
    day = load_day(datetime(2027, 1, 1, 9, tzinfo=BEIJING))
    claim = day.stories["yuanbao-fall"].versions["first"].expected[0].claim
    assert claim.as_of == "2026-12"
    assert "12月，元宝" in day.stories["yuanbao-fall"].versions["first"].text


def test_no_text_keeps_a_placeholder() -> None:
    for story in DAY.stories.values():
        for version in story.versions.values():
            assert "{" not in version.title + version.text


def test_the_backlog_lies_before_the_day_and_everything_in_it_is_news_or_older() -> None:
    assert all(event.at < DAY.start for event in DAY.backlog)
    assert all(event.at >= DAY.start for event in EVENTS)
    assert DAY.end - DAY.start == day_length() < timedelta(days=1)
    accounts = {DAY.stories[event.story].account for event in DAY.backlog if event.story}
    assert accounts == set(DAY.accounts)  # so that the first check of every account yields posts


def test_an_event_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(KeyError, match="publish qianwen-repost"):
        DAY.event("publish nothing")


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        ("assistants.toml", ("subject_kind", "kind_of_subject"), "unknown key 'kind_of_subject'"),
        (
            "others.toml",
            ('quote = "剪映的单月下载量为1620', 'quote = "剪映的单月下载量为1630'),
            "does not stand",
        ),
        ("others.toml", ('account = "south"', 'account = "north"'), "an account that is not here"),
        ("script.toml", ('where = "pixel"', 'where = "pixels"'), "is no place"),
        ("script.toml", ('at = "0:20"', 'at = "20 past"'), "is no time"),
        ("script.toml", ('version = "corrected"', 'version = "mended"'), "no such version"),
        (
            "script.toml",
            ('{ at = "7:30", do = "publish", story = "yuanbao-fall" },', ""),
            "never publishes this story",
        ),
    ],
)
def test_a_slip_in_the_data_is_named(
    file: str, change: tuple[str, str], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each slip is made in a copy of the real data."""
    real, (old, new) = loading.data_text, change
    original = real(file)
    assert old in original

    def slipped(name: str) -> str:
        return original.replace(old, new, 1) if name == file else real(name)

    monkeypatch.setattr(loading, "data_text", slipped)
    with pytest.raises(DayError, match=problem) as caught:
        load_day(START)
    assert "scheduler/newsroom/day/" in str(caught.value)
