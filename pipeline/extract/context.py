"""What the passage spoke of last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.extract.charts import Chart
from pipeline.extract.subjects import Subject


@dataclass(slots=True)
class Context:
    """What the passage spoke of last: carried from sentence to sentence, let go with the paragraph where it must be."""

    head: str = ""  # the title, which may say what a list below it ranks
    subject: Subject | None = None
    recent: list[Subject] = field(default_factory=list)
    chart: Chart | None = None
    chart_paragraph: int = -9
    chart_at: int = -(10**6)
    chart_count: int | None = None
    chart_sentence: int = -9
    home: str | None = None  # the one store whose charts the post names; empty once there are several
    downloads: dict[str, Any] | None = None
    downloads_paragraph: int = -9
    downloads_at: int = -(10**6)
    downloads_sentence: int = -9
    date: tuple[str | None, str | None] | None = None
    date_paragraph: int = -9
    heading: tuple[str | None, str | None] | None = None  # the day of a heading, and its line
    heading_paragraph: int = -9
    source: str | None = None
    source_paragraph: int = -9
    source_analyst: bool = False
    publisher: str | None = None
    persons: list[str] = field(default_factory=list)  # who was heard, by name: whom 他 and 她 may mean
    publisher_store: str | None = None
    last_store: str | None = None
    source_metrics: set[str] = field(default_factory=set)
    week: tuple[str, str] | None = None  # the week that a weekly report covers, from its head or its title
    launch: str | None = None
    launch_paragraph: int = -9
    launch_subject: Subject | None = None
    measure: bool | None = None
    measure_sentence: int = -9
    opening: Subject | None = None  # an unknown name with which the post begins, where it names nothing else
    group_category: str | None = None
    group: Subject | None = None
    group_paragraph: int = -9
    frame: dict[str, Any] | None = None  # what a market's own figure said of place and time
    frame_paragraph: int = -9
    charts_of: dict[str, Chart] = field(default_factory=dict)
    last_rank: int | None = None
    last_rank_sentence: int = -9

    def speak_of(self, subject: Subject) -> None:
        self.subject = subject
        self.recent = [*[known for known in self.recent if not known.same(subject)][-7:], subject]
