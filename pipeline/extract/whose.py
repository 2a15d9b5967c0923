"""Whose a figure is: by its form where that leaves no doubt (X的下载量, 第三名是X, X（第三）), else by what speaks most for a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract import candidates, pointing, pronouns
from pipeline.extract.groups import together
from pipeline.extract.names import Mention
from pipeline.extract.rows import last_row, with_unlisted
from pipeline.extract.rules import listing
from pipeline.extract.rules.items import items_behind
from pipeline.extract.rules.rank import Rank
from pipeline.extract.subject_traits import Candidate
from pipeline.extract.subjects import Subject
from pipeline.extract.weighing import observe
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

Found = tuple[list[Subject], str]  # the subjects, and the rule that found them

# X的300万次: what stands between a name and its figure
_OWNS = lazy_pattern("[”」》]?的(?:约|近)?")
# 3亿次下载量的X: what stands between a figure and its name
_OWNED_BY = lazy_pattern(r"\s?(?:多|余)?(?:次|人次)?(?:的)?(?:累计|总)?(?:下载|安装|装机)(?:量|次数)?的")
# 第三是X, 第三的宝座则是X: a place without 名 or 位 is the place of a name behind it only with such a word between
_LEADS_TO_A_NAME = lazy_pattern(
    "(?:名|位)?(?:的)?(?:则|仍|还)?(?:是|为|：|由|被|换)|的|(?:宝座|位置|席位|交椅|名次)的?，?则?[是为]"
)
_NEXT_CLAUSE = lazy_pattern("(?:名|位)?，")
# 甲（第三: what stands before in brackets that are still open
_PAREN = lazy_pattern(r"[（(][^（）()]{0,24}$")
# 国服, 移动版: a version of the app that the passage speaks of
_BARE_VERSION = lazy_pattern(
    "("
    "(?:移动|手机|网页"
    "|日本|繁体|日文|英文|国际|海外|韩国|繁中|简体|台港澳|港澳台"
    "|安卓|鸿蒙(?:原生)?|国)"
    "[版服])"
)
_NEAR = 3  # letters between a name and the figure or the bracket that belongs to it
_ITEMS_WITHIN, _NAMES_WITHIN = 120, 60  # letters behind a place in which those stand that have it


@dataclass(slots=True)
class _Look:
    """One figure and the names in front of it."""

    reader: Reader
    start: int
    end: int
    previous_end: int
    rank: Rank | None  # None: a count or a change
    clause_start: int
    inside: list[Mention]  # in the sentence, in front of the figure

    @property
    def local(self) -> list[Mention]:
        """Those in its clause, behind the figure before."""
        floor = max(self.clause_start, self.previous_end)
        return [m for m in self.inside if m.start >= floor]


def subjects_for(
    reader: Reader, start: int, end: int, previous_end: int, *, rank: Rank | None = None
) -> Found:
    """The subjects of the figure at ``start``..``end``, and the rule that found them."""
    s = reader.sentence
    inside = [m for m in s.names if m.end <= start]
    look = _Look(reader, start, end, previous_end, rank, s.clause_of(start)[0], inside)
    for rule in _OF_COUNTS if rank is None else _OF_PLACES:
        found = rule(look)
        if found is not None:
            return found
    return _weighed(look)


_LEADS_ON = lazy_pattern(r"\s*(?:而|在)?继")
_THEN = lazy_pattern("[^，。；]{0,12}，")
_OTHER_ONES = lazy_pattern("(?:为|对|给|与|和|同|向|被|把|将|让|由|跟)[《“「]?$")
_SOON = 30  # letters of the next clause in which the name begins


def led_on(reader: Reader, start: int, end: int) -> Found | None:
    """继6月获得500万次下载之后，甲…: a clause that leads on to the next is of what that one names."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(start)
    if not _LEADS_ON.match(text, clause_start, start):
        return None
    then = _THEN.match(text, end, s.end)
    if then is None or any(clause_start <= m.start < start and m.form != "weak" for m in s.names):
        return None
    _, next_end = s.clause_of(then.end())
    ahead = [m for m in s.names if then.end() <= m.start < min(next_end, then.end() + _SOON)]
    for mention in reader.resolver.eligible(ahead):
        if _OTHER_ONES.search(text, then.end(), mention.start):
            return None
        return [reader.resolver.subject(mention)], "named behind the figure"
    return None


def _leads_on(look: _Look) -> Found | None:
    """继登顶免费榜之后，甲…: the place is of what the next clause names."""
    return led_on(look.reader, look.start, look.end)


def _listed_behind(look: _Look) -> Found | None:
    """前三依次是甲、乙和丙: as many as there are places, or no more than a bound has."""
    reader, rank = look.reader, look.rank
    if rank is None or (len(rank.ranks) == 1 and rank.relation != "within"):
        return None
    items = items_behind(reader, look.end, min(reader.sentence.end, look.end + _ITEMS_WITHIN))
    fits = len(items) == len(rank.ranks) or (
        rank.relation == "within" and len(items) <= max(rank.ranks[0], 3)
    )
    if len(items) < 2 or not fits:
        return None
    return [reader.resolver.subject(m) for m in items], "listed behind the figure"


