"""Whose figure it may be: of the names of a sentence, those that stand where a subject stands."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extract.names import OPENED, Mention, Names
from pipeline.extract.roles import Roles
from pipeline.extract.unlisted import opens_clause
from pipeline.text.patterns import any_of, lazy_pattern

_SOFTWARE = ("model", "package", "open_source", "plugin")
_KINDS = ("app", "software", "group")
# what one name may stand in front of, touching it, to say whose that is: 甲云相机
_TITLES = ("book", "listed", "weak")
_MARKED = ("book", "quoted", "listed")

# 推出了《X》, 开源推理模型X: what is new is what the sentence speaks of
_BROUGHT = lazy_pattern(
    f"{any_of('放出 推出 发布 开源 带来 祭出 拿出 推到 开源的?(?:推理|大|语音)?模型')}了?{OPENED}"
)
_BROUGHT_WITHIN = 7  # letters before the name
# 推出了像素风手游《X》: a title may have its kind before it
_BROUGHT_TITLE = lazy_pattern("(?:推出|发布|上线|上架|公测|带来|发行)了?[^，。；、：《》“”]{0,20}$")
_TITLE_WITHIN = 26
# 云海大战里，…; 与云海连麦之后，…
_SCENE = lazy_pattern("[^，。；：！？]{0,30}?(?:里|中|后|时|之后|之际|期间|以来|下)[，,]")
_NO_SCENE = lazy_pattern("下载|榜|第|应用市场")


class Subject(NamedTuple):
    """Acceptable names, fullest first, and what kind of thing they name."""

    names: tuple[str, ...]
    kind: str = "app"
    start: int = -1

    def same(self, other: Subject) -> bool:
        return not set(self.names).isdisjoint(other.names)


class Resolver(Roles):
    """Finds the subject of one figure within one sentence, given what the passage spoke of before."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text, names)
        self.topic = False  # whether the passage already speaks of something

    def eligible(self, mentions: list[Mention], *, weak: bool = False) -> list[Mention]:
        """Names that may be a subject, in their order; with ``weak`` also quoted words, companies and speakers."""
        following = [*mentions[1:], None]
        mentions = [m for m, then in zip(mentions, following, strict=False) if not self._says_whose(m, then)]
        played = list(zip(mentions, self.parts(mentions), strict=True))
        spoken_of = [m for m, role in played if role in ("subject", "handed")]
        chosen = [m for m in spoken_of if not m.company and m.form != "weak"]
        if chosen or not weak:
            return chosen
        chosen = [m for m in spoken_of if m.form == "weak"]
        if chosen and (not self.topic or any(self.names.count(m.names[-1]) > 1 for m in chosen)):
            return chosen
        if self.topic:
            return []
        return [
            m for m, role in played if role in ("subject", "handed") or (role == "speaker" and not m.company)
        ]

    def _says_whose(self, mention: Mention, following: Mention | None) -> bool:
        """Whether a name only says whose the one is that it touches: 甲云相机."""
        return (
            following is not None
            and following.start == mention.end
            and mention.form not in _MARKED
            and following.form not in _TITLES
            and self.text[mention.end - 1] not in "”」》"
            and self.text[mention.end] not in "“「《『"
        )

    def leading(self, mentions: list[Mention]) -> Mention | None:
        """Whom a sentence without figures speaks of: its first name that is surely one of an app."""
        chosen = [m for m in self.eligible(mentions, weak=True) if not m.company]
        chosen = [m for m in chosen if not self.setting(m)] or chosen
        sure = [m for m in chosen if m.form not in ("latin", "weak") or self.names.count(m.names[-1]) > 2]
        new = [m for m in chosen if self._is_brought(m)]
        best = new or sure or chosen
        return best[0] if best else None

    def _is_brought(self, mention: Mention) -> bool:
        """推出了《X》: whether a name is what somebody brought out."""
        if _BROUGHT.search(self.text, max(0, mention.start - _BROUGHT_WITHIN), mention.start):
            return True
        low = max(0, mention.start - _TITLE_WITHIN)
        return mention.form == "book" and _BROUGHT_TITLE.search(self.text, low, mention.start) is not None

    def setting(self, mention: Mention) -> bool:
        """Whether a name only sets the scene: 逼空大战里, …连麦之后."""
        scene = _SCENE.match(self.text, mention.end)
        return scene is not None and _NO_SCENE.search(scene[0]) is None

    def subject(self, mention: Mention) -> Subject:
        """A name as what a claim is of."""
        if mention.kind in _KINDS:
            kind = mention.kind
        elif mention.kind in _SOFTWARE:
            kind = "software"
        else:
            kind = "group" if mention.kind == "store" else "app"
        return Subject(tuple(dict.fromkeys(mention.names)), kind, mention.start)

    def clause_subject(self, start: int, end: int) -> Mention | None:
        """A name that nobody knows in front of a verb of charts or downloads: 微视首周新增下载三千万."""
        return opens_clause(self.text, self.names, start, end, topic=self.topic)
