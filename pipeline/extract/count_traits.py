"""What tells a count of downloads from any other number: traits that are weighed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.surroundings import topics
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

_LED = lazy_pattern(
    r"(?P<v>下载|安装|装机|次数|量|数|达到?|为|有|超过?|突破|逾|近|约|破|至|到|以|是|过|新增|累计|共|仅|只有|不足|不到|接近|将近|跑出|斩获|收获|录得|获得?|多达|高达|[（：，、的]|从|由|比|每|前|第|近|贡献)了?[^，。；]{0,2}$"
)
_COMPARED = lazy_pattern(
    "环比|同比|[月年周季][增减]|按[年月季周]|[较比](?:上|去|前|一|同|往|平)|相比|增长|增加|成长|上涨|上升|下降|下滑|下跌|减少|激增|暴增|猛增|飙|翻|提升|攀|回落|缩水|跌|涨|降|增|减|多|少|高"
)
# a line that begins with a name and a colon: one of several below a heading
_LABEL = lazy_pattern(r"\s*(?:[-•·*]|\d{1,2}[.、])?\s*[^，。；：\n]{2,24}：")
_RATE = lazy_pattern("如果|若|只要|一旦|目标|力争|预计|有望|希望|门槛|奖励|考虑|标准|级别|条件|满")


def traits(reader: Reader, number: Number, unit: str, measured: str, objections: list[str]) -> list[str]:
    """What there is to weigh about one number: its unit, what measures it, the words around it."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(number.start)
    how = measured.split(":", maxsplit=1)[0]
    value = number.value or 0
    size = 0 if value < 100 else 1 if value < 3000 else 2 if value < 100_000 else 3 if value < 10**9 else 4
    found = ["bias", f"unit {unit}", f"how {how}", f"{unit} {how}", f"size {size}", f"size {size} {unit}"]
    found += [f"size {size} {how}", f"what {measured}"]
    found += [f"not {objection.split(':')[0]}" for objection in objections]
    led = _LED.search(text[max(clause_start, number.start - 8) : number.start])
    stem = led["v"] if led else "-"
    found += [f"led {stem}", f"led {stem} {unit}", f"led {stem} {how}"]
    found += [f"then {text[number.end : number.end + 1]}", f"then2 {text[number.end : number.end + 2]}"]
    here = text[clause_start:clause_end]
    found += topics(reader, (clause_start, clause_end), how)
    if _RATE.search(here):
        found += ["rate", f"rate {how}"]
    names = sum(clause_start <= m.start < number.start and m.kind != "work" for m in s.names)
    found += [f"names {min(names, 2)}", f"names {min(names, 2)} {how}", f"about {reader.about_apps} {how}"]
    ago = reader.sentence_number - context.measure_sentence
    found += [f"measure {context.measure} {min(ago, 3)}", f"measure {context.measure} {min(ago, 3)} {how}"]
    counted = number.start - context.downloads_at
    found.append(f"count ago {0 if counted < 0 else 1 if counted < 120 else 2 if counted < 600 else 3} {how}")
    if _LABEL.match(text, text.rfind("\n", 0, number.start) + 1, number.start):
        found += ["label", f"label {how}"]
    if reader.title:
        found += ["title", f"title {how}"]
    if text[clause_start : number.start].count("“") > text[clause_start : number.start].count("”"):
        found.append("quoted")
    return found


def change_traits(
    reader: Reader,
    number: Number,
    how: str,
    *,
    is_downloads: bool,
    rising: bool,
    ratio: bool,
    supposed: bool,
) -> list[str]:
    """What there is to weigh about one share or multiple: whether it is by how much downloads changed."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(number.start)
    before = text[clause_start : number.start]
    unit = number.unit or "-"
    found = [
        "bias",
        f"how {how}",
        f"unit {unit}",
        f"downloads {is_downloads}",
        f"downloads {is_downloads} {how}",
    ]
    found += [f"ratio {ratio}", f"supposed {supposed}", f"rising {rising}", f"{unit} rising {rising}"]
    compared = _COMPARED.search(before + text[number.end : number.end + 6])
    stem = compared[0] if compared else "-"
    found += [
        f"compared {stem}",
        f"compared {bool(compared)} {how}",
        f"word {text[max(clause_start, number.start - 2) : number.start]}",
    ]
    found += [f"then {text[number.end : number.end + 1]}"]
    told = context.downloads_sentence
    ago = reader.sentence_number - told
    found += [f"count ago {min(ago, 4)}", f"count ago {min(ago, 4)} {how}"]
    ago = reader.sentence_number - context.measure_sentence
    found += [f"measure {context.measure} {min(ago, 4)}", f"measure {context.measure} {min(ago, 4)} {how}"]
    last = reader.drafts[-1] if reader.drafts else None
    if last is not None and number.start - last.anchor < 160:
        found += [f"last {last.metric}", f"last {last.metric} {how}"]
        if last.anchor >= s.start:
            found += [f"last here {last.metric}", f"last here {last.metric} {how}"]
    if context.chart is not None and number.start - context.chart_at < 200:
        found.append(f"chart {context.chart.kind} {how}")
    if _LABEL.match(text, text.rfind("\n", 0, number.start) + 1, number.start):
        found += ["label", f"label {how}"]
    found += topics(reader, (clause_start, clause_end), how)
    if reader.title:
        found += ["title", f"title {how}"]
    return found