def _named_behind(look: _Look) -> Found | None:
    """第三名是甲: the name that a place leads to."""
    reader, rank, text, end = look.reader, look.rank, look.reader.text, look.end
    if rank is None:
        return None
    s, resolver = reader.sentence, reader.resolver
    titled = listing.touching(reader, rank, max(look.clause_start, look.previous_end))
    if titled is not None:
        return [resolver.subject(titled)], "named behind the figure"
    if rank.kind == "ordinal" and text[end - 1] not in "名位" and not _LEADS_TO_A_NAME.match(text, end):
        return None
    if len(rank.ranks) == 1 and _NEXT_CLAUSE.match(text, end):
        return None
    touch = rank.kind in ("ordinal", "word", "within")
    forward = pointing.behind(text, end, min(s.end, end + _NAMES_WITHIN), s.names, touch=touch)
    return ([resolver.subject(m) for m in forward], "named behind the figure") if forward else None


def _right_before(look: _Look) -> Found | None:
    """甲的300万次, but not 甲在安卓市场的300万次."""
    text = look.reader.text
    touching = [
        m for m in look.inside if look.start - m.end <= _NEAR and _OWNS.fullmatch(text, m.end, look.start)
    ]
    if not touching or touching[-1].kind == "work":
        return None
    if text[touching[-1].start - 1 : touching[-1].start] in ("在", "于") and len(look.inside) > 1:
        return None
    return [look.reader.resolver.subject(touching[-1])], "X 的 and its figure"


def _right_behind(look: _Look) -> Found | None:
    """3亿次下载量的甲."""
    s = look.reader.sentence
    owned = _OWNED_BY.match(look.reader.text, look.end, min(s.end, look.end + 16))
    behind = [m for m in s.names if owned and owned.end() - 1 <= m.start <= owned.end() + 1]
    if not behind or behind[0].kind == "work":
        return None
    return [look.reader.resolver.subject(behind[0])], "a figure 的 X"


# 下载第一名的应用不是甲或乙，而是某局的丙
_NOT_BUT = lazy_pattern(
    r"[^。；！？\n]{0,24}?(?:并不是|不是|并非|不再是)[^。；！？\n]{1,40}?[，,]?而是[^，。；《“「]{0,8}?"
)


def _but_another(look: _Look) -> Found | None:
    """第一名不是甲，而是乙: the place is that of the last."""
    reader, end = look.reader, look.end
    s = reader.sentence
    but = _NOT_BUT.match(reader.text, end, s.end)
    if but is None or look.local:
        return None
    turn = reader.text.find("而是", end, s.end)
    behind = [m for m in s.names if turn < m.start <= turn + 12 and m.kind != "work"]
    named = [m for m in behind if not m.company] or behind
    return ([reader.resolver.subject(named[0])], "not X but another") if named else None


def _before_brackets(look: _Look) -> Found | None:
    """甲（300万次）, 甲（第三）."""
    reader, start = look.reader, look.start
    paren = _PAREN.search(reader.text[max(look.clause_start, start - 40) : start])
    if not paren:
        return None
    opened = start - len(paren[0])
    front = [m for m in look.inside if m.end <= opened and opened - m.end <= _NEAR]
    named = front[-1] if front else listing.bracketed(reader, opened)
    return None if named is None else ([reader.resolver.subject(named)], "in brackets behind its name")


def _pushed_down(look: _Look) -> Found | None:
    """乙把甲挤到第三: the place is that of whom something was done to."""
    resolver, local = look.reader.resolver, look.local
    chosen = resolver.eligible(local) if local else []
    if not chosen or resolver.role(chosen[-1], local) != "handed":
        return None
    return [resolver.subject(chosen[-1])], "把 X 挤到"


def _referred_back(look: _Look) -> Found | None:
    """两者分别…, 它们均…: several that were named before, unless a name stands beside the pronoun."""
    reader = look.reader
    pronoun = None
    for hit in pronouns.PRONOUN.finditer(
        reader.text, max(reader.sentence.start, look.previous_end - 1), look.start
    ):
        if hit.start() >= look.clause_start - 1 or hit[0] in pronouns.ONE_OF_TWO:
            pronoun = hit  # 后者涨得更猛，环比增长…: one of two is spoken of until another is named
    if pronoun is None or pronoun[0].strip("，。；, ") not in pronouns.PLURAL:
        return None
    if any(m.start > pronoun.end() or m.end >= pronoun.start() - 1 for m in look.local):
        return None
    if any(m.start > pronoun.end() and m.form != "weak" for m in look.inside):
        return None
    found = pronouns.referred_to(reader, pronoun[0])
    return (found, f"{pronoun[0]} refers back") if found else None


_Rule = Callable[[_Look], Found | None]
_OF_PLACES: tuple[_Rule, ...] = (
    _but_another,
    _leads_on,
    _listed_behind,
    _named_behind,
    _before_brackets,
    _pushed_down,
    _referred_back,
)
_OF_COUNTS: tuple[_Rule, ...] = (_right_before, _right_behind, _before_brackets, _referred_back)


