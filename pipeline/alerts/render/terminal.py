"""An alert as a block of lines for a terminal: nothing in it can move the cursor, no line is too wide."""

from __future__ import annotations

from pipeline.alerts.render.clean import around, wrapped
from pipeline.alerts.render.sentence import byline, link, novelty, sentence, warnings
from pipeline.model import Alert, Novelty
from pipeline.words.numbers import Language

_LOUD = {Novelty.WITHDRAWN, Novelty.REVISED, Novelty.CONFLICT}
_INDENT = "    "


def block(alert: Alert, language: Language, *, width: int = 100, colour: bool = False) -> str:
    """The news, the sentence that proves it with the figure marked, who published it, the address."""
    width = max(width, 40)
    lead = f"[{novelty(alert, language)}] "
    news = wrapped(lead + sentence(alert, language), width)
    before, quote, after = around(alert.sentence, alert.claim.quote, 400)
    proof = wrapped(f"{before}【{quote}】{after}", width - len(_INDENT))
    rest = [f"⚠ {said}" for said in warnings(alert, language)] + [byline(alert)]
    lines = [*proof, *(part for line in rest for part in wrapped(line, width - len(_INDENT)))]
    address = link(alert.post_url)
    if address:
        lines.append(address)  # whole, so that it can be clicked
    if colour:
        news = [_painted(line, "1;31" if alert.novelty in _LOUD else "1") for line in news]
    return "\n".join([*news, *(_INDENT + line for line in lines)]) + "\n"


def _painted(line: str, code: str) -> str:
    return f"\x1b[{code}m{line}\x1b[0m"
