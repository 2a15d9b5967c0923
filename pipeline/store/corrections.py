"""What people correct by hand: it rings nothing, and later readings respect it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, select

from pipeline.errors import NotFound
from pipeline.model import Novelty
from pipeline.novelty import figure_of, slots_of
from pipeline.store import outbox
from pipeline.store.corrected import target
from pipeline.store.desk import alerts, corrections
from pipeline.store.erase import forget
from pipeline.store.figures import Seen, Stand, name_bringer, stand, unstand
from pipeline.store.known import figure_row, place
from pipeline.store.locks import hold, hold_apps
from pipeline.store.tables import claims, figures, posts, versions, witnesses
from pipeline.store.upsert import add_new, change
from pipeline.store.values import claim_of


def reject(tx: Connection, claim_id: int, *, note: str | None = None, at: datetime | None = None) -> int:
    """Take back that this post says so: the claim, wherever this post was read, stands behind no figure any more.

    What still waited to be told of it is not told. Says how many rows it was.
    """
    at = at or datetime.now(UTC)
    row = _claim(tx, claim_id)
    hold_apps(tx, [row["app_id"]])
    word = target(row["post_id"], claim_of(row), row["app_id"])
    _note(tx, "reject", word, note, at)
    alike = [
        one for one in _standing(tx, row) if target(one["post_id"], claim_of(one), one["app_id"]) == word
    ]
    take_away(tx, alike)
    tx.execute(claims.update().where(claims.c.id.in_([one["id"] for one in alike])).values(rejected_at=at))
    name_bringer(tx, [one["figure_id"] for one in alike])
    told = select(alerts.c.id).where(alerts.c.claim_id.in_([one["id"] for one in alike]))
    outbox.cancel(tx, [one.id for one in tx.execute(told)], at, "the claim was rejected by hand")
    return len(alike)


def part(tx: Connection, claim_id: int, *, note: str | None = None, at: datetime | None = None) -> int:
    """The claim left something unsaid and was joined with a series that fits; it does not belong there.

    It moves to a series of its own and stays there when the post is read again. Says how many rows moved.
    """
    at = at or datetime.now(UTC)
    row = _claim(tx, claim_id)
    hold_apps(tx, [row["app_id"]])
    word = target(row["post_id"], claim_of(row), row["app_id"])
    _note(tx, "part", word, note, at)
    alike = [
        one for one in _standing(tx, row) if target(one["post_id"], claim_of(one), one["app_id"]) == word
    ]
    take_away(tx, alike)
    for one in alike:
        _move(tx, one)
    moved = tx.execute(
        select(claims.c.figure_id).where(claims.c.id.in_([one["id"] for one in alike]))
    ).scalars()
    name_bringer(tx, [*(one["figure_id"] for one in alike), *moved])
    return len(alike)


def erase(tx: Connection, post_id: int, *, note: str | None = None, at: datetime | None = None) -> None:
    """Forget a post: text, pages, claims, witnesses, what alerts quote of it. It is not taken again."""
    at = at or datetime.now(UTC)
    row = tx.execute(select(posts.c.outlet, posts.c.doc_id).where(posts.c.id == post_id)).first()
    if row is None:
        raise NotFound("post", post_id)
    hold(tx, f"post {row.outlet} {row.doc_id}")
    hold_apps(tx, tx.execute(select(claims.c.app_id).where(claims.c.post_id == post_id).distinct()).scalars())
    _note(tx, "erase", str(post_id), note, at)
    standing = select(claims).where(
        claims.c.post_id == post_id, claims.c.current, claims.c.rejected_at.is_(None)
    )
    rows = tx.execute(standing).mappings().all()
    take_away(tx, rows)
    forget(tx, post_id, at)
    name_bringer(tx, [one["figure_id"] for one in rows])


def _claim(tx: Connection, claim_id: int) -> RowMapping:
    row = tx.execute(select(claims).where(claims.c.id == claim_id)).mappings().first()
    if row is None:
        raise NotFound("claim", claim_id)
    return row


def _standing(tx: Connection, row: RowMapping) -> list[RowMapping]:
    """The claims of the same post and app that stand now, of all hosts."""
    same = select(claims).where(
        claims.c.post_id == row["post_id"],
        claims.c.app_id == row["app_id"],
        claims.c.current,
        claims.c.rejected_at.is_(None),
    )
    return list(tx.execute(same.order_by(claims.c.id)).mappings())


def take_away(tx: Connection, rows: Sequence[RowMapping]) -> None:
    """These claims stand no longer behind their figures, and their post is no witness of them."""
    unstand(tx, rows)
    for figure_id, post_id, host in sorted({(row["figure_id"], row["post_id"], row["host"]) for row in rows}):
        went = tx.execute(
            witnesses.delete().where(
                witnesses.c.figure_id == figure_id, witnesses.c.post_id == post_id, witnesses.c.host == host
            )
        ).rowcount
        fewer = figures.c.witnesses - went
        tx.execute(figures.update().where(figures.c.id == figure_id).values(witnesses=fewer))


def _move(tx: Connection, row: RowMapping) -> None:
    claim = claim_of(row)
    version = tx.execute(select(versions).where(versions.c.id == row["version_id"])).mappings().one()
    published = tx.execute(select(posts.c.published_at).where(posts.c.id == row["post_id"])).scalar()
    figure = figure_of(claim, published)
    alone = place(tx, row["app_id"], slots_of(claim), figure, alone=True)
    seen = Seen(
        post_id=row["post_id"],
        outlet=row["outlet"],
        host=row["host"],
        url=version["url"],
        title=version["title"],
        at=row["read_at"],
    )
    known = figure_row(tx, alone.series_id, figure.key)
    novelty = Novelty.FIRST if known is None else Novelty.REPEAT
    what = Stand(row["app_id"], alone.series_id, claim.metric, claim.modality, figure, novelty)
    figure_id = stand(tx, what, seen, known)
    moved = {"series_id": alone.series_id, "figure_id": figure_id, "joined": (), "novelty": novelty.value}
    change(tx, claims, row["id"], moved)
    if known is None:
        change(tx, figures, figure_id, {"claim_id": row["id"]})


def _note(tx: Connection, kind: str, word: str, note: str | None, at: datetime) -> None:
    add_new(tx, corrections, {"kind": kind, "target": word, "note": note, "made_at": at})
