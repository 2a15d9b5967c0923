"""What a figure takes over from the claims before it: dates, chart, store, region, source, said once for a passage.

The rules read what stands beside a figure. What a post says once and means for many lines is weighed here, claim by
claim in their order: the value that the rules found, the values of the claims before, what the text named last, and
none at all are the choices; ``weights_inherit.tsv`` says what each trait counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.extract.places import find_regions, stores_among
from pipeline.extract.tokens import find_tokens
from pipeline.extract.vocabulary import CATEGORIES
from pipeline.extract.weighing import observe, observed, weights

if TYPE_CHECKING:
    from pipeline.extract.reader import Draft, Reader

_SLOTS = {
    "rank": ("chart", "category", "store", "platform", "region", "dates", "source"),
    "downloads": ("period", "store", "platform", "region", "dates", "source"),
    "downloads_change": ("store", "platform", "region", "dates", "source"),
}
_OWN_TIME = ("a time of its own", "a stretch of its own")  # 平时, 下架前: a time that nobody dated
_MARGIN = 1.0  # by how much another value must be likelier before it replaces one that the rules found
_STOP = re.compile("[。！？；\n]")


def inherit(reader: Reader) -> None:
    """Settle the slots of every draft of a field, in the order of the text."""
    before: list[Draft] = []
    for draft in sorted(reader.drafts, key=lambda d: d.anchor):
        names = frozenset(draft.subject.names)
        same = [d for d in before if not names.isdisjoint(d.subject.names)]
        for slot in _SLOTS[draft.metric]:
            if slot == "dates" and draft.why.get("as_of") in _OWN_TIME:
                continue
            if slot in ("store", "platform") and draft.subject.kind == "software":
                continue  # models and packages stand in no app store that the passage spoke of
            choices = _offered(reader, draft, slot, before, same)
            if len(choices) == 1 and not observed():
                continue  # nothing but what the rules found
            own = _value(draft, slot)
            shared = _circumstances(reader, draft, slot, own, before)
            if observed():
                offered = [(value, _traits(slot, value, names, shared)) for value, names in choices.items()]
                observe("inherit", reader, (slot, draft), draft.anchor, draft.end, offered)
            weighed = {value: _weight(slot, value, names, shared) for value, names in choices.items()}
            value = max(weighed, key=weighed.__getitem__)
            if value != own and weighed[value] > weighed[own] + (_MARGIN if not _empty(own) else 0):
                _take(draft, slot, value)
        before = [*before[-40:], draft]


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
    draft.why[slot] = "carried on through the passage"


def _empty(value: Any) -> bool:  # noqa: ANN401 - see _value
    return value in (None, (), (None, None), "")


def _offered(
    reader: Reader, draft: Draft, slot: str, before: list[Draft], same: list[Draft]
) -> dict[Any, list[str]]:
    """Every value that the slot may have, and where each comes from; ``same`` are those before of one subject."""
    own = _value(draft, slot)
    choices: dict[Any, list[str]] = {}

    def offer(value: Any, name: str) -> None:  # noqa: ANN401 - see _value
        choices.setdefault(value, []).append(name)

    offer(own, "own")
    offer((None, None) if slot == "dates" else () if slot == "region" else None, "none")
    alike = [d for d in before if d.metric == draft.metric]
    charts = (
        [d for d in alike if d.fields["chart"] == draft.fields["chart"]] if draft.metric == "rank" else alike
    )
    for name, group in (("last", before), ("subject's", same), ("metric's", alike), ("chart's", charts)):
        if group and not (slot == "dates" and _value(group[-1], slot)[1] is None and name != "subject's"):
            offer(_value(group[-1], slot), name)
            filled = [d for d in group[-6:] if not _empty(_value(d, slot))]
            if filled and not (
                slot == "dates" and _value(filled[-1], slot)[1] is None and name != "subject's"
            ):
                offer(_value(filled[-1], slot), name + " filled")
    for name, value in _named(reader, draft, slot):
        offer(value, name)
    return choices


def _sentence_start(text: str, at: int) -> int:
    floor = max(0, at - 300)
    return max(floor - 1, *(text.rfind(mark, floor, at) for mark in "。！？；\n")) + 1


def _named(reader: Reader, draft: Draft, slot: str) -> list[tuple[str, Any]]:
    """What the text names before a figure: the nearest date and source, the first source, the day of publication."""
    found: list[tuple[str, Any]] = []
    if slot == "dates":
        near = [
            d for d in reader.dates.between(max(0, draft.anchor - 300), draft.anchor) if d.since or d.as_of
        ]
        if near:
            found.append(("nearest date", (near[-1].since, near[-1].as_of)))
            first = [d for d in near if not _STOP.search(reader.text, d.end, draft.anchor)]
            if first:
                found.append(("first date here", (first[0].since, first[0].as_of)))
        early = [d for d in reader.dates.between(0, min(160, draft.anchor)) if d.since or d.as_of]
        if early:
            found.append(("first date", (early[0].since, early[0].as_of)))
        if reader.today:
            found.append(("published", (None, reader.today)))
    elif slot in ("region", "chart", "category", "store"):
        said_here = _mentioned(reader)[slot]
        low = bisect_left(said_here, draft.anchor, key=lambda entry: entry[0])
        near_by = [value for _, value in said_here[max(0, low - 8) : low]]
        begin = _sentence_start(reader.text, draft.anchor)
        within = [value for at, value in said_here[max(0, low - 8) : low] if begin <= at]
        if within:
            found += [("here", within[-1])]
        if near_by:
            found += [("nearest", near_by[-1]), ("earliest", said_here[0][1])]
        elif said_here:
            found.append(("later", said_here[0][1]))
        head = _headline(reader.context.head)[slot] if reader.context.head and not reader.title else []
        if head:
            found.append(("headline", head[-1][1]))
    elif slot == "source":
        low = bisect_left(reader.said, draft.anchor, key=lambda source: source.start)
        said = [*reader.said[:1], *reader.said[max(1, low - 6) : low]] if low else []
        if said:
            found += [("nearest source", said[-1].name), ("first source", said[0].name)]
            analysts = [source.name for source in said if source.analyst]
            if analysts:
                found += [("nearest analyst", analysts[-1]), ("first analyst", analysts[0])]
        elif reader.said:
            found.append(("later source", reader.said[0].name))
    return found


_MEASURED = re.compile(
    r"(?P<active>月活|日活|周活|活跃|MAU|DAU)|(?P<grossing>收入|营收|吸金|流水|畅销|收益|支出)|(?P<downloads>下载|安装|装机)"
    r"|(?P<free>免费)|(?P<paid>付费|收费)|(?P<hot>热门|热搜|趋势榜|[Tt]rending)|(?P<new>新品榜|新游榜)"
)
_CATEGORY = re.compile(
    r"(?P<ai>AI)\s?(?:原生)?(?:应用|App|APP|产品|工具|软件)|(?P<no>非游戏)|(?P<c>[\u4e00-\u9fff]{2,5}?)(?:类|领域)(?:应用|App|APP|产品|软件|榜|中|里|排|第|下载)?|(?P<g>手游|手机游戏|移动游戏|短剧|短视频|银行|电商|购物)(?:应用|App|APP|榜|下载)"
)
_FAR = 20_000  # characters of a post in which charts and places are looked for
Mentioned = dict[str, list[tuple[int, Any]]]


def _mentioned(reader: Reader) -> Mentioned:
    """Where the text names charts' measures, categories, regions and stores; looked for once in each text."""
    known: Mentioned | None = reader.mentioned
    if known is None:
        known = reader.mentioned = _mentioned_in(reader.text)
    return known


