"""The templates, and how values are written into them. Everything is escaped; nothing of a post is ever markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from history.page.plot.paint import look
from pipeline.model import BEIJING
from pipeline.words.notes import note

if TYPE_CHECKING:
    from history.page.view import View


@cache
def environment() -> Environment:
    folder = Path(str(files("history.page") / "templates"))
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "clock": clock,
        "day": day,
        "stamp": stamp,
        "iso": iso,
        "outside": outside,
        "short": short,
        "plain": plain,
        "noted": noted,
        "headed": headed,
        "coded": coded,
    }
    made.globals |= {"look": look, "version": _version(), "epoch": datetime(1970, 1, 1, tzinfo=UTC)}
    return made


def clock(at: datetime) -> str:
    """The time of day in Beijing."""
    return f"{at.astimezone(BEIJING):%H:%M}"


def coded(said: str) -> Markup:
    """What stands between backticks as code, all else as it is.

    >>> coded("with `as_of` <b>")
    Markup('with <code>as_of</code> &lt;b&gt;')
    """
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(said))))  # noqa: S704 - escaped before


def headed(said: str) -> str:
    """With a capital, as the first of its label: English words are kept small.

    >>> headed("given up"), headed("已放弃")
    ('Given up', '已放弃')
    """
    return said[:1].upper() + said[1:]


@pass_context
def day(context: Context, at: datetime | str | None) -> str:
    """A day, month or year as people write it: 11月27日, 27 Nov; the year where it is not this one."""
    view: View = context["view"]
    said = f"{at.astimezone(BEIJING):%Y-%m-%d}" if isinstance(at, datetime) else at or ""
    return spoken_day(said, view.language, this_year=view.now.astimezone(BEIJING).year)


def spoken_day(said: str, language: str, *, this_year: int) -> str:
    """A date as said, in words of a language.

    >>> spoken_day("2026-11-27", "zh", this_year=2026), spoken_day("2025-11", "en", this_year=2026)
    ('11月27日', 'Nov 2025')
    """
    year, month, date = (*(part for part in said.split("-") if part.isdecimal()), "", "", "")[:3]
    if not year or (month and not 1 <= int(month) <= 12):
        return said
    own = int(year) == this_year and bool(month)
    if language == "zh":
        units = ((year, "年"), (month, "月"), (date, "日"))
        return "".join(f"{int(part)}{unit}" for part, unit in units[own:] if part)
    words = (date.lstrip("0"), _MONTHS[int(month) - 1] if month else "", "" if own else year)
    return " ".join(word for word in words if word)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pass_context
def stamp(context: Context, at: datetime | None) -> str:
    """Day and time in Beijing; today's time alone."""
    if at is None:
        return "—"
    view: View = context["view"]
    same = at.astimezone(BEIJING).date() == view.now.astimezone(BEIJING).date()
    return clock(at) if same else f"{day(context, at)} {clock(at)}"


@pass_context
def noted(context: Context, text: str) -> str:
    """A note of novelty in the reader's language; the outlets that it names, by the names that readers know."""
    view: View = context["view"]
    who, said, what = text.partition(" said ")
    if said:
        text = ", ".join(view.t(f"outlet.{one}") for one in who.split(", ")) + said + what
    return note(text, view.language)


def iso(at: datetime | None) -> str:
    """For machines, to the second, in Beijing's time."""
    return at.astimezone(BEIJING).isoformat(timespec="seconds") if at else ""


def outside(url: str | None) -> str:
    """An address that may stand in a link; what is none, or runs something, is empty."""
    ours = "".join(sign for sign in (url or "")[:2000] if sign.isprintable() and not sign.isspace())
    return ours if ours.startswith(("https://", "http://")) else ""


def short(text: str | None, most: int = 80) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= most else words[: most - 1] + "…"


def plain(text: str | None) -> str:
    """Text without the signs that no XML may hold."""
    return _UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", text or "")


_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _version() -> str:
    """Of the files beside the templates: a changed one has another address, so that each may be kept for ever."""
    import hashlib

    folder = Path(str(files("history.page") / "static"))
    kept = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    return hashlib.sha256(kept).hexdigest()[:10]
