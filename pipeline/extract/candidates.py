"""Who may own a figure, and what speaks for and against each: the names around it, weighed.

A figure's subject is often a sentence away, and other names stand nearer. So every name in reach is a candidate; what
its place tells (which clause, which part it plays, whether the passage speaks of it …) is a list of traits; and
``weights_subjects.tsv`` says how much each trait counts. The weights are made by ``scripts/train.py`` from labelled
text; what is decided here can be read off a trait by trait (``bangdan extract --explain``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.names import Mention
from pipeline.extract.subjects import PRONOUN
from pipeline.extract.vocabulary import STORES
from pipeline.extract.weighing import total

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_REACH = 420  # characters before a figure in which names are looked at
_BEHIND = 36  # characters behind it
_MOST = 10  # candidates that are weighed for one figure
_STOP = re.compile(r"[。！？!?；;\n]")
_OPENS = re.compile(r"(?:^|[，。；：、！？\n“「《（(）)…—\s])$")
_PREPOSITION = re.compile(
    r"(?:在|从|于|与|和|同|跟|被|把|将|对|向|给|由|据|比|较|超|过|为|是|让|使|以|靠|因|除|如|像|等)[《“「]?$"
)
_NEXT = (
    ("de", re.compile(r"[”」》]?的")),
    ("list", re.compile(r"[”」》]?[、和与及跟]")),
    ("comma", re.compile(r"[”」》]?，")),
    ("colon", re.compile(r"[”」》]?(?:（[^（）]{1,20}）)?：")),
    ("title", re.compile(r"[《“「]")),
    ("paren", re.compile(r"[”」》]?[（(]")),
    ("app", re.compile(r"[”」》]?\s?(?:App|APP|app|应用|客户端|手游|小程序|软件|游戏)")),
    (
        "says",
        re.compile(r"[”」》]?(?:方面|官方|公司|团队)?(?:称|表示|宣布|透露|公布|披露|显示|发布|推出|上线)"),
    ),
    (
        "stands",
        re.compile(
            r"[”」》]?(?:则|也|仍|还|又|更|已|曾|一度|首次|连续|均|都|分别|只|仅|就|再|竟|以|登|位|排|居|冲|升|跌|占|夺|拿|成|跃|闯|进|入|稳|霸|获|从|由|在|于|自|上架|下载|安装|累计|日|首|单|全球|海外|国内|\d|第)"
        ),
    ),
    ("end", re.compile(r"[”」》]?(?:[。；：！？\n]|$)")),
)


# a kind of apps, or several that are counted: 短剧类应用, 56个恶意应用, 七款App
_GROUP = re.compile(
    r"(?P<np>[\d一二三四五六七八九十两数几百]{1,4}[款个](?P<what>(?![多半月星小])[^的，。；、\W\d]{0,8}?)(?:应用程序|应用|App|APP|程式|程序|软件|游戏|手游|插件|模型|小程序)(?!商店|市场|宝|\s?Store))"
    r"|(?:(?<=[，。；：、！？\n和与而])|^)(?P<kind>[\u4e00-\u9fffA-Za-z]{2,6}?类)(?:应用|App|APP|手游|游戏|软件|产品)?(?=\d|的?(?:下载|安装)(?!榜|排)|分别|以\s?\d)"
)
_LOADED = re.compile("下载|安装")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_EACH = re.compile("分别|依次|均|都|分列|包揽|双双|各")
_CROSSED = re.compile("[，。；]")
_NO_GROUP = re.compile("^[一首单每某]|[这那该此其各同哪]类|^一类")


@dataclass(slots=True)
class Candidate:
    """One name in reach of a figure: where it stands nearest before and behind, and its traits."""

    names: tuple[str, ...]
    before: Mention | None = None
    behind: Mention | None = None
    known: bool = False  # comes from the passage, not from a place in reach
    traits: list[str] = field(default_factory=list)

    @property
    def mention(self) -> Mention | None:
        return self.before or self.behind


def _next_of(text: str, end: int) -> str:
    for name, pattern in _NEXT:
        if pattern.match(text, end):
            return name
    return "other"


def _before_of(text: str, start: int) -> str:
    before = text[max(0, start - 3) : start]
    if not before or _OPENS.search(before):
        return "opens"
    if _PREPOSITION.search(before):
        return "prep"
    if before.endswith(("的", "旗下")):
        return "of"
    return "other"


def _near(found: list[Candidate], names: tuple[str, ...]) -> Candidate | None:
    wanted = frozenset(names)
    for candidate in found:
        if not wanted.isdisjoint(candidate.names):
            return candidate
    return None


def gather(reader: Reader, start: int, end: int, previous_end: int, *, rank: bool) -> list[Candidate]:
    """Every name in reach of the figure at ``start``..``end``, with its traits; the nearest first."""
    s, text, context = reader.sentence, reader.text, reader.context
    floor = max(0, s.start - _REACH, start - _REACH)
    mentions = [m for m in reader.names.between(floor, s.start) if m.end <= s.start]
    mentions += [m for m in s.names if m.start < end + _BEHIND]
    found: list[Candidate] = []
    for mention in sorted(mentions, key=lambda m: abs(m.start - start)):
        if mention.kind == "work":
            continue
        candidate = _near(found, mention.names)
        if candidate is None:
            if len(found) >= _MOST:
                continue
            candidate = Candidate(mention.names)
            found.append(candidate)
        if mention.end <= start and (candidate.before is None or mention.start > candidate.before.start):
            candidate.before = mention
        elif mention.start >= end and candidate.behind is None:
            candidate.behind = mention
    for token in s.stores:
        if (
            token.store is not None
            and token.end <= start
            and (candidate := _near(found, (text[token.start : token.end],))) is None
        ):
            name = text[token.start : token.end]
            found.append(
                Candidate((name,), before=Mention(token.start, token.end, (name,), "store", "store"))
            )
    for hit in _GROUP.finditer(text, floor if start - floor < 200 else start - 200, start + 1):
        if hit.end() > start:
            continue
        name = hit["np"] or hit["kind"]
        if hit["kind"] and rank and not _LOADED.search(text, hit.end(), start):
            continue
        if _NO_GROUP.search(name) or any(m.start < hit.end() and hit.start() < m.end for m in s.names):
            continue
        names = tuple(
            dict.fromkeys((name, *((hit["what"] + name[-2:],) if hit["what"] else ()), name + "应用"))
        )
        if (candidate := _near(found, names)) is None:
            candidate = Candidate(names)
            found.append(candidate)
        candidate.before = Mention(hit.start(), hit.end(), names, "group", "group")
    for clause_start, clause_end in (s.clause_of(start), s.clauses[max(0, s.clause_number(start) - 1)]):
        floor_here = max(clause_start, previous_end)
        if floor_here > clause_start and text[floor_here - 1 : floor_here + 1].isalnum():
            continue
        if floor_here < start:
            plain = reader.resolver.clause_subject(floor_here, min(start, clause_end))
            if plain is not None and _near(found, plain.names) is None:
                found.append(Candidate(plain.names, before=plain))
    spoken = (context.subject, context.opening, reader.drafts[-1].subject if reader.drafts else None)
    known = [subject.names for subject in spoken if subject is not None]
    for names in (*known, *reader.names.salient[:2]):
        if _near(found, names) is None:
            found.append(Candidate(names, known=True))
    _describe(reader, found, start, end, previous_end, rank=rank)
    return found


def _distance(reader: Reader, mention: Mention, start: int) -> str:
    s, text = reader.sentence, reader.text
    if mention.start >= s.start:
        gap = s.clause_number(start) - s.clause_number(mention.start)
        return f"c{min(gap, 4)}"
    gap = len(_STOP.findall(text, mention.end, start))
    return f"s{min(gap, 3)}" if gap < 5 else "far"


def _describe(
    reader: Reader, found: list[Candidate], start: int, end: int, previous_end: int, *, rank: bool
) -> None:
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, _ = s.clause_of(start)
    pronoun = bool(PRONOUN.search(text, max(clause_start, previous_end - 1), start))
    earlier_pronoun = not pronoun and bool(PRONOUN.search(text, s.start, clause_start))
    told = bool(reader.drafts) and reader.drafts[-1].anchor >= s.start
    last = reader.drafts[-1].subject.names if reader.drafts else ()
    local = sum(c.before is not None and c.before.start >= clause_start for c in found)
    kind_of_pronoun = "no"
    for hit in PRONOUN.finditer(text, s.start, start):
        kind_of_pronoun = ("it" if hit[0][0] in "它其" else "this") + (
            "" if hit.start() >= clause_start else " before"
        )
    topical = context.subject is not None and context.subject.kind != "group"
    opens = not _WORD.search(text, clause_start, start)
    plural = bool(_EACH.search(text, clause_start, start))
    order = 0
    spoken = f"pronoun={'here' if pronoun else 'before' if earlier_pronoun else 'no'}"
    near_by = f"local={min(local, 2)}"
    topic_names = frozenset(context.subject.names) if context.subject is not None else frozenset()
    salient = frozenset(reader.names.salient[0]) if reader.names.salient else frozenset()
    told_of: dict[str, int] = {}  # a name and its claims, one bit for each
    for number, draft in enumerate(reader.drafts[-20:]):
        for name in draft.subject.names:
            told_of[name] = told_of.get(name, 0) | 1 << number
    anchors = [draft.anchor for draft in reader.drafts[-12:] if draft.anchor < start]
    last_names = frozenset(last)
    figure = "place" if rank else "count"
    for candidate in found:
        traits = candidate.traits
        count = sum(map(reader.names.count, dict.fromkeys(candidate.names)))
        most = "less" if salient.isdisjoint(candidate.names) else "most"
        is_last = not last_names.isdisjoint(candidate.names)
        of_last = "last" if is_last else "new" if last else "none"
        claimed = 0
        for name in candidate.names:
            claimed |= told_of.get(name, 0)
        claims = min(claimed.bit_count(), 3)
        titled = any(name in context.head for name in candidate.names) if context.head else False
        kind = "firm" if candidate.mention is not None and candidate.mention.company else "app"
        mention = candidate.before
        if mention is None and candidate.behind is not None:
            gap = candidate.behind.start - end
            near = "0" if gap <= 1 else "1" if gap <= 6 else "2"
            crossed = "x" if _CROSSED.search(text, end, candidate.behind.start) else "i"
            where = f"b{near}{crossed}"
            mention = candidate.behind
            role, form = "behind", mention.form
        elif mention is None:
            where, role, form = "known", "known", "known"
        else:
            where = _distance(reader, mention, start)
            role, form = reader.role_of(mention), mention.form
            order += 1
        topic = "other" if topic_names.isdisjoint(candidate.names) else "topic"
        place = "D " + where
        traits += [
            place,
            f"{place} opens={opens}",
            f"{place} plural={plural}",
            f"{place} {role}",
            f"{place} {form}",
            f"{place} {topic}",
            f"{place} {kind}",
            f"{topic} {spoken}",
            f"{place} {spoken}",
            f"count {1 if count < 2 else 2 if count < 4 else 3}",
            f"{topic} {near_by}",
            f"{most} {where}",
            f"{most} {spoken} {near_by}",
            f"{of_last} {where}",
            f"{of_last} {spoken} {near_by}",
            f"claims {claims}",
            f"claims {claims} {where}",
            f"{topic} {of_last} {most}",
            f"{topic} {of_last} {most} {near_by}",
            "R " + role,
            f"{role} {form} {kind}",
        ]
        traits += [
            f"{kind_of_pronoun} {where}",
            f"{kind_of_pronoun} {topic} {of_last}",
            f"{kind_of_pronoun} {most}",
        ]
        if not STORES.keys().isdisjoint(candidate.names):
            traits += [
                "shop",
                f"shop topical={topical}",
                f"shop {where} topical={topical}",
                f"shop {figure}",
            ]
        if titled:
            traits += ["titled", "titled " + where]
        if mention is not None and mention is candidate.before:
            between = len([anchor for anchor in anchors if mention.end <= anchor])
            following, leading = _next_of(text, mention.end), _before_of(text, mention.start)
            traits += [
                f"{place} then {following}",
                f"{place} after {leading}",
                f"{leading} {following} {form}",
                f"told {min(between, 2)}",
                f"{place} told {min(between, 2)}",
                f"order {min(order, 4)}",
                f"order {min(order, 4)} {role}",
            ]
            home = s.clause_of(mention.start)[0] if mention.start >= s.start else -1
            first = not any(
                home <= other.before.start < mention.start
                for other in found
                if other.before is not None and other is not candidate
            )
            if home >= 0:
                opening = not any(
                    s.start <= other.before.start < mention.start
                    for other in found
                    if other.before is not None and other is not candidate
                )
                traits += [f"{place} first={first}", f"{place} opening={opening}"]
            if where == "c0":
                gap = start - mention.end
                close = 0 if gap < 3 else 1 if gap < 8 else 2 if gap < 16 else 3
                traits += [
                    f"c0 gap {close}",
                    f"c0 gap {close} {form}",
                    f"c0 gap {close} {figure}",
                ]
        if told and is_last:
            traits += ["last", "last " + where, f"last {text[previous_end : previous_end + 1]}"]


def best(found: list[Candidate]) -> Candidate | None:
    """The candidate for which most speaks."""
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda candidate: total("subjects", candidate.traits), default=None)
