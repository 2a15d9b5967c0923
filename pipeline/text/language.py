"""What a post is written in: Simplified or Traditional Chinese, or English."""

from __future__ import annotations

from typing import Literal

from pipeline.text.convert import simplify
from pipeline.text.patterns import lazy_pattern
from pipeline.text.repair import repair

Language = Literal["zh-Hans", "zh-Hant", "en"]
_SAMPLE = 4000  # characters that are looked at
_HAN = lazy_pattern("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = lazy_pattern("[\u3041-\u30ff\uac00-\ud7a3]")
_WORD = lazy_pattern(r"[A-Za-z]{2,}")
_FEW_WORDS = 8  # Latin words beside one Chinese character: names in English prose
_TRADITIONAL = 0.05  # of the characters; Simplified text quotes a few, Traditional text has about a third
_FOREIGN = 0.1


def language(text: str) -> Language | None:
    """The language of a text; None where it is another one, or too short to tell.

    A mirror's copy of a Simplified text, damaged into Traditional, is Simplified.

    >>> language("千问的下载量突破1000万次"), language("千問的下載量突破1000萬次"), language("這款A(yù)pp的數(shù)據(jù)")
    ('zh-Hans', 'zh-Hant', 'zh-Hans')
    >>> language("Qwen passed 10 million downloads in its first week"), language("2025")
    ('en', None)
    """
    sample = text[:_SAMPLE]
    han = len(_HAN.findall(sample))
    words = len(_WORD.findall(sample))
    if len(_KANA.findall(sample)) > _FOREIGN * (han + 1):
        return None
    if not han or words > _FEW_WORDS * han:
        return "en" if words else None
    if repair(sample).changed:
        return "zh-Hans"
    changed = sum(one != other for one, other in zip(sample, simplify(sample), strict=True))
    return "zh-Hant" if changed > _TRADITIONAL * han else "zh-Hans"
