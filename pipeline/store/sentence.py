"""The sentence around a quote, as an alert shows it."""

from __future__ import annotations

from pipeline.model import Claim
from pipeline.text.sentences import sentences

_LONGEST = 600  # characters; a text without a full stop is cut around the quote


def sentence_around(text: str | None, claim: Claim) -> str:
    """The sentences that the quote lies in; the quote alone where the text is not at hand."""
    return "".join(around(text, claim))


def around(text: str | None, claim: Claim) -> tuple[str, str, str]:
    """The same in three parts: what stands before the quote, the quote, what stands after it."""
    if not text or text[claim.start : claim.end] != claim.quote:
        return "", claim.quote, ""
    low, high = max(0, claim.start - _LONGEST), min(len(text), claim.end + _LONGEST)
    low = max(low, text.rfind("\n", low, claim.start) + 1)
    line_end = text.find("\n", claim.end, high)
    high = high if line_end < 0 else line_end
    spans = [span for span in sentences(text, low, high) if span[0] < claim.end and span[1] > claim.start]
    if not spans:
        return "", claim.quote, ""
    start, end = min(spans[0][0], claim.start), max(spans[-1][1], claim.end)
    if end - start > _LONGEST + (claim.end - claim.start):
        room = _LONGEST // 2
        start, end = max(start, claim.start - room), min(end, claim.end + room)
    return text[start : claim.start], claim.quote, text[claim.end : end]
