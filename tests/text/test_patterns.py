"""Patterns that are compiled late behave as those compiled at once, and every one of the grammar's can be compiled."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

import pipeline.extract
import pipeline.text
from pipeline.extract import groups
from pipeline.text.patterns import Cued, any_of, lazy_pattern

ROOT = Path(__file__).parents[2]
LATE = type(lazy_pattern("")).__mro__[1]


def _held() -> list[object]:
    """Whatever the modules of the grammar hold by name, and what stands in their tuples."""
    found: list[object] = []
    for package in (pipeline.extract, pipeline.text):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            waiting = list(vars(importlib.import_module(module.name)).values())
            while waiting:
                value = waiting.pop()
                found.append(value)
                if isinstance(value, tuple):
                    waiting += value
    return found


def _patterns() -> list[re.Pattern[str]]:
    return [cast("re.Pattern[str]", value) for value in _held() if isinstance(value, LATE)]


def _sentences() -> Iterator[str]:
    """The examples of the rules, the labelled posts, and what neither has."""
    yield "公司上周递交招股书，研究机构“观数”指出；《Data Review》报告显示；以下是观数整理的榜单"
    yield "网友从谷歌商店累计下载"
    yield "包括视频类应用（约"
    yield "中国大陆的生活服务类应用下载量居首，印度市场占三成；国内两大商店合计下载；8月商业银行App TOP50；手游收入榜"
    yield "集成识图功能的应用下载量上升，橙子旗下应用的下载次数持平"
    for path in (ROOT / "pipeline/extract/rules").glob("*.toml"):
        yield from path.read_text(encoding="utf-8").splitlines()
    for path in (ROOT / "tests/corpus").glob("*_in.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def test_no_hit_of_a_cued_pattern_is_without_a_cue() -> None:
    """Such a hit would be lost: the pattern is not tried where no cue stands."""
    cued = {id(value): value for value in _held() if isinstance(value, Cued)}.values()
    hits = [(one, hit[0]) for text in _sentences() for one in cued for hit in one.pattern.finditer(text)]
    assert {one for one, _ in hits} == set(cued), "some are never found"
    assert [hit for one, hit in hits if not any(cue in hit for cue in one.cues)] == []


def test_no_hit_is_lost_where_a_pattern_is_tried_at_some_places_alone() -> None:
    """A text is looked through for the words that every hit has; the pattern is tried in front of them."""
    ways = (
        (lambda text: groups._classes(text, 0, len(text)), groups._CLASS),
        (lambda text: groups._markets(text, 0, len(text)), groups._MARKET),
    )
    for way, pattern in ways:
        found = 0
        for text in _sentences():
            hits = [hit.span() for hit in pattern.finditer(text)]
            assert [hit.span() for hit in way(text)] == hits, text
            found += len(hits)
        assert found > 9


def test_every_pattern_of_the_grammar_compiles() -> None:
    """A fault in one would otherwise wait for the first post that asks for it."""
    found = _patterns()
    assert len(found) > 400
    for late in found:
        assert late.flags == re.compile(late.pattern, late.flags & ~re.UNICODE).flags


def test_methods_are_those_of_the_compiled_pattern() -> None:
    """Offsets, groups and flags reach the pattern, on the first call and on later ones."""
    for _ in range(2):
        late = lazy_pattern("(?P<n>[0-9]+)名|top", re.IGNORECASE)
        assert late.pattern == "(?P<n>[0-9]+)名|top"
        for _ in range(2):
            assert (hit := late.search("第3名，第12名", 3)) is not None
            assert hit["n"] == "12"
            assert late.match("TOP") is not None
            assert late.fullmatch("第3名", 1) is not None
            assert [hit[0] for hit in late.finditer("3名 Top")] == ["3名", "Top"]
            assert late.sub("", "第3名") == "第"
            assert late.split("a top b") == ["a ", None, " b"]


def test_a_word_said_twice_is_refused() -> None:
    """A group grown long is where a word is added that another group has."""
    assert re.fullmatch(any_of("登顶 位[列居]", "第\\s?1"), "第 1")
    with pytest.raises(ValueError, match="位列"):
        any_of("登顶 位列", "位列")
