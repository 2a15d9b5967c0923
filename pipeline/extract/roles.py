"""The part that a name plays beside a figure, told by the words right before and behind it.

The figure is a ``subject``'s, or of what is ``handed`` on (把X挤到第二). It is not of who is ``beaten`` or held against,
of the ``place`` where it happens, of the ``owner`` of the thing, of a ``speaker`` who tells of it, nor of a ``work``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline.extract import makers, rivals, stages
from pipeline.extract.names import CLOSED, Mention, Names
from pipeline.extract.rows import GLUE
from pipeline.text.patterns import any_of, lazy_pattern

Role = Literal["subject", "handed", "beaten", "place", "owner", "speaker", "work"]

_BEFORE, _BEHIND = 5, 14  # letters beside a name that are looked at
_NAME_WITHIN = 12  # letters behind 推出的 in which the name of what was made begins
_LISTED_WITHIN = 3  # letters between two names of one row, at most
_JOINED_WITHIN = 4  # and with 与, 和 …
_JOINS = frozenset("与和同跟")
_CLAUSE_MARKS = "，。；：、,“「 \n）"
_CLAUSE = lazy_pattern("[，。；、\n]")

# X也宣布: a source that is spoken of as well
_ALSO_SAYS = lazy_pattern(f"{CLOSED}[则也](?:对外)?(?:称|宣布|公布|表示|披露)")
# X方面昨日表示, X的数据, X发布报告; not 称霸
_SAYS = lazy_pattern(
    f"{CLOSED}(?:方面|官方|公司|公告|年报|财报|战报|招股书)?(?:[今昨][天日]|日前|随后|也|还|则|曾)?"
    + any_of(
        "表示 称(?!霸) 宣布 透露 公布 披露 指出 坦言 [笑直]?[说言] 写道 强调 忆述 认为 补充 发文 回应 显示 数据显示",
        "统计 估计 估算 测算 预计 的统计 的数据 发布了?(?:《|报告|数据)",
    )
)

# a name with none of these before or behind it is a subject; most have none
_TELLING_BEHIND = lazy_pattern(
    "|".join(
        f"(?:{cue.pattern})" for cue in (*rivals.BEHIND, *stages.BEHIND, *makers.BEHIND, _ALSO_SAYS, _SAYS)
    )
)
_TELLING_BEFORE = lazy_pattern(
    f"(?:背靠|跳转至|官方)$|{stages.POSES_AS.pattern}|{makers.TITLE_BEFORE.pattern}"
)


class Roles:
    """Tells which part each name of a sentence plays."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.speakers: list[tuple[int, int]] = []  # where the sentence names its sources

    def parts(self, mentions: list[Mention]) -> list[Role]:
        """The part of each name of a sentence; each is told once, however long a row it stands in."""
        known: dict[int, Role] = {}
        for number, mention in enumerate(mentions):
            known[number] = self.role(mention, mentions[:number], known)
        return list(known.values())

    def role(self, mention: Mention, earlier: list[Mention], known: Mapping[int, Role] | None = None) -> Role:
        """The part of a name, given those that the sentence names before it, and the parts known of these by number."""
        if mention.kind == "work":
            return "work"
        text = self.text
        before = text[max(0, mention.start - _BEFORE) : mention.start]
        after = text[mention.end : mention.end + _BEHIND]
        if self._is_source(mention) and not _ALSO_SAYS.match(after):
            return "speaker"
        listed = self._as_listed(mention, earlier, known)
        if listed is not None:
            return listed
        if rivals.HANDED.search(before):
            return "beaten" if rivals.PUT_DOWN.match(after) else "handed"
        if before.endswith("》（") and after[:1] == "）":
            return "owner"  # 《云海》（某某网络）: who made it
        if stages.is_stage(mention, before, after):
            return "place"
        return self._rival(mention, earlier, before, after, known) or self._told(mention, before, after)

    def _is_source(self, mention: Mention) -> bool:
        return any(start <= mention.start and mention.end <= end for start, end in self.speakers)

    def _last(self, earlier: list[Mention], known: Mapping[int, Role] | None) -> Role:
        """The part of the last of these names."""
        told = known.get(len(earlier) - 1) if known else None
        return told or self.role(earlier[-1], earlier[:-1], known)

    def _as_listed(
        self, mention: Mention, earlier: list[Mention], known: Mapping[int, Role] | None
    ) -> Role | None:
        """Beaten or a place, as the name is with which it stands in a row: 超过甲、乙."""
        if not earlier:
            return None
        last = earlier[-1]
        between = self.text[last.end : mention.start]
        if last.end > mention.start or len(between) > _LISTED_WITHIN or not GLUE.fullmatch(between):
            return None
        side = self._last(earlier, known)
        return side if side in ("beaten", "place") else None

    def _rival(
        self,
        mention: Mention,
        earlier: list[Mention],
        before: str,
        after: str,
        known: Mapping[int, Role] | None,
    ) -> Role | None:
        """The part of a name behind 超过, 仅次于, 与, 排在 …; none where no such word stands before it."""
        if before.rstrip("《“「\n")[-1:] not in rivals.RIVAL_ENDS:
            return None
        hit = rivals.RIVAL_BEFORE.search(before)
        if hit is None:
            return None
        word = hit[0].rstrip("《“「")
        if word in _JOINS:
            if earlier and earlier[-1].end >= mention.start - _JOINED_WITHIN:
                return self._last(earlier, known)
            at = mention.start - len(hit[0])
            joined = at > 0 and self.text[at - 1] not in _CLAUSE_MARKS
            return "subject" if joined and not rivals.SIDE_BY_SIDE.match(after) else "beaten"
        if word == "排在":
            return "beaten" if rivals.BEFORE_OR_BEHIND.match(after) else "subject"
        if word == "称为":
            return "subject"
        if word in ("像", "如") and rivals.SUCH_AS.match(after):
            return None
        return "beaten"

    def _told(self, mention: Mention, before: str, after: str) -> Role:
        """The part that the words beside a name give it: the first that fits."""
        if not _TELLING_BEHIND.match(after) and not _TELLING_BEFORE.search(before):
            return "subject"
        if makers.has_rival(before, after):
            return "owner"
        if rivals.set_aside(after):
            return "beaten"
        if makers.made_known(after):
            return "owner"
        if stages.is_inside(before, after):
            return "place"
        if makers.brings(mention, before, after):
            return "owner"
        if stages.is_ground(mention, before, after):
            return "place"
        if makers.is_maker(mention, before, after, marked=self.text[mention.end - 1] in "”」》"):
            return "owner"
        if stages.is_unknown_shop(before, after):
            return "place"
        if (makes := makers.MAKES.match(after)) and self._names_soon(mention.end + makes.end()):
            return "owner"
        if stages.is_place(mention, before, after):
            return "place"
        if _ALSO_SAYS.match(after):
            return "subject"
        if _SAYS.match(after):
            return "speaker"
        return "owner" if makers.owns(mention, after) else "subject"

    def _names_soon(self, at: int) -> bool:
        """Whether a name follows in the same clause: 快手推出的剪辑工具轻剪."""
        for mention in self.names.between(at, at + _NAME_WITHIN):
            return not mention.company and not _CLAUSE.search(self.text, at, mention.start)
        return False
