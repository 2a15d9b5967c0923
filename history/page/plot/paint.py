"""How the parts of a picture look: by class in a page, whose style sheet knows dark and light; by attribute in a file.

A strict content policy takes attributes of SVG where it takes no style.
"""

from __future__ import annotations

from markupsafe import Markup

LINES = ("#c8402f", "#2f6fb2", "#0f8b7d", "#b0741a", "#7d4fa3", "#5f6b7a")
_INK, _PALE, _PAPER = "#1d1c1a", "#706b63", "#ffffff"
_FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, Helvetica, Arial, sans-serif"
_FILE: dict[str, dict[str, str]] = {
    "paper": {"fill": _PAPER},
    "grid": {"stroke": "#e6e2da", "stroke-width": "1", "fill": "none"},
    "nothing": {"stroke": "#a8a297", "stroke-width": "1", "fill": "none"},
    "label": {"fill": _PALE, "font-family": _FONT, "font-size": "12"},
    "title": {"fill": _INK, "font-family": _FONT, "font-size": "15", "font-weight": "600"},
    "legend": {"fill": _INK, "font-family": _FONT, "font-size": "12"},
    "curve": {"fill": "none", "stroke-width": "2", "stroke-linejoin": "round", "stroke-linecap": "round"},
    "whole": {"stroke": _PAPER, "stroke-width": "1.5"},
    "hollow": {"fill": _PAPER, "stroke-width": "2"},
    "reach": {"fill": "none", "stroke-width": "2", "stroke-linecap": "round"},
    "left": {"fill": "none", "stroke-width": "1.5", "stroke-dasharray": "2 3"},
    "reached": {"fill": "none", "stroke": "none"},
}
_STROKED = {"curve", "hollow", "reach", "left"}


def look(part: str, colour: int | None = None, *, file: bool = False) -> Markup:
    """The attributes of one part of a plot.

    >>> look("curve", 1), look("grid")
    (Markup('class="curve c1"'), Markup('class="grid"'))
    """
    if not file:
        return Markup('class="{}{}"').format(part, "" if colour is None else f" c{colour}")
    said = dict(_FILE.get(part, {}))
    if colour is not None:
        said["stroke" if part in _STROKED else "fill"] = LINES[colour % len(LINES)]
    return Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in said.items())
