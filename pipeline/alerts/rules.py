"""Who hears of what: the rules of ``alerts.toml`` against one alert. Pure, called inside the transaction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from config.durations import seconds
from config.hours import AT_ONCE, cap, quiet, rhythm
from pipeline.errors import ConfigError
from pipeline.model import Ring

if TYPE_CHECKING:  # pydantic stays unloaded for who only judges
    from datetime import datetime

    from config.settings import AlertSettings, ChannelSettings, GroupSettings, RuleSettings
    from pipeline.model import Alert

_TAIL = re.compile(r"(?:(?<![a-z0-9])app|应用|客户端|软件)$")  # the app of WhatsApp is its own


def channels_for(alert: Alert, settings: AlertSettings) -> tuple[str, ...]:
    """The channels of every rule that fits, each once, in the order in which the rules name them.

    A post that is older than ``max_age`` when its claim is found rings nothing, nor does one without a date.
    """
    if is_old_news(alert, settings):
        return ()
    rung = (rule.channels for rule in settings.rules.values() if fits(alert, rule))
    return tuple(dict.fromkeys(channel for channels in rung for channel in channels))


def rings_for(alert: Alert, settings: AlertSettings) -> tuple[Ring, ...]:
    """The same channels, each with the time at which it hears of it: rules decide who, channels decide when.

    Of several rules for one channel the soonest holds. Quiet hours put off whatever would fall into them.
    """
    if is_old_news(alert, settings):
        return ()
    rings: dict[str, Ring] = {}
    for rule in settings.rules.values():
        if fits(alert, rule):
            for name in rule.channels:
                ring = ring_of(alert, name, settings.channels.get(name), rule)
                rings[name] = min(rings.get(name, ring), ring, key=lambda one: one.due_at or alert.found_at)
    return tuple(rings.values())


def ring_of(alert: Alert, name: str, channel: ChannelSettings | None, rule: RuleSettings) -> Ring:
    """When one channel would hear of an alert by one rule, and whether alone."""
    if channel is None:
        return Ring(channel=name)
    zone, at = ZoneInfo(channel.timezone), alert.found_at
    beat = rhythm(rule.digest or channel.digest or AT_ONCE)
    due = audible(channel, beat.following(at, zone) if beat else at)
    return Ring(
        channel=name,
        due_at=None if due == at else due,
        digest=beat is not None,
        cap=cap(channel.cap) if channel.cap else None,
    )


def audible(channel: ChannelSettings, at: datetime) -> datetime:
    """When a channel may hear of what is due then: at once, or when its quiet hours end."""
    if not channel.quiet:
        return at
    return quiet(channel.quiet).until(at, ZoneInfo(channel.timezone)) or at


def is_old_news(alert: Alert, settings: AlertSettings) -> bool:
    """Whether the post was published too long before its claim was found, or nobody knows when."""
    if alert.test:
        return False
    if alert.post_published_at is None:
        return True
    age = (alert.found_at - alert.post_published_at).total_seconds()
    return age > seconds(settings.max_age)


def fits(alert: Alert, rule: RuleSettings) -> bool:
    """Whether ``alert`` is what ``rule`` asks for. An absent key restricts nothing."""
    claim = alert.claim
    return (
        alert.novelty.value in rule.novelty
        and claim.modality in rule.modality
        and _among(claim.metric, rule.metrics)
        and _among(alert.post_source, rule.sources)
        and _among(alert.post_outlet, rule.outlets)
        and _among(claim.store, rule.stores)
        and _among(alert.post_language, rule.languages)
        and (not rule.regions or not set(rule.regions).isdisjoint(claim.region))
        and _names_app(alert, rule.apps)
        and _large_enough(alert, rule.min_value)
        and _high_enough(alert, rule.max_rank)
        and _risen_enough(alert, rule.min_rise)
    )


def with_aliases(
    settings: AlertSettings,
    names: Callable[[str], Iterable[str]],
    made_by: Callable[[str], Iterable[str]] = lambda _maker: (),
) -> AlertSettings:
    """The same settings, each rule's apps joined by those of its groups and by every name that ``names`` knows.

    Done once at start with the lexicon, so that a rule that says 通义千问 also hears of 千问. ``made_by`` knows what a
    maker makes; one that makes nothing is a ConfigError.
    """
    groups = {name: _members(name, group, made_by) for name, group in settings.groups.items()}
    rules = {}
    for key, rule in settings.rules.items():
        apps = (*rule.apps, *(app for group in rule.groups for app in groups[group]))
        wide = tuple(dict.fromkeys(name for app in apps for name in (app, *names(app))))
        rules[key] = rule.model_copy(update={"apps": wide})
    return settings.model_copy(update={"rules": rules})


def _members(name: str, group: GroupSettings, made_by: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    members = list(group.apps)
    for maker in group.makers:
        made = tuple(made_by(maker))
        if not made:
            said = f'key "makers": apps.toml names nothing that "{maker}" makes'
            raise ConfigError("alerts.toml", f"groups.{name}", said)
        members += made
    return tuple(members)


def folded(name: str) -> str:
    """A name as rules compare it: width, case, spaces and a trailing App do not count.

    >>> folded("千问 APP"), folded("ＣｈａｔＧＰＴ"), folded("WhatsApp"), folded("App")
    ('千问', 'chatgpt', 'whatsapp', 'app')
    """
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return "".join((_TAIL.sub("", plain) or plain).split())


def _among(value: str | None, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted


def _names_app(alert: Alert, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    known = {folded(name) for name in (alert.app, *alert.claim.subject)}
    return any(folded(name) in known for name in wanted)


def _large_enough(alert: Alert, least: int | None) -> bool:
    """``min_value`` speaks of counts; a fall below it is heard of too, since that is news."""
    return least is None or alert.claim.metric != "downloads" or any(n >= least for n in _counts(alert))


def _high_enough(alert: Alert, last: int | None) -> bool:
    """``max_rank`` speaks of ranks; a fall out of it is heard of too, since that is news."""
    return last is None or alert.claim.metric != "rank" or any(n <= last for n in _ranks(alert))


def _risen_enough(alert: Alert, percent: float | None) -> bool:
    """``min_rise`` speaks of counts that are higher than before, or grew by a stated share; the rest passes."""
    claim, before = alert.claim, alert.earlier
    if percent is None or claim.metric == "rank" or claim.value is None:
        return True
    if claim.metric == "downloads_change":
        return claim.unit != "%" or claim.value < 0 or claim.value >= percent
    if alert.novelty.value != "higher" or before is None or not before.claim.value:
        return True
    return claim.value >= before.claim.value * (1 + percent / 100)


def _counts(alert: Alert) -> list[float]:
    """The counts of the claim and of the figure before it; a range is as large as its upper end."""
    claims = [alert.claim, *([alert.earlier.claim] if alert.earlier else [])]
    ends = [claim.value if claim.value_max is None else claim.value_max for claim in claims]
    return [end for end in ends if end is not None]


def _ranks(alert: Alert) -> list[int]:
    places = [alert.claim.rank, alert.earlier.claim.rank if alert.earlier else None]
    return [place for place in places if place is not None]