@lru_cache(maxsize=4)
def _headline(text: str) -> Mentioned:
    return _mentioned_in(text)


def _mentioned_in(text: str) -> Mentioned:
    stop = min(len(text), _FAR)
    found: Mentioned = {"region": [], "chart": [], "category": [], "store": []}
    found["region"] = [(r.start, tuple(r.codes)) for r in find_regions(text, 0, stop) if r.codes]
    for hit in _MEASURED.finditer(text, 0, stop):
        found["chart"].append((hit.start(), hit.lastgroup))
    for hit in _CATEGORY.finditer(text, 0, stop):
        word = (
            "AI"
            if hit["ai"]
            else "非游戏"
            if hit["no"]
            else hit["c"] or ("游戏" if hit["g"][-1] in "游戏" else hit["g"])
        )
        if hit["c"] is None or hit["c"] in CATEGORIES:
            found["category"].append(
                (hit.start(), CATEGORIES.get(word, word) if isinstance(CATEGORIES, dict) else word)
            )
    found["store"] = [(t.start, t.store) for t in stores_among(find_tokens(text[:stop])) if t.store]
    return found


def _circumstances(
    reader: Reader,
    draft: Draft,
    slot: str,
    own: Any,  # noqa: ANN401 - see _value
    before: list[Draft],
) -> list[str]:
    text = reader.text
    shared = [
        "own empty" if _empty(own) else "own filled",
        "metric " + draft.metric,
        "kind " + draft.subject.kind,
        f"rule {draft.rule.split(':')[0]} {'row' if draft.rule.endswith('row') else ''}",
    ]
    why = draft.why.get("as_of" if slot == "dates" else slot)
    if why is not None:
        shared.append("why " + why)
    if before:
        last = before[-1]
        gap = _STOP.findall(text, last.anchor, draft.anchor) if draft.anchor >= last.anchor else []
        breaks = gap.count("\n")
        shared.append(f"since last {min(len(gap), 3)} {min(breaks, 2)}")
        shared.append(f"same subject {last.subject.same(draft.subject)} {min(len(gap), 2)}")
        shared.append(f"last {last.metric} {draft.metric}")
        if draft.metric == "rank" and last.metric == "rank":
            shared.append(f"same chart {last.fields['chart'] == draft.fields['chart']}")
    else:
        shared.append("first")
    begin = _sentence_start(text, draft.anchor)
    here = text[begin : draft.anchor]
    if slot == "dates":
        shared.append(f"date here {bool(reader.dates.between(begin, draft.anchor))}")
        shared.append(f"moves {bool(re.search('升|跌|回|降|滑|重返|冲|跃|曾|一度|此前|之前', here))}")
        shared.append(f"now {bool(re.search('目前|现在|如今|已|仍|截至|当前', here))}")
    elif slot == "source":
        low = bisect_left(reader.said, draft.anchor, key=lambda source: source.start)
        shared.append(
            f"source here {any(begin <= source.start for source in reader.said[max(0, low - 4) : low])}"
        )
    elif slot in ("region", "store", "platform", "category", "chart"):
        shared.append(f"chart here {'榜' in here} {draft.why.get('chart', '')}")
        shared.append(
            f"store here {bool(re.search('商店|Store|Play|应用市场|TapTap|Steam|应用宝|iOS|安卓', here))}"
        )
        shared.append(f"place here {bool(re.search('国|区|全球|海外|本土|市场', here))}")
    if reader.title:
        shared.append("title")
    return shared


