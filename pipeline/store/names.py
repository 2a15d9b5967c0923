"""Which app a name means, in the database: canonical names, what posts call it, merges by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from pipeline.model import Claim
from pipeline.novelty import KnownApp, fold_name, plain_name, same_app
from pipeline.store import direct
from pipeline.store.ready import ask, by_name
from pipeline.store.tables import app_names, apps
from pipeline.store.upsert import add_new

LONGEST = 200  # characters of a name; longer is no name and no index takes it


@dataclass(frozen=True, slots=True)
class App:
    id: int
    name: str  # canonical


def name_apps(tx: Connection, claims: Sequence[Claim], now: datetime) -> list[App]:
    """The app of each claim; apps that nobody named before are added.

    In one order, so that no two writers wait for each other.
    """
    wanted = {(fold_name(canonical(claim)), claim.subject_kind): claim for claim in claims}
    found = {key: app_of(tx, claim, now) for key, claim in sorted(wanted.items(), key=itemgetter(0))}
    return [found[fold_name(canonical(claim)), claim.subject_kind] for claim in claims]


def canonical(claim: Claim) -> str:
    return plain_name(claim.subject[0][:LONGEST]) if claim.subject else "?"


def app_of(tx: Connection, claim: Claim, now: datetime) -> App:
    """The app that a claim is about, added with its names where it is new."""
    name = canonical(claim)
    app = find(tx, name, claim.subject_kind) or _add(tx, name, claim.subject_kind, now)
    for other in _others(claim, name):
        add_new(tx, app_names, {"folded": fold_name(other), "app_id": app.id, "name": other})
    return app


def _others(claim: Claim, name: str) -> Iterable[str]:
    """The names that posts use beside the canonical one, each once."""
    folded = {fold_name(other): other for other in (one[:LONGEST] for one in claim.subject[1:20])}
    folded.pop(fold_name(name), None)
    return [folded[key] for key in sorted(folded)]


_OWN = select(apps.c.id, apps.c.name, apps.c.merged_into).where(
    apps.c.folded == bindparam("folded"), apps.c.kind == bindparam("kind")
)
_CALLED = (
    select(apps.c.id, apps.c.merged_into)
    .join(app_names, app_names.c.app_id == apps.c.id)
    .where(app_names.c.folded == bindparam("folded"), apps.c.kind == bindparam("kind"))
    .limit(20)
)


def find(tx: Connection, name: str, kind: str) -> App | None:
    """The app of that kind that a name means; a merged one leads on to where it went."""
    wanted = {"folded": fold_name(name), "kind": kind}
    own = direct.first(tx, _OWN, wanted)
    if own is not None:
        if own["merged_into"] is None:
            return App(own["id"], own["name"])
        return _app(tx, follow(tx, own["id"], own["merged_into"]))
    ends = {follow(tx, row["id"], row["merged_into"]) for row in direct.rows(tx, _CALLED, wanted)}
    same = same_app(name, [KnownApp(app_id, "", frozenset({wanted["folded"]})) for app_id in ends])
    return _app(tx, same.id) if same else None


def _app(tx: Connection, app_id: int) -> App:
    return App(app_id, tx.execute(select(apps.c.name).where(apps.c.id == app_id)).scalar_one())


def apps_named(tx: Connection, name: str) -> list[int]:
    """Every app, of whatever kind, that a person may mean by a name: its own name first, else what posts call it."""
    wanted = {"folded": fold_name(name)}
    rows = ask(tx, ("app of this name",), _named, wanted) or ask(tx, ("app called so",), _called, wanted)
    return list(dict.fromkeys([follow(tx, app_id, merged_into) for app_id, merged_into in rows]))


def known_names(tx: Connection, most: int = 50_000) -> list[str]:
    """The names of apps, their own and those by which posts call them, the newest first: for hints at what was meant."""
    own = select(apps.c.name).order_by(apps.c.id.desc()).limit(most)
    called = select(app_names.c.name).order_by(app_names.c.app_id.desc(), app_names.c.folded).limit(most)
    return [name for asked in (own, called) for name in tx.execute(asked).scalars()]


def _named() -> Select[*tuple[Any, ...]]:
    own = apps.c.folded == by_name("folded", apps.c.folded)
    return select(apps.c.id, apps.c.merged_into).where(own).order_by(apps.c.id)


def _called() -> Select[*tuple[Any, ...]]:
    called = select(apps.c.id, apps.c.merged_into).join(app_names, app_names.c.app_id == apps.c.id)
    so = app_names.c.folded == by_name("folded", app_names.c.folded)
    return called.where(so).order_by(apps.c.id).limit(20)


def numbered(tx: Connection, app_id: int) -> list[int]:
    """The app with this number; a merged one leads on. Empty where there is none."""
    row = tx.execute(select(apps.c.id, apps.c.merged_into).where(apps.c.id == app_id)).first()
    return [] if row is None else [follow(tx, row.id, row.merged_into)]


def follow(tx: Connection, app_id: int, merged_into: int | None) -> int:
    """Where a merged app went to in the end."""
    seen = {app_id}
    while merged_into is not None and merged_into not in seen:
        app_id = merged_into
        seen.add(app_id)
        merged_into = tx.execute(select(apps.c.merged_into).where(apps.c.id == app_id)).scalar()
    return app_id


def _add(tx: Connection, name: str, kind: str, now: datetime) -> App:
    add_new(tx, apps, {"name": name, "folded": fold_name(name), "kind": kind, "created_at": now})
    found = find(tx, name, kind)  # another process may have added it meanwhile
    assert found is not None
    return found
