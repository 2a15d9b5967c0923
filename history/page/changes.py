"""What an edit changed: lines, and within a changed line the words. Bounded, since comparing takes the square."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

_LONGEST = 200_000  # characters of a text
_MOST = 2_000  # lines
_LONGEST_LINE = 1_500  # characters in which words are looked for
_WORD = re.compile(r"[\d.,]+[万亿%]*|[A-Za-z]+|.", re.DOTALL)  # a figure changes as a whole
_SHOWN = 120  # changed lines


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: same, gone or come."""

    kind: Literal["same", "gone", "come"]
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed lines, each in its parts, and how many more there are."""

    lines: tuple[tuple[Part, ...], ...]
    more: int


def changes(old: str, new: str) -> Changes:
    r"""The lines that differ.

    >>> changes("a\n下载量为126万次", "a\n下载量为162万次").lines[0][0]
    Part(kind='same', text='下载量为')
    """
    found = list(_lines(*(text[:_LONGEST].splitlines()[:_MOST] for text in (old, new))))
    return Changes(tuple(found[:_SHOWN]), max(0, len(found) - _SHOWN))


def _lines(before: list[str], after: list[str]) -> Iterator[tuple[Part, ...]]:
    compared = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in compared.get_opcodes():
        if kind == "equal":
            continue
        for gone, come in zip_longest(before[a:b], after[c:d], fillvalue=""):
            yield tuple(_parts(gone, come))


def _parts(gone: str, come: str) -> Iterator[Part]:
    if not gone or not come or max(len(gone), len(come)) > _LONGEST_LINE:
        if gone:
            yield Part("gone", gone)
        if come:
            yield Part("come", come)
        return
    before, after = _WORD.findall(gone), _WORD.findall(come)
    compared = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in compared.get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(before[a:b]))
            continue
        if b > a:
            yield Part("gone", "".join(before[a:b]))
        if d > c:
            yield Part("come", "".join(after[c:d]))
