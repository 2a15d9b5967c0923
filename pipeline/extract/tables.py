"""Charts printed as lists and tables of text lines: ``1. 夸克``, ``2|豆包|4|21.4万``, ``① 剧汇短剧（↑3）``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.extract import attach
from pipeline.extract.charts import Chart, find_charts
from pipeline.extract.dates import find_dates
from pipeline.extract.draft import Draft
from pipeline.extract.names import Mention
from pipeline.extract.numbers import find_numbers
from pipeline.extract.periods import find_periods
from pipeline.extract.places import find_regions, small_number, stores_among
from pipeline.extract.sources import find_sources
from pipeline.extract.subjects import Subject
from pipeline.extract.tokens import find_tokens
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_ROW = lazy_pattern(
    r"[ \t>*•·|\-—#]*(?:【(?P<b>\d{1,3})】\s*|(?P<n>\d{1,3})\s?(?:[.．、，,|\t)）:：]|\s)\s*(?!\d{1,2}日|\d+月)|(?P<h>[一二三四五六七八九十]{1,2})、\s*(?=[^。；]{2,40}$)|(?P<c>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])\s*|第(?P<o>\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|位)?\s?[:：、，|\s]\s*|(?:[Tt][Oo][Pp]|[Nn][Oo]\.?)\s?(?P<t>\d{1,3})\s?[:：.、|\s]\s*)(?:第[一二三四五六七八九十\d]{1,3}名\s?[:：]\s*)?(?P<rest>\S.*)"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# 第四至第十名如下：, 前五名依次为：, with a name in each line below
_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_SPAN_HEAD = lazy_pattern(
    rf"(?:^|[^\n]{{0,60}}?)(?:第(?P<a>{_N})(?:名|位)?\s?[至到~—-]\s?第?(?P<b>{_N})(?:名|位)|前(?P<n>{_N})(?:名|位))[^，。；：\n]{{0,8}}?(?:如下|依次[是为]|依序[是为]|顺序[是为]|排序)\s?：\s*$"
)
_NAME_LINE = lazy_pattern(r"[ \t•·*-]*(?P<rest>[^\s\d•·*，。；：、-][^，。；：\n]{0,29})")
_HEAD = lazy_pattern(r"榜|排行|排名|名次|之最|前[一二三四五六七八九十\d]+|[Tt][Oo][Pp]\s?\d+")
_COLUMNS = lazy_pattern(r"(?:名次|排名|排行|序号|No\.?|位次|#)\s*[|\t 丨、，,]\s*\S")
# a header whose first column is the name: a table of counts, which nobody numbered
_UNNUMBERED = lazy_pattern(
    r"(?:应用|应用名称|应用名|APP|App|产品|产品名称|游戏|游戏名称|软件|软件名称|名称|AI应用|AI产品)(?:名)?\s*(?:[|\t丨，,\u3000]|(?<=[\u4e00-\u9fff]) )\s*\S"
)
# 部门 名称 累计下载次数: who made it stands before its name
_MAKER_FIRST = lazy_pattern(
    r"[\u4e00-\u9fff/]{1,8}(?:\s*[|\t丨]\s*| +)(?:名称|应用|应用名称|程序|App|APP|程式|游戏|软件|产品)(?:名称?)?(?:\s*[|\t丨]\s*| +)\S"
)
_COMMA = lazy_pattern(r"\s*(?:(?<!\d)[,，]|[,，](?!\d{3}(?!\d)))\s*")
_SPLIT = lazy_pattern(r"\s*[|｜丨│\t]\s*| {2,}")
_TEN_THOUSANDS = lazy_pattern("单位(?:为|是|：|:)?\\s?万|[（(]万(?:次|人次)?[）)]")
_WIDEST = 14  # letters in the name of a column
_COUNTED = lazy_pattern("下载|安装|装机")
_BRACKET = lazy_pattern(r"\s*[（(]([^（）()]*)[）)]\s*")
# 3. 《甲》 and 第三名：甲 as headings, each with what is told of it below or behind a colon
_HEADING = lazy_pattern(
    r"[ \t#*]*(?:(?P<n>\d{1,2})\s?[.．、]\s?|第(?P<o>[一二三四五六七八九十]{1,2}|\d{1,2})名\s?[：:、]\s?|(?:TOP|Top|N[Oo]\.?)\s?(?P<t>\d{1,2})\s?[：:.、]?\s?)"
    r"(?P<name>《[^》\n]{1,30}》|[A-Za-z][A-Za-z0-9:：!+'.& \-]{1,28}[A-Za-z0-9!+]|[^\s《》，。：:（）()、；]{2,14})(?P<maker>\s?[（(][^（）()\d\n]{1,20}[）)])?(?=[ \t*]*$|\s?[（(][^（）()\n]{1,20}[）)]\s?(?:$|[：:])|\s?[：:])"
)
# （截图来源于七麦数据） between a chart's head and its rows
_CAPTION = lazy_pattern(r"\s*[（(▲△]\s?[^（()）\n]{0,12}(?:来源|来自|图源|数据)[^（()）\n]{0,24}[)）]?\s*")
_SHORT = 40  # letters in a line that heads a list
_FEWEST = 3  # headings that make a list
# 1.豆包 2.夸克 3.元宝 in one line
_INLINE = lazy_pattern(
    r"(?:(?<![\d.第])(?P<n>[1-9]\d?)\s?[.．、:：)）](?!\d)|(?P<c>[①-⑳])|第(?P<o>[一二三四五六七八九十]{1,2})(?:名|位)?\s?[:：]|(?<![A-Za-z])(?:TOP|Top|NO|No)\.?\s?(?P<t>\d{1,2})\s?[.:：、\s])\s?(?=[^\s\d，。；、])"
)
_FIRST = ("1", "①", "第一")  # one of them numbers the first of a list
_RULE = lazy_pattern(r"[|\s:\-—=+]*")
_BRACKET_COUNT = lazy_pattern(r"[（(]([^（）()]{0,12}\d[\d,.]*\s?[万亿]?[多余]?次?(?:下载|安装)?)[）)]")
# 红果免费短剧 约710万（+9%）
_BARE_COUNT = lazy_pattern(r"\s(?:约|近|超|逾|不足)?\s?(?=\d[\d,.]*\s?[万亿千])")
_BRACKET_SHARE = lazy_pattern(r"[（(]\s?(?:环比|同比)?([+\-−–↑↓]?\s?\d{1,4}(?:\.\d{1,2})?%)\s?[）)]")
_CHANGE = lazy_pattern(
    r"^(?:(?P<up>↑|上升|升|\+|▲)\s?(?P<u>\d{1,3})|(?P<down>↓|下降|降|-|▼|－)\s?(?P<d>\d{1,3}))(?:位|名)?$"
)
_TITLED = lazy_pattern(r"《(?P<np>[^《》]{1,24})》(?P<more>\s?[^\s《》，。：:（(][^《》，。：:（(]{1,11})$")
_LATIN = lazy_pattern(r"[^\u3400-\u9fff]*[A-Za-z][^\u3400-\u9fff]*")
_SUM = lazy_pattern("[万亿千%元]")
_TAIL = lazy_pattern(
    r"\s+(?:\d{1,2}月|本[周月]|上[周月])(?:下载|安装|月活|流水|收入).*$|\s+(?:MAU|DAU|月活|日活|下载|安装|流水|收入|约|近|超|[\d,.]+\s?[万亿]|不足|[+\-]\d).*$|[：:，,—].*$|\s+[-–—]\s.*$|\s*[↑↓▲▼].*$|\s*(?:[（(]?(?:新上榜|新进榜?|重返榜单|持平|NEW|New|new|—|＝|=)[）)]?)$"
)


@dataclass(slots=True)
class Block:
    """Rows that belong together: (rank, offset of the text behind it, end of line) and the columns' names."""

    start: int
    end: int
    rows: list[tuple[int, int, int]]
    columns: list[str]
    first: int = -1  # one of several headings: where the first of them begins
    named: int = 0  # which cell names what a row is about

    @property
    def top(self) -> int:
        """Where the list begins that it belongs to."""
        return self.start if self.first < 0 else self.first


