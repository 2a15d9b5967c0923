# ruff: noqa: S608 - every piece is a constant of this file
"""Views for people who ask in SQL (Datasette, psql): the history in flat rows, under names and columns that stay.

They stand beside the tables, are made anew after every migration, and are documented in ``docs/sql.md``.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

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


def drop(link: Connection) -> None:
    """Before a migration: SQLite changes no table that a view names."""
    for name in VIEWS:
        link.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create(link: Connection) -> None:
    """After it."""
    for name, asked in VIEWS.items():
        link.execute(text(f"CREATE VIEW {name} AS {asked}"))
