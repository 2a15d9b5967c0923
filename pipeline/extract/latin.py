"""Names in Latin letters, as far as their form shows them: Notion Calendar, Block Blast!, 360 Total Security."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.everyday import LATIN_STOP, NOWHERE, OPENERS, WITHIN
from pipeline.extract.proved import APP_TAIL, MOST_SOUGHT
from pipeline.extract.vocabulary import ANALYSTS
from pipeline.text.patterns import lazy_pattern

_LATIN = lazy_pattern(
    r"(?=[A-Za-z0-9])(?<![A-Za-z0-9.%_])(?:[0-9]{2,3} (?=[A-Z][a-z]{3})|[0-9]{1,3}-(?=[A-Z][a-z]))?[A-Za-z][A-Za-z0-9]*(?:[.\-+&'’!·_][A-Za-z0-9]+)*[+!]*(?: (?:[A-Z][A-Za-z0-9]*(?:[.\-+&'’!:][A-Za-z0-9]+)*[+!]*|\d{1,2}D?(?![\d,.:]|\s?[月日号年万亿次个款天名位%时分秒元点季周折岁人家])|of|for|the|and|to|in|on|&)(?![a-z]))*"
)
# the one letter that is an app's name, where the post also says which
SINGLE_X = lazy_pattern(
    r"(?<![A-Za-z0-9.·])X(?=同期|的(?:下载|日|月|排|安装)|则|日下载|仅|只有|以\d|[排位跌升]|登)"
)
BESIDE_X = lazy_pattern("Threads|推特|Twitter|马斯克|Bluesky")
# Latin letters and the one or two characters that always stand behind them: Sawa房, Q房, K米
_MIXED_NO = lazy_pattern(
    r"[的在是和与及了也则已还曾为以从到将并又却更仅只等于由被把让给对向比跟同或但而就都超达突登位排冲升跌下上中里内外前后这那该其它他她我你们有没不一二三四五六七八九十两几个款家月年日周天次名版端国榜类全首单累总新推发公官团创用最约近近今去昨当称说表随自正能可会要使据获拿夺成入进]"
)
_TAKES_PLACE = lazy_pattern(
    r"(?:则|也|仍|还|又)?(?:从\s?\d|由\s?\d|同期|有\s?\d|的下载|只有|仅有|退居|位[居列]|排[在名第]|登上|登顶|升[至到]|跌[至到]|冲[上到])"
)
ANALYST = frozenset(name.casefold() for name in ANALYSTS)
_QUOTE_WORDS_LATIN = lazy_pattern(
    r"(?i)\b(?:downloads?|million|billion|top|no\.|app store|google play)(?![A-Za-z])"
)


def _opens_name(parts: list[str], text: str, start: int) -> bool:
    """Whether the first of some Latin words may begin a name: not the App in 修图App Photo Lab."""
    word = parts[0].casefold()
    if word not in LATIN_STOP:
        return True
    if len(parts) < 2 or not parts[0][0].isupper():
        return False
    follows = parts[1].casefold()
    if word == "app":
        return (
            len(parts) > 2
            and follows not in ("store", "annie", "top", "ios")
            and not "\u4e00" <= text[start - 1 : start] <= "\u9fff"
        )
    return (word in WITHIN or word in OPENERS) and follows not in NOWHERE and parts[1][0].isupper()


def _ends_name(part: str) -> bool:
    """Whether a word among Latin ones belongs to no name: the App Store behind one."""
    return part.casefold() in NOWHERE


_DIGITS = "0123456789"
# 木马“X”, 病毒X: what apps are infected with
_MALWARE = lazy_pattern(
    "(?:木马|病毒|间谍软[件体]|恶意软[件体]|恶意程[序式]|勒索软[件体]|变种|小丑|漏洞|后门)(?:家族|程[序式]|名为)?[“「（\"'\\s]?$"
)
_NUMBER_END = lazy_pattern(r"\d+$")


def _within_prose(text: str, start: int, end: int) -> bool:
    """Whether a small word stands among other Latin ones, as in an English sentence, where names are capitalised."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) == 2 and before[1] == " " and before[0].isascii() and before[0].isalpha()) or (
        len(behind) == 2 and behind[0] == " " and behind[1].isascii() and behind[1].isalpha()
    )