def find_rows(text: str) -> dict[int, Block]:
    """Blocks of at least two rows that count up from one (or on from a first row), by the offset of their first line."""
    blocks: dict[int, Block] = {}
    current: Block | None = None
    plain: Block | None = None
    columns: list[str] = []
    at = 0
    first_line = 0
    for line in text.split("\n"):
        end = at + len(line)
        hit = _ROW.fullmatch(line) if len(line) <= 120 else None
        rank = _rank_of(hit) if hit else None
        inline = _inline(line, at) if 12 < len(line) <= 400 and hit is None else None
        if inline is not None:
            blocks[inline.start] = inline
        if plain is not None:
            cells = _split(line.strip().strip("|").strip()) if len(line) <= 120 else []
            if len(cells) == len(plain.columns) - 1 and not line.isspace():
                first = len(line) - len(line.lstrip("| \t"))
                plain.rows.append((0, at + first, end))
                plain.end = end
                at = end + 1
                continue
            if _RULE.fullmatch(line):
                at = end + 1
                continue
            if len(plain.rows) >= 2:
                blocks[plain.start] = plain
            plain, columns = None, []
        if (
            hit
            and rank is not None
            and (
                (current is None and (rank == 1 or (hit["o"] and rank < 30)))
                or (
                    current is not None
                    and (
                        rank == current.rows[-1][0] + 1
                        or (hit["o"] and current.rows[-1][0] < rank <= current.rows[-1][0] + 60)
                    )
                )
            )
        ):
            if current is None:
                current = Block(first_line if columns else at, end, [], columns)
            current.rows.append((rank, at + hit.start("rest"), end))
            current.end = end
        else:
            if current is not None and not _RULE.fullmatch(line):
                if len(current.rows) >= 2:
                    blocks[current.start] = current
                current = None
            if current is None and plain is None:
                head = line.strip().strip("|").strip()
                unnumbered = bool(_UNNUMBERED.match(head)) and bool(_COUNTED.search(head))
                plainly = not unnumbered and not _COLUMNS.match(head) and len(line) < 80
                maker = _MAKER_FIRST.match(head) if plainly else None
                if maker and _COUNTED.search(head):
                    columns = ["", *_split(head)]
                    first_line = at
                    plain = Block(at, end, [], columns, named=1)
                elif (_COLUMNS.match(head) or unnumbered) and len(line) < 80:
                    columns = _split(head)
                    first_line = at
                    if unnumbered and max(map(len, columns)) <= _WIDEST:
                        columns = ["", *columns]
                        plain = Block(at, end, [], columns)
                elif not _RULE.fullmatch(line):
                    columns = []
            if current is None and hit and rank == 1:
                current = Block(
                    first_line if columns else at, end, [(1, at + hit.start("rest"), end)], columns
                )
        at = end + 1
    for last in (current, plain):
        if last is not None and len(last.rows) >= 2:
            blocks[last.start] = last
    kept = {start: block for start, block in blocks.items() if not _prose(text, block)}
    for block in _spans(text):
        if block.start not in kept:
            kept[block.start] = block
    taken = [(block.start, block.end) for block in kept.values()]
    for block in _headings(text):
        if not any(a <= block.start < b for a, b in taken):
            kept[block.start] = block
    return kept


