"""The values of the model as rows of the tables and as JSON, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from pipeline.model import Alert, Claim, Earlier, Novelty, Witness
from pipeline.novelty import Figure
from pipeline.novelty.series import NAMES, Slots
from pipeline.store.types import Named

CLAIM_FIELDS = tuple(field.name for field in fields(Claim))


def claim_values(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in CLAIM_FIELDS}


def claim_of(row: Named) -> Claim:
    """A claim from a row of ``claims``. Counts come back whole, changes as they were said."""
    values = {name: row[name] for name in CLAIM_FIELDS}
    values["value"] = whole(values["value"])
    values["value_max"] = whole(values["value_max"])
    return Claim(**values)


def whole(value: float | None) -> Any:  # noqa: ANN401 - int or float, as the claim said
    """The same number, as an int where it is one.

    >>> whole(10000000.0), whole(12.5), whole(None)
    (10000000, 12.5, None)
    """
    return int(value) if value is not None and value % 1 == 0 else value


def figure_values(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "value": figure.value,
        "value_max": figure.value_max,
        "relation": figure.relation,
        "rank": figure.rank,
        "rank_relation": figure.rank_relation,
        "rank_from": figure.rank_from,
        "covered": figure.covered,
        "day": figure.day or "",  # NULL would sort differently on the two databases
    }


def figure_of_row(row: Named) -> Figure:
    return Figure(
        value=row["value"],
        value_max=row["value_max"],
        relation=row["relation"],
        rank=row["rank"],
        rank_relation=row["rank_relation"],
        rank_from=row["rank_from"],
        covered=row["covered"],
        day=row["day"] or None,
        dated="@" in row["key"],
    )


def slots_values(slots: Slots) -> dict[str, Any]:
    return {"key": slots.key, **{name: getattr(slots, name) for name in NAMES}}


def slots_of_row(row: Named) -> Slots:
    return Slots(**{name: row[name] for name in NAMES})


def alert_json(alert: Alert) -> str:
    return json.dumps(asdict(alert), ensure_ascii=False, separators=(",", ":"), default=_word)


def alert_of(text: str) -> Alert:
    """The alert that :func:`alert_json` wrote; keys of other releases are left out."""
    said = json.loads(text)
    said["novelty"] = Novelty(said["novelty"])
    said["claim"] = _claim(said["claim"])
    if said["earlier"] is not None:
        said["earlier"] = Earlier(
            **_own(Earlier, {**said["earlier"], "claim": _claim(said["earlier"]["claim"])})
        )
    said["witnesses"] = tuple(
        Witness(**_own(Witness, {**one, "read_at": _moment(one["read_at"])})) for one in said["witnesses"]
    )
    said["flags"] = tuple(said["flags"])
    said["post_published_at"] = _moment(said["post_published_at"])
    said["found_at"] = _moment(said["found_at"])
    return Alert(**_own(Alert, said))


def _claim(said: dict[str, Any]) -> Claim:
    return Claim(**_own(Claim, {**said, "subject": tuple(said["subject"]), "region": tuple(said["region"])}))


def _own(kind: type, said: dict[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(kind)}
    return {name: value for name, value in said.items() if name in known}


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an alert")


def _moment(said: str | None) -> Any:  # noqa: ANN401 - None only where the alert says None
    return None if said is None else datetime.fromisoformat(said)
