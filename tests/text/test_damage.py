"""The model of the damage that the newsroom's mirror serves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.damage import damage, traditional
from pipeline.text.repair import repair

POST = (
    "夸克应用在十一月的下载量创下纪录，单日突破一百万次。据数据机构统计，这款App发布以来，"
    "在苹果应用商店的总榜上从第九位升至第二位，横向对比ChatGPT与豆包，增长最快。"
    "“我们将继续开放技术，让开发者参与进来。”团队在后台里写道，并称两周之内还会更新。"
)


@pytest.mark.parametrize(
    ("text", "mirrored"),
    [
        ("数据", "數(shù)據(jù)"),
        ("一向对比Sora", "一向?qū)Ρ萐ora"),
        ("我款App", "我款A(yù)pp"),
    ],
)
def test_each_shape_is_made(text: str, mirrored: str) -> None:
    assert damage(text, rate=1) == mirrored


def test_what_mirrors_keep_is_kept() -> None:
    assert traditional("“里”与‘后’，并于云上") == "“里”與‘后’，并于云上"


def test_a_mirror_touches_the_same_characters_on_every_page() -> None:
    """In step a character bears its reading everywhere or nowhere."""
    damaged = damage(POST * 2, rate=0.4, seed=7)
    assert damage(POST * 2, rate=0.4, seed=7) == damaged
    assert damage(POST * 2, rate=0.4, seed=8) != damaged
    assert len(re.findall(r"數\(shù\)", damaged)) in {0, damaged.count("數")}


def test_nothing_is_damaged_at_rate_none() -> None:
    assert damage(POST, rate=0) == traditional(POST)


@settings(derandomize=True, deadline=None)
@given(st.text(st.one_of(st.sampled_from(POST), st.characters(exclude_categories=["Cs"]))))
def test_any_text_is_taken(text: str) -> None:
    """What GBK cannot write comes through as it is."""
    damaged = damage(text, rate=1)
    beyond = [char for char in text if len(char.encode("gb18030")) == 4]
    assert [char for char in damaged if char in set(beyond)] == [
        char for char in traditional(text) if char in set(beyond)
    ]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("lost", ["?", "\ufffd"])
def test_repair_undoes_it(seed: int, lost: str) -> None:
    whole = damage(POST, rate=0)
    repaired = repair(damage(POST, rate=0.3, seed=seed, lost=lost))
    doubted = {at for start, end in repaired.uncertain for at in range(start, end)}
    assert len(repaired.text) == len(whole)
    assert [at for at in range(len(whole)) if repaired.text[at] != whole[at] and at not in doubted] == []
    assert len(doubted) <= 2