def latin_names(text: str) -> Iterable[tuple[int, int, str]]:
    """Where Latin letters make a name."""
    counts: dict[str, int] = {}  # how often a name of two letters stands in the text
    for hit in _LATIN.finditer(text):
        words, start = hit[0], hit.start()
        folded = words.casefold()
        if folded in ANALYST or folded.startswith(("app annie", "sensor tower", "sensor+tower", "data.ai")):
            continue
        parts = words.split(" ")
        while parts and not _opens_name(parts, text, start):
            start += len(parts[0]) + 1
            parts.pop(0)
        cut = next(
            (i for i, part in enumerate(parts) if i and _ends_name(part)),
            len(parts),
        )
        rest = parts[cut:]
        parts = parts[:cut]
        del rest
        name = " ".join(parts).rstrip("-'’._ ")
        if _MALWARE.search(text[max(0, start - 9) : start]):
            continue
        if len(name) < 2 or name.isdigit():
            continue
        if name.islower() and (len(name) < 4 or " " in name or _within_prose(text, start, start + len(name))):
            continue
        trimmed = name if name[-1] not in _DIGITS else _NUMBER_END.sub("", name)
        if trimmed != name and re.match(
            "[月日年万亿次个天小]", text[start + len(name) : start + len(name) + 1]
        ):
            name = trimmed
        if len(name) == 2 and name not in counts:
            counts[name] = text.count(name)
        if (
            len(name) == 2
            and counts[name] < 3
            and not _TAKES_PLACE.match(text, start + 2)
            and not APP_TAIL.match(text, start + 2)
        ):
            continue
        if re.fullmatch(r"[Tt][Oo][Pp]\d+", name):
            continue
        if re.fullmatch(r"[A-Za-z]\d{1,2}", name) and name not in ("A9", "X6"):
            continue
        if all(part.casefold() in LATIN_STOP for part in name.split(" ")) or name in (
            "Google",
            "Play",
            "Google Play",
        ):
            continue
        if name.endswith(("App", "APP")) and len(name) > 5:
            short = name[:-3].rstrip()
            yield start, start + len(short), short
            continue
        yield start, start + len(name), name


_QUOTED_LATIN = lazy_pattern(r"[“「『]([A-Za-z0-9][A-Za-z0-9 .:+&'’!#/·\-]{1,40})[”」』]")


def to_their_quotes(text: str, latin: Iterable[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """Latin names, those that quotes hold as far as the quotes reach: t wallet+, not wallet+."""
    held = {
        (hit.start(1), hit.end(1))
        for hit in _QUOTED_LATIN.finditer(text)
        if hit[1].count(" ") < 6 and not _QUOTE_WORDS_LATIN.search(hit[1])
    }
    done: set[tuple[int, int]] = set()
    for start, end, name in latin:
        span = next((span for span in held if span[0] <= start and end <= span[1]), None)
        if span is None:
            yield start, end, name
        elif span not in done:
            done.add(span)
            yield *span, text[slice(*span)]


def _behind(text: str, name: str) -> list[str]:
    """The Chinese character behind each place where a Latin name stands by itself."""
    found, size = [], len(name)
    at = text.find(name)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + size : at + size + 1]
        taken = "\u4e00" <= behind <= "\u9fff" and not (before.isascii() and before.isalnum())
        if taken:
            found.append(behind)
        at = text.find(name, at + size + 1 if taken else at + 1)
    return found


def mixed_names(text: str, found: Iterable[str]) -> dict[str, str]:
    """Latin names that the whole text writes with the same characters behind them: Sawa -> Sawa房."""
    names: dict[str, str] = {}
    for name in list(dict.fromkeys(found))[:MOST_SOUGHT]:
        if text.count(name) < 3:
            continue
        behind = _behind(text, name)
        if (
            len(behind) > 2
            and len(set(behind)) == 1
            and len(behind) >= 0.8 * text.count(name)
            and not _MIXED_NO.match(behind[0])
        ):
            names[name + behind[0]] = "mixed"
    return names
