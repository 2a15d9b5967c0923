"""Patterns that are compiled when they are first asked: most short posts need half of the grammar's."""

from __future__ import annotations

import re
from typing import cast

_METHODS = [name for name in dir(re.Pattern) if not name.startswith("_")]


class _Compiled:
    """Has all that a compiled pattern has, as attributes of its own: asking costs hardly more than of the pattern."""


class _Waiting(_Compiled):
    """Stands for a pattern until something is asked of it but its text."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self._asked)
        vars(self).update({kept: getattr(compiled, kept) for kept in _METHODS})
        # from here on without the look for what is missing, which every question would pay for
        object.__setattr__(self, "__class__", _Compiled)
        return getattr(compiled, name)


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, made on its first use: compiling all of them takes 0.2 s, half of a start.

    A pattern that cannot be compiled raises ``re.error`` only then; a test compiles every one of them.

    >>> lazy_pattern("[0-9]+").findall("第2至10名")
    ['2', '10']
    """
    return cast("re.Pattern[str]", _Waiting(pattern, flags))