def _weighed(look: _Look) -> Found:
    """The name for which most speaks, with those that stand in one row with it."""
    reader, start, rank = look.reader, look.start, look.rank
    found = candidates.gather(reader, start, look.end, look.previous_end, rank=rank is not None)
    observe("subjects", reader, rank, start, look.end, found)
    choice = candidates.best(reader, found, start, rank=rank is not None)
    if choice is None:
        return [], "no subject"
    if choice.before is None:
        opening = reader.context.opening
        if opening is None or set(opening.names).isdisjoint(choice.names):
            choice = _named_ahead(reader, found, start) or choice
    mention = choice.before
    if mention is not None and mention.start >= reader.sentence.start:
        return _with_its_row(look, mention)
    if mention is None and choice.behind is not None:
        return [reader.resolver.subject(choice.behind)], "named behind the figure"
    return _said_earlier(look, choice)


def _named_ahead(reader: Reader, found: list[Candidate], start: int) -> Candidate | None:
    """The name that the sentence goes on with, where the post names nothing before: 登上榜首，X只用了三天."""
    if reader.context.subject is not None or reader.drafts:
        return None
    if any(not m.company and m.form != "weak" for m in reader.names.between(0, start)):
        return None
    ahead = [c for c in found if c.before is None and c.behind is not None and not c.behind.company]
    return min(ahead, key=lambda c: c.behind.start if c.behind else 0, default=None)


def _with_its_row(look: _Look, mention: Mention) -> Found:
    """A name of the sentence, with the others of its list; for a count that may be one sum."""
    reader = look.reader
    s, resolver = reader.sentence, reader.resolver
    group = _row_of(reader, mention, look.inside)
    group = with_unlisted(reader.text, group, s.clause_of(group[0].start)[0])
    near = mention.start >= look.clause_start
    if near and look.rank is None:
        companies = [m for m in look.inside if m.company]
        sum_of = together(reader.text, group, look.start, companies)
        if sum_of is not None:
            return [sum_of], "a sum over a list"
    return [resolver.subject(m) for m in group], f"named in {'its clause' if near else 'an earlier clause'}"


def _row_of(reader: Reader, mention: Mention, inside: list[Mention]) -> list[Mention]:
    """The names that stand in one list with one: A、B和C."""
    s, text = reader.sentence, reader.text
    row = [mention]
    beside = [
        m
        for m in inside
        if m.kind != "work"
        and m.start >= s.start
        and (not m.company or mention.company)
        and (m is mention or reader.role_of(m) in ("subject", "handed"))
    ]
    told = {d.subject.start for d in reader.drafts[-20:] if s.start <= d.anchor < d.subject.start}
    for other in reversed([m for m in beside if m.end <= mention.start]):
        if other.start in told and mention.start not in told:
            break  # the list behind an earlier figure ends here
        if len(last_row(text, [other, row[0]])) < 2:
            break
        row.insert(0, other)
    for other in [m for m in beside if m.start >= mention.end]:
        if len(last_row(text, [row[-1], other])) < 2:
            break
        row.append(other)
    return row


def _said_earlier(look: _Look, choice: Candidate) -> Found:
    """What was spoken of before the sentence, by the name that was chosen."""
    reader = look.reader
    s, topic = reader.sentence, reader.context.subject
    is_topic = topic is not None and not set(topic.names).isdisjoint(choice.names)
    if topic is not None and is_topic:
        version = _BARE_VERSION.search(reader.text[s.start : look.start])
        if version:
            return _version_of(reader, topic, version[1]), "a version of what the passage speaks of"
        told = bool(reader.drafts) and reader.drafts[-1].anchor >= s.start
        return [topic], "as the figure before it" if told else "the passage speaks of it"
    if choice.before is not None:
        return [reader.resolver.subject(choice.before)], "named in an earlier sentence"
    for draft in reversed(reader.drafts[-20:]):
        if not set(draft.subject.names).isdisjoint(choice.names):
            return [draft.subject], "the passage speaks of it"
    for known in reader.names.firsts:
        if not set(known.names).isdisjoint(choice.names):
            return [reader.resolver.subject(known)], "what the post speaks of most"
    return [Subject(choice.names, "app", 0)], "what the post opens with"


def _version_of(reader: Reader, topic: Subject, version: str) -> list[Subject]:
    """国服 of what the passage speaks of, by the names that it has with the version and without."""
    root = _BARE_VERSION.sub("", topic.names[-1]) or topic.names[0]
    for known in reversed(reader.context.recent):
        if any(name.endswith(version) for name in known.names):
            root = _BARE_VERSION.sub("", min(known.names, key=len)) or root
    roots = [name for name in (*topic.names, root) if not _BARE_VERSION.search(name)]
    if not roots:
        return [topic]
    return [Subject((roots[0] + version, *roots, version), topic.kind, reader.sentence.start)]
