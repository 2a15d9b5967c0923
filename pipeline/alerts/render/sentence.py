"""One alert as one sentence, and the few words round it that every channel shows."""

from __future__ import annotations

from typing import Protocol

from pipeline.alerts.render.clean import one_line
from pipeline.model import BEIJING, Alert, Claim, Novelty
from pipeline.words import en, zh
from pipeline.words.notes import note
from pipeline.words.numbers import Language

SAMPLE = {"zh": "【测试】", "en": "[test] "}
_UNCERTAIN = {"zh": "引文有修复存疑之处", "en": "the quote holds a repaired place that is uncertain"}


class Vocabulary(Protocol):
    """What each language's module offers."""

    NOVELTY: dict[Novelty, str]

    def statement(self, app: str, claim: Claim) -> str: ...
    def what(self, claim: Claim) -> str: ...
    def proof(self, claim: Claim, covered: str | None) -> str: ...
    def ending(self, alert: Alert) -> str: ...


def vocabulary(language: Language) -> Vocabulary:
    return zh if language == "zh" else en


def sentence(alert: Alert, language: Language) -> str:
    """The whole news in one line: app, figure, what it covers, who says so, what was known before."""
    words = vocabulary(language)
    text = (
        words.statement(alert.app, alert.claim)
        + words.proof(alert.claim, alert.covered)
        + words.ending(alert)
    )
    return one_line(sample_mark(alert, language) + text, 600)


def headline(alert: Alert, language: Language) -> str:
    """The news without dates and sources: for the subject of a mail."""
    words = vocabulary(language)
    doubt = "⚠ " if alert.flags else ""
    text = f"[{novelty(alert, language)}] {doubt}{words.statement(alert.app, alert.claim)}"
    return one_line(sample_mark(alert, language) + text, 160)


def novelty(alert: Alert, language: Language) -> str:
    return vocabulary(language).NOVELTY[alert.novelty]


def warnings(alert: Alert, language: Language) -> list[str]:
    """What makes the figure doubtful: flags of plausibility, an uncertain quote, the note."""
    flags = [zh.FLAG.get(flag, flag) if language == "zh" else flag for flag in alert.flags]
    uncertain = [_UNCERTAIN[language]] if alert.claim.uncertain else []
    noted = [note(alert.note, language)] if alert.note else []
    return [one_line(said, 300) for said in (*flags, *uncertain, *noted)]


def published(alert: Alert) -> str | None:
    """When the post appeared, as its readers' clocks showed it."""
    at = alert.post_published_at
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if at else None


def byline(alert: Alert) -> str:
    """Who published what and when: 晚间样报 · 一款修图应用的十天 · 2025-11-24 18:52."""
    title = one_line(alert.post_title, 200) if alert.post_title else None
    author = one_line(alert.post_author or alert.post_outlet, 60)
    return " · ".join(part for part in (author, title, published(alert)) if part)


def link(url: str) -> str | None:
    """The address, if it is one that a reader may be asked to follow."""
    ours = one_line(url, 2000)
    return ours if ours.startswith(("https://", "http://")) and " " not in ours else None


def sample_mark(alert: Alert, language: Language) -> str:
    return SAMPLE[language] if alert.test else ""
