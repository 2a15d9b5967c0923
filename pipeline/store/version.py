"""The claims of one version of a post: placed in their series, compared with the version before, judged, stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, select

from pipeline.model import Claim, Novelty, Post, Verdict
from pipeline.novelty import (
    Edit,
    Figure,
    Known,
    KnownFigure,
    Placed,
    compare_versions,
    figure_of,
    judge,
    number,
    slots_of,
    strength,
)
from pipeline.store import desk, direct
from pipeline.store.corrected import Corrected
from pipeline.store.figures import Seen, Stand, drop_claims, stand
from pipeline.store.known import Place, figure_row, in_series, known_of, known_place, place
from pipeline.store.locks import hold_apps
from pipeline.store.names import App, name_apps
from pipeline.store.recorded import Judged
from pipeline.store.rungs import Found, Rules, ring, silenced
from pipeline.store.sentence import sentence_around
from pipeline.store.tables import apps, claims, figures
from pipeline.store.types import Named
from pipeline.store.upsert import change, count_up, insert_row
from pipeline.store.values import claim_of, claim_values, figure_of_row

_STANDING = (
    select(claims, figures.c.key, apps.c.name.label("app"))
    .join(figures, figures.c.id == claims.c.figure_id)
    .join(apps, apps.c.id == claims.c.app_id)
    .where(claims.c.post_id == bindparam("post"), claims.c.current, claims.c.rejected_at.is_(None))
    .order_by(claims.c.id)
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim on its way into the tables."""

    claim: Claim
    app: App
    figure: Figure
    place: Place


def take(  # noqa: PLR0913, PLR0917 - what record() knows by then
    tx: Connection,
    post: Post,
    post_id: int,
    version_id: int,
    last: Named | None,
    said: Sequence[Claim],
    *,
    is_new: bool,
    silent: str | None,
    rules: Rules,
) -> tuple[Judged, ...]:
    """Store the claims of a version and what follows from them."""
    return _Version(tx, post, post_id, version_id, last, is_new, silent, rules).take(said)


