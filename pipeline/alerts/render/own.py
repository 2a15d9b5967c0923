"""Templates of the user's own for a channel's words, in Jinja2's sandbox. A fault in one never costs an alert."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pipeline.alerts.render import digest
from pipeline.alerts.render.body import body
from pipeline.alerts.render.clean import one_line
from pipeline.alerts.render.sentence import byline, headline, sentence, warnings
from pipeline.alerts.sample import samples, summaries
from pipeline.model import Alert, Digest
from pipeline.words.numbers import Language

_LONGEST = 100_000  # characters that a template may make of one message
_SAID = {"zh": "⚠ 模板出错，改用默认格式：", "en": "⚠ the template failed, this is the plain form: "}


class OwnTemplate:
    """One file of the user's, for alerts or for digests.

    For an alert it sees the keys of the webhook's body, and ``sentence``, ``headline``, ``byline``, ``doubts``; for a
    digest those of a digest's body, in which each of the ``alerts`` has all of these, and ``headline``. In both
    ``language``, and ``plain``: the words that would stand there without it.

    ``clean`` makes every word from the web fit for the place; in HTML they are escaped instead.
    """

    def __init__(
        self, source: str, form: Literal["text", "html"], clean: Callable[[str], str] = one_line
    ) -> None:
        self._clean = clean
        self._fit: Callable[[str], str] = Markup if form == "html" else _Plain
        sandbox = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            autoescape=form == "html",
            finalize=self._finalize if form == "text" else None,
            keep_trailing_newline=True,
        )
        self._template = sandbox.from_string(source)

    def try_out(self, messages: Iterable[Alert | Digest]) -> None:
        """Render what may come; whatever is wrong is raised."""
        for one in messages:
            self._rendered(one, "zh", "plain")

    def render(self, message: Alert | Digest, language: Language, plain: str) -> tuple[str, str | None]:
        """The words; where the template fails ``plain``, and why."""
        try:
            return self._rendered(message, language, plain), None
        except Exception as error:  # noqa: BLE001 - whatever a template does, the alert goes out
            return plain, _SAID[language] + one_line(f"{type(error).__name__}: {error}", 200)

    def _rendered(self, message: Alert | Digest, language: Language, plain: str) -> str:
        seen = _of_digest(message, language) if isinstance(message, Digest) else _of_alert(message, language)
        parts: list[str] = []
        left = _LONGEST
        for part in self._template.generate(**seen, language=language, plain=self._fit(plain)):
            left -= len(part)
            if left < 0:
                raise TemplateError(f"it makes more than {_LONGEST} characters")
            parts.append(part)
        return "".join(parts)

    def _finalize(self, value: object) -> object:
        if isinstance(value, _Plain) or not isinstance(value, str):
            return value
        return self._clean(value)


def tried_on(kind: Literal["alert", "digest"]) -> tuple[Alert | Digest, ...]:
    """What a template of that kind is tried on at start."""
    return samples() if kind == "alert" else summaries()


def _of_alert(alert: Alert, language: Language) -> dict[str, Any]:
    return {
        **body(alert),
        "sentence": sentence(alert, language),
        "headline": headline(alert, language),
        "byline": byline(alert),
        "doubts": warnings(alert, language),
    }


def _of_digest(message: Digest, language: Language) -> dict[str, Any]:
    return {
        **digest.body(message),
        "headline": digest.headline(message, language),
        "alerts": [_of_alert(alert, language) for alert in message.alerts],
    }


class _Plain(str):
    """Words that are fit for the place already, and may run over several lines."""

    __slots__ = ()
