# ruff: noqa: S608 - every piece is a constant of this file, or quoted by the database
"""Views for people who ask in SQL (Datasette, psql): the history in flat rows, under names and columns that stay.

They stand beside the tables, are made anew after every migration and at a start that finds another text of theirs, and
are documented in ``docs/sql.md``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from pipeline.store.engine import Store

LOCK = 0x62616E67  # PostgreSQL: one change of tables or views at a time, whoever starts it
_PATIENCE = "5s"  # for those who read a view that is to be renewed; the daemon waits with its start

_SERIES = "s.unit, s.period, s.average, s.store, s.platform, s.chart, s.category, s.region"
_FIGURE = (
    "f.id AS figure_id, a.name AS app, f.metric, f.modality, f.value, f.value_max, f.relation, f.rank, f.rank_relation, "
    f"f.rank_from, {_SERIES}, f.covered, NULLIF(f.day, '') AS day, f.novelty, f.first_seen, f.last_seen, f.witnesses, "
    "c.quote, c.source, c.outlet, p.title AS post_title, p.url AS post_url, p.published_at, f.claim_id, f.series_id"
)
# Each has exactly one of these. LEFT, so that a database walks the first table in its own order, or leaves the others
# out where nobody asks for them: Datasette counts the rows of a view before it shows any.
_OF_FIGURES = (
    "figures f LEFT JOIN series s ON s.id = f.series_id LEFT JOIN apps a ON a.id = f.app_id "
    "LEFT JOIN claims c ON c.id = f.claim_id LEFT JOIN posts p ON p.id = c.post_id"
)
_CLAIM = (
    "c.id AS claim_id, a.name AS app, c.metric, c.modality, c.value, c.value_max, c.unit, c.relation, c.rank, "
    "c.rank_relation, c.rank_from, c.period, c.average, c.store, c.platform, c.chart, c.category, c.region, c.since, "
    "c.covered, NULLIF(c.day, '') AS day, c.novelty, c.quote, c.source, c.rule, c.outlet, c.host, c.read_at, "
    "p.title AS post_title, p.url AS post_url, p.published_at, c.post_id, c.version_id, c.figure_id, c.series_id"
)
_OF_CLAIMS = "claims c LEFT JOIN apps a ON a.id = c.app_id LEFT JOIN posts p ON p.id = c.post_id"
_STANDS = "c.rejected_at IS NULL AND (c.current OR c.novelty = 'withdrawn')"

VIEWS: Mapping[str, str] = {
    "view_apps": (
        "SELECT a.id AS app_id, a.name AS app, a.kind, i.name AS merged_into, a.created_at, "
        "(SELECT count(*) FROM latest l WHERE l.app_id = a.id) AS series, "
        "(SELECT max(l.day) FROM latest l WHERE l.app_id = a.id) AS latest_day "
        "FROM apps a LEFT JOIN apps i ON i.id = a.merged_into"
    ),
    "view_figures": f"SELECT {_FIGURE} FROM {_OF_FIGURES} WHERE f.claims > 0",
    "view_latest": f"SELECT {_FIGURE} FROM latest l JOIN {_OF_FIGURES.replace('figures f', 'figures f ON f.id = l.figure_id', 1)}",
    "view_claims": f"SELECT {_CLAIM} FROM {_OF_CLAIMS} WHERE {_STANDS}",
    "view_conflicts": (
        f"SELECT {_CLAIM}, o.id AS other_figure_id, o.value AS other_value, o.relation AS other_relation, o.rank AS other_rank, "
        "o.covered AS other_covered, oc.outlet AS other_outlet, oc.quote AS other_quote "
        f"FROM {_OF_CLAIMS} LEFT JOIN figures o ON o.id = c.earlier_id LEFT JOIN claims oc ON oc.id = o.claim_id "
        f"WHERE c.novelty = 'conflict' AND {_STANDS}"
    ),
    "view_posts": (
        "SELECT p.id AS post_id, p.outlet, p.doc_id, p.url, p.title, p.author, p.published_at, p.source, p.first_seen, "
        "p.last_seen, p.gone_at, p.gone_why, (SELECT count(*) FROM versions v WHERE v.post_id = p.id) AS versions, "
        "(SELECT count(DISTINCT c.figure_id) FROM claims c WHERE c.post_id = p.id AND c.current "
        "AND c.rejected_at IS NULL) AS figures FROM posts p WHERE p.erased_at IS NULL"
    ),
    "view_alerts": (
        "SELECT al.id AS alert_id, a.name AS app, al.novelty, al.found_at, d.channel, d.state, d.attempts, d.due_at, "
        "d.settled_at, d.last_error, al.figure_id, al.claim_id, al.post_id "
        "FROM alerts al JOIN apps a ON a.id = al.app_id LEFT JOIN deliveries d ON d.alert_id = al.id"
    ),
    "view_sources": (
        "SELECT s.name AS source, s.paused, s.last_check, s.last_outcome, s.last_evidence, s.last_good, s.last_post, "
        "s.bad_in_a_row, s.next_due, "
        "(SELECT count(*) FROM incidents i WHERE i.source = s.name AND i.closed_at IS NULL) AS open_incidents FROM sources s"
    ),
}


@contextmanager
def aside(link: Connection) -> Iterator[None]:
    """While tables change: SQLite changes no table that a view names. Whoever may read a view may read the new one."""
    readers = {name: _readers(link, name) for name in VIEWS}
    for name in VIEWS:
        link.execute(text(f"DROP VIEW IF EXISTS {name}"))
    yield
    create(link)
    for name, roles in readers.items():
        _admit(link, name, roles)


def create(link: Connection) -> None:
    """Where there are none yet."""
    for name in VIEWS:
        _create(link, name)


def renew(store: Store) -> None:
    """Bring those up to date whose text is another release's. One that cannot be renewed stays, and the log says why."""
    with store.read() as link:
        if not _outdated(link):
            return
    with store.write() as link:
        if not store.is_sqlite:
            link.execute(text("SET LOCAL lock_timeout = 0"))  # the other's may take as long as it takes
            link.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            link.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
        for name in _outdated(link):
            try:
                with link.begin_nested():
                    _renew(link, name)
            except DBAPIError as error:  # somebody's own view stands on it, or a long question is reading it
                why = str(error.orig).strip().partition("\n")[0]
                logging.getLogger(__name__).warning("%s keeps the text of another release: %s", name, why)


