"""The article's part of a page to text: paragraphs on lines, table cells parted by tabs, no page furniture.

Only the part that a layout cut out comes here, since BeautifulSoup is fifty times slower than the parser that
finds that part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, PageElement, Tag

LARGE = 1_500_000  # characters of article HTML; more is not an article
BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "caption",
        "tr",
        "td",
        "th",
        "ul",
    ]
)
_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "button",
        "input",
        "select",
        "textarea",
        "svg",
        "canvas",
        "head",
        "title",
        "link",
        "meta",
    ]
)
_LONGEST_SPAN = 40
_MOST_COLUMNS = 60
_CELL_LIMIT = 160  # characters; longer cells are page layout, not data
_EDGE = " \t\r\n\u3000\xa0\u200b\u200c\u200d\ufeff\xad\u2028\u2029"
_BLANKS = re.compile(r"[ \t\r\f\v\xa0\u200b\ufeff\xad\u2028\u2029]+")
_BROKEN_LINE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def to_lines(html: str) -> list[str]:
    r"""The readable lines of a piece of HTML.

    >>> to_lines("<p>　　第一<b>段</b></p><table><tr><td>豆包<td>1<tr><td>千问<td>2</table>尾<br>行")
    ['第一段', '豆包\t1', '千问\t2', '尾', '行']
    """
    soup = BeautifulSoup(clean(html[:LARGE]), "lxml")
    text = "".join(_pieces(soup)).replace("\u2029", "\n")
    lines = (_row(raw) if "\v" in raw else _plain(raw) for raw in text.split("\n"))
    return [one for one in lines if one]


def clean(text: str) -> str:
    """Text without control characters and lone surrogates, which no database takes."""
    return _CONTROL.sub("", text)


def _pieces(root: Tag) -> Iterator[str]:
    stack: list[PageElement | str] = list(reversed(root.contents))
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            yield node
        elif isinstance(node, NavigableString):
            if not isinstance(node, (Comment, Doctype)):
                yield _flow(node)
        elif isinstance(node, Tag) and node.name not in _SILENT:
            if node.name == "br":
                yield "\n"
            elif node.name == "table" and (rows := _data_rows(node)) is not None:
                yield "\n" + "\n".join(rows) + "\n"
            else:
                edge = node.name in BLOCK
                if edge:
                    yield "\n"
                    stack.append("\n")
                stack.extend(reversed(node.contents))


def _flow(text: str) -> str:
    """Line ends of the source are no line ends of the text; between two ideographs they are nothing."""
    if "\n" not in text:
        return text
    return _BROKEN_LINE.sub("", text).replace("\n", " ")


def _data_rows(table: Tag) -> list[str] | None:
    """The rows of a table of data, or None where a table only lays out the page."""
    rows = [row for row in _grid(table) if any(row)]
    if len(rows) < 2 or table.find("table") is not None or max(map(len, rows)) < 2:
        return None
    if any(len(cell) > _CELL_LIMIT for row in rows for cell in row):
        return None
    return ["\v".join(row) for row in rows]


def _grid(table: Tag) -> Iterator[list[str]]:
    """Rows with every cell in its column: what spans several rows is said in each of them."""
    spanning: dict[int, tuple[str, int]] = {}  # column: text, rows still to come
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _fill(cells, spanning)
            text, rows = _cell(cell), _span(cell, "rowspan")
            if len(cells) >= _MOST_COLUMNS:
                break
            for piece in [text, *[""] * (_span(cell, "colspan") - 1)]:
                if rows > 1:
                    spanning[len(cells)] = (piece, rows - 1)
                cells.append(piece)
        _fill(cells, spanning)
        yield cells


def _fill(cells: list[str], spanning: dict[int, tuple[str, int]]) -> None:
    while len(cells) in spanning and len(cells) < _MOST_COLUMNS:
        column = len(cells)
        text, rows = spanning[column]
        if rows > 1:
            spanning[column] = (text, rows - 1)
        else:
            del spanning[column]
        cells.append(text)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return (
        min(int(value), _LONGEST_SPAN)
        if value.isascii() and value.isdigit() and len(value) < 4 and int(value)
        else 1
    )


def _cell(cell: Tag) -> str:
    if cell.find(_SILENT) is not None:
        for silent in cell.find_all(_SILENT):
            silent.extract()
    return " ".join(cell.get_text(" ").split())


def _plain(raw: str) -> str:
    return _BLANKS.sub(" ", raw.strip(_EDGE))


def _row(raw: str) -> str:
    return "\t".join(cell.strip(_EDGE) for cell in raw.strip("\n").split("\v")).rstrip("\t")
