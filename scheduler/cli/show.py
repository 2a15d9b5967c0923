"""``bangdan show ID``: one claim with its proof."""

from __future__ import annotations

import difflib
import sys
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from history.values import row_json
from pipeline.model import BEIJING
from scheduler.cli.commands import NUMBER, config_option
from scheduler.cli.filters import reading
from scheduler.cli.output import clean, write, write_json
from scheduler.cli.rows import figure_text, what_text, when_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.store.read import Proof

_MOST_VERSIONS = 6  # of a post, the newest
_LONGEST_TEXT = 200_000
_MOST_COMPARED = 2_000  # lines: comparing takes the square of them
_MOST_LINES = 40
_LONGEST_LINE = 400


@click.command()
@click.argument("claim", metavar="ID", type=NUMBER)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to print.",
)
@config_option
def show(claim: int, form: str, config: str | None) -> None:
    """One claim with its proof: the sentence in its place, the page, the rule, who repeats it, what was known before."""
    from pipeline.store import read

    with reading(config) as tx:
        found = read.claim(tx, claim)
        proof = row_json(found) | _later(tx, found)
    if form == "json":
        write_json(proof)
    else:
        write("".join(line + "\n" for line in _lines(proof)))


def _lines(proof: dict[str, Any]) -> list[str]:
    row, version = proof["row"], proof["version"]
    lines = [
        _line("App", row["app"]),
        _line("Figure", f"{figure_text(row)}  {what_text(row)}"),
        _line("Covers", row["covered"]),
        _line("Novelty", " ".join([row["novelty"], *(["(superseded)"] if not row["current"] else [])])),
        _line("Said by", row["source"]),
        _line("Quote", _sentence(proof)),
        _line("Rule", f"{row['rule']}  ({row['field']} {row['start']}-{row['end']})"),
        _line("Post", proof["title"]),
        _line("", f"{row['outlet']} {row['doc_id']}, published {when_text(row['published_at']) or 'at an unknown time'}"),
        _line("", row["post_url"]),
        _line("Read", f"{when_text(version['fetched_at'])} from {version['host']}{' (a mirror)' if version['mirror'] else ''}"),
        *(_line("Flag", flag) for flag in row["flags"]),
        _line("Note", row["note"]),
        *([_line("Rejected", _rejected(proof))] if row["rejected"] else []),
    ]  # fmt: skip
    for witness in proof["witnesses"]:
        lines.append(  # noqa: PERF401 - reads like its neighbours
            _line(
                "Witness",
                f"{when_text(witness['read_at'])} {witness['outlet']} {witness['host']} {witness['title'] or ''}",
            )
        )
    for figure in proof["earlier"]:
        covers = figure["covered"] or when_text(figure["published_at"])[:10]
        lines.append(
            _line("Before", f"{covers} {figure_text(figure)}  claim {figure['claim_id']}, {figure['outlet']}")
        )
    for alert in proof["alerts"]:
        sent = ", ".join(f"{one['channel']} {one['state']}" for one in alert["deliveries"])
        lines.append(_line("Rang", f"{when_text(alert['found_at'])} {alert['novelty']}: {sent}"))
    if proof["gone_at"]:
        lines.append(_line("Gone", f"{when_text(proof['gone_at'])} {proof['gone_why'] or ''}"))
    lines += [
        _line("Edited", when_text(line)) if line[0].isdecimal() else _line("", line)
        for line in proof["changes"]
    ]
    return [line for line in lines if line]


def _later(tx: Connection, proof: Proof) -> dict[str, Any]:
    """What became of the post: whether it is gone, and what the edits of its host changed."""
    from pipeline.store import read

    post = read.post(tx, proof.row.post_id)
    host = [one for one in read.versions(tx, proof.row.post_id) if one.host == proof.version.host]
    last = host[:_MOST_VERSIONS][::-1]
    taken_out = read.rejection(tx, proof.row)
    return {
        "rejection": row_json(taken_out) if taken_out else None,
        "gone_at": row_json(post)["gone_at"],
        "gone_why": post.gone_why,
        "versions": [row_json(one) for one in host],
        "changes": [
            line
            for old, new in pairwise(last)
            for line in _changes(read.words(tx, old.id), read.words(tx, new.id), new.fetched_at)
        ],
    }


def _rejected(proof: dict[str, Any]) -> str:
    said = proof["rejection"]
    if said is None:
        return "by hand"
    return f"{when_text(said['at'])} by hand{': ' if said['note'] else ''}{said['note'] or ''}"


def _changes(old: str, new: str, at: datetime) -> list[str]:
    """The lines that an edit took away and brought, bounded in number and length."""
    before, after = (text[:_LONGEST_TEXT].splitlines()[:_MOST_COMPARED] for text in (old, new))
    compared = difflib.unified_diff(before, after, n=0, lineterm="")
    lines = [line for line in compared if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    shown = [f"{line[0]} {line[1 : _LONGEST_LINE + 1]}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"({len(lines) - _MOST_LINES} more lines differ)")
    return [at.astimezone(BEIJING).isoformat(timespec="seconds"), *shown]


def _sentence(proof: dict[str, Any]) -> str:
    quote = clean(proof["row"]["quote"])
    marked = f"\x1b[1m{quote}\x1b[0m" if sys.stdout.isatty() else f"【{quote}】"
    return f"{clean(proof['before'])}{marked}{clean(proof['after'])}"


def _line(name: str, value: str | None) -> str:
    if not value:
        return ""
    return f"{name:<10}{value if name == 'Quote' else clean(value)}"
