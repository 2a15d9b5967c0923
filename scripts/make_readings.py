"""Makes the two tables that pipeline/text needs to undo mirror damage, from packages that only this script needs.

    pip install pypinyin jieba opencc
    python scripts/make_readings.py

``pipeline/text/readings.tsv``: a line for each reading (guān): the characters of GBK whose first reading it is, a
tab, those that can also be read so; commonest first.
``pipeline/text/commonness.txt``: line n holds the characters of GBK of which Traditional text has about one in 2^n.

Readings are pypinyin's (MIT, from Unihan); counts are jieba's words (MIT), turned into Traditional by OpenCC.
"""

from __future__ import annotations

import importlib.util
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT

TEXT = Path(__file__).parents[1] / "pipeline" / "text"

# jieba counts words: marks, letters and digits are placed by eye. What is named nowhere is rarer than any word.
MARKS = {
    5: "，",
    6: "。",
    7: "、“”",
    8: "：",
    9: "！？；（）《》—",
    10: "…·「」",
    11: "‘’【】『』",
    13: "％～０１２３４５６７８９〈〉〔〕",
    15: "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＋－＝／＆＃＠＂＇．　",
    17: "①②③④⑤⑥⑦⑧⑨⑩℃×÷±→★☆●○■□◆◇△▲※々〇",
}
LAST = 24  # level of a hanzi that no word of jieba holds; symbols, kana, Greek and the rest come one later
UNUSUAL = 2**-9  # a variant, or a form that only Simplified text has: a mirror's Traditional seldom holds it


def gbk() -> Iterator[str]:
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                yield bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue


def simplified_counts() -> Counter[str]:
    package = importlib.util.find_spec("jieba")
    assert package, "pip install jieba"
    assert package.origin
    counts: Counter[str] = Counter()
    for line in (Path(package.origin).parent / "dict.txt").read_text("utf-8").splitlines():
        word, times, *_ = line.split(" ")
        for char in word:
            counts[char] += int(times)
    return counts


def in_big5(char: str) -> bool:
    try:
        return bool(char.encode("big5"))
    except UnicodeEncodeError:
        return False


def traditional_counts(characters: list[str]) -> Counter[str]:
    """How often each character of GBK stands in Traditional text: usual forms share the Simplified one's count."""
    simplified = simplified_counts()
    back = OpenCC("t2s").convert
    forms = [OpenCC(config).convert for config in ("s2t", "s2tw", "s2hk")]
    counts: Counter[str] = Counter()
    for char in characters:
        base = back(char)
        usual = {form(base) for form in forms} | ({base} if in_big5(base) else set())
        counts[char] = round(simplified[base] * (1 if char in usual else UNUSUAL))
    return counts


def levels(characters: list[str], counts: Counter[str]) -> dict[str, int]:
    total = counts.total()
    marks = {char: level for level, chars in MARKS.items() for char in chars}

    def level(char: str) -> int:
        if char in marks:
            return marks[char]
        if not (share := counts[char] / total):
            return LAST if ord(char) in PINYIN_DICT else LAST + 1
        return min(LAST, round(-math.log2(share)))

    return {char: level(char) for char in characters}


def main() -> None:
    characters = [*gbk()]
    counts = traditional_counts(characters)
    commonest = sorted(characters, key=lambda char: (-counts[char], ord(char)))
    level = levels(characters, counts)
    rows: dict[int, list[str]] = defaultdict(list)
    for char in commonest:
        rows[level[char]].append(char)
    lines = ["".join(rows[n]) for n in range(LAST + 2)]
    (TEXT / "commonness.txt").write_text("\n".join(lines) + "\n", "utf-8")

    readings: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for char in commonest:
        first, *others = PINYIN_DICT.get(ord(char), "").split(",")
        if first:
            readings[first][0].append(char)
        for other in others:
            readings[other][1].append(char)
    table = [f"{name}\t{''.join(a)}\t{''.join(b)}" for name, (a, b) in sorted(readings.items())]
    (TEXT / "readings.tsv").write_text("\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    main()
