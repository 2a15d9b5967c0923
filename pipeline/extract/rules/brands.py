"""Makers that stand for their stores: 苹果第11，华为第五，小米第八 are places of one app in three stores."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.vocabulary import MAKERS
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.charts import Chart
    from pipeline.extract.reader import Reader
    from pipeline.extract.rules.rank import Rank

_STORES = {**MAKERS, "荣耀": "other", "魅族": "other", "苹果": "app_store"}
_REACH = 12  # characters that _BEFORE may take
_BEFORE = lazy_pattern(
    rf"(?:^|[，、；：（(\n]|而|在)(?P<maker>{'|'.join(_STORES)})(?:那边|这边|方面|上|里|端)?(?:则|也)?(?:排名?|位[列居]|列|居|是|为)?$",
    re.IGNORECASE,
)
_STORES_SPOKEN_OF = lazy_pattern("商店|应用市场|渠道")
_SPOKEN = 120  # characters before a place in which stores are spoken of


def in_its_store(reader: Reader, rank: Rank, charts: list[Chart]) -> list[Chart]:
    """The charts of a place as those of the store whose maker stands right before it, where stores are spoken of."""
    text, start = reader.text, reader.sentence.start
    hit = _BEFORE.search(text[max(start, rank.start - _REACH) : rank.start])
    if hit is None or not _STORES_SPOKEN_OF.search(text, max(0, rank.start - _SPOKEN), rank.start):
        return charts
    store = _STORES[hit["maker"].lower()]
    platform = "ios" if store == "app_store" else None
    return [replace(chart, store=store, platform=platform) for chart in charts]
