"""Places in lines of their own: - 德国/法国TOP2 below what they are of, 本周排名：31 below a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.rules.rank import Rank
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_WEEKS = lazy_pattern(
    r"[ \t]*(?:[-•·*]\s?)?[上本这][周期月次季]?(?:的)?(?:排名|名次|位次)：第?\d{1,4}[名位]?[ \t]*"
)


_NAME_LINE = lazy_pattern(r"[ \t]*[《“「]?(?P<np>[^，。；：《》“”「」\n]{2,20})[》”」]?[ \t]*")


def line_of_weeks(reader: Reader, rank: Rank) -> Subject | None:
    """Whose place a line gives that says nothing else, 上周排名：12: of the name that has a line to itself above."""
    text = reader.text
    at = line_start(text, rank.start)
    if text[rank.start - 1] not in "：第" or not _WEEKS.fullmatch(text, at, _line_end(text, at)):
        return None
    for _ in range(6):  # one or two such lines below a name, each perhaps with an empty one between
        stop = at - 1
        if stop <= 0:
            return None
        at = line_start(text, stop)
        if not text[at:stop].strip() or _WEEKS.fullmatch(text, at, stop):
            continue
        name = _NAME_LINE.fullmatch(text, at, stop)
        if name is None:
            return None
        known = [m for m in reader.names.between(at, stop) if m.end - m.start >= len(name["np"]) - 1]
        return reader.resolver.subject(known[0]) if known else Subject((name["np"],), "app", name.start("np"))
    return None


def _line_end(text: str, at: int) -> int:
    """Where the line that begins at an offset ends."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


_BULLET = lazy_pattern(r"[ \t]*[-–—•·*●▪]\s?")


_REGION_GLUE = lazy_pattern(r"[/／、，,和与及：:\s]|[两三四五六七八九\d]{0,2}(?:国|地区?|区|市场|站)")


def row_of_regions(reader: Reader, rank: Rank) -> bool:
    """Whether a line gives a place in some countries to what the lines above speak of: - 德国/法国/意大利三国TOP2."""
    text, at = reader.text, line_start(reader.text, rank.start)
    bullet = _BULLET.match(text, at, rank.start)
    regions = [r for r in reader.sentence.regions if at <= r.start and r.end <= rank.start]
    if bullet is None or not regions or reader.context.subject is None:
        return False
    rest = text[bullet.end() : rank.start]
    for region in reversed(regions):
        rest = rest[: region.start - bullet.end()] + rest[region.end - bullet.end() :]
    return not _REGION_GLUE.sub("", rest)


def line_start(text: str, at: int) -> int:
    """Where the line of an offset begins."""
    return text.rfind("\n", 0, at) + 1