def headed(reader: Reader, block: Block) -> bool:
    """Whether the line above numbered headings, or else the title, says that they are a chart."""
    if block.first < 0:
        return True
    above = reader.text[max(0, block.top - 3 * _SHORT) : block.top].rstrip()
    line = above[above.rfind("\n") + 1 :] if above else "" if reader.title else reader.context.head
    return len(line) <= _SHORT and bool(_HEAD.search(line))


def _spans(text: str) -> list[Block]:
    """Lines without numbers below a line that says which places they have: as many as it says."""
    found: list[Block] = []
    lines = text.split("\n")
    at = 0
    for number, line in enumerate(lines):
        end = at + len(line)
        hit = _SPAN_HEAD.match(line) if len(line) <= 2 * _SHORT and line.rstrip().endswith("：") else None
        if hit is not None:
            first = small_number(hit["a"]) if hit["a"] else 1
            last = small_number(hit["b"] or hit["n"])
            rows: list[tuple[int, int, int]] = []
            begin = end + 1
            for below in lines[number + 1 :]:
                named = _NAME_LINE.fullmatch(below)
                if named is not None and first and last:
                    rows.append((first + len(rows), begin + named.start("rest"), begin + len(below)))
                if (named is None and below.strip()) or (first and last and first + len(rows) > last):
                    break
                begin += len(below) + 1
            if first and last and len(rows) == last - first + 1 >= 2:
                found.append(Block(rows[0][1], rows[-1][2], rows, []))
        at = end + 1
    return found


