"""Forget what a post said, everywhere that it was written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.model import Alert
from pipeline.store import outbox, search
from pipeline.store.desk import alerts
from pipeline.store.tables import claims, figures, posts, versions, witnesses
from pipeline.store.values import alert_json, alert_of


def forget(tx: Connection, post_id: int, at: datetime) -> None:
    """Delete text, pages, claims and quotes; the post's number and address stay, so that it is known again."""
    url = tx.execute(select(posts.c.url).where(posts.c.id == post_id)).scalar_one()
    own = select(alerts.c.id).where(alerts.c.post_id == post_id)
    app_ids = list(
        tx.execute(select(claims.c.app_id).where(claims.c.post_id == post_id).distinct()).scalars()
    )
    outbox.cancel(tx, list(tx.execute(own).scalars()), at, "its post was erased by hand")
    tx.execute(alerts.update().where(alerts.c.post_id == post_id).values(body=""))
    for alert_id, body in tx.execute(
        select(alerts.c.id, alerts.c.body).where(alerts.c.app_id.in_(app_ids), alerts.c.body != "")
    ).all():
        if url in body:
            tx.execute(
                alerts.update()
                .where(alerts.c.id == alert_id)
                .values(body=alert_json(_without(alert_of(body), url)))
            )
    for figure_id in (
        tx.execute(select(witnesses.c.figure_id).where(witnesses.c.post_id == post_id)).scalars().all()
    ):
        fewer = figures.c.witnesses - 1
        tx.execute(figures.update().where(figures.c.id == figure_id).values(witnesses=fewer))
    tx.execute(witnesses.delete().where(witnesses.c.post_id == post_id))
    tx.execute(claims.delete().where(claims.c.post_id == post_id))
    told = select(versions.c.id, versions.c.title, versions.c.text).where(versions.c.post_id == post_id)
    search.forget(tx, [(row.id, row.title, row.text) for row in tx.execute(told).all()])
    tx.execute(versions.delete().where(versions.c.post_id == post_id))
    emptied = {"title": None, "author": None, "erased_at": at}
    tx.execute(posts.update().where(posts.c.id == post_id).values(**emptied))


def _without(alert: Alert, url: str) -> Alert:
    """Another post's alert without what it quotes of the one at ``url``."""
    earlier = None if alert.earlier is not None and alert.earlier.post_url == url else alert.earlier
    return replace(alert, earlier=earlier, witnesses=tuple(one for one in alert.witnesses if one.url != url))
