"""``bangdan extract``: JSON lines of posts in, their claims out, line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from history.values import claim_json
from scheduler.cli.commands import config_option
from scheduler.cli.lines import BadLine, item_of, lines_of, post_of
from scheduler.cli.output import say, write_line

Answer = Callable[[dict[str, Any]], dict[str, Any]]


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
    for line in lines_of(sys.stdin.buffer):
        found = _answer(line, answer)
        bad += "error" in found
        write_line(found)
    if bad:
        say(f"bangdan extract: {bad} {'line' if bad == 1 else 'lines'} could not be used")
    return 1 if bad else 0


def _reader(config: str | None, *, explain: bool) -> Answer:
    from config.lexicon import load_lexicon
    from config.place import find_folder
    from pipeline import extract as grammar
    from pipeline.extract.lexicon import Lexicon

    lexicon = Lexicon.from_toml(load_lexicon(find_folder(config) if config else None))

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        post = post_of(item)
        read = {"title": post.title, "text": post.text} if post.read else {}
        if explain:
            told = grammar.explain(post.title, post.text, post.published_at, lexicon)
            claims = [
                {**claim_json(claim), "why": why}
                for claim, why in zip(told["claims"], told["reasons"], strict=True)
            ]
            return {**read, "claims": claims, "not_taken": told["passed_over"]}
        found = grammar.extract(post.title, post.text, post.published_at, lexicon)
        return {**read, "claims": [claim_json(claim) for claim in found]}

    return answer


def _answer(line: bytes, answer: Answer) -> dict[str, Any]:
    name = None
    try:
        item = item_of(line)
        name = item.get("id")
        return {"id": name, **answer(item)}
    except BadLine as error:
        return {"id": name, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - one post must not end the others; the line says what happened
        return {
            "id": name,
            "error": f"unexpected {type(error).__name__}: {' '.join(str(error).split())[:200]}",
        }
