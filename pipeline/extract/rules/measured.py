"""Whether a number counts downloads: by the word behind it, by the nearest measure before it, or since the passage does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

Measured = tuple[bool, str]  # whether it is downloads that are counted, and why

# downloads of these are none of an app: 这篇论文被下载了8000次
_PAPERS = lazy_pattern(
    "论文|期刊|知网|单曲|专辑|有声书|电子书|歌曲|壁纸|表情包|课件|真题|数据集"
    "|电池|储能"  # what is 装机 there is power
)
_SOFTWARE = lazy_pattern("应用|App|软件|游戏")
# the same, close before the measure: 这份课件的下载量
_NOT_SOFTWARE = lazy_pattern(
    "(?:"
    # what is read, heard and seen
    "文章|论文|专辑|单曲|歌曲|表情包|壁纸|原声|资料包?|课件|有声书|电子书|铃声|文件|数据集|字体|模板"
    r"|音乐(?![\u4e00-\u9fff]{0,3}类|App|应用|软件)|图片|真题|电影|书籍|原画"
    # where 装机 is of power or of air conditioners
    "|电池|空调|光伏|风电|储能|机组"
    "|乐谱"
    ")[^，。；App]{0,14}$"
)
# leads a count of what the sentence before measured: 它的数字变成…, 夸克为760万次
_LED = lazy_pattern(r"它|其|该|数字|变成|预估|以\s?[约近超逾]?$|[为达至到有约近超]\s?$")
# stands right before such a count: a word, a name or a colon
_TOUCHED = lazy_pattern(r"[\u4e00-\u9fffA-Za-z：][\s“「]?$")
_A_FEW = 10  # fewer times are what somebody did, not what all did
_COUNTED = 1000  # a smaller number that names no measure counts no downloads of an app
_FAR = 60  # letters over which a measure reaches a number without a unit
_STALE = 4  # sentences after a count in which another one needs no measure


@dataclass(slots=True)
class _Look:
    """One number and the measures before it."""

    reader: Reader
    number: Number
    unit: str
    clause_start: int
    clause_end: int
    before: list[tuple[int, int, bool]]

    @property
    def local(self) -> list[tuple[int, int, bool]]:
        return [m for m in self.before if m[0] >= self.clause_start]

    def word(self, measure: tuple[int, int, bool]) -> str:
        return self.reader.text[measure[0] : measure[1]]


def measured(reader: Reader, number: Number, unit: str) -> Measured:
    """Whether a number with a unit counts downloads, and by which rule; the first that knows decides."""
    s = reader.sentence
    before = [m for m in s.measures if m[1] <= number.start]
    look = _Look(reader, number, unit, *s.clause_of(number.start), before)
    for rule in (
        _of_papers,
        _by_its_unit,
        _by_its_clause,
        _by_a_chart,
        _few,
        _by_an_earlier_clause,
        _by_what_follows,
        _by_the_passage,
    ):
        found = rule(look)
        if found is not None:
            return found
    return False, "no measure of downloads near it"


def of_other_things(reader: Reader, start: int, end: int) -> bool:
    """Whether what a stretch leads to are downloads of something that is no software.

    Its names are blotted out: 网易云音乐 is no music.
    """
    piece = reader.text[start:end]
    for mention in reader.sentence.names:
        if start <= mention.start and mention.end <= end:
            blot = "□" * (mention.end - mention.start)
            piece = piece[: mention.start - start] + blot + piece[mention.end - start :]
    return _NOT_SOFTWARE.search(piece) is not None


def _of_papers(look: _Look) -> Measured | None:
    text, start, end = look.reader.text, look.reader.sentence.start, look.number.start
    if _PAPERS.search(text, start, end) and not _SOFTWARE.search(text, start, end):
        return False, "downloads of something else"
    return None


def _by_its_unit(look: _Look) -> Measured | None:
    """300万次下载, 300万人下载."""
    if look.unit not in ("downloads", "people"):
        return None
    if of_other_things(look.reader, look.clause_start, look.number.start):
        return False, "downloads of something else"
    return True, "the word behind it"


def _by_its_clause(look: _Look) -> Measured | None:
    """下载量达300万: the nearest measure decides, so that 下载后月活达300万 is none."""
    local = look.local
    if not local:
        return None
    word = look.word(local[-1])
    if not local[-1][2]:
        return False, "measures something else: " + word
    small = look.unit in ("count", "none") and (look.number.value or 0) < _A_FEW
    if small and not word.endswith("次数"):
        return False, "a few times"
    if of_other_things(look.reader, look.clause_start, local[-1][1]):
        return False, "downloads of something else"
    return True, "the nearest measure in its clause"


def _by_a_chart(look: _Look) -> Measured | None:
    """下载榜上，豆包（210万次）."""
    charts = [
        c
        for c in look.reader.sentence.charts
        if c.end <= look.number.start and c.kind == "downloads" and c.named and not c.void
    ]
    counts = charts and look.unit in ("count", "none")
    if counts and (not look.before or look.before[-1][0] <= charts[-1].end):
        return True, "a chart of downloads"
    return None


def _few(look: _Look) -> Measured | None:
    """登顶过3次."""
    few = look.unit == "count" and (look.number.value or 0) < _A_FEW
    return (False, "a few times") if few else None


def _by_an_earlier_clause(look: _Look) -> Measured | None:
    """下载量还在增长，达到900万次."""
    if not look.before:
        return None
    nearest = look.before[-1]
    if not nearest[2]:
        return False, "measures something else: " + look.word(nearest)
    if look.unit == "count" or look.number.start - nearest[1] <= _FAR:
        return True, "the measure of an earlier clause"
    return None


def _by_what_follows(look: _Look) -> Measured | None:
    """300万的月活, 300万台."""
    end = look.number.end
    behind = [m for m in look.reader.sentence.measures if end <= m[0] < look.clause_end and m[0] - end <= 4]
    if behind and not behind[0][2]:
        return False, "measures something else: " + look.word(behind[0])
    if look.reader.text.startswith("台", end):
        return False, "counts something else"
    return None


def _by_the_passage(look: _Look) -> Measured | None:
    """豆包下载量破亿。千问为760万次: what was counted in the sentences before goes on to be counted."""
    reader, context = look.reader, look.reader.context
    if not context.measure:
        return None
    times, large = look.unit == "count", (look.number.value or 0) >= _COUNTED
    counted = context.downloads is not None and reader.sentence_number - context.downloads_sentence <= _STALE
    if counted and times and large and _is_led(look):
        return True, "the measure of the sentence before"
    if reader.sentence_number - context.measure_sentence <= 1:
        low = max(look.clause_start, look.number.start - 2)
        touched = large and _is_led(look) and _TOUCHED.search(reader.text[low : look.number.start])
        if times or touched:
            return True, "the measure of the sentence before"
    return None


def _is_led(look: _Look) -> bool:
    """Whether a name, a region or a word that points back stands before a number."""
    reader, start = look.reader, look.number.start
    s = reader.sentence
    previous_clause = s.clauses[max(0, s.clause_number(start) - 1)][0]
    return (
        any(previous_clause <= m.start < start for m in s.names)
        or any(look.clause_start <= r.start < start for r in s.regions)
        or _LED.search(reader.text[look.clause_start : start]) is not None
        or reader.resolver.clause_subject(look.clause_start, start) is not None
    )
