"""Which language a reader wants, and the page's own words in it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import ModuleType

from starlette.requests import Request

from pipeline.words import en, zh
from pipeline.words.numbers import Language

COOKIE = "bangdan_language"


def language_of(request: Request, usual: str) -> Language:
    """By the address, else by the switch (a cookie), else by what the browser says, else the usual one."""
    for said in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if said in ("zh", "en"):
            return "zh" if said == "zh" else "en"
    return preferred(request.headers.get("accept-language", "")) or ("en" if usual == "en" else "zh")


def preferred(header: str) -> Language | None:
    """The better liked of the two languages in an ``Accept-Language``; None where it names neither.

    >>> preferred("en-GB,en;q=0.9,zh;q=0.8"), preferred("fr, zh-TW;q=0.7, en;q=0.3"), preferred("fr")
    ('en', 'zh', None)
    """
    liked: dict[Language, float] = {}
    for part in header[:1000].split(","):
        name, _, weight = part.strip().partition(";")
        word = name.strip().lower().partition("-")[0]
        if word in ("zh", "en"):
            key: Language = "zh" if word == "zh" else "en"
            liked[key] = max(liked.get(key, 0.0), _weight(weight))
    best = max(liked, key=lambda key: liked[key], default=None)
    return best if best is not None and liked[best] > 0 else None


def _weight(said: str) -> float:
    try:
        return float(said.strip().removeprefix("q=")) if said.strip() else 1.0
    except ValueError:
        return 0.0


def vocabulary(language: Language) -> ModuleType:
    """How claims are said in this language."""
    return zh if language == "zh" else en


@cache
def words(language: Language) -> dict[str, str]:
    """The page's own words by ``table.key``."""
    text = (files("history.page") / "words" / f"{language}.toml").read_text("utf-8")
    return {
        f"{table}.{key}": word for table, keys in tomllib.loads(text).items() for key, word in keys.items()
    }


def say(language: Language, key: str, **given: object) -> str:
    """One of the page's words, its gaps filled. An unknown key of a group of names (outlets) is shown as it is."""
    found = words(language).get(key)
    if found is None:
        return key.partition(".")[2]
    return found.format(**given) if given else found


def counted(language: Language, key: str, number: int) -> str:
    """*1 witness*, *3 witnesses*: English writes the one apart under ``key_one``."""
    one = words(language).get(f"{key}_one")
    return say(language, f"{key}_one" if number == 1 and one else key, n=f"{number:,}")
