"""A claim as other people's scripts read it: the fields of the guidelines, in their order."""

from __future__ import annotations

from typing import Any

from pipeline.model import Claim

FIELDS = (
    "metric", "quote", "subject", "subject_kind", "value", "value_max", "unit", "relation", "period", "average",
    "rank", "rank_relation", "rank_from", "chart", "category", "store", "platform", "region", "region_count",
    "since", "as_of", "source", "modality", "field", "start", "end", "rule", "uncertain",
)  # fmt: skip


def claim_json(claim: Claim) -> dict[str, Any]:
    """The claim as JSON's values; unknown is null, ``subject`` and ``region`` are lists."""
    values = {name: getattr(claim, name) for name in FIELDS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
