"""From a place to the claim that something stands there in a chart of apps, or to the reason why nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract import standing_traits
from pipeline.extract.charts import Chart
from pipeline.extract.draft import Draft
from pipeline.extract.rules import listing
from pipeline.extract.rules.brands import in_its_store
from pipeline.extract.rules.earlier_places import is_earlier
from pipeline.extract.rules.firms import firms_place
from pipeline.extract.rules.lines import line_of_weeks, row_of_regions
from pipeline.extract.rules.objections import ANSWERED_BY_A_LIST, DECISIVE, objections_to
from pipeline.extract.rules.other_rankings import by_contribution
from pipeline.extract.rules.placed import claims
from pipeline.extract.rules.placing import Placing, placing_of
from pipeline.extract.rules.rank import Rank
from pipeline.extract.rules.which_chart import charts_for
from pipeline.extract.weighing import observe, strongest_against, total

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader


def read_rank(reader: Reader, rank: Rank, previous_end: int) -> list[Draft]:
    """The claims that one expression of a place makes."""
    placing = placing_of(reader, rank)
    if is_earlier(placing):
        return reader.leave_out(rank, "an earlier place")
    _find_charts(placing, previous_end)
    charts, how = placing.charts, placing.how
    told = line_of_weeks(reader, rank)
    if told is not None:
        charts = charts or [reader.context.chart or Chart(rank.start, rank.start)]
        given = ([told], "the name above its line")
        return claims(reader, rank, charts, how or "carried", previous_end, given=given)
    if any(chart.void for chart in charts):
        return reader.leave_out(rank, "a ranking of something else")
    if firms_place(reader, rank, charts, placing.before):
        return reader.leave_out(rank, "a chart of firms")
    listed = listing.listed(reader, rank, max(placing.clause_start, previous_end))
    if rank.kind == "span" and listed is None and placing.word[-1] not in "名位":
        return reader.leave_out(rank, "nobody who stands there")  # 德国、英国分居三、四
    against = _weighed(placing, listed=listed is not None)
    if against is not None:
        return reader.leave_out(rank, against)
    if not charts:
        # a place that speaks for itself is one in the chart that the post spoke of last, however far above
        charts, how = [reader.context.chart or Chart(rank.start, rank.start)], "carried"
    charts = in_its_store(reader, rank, charts)
    if listed is None:
        return claims(reader, rank, charts, how, previous_end)
    place, holders = listed
    return claims(reader, place, charts, how, previous_end, given=(holders, "listed behind the figure"))


def _find_charts(placing: Placing, previous_end: int) -> None:
    """The charts that a place may be one in; a row of regions goes on with the one above it."""
    reader, rank = placing.reader, placing.rank
    placing.charts, placing.how = charts_for(reader, rank, previous_end)
    above = reader.context.chart
    if not placing.charts and above is not None and row_of_regions(reader, rank):
        placing.charts, placing.how = [above], "carried"


def _weighed(placing: Placing, *, listed: bool) -> str | None:
    """Why a place is none in a chart of apps; ``None`` where it is one. ``listed`` tells that a list says who is there."""
    reader, rank, charts, how = placing.reader, placing.rank, placing.charts, placing.how
    objections = objections_to(placing)
    if listed:
        objections = [name for name in objections if name not in ANSWERED_BY_A_LIST]
    decisive = next((name for name in objections if name in DECISIVE), None)
    if decisive is not None:
        return decisive
    if by_contribution(placing):
        return "a place by another measure"
    traits = standing_traits.traits(reader, rank, charts, how, placing.before, objections)
    if listed:
        traits += ["lists", f"lists {how or 'none'}"]
    observe("places", reader, rank, rank.start, rank.end, traits)
    # a list behind or in front of a place in a chart leaves no doubt what the place is
    sure = bool(charts) and ((listed and not objections) or row_of_regions(reader, rank))
    if sure or total("places", traits) > 0:
        return None
    return objections[0] if objections else strongest_against("places", traits)
