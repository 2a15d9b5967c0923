"""The words of a mail: subject, plain text, HTML. Everything from the web is escaped and kept on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.alerts.render import digest, notice
from pipeline.alerts.render.clean import around, one_line
from pipeline.alerts.render.sentence import (
    byline,
    headline,
    link,
    novelty,
    sample_mark,
    sentence,
    vocabulary,
    warnings,
)
from pipeline.model import Alert, Digest, Message, Notice
from pipeline.words.numbers import Language

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_MOST_OTHERS = 10
_WORDS = {
    "zh": {
        "read": "阅读原文",
        "picture": "历次数字",
        "earlier": "此前",
        "others": "同一数字也见于：",
        "footer": "bangdan · 出处与历史",
    },
    "en": {
        "read": "Read the post",
        "picture": "the figures so far",
        "earlier": "Before",
        "others": "The same figure stands in:",
        "footer": "bangdan · proof and history",
    },
}


def subject(message: Message, language: Language) -> str:
    """One line, whatever the title of the post holds."""
    if isinstance(message, Notice):
        return notice.headline(message, language)
    return digest.headline(message, language) if isinstance(message, Digest) else headline(message, language)


def text(message: Message, language: Language) -> str:
    if isinstance(message, Notice):
        return notice.text(message, language)
    return _rendered(message, language, "txt").strip() + "\n"


def html(message: Message, language: Language, picture: str | None = None) -> str:
    """``picture`` is the Content-ID of one that travels along."""
    if isinstance(message, Notice):
        return notice.html(message, language)
    return _rendered(message, language, "html", picture) + "\n"


def _rendered(message: Alert | Digest, language: Language, form: str, picture: str | None = None) -> str:
    if isinstance(message, Digest):
        return _templates().get_template(f"digest.{form}.j2").render(_digest_parts(message, language))
    return _templates().get_template(f"mail.{form}.j2").render(_parts(message, language), picture=picture)


def _digest_parts(message: Digest, language: Language) -> dict[str, Any]:
    return {
        "lang": "zh-CN" if language == "zh" else "en",
        "words": _WORDS[language],
        "headline": digest.headline(message, language),
        "items": list(digest.items(message, language)),
        "groups": _grouped(digest.items(message, language)),
    }


def _grouped(items: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """By app, in the order in which they were found."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        found.setdefault(item["app"], []).append(item)
    return list(found.items())


def _parts(alert: Alert, language: Language) -> dict[str, Any]:
    before, quote, after = around(alert.sentence, alert.claim.quote, 600)
    return {
        "lang": "zh-CN" if language == "zh" else "en",
        "words": _WORDS[language],
        "sample": sample_mark(alert, language),
        "headline": headline(alert, language),
        "novelty": novelty(alert, language),
        "app": one_line(alert.app, 80),
        "sentence": sentence(alert, language),
        "before": before,
        "quote": quote,
        "after": after,
        "warnings": warnings(alert, language),
        "byline": byline(alert),
        "link": link(alert.post_url),
        "claim_id": alert.claim_id,
        **_earlier(alert, language),
        "others": _others(alert),
    }


def _earlier(alert: Alert, language: Language) -> dict[str, str | None]:
    before = alert.earlier
    if before is None:
        return {"earlier": None, "earlier_link": None}
    words = vocabulary(language)
    said = words.what(before.claim) + words.proof(before.claim, before.covered)
    title = f" · {before.post_title}" if before.post_title else ""
    return {"earlier": one_line(said + title, 400), "earlier_link": link(before.post_url)}


def _others(alert: Alert) -> list[dict[str, str | None]]:
    """Where else the figure was read; the post itself and its mirrors under the same address are not others."""
    found = {one.url: one for one in alert.witnesses if one.url != alert.post_url}
    return [
        {"name": one_line(f"{one.host} {one.title or ''}", 160), "link": link(one.url)}
        for one in list(found.values())[:_MOST_OTHERS]
    ]


@cache
def _templates() -> SandboxedEnvironment:
    from jinja2 import PackageLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import SandboxedEnvironment

    made = SandboxedEnvironment(
        loader=PackageLoader("pipeline.alerts", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    made.filters["together"] = _together
    return made


def _together(words: str) -> str:
    """Words in which no line ends between a sign and its figure: > 1000万."""
    return re.sub(r"(?<=[><约]) (?=\d)", "\u00a0", words)
