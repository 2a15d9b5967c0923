"""``/metrics``: what a monitor is told, in the names, units and types that Prometheus asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from scheduler.health import Report
from scheduler.lag import BUCKETS, Lag

if TYPE_CHECKING:
    from scheduler.daemon import Daemon

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_MOST_SOURCES = 500  # each is some six series


def exposition(daemon: Daemon, report: Report) -> bytes:
    """The text of one scrape."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(_OneScrape(daemon, report))
    return generate_latest(registry)


class _OneScrape(Collector):
    def __init__(self, daemon: Daemon, report: Report) -> None:
        self._daemon, self._report = daemon, report

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("bangdan_build", "The release that runs.", {"version": version("bangdan")})
        yield from self._work()
        yield from self._queues()
        yield from self._sources()
        yield _lag(self._daemon.lag)
        report = self._report
        yield _one(
            "bangdan_ready", "Whether the daemon does its work (1) or not (0): see /readyz.", report.ready
        )
        if report.free_disk is not None:
            yield _one(
                "bangdan_disk_free_bytes", "Free space where the database lies.", float(report.free_disk)
            )

    def _work(self) -> Iterator[Metric]:
        daemon = self._daemon
        yield _counted("bangdan_checks", "Checks since the start, by outcome.", "outcome", daemon.checks)
        yield _counted("bangdan_posts", "Posts since the start, by outcome.", "outcome", daemon.posts)
        yield _counted(
            "bangdan_deliveries",
            "Attempts to deliver an alert since the start, by outcome.",
            "outcome",
            daemon.sent,
        )
        yield _counted(
            "bangdan_schedule_events",
            "Runs of the schedule that did not go as planned.",
            "event",
            daemon.schedule.events,
        )
        yield _counted(
            "bangdan_part_restarts",
            "Parts of the daemon that ended and were started again.",
            "part",
            {**dict.fromkeys(self._report.parts, 0), **daemon.parts.restarts},
        )
        yield _gauges("bangdan_part_up", "Whether a part of the daemon runs.", "part", self._report.parts)
        heartbeat = daemon.heartbeat
        if heartbeat.url is not None:
            sent = CounterMetricFamily("bangdan_heartbeats", "Signs of life that were taken.")
            sent.add_metric([], heartbeat.rounds)
            yield sent

    def _queues(self) -> Iterator[Metric]:
        stored, queue = self._report.stored, self._daemon.crawler.tools.queue
        errands = {"waiting": queue.waiting.qsize(), "taken": len(queue.taken)}
        yield _gauges("bangdan_crawl_queue", "Addresses to fetch: waiting, taken.", "state", errands)
        yield _gauges(
            "bangdan_deliveries_waiting",
            "Alerts that wait to be sent.",
            "channel",
            {**dict.fromkeys(self._daemon.channels, 0), **{one.channel: one.count for one in stored.waiting}},
        )
        yield _gauges(
            "bangdan_deliveries_oldest_timestamp_seconds",
            "When the oldest alert that waits was queued.",
            "channel",
            {one.channel: one.oldest.timestamp() for one in stored.waiting},
        )
        yield _gauges(
            "bangdan_notices_waiting",
            "Notices of incidents that wait to be sent.",
            "channel",
            {**dict.fromkeys(self._daemon.channels, 0), **stored.notices},
        )
        yield _gauges(
            "bangdan_incidents_open", "Incidents of sources that last.", "condition", stored.incidents
        )

    def _sources(self) -> Iterator[Metric]:
        daemon, report = self._daemon, self._report
        due = dict(sorted(daemon.schedule.due().items())[:_MOST_SOURCES])
        rows = [row for row in report.stored.sources if row.name in due]
        yield _one("bangdan_sources", "Sources that are watched.", len(daemon.schedule.due()))
        yield _one("bangdan_sources_overdue", "Sources whose check is overdue.", len(report.overdue))
        yield _gauges(
            "bangdan_source_overdue",
            "Whether the check of a source is overdue.",
            "source",
            {name: name in report.overdue for name in due},
        )
        yield _gauges(
            "bangdan_source_next_check_timestamp_seconds",
            "When a source is checked next.",
            "source",
            {name: at.timestamp() for name, at in due.items()},
        )
        for key, said in (
            ("last_check", "When a source was last checked."),
            ("last_good", "When a source was last read."),
            ("last_post", "When a source last had a new post."),
        ):
            times = {row.name: at.timestamp() for row in rows if (at := getattr(row, key)) is not None}
            yield _gauges(f"bangdan_source_{key}_timestamp_seconds", said, "source", times)
        yield _gauges(
            "bangdan_source_bad_checks",
            "Checks in a row that did not read the source.",
            "source",
            {row.name: row.bad_in_a_row for row in rows},
        )


def _one(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=float(value))


def _gauges(name: str, said: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, said, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], float(value))
    return family


def _counted(name: str, said: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, said, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _lag(lag: Lag) -> Metric:
    buckets, sum_so_far = [], 0
    for most, count in zip((*map(str, BUCKETS), "+Inf"), lag.counts, strict=True):
        sum_so_far += count
        buckets.append((most, sum_so_far))
    family = HistogramMetricFamily(
        "bangdan_event_loop_lag_seconds", "How late the loop woke that everything shares."
    )
    family.add_metric([], buckets=buckets, sum_value=lag.total)
    return family
