"""Places where something stood before: 从第二掉下来，本周第三; 上一次位列第四的X今年升到第一. They are told of the place it has now."""

from __future__ import annotations

from pipeline.extract.draft import Draft
from pipeline.extract.rules.placing import Placing
from pipeline.text.patterns import lazy_pattern

_STARTED = lazy_pattern("(?:名|位)?(?:一路|起步|开始)")
# 第二，上周第三: without a verb of its own, the earlier place of what was said right before
_BEFORE_THAT = lazy_pattern("(?:[^（(]*[（(])?(?:此前|之前|上[周月期次]|前一[周日天月])(?:同期)?(?:为|排名)?")
_ONCE = lazy_pattern(
    "(?:上一?[期次届周月回]|前一?[年月周次]|此前|原(?![生神创版著声])来?|去年|昔日)[^，。；]{0,8}$"
)
_FROM = lazy_pattern("[从由][^，。；第前]{0,26}$")
_MOVED_OFF = lazy_pattern(
    "(?:名|位)?的?(?:位置|位子)?"
    "(?:一路|突然|急速|直线|迅速|快速|稳步|缓缓|慢慢|连续|急|猛|狂|直)*"
    "(?:起步|反弹|回[落升]"
    "|[升跌掉滑爬冲攀蹿窜杀追挤飙降走][跌落升]?了?(?:[上下起][来去]|上|下|开)?)[，,]"
)
_WHOSE = lazy_pattern("(?:名|位)?的")
_STOP = lazy_pattern("[。；]")
_FAR = 40  # letters over which the place of now is told


def is_earlier(placing: Placing) -> bool:
    """Whether a place is one from before; the claim of the place of now, made or to be made, is told of it."""
    return (
        _started_there(placing)
        or _left_behind(placing)
        or _held_before_that(placing)
        or _attribute_of_the_next(placing)
    )


def _last_of_sentence(placing: Placing) -> Draft | None:
    """The claim made last, where it is a place of the same sentence."""
    reader = placing.reader
    last = reader.drafts[-1] if reader.drafts else None
    return last if last and last.metric == "rank" and last.anchor >= reader.sentence.start else None


def _started_there(placing: Placing) -> bool:
    """豆包升到第二，从第七一路…: where the move began that was just told."""
    rank, reader = placing.rank, placing.reader
    if rank.kind != "ordinal" or not reader.drafts or not placing.before.endswith("从"):
        return False
    if not _STARTED.match(reader.text, rank.end):
        return False
    last = _last_of_sentence(placing)
    if last is not None:
        last.fields["rank_from"] = rank.ranks[0]
    return True


def _left_behind(placing: Placing) -> bool:
    """从第二掉下来，本周第三: the place from which something moved, where another clause says to which."""
    rank, reader, end = placing.rank, placing.reader, placing.clause_end
    left = (
        rank.kind == "ordinal"
        and rank.relation == "eq"
        and len(rank.ranks) == 1
        and rank.earlier is None
        and _FROM.search(placing.before) is not None
        and _MOVED_OFF.match(reader.text, rank.end, end) is not None
        and any(end <= r.start <= end + _FAR and r.relation == "eq" for r in reader.sentence.ranks)
    )
    if left:
        reader.sentence.former = rank.ranks[0]
    return left


def _held_before_that(placing: Placing) -> bool:
    """豆包第二（上周第三）."""
    rank = placing.rank
    if len(rank.ranks) != 1 or rank.relation != "eq":
        return False
    if not _BEFORE_THAT.fullmatch(placing.before.strip("（( ")):
        return False
    last = _last_of_sentence(placing)
    if last is None or last.fields["rank_from"] is not None:
        return False
    last.fields["rank_from"] = rank.ranks[0]
    return True


def _attribute_of_the_next(placing: Placing) -> bool:
    """上一次位列第四的X今年升到第一: a place that X had before, said on the way to the one it has."""
    rank, s, text = placing.rank, placing.reader.sentence, placing.reader.text
    if rank.relation != "eq" or not _ONCE.search(placing.before):
        return False
    touching = rank.kind == "word" and any(0 <= m.start - rank.end <= 1 for m in s.names)
    if not touching and not _WHOSE.match(text, rank.end):
        return False
    now = next((r for r in s.ranks if r.start >= rank.end and r.relation == "eq"), None)
    if now is None or now.earlier is not None or now.start - rank.end > _FAR:
        return False
    if _STOP.search(text, rank.end, now.start):
        return False
    if not any(rank.end <= m.start < now.start for m in s.names):
        return False
    s.former = rank.ranks[0] if len(rank.ranks) == 1 else None
    return True
