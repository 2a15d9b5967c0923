"""A byte converter like those that damage mirrors' text, written for the tests from its description alone.

It shares no code and no table with ``pipeline.text``: readings come from pypinyin, bytes from Python's codecs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT


def gbk_characters() -> list[str]:
    """Every character that GBK writes in two bytes."""
    found = []
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                char = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            if len(char) == 1:
                found.append(char)
    return found


def readings(char: str) -> list[str]:
    """A character's readings that GBK can write with their tone marks."""
    names = PINYIN_DICT.get(ord(char), "").split(",")
    return [
        name
        for name in names
        if name and not name.isascii() and name.encode("gbk", "ignore").decode("gbk") == name
    ]


def changing() -> list[str]:
    """What a converter to Traditional produces: the characters for which Simplified text has another."""
    simplify = OpenCC("t2s").convert
    return [char for char in gbk_characters() if simplify(char) != char and readings(char)]


def table(chars: Iterable[str]) -> dict[bytes, bytes]:
    """What to put behind the bytes of each of these characters."""
    return {char.encode("gbk"): f"({readings(char)[0]})".encode("gbk") for char in chars if readings(char)}


def scan(code: bytes, inserts: dict[bytes, bytes]) -> bytes:
    """One pass over the bytes, wherever two of them stand together."""
    made = b""
    while code:
        two = code[:2]
        size = 2 if two in inserts else 1
        made += code[:size] + inserts.get(two, b"")
        code = code[size:]
    return made


def replace_each(code: bytes, inserts: dict[bytes, bytes]) -> bytes:
    """One pass for each character, as a list of search and replace does."""
    for two, insert in inserts.items():
        code = code.replace(two, two + insert)
    return code


@dataclass(frozen=True)
class Decoder:
    """GBK as some program reads it.

    ``swallow``: a first byte takes the byte behind it along though the two make no character. ``private``: pairs that
    GBK leaves undefined become characters for private use, so that nothing else is lost.
    """

    lost: str
    swallow: bool = True
    private: bool = False

    def __call__(self, code: bytes) -> str:
        text = ""
        while code:
            char, size = self._first(code)
            text += char
            code = code[size:]
        return text

    def _first(self, code: bytes) -> tuple[str, int]:
        if code[0] <= 0x80:
            return ("€" if code[0] == 0x80 else chr(code[0])), 1
        codec = "gb18030" if self.private and code[1:2] >= b"\x40" else "gbk"
        try:
            return code[:2].decode(codec), 2
        except UnicodeDecodeError:
            return self.lost, (2 if self.swallow or code[1:2] >= b"\x80" else 1)