def _renew(link: Connection, name: str) -> None:
    roles = _readers(link, name)
    link.execute(text(f"DROP VIEW IF EXISTS {name}"))
    _create(link, name)
    _admit(link, name, roles)


def _create(link: Connection, name: str) -> None:
    link.execute(text(_made_by(name)))
    if link.dialect.name != "sqlite":
        link.execute(text(f"COMMENT ON VIEW {name} IS '{_mark(name)}'"))


def _made_by(name: str) -> str:
    return f"CREATE VIEW {name} AS {VIEWS[name]}"


def _mark(name: str) -> str:
    """By which PostgreSQL's is known again: it keeps a view's meaning, in words of its own."""
    return f"docs/sql.md, {hashlib.blake2b(VIEWS[name].encode(), digest_size=8).hexdigest()}"


def _outdated(link: Connection) -> list[str]:
    if link.dialect.name == "sqlite":
        asked, known = "SELECT name, sql FROM sqlite_master WHERE type = 'view'", _made_by
    else:
        asked = (
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relkind = 'v' AND relnamespace = current_schema()::regnamespace"
        )
        known = _mark
    found: dict[str, str | None] = dict(link.execute(text(asked)).all())
    return [name for name in VIEWS if found.get(name) != known(name)]


def _readers(link: Connection, name: str) -> list[str]:
    """The roles that may read a view, as statements name them; on SQLite whoever may read the file."""
    if link.dialect.name == "sqlite":
        return []
    asked = (
        "SELECT CASE grantee WHEN 'PUBLIC' THEN grantee ELSE quote_ident(grantee) END "
        "FROM information_schema.table_privileges WHERE table_schema = current_schema() AND table_name = :name "
        "AND privilege_type = 'SELECT' AND grantee <> current_user"
    )
    return list(link.execute(text(asked), {"name": name}).scalars())


def _admit(link: Connection, name: str, roles: Iterable[str]) -> None:
    for role in roles:
        link.execute(text(f"GRANT SELECT ON {name} TO {role}"))
