"""A template of the user's own for a channel's words, in Jinja2's sandbox. A fault in it never costs an alert."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.alerts.render.body import body
from pipeline.alerts.render.clean import one_line
from pipeline.alerts.render.sentence import byline, headline, sentence, warnings
from pipeline.alerts.sample import samples
from pipeline.model import Alert
from pipeline.words.numbers import Language

_LONGEST = 100_000  # characters that a template may make of one alert
_SAID = {"zh": "⚠ 模板出错，改用默认格式：", "en": "⚠ the template failed, this is the plain form: "}


class OwnTemplate:
    """One file of the user's. It sees the keys of the webhook's body, and ``sentence``, ``headline``, ``byline``,
    ``doubts``, ``language`` and ``plain``, the words that would stand there without it.

    ``clean`` makes every word from the web fit for the place; in HTML they are escaped instead.
    """

    def __init__(
        self, source: str, form: Literal["text", "html"], clean: Callable[[str], str] = one_line
    ) -> None:
        self._clean = clean
        sandbox = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            autoescape=form == "html",
            finalize=self._finalize if form == "text" else None,
            keep_trailing_newline=True,
        )
        self._template = sandbox.from_string(source)

    def try_out(self) -> None:
        """Render what may come; whatever is wrong is raised."""
        for one in samples():
            self._rendered(one, "zh", "plain")

    def render(self, alert: Alert, language: Language, plain: str) -> tuple[str, str | None]:
        """The words; where the template fails ``plain``, and why."""
        try:
            return self._rendered(alert, language, plain), None
        except Exception as error:  # noqa: BLE001 - whatever a template does, the alert goes out
            return plain, _SAID[language] + one_line(f"{type(error).__name__}: {error}", 200)

    def _rendered(self, alert: Alert, language: Language, plain: str) -> str:
        parts: list[str] = []
        left = _LONGEST
        for part in self._template.generate(
            **body(alert),
            sentence=sentence(alert, language),
            headline=headline(alert, language),
            byline=byline(alert),
            doubts=warnings(alert, language),
            language=language,
            plain=_Plain(plain),
        ):
            left -= len(part)
            if left < 0:
                raise TemplateError(f"it makes more than {_LONGEST} characters")
            parts.append(part)
        return "".join(parts)

    def _finalize(self, value: object) -> object:
        if isinstance(value, _Plain) or not isinstance(value, str):
            return value
        return self._clean(value)


class _Plain(str):
    """Words that are fit for the place already, and may run over several lines."""

    __slots__ = ()
