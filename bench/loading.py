"""Loads an invented archive into an empty, migrated database as fast as its driver can: indexes last.

SQLite by ``executemany``, PostgreSQL by ``COPY``, the words of the search made by the other processors meanwhile. Every
table that a question touches is filled, with every index. This is what an import into an empty database can do; what
the daemon takes in post by post, each in a transaction of its own with its novelties judged, is measured elsewhere.
"""

from __future__ import annotations

import gc
import os
import resource
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any

from archive import END, KINDS, Archive, Written, key, region

from pipeline.store.search import pairs_of

_BATCH = 5_000  # posts
_AHEAD = 4  # batches whose words are made while others are written
_TOGETHER = 24  # rows of one statement
_SEARCH = "INSERT INTO search (rowid, pairs) VALUES (?, ?)"
Text = tuple[int, str, str]  # a version's number, title and text
_LOADED = ("posts", "versions", "claims", "figures", "series", "latest", "witnesses", "apps")
COLUMNS = {
    "posts": "id, outlet, doc_id, url, title, author, published_at, first_seen, last_seen, original_at",
    "versions": "id, post_id, host, mirror, url, title, text, fingerprint, fetched_at, seen_at, outcome, generic",
    "witnesses": "figure_id, post_id, host, series_id, outlet, url, title, covered, read_at",
    "claims": 'id, version_id, post_id, figure_id, quote, start, "end", value, rank, covered, day, as_of, novelty, earlier_id, '
    "outlet, host, read_at, app_id, series_id, metric, field, rule, subject, subject_kind, unit, relation, period, average, "
    "rank_relation, chart, category, store, platform, region, modality, uncertain, flags, joined, current",
    "series": "id, app_id, key, metric, modality, unit, period, average, store, platform, chart, category, region",
    "figures": "id, series_id, app_id, key, metric, modality, value, relation, rank, rank_relation, covered, day, novelty, "
    "claim_id, first_seen, last_seen, witnesses, claims",
    "latest": "series_id, figure_id, app_id, metric, day",
    "apps": "id, name, folded, kind, created_at",
}  # fmt: skip