def _traits(slot: str, value: Any, names: list[str], shared: list[str]) -> list[str]:  # noqa: ANN401 - see _value
    origin = "+".join(sorted(names))
    traits = [f"{slot} {name}" for name in names]
    traits += [f"{slot} = {origin}", f"{slot} {'empty' if _empty(value) else 'filled'}"]
    for circumstance in shared:
        traits.append(f"{slot} {'own' if 'own' in names else '-'} {circumstance}")
        traits += [f"{slot} {name} | {circumstance}" for name in names]
        traits.append(f"{slot} {'empty' if _empty(value) else 'filled'} | {circumstance}")
    if isinstance(value, str) and slot in ("chart", "store", "platform", "period"):
        traits += [f"{slot} is {value}", f"{slot} is {value} {'own' if 'own' in names else '-'}"]
    return traits


Row = dict[str, float]


@cache
def _rows() -> tuple[dict[str, Row], dict[str, Row]]:
    """The weights of circumstances: by slot and whether the value is its own, and by slot and origin."""
    by_own: dict[str, Row] = {}
    by_origin: dict[str, Row] = {}
    for trait, weight in weights("inherit").items():
        left, bar, circumstance = trait.partition(" | ")
        if bar:
            by_origin.setdefault(left, {})[circumstance] = weight
            continue
        slot, _, rest = trait.partition(" ")
        mark, _, circumstance = rest.partition(" ")
        if mark in ("own", "-") and circumstance:
            by_own.setdefault(f"{slot} {mark}", {})[circumstance] = weight
    return by_own, by_origin


_NOTHING: Row = {}


def _weight(slot: str, value: Any, names: list[str], shared: list[str]) -> float:  # noqa: ANN401 - see _value
    """What the traits of a choice weigh together, in their order, without writing each of them down."""
    table = weights("inherit")
    by_own, by_origin = _rows()
    heads = [f"{slot} {name}" for name in names]
    filled = f"{slot} {'empty' if _empty(value) else 'filled'}"
    mark = "own" if "own" in names else "-"
    found = [table.get(head) for head in heads]
    found += [table.get(f"{slot} = {'+'.join(sorted(names))}"), table.get(filled)]
    rows = [
        by_own.get(f"{slot} {mark}", _NOTHING),
        *(by_origin.get(head, _NOTHING) for head in (*heads, filled)),
    ]
    found += [row.get(circumstance) for circumstance in shared for row in rows]
    if isinstance(value, str) and slot in ("chart", "store", "platform", "period"):
        found += [table.get(f"{slot} is {value}"), table.get(f"{slot} is {value} {mark}")]
    return sum([weight for weight in found if weight])
