"""Posts and claims of an invented trade press, recorded as the daemon would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.model import Alert, Claim, Post
from pipeline.store.engine import Store
from pipeline.store.write import Recorded, record

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # noon in Beijing


def everyone(_alert: Alert) -> tuple[str, ...]:
    return ("desk",)


def news(alert: Alert) -> tuple[str, ...]:
    return () if alert.novelty in ("repeat", "held", "past") else ("desk",)


def total(app: str, value: int, relation: str = "gt", **slots: Any) -> Claim:
    usual = {"value": value, "relation": relation, "period": "total", "average": False}
    return _claim("downloads", app, f"{app}的下载量{relation}{value}次", usual | slots)


def daily(app: str, value: int, relation: str = "gt", **slots: Any) -> Claim:
    return total(app, value, relation, **({"period": "P1D"} | slots))


def rank(app: str, place: int, relation: str = "eq", **slots: Any) -> Claim:
    usual = {
        "rank": place,
        "rank_relation": relation,
        "store": "app_store",
        "platform": "ios",
        "chart": "free",
    }
    return _claim("rank", app, f"{app}排在免费榜第{place}位", usual | {"category": "overall"} | slots)


def _claim(metric: Any, app: str, quote: str, slots: dict[str, Any]) -> Claim:
    usual = {"field": "text", "start": 0, "end": 0, "rule": "count", "subject": (app,), "subject_kind": "app"}
    return Claim(metric=metric, quote=quote, **(usual | slots))


def post(doc: str, *claims: Claim, day: float = 0, **changes: Any) -> tuple[Post, list[Claim]]:
    """A post that says these claims, one a sentence, and the claims with their offsets. ``day``: days after the first."""
    text, placed = "", []
    for claim in claims:
        placed.append(replace(claim, start=len(text), end=len(text) + len(claim.quote)))
        text += claim.quote + "。"
    at = NOON + timedelta(days=day)
    host = changes.get("host", "www.example.com")
    given: dict[str, Any] = {
        "outlet": "netease",
        "doc_id": doc,
        "url": f"https://www.example.com/{doc}",
        "fetched_url": f"https://{host}/{doc}",
        "host": host,
        "title": f"题目 {doc}",
        "author": "晨报",
        "published_at": at,
        "text": text + "今天就说到这里。",
        "fetched_at": at + timedelta(minutes=5),
        "raw": f"<p>{text}</p>".encode(),
        "mirror": False,
    }
    return Post(**(given | changes)), placed


class Desk:
    """Records posts in one database."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def say(
        self, doc: str, *claims: Claim, rules: Any = news, silent: bool = False, **changes: Any
    ) -> Recorded:
        said, placed = post(doc, *claims, **changes)
        with self.store.write() as tx:
            return record(tx, said, placed, silent=silent, rules=rules)

    def novelties(self, doc: str, *claims: Claim, **changes: Any) -> list[str]:
        return [one.novelty.value for one in self.say(doc, *claims, **changes).judged]
