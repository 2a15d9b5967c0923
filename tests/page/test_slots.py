"""What was read of a claim, in the reader's words and in the words of the API."""

from __future__ import annotations

import typing
from dataclasses import replace

import pytest

from history.page.language import words
from history.page.slots import slots
from pipeline.model import Chart, Claim, Metric, Modality, Relation
from tests.store.story import daily, rank

PLACE = rank("山雀", 2, region=("CN", "US"), rank_from=14)
COUNT = daily(
    "山雀", 1_560_000, "approx", average=True, modality="denied", source="掌上应用志", uncertain=True
)


@pytest.mark.parametrize(
    ("claim", "language", "expected"),
    [
        (
            PLACE,
            "zh",
            (
                "主体 山雀 · 指标 名次 [rank] · 名次 2 · 名次关系 正好 [eq] · 原名次 14 · 榜单 免费榜 [free] · 类别 总榜 [overall] · "
                "商店 App Store [app_store] · 平台 iOS · 地区 中国区、美国 [CN, US] · 语气 陈述 [stated]"
            ),
        ),
        (
            COUNT,
            "zh",
            (
                "主体 山雀 · 指标 下载量 [downloads] · 数值 1,560,000 · 关系 约 [approx] · 期间 一天 [P1D] · 平均 是 · "
                "出处 掌上应用志 · 语气 已否认 [denied] · 存疑 是"
            ),
        ),
        (
            COUNT,
            "en",
            (
                "Subject 山雀 · Metric Downloads · Value 1,560,000 · Relation about [approx] · Period a day [P1D] · "
                "Average yes · Said by 掌上应用志 · Modality denied · Uncertain yes"
            ),
        ),
        (
            replace(COUNT, period="P11D", average=None, source=None, uncertain=False, value=0.5),
            "en",
            "Subject 山雀 · Metric Downloads · Value 0.5 · Relation about [approx] · Period P11D · Modality denied",
        ),
    ],
)
def test_each_slot_is_said_in_words_and_with_its_code_where_that_differs(
    claim: Claim, language: str, expected: str
):
    said = words(language)  # type: ignore[arg-type]
    told = [
        f"{said['slot.' + name]} {word}{f' [{code}]' if code else ''}"
        for name, word, code in slots(claim, language)  # type: ignore[arg-type]
    ]
    assert " · ".join(told) == expected


def test_every_word_of_the_model_has_one_of_the_reader():
    closed = {"metric": Metric, "shape": Relation, "chart": Chart, "modality": Modality}
    needed = {f"{group}.{word}" for group, kind in closed.items() for word in typing.get_args(kind)}
    assert needed <= words("zh").keys() & words("en").keys()
