"""Alerts that tests send: written for this project, with apps and figures of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipeline.model import Alert, Claim, Earlier, Novelty, Witness

FOUND = datetime(2025, 11, 24, 11, 0, 5, tzinfo=UTC)
SENTENCE = "截至11月24日，青梨相机的累计下载量已经超过1000万次，团队在庆功会上这样说。"
QUOTE = "累计下载量已经超过1000万次"


def downloads(**changes: Any) -> Claim:
    given: dict[str, Any] = {
        "metric": "downloads",
        "quote": QUOTE,
        "field": "text",
        "start": 14,
        "end": 14 + len(QUOTE),
        "rule": "count of downloads",
        "subject": ("青梨相机", "青梨相机App"),
        "subject_kind": "app",
        "value": 10_000_000,
        "relation": "gt",
        "period": "total",
        "average": False,
        "as_of": "2025-11-24",
        "source": "青梨科技",
    }
    return Claim(**(given | changes))


def rank(**changes: Any) -> Claim:
    given: dict[str, Any] = {
        "metric": "rank",
        "value": None,
        "relation": None,
        "period": None,
        "average": None,
        "rank": 3,
        "rank_relation": "eq",
        "chart": "free",
        "category": "overall",
        "store": "app_store",
        "platform": "ios",
        "as_of": "2025-11-19",
        "source": None,
        "quote": "升到App Store免费总榜第3名",
    }
    return downloads(**(given | changes))


def change(**changes: Any) -> Claim:
    given: dict[str, Any] = {
        "metric": "downloads_change",
        "value": 320,
        "unit": "%",
        "relation": "eq",
        "period": None,
        "average": None,
        "quote": "下载量增长320%",
    }
    return downloads(**(given | changes))


def earlier(claim: Claim | None = None, **changes: Any) -> Earlier:
    given: dict[str, Any] = {
        "figure_id": 6,
        "claim": claim
        or downloads(value=8_000_000, as_of="2025-11-20", source="北岸数据", quote="下载量刚过800万次"),
        "covered": "2025-11-20",
        "post_title": "青梨相机走红的一周",
        "post_url": "https://news.example.com/dy/article/EARLIER0000001.html",
    }
    return Earlier(**(given | changes))


def alert(claim: Claim | None = None, **changes: Any) -> Alert:
    made = claim or downloads()
    given: dict[str, Any] = {
        "id": "al_01JD7Q8Z3V",
        "novelty": Novelty.FIRST,
        "app": made.subject[0],
        "claim": made,
        "claim_id": 41,
        "figure_id": 7,
        "covered": made.as_of,
        "earlier": None,
        "post_outlet": "netease",
        "post_doc_id": "KTEST00005199AAA",
        "post_url": "https://news.example.com/dy/article/KTEST00005199AAA.html",
        "post_host": "news.example.com",
        "post_title": "青梨相机：一款修图应用的十天",
        "post_author": "晚间样报",
        "post_published_at": datetime(2025, 11, 24, 10, 52, 53, tzinfo=UTC),
        "sentence": SENTENCE,
        "witnesses": (
            Witness(
                outlet="netease",
                host="news.example.com",
                url="https://news.example.com/dy/article/KTEST00005199AAA.html",
                title="青梨相机：一款修图应用的十天",
                read_at=FOUND,
            ),
        ),
        "flags": (),
        "note": None,
        "found_at": FOUND,
        "post_source": "tech-channel",
        "post_language": "zh-Hans",
    }
    return Alert(**(given | changes))


def with_novelty(novelty: Novelty) -> Alert:
    """An alert of this novelty with what it is compared with."""
    return replace(alert(), novelty=novelty, earlier=None if novelty is Novelty.FIRST else earlier())
