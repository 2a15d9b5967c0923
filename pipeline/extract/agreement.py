"""What store and platform of a claim say of each other: a free chart of the iPhone is one of the App Store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft

# Charts that none but a store keeps. Of downloads and income analysts keep charts of their own.
_OF_STORES = ("free", "paid", None)
_ELSEWHERE = ("google_play", "huawei", "xiaomi", "oppo", "vivo", "tencent", "samsung", "taptap", "steam")
CARRIED = "carried on through the passage"
Weighed = Mapping[str, Mapping[Any, int]]  # what each value on offer weighed, by slot


def agree(draft: Draft, weighed: Weighed) -> None:
    """Let store and platform of a claim, settled one by one, fit together; of two that do not the lighter gives way."""
    fields = draft.fields
    store, platform = fields["store"], fields["platform"]
    of_a_store = fields["chart"] in _OF_STORES
    if draft.metric == "rank" and platform == "ios" and store is None and of_a_store:
        _take(draft, "store", "app_store", "the platform's own store")
    elif platform == "ios" and store in _ELSEWHERE:
        carried = [draft.why.get(slot) == CARRIED for slot in ("store", "platform")]
        if carried == [False, True]:
            _take(draft, "platform", None, "the store named beside it is none of Apple's")
        elif carried == [True, False]:
            _take(draft, "store", "app_store" if of_a_store else None, "the platform named beside it")
    elif platform is None and store == "app_store":
        if of_a_store and not _lighter(weighed.get("store", {}), weighed.get("platform", {})):
            _take(draft, "platform", "ios", "the store's own platform")
        else:
            _take(draft, "store", None, "no platform, so that the chart is of no one store")


def _lighter(stores: Mapping[Any, int], platforms: Mapping[Any, int]) -> bool:
    """Whether less speaks for the App Store, rather than none, than speaks against iPhones."""
    if None not in stores or "ios" not in platforms:
        return False
    return stores["app_store"] - stores[None] < platforms[None] - platforms["ios"]


def _take(draft: Draft, slot: str, value: str | None, why: str) -> None:
    draft.fields[slot] = value
    draft.why[slot] = why
