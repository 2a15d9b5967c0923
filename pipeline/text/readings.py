"""What is known of characters: how each is read, how common it is, which two bytes it has in GBK.

The tables are made by ``scripts/make_readings.py``, and read (5 ms) when the first damaged text comes.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.text.convert import simplify

RARE = 26  # a level beyond the last of the table: a character outside GBK, or one of its private ones
COMMON = 13  # hanzi up to this level (about 3,500) are those that people know

# Readings as some converters spell them: the letters ɡ and ɑ that GBK has beside g and a.
_SPELLING = str.maketrans("ɡɑ", "ga")
_TONELESS = str.maketrans(
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ",
    "aaaaeeeeiiiioooouuuuüüüünnnm",
)

Tail = tuple[int, int]


class _Readers(NamedTuple):
    first: str  # the characters whose usual reading it is, commonest first
    other: str


@cache
def _readers() -> dict[str, _Readers]:
    rows = _table("readings.tsv").split("\n")
    return {
        reading: _Readers(first, other) for reading, first, other in (row.split("\t") for row in rows if row)
    }


@cache
def _levels() -> dict[str, int]:
    rows = _table("commonness.txt").split("\n")
    return {char: level for level, row in enumerate(rows) for char in row}


def _table(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def level(char: str) -> int:
    """One in 2^level characters of Traditional text is this one.

    >>> level("的") < level("關") < level("魑")
    True
    """
    if char.isascii():
        return 8
    return _levels().get(char, RARE)


def spelt(reading: str) -> str:
    """A reading as the table spells it, without others that were put inside it.

    >>> spelt("dòn(jí)ɡ")
    'dòng'
    """
    before, opening, inside = reading.partition("(")
    return (before + inside.rpartition(")")[2] if opening else reading).translate(_SPELLING)


def is_toned(reading: str) -> bool:
    """Whether it bears a tone mark, as no English word does.

    >>> is_toned("guān"), is_toned("beta")
    (True, False)
    """
    return reading != reading.translate(_TONELESS)


def is_read(char: str, reading: str) -> bool:
    """Whether a character can be read so.

    >>> is_read("長", "zhǎng"), is_read("長", "qū")
    (True, False)
    """
    readers = _readers().get(reading)
    return readers is not None and (char in readers.first or char in readers.other)


def is_usually_read(char: str, reading: str) -> bool:
    """Whether this is the first reading that a dictionary gives."""
    readers = _readers().get(reading)
    return readers is not None and char in readers.first


@cache
def first_readings() -> dict[str, str]:
    """The first reading of every Traditional form that Simplified text writes otherwise."""
    return {
        char: reading
        for reading, readers in _readers().items()
        for char, simple in zip(readers.first, simplify(readers.first), strict=True)
        if char != simple
    }


@lru_cache(maxsize=8192)
def is_traditional(char: str) -> bool:
    """Whether Simplified text writes another character for this one.

    >>> is_traditional("關"), is_traditional("向")
    (True, False)
    """
    return simplify(char) != char


@lru_cache(maxsize=4096)
def is_nearly_read(char: str, reading: str) -> bool:
    """Whether a character can be read so but for the tone.

    >>> is_nearly_read("質", "zhí"), is_nearly_read("質", "qū")
    (True, False)
    """
    bare = reading.translate(_TONELESS)
    return any(is_read(char, other) for other in _readers() if other.translate(_TONELESS) == bare)


@lru_cache(maxsize=4096)
def trails(lead: int, reading: str) -> tuple[int, ...]:
    """The second bytes that make, behind a first one, a character with this reading.

    >>> [joined(0xF2, trail) for trail in trails(0xF2, "qū")]
    ['驅', '蛐', '騶']
    """
    readers = _readers().get(reading)
    if readers is None:
        return ()
    pairs = (pair(char) for char in readers.first + readers.other)
    return tuple(found[1] for found in pairs if found and found[0] == lead)


@lru_cache(maxsize=8192)
def pair(char: str) -> Tail | None:
    """The two bytes of a character in GBK, None for any other.

    >>> [hex(byte) for byte in pair("對")]
    ['0x8c', '0xa6']
    """
    # gb18030 also knows what decoders make of pairs that GBK leaves undefined: characters for private use.
    code = char.encode("gb18030", "ignore")
    return (code[0], code[1]) if len(code) == 2 and char != "€" else None


@lru_cache(maxsize=8192)
def joined(lead: int, trail: int) -> str | None:
    """The character of two bytes, None where GBK has none.

    >>> joined(0x82, 0x80), joined(0xFE, 0xFE)
    ('個', None)
    """
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


def after(tail: Tail, char: str) -> Tail:
    """The last two bytes of a text that grows by a character.

    >>> [hex(byte) for byte in after(after((0, 0), "款"), "A")]
    ['0xee', '0x41']
    """
    if char.isascii():
        return tail[1], ord(char)
    return pair(char) or (0, 0)
