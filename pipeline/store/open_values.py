"""Frozen values filled from a driver's rows, as quickly as plain ones.

A frozen dataclass sets each of its fields by ``object.__setattr__``, which for the thirty fields of a claim takes five
times what the assignment takes. So a page of rows fills a twin that is still open, with the same slots, and closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, make_dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.model import Claim, Witness
from pipeline.store.types import names_of, utc_of
from pipeline.store.values import whole


def twin(kind: type) -> Any:  # noqa: ANN401 - a class made here; it takes the fields by their order
    """An open class with the fields of a frozen one; an instance is closed by ``one.__class__ = kind``."""
    names = [field.name for field in fields(kind)]
    return make_dataclass(f"Open{kind.__name__}", names, repr=False, eq=False, match_args=False, slots=True)


_Claim, _Witness = twin(Claim), twin(Witness)


def claim_from(values: Sequence[Any]) -> Claim:
    """A claim from its columns in the order of ``CLAIM_FIELDS``, as the driver gives them."""
    one = _Claim(*values)
    one.value, one.value_max = whole(one.value), whole(one.value_max)
    one.subject = names_of(one.subject)
    one.region = names_of(one.region)
    if one.average is not None:
        one.average = one.average == 1  # SQLite's truth is a number
    one.uncertain = one.uncertain == 1
    one.__class__ = Claim
    closed: Claim = one
    return closed


def witness_from(outlet: str, host: str, url: str, title: str | None, read_at: object) -> Witness:
    one = _Witness(outlet, host, url, title, moment_from(read_at))
    one.__class__ = Witness
    closed: Witness = one
    return closed


def moment_from(value: Any) -> Any:  # noqa: ANN401 - None only where the column is NULL
    """A time in UTC from the text of SQLite or the time of PostgreSQL's driver."""
    if value is None:
        return None
    if type(value) is str:
        return utc_of(value)
    found: datetime = value
    return found.astimezone(UTC)