def _headings(text: str) -> list[Block]:
    """Numbered headings that count up from one with prose between them, each a row by itself."""
    found: list[Block] = []
    at = 0
    for line in text.split("\n"):
        hit = _HEADING.match(line)
        place = small_number(hit["n"] or hit["o"] or hit["t"]) if hit else None
        if hit is not None and place == 1 and len(found) < _FEWEST:
            found = []
        if hit is not None and place == len(found) + 1:
            name = (at + hit.start("name"), at + hit.end("name"))
            # what is told behind a colon is read on with its name; a maker in brackets would only confuse it
            told = bool(line[hit.end() :].strip(" *")) and not hit["maker"]
            end = name[0] if told else at + hit.end()
            found.append(Block(at, end, [(place, *name)], [], found[0].start if found else at))
        at += len(line) + 1
    return found if len(found) >= _FEWEST else []


def _prose(text: str, block: Block) -> bool:
    """Whether numbered lines are points of an argument, sentences that are read as such."""
    if block.columns:
        return False
    long = sum(end - begin > 28 and "，" in text[begin + 8 : end] for _, begin, end in block.rows)
    return 2 * long > len(block.rows)


def _inline(line: str, at: int) -> Block | None:
    """A list of places within one line, that counts up from one."""
    if not any(map(line.__contains__, _FIRST)):
        return None
    hits = list(_INLINE.finditer(line))
    if len(hits) < 3 or not _HEAD.search(line, 0, hits[0].start()) or hits[0].start() > 80:
        return None
    places = [
        _CIRCLED.index(hit["c"]) + 1 if hit["c"] else small_number(hit["n"] or hit["o"] or hit["t"])
        for hit in hits
    ]
    if places != list(range(1, len(hits) + 1)):
        return None
    rows: list[tuple[int, int, int]] = []
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        cut = re.search("[。；;\n]", line[hit.end() :]) if following is None else None
        stop = following.start() if following else hit.end() + cut.start() if cut else len(line)
        if stop - hit.end() > 50:
            return None
        rows.append(
            (len(rows) + 1, at + hit.end(), at + hit.end() + len(line[hit.end() : stop].rstrip(" ；;，,、")))
        )
    return Block(at + hits[0].start(), rows[-1][2], rows, [])


def _split(line: str) -> list[str]:
    """The cells of a line, by the strongest mark that it has."""
    if _SPLIT.search(line):
        return [cell.strip() for cell in _SPLIT.split(line)]
    if _COMMA.search(line):
        return [cell.strip() for cell in _COMMA.split(line)]
    return line.split()


def _rank_of(hit: re.Match[str]) -> int | None:
    if hit["c"]:
        return _CIRCLED.index(hit["c"]) + 1
    return small_number(hit["n"] or hit["b"] or hit["h"] or hit["o"] or hit["t"])


