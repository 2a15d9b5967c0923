"""Many alerts as one message: grouped by app, each with its one sentence, its doubts and its address. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.alerts.render.body import body as alert_body
from pipeline.alerts.render.body import utc
from pipeline.alerts.render.clean import one_line, wrapped
from pipeline.alerts.render.sentence import link, novelty, sentence, warnings
from pipeline.model import Alert, Digest
from pipeline.words.numbers import Language

VERSION = 1
TYPE = "bangdan.digest"
_NAMED = 5  # apps in a headline
_INDENT = "    "


def headline(digest: Digest, language: Language) -> str:
    """How many alerts, and on which apps: 榜单摘要：3 条（千问、豆包）."""
    names = [one_line(name, 40) for name in by_app(digest)]
    number = len(digest.alerts)
    shown, more = names[:_NAMED], len(names) - _NAMED
    if language == "zh":
        rest = f"等 {len(names)} 个" if more > 0 else ""
        return one_line(f"榜单摘要：{number} 条（{'、'.join(shown)}{rest}）", 160)
    rest = f" and {more} more" if more > 0 else ""
    return one_line(f"Digest: {number} alerts ({', '.join(shown)}{rest})", 160)


def by_app(digest: Digest) -> dict[str, list[Alert]]:
    """The alerts of each app, in the order in which they were found."""
    found: dict[str, list[Alert]] = {}
    for alert in digest.alerts:
        found.setdefault(alert.app, []).append(alert)
    return found


def items(digest: Digest, language: Language) -> Iterator[dict[str, Any]]:
    """What a mail, a room or a terminal shows of each alert."""
    for alerts in by_app(digest).values():
        for alert in alerts:
            yield {
                "app": one_line(alert.app, 80),
                "news": f"[{novelty(alert, language)}] {sentence(alert, language)}",
                "warnings": warnings(alert, language),
                "link": link(alert.post_url),
                "claim_id": alert.claim_id,
            }


def lines(digest: Digest, language: Language) -> list[str]:
    """Plain lines, without a headline."""
    said = []
    for item in items(digest, language):
        said += [item["news"], *(f"⚠ {doubt}" for doubt in item["warnings"])]
        said += [item["link"]] if item["link"] else []
    return said


def block(digest: Digest, language: Language, *, width: int = 100, colour: bool = False) -> str:
    """For a terminal: no line is too wide but an address, which stays whole."""
    width = max(width, 40)
    head = wrapped(headline(digest, language), width)
    shown = [f"\x1b[1m{line}\x1b[0m" for line in head] if colour else head
    for item in items(digest, language):
        shown += [_INDENT + part for part in wrapped(item["news"], width - len(_INDENT))]
        doubts = [f"⚠ {doubt}" for doubt in item["warnings"]]
        shown += [2 * _INDENT + part for doubt in doubts for part in wrapped(doubt, width - 2 * len(_INDENT))]
        shown += [2 * _INDENT + item["link"]] if item["link"] else []
    return "\n".join(shown) + "\n"


def body(digest: Digest) -> dict[str, Any]:
    """Everything that bangdan knows of a digest, as plain values."""
    return {
        "version": VERSION,
        "type": TYPE,
        "id": digest.id,
        "timestamp": utc(digest.found_at),
        "test": any(alert.test for alert in digest.alerts),
        "summary": {"zh": headline(digest, "zh"), "en": headline(digest, "en")},
        "count": len(digest.alerts),
        "alerts": [alert_body(alert) for alert in digest.alerts],
    }


def encoded(digest: Digest) -> bytes:
    """The JSON of a digest, the same bytes at every attempt; docs/webhook.md describes it."""
    return json.dumps(body(digest), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
