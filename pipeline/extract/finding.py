"""From a post's title and text to its claims: prepare both, read them, write every claim down with its proof."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pipeline.extract import kinds
from pipeline.extract.context import Context
from pipeline.extract.draft import Draft
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.names import Names
from pipeline.extract.reader import Reader
from pipeline.extract.spacing import close_up, parted
from pipeline.model import BEIJING, Claim
from pipeline.text.convert import simplify
from pipeline.text.patterns import lazy_pattern
from pipeline.text.repair import Repaired, repair

# a post without any of these holds no claim; tested on the text as read, before anything is converted. Each begins
# with a letter and not with a set of them: ``re`` then leaps from one such letter to the next
TRIGGER = lazy_pattern(
    "下载|下載|安装|安裝|装机|裝機|装了|裝了|榜|登顶|登頂|Download|download|排名|夺冠|奪冠|冠军|冠軍|App Store|Google Play|TapTap|TOP|Top|No\\.|#\\d{1,3} in |第一|装过|裝過|装得|裝得|装进|裝進|装到|裝到|分发|分發|首位|应用商店|應用商店"
)
_MAX = 400_000  # characters of one field that are read; a post is a hundredth of that


# Digits and letters half width, marks full width, so that the grammar knows one form of each.
# Half of a surrogate pair is no text: the automata take none.
_LONE = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_EVEN = (
    _LONE
    | {
        wide: wide - 0xFEE0
        for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    }
    | str.maketrans("％．－＃＆＠　;()?", "%.-#&@ ；（）？")
)
_UNEVEN = lazy_pattern("[\ud800-\udfff０-９Ａ-Ｚａ-ｚ％．－＃＆＠　;()?]+")  # most letters are none of these
_COMMA = lazy_pattern(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))")
_COLON = lazy_pattern(r"(?<![0-9]):(?!//)|:(?![0-9/])")
_STRAIGHT = lazy_pattern('"([^"\n]{1,60})"')


def _curled(line: str) -> str:
    """Straight quotes as the quotes that open and close, where each has its other in the line."""
    return _STRAIGHT.sub(r"“\1”", line) if line.count('"') % 2 == 0 else line


def even(text: str) -> str:
    """One form of each mark and digit, one character for one.

    >>> even("第２,9月1日:下载1,403万次(预估)")
    '第2，9月1日：下载1,403万次（预估）'
    >>> even('名为"小满"的App')
    '名为“小满”的App'
    """
    text = _UNEVEN.sub(lambda hit: hit[0].translate(_EVEN), text)
    if "," in text:
        text = _COMMA.sub("，", text)
    if ":" in text:
        text = _COLON.sub("：", text)
    if '"' in text:
        text = "\n".join([_curled(line) for line in text.split("\n")])
    return text


class Prepared:
    """One field, repaired, simplified, folded and closed up; offsets lead back to the field as read."""

    def __init__(self, raw: str, beside: str = "", *, title: bool = False) -> None:
        self.raw = raw[:_MAX]
        self.repaired: Repaired = repair(self.raw, beside=beside)
        text = even(simplify(self.repaired.text))
        self._closed = close_up(parted(text) if title else text, whole=title, wide=self.repaired.text)
        self.text = self._closed.text

    def quote(self, start: int, end: int) -> tuple[int, int, str]:
        first, last = self.repaired.original(*self._spaced(start, end))
        return first, last, self.raw[first:last]

    def uncertain(self, start: int, end: int) -> bool:
        start, end = self._spaced(start, end)
        return any(a < end and start < b for a, b in self.repaired.uncertain)

    def _spaced(self, start: int, end: int) -> tuple[int, int]:
        """A span of the closed text in the text with its spaces."""
        first = self._closed.original(start)
        return first, self._closed.original(end - 1) + 1 if end > start else first


def _claim(draft: Draft, prepared: Prepared, field: str) -> Claim:
    fields = {key: value for key, value in draft.fields.items() if key[0] != "_"}
    start, end, quote = prepared.quote(draft.start, draft.end)
    fields |= {
        "metric": draft.metric,
        "field": field,
        "region": tuple(fields["region"]),
        "subject_kind": draft.subject.kind,
    }
    return Claim(
        quote=quote,
        start=start,
        end=end,
        rule=draft.rule,
        subject=_variants(draft.subject.names),
        uncertain=prepared.uncertain(draft.start, draft.end),
        **fields,
    )


_MARKS = str.maketrans("：（）？，；", ":()?,;")


def _variants(names: tuple[str, ...]) -> tuple[str, ...]:
    """A name with its marks as Chinese posts write them, and as others do: 崩坏：星穹铁道, 崩坏:星穹铁道."""
    found = []
    for name in names:
        found.append(name)
        if not name.isalnum():
            found.append(name.translate(_MARKS))
    return tuple(dict.fromkeys(found))


def read_post(
    title: str | None, text: str, published_at: datetime | None, lexicon: Lexicon
) -> tuple[list[Claim], list[dict[str, Any]], list[dict[str, Any]]]:
    """Claims of title and text in their order, what each slot was read from, and figures not taken with the reason."""
    if not TRIGGER.search(text) and not (title and TRIGGER.search(title)):
        return [], [], []
    if published_at is not None:
        published_at = (
            published_at.astimezone(BEIJING) if published_at.tzinfo else published_at.replace(tzinfo=BEIJING)
        )
    body = Prepared(text)
    names = Names(body.text, lexicon)
    claims: list[Claim] = []
    reasons: list[dict[str, Any]] = []
    passed: list[dict[str, Any]] = []
    context = Context()
    heading = Prepared(title, text, title=True) if title else None
    if heading is not None:
        head_names = Names(
            heading.text,
            lexicon,
            {
                m.names[0]: m.names
                for m in names.mentions
                if m.form in ("book", "quoted", "app", "named") and m.names[0] in heading.text
            },
        )
        glance = Reader(heading.text, head_names, published_at, title=True)
        context.week = glance.dates.issue
        context.head = heading.text
        chosen = glance.resolver.eligible(head_names.mentions)
        if chosen and not chosen[0].company:
            from pipeline.extract.subjects import Resolver

            context.subject = Resolver(heading.text, head_names).subject(chosen[0])
    reader = Reader(body.text, names, published_at, context=context)
    drafts = reader.read()
    kinds.settle(reader)
    if heading is not None:
        first = drafts[0].subject if drafts else None
        title_context = Context(subject=first)
        head = Reader(heading.text, head_names, published_at, title=True, context=title_context)
        known = {
            (d.metric, d.fields["rank"], name)
            for d in drafts
            if d.metric == "rank"
            for name in d.subject.names
        }
        head.read()
        kinds.settle(head)
        ranked = {name: d for d in reversed(drafts) if d.metric == "rank" for name in d.subject.names}
        for draft in head.drafts:
            if (
                draft.metric == "rank"
                and draft.subject.kind == "group"
                and draft.fields["chart"] != "downloads"
                and first is not None
                and first.kind != "group"
            ):
                draft.subject = first  # 没有广告的天气软件登顶: the body tells its name
            if (
                draft.metric == "rank"
                and not draft.fields["chart"]
                and not draft.fields["category"]
                and not draft.fields["store"]
                and not any(("rank", draft.fields["rank"], name) in known for name in draft.subject.names)
            ):
                below = next((ranked[name] for name in draft.subject.names if name in ranked), None)
                if below is None:
                    continue
                for slot in ("chart", "category", "store", "platform"):  # the body tells which chart it is
                    draft.fields[slot] = below.fields[slot]
            claims.append(_claim(draft, heading, "title"))
            reasons.append({"rule": draft.rule, **draft.why})
        passed += [
            {"field": "title", "start": heading.quote(a, b)[0], "text": heading.quote(a, b)[2], "why": why}
            for a, b, why in head.passed
        ]
    for draft in drafts:
        claims.append(_claim(draft, body, "text"))
        reasons.append({"rule": draft.rule, **draft.why})
    passed += [
        {"field": "text", "start": body.quote(a, b)[0], "text": body.quote(a, b)[2], "why": why}
        for a, b, why in reader.passed
    ]
    return claims, reasons, passed
