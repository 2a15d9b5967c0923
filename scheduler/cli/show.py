"""``bangdan show ID``: one claim with its proof."""

from __future__ import annotations

import sys
from typing import Any

import click

from scheduler.cli.commands import config_option
from scheduler.cli.filters import reading
from scheduler.cli.output import clean, write, write_json
from scheduler.cli.rows import figure_text, row_json, what_text, when_text


@click.command()
@click.argument("claim", metavar="ID", type=click.IntRange(1))
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True)
@config_option
def show(claim: int, form: str, config: str | None) -> None:
    """One claim with its proof: the sentence in its place, the page, the rule, who repeats it, what was known before."""
    from pipeline.store import read

    with reading(config) as tx:
        proof = row_json(read.claim(tx, claim))
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
        *(_line("Rejected", "by hand") for _ in range(int(row["rejected"]))),
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
    return [line for line in lines if line]


def _sentence(proof: dict[str, Any]) -> str:
    quote = clean(proof["row"]["quote"])
    marked = f"\x1b[1m{quote}\x1b[0m" if sys.stdout.isatty() else f"【{quote}】"
    return f"{clean(proof['before'])}{marked}{clean(proof['after'])}"


def _line(name: str, value: str | None) -> str:
    if not value:
        return ""
    return f"{name:<10}{value if name == 'Quote' else clean(value)}"
