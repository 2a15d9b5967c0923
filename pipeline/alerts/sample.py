"""A marked sample: what `bangdan alerts test --channel` sends, and what templates are tried on at start."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pipeline.model import Alert, Claim, Digest, Earlier, Novelty, Witness

_SENTENCE = "示例应用上线首周，下载量突破1000万次。"
_QUOTE = "下载量突破1000万次"
_URL = "https://news.example/sample.html"


def sample(now: datetime | None = None) -> Alert:
    """A first figure, with nothing known before."""
    now = now or datetime.now(UTC)
    start = _SENTENCE.index(_QUOTE)
    claim = Claim(
        metric="downloads", quote=_QUOTE, field="text", start=start, end=start + len(_QUOTE), rule="sample",
        subject=("示例应用",), subject_kind="app", value=10_000_000, relation="gt", period="P7D", average=False,
    )  # fmt: skip
    return Alert(
        id=f"test-{now:%Y%m%d%H%M%S%f}", novelty=Novelty.FIRST, app="示例应用", claim=claim, claim_id=0, figure_id=0,
        covered=None, earlier=None, post_outlet="bangdan", post_doc_id="sample", post_url=_URL,
        post_host="news.example", post_title="bangdan: 测试 / test", post_author="bangdan", post_published_at=now,
        sentence=_SENTENCE, witnesses=(Witness(outlet="bangdan", host="news.example", url=_URL, title=None, read_at=now),),
        flags=(), note=None, found_at=now, test=True, post_language="zh-Hans",
    )  # fmt: skip


def samples() -> tuple[Alert, ...]:
    """One with nothing before it and no date, one with all that an alert may hold, one of a rank."""
    first = sample()
    before = Earlier(
        figure_id=1,
        claim=first.claim,
        covered="2025-11-20",
        post_title=None,
        post_url="https://news.example/before.html",
    )
    full = replace(first, novelty=Novelty.HIGHER, earlier=before, flags=("total falls",), note="sample")
    rank = replace(first.claim, metric="rank", value=None, relation=None, period=None, average=None, rank=1)
    return (
        replace(first, post_published_at=None, post_title=None, post_author=None),
        full,
        replace(first, claim=rank),
    )


def summaries() -> tuple[Digest, ...]:
    """A digest of all the samples, and one of the first two."""
    some = samples()
    return Digest(id="test-digest", alerts=some), Digest(id="test-digest-2", alerts=some[:2])
