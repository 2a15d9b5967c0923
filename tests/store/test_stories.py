"""Long random stories of posts, edits, mirrors and corrections: what is counted is always what is there."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pipeline.errors import WrongUse
from pipeline.store import checks, corrections, merge, read
from pipeline.store.engine import open_store
from pipeline.store.tables import claims, figures, latest, witnesses

from .crashing import count
from .story import NOON, Desk, daily, rank, total

APPS = ("山雀", "林鸮", "雨燕", "戴胜")


class Teller:
    """Tells a story that its seed decides."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.choice, self.hour = desk, random.Random(seed), 0

    def claim(self):
        pick, app = self.choice, self.choice.choice(APPS)
        lane = pick.choice(["stated"] * 5 + ["forecast", "denied"])
        day = pick.choice([None, None, "2026-03-10", "2026-03", "2026"])
        kind = pick.choice([total, daily, rank, rank])
        if kind is rank:
            vague = pick.choice(
                [{}, {"category": None}, {"store": None, "platform": None}, {"chart": "paid"}]
            )
            return rank(
                app, pick.randint(1, 4), pick.choice(["eq", "within"]), as_of=day, modality=lane, **vague
            )
        return kind(app, pick.randint(1, 4) * 10, pick.choice(["eq", "gt", "lt"]), as_of=day, modality=lane)

    def post(self) -> None:
        pick = self.choice
        self.hour += 1
        mirror = pick.random() < 0.2
        self.desk.say(
            f"P{pick.randint(0, 7)}",
            *(self.claim() for _ in range(pick.randint(0, 4))),
            outlet=pick.choice(["netease", "sohu"]),
            host="mirror.example.net" if mirror else "www.example.com",
            mirror=mirror,
            source=pick.choice([None, "tech"]),
            published_at=pick.choice([NOON, NOON + timedelta(days=1), None]),
            fetched_at=NOON + timedelta(hours=self.hour),
            rules=lambda alert: ("desk",) if alert.novelty not in ("held", "past") else (),
        )

    def correct(self) -> None:
        pick = self.choice
        with self.desk.store.write() as tx:
            rows = read.claims(tx)
            what = pick.choice(["reject", "part", "erase", "merge", "check"])
            if what == "check":
                checks.finish(tx, "tech", pick.choice(["posts", "failed"]), NOON)
            elif what == "merge" and rows and pick.random() < 0.3:
                merge.merge(tx, rows[0].app, rows[-1].app)
            elif what == "erase" and rows and pick.random() < 0.5:
                corrections.erase(tx, pick.choice(rows).post_id)
            elif rows and what in ("reject", "part"):
                getattr(corrections, what)(tx, pick.choice(rows).id)

    def tell(self, length: int) -> None:
        for _ in range(length):
            if self.choice.random() < 0.8:
                self.post()
            else:
                try:
                    self.correct()
                except WrongUse:  # one app already
                    continue


@pytest.mark.parametrize("seed", range(6))
def test_what_is_counted_is_what_is_there(store, store_url, seed):
    Teller(Desk(store), seed).tell(50)
    assert (
        count(open_store(store_url, create=False))["found"] > 20
    )  # adds up, and figures count their claims rightly
    with store.read() as tx:
        told = dict(
            tx.execute(select(figures.c.id, figures.c.witnesses).where(figures.c.witnesses != 0)).all()
        )
        real = dict(
            tx.execute(select(witnesses.c.figure_id, func.count()).group_by(witnesses.c.figure_id)).all()
        )
        assert told == real
        standing = tx.execute(select(figures).where(figures.c.claims > 0)).mappings().all()
        for row in standing:
            brought = tx.execute(select(claims.c.figure_id).where(claims.c.id == row["claim_id"])).scalar()
            assert brought == row["id"]
            if "@" not in row["key"]:
                stand = claims.c.current & claims.c.rejected_at.is_(None) & (claims.c.day != "")
                first = select(func.min(claims.c.day)).where(claims.c.figure_id == row["id"], stand)
                assert row["day"] == (tx.execute(first).scalar() or "")
        newest = {row.series_id: (row.figure_id, row.day) for row in tx.execute(select(latest))}
        dated = [row for row in standing if row["day"]]
        assert {row["series_id"] for row in dated} == set(newest)
        for row in dated:
            assert row["day"] <= newest[row["series_id"]][1]
        assert {figure for figure, _ in newest.values()} <= {row["id"] for row in standing}
        assert len(read.figures(tx, read.Filters(limit=10_000))) == len(standing)
        rung = read.alerts(tx, limit=10_000)
        assert len({(one.figure_id, one.novelty) for one in rung}) == len(rung)


@pytest.mark.parametrize("seed", range(3))
def test_both_databases_tell_the_same_story(sqlite_template, postgres_migrated, tmp_path, seed):
    import shutil

    from sqlalchemy import text

    from pipeline.store.schema import metadata

    shutil.copy(sqlite_template, tmp_path / "bangdan.db")
    told = []
    for url in (f"sqlite:///{tmp_path / 'bangdan.db'}", postgres_migrated):
        store = open_store(url)
        if not store.is_sqlite:
            with store.write() as tx:
                tx.execute(text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY"))
        Teller(Desk(store), 100 + seed).tell(40)
        everything = read.Filters(limit=10_000, superseded=True, rejected=True)
        with store.read() as tx:
            told.append(
                (
                    [
                        (one.id, one.novelty, one.flags, one.note, one.claim)
                        for one in read.claims(tx, everything)
                    ],
                    [(one.covered, one.witnesses, one.latest, one.claim) for one in read.figures(tx)],
                    [(one.id, one.novelty) for one in read.alerts(tx, limit=1000)],
                    [(one.doc_id, one.claims, one.versions) for one in read.posts(tx)],
                )
            )
        store.close()
    assert told[0] == told[1]
