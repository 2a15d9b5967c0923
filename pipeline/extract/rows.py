"""Names that stand in one row: A、B和C, A以及“B”, A（甲公司）、B; those of them that nobody knows too."""

from __future__ import annotations

import re

from pipeline.extract.names import Mention
from pipeline.text.patterns import lazy_pattern

# all that may stand between two names of a row
GLUE = lazy_pattern(
    r"\s*(?:[/,，或]|以及|还有|（[^（）]{0,12}）[、和与及]?)\s*"  # the brackets say whose it is, or who it is
    r"|）\s*[、和与及跟]\s*[“「《]?"  # the brackets are part of the first name
    r"|[”」》]?\s*[、和与及跟]?\s*[“「《]?"
)
# A、旗下的B: what the second one is, before its name
_WHAT_IT_IS = lazy_pattern("(?<=[、和与及跟])[^，。、；《》“”]{2,14}的$")
_WHAT_TITLE_IS = lazy_pattern("(?<=[、和与及跟])[^，。、；《》“”]{2,14}$")
_BEFORE_TITLE = lazy_pattern(r"[、和与及跟]?[^，。、；《》“”第\d]{1,14}")


def last_row(text: str, mentions: list[Mention]) -> list[Mention]:
    """The last name and those that stand in one row with it."""
    row = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        between = text[mention.end : row[0].start]
        if text[row[0].start] not in "《“「":
            between = _WHAT_IT_IS.sub("", between)
        else:
            between = _WHAT_TITLE_IS.sub("", between)
            if _BEFORE_TITLE.fullmatch(between) and between[0] in "、和与及跟":
                between = "、"
        if len(between) > 18 or not GLUE.fullmatch(between):
            break
        row.insert(0, mention)
    return row


_ITEM_BEFORE = lazy_pattern(
    r"(?:^|[、，。；：,:“”「」\s（）()年月日]|其中|分别是|依次是|包括|而|但|使得)"
    r"(?P<np>[\u4e00-\u9fffA-Za-z0-9·+]{2,9})$"
)
_ITEM_BEHIND = lazy_pattern(
    r"(?:、|和|与|及|以及)(?P<np>[\u4e00-\u9fffA-Za-z0-9·+]{2,9}?)"
    r"(?=[、和与及则均都]|分别|分列|依次|双双|位列|分居|紧随|\d{1,2}月|的?新增|的?累计|的?下载|单日|日均|首[周日月])"
)
_NO_ITEM = lazy_pattern(r"[的在是了为第\d]")


def with_unlisted(text: str, group: list[Mention], floor: int) -> list[Mention]:
    """A list with the unknown names beside the known ones in it: 一起小学学生、作业帮、猿辅导."""
    full = list(group)
    while full and full[0].start > floor and text[full[0].start - 1] == "、":
        item = _item(_ITEM_BEFORE.search(text[floor : full[0].start - 1]), floor)
        if item is None:
            break
        full.insert(0, item)
    while full:
        end = full[-1].end
        item = _item(_ITEM_BEHIND.match(text[end : end + 14]), end)
        if item is None:
            break
        full.append(item)
    return full


def _item(hit: re.Match[str] | None, offset: int) -> Mention | None:
    if hit is None or _NO_ITEM.search(hit["np"]):
        return None
    start, end = hit.span("np")
    return Mention(offset + start, offset + end, (hit["np"],), "app", "list")
