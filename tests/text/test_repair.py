"""Repair of single shapes of damage, each written by hand, byte by byte."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.text.repair import Repaired, repair

# The damaged text, what it was, and what the damage is.
SHAPES = [
    ("數(shù)據(jù)顯示，發(fā)布當日", "數據顯示，發布當日", "behind whole characters"),
    ("這款A(yù)pp的數(shù)據(jù)", "這款App的數據", "between a character's second byte and a letter"),
    ("橫向?qū)Ρ菴hatGPT之后", "橫向對比ChatGPT之后", "between two characters, in step at a letter"),
    ("橫向\ufffdqū)Ρ菴hatGPT之后", "橫向對比ChatGPT之后", "the decoder writes U+FFFD"),
    (
        "橫向\ufffd(qū)Ρ菴hatGPT之后",
        "橫向對比ChatGPT之后",
        "the decoder writes U+FFFD and keeps the parenthesis",
    ),
    ("因?yàn)檫@一個數(shù)據(jù)", "因為這一個數據", "in step behind a character that ends in @"),
    ("再超F(xiàn)acebook", "再超Facebook", "in front of a capital"),
    ("咨詢?nèi)绾纬蔀榇河鹱髡哒?qǐng)", "咨詢如何成為春羽作者請", "in step behind the next reading"),
    ("數(shù)據(jù)里的“后來”并沒發(fā)布", "數據里的“后來”并沒發布", "quotes and forms that mirrors keep"),
    ("數(shù)據(jù)，增長(zhǎng)與會(huì)員", "數據，增長與會員", "readings that are not the first"),
    ("數(shù)據(jù)裡他們(men)說", "數據裡他們說", "a reading without a tone"),
]


@pytest.mark.parametrize(("damaged", "whole"), [row[:2] for row in SHAPES], ids=[row[2] for row in SHAPES])
def test_a_shape_is_undone(damaged: str, whole: str) -> None:
    repaired = repair(damaged)
    assert repaired.text == whole
    assert repaired.changed
    assert repaired.uncertain == ()


@pytest.mark.parametrize(
    "text",
    [
        "ChatGPT(beta)与小红书(RED)的拼音(pinyin)",
        "小紅書(RED)登頂，ChatGPT(beta)第二",
        "這個字讀魑(chī)，是魑魅的魑",
        "數(shù)字不是一個字",
        "他讲了饕(tāo)餮(tiè)和魑(chī)魅(mèi)的故事",
        "姓氏禤(xuān)、仝(tóng)、逄(páng)、亓(qí)都不多見",
        "单(shàn)田芳、万俟(mò)卨、会(kuài)计、长(zhǎng)大、发(fà)型，这些字别念错了",
        "真的嗎?真的(zhēnde)!",
        "résumé(é) naïve (ā) Pokémon(é)",
        "",
        "\x00\ud800?\ufffd€()",
    ],
    ids=range(11),
)
def test_an_undamaged_text_comes_back_untouched(text: str) -> None:
    repaired = repair(text)
    assert repaired.text is text
    assert not repaired.changed
    assert repaired.uncertain == ()
    assert repaired.original(0, len(text)) == (0, len(text))


def test_ordinary_parentheses_of_a_damaged_text_survive() -> None:
    text = "數(shù)據(jù)：ChatGPT(beta)、小紅書(RED)、拼音(pinyin)與Sora(a)"
    assert repair(text).text == "數據：ChatGPT(beta)、小紅書(RED)、拼音(pinyin)與Sora(a)"


def test_what_fits_nothing_is_left_and_marked() -> None:
    """門 is not read pǔ, nor does any character begin with its second byte that is."""
    repaired = repair("數(shù)據(jù)，發(fā)布，門(pǔ)檻")
    assert repaired.text == "數據，發布，門(pǔ)檻"
    assert [repaired.text[a:b] for a, b in repaired.uncertain] == ["(pǔ)"]


def test_another_tone_than_the_dictionary_has_is_no_obstacle() -> None:
    assert repair("數(shù)據(jù)的質(zhí)量").text == "數據的質量"


def test_where_several_characters_fit_the_commonest_is_taken_and_marked() -> None:
    """At first 蛐 could be what was hit as well as 驅: this converter was seen to touch 向, which needs no converting."""
    repaired = repair("數(shù)據(jù)，方向(xiàng)，橫向?qū)Ρ菴hatGPT")
    assert repaired.text == "數據，方向，橫向對比ChatGPT"
    assert [repaired.text[a:b] for a, b in repaired.uncertain] == ["對"]


def test_a_swallowed_digit_leaves_a_mark_and_never_another_figure() -> None:
    """比 ends in a byte that took the 3 of 3000 along: the figure can no longer be read."""
    repaired = repair("橫向?qū)Ρ?000萬，數(shù)據(jù)")
    assert repaired.text == "橫向對\ufffd000萬，數據"
    assert [repaired.text[a:b] for a, b in repaired.uncertain] == ["\ufffd"]


PROSE = "數(shù)據(jù)顯示，昨天的下載量已經超過一千萬次，發(fā)布以來這是最高的一個記錄，其后的幾天也沒有下降。".replace(
    "，", ","
)


@pytest.mark.parametrize(
    ("damaged", "whole", "guessed"),
    [
        ("新書?;蛘哒f(shuō)早了", "新書。或者說早了", "。"),
        ("家?guī)硇碌那闆r,", "家帶來新的情況,", "帶來"),
    ],
    ids=["a byte lost without a reading", "two halves that made no character dropped"],
)
def test_what_is_gone_without_a_trace_is_guessed_and_marked(damaged: str, whole: str, guessed: str) -> None:
    """Only where the rest of the text is prose, and the guess much likelier than what is written."""
    repaired = repair(PROSE + damaged)
    assert repaired.text.endswith(whole)
    assert "".join(repaired.text[a:b] for a, b in repaired.uncertain) == guessed


def test_question_marks_of_a_damaged_text_stay_questions() -> None:
    text = PROSE + "會成為什么?它能帶來什么?ChatGPT說不行?第一名?"
    assert repair(text).text.endswith("會成為什么?它能帶來什么?ChatGPT說不行?第一名?")
    assert repair(text).uncertain == ()


def test_damage_beside_speaks_for_a_title_with_one_reading() -> None:
    title, body = "新作發(fā)布", "數(shù)據(jù)顯示，開發(fā)者已發(fā)布新作"
    assert not repair(title).changed
    assert repair(title, beside=body).text == "新作發布"
    assert not repair(title, beside="一篇沒有損壞的正文").changed


class TestOriginal:
    """The way back from a span of the repaired text to the text as read."""

    @staticmethod
    def read(damaged: str, words: str) -> str:
        repaired = repair(damaged)
        start = repaired.text.index(words)
        begin, end = repaired.original(start, start + len(words))
        return damaged[begin:end]

    def test_a_reading_at_either_end_stays_outside(self) -> None:
        text = "最新數(shù)據(jù)：下載量超140萬次，創(chuàng)紀錄"
        assert self.read(text, "下載量超140萬次") == "下載量超140萬次"
        assert self.read(text, "數據") == "數(shù)據"
        assert self.read(text, "：下載") == "：下載"

    def test_half_a_character_is_covered_by_the_whole_one(self) -> None:
        text = "橫向?qū)Ρ菴hatGPT的數(shù)據(jù)"
        assert self.read(text, "向") == "向"
        assert self.read(text, "對") == "?qū)Ρ"
        assert self.read(text, "比") == "Ρ菴"
        assert self.read(text, "ChatGPT") == "菴hatGPT"
        assert self.read(text, "hatGPT") == "hatGPT"

    def test_a_quote_keeps_readings_inside_it(self) -> None:
        text = "數(shù)據(jù)稱那款A(yù)pp在海外的下載數(shù)已經(jīng)超過(guò)520萬次。"
        assert (
            self.read(text, "那款App在海外的下載數已經超過520萬次")
            == "那款A(yù)pp在海外的下載數(shù)已經(jīng)超過(guò)520萬次"
        )

    def test_an_empty_span_stays_empty(self) -> None:
        repaired = repair("數(shù)據(jù)")
        assert [repaired.original(at, at) for at in range(3)] == [(0, 0), (6, 6), (7, 7)]

    def test_the_whole_text_maps_to_the_whole_text(self) -> None:
        text = "據(jù)數(shù)據(jù)顯示"
        repaired = repair(text)
        assert repaired.original(0, len(repaired.text)) == (0, len(text))


def test_an_undamaged_text_needs_no_tables() -> None:
    """The milliseconds for the tables are spent on damaged texts only."""
    code = "import sys; from pipeline.text.repair import repair; repair('夸克登頂' * 99); print('pipeline.text.undo' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_repaired_text_is_a_value() -> None:
    assert repair("數(shù)據(jù)") == repair("數(shù)據(jù)")
    assert repair("夸克") == Repaired("夸克")
