"""The JSON of an alert, as webhooks and commands get it. Described in docs/webhook.md, with a JSON Schema.

The same alert gives the same bytes at every attempt, so that a receiver may compare them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pipeline.alerts.render.clean import shortened
from pipeline.alerts.render.sentence import link, sentence
from pipeline.model import Alert, Claim, Earlier

VERSION = 1
TYPE = "claim.alert"
_MOST_WITNESSES = 20
_WORDS = 300  # characters of a title, a name, a note
_SENTENCE = 2000


def body(alert: Alert) -> dict[str, Any]:
    """Everything that bangdan knows of the alert, as plain values."""
    return {
        "version": VERSION,
        "type": TYPE,
        "id": alert.id,
        "timestamp": utc(alert.found_at),
        "test": alert.test,
        "novelty": alert.novelty.value,
        "app": _text(alert.app),
        "summary": {"zh": sentence(alert, "zh"), "en": sentence(alert, "en")},
        "claim": {"id": alert.claim_id, **_claim(alert.claim)},
        "figure": {"id": alert.figure_id, "covered": alert.covered, **_figure(alert.claim)},
        "earlier": _earlier(alert.earlier) if alert.earlier else None,
        "quote": _quote(alert),
        "post": _post(alert),
        "witnesses": _witnesses(alert),
        "witness_count": len(alert.witnesses),
        "flags": [_text(flag) for flag in alert.flags],
        "note": _text(alert.note),
        "links": {
            "post": link(alert.post_url),
            "earlier": link(alert.earlier.post_url) if alert.earlier else None,
        },
    }


def encoded(alert: Alert) -> bytes:
    """The body as UTF-8; it is this that is signed."""
    return json.dumps(body(alert), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "metric": claim.metric,
        **_figure(claim),
        "subject": [_text(name) for name in claim.subject],
        "subject_kind": claim.subject_kind,
        "period": claim.period,
        "average": claim.average,
        "rank_from": claim.rank_from,
        "chart": claim.chart,
        "category": _text(claim.category),
        "store": claim.store,
        "platform": claim.platform,
        "region": [_text(region) for region in claim.region],
        "region_count": claim.region_count,
        "since": claim.since,
        "as_of": claim.as_of,
        "source": _text(claim.source),
        "modality": claim.modality,
        "rule": claim.rule,
    }


def _figure(claim: Claim) -> dict[str, Any]:
    """The slots that make one value of a series."""
    return {
        "value": claim.value,
        "value_max": claim.value_max,
        "unit": claim.unit,
        "relation": claim.relation,
        "rank": claim.rank,
        "rank_relation": claim.rank_relation,
    }


def _earlier(earlier: Earlier) -> dict[str, Any]:
    return {
        "figure_id": earlier.figure_id,
        "covered": earlier.covered,
        **_figure(earlier.claim),
        "source": _text(earlier.claim.source),
        "quote": _text(earlier.claim.quote, _SENTENCE),
        "post": {"title": _text(earlier.post_title), "url": _text(earlier.post_url, _SENTENCE)},
    }


def _quote(alert: Alert) -> dict[str, Any]:
    claim = alert.claim
    return {
        "text": _text(claim.quote, _SENTENCE),
        "sentence": _text(alert.sentence, _SENTENCE),
        "field": claim.field,
        "start": claim.start,
        "end": claim.end,
        "uncertain": claim.uncertain,
    }


def _post(alert: Alert) -> dict[str, Any]:
    return {
        "outlet": alert.post_outlet,
        "doc_id": _text(alert.post_doc_id),
        "url": _text(alert.post_url, _SENTENCE),
        "host": _text(alert.post_host),
        "title": _text(alert.post_title),
        "author": _text(alert.post_author),
        "published_at": utc(alert.post_published_at),
        "source": alert.post_source,
        "language": alert.post_language,
    }


def _witnesses(alert: Alert) -> list[dict[str, Any]]:
    return [
        {
            "outlet": one.outlet,
            "host": _text(one.host),
            "url": _text(one.url, _SENTENCE),
            "title": _text(one.title),
            "read_at": utc(one.read_at),
        }
        for one in alert.witnesses[:_MOST_WITNESSES]
    ]


def _text(text: str | None, limit: int = _WORDS) -> str | None:
    """Words of others, bounded; half a character cannot be sent as UTF-8."""
    return None if text is None else shortened(text, limit).encode("utf-8", "replace").decode()


def utc(at: datetime | None) -> str | None:
    """UTC to the second.

    >>> utc(datetime(2025, 11, 24, 10, 52, 53, tzinfo=UTC))
    '2025-11-24T10:52:53Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
