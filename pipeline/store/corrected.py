"""What people decided about the claims of one post, so that every later reading respects it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.model import Claim
from pipeline.novelty import figure_of
from pipeline.store.desk import corrections
from pipeline.store.names import follow
from pipeline.store.tables import apps


def target(post_id: int, claim: Claim, app_id: int) -> str:
    """A claim in the words of a correction: what one post says of one app, however it is read again."""
    said = figure_of(claim, None).key.partition("@")[0]
    return f"{post_id}|{claim.metric}|{claim.modality}|{said}|{claim.as_of or ''}|{app_id}"


@dataclass(frozen=True, slots=True)
class Corrected:
    post_id: int
    rejected: frozenset[str]
    parted: frozenset[str]

    @classmethod
    def none(cls, post_id: int) -> Corrected:
        """Nobody can have corrected a post that is new."""
        return cls(post_id, frozenset(), frozenset())

    @classmethod
    def of(cls, tx: Connection, post_id: int) -> Corrected:
        """What was decided about this post. Apps that were merged since are followed."""
        first, last = f"{post_id}|", f"{post_id}|\U0010ffff"
        rows = tx.execute(
            select(corrections.c.kind, corrections.c.target).where(
                corrections.c.kind.in_(("reject", "part")),
                corrections.c.target >= first,
                corrections.c.target < last,
            )
        ).all()
        kinds: dict[str, set[str]] = {"reject": set(), "part": set()}
        for row in rows:
            words, _, app_id = row.target.rpartition("|")
            merged = tx.execute(select(apps.c.merged_into).where(apps.c.id == int(app_id))).scalar()
            kinds[row.kind].add(f"{words}|{follow(tx, int(app_id), merged)}")
        return cls(post_id, frozenset(kinds["reject"]), frozenset(kinds["part"]))

    def rejects(self, claim: Claim, app_id: int) -> bool:
        return bool(self.rejected) and target(self.post_id, claim, app_id) in self.rejected

    def parts(self, claim: Claim, app_id: int) -> bool:
        return bool(self.parted) and target(self.post_id, claim, app_id) in self.parted
