"""Patterns that are compiled late behave as those compiled at once, and every one of the grammar's can be compiled."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pipeline.extract
import pipeline.text
from pipeline.text.patterns import lazy_pattern


def _patterns() -> list[re.Pattern[str]]:
    """Every late pattern that a module of the grammar holds by name or in a tuple."""
    late = type(lazy_pattern("")).__mro__[1]
    found: list[re.Pattern[str]] = []
    for package in (pipeline.extract, pipeline.text):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            waiting = list(vars(importlib.import_module(module.name)).values())
            while waiting:
                value = waiting.pop()
                if isinstance(value, tuple):
                    waiting += value
                elif isinstance(value, late):
                    found.append(value)
    return found


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
