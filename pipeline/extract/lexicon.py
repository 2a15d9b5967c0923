"""Names that are known beforehand, found in a text by one automaton whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import ahocorasick_rs

KINDS = frozenset({"app", "game", "model", "software", "company", "store", "analyst"})
_SUBJECT_KINDS = {
    "app": "app",
    "game": "app",
    "model": "software",
    "software": "software",
    "store": "group",
    "company": "group",
    "analyst": "group",
}
_LATIN = lazy_pattern(r"[A-Za-z0-9\u00c0-\u024f]")
_SEAM = lazy_pattern(r"(?<=[a-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z0-9])")
_APP = lazy_pattern(r"app(?:s)?(?![a-z0-9])")
_WIDE = lazy_pattern("[Ａ-Ｚａ-ｚ０-９]")
_WIDE_TO_ASCII = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_MARKS = str.maketrans("：！（）＋＆・•", ":!()+&··")  # written either way in the names of games
_TO_MARKS = str.maketrans(":!()+&·", "：！（）＋＆・")
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_OTHER_SPACE = lazy_pattern(r"[^\S \n]")
_FEW = (
    4_000  # characters that are read before the automaton of all names is made, which takes as long as 50,000
)
_REACH = 40  # characters to each side that may show that a common word is a name here
_CONTEXT = lazy_pattern(
    r"app|应用|软件|客户端|小程序|下载|安装|装机|榜|登顶|上架|上线|公测|用户|月活|日活|大模型|模型|智能助手|助手|ai|手游|游戏|平台|短视频|直播|社交|商店|开源|[《「“『]"
)


class Entry(NamedTuple):
    """One table of ``apps.toml``."""

    canonical: str
    kind: str
    names: tuple[str, ...]  # the canonical name first
    maker: str | None = None
    needs_context: bool = False


class Name(NamedTuple):
    """A known name at one place of a text."""

    start: int
    end: int
    canonical: str
    kind: str
    names: tuple[str, ...]

    @property
    def subject_kind(self) -> str:
        """What a claim about it calls it: games are apps, models are software, a company's apps together a group."""
        return _SUBJECT_KINDS[self.kind]


def folded(name: str) -> str:
    """A name as it is looked up: width, case and spaces do not count, nor whether a colon is Chinese.

    >>> folded("Hugging Face") == folded("ＨuggingFace")
    True
    """
    plain = (
        name.lower() if name.isascii() or not _WIDE.search(name) else name.translate(_WIDE_TO_ASCII).lower()
    )
    plain = plain.translate(_MARKS)
    return "".join(plain.split()) if " " in plain else plain


def all_folded(names: Sequence[str]) -> list[str]:
    """Each name as ``folded`` gives it, all in one go, which takes a quarter of the time.

    >>> all_folded(["Hugging Face", "崩坏：星穹铁道"])
    ['huggingface', '崩坏:星穹铁道']
    """
    joined = "\n".join(names)
    if _OTHER_SPACE.search(joined) or joined.count("\n") != len(names) - 1:
        return list(map(folded, names))
    plain = _WIDE.sub(lambda hit: hit[0].translate(_WIDE_TO_ASCII), joined).lower()
    for mark, narrow in _MARKS.items():
        plain = plain.replace(chr(mark), chr(narrow))
    return plain.replace(" ", "").split("\n")