@dataclass(frozen=True, slots=True)
class _Version:
    tx: Connection
    post: Post
    post_id: int
    version_id: int
    last: Named | None
    is_new: bool  # the post was not known
    silent: str | None
    rules: Rules
    brought: set[int] = field(default_factory=set)  # figures that this version states, as far as it is judged

    def take(self, said: Sequence[Claim]) -> tuple[Judged, ...]:
        tx = self.tx
        standing = [] if self.is_new else self._standing()
        older = [row for row in standing if self.last is not None and row["version_id"] == self.last["id"]]
        named = name_apps(tx, said, self.post.fetched_at)
        hold_apps(tx, {*(app.id for app in named), *(row["app_id"] for row in older)})
        drafts = self._place(said, named, standing)
        placed = [Placed(draft.place.series_id, draft.figure.key) for draft in drafts]
        edit = compare_versions([Placed(row["series_id"], row["key"]) for row in older], placed)
        if self.post.mirror:  # a mirror is a witness: it revises and withdraws nothing
            edit = Edit(edit.kept, {}, ())
        now = set(placed)
        went = [row for row in older if Placed(row["series_id"], row["key"]) not in now]
        if not self.post.mirror:  # what a mirror once showed was shown: it takes nothing back
            drop_claims(tx, went)
        quiet = silenced(tx, self.post.fetched_at) if drafts or edit.withdrawn else frozenset()
        judged = [
            self._store(draft, at in edit.kept, self._replaced(edit, at, older), quiet)
            for at, draft in _order(drafts)
        ]
        drop_claims(tx, [row for row in older if row not in went])
        judged += [self._withdraw(older[at], quiet) for at in edit.withdrawn]
        self._tally(judged)
        return tuple(judged)

    def _standing(self) -> list[Named]:
        """The claims of this post that stand now, of all its hosts."""
        return list(direct.rows(self.tx, _STANDING, {"post": self.post_id}))

    def _place(self, said: Sequence[Claim], named: Sequence[App], standing: Sequence[Named]) -> list[_Draft]:
        """Each claim in its series: where this post's own words stand already, else where novelty puts it.

        The most precise first, so that a vaguer mention of the same post joins it.
        """
        corrected = Corrected.none(self.post_id) if self.is_new else Corrected.of(self.tx, self.post_id)
        stands = {(row["app_id"], slots_of(claim_of(row)).key): row["series_id"] for row in standing}
        drafts: dict[int, _Draft] = {}
        for at in sorted(range(len(said)), key=lambda at: (len(slots_of(said[at]).unsaid), at)):
            claim, app = said[at], named[at]
            slots, figure = slots_of(claim), figure_of(claim, self.post.published_at)
            if corrected.rejects(claim, app.id):
                continue
            own = stands.get((app.id, slots.key))
            if own is not None:
                where = known_place(self.tx, app.id, own, self._joined(standing, own, slots.key))
            else:
                where = place(self.tx, app.id, slots, figure, alone=corrected.parts(claim, app.id))
            figure = figure_of(in_series(claim, where), self.post.published_at)
            drafts[at] = _Draft(claim, app, figure, where)
        return [drafts[at] for at in sorted(drafts)]

    @staticmethod
    def _joined(standing: Sequence[Named], series_id: int, key: str) -> tuple[str, ...]:
        same = (
            row for row in standing if row["series_id"] == series_id and slots_of(claim_of(row)).key == key
        )
        return tuple(next(same)["joined"])

    def _replaced(self, edit: Edit, at: int, older: Sequence[Named]) -> KnownFigure | None:
        if at not in edit.revised:
            return None
        row = (
            self.tx.execute(select(figures).where(figures.c.id == older[edit.revised[at]]["figure_id"]))
            .mappings()
            .one()
        )
        return KnownFigure(id=row["id"], figure=figure_of_row(row))

    def _store(
        self, draft: _Draft, kept: bool, replaces: KnownFigure | None, quiet: frozenset[int]
    ) -> Judged:
        claim, figure, series_id = draft.claim, draft.figure, draft.place.series_id
        row = figure_row(self.tx, series_id, figure.key)
        verdict = self._judge(draft, kept, replaces, row)
        what = Stand(draft.app.id, series_id, claim.metric, claim.modality, figure, verdict.novelty)
        figure_id = stand(self.tx, what, self._seen(), row)
        self.brought.add(figure_id)
        claim_id = self._insert(draft, figure_id, verdict)
        if row is None or row["claims"] == 0 or row["claim_id"] is None:
            change(self.tx, figures, figure_id, {"claim_id": claim_id})
        found = Found(
            claim=claim,
            claim_id=claim_id,
            figure_id=figure_id,
            app=draft.app,
            verdict=verdict,
            covered=figure.covered,
            sentence=sentence_around(self.post.title if claim.field == "title" else self.post.text, claim),
            key=figure.key,
            is_new=row is None,
        )
        return self._ring(found, quiet)

    def _seen(self) -> Seen:
        post = self.post
        return Seen(
            post_id=self.post_id,
            outlet=post.outlet,
            host=post.host,
            url=post.fetched_url,
            title=post.title,
            at=post.fetched_at,
        )

    def _judge(self, draft: _Draft, kept: bool, replaces: KnownFigure | None, row: Named | None) -> Verdict:
        claim = in_series(draft.claim, draft.place)
        if kept:
            known = Known(kept=True)
        elif self.post.mirror and row is not None:  # an old copy of what was edited since is no news
            known = Known(same=KnownFigure(id=row["id"], figure=figure_of_row(row)))
        else:
            known = replace(
                known_of(self.tx, claim, draft.place, draft.figure, row),
                replaces=replaces,
                own=frozenset(self.brought),
            )
        verdict = judge(claim, self.post, known)
        if draft.place.ambiguous and verdict.note is None:
            note = f"unsaid slots fit {draft.place.ambiguous} known series: kept apart"
            verdict = replace(verdict, note=note)
        return verdict

    def _insert(self, draft: _Draft, figure_id: int, verdict: Verdict) -> int:
        return insert_row(
            self.tx,
            claims,
            claim_values(draft.claim)
            | {
                "version_id": self.version_id,
                "post_id": self.post_id,
                "app_id": draft.app.id,
                "series_id": draft.place.series_id,
                "figure_id": figure_id,
                "outlet": self.post.outlet,
                "host": self.post.host,
                "covered": draft.figure.covered,
                "day": draft.figure.day or "",
                "novelty": verdict.novelty.value,
                "earlier_id": verdict.earlier_id,
                "flags": verdict.flags,
                "note": verdict.note,
                "joined": draft.place.joined,
                "read_at": self.post.fetched_at,
                "current": True,
            },
        )

    def _withdraw(self, row: Named, quiet: frozenset[int]) -> Judged:
        """A figure that the edit took away: the claim that stated it says so from now on, and rings once more."""
        claim = claim_of(row)
        change(self.tx, claims, row["id"], {"novelty": Novelty.WITHDRAWN.value})
        assert self.last is not None
        found = Found(
            claim=claim,
            claim_id=row["id"],
            figure_id=row["figure_id"],
            app=App(row["app_id"], row["app"]),
            verdict=Verdict(novelty=Novelty.WITHDRAWN, figure_id=row["figure_id"]),
            covered=row["covered"],
            sentence=sentence_around(self.last["title" if claim.field == "title" else "text"], claim),
            key=row["key"],
            is_new=False,
        )
        return self._ring(found, quiet)

    def _ring(self, found: Found, quiet: frozenset[int]) -> Judged:
        silent = self.silent or ("silenced" if found.app.id in quiet else None)
        alert_id, channels, why = ring(
            self.tx, self.post, self.post_id, found, silent=silent, rules=self.rules
        )
        return Judged(
            claim_id=found.claim_id,
            figure_id=found.figure_id,
            app=found.app.name,
            claim=found.claim,
            novelty=found.verdict.novelty,
            flags=found.verdict.flags,
            note=found.verdict.note,
            alert_id=alert_id,
            channels=channels,
            suppressed=why,
        )

    def _tally(self, judged: Sequence[Judged]) -> None:
        day = self.post.fetched_at.date().isoformat()
        quiet = sum(one.novelty is Novelty.REPEAT and one.alert_id is None for one in judged)
        for what, number_of in Counter({"found": len(judged), "repeat": quiet}).items():
            if number_of:
                count_up(self.tx, desk.tally, {"day": day, "what": what}, number_of)


def _order(drafts: Sequence[_Draft]) -> list[tuple[int, _Draft]]:
    """The newest date first, of one date the figure that says most: so one post rings once for one series."""

    def says_most(pair: tuple[int, _Draft]) -> tuple[str, float, int, int]:
        at, draft = pair
        return (draft.figure.day or "", number(draft.figure), strength(draft.figure), -at)

    return sorted(enumerate(drafts), key=says_most, reverse=True)
