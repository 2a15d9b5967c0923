"""The words that no name is made of: each is needed, and what apps are called is not refused."""

from __future__ import annotations

import re

import pytest

from pipeline.extract.no_names import ANYWHERE, AT_END, AT_START, LETTERS, NO_NAME, WHOLE

# how each group is looked for, and what stands around one of its words in a phrase
GROUPS = {
    "anywhere": ((*ANYWHERE, *LETTERS), "{}", "龙{}龙"),
    "at the start": (AT_START, "^{}", "{}龙"),
    "at the end": ((AT_END,), "{}$", "龙{}"),
    "the whole": ((WHOLE,), "^{}$", "{}"),
}
WORDS = [
    (pattern.format(word), phrase.format(word))
    for groups, pattern, phrase in GROUPS.values()
    for word in " ".join(groups).split()
]


def test_no_word_is_there_for_which_another_stands() -> None:
    """以来 would never matter beside 以: whoever looks for what refuses a name finds one place."""
    compiled = [(pattern, re.compile(pattern)) for pattern, _ in WORDS]
    plain = [(pattern, phrase) for pattern, phrase in WORDS if re.sub(r"^\^|\$$", "", pattern).isalnum()]
    assert len(plain) > 300
    assert [
        (pattern, other)
        for pattern, phrase in plain
        for other, one in compiled
        if other != pattern and one.search(phrase)
    ] == []


@pytest.mark.parametrize(
    "phrase", ["今日", "国内市场", "上线首周", "端午", "三天", "十几个", "列表里", "手机版"]
)
def test_a_phrase_of_every_day_is_no_name(phrase: str) -> None:
    """Each stands where a name might: 今日登顶, 国内市场下载…"""
    assert NO_NAME.search(phrase)


@pytest.mark.parametrize("phrase", ["光点网", "云海棋牌", "手机管家", "小满笔记", "飞鸟浏览器"])
def test_what_apps_are_called_is_not_refused(phrase: str) -> None:
    """Words of which names are made are not in the groups, though posts use them by themselves too."""
    assert NO_NAME.search(phrase) is None
