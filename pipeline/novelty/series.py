"""Which series a claim speaks of: whose, of what, where. Names are folded, unsaid slots fit where one series fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from pipeline.model import Claim

_TAIL = re.compile(r"(?:(?<![a-z0-9])app|应用|客户端|软件)$")  # the app of WhatsApp is its own
_SHOWN_TAIL = re.compile(r"\s{0,3}(?:(?<![A-Za-z0-9])app|应用|客户端|软件)$", re.IGNORECASE)
_ANDROID = {"google_play", "huawei", "xiaomi", "oppo", "vivo", "samsung", "tencent"}


def fold_name(name: str) -> str:
    """A name as names are compared: width, case, spaces and a trailing App do not count.

    >>> fold_name("千问 APP"), fold_name("ＣｈａｔＧＰＴ"), fold_name("WhatsApp"), fold_name("App")
    ('千问', 'chatgpt', 'whatsapp', 'app')
    """
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return "".join((_TAIL.sub("", plain) or plain).split())


def plain_name(name: str) -> str:
    """A name to show: as it is written, without a trailing App.

    >>> plain_name("千问App"), plain_name("ChatGPT 应用"), plain_name("WhatsApp"), plain_name("APP")
    ('千问', 'ChatGPT', 'WhatsApp', 'APP')
    """
    return _SHOWN_TAIL.sub("", name.strip()) or name.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What a figure is a value of, beside whose it is. None and () are *unsaid*."""

    metric: str
    modality: str  # forecasts, goals, rumours and denials each have a lane of their own
    unit: str | None = None
    period: str | None = None
    average: bool | None = None
    store: str | None = None
    platform: str | None = None
    chart: str | None = None
    category: str | None = None
    region: tuple[str, ...] = ()
    region_count: int | None = None

    @property
    def key(self) -> str:
        """All slots in one word, equal exactly for equal slots."""
        return "|".join(_word(getattr(self, name)) for name in NAMES)

    @property
    def unsaid(self) -> tuple[str, ...]:
        return tuple(name for name in NAMES if getattr(self, name) in (None, ()))


NAMES = tuple(field.name for field in fields(Slots))
# A count that names no store or region is of all of them; a place in a chart is of one chart, named or not.
_TAKES_ON = {
    "rank": {"store", "platform", "chart", "category", "region", "region_count"},
    "downloads": {"period"},
    "downloads_change": set[str](),
}


def _word(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_word(one) for one in value)
    return "" if value is None else re.sub(r"[\\|,]", lambda sign: "\\" + sign[0], str(value))


def slots_of(claim: Claim) -> Slots:
    """The slots of a claim. A store of one system says the platform with it."""
    platform = claim.platform
    if platform is None and claim.store:
        platform = "ios" if claim.store == "app_store" else "android" if claim.store in _ANDROID else None
    return Slots(
        metric=claim.metric,
        modality=claim.modality,
        unit=claim.unit,
        period=claim.period,
        average=claim.average,
        store=claim.store,
        platform=platform,
        chart=claim.chart,
        category=claim.category,
        region=tuple(sorted(set(claim.region))),
        region_count=claim.region_count,
    )


@dataclass(frozen=True, slots=True)
class KnownSeries:
    id: int
    slots: Slots


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a claim belongs.

    No ``series_id``: it begins a series of its own, unless it states a figure of the one ``vaguer`` series,
    which then takes on what the claim says.
    """

    series_id: int | None = None
    joined: tuple[str, ...] = ()  # slots that the claim leaves unsaid and the series fills
    vaguer: KnownSeries | None = None
    ambiguous: int = 0  # so many known series fit


def fit(slots: Slots, known: Sequence[KnownSeries]) -> Fit:
    """The series of ``known`` (all of one app) that ``slots`` belongs to: the same one, else the only one that fits."""
    for series in known:
        if series.slots == slots:
            return Fit(series.id)
    fitting = [series for series in known if _fills(slots, series.slots, slots.unsaid)]
    if len(fitting) == 1:
        return Fit(fitting[0].id, _differing(slots, fitting[0].slots))
    if fitting:
        return Fit(ambiguous=len(fitting))
    vaguer = [
        series
        for series in known
        if _fills(series.slots, slots, set(series.slots.unsaid) & _TAKES_ON[slots.metric])
        and not any(
            other is not series and _fills(series.slots, other.slots, series.slots.unsaid) for other in known
        )
    ]
    return Fit(vaguer=vaguer[0] if len(vaguer) == 1 else None)


def _fills(vague: Slots, precise: Slots, unsaid: Iterable[str]) -> bool:
    """Whether ``precise`` is ``vague`` with only slots of ``unsaid`` filled."""
    return replace(vague, **{name: getattr(precise, name) for name in unsaid}) == precise


def _differing(one: Slots, other: Slots) -> tuple[str, ...]:
    return tuple(name for name in NAMES if getattr(one, name) != getattr(other, name))


def taken_on(vaguer: Slots, precise: Slots) -> tuple[str, ...]:
    """The slots that a vaguer series takes from a precise claim of one of its figures."""
    return _differing(vaguer, precise)


@dataclass(frozen=True, slots=True)
class KnownApp:
    id: int
    folded: str  # of its canonical name
    names: frozenset[str]  # folded, the other names that posts use


def same_app(canonical: str, known: Sequence[KnownApp]) -> KnownApp | None:
    """The app that a canonical name means: the one that bears it, else the only one that posts also call so.

    Where two apps share a name, it means neither: it stays an app of its own until a person merges it.
    """
    folded = fold_name(canonical)
    for app in known:
        if app.folded == folded:
            return app
    called = [app for app in known if folded in app.names]
    return called[0] if len(called) == 1 else None
