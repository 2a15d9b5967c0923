"""Repair against a converter of the tests' own: any characters touched, any Traditional text, several decoders."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.damage import damage
from pipeline.text.repair import Repaired, repair
from tests.text.converter import Decoder, changing, gbk_characters, readings, replace_each, scan, table

Converter = Callable[[bytes, dict[bytes, bytes]], bytes]

HANZI = [char for char in gbk_characters() if "\u4e00" <= char <= "\u9fff" and readings(char)]
TRADITIONAL = [char for char in HANZI if char.encode("big5", "ignore")]
CHANGING = changing()
MARKS = "，。：“”‘’、（）！"

# Any mirror shows its habit on common characters.
HEAD = "數據顯示，發布以來數據屢創新高。"
ALWAYS = "數據顯發創"

# Nothing of these is lost but the bytes before a parenthesis.
lossless = st.sampled_from([Decoder("?", private=True), Decoder("\ufffd", private=True)])
lossy = st.sampled_from([Decoder("?"), Decoder("\ufffd"), Decoder("\ufffd", swallow=False)])
converters: st.SearchStrategy[Converter] = st.sampled_from([scan, replace_each])
common = "的一是不了在有人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經里于"
sentences = st.text(st.sampled_from(common + MARKS), max_size=60)
mixed = st.text(st.sampled_from("".join(TRADITIONAL) + MARKS + "AppChatGPT"), max_size=40)
anything = st.text(st.sampled_from("".join(TRADITIONAL) + MARKS + "AppChatGPT0123456789,. "), max_size=40)
shares = st.sampled_from([0.003, 0.03, 0.3, 1])
seeds = st.integers(0, 10**6)

thorough = settings(max_examples=25, deadline=None, derandomize=True)


def touched(pool: list[str], share: float, seed: int) -> dict[bytes, bytes]:
    return table([*ALWAYS, *Random(seed).sample(pool, round(len(pool) * share))])


def differences(text: str, repaired: Repaired) -> list[int]:
    """Where the repaired text is another one though it is not marked uncertain."""
    doubted = {at for start, end in repaired.uncertain for at in range(start, end)}
    return [at for at in range(len(text)) if repaired.text[at : at + 1] != text[at] and at not in doubted]


@thorough
@given(st.one_of(sentences, mixed), shares, seeds, lossless, converters)
def test_traditional_forms_come_back(
    text: str, share: float, seed: int, decode: Decoder, convert: Converter
) -> None:
    """Where a converter touches Traditional forms only, the text comes back but for what is marked."""
    text = HEAD + text + "。"
    damaged = decode(convert(text.encode("gbk"), touched(CHANGING, share, seed)))
    repaired = repair(damaged)
    assert len(repaired.text) == len(text), damaged
    assert not differences(text, repaired), damaged


@thorough
@given(st.one_of(sentences, mixed), shares, seeds, lossless, converters)
def test_any_characters_may_be_touched(
    text: str, share: float, seed: int, decode: Decoder, convert: Converter
) -> None:
    """A converter that is seen to touch 的 may touch anything: more is marked, and the rest is the text."""
    text = HEAD + "的" + text + "。"
    inserts = touched(HANZI, share, seed) | table("的")
    damaged = decode(convert(text.encode("gbk"), inserts))
    repaired = repair(damaged)
    assert len(repaired.text) == len(text), damaged
    assert not differences(text, repaired), damaged


@thorough
@given(anything, shares, seeds, lossy, converters)
def test_what_decoders_lose_is_marked(
    text: str, share: float, seed: int, decode: Decoder, convert: Converter
) -> None:
    """Swallowed digits and pairs that are no character cannot come back; no such place goes unmarked."""
    text = HEAD + text + "。"
    damaged = decode(convert(text.encode("gbk"), touched(CHANGING, share, seed)))
    repaired = repair(damaged)
    assert repaired.text == text or repaired.uncertain, damaged
    check_offsets(damaged, repaired)


def check_offsets(read: str, repaired: Repaired) -> None:
    spans = [repaired.original(at, at + 1) for at in range(len(repaired.text))]
    assert all(0 <= start < end <= len(read) for start, end in spans)
    assert spans == sorted(spans)
    for (start, end), char in zip(spans, repaired.text, strict=True):
        assert end - start > 1 or read[start] == char or pieces_of(read[start], char)


def pieces_of(read: str, char: str) -> bool:
    """A letter that was read as the second half of a character."""
    return read.encode("gb18030")[-1:] == char.encode("gb18030")[-1:] or char == "\ufffd"


@thorough
@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    """Arbitrary Unicode holds no damage, and comes back as it is."""
    assert repair(text).text is text


BITS = [
    "(qū)",
    "?qū)",
    "\ufffd(guān)",
    "?(ā)",
    "(men)",
    "(beta)",
    "(dòn(jí)g)",
    "關(guān)",
    "據(jù)",
    "向?qū)Ρ菴",
    "€",
    "?",
    "\ufffd",
    "\ud800",
    "\x00",
    "\n",
    "菴",
    "Ρ",
    "\ue000",
    "，",
    "1",
    "A",
    "@",
    " ",
]


@thorough
@given(st.lists(st.sampled_from(BITS)).map("".join))
def test_hostile_text_is_taken(text: str) -> None:
    """Heaps of broken marks raise nothing, and every character leads back into the text."""
    repaired = repair(text)
    spans = [repaired.original(at, at + 1) for at in range(len(repaired.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(0 <= start < end <= len(repaired.text) for start, end in repaired.uncertain)


@pytest.mark.parametrize(
    "bit",
    ["?qū)", "向?qū)", "(qū)", "關(guān)", "向?qū)" + "Ρ" * 40, "ā)", "((", "(a", "?(ā", "向(qū)", "?a)"],
)
@pytest.mark.timeout(20)
def test_heaps_of_damage_are_gone_through_once(bit: str) -> None:
    """No text, however made, costs more than its length: with a square of it the suite's own bound would end this."""
    text = "數(shù)據(jù)顯示向?qū)Ρ菴" + bit * (20_000 // len(bit))
    assert repair(text).text.startswith("數據顯示")


@thorough
@given(st.text(st.sampled_from("数据显示对比发布应用下载量后里并云，。ChatGPT"), max_size=60), shares, seeds)
def test_the_newsrooms_damage_comes_undone(text: str, rate: float, seed: int) -> None:
    """What the model of the damage does is undone where the text has no half-width marks to swallow."""
    text = "数据显示，开发者发布的应用创下数据纪录。" + text + "。"
    whole, damaged = damage(text, rate=0), damage(text, rate=rate, seed=seed)
    repaired = repair(damaged)
    if repaired.changed:
        assert not differences(whole, repaired), damaged