def _header(reader: Reader, block: Block) -> tuple[Chart | None, str, int]:
    """The chart that the lines above a block speak of."""
    text = reader.text
    top = block.top
    lines: list[tuple[int, int]] = []
    at = top - 1
    while at > 0 and len(lines) < 4:
        begin = text.rfind("\n", 0, at) + 1
        if text[begin:at].strip() and not _CAPTION.fullmatch(text, begin, at):
            lines.append((begin, at))
        at = begin - 1
    chart: Chart | None = None
    used = ""
    start = top
    for number, (begin, end) in enumerate(lines):
        line = text[begin:end]
        charts = [c for c in find_charts(text, find_tokens(line, begin), begin, end) if not c.same]
        good = [c for c in charts if c.named or c.kind or (number and c.store)]
        if number == 0 and not good and reader.context.chart is not None and _SPAN_HEAD.match(line):
            return reader.context.chart, line + "榜", begin
        if number == 0 and not good and not _HEAD.search(line):
            return None, "", top
        if number == 0 and any(c.void for c in good):
            return None, "", -1
        regions = find_regions(text, begin, end)
        for found in reversed(good):
            if chart is None:
                chart = found
            else:
                chart = replace(
                    chart,
                    kind=chart.kind or (found.kind if number == 0 else None),
                    category=chart.category or (found.category if number == 0 else None),
                    store=chart.store or found.store,
                    platform=chart.platform or found.platform,
                    regions=chart.regions or found.regions,
                )
        if chart is None and number == 0:
            chart = Chart(begin, begin, named=True)
        if chart is not None and not chart.regions and regions and number <= 1:
            chart = replace(chart, regions=regions[-1].codes)
        stores = [
            t
            for t in stores_among(find_tokens(line, begin))
            if not re.search("(?:不含|不包括|除了?)[^，。；]{0,6}$", text[max(begin, t.start - 8) : t.start])
        ]
        if chart is not None and chart.store is None and stores and number <= 1:
            best = next((t for t in stores if t.store), stores[-1])
            chart = replace(
                chart,
                store=best.store
                or ("app_store" if best.platform == "ios" and chart.kind != "downloads" else None),
                platform=best.platform,
            )
        used = line + "\n" + used
        start = begin
        if chart is not None and chart.store and chart.kind:
            break
        if number >= 1 and not re.match(r"\s*[一二三四五六七八九十]、|\s*[#【]", line):
            break
    if chart is None and reader.title is False and reader.context.chart is not None:
        chart = reader.context.chart
    head = "" if reader.title else reader.context.head
    if head and (not lines if chart is None else not (chart.kind or chart.category or chart.store)):
        over = [c for c in find_charts(head, find_tokens(head), 0, len(head)) if not c.same]
        if over and not any(c.void for c in over) and (over[-1].named or _HEAD.search(head)):
            base, above = chart or Chart(top, top), over[-1]
            chart = replace(
                base,
                kind=above.kind,
                category=above.category,
                store=above.store,
                platform=above.platform,
                regions=base.regions or above.regions,
                named=True,
            )
            used = head + "\n" + used
    return chart, used, start


