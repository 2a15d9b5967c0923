"""Stored rows as other people's programs read them: JSON's values, cells of a sheet. Light: every command may import it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from pipeline.model import BEIJING, Claim

FIELDS = (
    "metric", "quote", "subject", "subject_kind", "value", "value_max", "unit", "relation", "period", "average",
    "rank", "rank_relation", "rank_from", "chart", "category", "store", "platform", "region", "region_count",
    "since", "as_of", "source", "modality", "field", "start", "end", "rule", "uncertain",
)  # fmt: skip


_FORMULA = (*"=+-@＝＋－＠\t\r\n",)  # Excel of East Asia takes the wide signs for the narrow ones


def claim_json(claim: Claim) -> dict[str, Any]:
    """The claim as JSON's values; unknown is null, ``subject`` and ``region`` are lists."""
    values = {name: getattr(claim, name) for name in FIELDS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def row_json(row: object) -> dict[str, Any]:
    """A stored row as plain values; the fields of its claim stand beside its own.

    A figure's own number is called ``figure_id``: what ``bangdan show`` takes is its ``claim_id``.
    """
    values: dict[str, Any] = {}
    for field in fields(row):  # type: ignore[arg-type]  # every row is a dataclass
        value = getattr(row, field.name)
        if field.name == "id" and type(row).__name__ == "FigureRow":  # the store is not loaded for a name
            values["figure_id"] = value
            continue
        if isinstance(value, Claim):
            values |= {name: part for name, part in claim_json(value).items() if name not in values}
        else:
            values[field.name] = plain(value)
    return values


def plain(value: object) -> Any:  # noqa: ANN401, PLR0911 - JSON's values, one case a line
    """A value as JSON has it: times in Beijing's time with their offset, tuples as lists."""
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).isoformat(timespec="seconds")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, Claim):
        return claim_json(value)
    if is_dataclass(value) and not isinstance(value, type):
        return row_json(value)
    return value


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> csv_cell("=1+1"), csv_cell("＝1+1"), csv_cell(-40), csv_cell(["CN", "HK"]), csv_cell(None)
    ("'=1+1", "'＝1+1", -40, 'CN;HK', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        value = ";".join(value)
    text = value if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False)
    return "'" + text if text.startswith(_FORMULA) else text


def csv_text(rows: Iterable[Mapping[str, Any]], names: Sequence[str], *, head: bool = True) -> str:
    """Rows as a sheet with these columns, ``head`` with their names; lines end with a line feed."""
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    if head:
        sheet.writerow(names)
    for row in rows:
        sheet.writerow([csv_cell(row.get(name)) for name in names])
    return text.getvalue()
