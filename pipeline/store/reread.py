"""Read a stored version again with today's grammar: silently, and with every correction respected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from pipeline.errors import NotFound
from pipeline.model import Claim, Post
from pipeline.store.corrections import take_away
from pipeline.store.figures import name_bringer
from pipeline.store.locks import hold
from pipeline.store.tables import claims, posts, versions
from pipeline.store.values import claim_of
from pipeline.store.version import take


@dataclass(frozen=True, slots=True)
class Reread:
    """How many claims of a version stayed as they were, went and came."""

    kept: int
    removed: int
    added: int


def newest(tx: Connection, *, batch: int = 500) -> Iterator[tuple[int, Post]]:
    """The newest version of every post and host, as the grammar wants it, in the order in which they were read."""
    last, top = 0, select(func.max(versions.c.id)).group_by(versions.c.post_id, versions.c.host)
    wanted = (
        select(versions, posts.c.outlet, posts.c.doc_id, posts.c.author, posts.c.published_at)
        .add_columns(posts.c.url.label("post_url"))
        .join(posts, posts.c.id == versions.c.post_id)
        .where(versions.c.id.in_(top), posts.c.erased_at.is_(None))
        .order_by(versions.c.id)
        .limit(batch)
    )
    while rows := tx.execute(wanted.where(versions.c.id > last)).mappings().all():
        for row in rows:
            yield row["id"], _post(row)
        last = rows[-1]["id"]


def reread(tx: Connection, version_id: int, said: Sequence[Claim]) -> Reread:
    """Put what the grammar finds today in the place of what it found; what it finds alike keeps its number."""
    row = (
        tx.execute(
            select(versions, posts.c.outlet, posts.c.doc_id, posts.c.author, posts.c.published_at)
            .add_columns(posts.c.url.label("post_url"))
            .join(posts, posts.c.id == versions.c.post_id)
            .where(versions.c.id == version_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound("version", version_id)
    post = _post(row)
    hold(tx, f"post {post.outlet} {post.doc_id}")
    stood = (
        claims.c.post_id == row["post_id"],
        claims.c.version_id == version_id,
        claims.c.current,
        claims.c.rejected_at.is_(None),
    )
    older = {claim_of(one): one for one in tx.execute(select(claims).where(*stood)).mappings()}
    went = [one for claim, one in older.items() if claim not in set(said)]
    take_away(tx, went)
    tx.execute(claims.delete().where(claims.c.id.in_([one["id"] for one in went])))
    name_bringer(tx, [one["figure_id"] for one in went])
    new = [claim for claim in dict.fromkeys(said) if claim not in older]
    judged = take(
        tx,
        post,
        row["post_id"],
        version_id,
        None,
        new,
        is_new=False,
        silent="re-extraction",
        rules=lambda _: (),
    )
    return Reread(kept=len(older) - len(went), removed=len(went), added=len(judged))


def _post(row: RowMapping) -> Post:
    return Post(
        outlet=row["outlet"],
        doc_id=row["doc_id"],
        url=row["post_url"],
        fetched_url=row["url"],
        host=row["host"],
        title=row["title"],
        author=row["author"],
        published_at=row["published_at"],
        text=row["text"],
        fetched_at=row["fetched_at"],
        mirror=row["mirror"],
        generic=row["generic"],
    )