def read_rows(reader: Reader, block: Block) -> None:
    """One claim for each row, and one for each count or change in its cells."""
    text, context = reader.text, reader.context
    chart, header, top = _header(reader, block)
    if chart is None and top >= 0 and len(block.columns) > 1 and any(map(_COUNTED.search, block.columns)):
        # the columns say what is ranked; where none of them is called a place, the order is none
        chart = Chart(
            block.start, block.start, "downloads", named=bool(_COLUMNS.match(block.columns[0] + "|x"))
        )
    if chart is None:
        reader.passed.append((block.start, block.end, "a numbered list that is no chart"))
        return
    body = text[block.start : block.end]
    if chart.kind is None and re.search("MAU|月活", body):
        chart = replace(chart, kind="active")
    dates = find_dates(text, reader.published, top, block.top) if top < block.top else []
    if not dates and context.head and not reader.title:
        dates = find_dates(context.head, reader.published)
    dates = [d for d in dates if d.since or d.as_of]
    since, as_of = (
        (dates[-1].since, dates[-1].as_of)
        if dates
        else (context.date or (None, None))
        if context.date_paragraph >= reader.paragraph - 2
        else (None, None)
    )
    source = None
    named = find_sources(text, top, block.top)
    if named:
        source = named[-1].name
    elif context.source and context.source_paragraph >= reader.paragraph - 2:
        source = context.source
    periods = find_periods(text, top, block.top)
    period = periods[-1][2] if periods else dates[-1].period if dates else None
    downloads_column = any("下载" in column or "安装" in column for column in block.columns)
    ordered = chart.named and bool(re.search("榜|排行|[Tt][Oo][Pp]", header))
    for order, (numbered, begin, stop) in enumerate(block.rows, 1):
        rank = numbered or (order if ordered else 0)
        end = begin + len(text[begin:stop].rstrip(" \t|"))
        cells = [(begin, end)]
        if _SPLIT.search(text, begin, end):
            cells = []
            at = begin
            for hit in _SPLIT.finditer(text, begin, end):
                cells.append((at, hit.start()))
                at = hit.end()
            cells.append((at, end))
        elif len(block.columns) > 2 and len(_COMMA.findall(text[begin:end])) == len(block.columns) - 2:
            cells = []
            at = begin
            for hit in _COMMA.finditer(text, begin, end):
                cells.append((at, hit.start()))
                at = hit.end()
            cells.append((at, end))
        elif len(block.columns) > 2 and len(text[begin:end].split()) >= len(block.columns) - 1:
            cells = [(begin + hit.start(), begin + hit.end()) for hit in re.finditer(r"\S+", text[begin:end])]
            extra = len(cells) - (len(block.columns) - 1)
            if extra > 0:
                cells = [(cells[0][0], cells[extra][1]), *cells[extra + 1 :]]
        if len(cells) > block.named > 0:
            cells = [cells[block.named], *cells[: block.named], *cells[block.named + 1 :]]
        subject, name_end, earlier = _row_name(reader, *cells[0], rank)
        if len(cells) == 1 and subject is not None:
            said = re.search(
                r"[，,：:\s](?:\d{1,2}月|本[周月]|上[周月]|周|月|日|预估|累计)?(?:(?:下载|安装)(?:量|次数)?(?:约|为|达|超)?\s?(?=\d)|(?=\d[\d,.]*万?次))",
                text[begin:end],
            )
            if said is None and (chart.kind == "downloads" or _COUNTED.search(header)):
                said = _BARE_COUNT.search(text[begin:end])
            if said:
                stop_at = text.find("（", begin + said.start(), end)
                cells.append((begin + said.start() + 1, stop_at if stop_at > 0 else end))
                share = _BRACKET_SHARE.search(text, begin + said.start(), end)
                if share:
                    cells.append(share.span(1))
        if len(cells) == 1 and subject is not None:
            bracket = _BRACKET_COUNT.search(text, begin, end)
            if bracket and (chart.kind == "downloads" or _COUNTED.search(bracket[0])):
                cells.append(bracket.span(1))
        if subject is None:
            continue
        columns = block.columns[1:] if len(block.columns) > 1 else []
        if block.named and len(columns) > block.named:
            columns = [columns[block.named], *columns[: block.named], *columns[block.named + 1 :]]
        fields = attach.blank()
        for place, (a, b) in enumerate(cells[1:], 1):
            column = columns[place] if place < len(columns) else ""
            cell = text[a:b].strip()
            if re.search("上周|上月|上期|上次|上季|变化", column) and cell.isdecimal():
                earlier = int(cell)
            moved = (
                _CHANGE.match(cell) if rank and re.search("变化|升降|变动|涨跌|较上|排名", column) else None
            )
            if moved:
                earlier = rank + int(moved["u"]) if moved["u"] else rank - int(moved["d"])
                earlier = earlier if earlier > 0 else None
        fields.update(
            rank=rank,
            rank_relation="eq",
            rank_from=earlier,
            chart=chart.kind,
            category=chart.category,
            store=chart.store,
            platform=chart.platform,
            region=chart.regions,
            since=since,
            as_of=as_of,
            source=source,
            modality="stated",
            _paragraph=reader.paragraph,
        )
        if rank and not (downloads_column and chart.kind is None and not chart.named):
            reader.drafts.append(
                Draft(
                    "rank",
                    text.rfind("\n", 0, begin) + 1,
                    name_end,
                    subject,
                    fields,
                    "rank: row",
                    {"subject": "its row", "chart": "the lines above"},
                    begin,
                )
            )
        _row_figures(
            reader,
            cells[1:],
            columns[1:] if columns else [],
            subject,
            chart,
            period,
            fields,
            begin,
            downloads_column or chart.kind == "downloads",
            bool(_TEN_THOUSANDS.search(header)),
        )
        context.speak_of(subject)
    context.chart, context.chart_paragraph, context.chart_count = chart, reader.paragraph + 2, None
    if source:
        context.source, context.source_paragraph = source, reader.paragraph + 2
    if since or as_of:
        context.date, context.date_paragraph = (since, as_of), reader.paragraph + 2