class Rows:
    """The rows of the tables, as tuples in the order of ``COLUMNS``. ``no`` and ``yes`` are the database's truth."""

    def __init__(self, archive: Archive, no: object, yes: object, zone: str) -> None:
        self.archive, self.no, self.yes, self.zone = archive, no, yes, zone
        self._same: dict[int, tuple[Any, ...]] = {}  # series -> what all its claims have
        self._step = timedelta(days=730) / (archive.size // 8 + 1)
        self.when_read = lru_cache(1 << 17)(self._when_read)

    def when(self, at: datetime) -> str:
        return at.isoformat(" ")[:19] + ".000000" + self.zone

    def _when_read(self, post: int) -> str:
        return self.when(END - timedelta(days=730) + self._step * post)

    def post(self, post: Written) -> tuple[Any, ...]:
        outlet, at = self.archive.outlets[post.outlet], self.when(post.at)
        return (
            post.id,
            outlet,
            f"D{post.id}",
            f"https://{outlet}.example/{post.id}",
            post.title,
            "晨报",
            at,
            at,
            at,
            at,
        )

    def version(self, post: Written) -> tuple[Any, ...]:
        outlet, at = self.archive.outlets[post.outlet], self.when(post.at)
        url = f"https://{outlet}.example/{post.id}"
        return (
            post.id,
            post.id,
            f"{outlet}.example",
            self.no,
            url,
            post.title,
            post.text,
            "0" * 32,
            at,
            at,
            "claims",
            self.no,
        )

    def claims(self, post: Written) -> Iterator[tuple[Any, ...]]:
        outlet, at, days = self.archive.outlets[post.outlet], self.when(post.at), self.archive.days
        same, host = self._same, f"{outlet}.example"
        for number, written, series, figure, value, day, novelty, earlier, quote, start in post.claims:
            rest = same.get(series) or self._of_series(series)
            rank = rest[2] == "rank"
            yield (
                number, written, written, figure + 1, quote, start, start + len(quote), None if rank else value,
                value if rank else None, days[day], days[day], None, novelty, None if earlier is None else earlier + 1,
                outlet, host, at, *rest,
            )  # fmt: skip

    def _of_series(self, series: int) -> tuple[Any, ...]:
        one = self.archive.series[series]
        metric, unit, period, average, store, platform, chart, category, _, modality, _ = KINDS[one.kind]
        rank, name = metric == "rank", self.archive.apps[one.app]
        truth = None if average is None else self.yes if average else self.no
        made = (
            one.app + 1, one.id, metric, "text", "a rule", f'["{name}"]', "app", unit, None if rank else "gt", period, truth,
            "eq" if rank else None, chart, category, store, platform, region(one.kind), modality, self.no, "[]", "[]", self.yes,
        )  # fmt: skip
        self._same[series] = made
        return made

    def witnesses(self, post: Written) -> Iterator[tuple[Any, ...]]:
        outlet, at, days = self.archive.outlets[post.outlet], self.when(post.at), self.archive.days
        url, host, seen = f"https://{outlet}.example/{post.id}", f"{outlet}.example", set()
        for _, written, series, figure, _, day, *_ in post.claims:
            if figure not in seen:
                seen.add(figure)
                yield (figure + 1, written, host, series + 1, outlet, url, post.title, days[day], at)

    def series(self) -> Iterator[tuple[Any, ...]]:
        for one in self.archive.series:
            metric, unit, period, average, store, platform, chart, category, _, modality, _ = KINDS[one.kind]
            truth = None if average is None else self.yes if average else self.no
            yield (one.id, one.app + 1, key(one.kind), metric, modality, unit, period, truth, store, platform, chart,
                   category, region(one.kind))  # fmt: skip

    def figures(self) -> Iterator[tuple[Any, ...]]:
        figures, days = self.archive.figures, self.archive.days
        for at in range(len(figures.series)):
            one = self.archive.series[figures.series[at]]
            kind, value, day = KINDS[one.kind], figures.value[at], days[figures.day[at]]
            rank = kind[0] == "rank"
            name = f"eq:{int(value)}@{day}#{at}" if rank else f"gt:{int(value)}#{at}"
            yield (
                at + 1, one.id, one.app + 1, name, kind[0], kind[9], None if rank else value, None if rank else "gt",
                int(value) if rank else None, "eq" if rank else None, day, day, figures.novelty[at], figures.claim[at],
                self.when_read(figures.first[at]), self.when_read(figures.last[at]),
                figures.claims[at], figures.claims[at],
            )  # fmt: skip

    def latest(self) -> Iterator[tuple[Any, ...]]:
        figures = self.archive.figures
        for series, figure in self.archive.latest.items():
            one = self.archive.series[series]
            yield (
                one.id,
                figure + 1,
                one.app + 1,
                KINDS[one.kind][0],
                self.archive.days[figures.day[figure]],
            )

    def apps(self) -> Iterator[tuple[Any, ...]]:
        at = self.when(datetime(2024, 1, 1, tzinfo=UTC))
        for number, name in enumerate(self.archive.apps, 1):
            yield (number, name, name, "app", at)


def load_sqlite(file: str, archive: Archive) -> Steps:
    """Fill the file."""
    sqlite3.register_adapter(
        type(None), {}.get
    )  # else the driver looks in vain for one at every cell without a value
    with closing(sqlite3.connect(file, isolation_level=None)) as link:
        for pragma in ("journal_mode = OFF", "foreign_keys = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY",
                       "threads = 2", "locking_mode = EXCLUSIVE"):  # fmt: skip
            link.execute(f"PRAGMA {pragma}").close()
        indexes = link.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN "
            f"({', '.join('?' * len(_LOADED))})",
            _LOADED,
        ).fetchall()
        for name, _ in indexes:
            link.execute(f"DROP INDEX {name}")
        steps = Steps()
        link.execute("BEGIN")
        _set_index(link, "hashsize", 64 << 20)  # few large pieces, which need no merging
        with _no_cycles(), _others() as others:
            waiting: deque[Future[list[tuple[int, str]]]] = deque()
            rows, posts = Rows(archive, 0, 1, ""), archive.posts()
            while batch := list(islice(posts, _BATCH)):
                steps.took("inventing")
                waiting.append(
                    others.submit(_words_of, [(post.id, post.title, post.text) for post in batch], "")
                )
                _put(batch, rows, lambda table, made: _insert(link, table, made))
                steps.took("rows")
                if len(waiting) > _AHEAD:
                    link.executemany(_SEARCH, waiting.popleft().result())
                    steps.took("search")
            for table, make in _rest(rows):
                _insert(link, table, make())
            steps.took("rows")
            for one in waiting:
                link.executemany(_SEARCH, one.result())
        _set_index(link, "hashsize", 1 << 20)  # as it was
        link.execute("COMMIT")
        steps.took("search")
        for _, sql in indexes:
            link.execute(sql)
        steps.took("indexes")
        link.execute("PRAGMA optimize").close()
        link.execute("ANALYZE")
        link.execute("PRAGMA journal_mode = WAL").close()
        steps.took("analyze")
    return steps


def _insert(link: sqlite3.Connection, table: str, made: Iterator[tuple[Any, ...]]) -> None:
    """Many rows by one statement: to run one has a price of its own."""
    into = f"INSERT INTO {table} ({COLUMNS[table]}) VALUES "
    row = f"({', '.join('?' * (COLUMNS[table].count(',') + 1))})"
    together = into + ", ".join([row] * _TOGETHER)
    while some := list(islice(made, _TOGETHER * 500)):
        whole = len(some) - len(some) % _TOGETHER
        steps = range(0, whole, _TOGETHER)
        link.executemany(together, (tuple(chain.from_iterable(some[at : at + _TOGETHER])) for at in steps))
        link.executemany(into + row, some[whole:])


