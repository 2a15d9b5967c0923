"""A claim in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.extract.subjects import Subject


@dataclass(slots=True)
class Draft:
    """A claim in the making: fields as in the guide, and why each has its value."""

    metric: str
    start: int
    end: int
    subject: Subject
    fields: dict[str, Any]
    rule: str
    why: dict[str, str] = field(default_factory=dict)
    anchor: int = 0