def _row_name(reader: Reader, start: int, end: int, rank: int) -> tuple[Subject | None, int, int | None]:
    text = reader.text
    cell = text[start:end]
    earlier = None
    bracket = _BRACKET.search(cell)
    if bracket:
        change = _CHANGE.match(bracket[1].strip())
        if change:
            earlier = rank + int(change["u"]) if change["u"] else rank - int(change["d"])
        cell = cell[: bracket.start()] if bracket.start() else cell
    mentions: list[Mention] = [
        m for m in reader.names.between(start, start + len(cell)) if m.start - start <= 1
    ]
    cell = _TAIL.sub("", cell).strip()
    name = cell.strip("《》“”「」 *_|")
    title = _TITLED.match(cell)
    if title:  # 《甲》移动版
        name = title["np"] + ("" if _SUM.search(title["more"]) else title["more"].strip())
    if _LATIN.fullmatch(name):
        name = name.replace("？", "?").replace("！", "!")  # Where's My Water?
    if not name or len(name) > 30 or re.search("[。！？]", name):
        return None, start, None
    if mentions and (mentions[0].end - mentions[0].start >= len(cell) - 1 or mentions[0].form == "book"):
        subject = reader.resolver.subject(mentions[0])
        return (
            Subject(tuple(dict.fromkeys((*subject.names, name))), subject.kind, start),
            start + len(cell),
            earlier,
        )
    if title:
        known = tuple(n for m in mentions[:1] for n in m.names) or (title["np"],)
        return (
            Subject(tuple(dict.fromkeys((name, *known, title["np"]))), "app", start),
            start + len(cell),
            earlier if earlier is None or earlier > 0 else None,
        )
    extra = tuple(n for m in mentions[:1] for n in m.names if len(n) >= len(name) - 3)
    return (
        Subject(tuple(dict.fromkeys((name, *extra))), "app", start),
        start + len(cell),
        earlier if earlier is None or earlier > 0 else None,
    )


def _row_figures(
    reader: Reader,
    cells: list[tuple[int, int]],
    columns: list[str],
    subject: Subject,
    chart: Chart,
    period: str | None,
    rank_fields: dict[str, object],
    begin: int,
    counted: bool,
    ten_thousands: bool,
) -> None:
    text = reader.text
    for place, (a, b) in enumerate(cells):
        column = columns[place] if place < len(columns) else ""
        for number in find_numbers(text, a, b)[:1]:
            fields = attach.blank()
            for slot in ("store", "platform", "region", "since", "as_of", "source", "_paragraph"):
                fields[slot] = rank_fields[slot]
            change = (number.unit == "%" and re.search("环比|同比|变化|增|涨幅|较", column + text[a:b])) or (
                number.unit == "%" and counted
            )
            if change:
                sign = -1 if re.search(r"[-−–↓降跌]", text[a : number.end]) else 1
                fields.update(value=abs(number.value) * sign, unit="%", relation=number.relation or "eq")
                reader.drafts.append(
                    Draft(
                        "downloads_change",
                        begin,
                        b,
                        subject,
                        fields,
                        "change: row",
                        {"subject": "its row"},
                        a,
                    )
                )
            elif (
                number.unit is None
                and not number.ordinal
                and (
                    re.search("下载|安装|装机", column)
                    or (not columns and counted and re.search("[万亿次]", text[a:b]))
                    or (not column and re.match("(?:周|月|日|预估|累计)?(?:下载|安装)", text[a:b]))
                )
            ):
                value = number.value
                scale = (
                    10_000
                    if ("万" in column or ten_thousands)
                    and isinstance(value, int | float)
                    and not re.search("[万亿]", text[a:b])
                    else 1
                )
                own = find_periods(column + "下载", 0, len(column) + 2)
                fields.update(
                    value=round(value * scale),
                    value_max=number.value_max,
                    relation=number.relation
                    if number.relation and number.relation != "eq"
                    else _relation(text, a, number.start, number.end),
                    period="total" if "累计" in column else own[-1][2] if own else period,
                    average="日均" in column or "月均" in column,
                )
                reader.drafts.append(
                    Draft("downloads", begin, b, subject, fields, "downloads: row", {"subject": "its row"}, a)
                )
    del chart


def _relation(text: str, a: int, start: int, end: int) -> str:
    before = text[a:start]
    if re.search("不足|近|不到", before):
        return "lt"
    if re.search("约", before):
        return "approx"
    if re.search("超|逾|破", before) or re.match(r"[+＋多余]", text[end : end + 1]):
        return "gt"
    return "eq"
