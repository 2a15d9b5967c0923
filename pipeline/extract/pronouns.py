"""Whom 前者, 两款 and 它们 mean: the last so many that the passage named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.subjects import Subject

if TYPE_CHECKING:
    from pipeline.extract.names import Mention
    from pipeline.extract.reader import Reader

PLURAL = {
    "前者": 1,
    "后者": 1,
    "两者": 2,
    "两款": 2,
    "两家": 2,
    "二者": 2,
    "双方": 2,
    "三款": 3,
    "三家": 3,
    "三者": 3,
    "四款": 4,
    "四家": 4,
    "五款": 5,
    "它们": 2,
}
_ONE_OF_TWO = ("前者", "后者")
_REACH = 320  # characters before the sentence in which the names are looked for
_PAIR_REACH = 260


def referred_to(reader: Reader, pronoun: str) -> list[Subject]:
    """The subjects that one of ``PLURAL`` stands for."""
    word = pronoun.strip("，。；, ")
    if word in _ONE_OF_TWO:
        pair = _last_pair(reader)
        return [pair[_ONE_OF_TWO.index(word)]] if pair else []
    many = PLURAL[word]
    named = _last_named(reader, many)
    return named if len(named) == many else list(reader.context.recent[-many:])


def _things(reader: Reader, start: int, end: int) -> list[Mention]:
    return [
        m
        for m in reader.names.between(max(0, start), end)
        if m.kind != "work" and not m.company and m.form != "weak"
    ]


def _last_named(reader: Reader, count: int) -> list[Subject]:
    """The last so many different apps that the text named, in their order."""
    start, resolver = reader.sentence.start, reader.resolver
    found: list[Subject] = []
    mentions = _things(reader, start - _REACH, start)
    for number in range(len(mentions) - 1, -1, -1):
        if resolver.role(mentions[number], mentions[:number]) not in ("subject", "handed", "beaten"):
            continue
        subject = resolver.subject(mentions[number])
        if not any(subject.same(known) for known in found):
            found.insert(0, subject)
        if len(found) == count:
            break
    return found


def _last_pair(reader: Reader) -> list[Subject]:
    """The two that the passage named last, in their order."""
    s = reader.sentence
    pronoun = re.compile("前者|后者").search(reader.text, s.start, s.end)
    position = pronoun.start() if pronoun else s.end
    pair: list[Subject] = []
    for mention in reversed([m for m in _things(reader, s.start - _PAIR_REACH, s.end) if m.end <= position]):
        subject = reader.resolver.subject(mention)
        if not any(subject.same(known) for known in pair):
            pair.insert(0, subject)
        if len(pair) == 2:
            break
    if len(pair) < 2:  # Google Play的下载量是App Store的两倍：前者…
        shops = [t for t in s.stores if t.store and t.end <= position][-2:]
        pair = [Subject((reader.text[t.start : t.end],), "group", t.start) for t in shops]
    return pair if len(pair) == 2 else []
