"""What may be asked: the filters of the command line as parameters of a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Annotated

from fastapi import Depends, Query
from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from history.api.answer import MOST, Form
from pipeline.errors import WrongUse
from pipeline.model import Metric, Modality, Novelty
from pipeline.store import read

_MONTHS = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9])"
DATE = f"^(19|20)[0-9]{{2}}(-(0[1-9]|1[0-2]|{_MONTHS}))?$"  # 2025, 2025-11, 2025-11-24
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = f"^(19|20)[0-9]{{2}}-({_MONTHS})(T{_CLOCK}(:[0-5][0-9]([.][0-9]{{1,6}})?)?(Z|[+ -]{_CLOCK})?)?$"

Name = Annotated[str, Query(min_length=1, max_length=200)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most rows; above 1000 they are sent page by page.")]
After = Annotated[
    str | None,
    Query(max_length=200, description="The `next` of the page before; an empty one is the beginning."),
]
Format = Annotated[
    Form | None, Query(alias="format", description="Else as Accept says; CSV cells cannot become formulas.")
]
Since = Annotated[str | None, Query(pattern=DATE, description="Covered from this date on, else published.")]
Until = Annotated[str | None, Query(pattern=DATE, description="Covered up to this date, else published.")]
AsOf = Annotated[
    str | None,
    Query(
        pattern=MOMENT,
        description="What was known at that moment (a date: at its end in Beijing): claims by when they were read, "
        "figures by the day that they cover.",
    ),
]


async def only_known(request: Request) -> None:
    """Refuse a parameter that the operation does not have: who misspells a filter must not be given everything."""
    known = sorted(set(_parameters(request.scope["route"].dependant)))
    for name in request.query_params:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            there = f"there is {', '.join(known)}" if known else "there is none"
            hint = f'did you mean "{near[0]}"?' if near else there
            raise WrongUse(f'no parameter "{name[:80]}" here ({hint})')


def _parameters(dependant: Dependant) -> Iterator[str]:
    """Every name that the query of an operation may hold."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _parameters(inner)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page, in which form."""

    limit: int
    after: str | None
    form: Form | None


async def paging(limit: Limit = 50, after: After = None, form: Format = None) -> Paging:
    return Paging(limit, after or None, form)


async def one_page(limit: Limit = 50, form: Format = None) -> Paging:
    """Of a list that has no second page: ``after`` is none of its parameters, so that it is refused, not passed over."""
    return Paging(limit, None, form)


async def filters(  # noqa: PLR0913, PLR0917 - the filters of the command line
    metric: Metric | None = None,
    since: Since = None,
    until: Until = None,
    store: Annotated[
        str | None, Query(max_length=100, description="app_store, google_play, huawei …")
    ] = None,
    outlet: Annotated[
        str | None,
        Query(max_length=100, description="The outlet, as answers show it: netease, sohu, ithome …"),
    ] = None,
    novelty: Novelty | None = None,
    modality: Modality | None = None,
    as_of: AsOf = None,
) -> read.Filters:
    """The filters, without app and page."""
    return read.Filters(
        metric=metric,
        since=since and real(since),
        until=until and real(until),
        store=store,
        outlet=outlet,
        novelty=novelty.value if novelty is not None else None,
        modality=modality,
        as_of=at(as_of),
    )


def real(said: str) -> str:
    """A date that the calendar has: the 29th of February of other years is the 28th."""
    if said.endswith("-02-29"):
        try:
            date.fromisoformat(said)
        except ValueError:
            return said[:-2] + "28"
    return said


def at(said: str | None) -> datetime | None:
    """The moment that ``as_of`` means; a plus that nobody escaped came as a space."""
    if said is None:
        return None
    day, rest = real(said[:10]), said[10:]
    return read.moment(day + rest.replace(" ", "+"))


AskedPage = Annotated[Paging, Depends(paging)]
AskedOnePage = Annotated[Paging, Depends(one_page)]
AskedFilters = Annotated[read.Filters, Depends(filters)]
