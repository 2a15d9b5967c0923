"""The headline that readers see, found without knowing the layout.

The page's ``<title>`` says what it is about, with the site's name behind it; the visible heading that it agrees with
is the headline. ``og:title`` is cut at quotes, an ``h1`` is often the site's logo: neither is believed alone.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.document import Document, line, squeeze
from crawler.times import read_time

_PLACES = (
    "h1, h2, h3, h4, [class*=title], [class*=Title], [id*=title], [id*=Title], [class*=headline], [class*=subject], [id*=subject],"
    " [itemprop=headline]"
)
_MOST = 120
_MOST_PLAIN = 4_000
_SHORTEST, _LONGEST = 4, 160
_CHANNEL = 6  # characters; a shorter headline may be the name of a channel
_SUFFIX = re.compile(r"\s{0,3}(?:_|\||｜|--|—{1,2}|\s[-–]\s|-(?=[^-]{2,16}$)|▎|\s/\s)")
_FLAT = re.compile(r"[\s\u3000\W_]+")


def headline(page: Document) -> tuple[str | None, LexborNode | None]:
    """The headline and the element that shows it (None where only the head says it)."""
    said = [text for text in (page.head_title, page.meta("og:title", "twitter:title")) if text]
    found = _agreeing(page, said) or _spelled_out(page, said)
    if found is not None and len(_flat(found[0])) > _CHANNEL:
        return found
    if (told := _beside_time(page)) is not None:
        return told
    if found is not None:
        return found
    for node in page.tree.css("h1")[:_MOST]:
        text = line(node)
        if 6 <= len(text) <= _LONGEST and not _is_site(text, said):
            return text, node
    return (without_site(said[0]), None) if said else (None, None)


def without_site(title: str) -> str:
    """A ``<title>`` without the names of channel and site behind it.

    >>> without_site("豆包登上榜首_科技_某某网"), without_site("AI - 新的一页 - 某某报")
    ('豆包登上榜首', 'AI - 新的一页')
    """
    parts = _SUFFIX.split(title)
    first = parts[0].strip()
    if len(_flat(first)) >= 5 or len(parts) == 1:
        return first
    end = title.rfind(parts[-1])
    return title[:end].rstrip(" _|｜-–—/▎") if end > 0 else title


def _agreeing(page: Document, said: list[str]) -> tuple[str, LexborNode] | None:
    flats = [_flat(text) for text in said]
    best: tuple[float, str, LexborNode] | None = None
    for node in page.tree.css(_PLACES)[:_MOST]:
        text = squeeze(node.text(deep=True)[: _LONGEST * 3])
        if not _SHORTEST <= len(text) <= _LONGEST:
            continue
        flat = _flat(text)
        if len(flat) < _SHORTEST or not any(_agrees(text, flat, one) for one in flats):
            continue
        score = len(flat) + (40 if node.tag == "h1" else 20 if node.tag in ("h2", "h3", "h4") else 0)
        if best is None or score > best[0]:
            best = (score, text, node)
    if best is None or len(_flat(best[1])) < min(map(len, flats)) * 0.25:
        return None
    return best[1], best[2]


def _spelled_out(page: Document, said: list[str]) -> tuple[str, LexborNode] | None:
    """Any element whose whole text the head begins with: headlines in elements that are not called so."""
    flats = [_flat(text) for text in said]
    best: tuple[str, LexborNode] | None = None
    for node in page.tree.css("div, p, span, strong, b, td, h5, h6, font, dt")[:_MOST_PLAIN]:
        text = node.text(deep=True)
        if len(text) > _LONGEST * 2:
            continue
        text = squeeze(text)
        flat = _flat(text)
        said_so = 8 <= len(flat) <= _LONGEST and any(one.startswith(flat) for one in flats)
        if said_so and (best is None or len(flat) > len(_flat(best[0]))):
            best = text, node
    return best


def _beside_time(page: Document) -> tuple[str, LexborNode] | None:
    """Where the head names a channel only: the heading just before the publish time."""
    for node in page.tree.css("h1, h2, h3, h4, h5")[:_MOST]:
        text, following = _start(node), node.next
        while following is not None and not _start(following):
            following = following.next
        shown = _start(following)[:80] if following is not None else ""
        if _CHANNEL < len(_flat(text)) <= _LONGEST and len(shown) > 7 and read_time(shown):
            return text, node
    return None


def _start(node: LexborNode) -> str:
    """The beginning of a node's text."""
    return squeeze(node.text(deep=True)[: _LONGEST * 3])


def _agrees(text: str, flat: str, said: str) -> bool:
    """The head begins with the heading, or with what is left of a heading that was cut; or it is nearly all of it."""
    if said.startswith(flat) or (len(flat) >= 10 and len(flat) * 2 > len(said) and flat in said):
        return True
    stem = _flat(text.rstrip(".…")) if text.endswith(("…", "...")) else ""
    return len(stem) >= _SHORTEST and said.startswith(stem)


def _is_site(text: str, said: list[str]) -> bool:
    """Whether a heading is the name behind the title rather than the title."""
    flat = _flat(text)
    return any(flat in _flat(one) and not _flat(one).startswith(flat) for one in said)


def _flat(text: str) -> str:
    return _FLAT.sub("", text).lower()
