"""Loads an invented archive into an empty, migrated database as fast as its driver can: indexes last.

SQLite by ``executemany``, PostgreSQL by ``COPY``. Every table that a question touches is filled, with every index.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from archive import END, KINDS, Archive, Written, key, region

from pipeline.store.search import pairs_of

_BATCH = 5_000  # posts
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

    def when(self, at: datetime) -> str:
        return at.isoformat(" ")[:19] + ".000000" + self.zone

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
        begin = END - timedelta(days=730)
        for at in range(len(figures.series)):
            one = self.archive.series[figures.series[at]]
            kind, value, day = KINDS[one.kind], figures.value[at], days[figures.day[at]]
            rank = kind[0] == "rank"
            name = f"eq:{int(value)}@{day}#{at}" if rank else f"gt:{int(value)}#{at}"
            yield (
                at + 1, one.id, one.app + 1, name, kind[0], kind[9], None if rank else value, None if rank else "gt",
                int(value) if rank else None, "eq" if rank else None, day, day, figures.novelty[at], figures.claim[at],
                self.when(begin + self._step * figures.first[at]), self.when(begin + self._step * figures.last[at]),
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


def load_sqlite(file: str, archive: Archive) -> dict[str, float]:
    """Fill the file; seconds by step."""
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
        rows = Rows(archive, 0, 1, "")
        insert = {
            table: f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * (names.count(',') + 1))})"
            for table, names in COLUMNS.items()
        }
        steps = _Steps()
        link.execute("BEGIN")
        _each_batch(archive, rows, lambda table, made: link.executemany(insert[table], made))
        for table, make in _rest(rows):
            link.executemany(insert[table], make())
        link.execute("COMMIT")
        steps.took("rows")
        for _, sql in indexes:
            link.execute(sql)
        steps.took("indexes")
        link.execute("BEGIN")
        texts = link.execute("SELECT id, title, text FROM versions ORDER BY id")
        words = ((number, " ".join(sorted(pairs_of(title, body)))) for number, title, body in texts)
        link.executemany("INSERT INTO search (rowid, pairs) VALUES (?, ?)", words)
        link.execute("COMMIT")
        steps.took("search")
        link.execute("PRAGMA optimize").close()
        link.execute("ANALYZE")
        link.execute("PRAGMA journal_mode = WAL").close()
        steps.took("analyze")
    return steps.seconds


def load_postgres(url: str, archive: Archive) -> dict[str, float]:
    """Fill the database; seconds by step."""
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
        rows, steps = Rows(archive, "f", "t", "+00"), _Steps()

        def copy(table: str, made: Iterator[tuple[Any, ...]]) -> None:
            with link.cursor().copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as into:
                _write(into, made)

        _each_batch(archive, rows, copy)
        for table, make in _rest(rows):
            copy(table, make())
        steps.took("rows")
        for _, sql in indexes:
            if "search" not in sql:
                link.execute(sql)
        steps.took("indexes")
        _copy_words(link, archive)
        for _, sql in indexes:
            if "search" in sql:
                link.execute(sql)
        steps.took("search")
        link.execute("VACUUM ANALYZE")
        steps.took("analyze")
    return steps.seconds


def _copy_words(link: Any, archive: Archive) -> None:  # noqa: ANN401 - psycopg's connection
    last, most = 0, archive.size
    while True:
        texts = link.execute(
            "SELECT id, title, text FROM versions WHERE id > %s ORDER BY id LIMIT 20000", (last,)
        ).fetchall()
        if not texts or last > most:
            return
        with link.cursor().copy("COPY search (version_id, pairs) FROM STDIN") as into:
            for number, title, body in texts:
                words = " ".join(f"'{pair}'" for pair in pairs_of(title, body))
                into.write(f"{number}\t{words}\n")
        last = texts[-1][0]


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
    archive: Archive, rows: Rows, put: Callable[[str, Iterator[tuple[Any, ...]]], object]
) -> None:
    batch: list[Written] = []
    for post in archive.posts():
        batch.append(post)
        if len(batch) == _BATCH:
            _put(batch, rows, put)
            batch = []
    _put(batch, rows, put)


def _put(batch: list[Written], rows: Rows, put: Callable[[str, Iterator[tuple[Any, ...]]], object]) -> None:
    put("posts", (rows.post(post) for post in batch))
    put("versions", (rows.version(post) for post in batch))
    put("claims", (row for post in batch for row in rows.claims(post)))
    put("witnesses", (row for post in batch for row in rows.witnesses(post)))


def _rest(rows: Rows) -> list[tuple[str, Callable[[], Iterator[tuple[Any, ...]]]]]:
    return [("apps", rows.apps), ("series", rows.series), ("figures", rows.figures), ("latest", rows.latest)]


class _Steps:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._at = time.perf_counter()

    def took(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step], self._at = now - self._at, now
