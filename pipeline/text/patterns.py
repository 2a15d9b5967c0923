"""Patterns that are compiled when they are first asked: most short posts need half of the grammar's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from sys import maxsize
from typing import NamedTuple, cast

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


class Cued(NamedTuple):
    """A pattern whose every hit holds one of its cues: where none stands it is not tried, nor compiled."""

    pattern: re.Pattern[str]
    cues: tuple[str, ...]

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """The hits between two offsets."""
        return self.pattern.finditer(text, start, end) if self._cued(text, start, end) else iter(())

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first hit between two offsets."""
        return self.pattern.search(text, start, end) if self._cued(text, start, end) else None

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The hit that begins at ``start``."""
        return self.pattern.match(text, start, end) if self._cued(text, start, end) else None

    def _cued(self, text: str, start: int, end: int) -> bool:
        for cue in self.cues:  # noqa: SIM110 - any() takes twice as long
            if text.find(cue, start, end) >= 0:
                return True
        return False


def cued_pattern(pattern: str, cues: str) -> Cued:
    """A pattern that is looked for only where one of ``cues`` (parted by spaces) stands; no hit may be without.

    >>> [hit[0] for hit in cued_pattern("第[0-9]+名", "第").finditer("位列第3名", 0, 5)]
    ['第3名']
    """
    return Cued(lazy_pattern(pattern), tuple(cues.split()))


def words_of(*groups: str) -> tuple[str, ...]:
    """The words of groups, with spaces between; each group is a line with a comment on what it holds.

    One that is said twice raises ``ValueError``: the second can never matter.

    >>> words_of("登顶 问鼎", "位列")
    ('登顶', '问鼎', '位列')
    """
    words = " ".join(groups).split()
    if len(set(words)) < len(words):
        raise ValueError(f"said twice: {sorted({word for word in words if words.count(word) > 1})}")
    return tuple(words)


def hits_at(
    pattern: re.Pattern[str], text: str, places: Iterable[int], end: int = maxsize
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` gives where every hit begins at one of ``places``: tried there alone.

    >>> [hit[0] for hit in hits_at(re.compile("[一-龥]{2,3}类"), "下载了办公类和绘图类", [3, 7])]
    ['办公类', '绘图类']
    """
    at = 0
    for place in sorted(set(places)):
        hit = pattern.match(text, place, end) if place >= at else None
        if hit:
            yield hit
            at = hit.end()


def any_of(*groups: str) -> str:
    """A pattern of the words of groups as alternatives; each may be a pattern itself.

    >>> any_of("登[上顶] 问鼎", "位列")
    '(?:登[上顶]|问鼎|位列)'
    """
    return f"(?:{'|'.join(words_of(*groups))})"


def letters_of(*cued: Cued) -> frozenset[str]:
    """Letters of which every text with a hit of one of the patterns holds one: the last of each cue."""
    return frozenset([cue[-1] for one in cued for cue in one.cues])


def first_letters(alternatives: str) -> str:
    r"""The letters with which a pattern of alternatives can begin: tried first, they spare most places the rest.

    Knows letters, ``\d`` and ``\s``, sets of them with ranges, groups, what may be missing and looks around, also several in a group. Raises ``ValueError`` for anything else
    at the beginning of an alternative, and for one that may be empty: a letter left out would lose hits.

    >>> first_letters("下载|(?:[Dd]ownload|安装)|(?<=的)次数|(?:被|已)?装[入进]|[一二]次")
    'Dd一下二安已次被装'
    >>> first_letters("(?:(?<=榜)|(?<=夺))[金银]牌")
    '金银'
    >>> first_letters(r"\d万|[\d百]次|前十|(?:^|(?<=，))[1-4０-９]季")
    '1-4\\d前百０-９'
    """
    return "".join(sorted(_letters(alternatives)))


def at_first_letters(named: Mapping[str, str]) -> str:
    """Alternatives with their names, each tried only at a letter with which it can begin.

    >>> at_first_letters({"place": "第[一二]|头名", "top": "[Tt]op"})
    '(?=[头第])(?P<place>第[一二]|头名)|(?=[Tt])(?P<top>[Tt]op)'
    """
    return "|".join(f"(?=[{first_letters(one)}])(?P<{name}>{one})" for name, one in named.items())


def words_by_letter(words: Iterable[str]) -> str:
    """A pattern of many words, the longer ones first: those of one letter stand together, and the others cost nothing there.

    >>> words_by_letter(["日本", "中国", "中国大陆"])
    '(?:中(?:国大陆|国)|日(?:本))'
    """
    of_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        of_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return f"(?:{'|'.join(f'{re.escape(letter)}(?:{chr(124).join(rest)})' for letter, rest in of_letter.items())})"


def _letters(alternatives: str) -> set[str]:
    letters: set[str] = set()
    for alternative in _parts(alternatives):
        letters |= _first(alternative)
    return letters


def _first(alternative: str) -> set[str]:
    letters: set[str] = set()
    at = 0
    while at < len(alternative):
        letter = alternative[at]
        end = _closing(alternative, at) if letter in "([" else at
        inner = alternative[at + 1 : end]
        if letter == "(" and inner.startswith(("?=", "?!", "?<=", "?<!")):
            at = end + 1
            continue
        if letter == "(" and all(map(_looks_around, _parts(_NAMED.sub("", inner)))):
            at = end + 1
            continue
        if letter == "(":
            letters |= _letters(_NAMED.sub("", inner))
        elif letter == "[" and not set("^-\\").intersection(_IN_SET.findall(inner)):
            letters |= set(_IN_SET.findall(inner))
        elif known := _CLASS.match(alternative, at):
            letters.add(known[0])
            end = at + 1
        elif letter in "[\\.^$*+?{":
            raise ValueError(f"{alternative!r}: no telling with which letters it begins")
        else:
            letters.add(letter)
        if alternative.startswith(("{0", "{,"), end + 1):
            raise ValueError(f"{alternative!r}: no telling whether it begins there")
        if alternative[end + 1 : end + 2] not in {"?", "*"}:
            return letters
        at = end + 2
    raise ValueError(f"{alternative!r} may be empty")


def _looks_around(alternative: str) -> bool:
    return alternative == "^" or (
        alternative.startswith(_AROUND) and _closing(alternative, 0) == len(alternative) - 1
    )


_CLASS = re.compile(r"\\[ds]")
_IN_SET = re.compile(r"\\[ds]|[^\\^-]-[^\\-]|.")  # a class, a range or a letter
_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_NAMED = re.compile(r"^\?(?::|P<\w+>)")


def _parts(alternatives: str) -> Iterator[str]:
    """What stands between the ``|`` that are in no group."""
    start = at = 0
    while at < len(alternatives):
        if alternatives[at] in "([":
            at = _closing(alternatives, at)
        elif alternatives[at] == "|":
            yield alternatives[start:at]
            start = at + 1
        at += 1 + (alternatives[at : at + 1] == "\\")
    yield alternatives[start:]


def _closing(pattern: str, at: int) -> int:
    """Where the group or the set that opens at an offset ends."""
    if pattern[at] == "[":
        return pattern.index("]", at + 2)
    at += 1
    while pattern[at] != ")":
        if pattern[at] in "([":
            at = _closing(pattern, at)
        at += 1 + (pattern[at] == "\\")
    return at
