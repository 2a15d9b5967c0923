"""A claim and its novelty in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Alert, Claim, Novelty
from pipeline.words.measured import Measured
from pipeline.words.numbers import count, plain

NOVELTY = {
    Novelty.WITHDRAWN: "withdrawn",
    Novelty.REVISED: "revised",
    Novelty.CONFLICT: "conflict",
    Novelty.HIGHER: "higher",
    Novelty.LOWER: "lower",
    Novelty.FIRST: "first",
    Novelty.HELD: "held",
    Novelty.PAST: "earlier day",
    Novelty.REPEAT: "repeat",
}
MODALITY = {
    "stated": "",
    "forecast": "[forecast] ",
    "goal": "[goal] ",
    "rumour": "[rumour] ",
    "denied": "[denied] ",
}
RELATION = {"eq": "", "gt": "> ", "lt": "< ", "approx": "about "}
CHART = {
    "free": "free chart",
    "paid": "paid chart",
    "grossing": "top-grossing chart",
    "downloads": "download chart",
    "active": "active-user chart",
    "new": "chart of new apps",
    "hot": "hot chart",
    "other": "chart",
}
STORE = {
    "app_store": "App Store",
    "google_play": "Google Play",
    "huawei": "Huawei AppGallery",
    "xiaomi": "Xiaomi GetApps",
    "oppo": "OPPO App Market",
    "vivo": "vivo App Store",
    "tencent": "Tencent MyApp",
    "samsung": "Galaxy Store",
    "taptap": "TapTap",
    "steam": "Steam",
    "microsoft": "Microsoft Store",
    "hugging_face": "Hugging Face",
    "npm": "npm",
    "pypi": "PyPI",
    "github": "GitHub",
    "other": "another store",
}
PLATFORM = {"ios": "iOS", "android": "Android", "pc": "PC", "both": "iOS and Android"}
REGION = {  # a place that stands nowhere here is shown as the post, or its code, has it
    "global": "worldwide", "CN": "China", "HK": "Hong Kong", "MO": "Macao", "TW": "Taiwan", "US": "the US",
    "JP": "Japan", "KR": "South Korea", "GB": "the UK", "DE": "Germany", "FR": "France", "IN": "India",
    "ID": "Indonesia", "SG": "Singapore", "MY": "Malaysia", "TH": "Thailand", "VN": "Vietnam",
    "PH": "the Philippines", "BR": "Brazil", "MX": "Mexico", "CA": "Canada", "AU": "Australia", "RU": "Russia",
    "IT": "Italy", "ES": "Spain", "TR": "Turkey", "SA": "Saudi Arabia", "AE": "the UAE",
}  # fmt: skip
_WITH_ARTICLE = {"app_store", "oppo", "vivo", "samsung", "microsoft"}
_ENDING = {
    Novelty.WITHDRAWN: "the post no longer says so",
    Novelty.REVISED: "the post was changed",
    Novelty.CONFLICT: "contradicts what was said elsewhere",
    Novelty.HIGHER: "higher than before",
    Novelty.LOWER: "lower than before",
    Novelty.FIRST: "none known before",
    Novelty.HELD: "the same as before",
    Novelty.PAST: "of an earlier day than the latest",
    Novelty.REPEAT: "known already",
}
_ALONE = {Novelty.WITHDRAWN, Novelty.FIRST, Novelty.REPEAT}  # compared with nothing else
_PERIOD = {
    "total": ("total downloads", "total downloads on average"),
    "P1D": ("downloads in a day", "daily downloads on average"),
    "P7D": ("downloads in 7 days", "weekly downloads on average"),
    "P1W": ("downloads in a week", "weekly downloads on average"),
    "P1M": ("downloads in a month", "monthly downloads on average"),
    "P3M": ("downloads in a quarter", "quarterly downloads on average"),
    "P6M": ("downloads in half a year", "half-yearly downloads on average"),
    "P1Y": ("downloads in a year", "yearly downloads on average"),
}
_UNIT = {"D": "day", "W": "week", "M": "month", "Y": "year", "TH": "hour", "TM": "minute"}
_STRETCH = re.compile(r"P(T?)(\d{1,6})([DWMYH])")


def statement(app: str, claim: Claim) -> str:
    """App, what is counted, the figure: 千问: total downloads > 10 million."""
    return f"{MODALITY[claim.modality]}{app}: {what(claim)}"


def what(claim: Claim) -> str:
    """The figure with what it counts, without the app."""
    if claim.metric == "rank":
        return f"{figure(claim)} on {_chart(claim)}{_place(claim)}"
    return f"{measure(claim)} {figure(claim)}"


def measure(of: Measured) -> str:
    """What is counted and where, without a figure: total downloads on Huawei AppGallery."""
    return f"{'rank on ' + _chart(of) if of.metric == 'rank' else _counted(of)}{_place(of)}"


def figure(claim: Claim) -> str:
    """The bare figure: > 10 million, up 320%, no. 4 → no. 3."""
    if claim.metric == "rank":
        now = f"top {claim.rank}" if claim.rank_relation == "within" else f"no. {claim.rank}"
        return f"no. {claim.rank_from} → {now}" if claim.rank_from else now
    value = claim.value
    if value is None:  # the grammar gives every count its figure; an older row may lack it
        return "?"
    if claim.metric == "downloads_change":
        way = "down" if value < 0 else "up"
        unit = "×" if claim.unit == "x" else "%"
        about = "at least " if claim.relation == "range" else RELATION[claim.relation or "eq"]
        return f"{way} {about}{plain(abs(value))}{unit}"
    if claim.relation == "range" and claim.value_max is not None:
        return f"{count(value, 'en')} to {count(claim.value_max, 'en')}"
    return f"{RELATION.get(claim.relation or 'eq', '')}{count(value, 'en')}"


def proof(claim: Claim, covered: str | None) -> str:
    """In parentheses what the figure covers and who says so: (as of 2025-11-24, 阿里)."""
    said = [part for part in (_cover(claim, covered), claim.source) if part]
    return f" ({', '.join(said)})" if said else ""


def ending(alert: Alert) -> str:
    """What the figure is against what was known."""
    said = _ENDING[alert.novelty]
    before = alert.earlier
    if before is None or alert.novelty in _ALONE:
        return f"; {said}"
    then = ", it said" if alert.novelty is Novelty.REVISED else ":"
    return f"; {said}{then} {figure(before.claim)}{proof(before.claim, before.covered)}"


def _place(claim: Measured) -> str:
    """Where it holds; the store of a rank stands in the name of its chart."""
    named = claim.metric != "rank"
    store = f" on {_store(claim.store)}" if claim.store and named else ""
    platform = (
        f" on {PLATFORM.get(claim.platform, claim.platform)}"
        if claim.platform and claim.store != "app_store"
        else ""
    )
    regions = _listed([REGION.get(region, region) for region in claim.region])
    number = f"{claim.region_count} countries and regions" if claim.region_count else ""
    both = f"{number}, {regions} among them" if regions and number else regions or number
    where = f" {both}" if both == "worldwide" else f" in {both}" if both else ""
    return f"{store}{platform}{where}"


def _listed(names: Sequence[str]) -> str:
    """Japan; Japan and South Korea; Japan, South Korea and Brazil."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _store(store: str) -> str:
    """The store's name as it stands in a sentence: the App Store, Google Play."""
    return f"{'the ' if store in _WITH_ARTICLE else ''}{STORE.get(store, store)}"


def _chart(claim: Measured) -> str:
    store = f"{_store(claim.store)}'s " if claim.store else "the "
    overall = "overall " if claim.category == "overall" else ""
    category = f" ({claim.category})" if claim.category and not overall else ""
    return f"{store}{overall}{CHART[claim.chart or 'other']}{category}"


def _counted(claim: Measured) -> str:
    if claim.metric == "downloads_change":
        return "downloads"
    period, average = claim.period, bool(claim.average)
    if period is None:
        return "downloads on average" if average else "downloads"
    if period in _PERIOD:
        return _PERIOD[period][average]
    stretch = _STRETCH.fullmatch(period)
    if stretch is None:
        return f"downloads in {period}"
    time, number, unit = stretch.groups()
    return f"downloads in {number} {_UNIT[time + unit]}{'s' * (number != '1')}{' on average' * average}"


def _cover(claim: Claim, covered: str | None) -> str:
    if claim.since and claim.as_of and claim.since != claim.as_of:
        return f"{claim.since} to {claim.as_of}"
    if claim.as_of:
        return f"as of {claim.as_of}" if claim.period == "total" else claim.as_of
    if claim.since:
        return f"since {claim.since}"
    return covered.replace("/", " to ") if covered else ""
