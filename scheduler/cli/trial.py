"""What ``bangdan alerts test`` does: a marked sample to a channel, a rule on the stored history."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.lexicon import load_lexicon
from config.load import load
from config.place import find_folder, nearest
from config.settings import Settings
from history.values import plain, row_json
from pipeline.alerts.channels import make
from pipeline.alerts.sample import sample
from pipeline.errors import BangdanError, DeliveryFailed, DeliveryRefused, WrongUse
from pipeline.extract.lexicon import Lexicon
from pipeline.model import Alert, Earlier
from pipeline.store.read.rows import ClaimRow, FigureRow
from scheduler.cli.filters import reading


def send_sample(name: str, config: str | None) -> None:
    """Send a marked sample to one channel now; ``BangdanError`` says what the receiver said."""
    settings = _settings(config)
    if name not in settings.alerts.channels:
        raise WrongUse(f'no channel "{name}" in alerts.toml{nearest(name, settings.alerts.channels)}')

    async def send() -> None:
        channel = make(name, settings.alerts.channels[name], folder=settings.folder)
        try:
            async with asyncio.timeout(channel.deadline):
                await channel.send(sample(), 1)
        finally:
            await channel.close()

    try:
        asyncio.run(send())
    except TimeoutError:
        raise BangdanError(f"{name} did not take the sample in time") from None
    except (DeliveryFailed, DeliveryRefused) as error:
        raise BangdanError(f"{name} did not take the sample: {error}") from None


def _lexicon(settings: Settings) -> Lexicon:
    return Lexicon.from_toml(load_lexicon(Path(settings.folder)))


def _settings(config: str | None) -> Settings:
    return load(find_folder(config), environment_database=config is None)


def would_ring(rule: str, config: str | None, limit: int) -> list[dict[str, Any]]:
    """What a rule fits among the newest stored claims, whatever their age, and when each channel would have heard of it.

    Nothing is sent. ``digest`` says that it would have come together with what else was due then; a cap is not played.
    """
    from pipeline.alerts.rules import fits, ring_of, with_aliases

    settings = _settings(config)
    if rule not in settings.alerts.rules:
        raise WrongUse(f'no rule "{rule}" in alerts.toml{nearest(rule, settings.alerts.rules)}')
    lexicon = _lexicon(settings)
    asked = with_aliases(settings.alerts, lexicon.names, lexicon.made_by).rules[rule]
    rows, seen = [], set()
    for row, alert in _stored(config, limit, with_language=bool(asked.languages)):
        if not fits(alert, asked) or (row.figure_id, row.novelty) in seen:
            continue
        seen.add((row.figure_id, row.novelty))
        rings = [
            ring_of(alert, name, settings.alerts.channels.get(name), asked)
            for name in dict.fromkeys(asked.channels)
        ]
        due = [
            {"channel": ring.channel, "due_at": plain(ring.due_at or alert.found_at), "digest": ring.digest}
            for ring in rings
        ]
        rows.append({**row_json(row), "found_at": row_json(row)["read_at"], "due": due})
    return rows


def _stored(config: str | None, limit: int, *, with_language: bool) -> Iterator[tuple[ClaimRow, Alert]]:
    from sqlalchemy import bindparam, select

    from pipeline.store import read
    from pipeline.store.read.rows import Filters
    from pipeline.store.tables import claims, posts, versions
    from pipeline.text.language import language

    words = select(versions.c.title, versions.c.text).join(claims, claims.c.version_id == versions.c.id)
    words = words.where(claims.c.id == bindparam("claim"))
    with reading(config) as tx:
        sources = dict(tx.execute(select(posts.c.id, posts.c.source)).tuples().all())
        for row in read.claims(tx, Filters(limit=limit)):
            earlier = read.claim(tx, row.id).earlier if row.earlier_id is not None else ()
            before = next((one for one in earlier if one.id == row.earlier_id), None)
            written = None
            if with_language:
                title, text = tx.execute(words, {"claim": row.id}).one()
                written = language(f"{title or ''}\n{text}")
            yield row, replace(_alert(row, before, sources.get(row.post_id)), post_language=written)


def _alert(row: ClaimRow, before: FigureRow | None, source: str | None) -> Alert:
    earlier = None
    if before is not None:
        earlier = Earlier(
            figure_id=before.id, claim=before.claim, covered=before.covered, post_title=before.post_title,
            post_url=before.post_url,
        )  # fmt: skip
    return Alert(
        id=str(row.id), novelty=row.novelty, app=row.app, claim=row.claim, claim_id=row.id, figure_id=row.figure_id,
        covered=row.covered, earlier=earlier, post_outlet=row.outlet, post_doc_id=row.doc_id, post_url=row.post_url,
        post_host=row.host, post_title=row.post_title, post_author=None, post_published_at=row.published_at,
        sentence=row.claim.quote, witnesses=(), flags=row.flags, note=row.note, found_at=row.read_at,
        post_source=source,
    )  # fmt: skip
