"""``bangdan extract``: JSON lines of posts in, their claims out, line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

import click

from pipeline.errors import BangdanError
from pipeline.model import BEIJING
from scheduler.cli.claim_json import claim_json
from scheduler.cli.commands import config_option
from scheduler.cli.output import say, write_line

_LONGEST_LINE = 64_000_000  # bytes
_KEYS = ("title", "text", "html", "url", "published_at")


class BadLine(BangdanError):  # noqa: N818
    """One line of the input cannot be used. It is answered with its error; the rest go on."""


@click.command()
@config_option
@click.option(
    "--explain",
    is_flag=True,
    help="Add what each slot was read from, and which figures were not taken, and why.",
)
def extract(config: str | None, *, explain: bool) -> int:
    """Read posts from standard input, one JSON object a line, and print the claims of each.

    A line holds id, title, published_at and text, or html and url instead of the text.
    A bad line gives {"id", "error"}; the rest go on, and the exit code is 1.
    """
    answer = _reader(config, explain=explain)
    bad = 0
    for line in _lines(sys.stdin.buffer):
        found = _answer(line, answer)
        bad += "error" in found
        write_line(found)
    if bad:
        say(f"bangdan extract: {bad} {'line' if bad == 1 else 'lines'} could not be used")
    return 1 if bad else 0


def _reader(config: str | None, *, explain: bool) -> Callable[[dict[str, Any]], dict[str, Any]]:
    from config.lexicon import load_lexicon
    from config.place import find_folder
    from pipeline import extract as grammar
    from pipeline.extract.lexicon import Lexicon

    lexicon = Lexicon.from_toml(load_lexicon(find_folder(config) if config else None))

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        title, text, published_at, read = _post(item)
        if explain:
            return {**read, **grammar.explain(title, text, published_at, lexicon)}
        claims = grammar.extract(title, text, published_at, lexicon)
        return {**read, "claims": [claim_json(claim) for claim in claims]}

    return answer


def _answer(line: bytes, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    name = None
    try:
        item = _item(line)
        name = item.get("id")
        return {"id": name, **answer(item)}
    except BadLine as error:
        return {"id": name, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - one post must not end the others; the line says what happened
        return {
            "id": name,
            "error": f"unexpected {type(error).__name__}: {' '.join(str(error).split())[:200]}",
        }


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of ``stream``, blank ones left out; of one that is too long only the beginning."""
    first = True
    while line := stream.readline(_LONGEST_LINE + 1):
        whole = line
        while len(whole) > _LONGEST_LINE and not whole.endswith(b"\n"):
            whole = stream.readline(_LONGEST_LINE + 1)
            if not whole:
                break
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        if line.strip():
            yield line


def _item(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise BadLine(f"longer than {_LONGEST_LINE // 1_000_000} MB")
    try:
        item = json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except RecursionError:
        raise BadLine("not JSON: nested too deep") from None
    except ValueError as error:
        raise BadLine(f"not JSON: {error}"[:200]) from None
    if not isinstance(item, dict):
        raise BadLine("not a JSON object")
    return item


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON number")


def _post(item: dict[str, Any]) -> tuple[str | None, str, datetime | None, dict[str, Any]]:
    for key in _KEYS:
        if not isinstance(item.get(key), str | None):
            raise BadLine(f'"{key}" is not a text')
    title, published_at = item.get("title"), _moment(item.get("published_at"))
    text, html = item.get("text"), item.get("html")
    if text is not None and html is not None:
        raise BadLine('holds both "text" and "html"')
    if html is not None:
        return _from_html(html, item.get("url"), title, published_at)
    if text is None:
        raise BadLine('holds neither "text" nor "html"')
    return title, text, published_at, {}


def _from_html(
    html: str, url: str | None, title: str | None, published_at: datetime | None
) -> tuple[str | None, str, datetime | None, dict[str, Any]]:
    from crawler.read import read_page

    page = read_page(url, html.encode("utf-8", "replace"), "text/html; charset=utf-8")
    if page.text is None:
        raise BadLine(
            f"the page holds no article: {page.kind}{f', {page.evidence}' if page.evidence else ''}"
        )
    title = page.title if title is None else title
    return title, page.text, published_at or page.published_at, {"title": title, "text": page.text}


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadLine(f'"published_at" is no ISO 8601 time: "{text[:40]}"') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
