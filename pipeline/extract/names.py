"""The names in a post: those of the lexicon, and those that only their form gives away.

A name that one place proves (《…》, “…”App, X App, 名为X) counts wherever it stands in the post, and so does its
short form: 糖果相机, later 糖果.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple, Protocol

from pipeline.extract.aliases import Same, other_name
from pipeline.extract.everyday import COMMON, GENERIC
from pipeline.extract.latin import ANALYST, BESIDE_X, SINGLE_X, latin_names, mixed_names, to_their_quotes
from pipeline.extract.proved import APP_TAIL, MOST_SOUGHT, proved_names
from pipeline.extract.quoted import (
    BOOK,
    NOT_A_GAME,
    NOT_A_GAME_BEFORE,
    SHOWN,
    both_names,
    quoted_names,
    used_plainly,
)
from pipeline.text.patterns import lazy_pattern

_SHUT_WITHIN = 14  # letters of quoted words that are no name, and in which none stands
CLOSED = "[”」》]?"  # right behind a name: the mark that closes it
OPENED = "[《“「]?$"  # right before a name: the mark that opens it


class LexiconName(Protocol):
    """What the lexicon finds."""

    start: int
    end: int
    canonical: str
    kind: str
    names: tuple[str, ...]


class Mention(NamedTuple):
    """A name at one place. ``form`` says what made it a name; ``company`` names count only where nothing better does."""

    start: int
    end: int
    names: tuple[str, ...]
    kind: str
    form: str

    @property
    def company(self) -> bool:
        return self.kind in ("company", "store", "studio")


_EXTENDED = lazy_pattern(
    r"(?:手机助手|管家|修图|相机|输入法|浏览器|网盘|地图|听书|极速版|极速大字版|大字版|企业版|阅读|音乐|小说|短剧|直播|拼车|买菜|打车|外卖|特价版|优选|商城|搜索|翻译|影音|买药|商家版|司机版|学生版|家长版|儿童版|国际版|体育|云盘|邮箱|日历|学习机|眼镜)(?!榜|类|的?月活)"
)

_SHORT = lazy_pattern(
    r"(.{2,})(?:浏览器|相机|地图|输入法|打字|打车|出行|音乐|视频|短剧|AI|助手|搜索|账本|网|手游|阅读|小说|日记|记账|外卖|买菜|直播|锁屏|大模型|模型|插件|科技|地图导航|系列)$"
)

_VERSION = lazy_pattern(
    r"[\s·（(]?(?:国际服|国际版|海外版|国服|日服|台服|繁中版|繁体版|港澳台服|台港澳版|港澳台版|日文版|英文版|日本版|中文版|极速版|鸿蒙原生版|鸿蒙版|行动版|手机版|手游|系列模型|开源模型|系列|Lite|lite|插件|台湾版)"
)

_MODEL = lazy_pattern(r"-?(?:V|v|R|K|Max|Turbo)?\d+(?:\.\d+)?B?(?:-[A-Za-z0-9.]+)*$|\d+B")

# at the moment: a word of the sentence, no package of that name
_ENGLISH_BEFORE = lazy_pattern(
    r"(?:^|[ ,.])(?:the|an?|of|at|in|to|for|this|that|its?|our|your|their|is|are|and|or) $"
)

_FIRMS = (
    "工作室",
    "公司",
    "科技",
    "互娱",
    "网络",
    "集团",
    "传媒",
    "团队",
    "实验室",
    "基金会",
    "银行",
    "大学",
    "研究院",
    "数据",
    "互动",
    "资本",
)


# only their form makes these names, and what stands beside them may say that they are no app's: 资安公司「X」, “X”公司
_BY_FORM = frozenset(("latin", "quoted", "weak", "listed"))
_FIRM_BEFORE = lazy_pattern(
    r"(?:公司|机构|厂商|业者|开发商|发行商|工作室|团队|集团|媒体|网站|智库|券商|投行|基金|初创企业|新创企业)(?:——)?\s?[“「]?$"
)
_FIRM_BEHIND = lazy_pattern(
    r"[”」]?\s?(?:的)?(?:公司|集团|工作室|实验室|研究院|投资公司|科技公司|基金会|首席分析师)"
)
# Windows Phone应用商店, VS Code插件市场: not the thing, but where one gets what runs on it
_STORE_OF = lazy_pattern(r"\s?(?:应用商店|应用市场|软件商店|插件市场|插件商店|扩展商店|扩展市场|应用中心)")


class Names:
    """Every name of one field of a post, in its order."""

    def __init__(self, text: str, lexicon: object, known: dict[str, tuple[str, ...]] | None = None) -> None:
        self.text = text
        self.surfaces: dict[str, dict[str, None]] = {}  # the forms of a known name, each once, in their order
        self._counts: dict[str, int] = {}
        self._counts_of: dict[tuple[str, ...], int] = {}
        found: list[tuple[int, int, int, Mention]] = []  # start, -length, priority, mention
        lex = [] if lexicon is None else list(lexicon.find(text))  # type: ignore[attr-defined]
        for name in lex:
            kind = str(name.kind)
            if kind == "analyst":
                continue
            if kind == "company" and APP_TAIL.match(text, name.end):
                kind = "app"
            surface = text[name.start : name.end]
            if (
                len(surface) == 1
                or (surface.isdigit() and len(surface) < 4)
                or (surface in COMMON and not APP_TAIL.match(text, name.end))
                or (surface.islower() and _ENGLISH_BEFORE.search(text[max(0, name.start - 6) : name.start]))
            ):
                continue
            forms = self.surfaces.setdefault(name.canonical, {})
            if len(forms) < MOST_SOUGHT:
                forms[surface] = None
            names = (name.canonical, surface)
            found.append(
                (
                    name.start,
                    -(name.end - name.start),
                    1,
                    Mention(name.start, name.end, names, kind, "lexicon"),
                )
            )
        strong: dict[str, str] = {}
        for hit in BOOK.finditer(text):
            title = hit[1].strip()
            if (
                not title
                or NOT_A_GAME.search(title)
                or SHOWN.match(text, hit.end())
                or NOT_A_GAME_BEFORE.search(text[max(0, hit.start() - 8) : hit.start()])
            ):
                found.append(
                    (
                        hit.start(),
                        -(hit.end() - hit.start()),
                        0,
                        Mention(hit.start(), hit.end(), (title,), "work", "work"),
                    )
                )
                continue
            strong.setdefault(title, "book")
            found.append(
                (
                    hit.start(),
                    -(hit.end() - hit.start()),
                    0,
                    Mention(hit.start(), hit.end(), both_names(title), "app", "book"),
                )
            )
        weak: list[Mention] = []
        refused: list[tuple[int, int]] = []
        plain: dict[str, bool] = {}
        for start, end, content, form in quoted_names(text, refused):
            if form == "weak" and content not in plain and len(plain) < MOST_SOUGHT:
                plain[content] = used_plainly(text, content)
            if form == "weak" and not plain.get(content):
                weak.append(Mention(start, end, (content,), "app", "weak"))
                continue
            strong.setdefault(content, "quoted")
            found.append(
                (
                    start,
                    -(end - start),
                    0,
                    Mention(start, end, (content,), "app", "quoted" if form == "weak" else form),
                )
            )
        for name, form in proved_names(text).items():
            strong.setdefault(name, form)
        for name in known or ():
            strong.setdefault(name, "title")
        found.extend((mention.start, -(mention.end - mention.start), 2, mention) for mention in weak)
        latin = list(latin_names(text))
        if BESIDE_X.search(text):
            latin += [(hit.start(), hit.end(), "X") for hit in SINGLE_X.finditer(text)]
        for name, form in mixed_names(text, (name for _, _, name in latin if " " not in name)).items():
            strong.setdefault(name, form)
        shut = {a: b for a, b in refused if b - a < _SHUT_WITHIN}
        for start, end, name in to_their_quotes(text, latin):
            if name.casefold() not in ANALYST and not any(
                end < shut.get(a, 0) for a in range(start - _SHUT_WITHIN, start)
            ):
                found.append((start, -(end - start), 3, Mention(start, end, (name,), "app", "latin")))
        # short forms: 糖果相机 -> 糖果
        self.short: dict[str, str] = {}
        for name in list(strong):
            short = _SHORT.fullmatch(name)
            if (
                short
                and short[1] not in GENERIC
                and not short[1].isascii()
                and text.count(short[1]) > text.count(name)
            ):
                self.short[short[1]] = name
                strong.setdefault(short[1], "short")
        for name, form in strong.items():
            if len(name) < 2 or (name.isascii() and len(name) < 3):
                continue
            at = text.find(name)
            while at >= 0:
                found.append((at, -len(name), 2, Mention(at, at + len(name), (name,), "app", form)))
                at = text.find(name, at + len(name))
        settled = [self._all_surfaces(mention) for mention in self._settled(found)]
        self.mentions = self._glossed(self._renamed(settled))
        self._starts = [mention.start for mention in self.mentions]

    def _glossed(self, mentions: list[Mention]) -> list[Mention]:
        """米粒手账（Grainly） is one name written twice."""
        kept: list[Mention] = []
        for mention in mentions:
            last = kept[-1] if kept else None
            if (
                last is not None
                and mention.form in ("latin", "lexicon")
                and not (mention.company or last.company or last.kind == "work")
                and self._ascii(mention) != self._ascii(last)
                and self.text[last.end : mention.start] in ("（", "”（", "」（", "》（")
                and self.text[mention.end : mention.end + 1] == "）"
            ):
                names = tuple(dict.fromkeys((*last.names, *mention.names)))
                kept[-1] = Mention(last.start, mention.end + 1, names, last.kind, last.form)
            else:
                kept.append(mention)
        return kept

    def _renamed(self, mentions: list[Mention]) -> list[Mention]:
        """番茄土豆钟（以下简称TTC）: what brackets call a thing besides is its name wherever it stands."""
        same = Same()
        text = self.text
        for number, mention in enumerate(mentions):
            if mention.kind == "work" or mention.company:
                continue
            other = other_name(text, mention.end)
            if other is not None:
                same.join(mention.names, (other[0],))
                if mention.form == "weak":
                    mentions[number] = mention._replace(form="quoted")
        if not same:
            return mentions
        taken = {at for m in mentions for at in range(m.start, m.end)}
        for name in list(same.names())[:MOST_SOUGHT]:
            at = text.find(name)
            while at >= 0:
                if taken.isdisjoint((at, at + len(name) - 1)):
                    mentions.append(Mention(at, at + len(name), (name,), "app", "alias"))
                    taken.update(range(at, at + len(name)))
                at = text.find(name, at + len(name))
        mentions.sort(key=lambda m: m.start)
        return [m if m.company or m.kind == "work" else m._replace(names=same.of(m.names)) for m in mentions]

    def _ascii(self, mention: Mention) -> bool:
        return self.text[mention.start : mention.end].isascii()

    def _all_surfaces(self, mention: Mention) -> Mention:
        """A known name with every form that the post uses for it."""
        used = self.surfaces.get(mention.names[0]) if mention.form == "lexicon" else None
        if not used:
            return mention
        return Mention(
            mention.start,
            mention.end,
            tuple(dict.fromkeys((*mention.names, *used))),
            mention.kind,
            mention.form,
        )

    def _settled(self, found: list[tuple[int, int, int, Mention]]) -> list[Mention]:
        """Leftmost, then longest; what stands within a quoted or bracketed name gives way to it."""
        found.sort(key=lambda entry: (entry[0], entry[1], entry[2]))
        kept: list[Mention] = []
        for _, _, _, mention in found:
            if kept and mention.start < kept[-1].end:
                previous = kept[-1]
                if (
                    previous.form in ("latin", "app")
                    and mention.end > previous.end
                    and mention.form in ("lexicon", "book", "quoted")
                ):
                    kept[-1] = self._named(mention)
                    continue
                if (
                    previous.form == "lexicon"
                    and mention.form == "latin"
                    and mention.end > previous.end
                    and not previous.names[-1].isascii()
                ):
                    kept[-1] = self._named(mention)  # Claude for Chrome, not Anthropic的Claude
                    continue
                if (
                    mention.form == "lexicon"
                    and previous.form in ("book", "quoted", "listed", "weak", "app", "named")
                    and mention.start <= previous.start + 1
                    and mention.end >= previous.end - 1
                ):
                    kept[-1] = Mention(
                        previous.start,
                        previous.end,
                        tuple(dict.fromkeys((*mention.names, *previous.names))),
                        mention.kind,
                        "lexicon",
                    )
                continue
            kept.append(self._named(mention))
        return kept

    def _named(self, mention: Mention) -> Mention:
        names = list(mention.names)
        surface = mention.names[-1]
        if mention.kind == "company" and self.text[mention.end - 3 : mention.end].casefold() == "app":
            return Mention(mention.start, mention.end, mention.names, "app", mention.form)  # a firm's own app
        if mention.form in _BY_FORM and (
            _FIRM_BEFORE.search(self.text, max(0, mention.start - 10), mention.start)
            or _FIRM_BEHIND.match(self.text, mention.end)
        ):
            return Mention(mention.start, mention.end, mention.names, "company", mention.form)
        if mention.form != "lexicon" and surface.endswith(_FIRMS):
            return Mention(mention.start, mention.end, mention.names, "company", mention.form)
        store = _STORE_OF.match(self.text, mention.end) if surface.isascii() and not mention.company else None
        if store is not None and mention.form in ("latin", "lexicon"):
            names = [surface + store[0], surface + "商店", surface + "应用商店"]
            return Mention(mention.start, store.end(), tuple(dict.fromkeys(names)), "store", mention.form)
        full = self.short.get(surface)
        if full:
            names.insert(0, full)
        end = mention.end
        kind = mention.kind
        if mention.form in ("lexicon", "latin") and not mention.company:
            extended = _EXTENDED.match(self.text, end)
            if extended:
                return Mention(
                    mention.start,
                    extended.end(),
                    tuple(
                        dict.fromkeys(
                            (
                                *(name + extended[0] for name in names[-1:]),
                                *(name + extended[0] for name in names[:1]),
                                *(names[-1:] if mention.form == "latin" else ()),
                            )
                        )
                    ),
                    kind,
                    "lexicon",
                )
        version = _VERSION.match(self.text, end) if kind != "work" else None
        if version and not self.text.startswith("手游戏", end):
            end = version.end()
            names.insert(0, surface + version[0].strip(" ·（("))
            if "模型" in version[0] or "插件" in version[0]:
                kind = "software"
        if mention.form == "latin" and _MODEL.search(surface) and "-" in surface:
            kind = "software"
        return Mention(mention.start, end, tuple(dict.fromkeys(names)), kind, mention.form)

    def count(self, name: str) -> int:
        """How often the text has a name; each is counted once."""
        known = self._counts.get(name)
        if known is None:
            known = self._counts[name] = self.text.count(name)
        return known

    @cached_property
    def firsts(self) -> list[Mention]:
        """The first mention of each thing in each form."""
        firsts: dict[tuple[tuple[str, ...], str], Mention] = {}
        for mention in self.mentions:
            firsts.setdefault((mention.names, mention.form), mention)
        return list(firsts.values())

    def longer(self, phrase: str) -> Mention | None:
        """The first name that begins or ends with a phrase and is longer."""
        return self._by_part.get(phrase)

    @cached_property
    def _by_part(self) -> dict[str, Mention]:
        """What begins or ends a name without being all of it -> the first such name."""
        found: dict[str, Mention] = {}
        for mention in self.firsts:
            if mention.form in ("weak", "latin"):
                continue
            for name in mention.names:
                for at in range(len(name)):
                    found.setdefault(name[:at], mention)
                    found.setdefault(name[at + 1 :], mention)
        return found

    def count_of(self, names: tuple[str, ...]) -> int:
        """How often the text has any of the names of one thing."""
        known = self._counts_of.get(names)
        if known is None:
            known = self._counts_of[names] = sum(map(self.count, dict.fromkeys(names)))
        return known

    @cached_property
    def first(self) -> tuple[str, ...]:
        """The name that stands before all others; companies and works are none."""
        for mention in self.mentions:
            if not mention.company and mention.kind != "work" and mention.form != "weak":
                return mention.names
        return ()

    @cached_property
    def salient(self) -> list[tuple[str, ...]]:
        """The names that the text comes back to most often, the most frequent first; companies and works are none."""
        counts: dict[str, int] = {}
        names: dict[str, tuple[str, ...]] = {}
        for mention in self.mentions:
            if mention.company or mention.kind == "work" or mention.form == "weak":
                continue
            counts[mention.names[0]] = counts.get(mention.names[0], 0) + 1
            names.setdefault(mention.names[0], mention.names)
        often = sorted(counts, key=lambda name: -counts[name])
        return [names[name] for name in often[:3]]

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in a span."""
        starts = self._starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]