class Lexicon:
    """All entries, and the automaton that finds their names."""

    def __init__(self, entries: Mapping[str, Entry], barred: frozenset[str]) -> None:
        self.entries = entries
        owners = [entry for entry in entries.values() for _ in entry.names]
        spelt = all_folded([name for entry in entries.values() for name in entry.names])
        self._by_name = dict(zip(spelt, owners, strict=True))
        self._barred = barred
        self._few = _FEW

    @classmethod
    def from_toml(cls, apps: Mapping[str, Any]) -> Lexicon:
        """From the tables of ``apps.toml``, already checked.

        >>> lexicon = Lexicon.from_toml({"元宝": {"kind": "app", "aliases": ["腾讯元宝"], "not": ["金元宝"]}})
        >>> [(name.start, name.canonical) for name in lexicon.find("金元宝和腾讯元宝")]
        [(4, '元宝')]
        """
        entries = {
            canonical: Entry(
                canonical,
                table["kind"],
                (canonical, *table.get("aliases", ())),
                table.get("maker"),
                bool(table.get("needs_context", False)),
            )
            for canonical, table in apps.items()
        }
        return cls(
            entries, frozenset(text.lower() for table in apps.values() for text in table.get("not", ()))
        )

    def entry(self, name: str) -> Entry | None:
        """The entry that bears a name, canonical or not."""
        return self._by_name.get(folded(name))

    def names(self, name: str) -> tuple[str, ...]:
        """Every name of whatever is called so, the canonical one first; none for a stranger."""
        entry = self.entry(name)
        return () if entry is None else entry.names

    def made_by(self, maker: str) -> tuple[str, ...]:
        """The canonical names of all that a maker makes, whichever of its names it is called by.

        >>> known = {"豆包": {"kind": "app", "maker": "字节跳动"}, "字节跳动": {"kind": "company", "aliases": ["ByteDance"]}}
        >>> Lexicon.from_toml(known).made_by("bytedance")
        ('豆包',)
        """
        wanted = {folded(name) for name in (maker, *self.names(maker))}
        return tuple(
            one.canonical for one in self.entries.values() if one.maker and folded(one.maker) in wanted
        )

    def find(self, text: str) -> list[Name]:
        """The known names of a Simplified text in their order: the longest wins, none overlap.

        A Latin name stands by itself (no iOS in Helios), a common word counts where something near says that it is
        a name here.
        """
        plain = _lowered(text)
        return [
            name for start, end in self._matches(plain) if (name := self._name(plain, start, end)) is not None
        ]

    def _matches(self, plain: str) -> Iterator[tuple[int, int]]:
        self._few -= len(plain)
        automaton = self._automaton if self._few < 0 else self._automaton_of(plain)
        for _, start, end in automaton.find_matches_as_indexes(plain):
            yield start, end

    def _automaton_of(self, plain: str) -> ahocorasick_rs.AhoCorasick:
        """The automaton for one short text: of the names in it, each looked for by itself."""
        tight = "".join(plain.translate(_MARKS).split())
        near = [entry for name, entry in self._by_name.items() if name in tight]
        return _automaton(near, {barred for barred in self._barred if barred in plain})

    def _name(self, plain: str, start: int, end: int) -> Name | None:
        while end > start:
            entry = self._by_name.get("".join(plain[start:end].translate(_MARKS).split()))
            if entry is None and plain[start:end] in self._barred:
                return None
            if entry is not None and _stands_alone(plain, start, end):
                if entry.needs_context and not _shown(plain, start, end):
                    return None
                return Name(start, end, entry.canonical, entry.kind, entry.names)
            end -= 1
            if not _LATIN.match(plain[start]):
                return None
        return None

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return _automaton(self.entries.values(), self._barred)


def _automaton(entries: Iterable[Entry], barred: AbstractSet[str]) -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs

    patterns = {spelling for entry in entries for name in entry.names for spelling in _spellings(name)}
    return ahocorasick_rs.AhoCorasick(
        sorted(patterns | barred) or ["\0"],
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        store_patterns=False,
    )


def _spellings(name: str) -> Iterator[str]:
    """As posts may write it: marks in either width, spaces or none, a space where Latin letters meet Chinese ones."""
    if name.isalpha() and not _LATIN.search(name):
        yield name
        return
    plain = name.translate(_WIDE_TO_ASCII).lower()
    for written in {plain, plain.translate(_MARKS), plain.translate(_TO_MARKS)}:
        tight = "".join(written.split())
        yield from (written, tight, _SEAM.sub(" ", written), _SEAM.sub(" ", tight))


def _lowered(text: str) -> str:
    """In lower case and ASCII width, one code point for one, without what the automaton cannot take."""
    if _WIDE.search(text):
        text = text.translate(_WIDE_TO_ASCII)
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered if lowered.isascii() else _SURROGATE.sub("?", lowered)


def _stands_alone(plain: str, start: int, end: int) -> bool:
    if start and _LATIN.match(plain[start]) and _LATIN.match(plain[start - 1]):
        return False
    if end == len(plain) or not _LATIN.match(plain[end]) or not _LATIN.match(plain[end - 1]):
        return True
    return bool(_APP.match(plain, end))


def _shown(plain: str, start: int, end: int) -> bool:
    return _CONTEXT.search(plain, max(0, start - _REACH), end + _REACH) is not None
