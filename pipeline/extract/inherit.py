"""What a figure takes over from the claims before it: dates, chart, store, region, source, said once for a passage.

The rules read what stands beside a figure. What a post says once and means for many lines is weighed here, claim by
claim in their order: the value that the rules found, the values of the claims before, what the text named last, and
none at all are the choices; ``weights_inherit.tsv`` says what each trait counts.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.extract.agreement import CARRIED, agree
from pipeline.extract.inherit_traits import (
    BIT,
    Circumstances,
    Facts,
    is_empty,
    learned,
    names_of,
    scale,
    traits,
    weight,
    written,
)
from pipeline.extract.mentioned import HEAD, Mentioned, mentioned_in
from pipeline.extract.offers import Named, named, shape_marks
from pipeline.extract.tellers import PLAIN
from pipeline.extract.weighing import ONE, observe, observed
from pipeline.extract.when import BY_ITS_END, LEFT, OF_ISSUE, READ, only_compared, to_come
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft
    from pipeline.extract.reader import Reader

_SLOTS = {
    "rank": ("chart", "source", "category", "store", "platform", "region", "dates"),
    "downloads": ("source", "period", "store", "platform", "region", "dates"),
    "downloads_change": ("source", "store", "platform", "region", "dates"),
}
_ALL = frozenset(slot for slots in _SLOTS.values() for slot in slots)
_WHERE = frozenset(("region", "store", "platform", "category", "chart"))
_PLAIN = tuple(_ALL - {"region", "dates"})
_NONE: dict[str, Any] = dict.fromkeys(_ALL) | {"dates": (None, None), "region": ()}
# 平时, 下架前: a time that nobody dated; or one that the head of a report settles
_OWN_TIME = ("a time of its own", "a stretch of its own", LEFT, OF_ISSUE, BY_ITS_END)
# By how much another value must be likelier before it replaces one that the rules found.
_MARGIN = {"dates": ONE // 4, "period": ONE // 4, "chart": ONE // 4}
_REGISTRIES = frozenset(("hugging_face", "npm", "pypi", "other"))
Dates = tuple[str | None, str | None]
_ISO_YEAR = 4  # letters of a year
_REACH = 6  # claims of a group that are looked through for a value
_MOST = 41  # claims before a figure from which it may take over
_USUAL = 12  # figures before among which one value may be usual
_NEAR = 400  # characters before a figure in which dates are looked for
_MOVES = lazy_pattern("升|跌|回|降|滑|重返|冲|跃|曾|一度|此前|之前")
_NOW = lazy_pattern("目前|现在|如今|已|仍|截至|当前")
_EVER = lazy_pattern("最高|最好|曾经?|一度|历史|首次|第一次|高峰|巅峰")
_STILL = lazy_pattern("一直|始终|连续|蝉联|长期|常年|稳居|至今|此后|从未|保持")
_LATER = lazy_pattern("后来|随后|此后|之后|不久|次[日月年]|隔[天日]|接着|很快|后，")
_SUM = lazy_pattern("累[计积]|总|突破|已|达到|超过|大关|至今|共")
_GAINED = lazy_pattern("新增|增加|拿下|获得|月下载|日下载|周下载|单[日月周]|贡献")
_STORE = lazy_pattern("商店|Store|Play|应用市场|TapTap|Steam|应用宝|iOS|安卓")
_EVERYWHERE = lazy_pattern("(?:全|各|所有|全部)(?:平台|渠道)[^，。；：\n]{0,12}$")
_SIDE = lazy_pattern("(安卓|Android|iOS)(?:端|侧|平台|系统|应用|商店)[^，。；：\n]{0,12}$")
_JUST_SAID = 18  # letters before a figure in which its own clause says so
_PLACE = lazy_pattern("国|区|全球|海外|本土|市场")


class _Settled(NamedTuple):
    """A claim whose slots are decided, with what it has in each."""

    draft: Draft
    values: dict[str, Any]


def inherit(reader: Reader) -> None:
    """Settle the slots of every draft of a field, in the order of the text."""
    before: list[_Settled] = []
    for draft in sorted(reader.drafts, key=lambda d: d.anchor):
        passage = Passage(reader, draft, before)
        weighed: dict[str, dict[Any, int]] = {}
        headed = passage.kind_that_heads_it if draft.metric == "rank" else None
        if headed is not None:
            _take(draft, "category", headed)
        for slot in _SLOTS[draft.metric]:
            if slot == "dates" and draft.why.get("as_of") in _OWN_TIME:
                continue
            if slot == "source" and draft.why.get("source") in PLAIN:
                continue
            if slot in ("store", "platform") and draft.subject.kind == "software":
                continue  # models and packages stand in no app store that the passage spoke of
            if slot in ("store", "platform") and _EVERYWHERE.search(
                reader.text, max(0, draft.anchor - _JUST_SAID), draft.anchor
            ):
                continue  # 全平台合计6430万次: of all, and of none that was spoken of
            if slot == "category" and headed is not None:
                continue
            if slot in ("store", "platform") and draft.metric == "rank" and _on_its_side(reader.text, draft):
                continue  # 在安卓端排名第三: in no store of Apple's that was spoken of
            weighed[slot] = _settle(passage, slot)
        if draft.subject.kind == "software" and draft.fields["store"] is None:
            draft.fields["store"] = passage.registry
        agree(draft, weighed)
        fields = draft.fields
        settled = {slot: fields[slot] for slot in _PLAIN}
        settled |= {"region": tuple(fields["region"]), "dates": (fields["since"], fields["as_of"])}
        before = [*before[1 - _MOST :], _Settled(draft, settled)]


def _on_its_side(text: str, draft: Draft) -> bool:
    """Whether the clause of a figure names Android or iOS, and what was read of it agrees: 在安卓端排名第三."""
    hit = _SIDE.search(text, max(0, draft.anchor - _JUST_SAID), draft.anchor)
    return hit is not None and draft.fields["platform"] == ("ios" if hit[1] == "iOS" else "android")


def _settle(passage: Passage, slot: str) -> dict[Any, int]:
    """Take the value of a slot that weighs most; what each of them weighs."""
    reader, draft = passage.reader, passage.draft
    own = _value(draft, slot)
    choices = _offered(passage, slot, own)
    if len(choices) == 1 and not observed():
        return dict.fromkeys(choices, 0)  # nothing but what the rules found
    seen = passage.circumstances(slot, own)
    if observed():
        shared = written(seen)
        offered = [
            (value, traits(slot, value, names_of(bits), shared, marks))
            for value, (bits, marks) in choices.items()
        ]
        observe("inherit", reader, (slot, draft), draft.anchor, draft.end, offered)
    weigh = scale(seen)
    weighed = {value: weight(weigh, value, bits, marks) for value, (bits, marks) in choices.items()}
    value = max(weighed, key=weighed.__getitem__)
    if slot == "dates" and _blurs(own, value) and draft.why.get("as_of") in READ:
        return weighed
    if slot == "category" and own and value and own != value and own.endswith(value):
        return weighed  # 桌面游戏 says more than the 游戏 of the passage
    if value != own and weighed[value] > weighed[own] + (_MARGIN.get(slot, 0) if not is_empty(own) else 0):
        _take(draft, slot, value)
    return weighed


def _blurs(own: Dates, value: Dates) -> bool:
    """Whether a value is no more than the year of what the sentence says: 2019 of 第四季度."""
    said, whole = own[1] or "", value[1] or ""
    return value[0] is None and len(whole) == _ISO_YEAR < len(said) and said.startswith(whole)


class Passage:
    """What one figure has before it, found out once for all its slots."""

    def __init__(self, reader: Reader, draft: Draft, before: list[_Settled]) -> None:
        self.reader, self.draft, self.before = reader, draft, before
        self.lately = before[-_USUAL:]
        names = frozenset(draft.subject.names)
        self.same = [d for d in before if not names.isdisjoint(d.draft.subject.names)]
        self.alike = [d for d in before if d.draft.metric == draft.metric]
        self.spoken = _mentioned(reader)
        self._ended = self.spoken.ended(draft.anchor)
        self.begin = max(self.spoken.sentence(draft.anchor), draft.anchor - 300)
        self.line = self.spoken.line(draft.anchor)
        near = reader.dates.between(max(0, draft.anchor - _NEAR), draft.anchor)
        self.dates = [d for d in near if (d.since or d.as_of) and not only_compared(reader.text, d)]
        self.since = self._since()
        self._groups: list[tuple[int, list[_Settled]]] = []
        self._groups_for: object = self
        self._where: tuple[bool, bool, bool] | None = None

    def _since(self) -> Facts:
        if not self.before:
            return (("first",),)
        last, draft = self.before[-1].draft, self.draft
        sentences, lines = (
            self.spoken.gap(last.anchor, draft.anchor) if draft.anchor >= last.anchor else (0, 0)
        )
        return (
            ("since last", min(sentences, 3), min(lines, 2)),
            ("same subject", last.subject.same(draft.subject), min(sentences, 2)),
            ("last", last.metric, draft.metric),
        )

    @cached_property
    def one_source(self) -> bool:
        """Whether the whole text names one source only."""
        return len({source.name.replace(" ", "") for source in self.reader.said}) == 1

    @cached_property
    def heading(self) -> tuple[int, int] | None:
        """The short line above that names what follows it."""
        return self.spoken.heading(self.reader.text, self.draft.anchor)

    @property
    def kind_that_heads_it(self) -> str | None:
        """The kind of app with which the line or its last sentence begins, where no other was named since: 外卖：."""
        said = self.spoken.entries["category"]
        low = bisect_left(said, self.draft.anchor, key=lambda entry: entry[0])
        if not low or said[low - 1][0] < self.line or said[low - 1][2][1:] != HEAD:
            return None
        own = self.draft.fields["category"]
        since = self.reader.text[said[low - 1][0] : self.draft.end]
        return str(said[low - 1][1]) if own is None or (own != "overall" and own not in since) else None

    @property
    def registry(self) -> str | None:
        """Where the text has packages and models stand: what it names last before the figure, or the only one it names."""
        named = [entry for entry in self.spoken.entries["store"] if entry[1] in _REGISTRIES]
        low = bisect_left(named, self.draft.anchor, key=lambda entry: entry[0])
        if low:
            return str(named[low - 1][1])
        return str(named[0][1]) if len({value for _, value, _ in named}) == 1 else None

    def gap(self, at: int) -> str:
        """How far a place lies before the figure, in sentences and lines."""
        sentences, lines = self.spoken.ended(at)
        return _gap(min(self._ended[0] - sentences, 3), min(self._ended[1] - lines, 2))

    def groups(self) -> list[tuple[int, list[_Settled]]]:
        """The claims before, those of the subject, the metric, the chart: the last of each, and the bits of its names."""
        chart = self.draft.fields["chart"]
        if self._groups_for != chart:  # the chart is a slot itself and may have been settled since
            self._groups_for = chart
            charts = self.alike
            if self.draft.metric == "rank":
                charts = [d for d in self.alike if d.values["chart"] == chart]
            told: dict[tuple[int, ...], tuple[int, list[_Settled]]] = {}
            for bit, group in (
                (_LAST, self.before),
                (_SUBJECTS, self.same),
                (_METRICS, self.alike),
                (_CHARTS, charts),
            ):
                if group:
                    latest = group[-_REACH:]
                    which = tuple(map(id, latest))  # often the same claims under several names
                    told[which] = (told[which][0] | bit if which in told else bit), latest
            self._groups = list(told.values())
        return self._groups

    def circumstances(self, slot: str, own: object) -> Circumstances:
        """What bears on a slot whose own value is ``own``, whatever value it takes."""
        draft, before = self.draft, self.before
        same_chart = None
        if before and draft.metric == "rank" and before[-1].draft.metric == "rank":
            same_chart = before[-1].values["chart"] == draft.fields["chart"]
        return Circumstances(
            slot,
            is_empty(own),
            draft.metric,
            draft.subject.kind,
            draft.rule,
            draft.why.get("as_of" if slot == "dates" else slot),
            self.since,
            same_chart,
            self._here(slot) + self._named_since(slot) + self._told_by(slot),
            self.reader.title,
        )

    def _named_since(self, slot: str) -> Facts:
        """Whether the text named a value of the slot since the claim before, and how many it names in all."""
        spoken, anchor = self.spoken, self.draft.anchor
        last = self.before[-1].draft.anchor if self.before else 0
        if slot == "dates":
            return (("dated since", bool(self.dates) and self.dates[-1].start > last),)
        if slot == "source":
            low = bisect_left(self.reader.said, (anchor,))
            return (("told since", low > 0 and self.reader.said[low - 1].start > last),)
        if slot not in _WHERE:
            return ()
        since = "since" if self.before else "since none"
        return ("values", spoken.named(slot)), (since, spoken.since(slot, last, anchor))

    def _told_by(self, slot: str) -> Facts:
        """Whether the claim before is of the same source: a list goes on, a report ends."""
        if slot not in ("platform", "category") or not self.before:
            return ()
        source, last = _reports(self.draft), _reports(self.before[-1].draft)
        return (("same source", last == source, source is not None),)

    def _here(self, slot: str) -> Facts:
        """What the sentence says up to the figure that bears on a slot."""
        reader, begin, anchor = self.reader, self.begin, self.draft.anchor
        if slot == "dates":
            return self._when(reader.text[begin:anchor])
        if slot == "source":
            low = bisect_left(reader.said, (anchor,))
            said = any(begin <= source.start for source in reader.said[max(0, low - 4) : low])
            return ("source here", said), ("said", min(len(reader.said), 4))
        if slot == "period":
            here, fields = reader.text[begin:anchor], self.draft.fields
            return (
                ("sum", bool(_SUM.search(here)), bool(_GAINED.search(here)), fields["relation"]),
                ("now", bool(_NOW.search(here))),
                ("modality", fields["modality"]),
            )
        if slot not in _WHERE:
            return ()
        if self._where is None:
            here = reader.text[begin:anchor]
            self._where = "榜" in here, bool(_STORE.search(here)), bool(_PLACE.search(here))
        chart, store, place = self._where
        told: Facts = (
            ("chart here", chart, self.draft.why.get("chart", "")),
            ("store here", store),
            ("place here", place),
        )
        if slot == "platform":
            return *told, ("store", self.draft.fields["store"])
        return (*told, ("chart", self.draft.fields["chart"])) if slot == "category" else told

    def _when(self, here: str) -> Facts:
        """What the sentence up to the figure says of when."""
        fields = self.draft.fields
        return (
            ("date here", any(self.begin <= d.start for d in self.dates)),
            ("moves", bool(_MOVES.search(here))),
            ("now", bool(_NOW.search(here))),
            ("ever", bool(_EVER.search(here))),
            ("still", bool(_STILL.search(here))),
            ("later", bool(_LATER.search(here))),
            ("dates", min(len({(d.since, d.as_of) for d in self.dates}), 3)),
            ("modality", fields["modality"]),
            ("period", fields["period"] in (None, "total")),
        )


@cache
def _gap(sentences: int, lines: int) -> str:
    return f"{sentences} {lines}"


def _reports(draft: Draft) -> str | None:
    """Whose report a claim is of; somebody who just speaks gives none that would go on."""
    source: str | None = draft.fields["source"]
    return None if draft.why.get("source") in PLAIN else source


def _value(draft: Draft, slot: str) -> Any:  # noqa: ANN401 - a slot's own type
    if slot == "dates":
        return draft.fields["since"], draft.fields["as_of"]
    value = draft.fields[slot]
    return tuple(value) if slot == "region" else value


def _take(draft: Draft, slot: str, value: Any) -> None:  # noqa: ANN401 - see _value
    if slot == "dates":
        draft.fields["since"], draft.fields["as_of"] = value
    else:
        draft.fields[slot] = value
    draft.why[slot] = CARRIED


Choices = dict[Any, tuple[int, tuple[str, ...]]]


def _offered(passage: Passage, slot: str, own: Any) -> Choices:  # noqa: ANN401 - see _value
    """Every value that the slot may have, the bits of where each comes from, and what marks it."""
    offers: list[Named] = [(BIT["own"], own, ()), (BIT["none"], _NONE[slot], ())]
    offers += _of_claims(passage, slot)
    of_text = list(named(passage, slot))
    if slot == "dates" and passage.draft.fields["modality"] == "stated":
        # 12月1日下线 says nothing of a place that is reached
        of_text = [offer for offer in of_text if not to_come(offer[1][1], passage.reader.today)]
    if not observed():  # whoever learns sees all of them
        wanted = learned(slot)
        of_text = [offer for offer in of_text if offer[0] in wanted]
    offers += of_text
    choices: Choices = {}
    for bits, value, marks in offers:
        known = choices.get(value)
        choices[value] = (bits, marks) if known is None else (known[0] | bits, known[1] + marks)
    if slot == "dates":
        for value, (bits, marks) in choices.items():
            choices[value] = bits, marks + shape_marks(passage.draft, value)
    return choices


def _of_claims(passage: Passage, slot: str) -> list[Named]:
    """What the claims before have in a slot, and what most of the latest have."""
    dated = slot == "dates"
    offers: list[Named] = []
    for bits, group in passage.groups():
        value = group[-1].values[slot]
        # only its subject's own claim hands on that it has no date
        told = bits & _SUBJECTS if dated and value[1] is None else bits
        if not told:
            continue
        if not is_empty(value):
            offers.append((told | told << 1, value, ()))
            continue
        offers.append((told, value, ()))
        for earlier in reversed(group):
            filled = earlier.values[slot]
            if not is_empty(filled):
                handed = told & _SUBJECTS if dated and filled[1] is None else told
                offers.append((handed << 1, filled, ()))
                break
    if slot != "category" and len(passage.before) > 2:
        said = [d.values[slot] for d in passage.lately]
        value = said[0]
        if said.count(value) * 2 <= len(said):
            value = max(dict.fromkeys(said), key=said.count)
        times = said.count(value)
        if times > 1 and not is_empty(value):
            offers.append((BIT["usual"], value, (f"usual {times * 4 // len(said)}",)))
    return offers


_LAST, _SUBJECTS, _METRICS, _CHARTS = (BIT[name] for name in ("last", "subject's", "metric's", "chart's"))


def _mentioned(reader: Reader) -> Mentioned:
    """Where the text names charts' measures, categories, regions and stores; looked for once in each text."""
    known: Mentioned | None = reader.mentioned
    if known is None:
        known = reader.mentioned = mentioned_in(reader.text, reader.regions.all, reader.tokens.all)
    return known
