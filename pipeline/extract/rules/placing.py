"""One expression of a place with the clause it stands in: what the rules look at that weigh whether it is one in a chart of apps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.charts import Chart
from pipeline.extract.rules.rank import Rank

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader


@dataclass(slots=True)
class Placing:
    """A place, its clause, and the charts that it may be one in."""

    reader: Reader
    rank: Rank
    clause_start: int
    clause_end: int
    word: str  # the expression itself
    before: str  # its clause up to it; letters of names are □, so that 抖音极速版 is nothing about speed
    charts: list[Chart]
    how: str  # how they were found; empty where none was

    @property
    def chart_beside(self) -> bool:
        """Whether the chart stands in the same clause."""
        return bool(self.charts) and self.how in ("in its clause", "behind it")

    def behind(self, letters: int) -> str:
        """So many letters behind the place."""
        return self.reader.text[self.rank.end : self.rank.end + letters]


def placing_of(reader: Reader, rank: Rank) -> Placing:
    """A place before anything is known of its chart."""
    s, text = reader.sentence, reader.text
    clause_start, clause_end = s.clause_of(rank.start)
    before = text[clause_start : rank.start]
    for mention in s.names:
        if clause_start <= mention.start and mention.end <= rank.start:
            before = before.replace(text[mention.start : mention.end], "□" * (mention.end - mention.start))
    return Placing(reader, rank, clause_start, clause_end, text[rank.start : rank.end], before, [], "")