@contextmanager
def _no_cycles() -> Iterator[None]:
    """No search for garbage in cycles: a load makes none, and the millions of objects that it keeps would be walked."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def load_postgres(url: str, archive: Archive) -> Steps:
    """Fill the database."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as link:
        link.execute("SET session_replication_role = replica")  # no look at every foreign key
        link.execute("SET maintenance_work_mem = '1GB'")
        link.execute("SET synchronous_commit = off")
        indexes = link.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid WHERE c.oid IS NULL "
            "AND i.indrelid::regclass::text = ANY(%s)",
            ([*_LOADED, "search"],),
        ).fetchall()
        for name, _ in indexes:
            link.execute(f"DROP INDEX {name}")
        rows, steps = Rows(archive, "f", "t", "+00"), Steps()

        def copy(table: str, made: Iterator[tuple[Any, ...]]) -> None:
            with link.cursor().copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as into:
                _write(into, made)

        _each_batch(archive, rows, copy, steps)
        for table, make in _rest(rows):
            copy(table, make())
        steps.took("rows")
        for _, sql in indexes:
            if "search" not in sql:
                link.execute(sql)
        steps.took("indexes")
        _copy_words(link, url)
        for _, sql in indexes:
            if "search" in sql:
                link.execute(sql)
        steps.took("search")
        link.execute("VACUUM ANALYZE")
        steps.took("analyze")
    return steps


def _copy_words(link: Any, url: str) -> None:  # noqa: ANN401 - psycopg's connection
    import psycopg

    with (
        psycopg.connect(url) as reader,
        reader.cursor("texts") as texts,
        link.cursor().copy("COPY search (version_id, pairs) FROM STDIN") as into,
    ):
        texts.execute("SELECT id, title, text FROM versions ORDER BY id")
        batches: Iterator[list[Any]] = iter(lambda: texts.fetchmany(_BATCH), [])
        for number, words in _words(batches, "'"):
            into.write(f"{number}\t{words}\n")


def _set_index(link: sqlite3.Connection, what: str, value: int) -> None:
    link.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (what, value))


def _words(batches: Iterable[list[Text]], quote: str) -> Iterator[tuple[int, str]]:
    """What each text is found by, each word in these quotes, made by the other processors while the database writes."""
    with _others() as others:
        waiting: deque[Future[list[tuple[int, str]]]] = deque()
        for batch in batches:
            waiting.append(others.submit(_words_of, batch, quote))
            if len(waiting) > _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _others() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max(1, (os.cpu_count() or 2) - 1), get_context("fork"))


def _words_of(batch: list[Text], quote: str) -> list[tuple[int, str]]:
    between = f"{quote} {quote}"
    return [(number, f"{quote}{between.join(pairs_of(title, body))}{quote}") for number, title, body in batch]


def _write(into: Any, made: Iterator[tuple[Any, ...]]) -> None:  # noqa: ANN401 - psycopg's copy
    """Rows as COPY's text; the archive holds no tab, line feed or backslash."""
    lines: list[str] = []
    for row in made:
        lines.append("\t".join(["\\N" if cell is None else str(cell) for cell in row]))
        if len(lines) == 5_000:
            into.write("\n".join(lines) + "\n")
            lines.clear()
    if lines:
        into.write("\n".join(lines) + "\n")


def _each_batch(
    archive: Archive, rows: Rows, put: Callable[[str, Iterator[tuple[Any, ...]]], object], steps: Steps
) -> None:
    posts = archive.posts()
    while batch := list(islice(posts, _BATCH)):
        steps.took("inventing")
        _put(batch, rows, put)
        steps.took("rows")


def _put(batch: list[Written], rows: Rows, put: Callable[[str, Iterator[tuple[Any, ...]]], object]) -> None:
    put("posts", map(rows.post, batch))
    put("versions", map(rows.version, batch))
    put("claims", chain.from_iterable(map(rows.claims, batch)))
    put("witnesses", chain.from_iterable(map(rows.witnesses, batch)))


def _rest(rows: Rows) -> list[tuple[str, Callable[[], Iterator[tuple[Any, ...]]]]]:
    return [("apps", rows.apps), ("series", rows.series), ("figures", rows.figures), ("latest", rows.latest)]


class Steps:
    """Seconds by step: on the clock, and of a processor in this process and in those that made words for it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.worked: dict[str, float] = {}
        self._at = self._now()

    def took(self, step: str) -> None:
        now = self._now()
        for table, since, until in zip((self.seconds, self.worked), self._at, now, strict=True):
            table[step] = table.get(step, 0) + until - since
        self._at = now

    @staticmethod
    def _now() -> tuple[float, float]:
        others = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.perf_counter(), time.process_time() + others.ru_utime + others.ru_stime
