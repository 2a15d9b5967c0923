"""The tables that travel with the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

import pipeline.text
from pipeline.text.readings import is_read, is_usually_read, level
from tests.text.converter import gbk_characters

FOLDER = Path(pipeline.text.__file__).parent


def test_the_table_holds_every_reading_of_every_character() -> None:
    """Whoever changes pypinyin's version runs scripts/make_readings.py again."""
    for char in gbk_characters():
        first, *others = PINYIN_DICT.get(ord(char), "").split(",")
        assert not first or is_usually_read(char, first), char
        assert all(is_read(char, other) for other in others), char


def test_no_character_has_a_reading_that_it_lacks() -> None:
    for line in (FOLDER / "readings.tsv").read_text("utf-8").splitlines():
        reading, first, others = line.split("\t")
        assert all(reading in PINYIN_DICT[ord(char)].split(",") for char in first + others)


def test_every_character_has_one_level() -> None:
    chars = (FOLDER / "commonness.txt").read_text("utf-8").replace("\n", "")
    assert sorted(chars) == sorted(gbk_characters())


def test_common_characters_come_before_rare_ones_and_traditional_before_simplified() -> None:
    assert level("的") < level("數") < level("橫") < level("魑")
    assert level("數") < level("数")
    assert level("后") == level("後")


def test_the_tables_are_small_and_quick_to_read() -> None:
    """They are read once, when a damaged text comes; twice the usual 7 ms on a busy machine are allowed for, thrice."""
    assert sum((FOLDER / name).stat().st_size for name in ("readings.tsv", "commonness.txt")) < 200_000
    code = (
        "import time; from pipeline.text import readings; began = time.process_time();"
        "readings.level('數'); readings.is_read('數', 'shù'); print(time.process_time() - began)"
    )
    best = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(3)
    )
    assert best < 0.045
