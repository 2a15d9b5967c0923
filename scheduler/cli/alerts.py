"""``bangdan alerts``: what rang, to whom, with what result; and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from history.values import plain
from pipeline.errors import BangdanError, WrongUse
from scheduler.cli import offers
from scheduler.cli.commands import config_option
from scheduler.cli.filters import as_rows, reading, writing
from scheduler.cli.output import Column, format_option, print_rows, say, write
from scheduler.cli.rows import figure_text, what_text, when_text

_ALERT = [
    Column("Found", lambda row: when_text(row["found_at"])),
    Column("App", lambda row: row["app"]),
    Column("Novelty", lambda row: row["novelty"]),
    Column("Figure", lambda row: figure_text(row) if "metric" in row else "(erased)", right=True),
    Column("What", lambda row: what_text(row) if "metric" in row else ""),
    Column("Post", lambda row: row["post_title"]),
]
_SENT = [
    Column("Delivery", lambda row: row["delivery_id"], right=True),
    _ALERT[0],
    Column("App or source", lambda row: row["source"] if _is_notice(row) else row["app"]),
    _ALERT[2],
    Column("Figure", lambda row: "" if _is_notice(row) else _ALERT[3].show(row), right=True),
    Column("What", lambda row: row["condition"] if _is_notice(row) else _ALERT[4].show(row)),
    Column("Channel", lambda row: row["channel"], spare=True),
    Column("State", lambda row: row["state"]),
    Column("Due", lambda row: when_text(row["due_at"]) if row["state"] == "pending" else ""),
    Column("Attempts", lambda row: row["attempts"], right=True, spare=True),
    Column("Why", lambda row: row["last_error"] if row["state"] != "delivered" else ""),
    Column("Post", lambda row: row["evidence"] if _is_notice(row) else row["post_title"], spare=True),
]


def _would_ring(row: Mapping[str, Any]) -> str:
    """When each channel would have heard of it: at once, later, or in a digest."""

    def when(due: Mapping[str, Any]) -> str:
        at = "at once" if due["due_at"] == row["found_at"] else when_text(due["due_at"])
        return f"{due['channel']} {at}" + (" (digest)" if due["digest"] else "")

    return ", ".join(when(due) for due in row["due"])


_TRIAL = [*_ALERT[:-1], Column("Would ring", _would_ring), _ALERT[-1]]


def _is_notice(row: Mapping[str, Any]) -> bool:
    return bool(row["kind"] == "notice")


def _deliveries(rows: Iterable[dict[str, Any]], states: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """One row for each alert to each channel."""
    for row in rows:
        alert = {
            "kind": "alert",
            "alert_id": row["id"],
            **{key: value for key, value in row.items() if key not in {"id", "deliveries"}},
        }
        for sent in row["deliveries"]:
            if not states or sent["state"] in states:
                yield {"delivery_id": sent["id"], **alert, **{key: sent[key] for key in sent if key != "id"}}


def _notices(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row for each notice of blindness to each channel; its number has an n before it."""
    for row in rows:
        told = {"novelty": "sees again" if row["ends"] else "blind", "found_at": row["created_at"]}
        yield {"delivery_id": f"n{row['id']}", "kind": "notice", **row, **told}


@click.group()
def alerts() -> None:
    """What rang, to whom, with what result."""


@alerts.command("list")
@click.option("--pending", is_flag=True, help="Only what still waits to be sent.")
@click.option("--given-up", is_flag=True, help="Only what was given up.")
@click.option("--app", metavar="APP", help="Only what rang for this app.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Most rows.")
@format_option
@config_option
def list_alerts(  # noqa: PLR0913 - one for each option
    app: str | None, limit: int, form: str, config: str | None, *, pending: bool, given_up: bool
) -> None:
    """What rang, newest first: one row for each alert, or notice of a source's blindness, to each channel."""
    from pipeline.store import read

    states = (("pending", "leased") if pending else ()) + (("given_up",) if given_up else ())
    with reading(config) as tx:
        rows = [*_deliveries(as_rows(read.alerts(tx, states=states, app=app, limit=limit)), states)]
        if app is None:
            rows += _notices(as_rows(read.notices(tx, states=states, limit=limit)))
    rows.sort(key=lambda row: str(row["found_at"]), reverse=True)
    nothing = "no alert" + (" in these states" if states else " yet")
    print_rows(rows, _SENT, form, nothing=nothing)


@alerts.command()
@click.argument("delivery", metavar="[ID]", required=False)
@click.option("--channel", shell_complete=offers.channels, help="All that were given up for this channel.")
@config_option
def retry(delivery: str | None, channel: str | None, config: str | None) -> None:
    """Send again what was given up: one delivery, those of a channel, or all. The daemon sends them."""
    from datetime import UTC, datetime

    from pipeline.store import incidents, outbox

    if delivery is not None and channel is not None:
        raise WrongUse("give a delivery's ID or --channel, not both")
    number, is_notice = _numbered(delivery)
    now, count = datetime.now(UTC), 0
    with writing(config) as tx:
        if number is None or not is_notice:
            count += outbox.retry(tx, now, delivery_id=number, channel=channel)
        if number is None or is_notice:
            count += incidents.retry(tx, now, number=number, channel=channel)
    if delivery is not None and not count:
        raise BangdanError(f"there is no delivery {delivery} that was given up")
    write(f"{count} {'delivery waits' if count == 1 else 'deliveries wait'} to be sent again\n")


def _numbered(delivery: str | None) -> tuple[int | None, bool]:
    """The number of a delivery as ``alerts list`` shows it, and whether it is a notice's."""
    if delivery is None:
        return None, False
    digits = delivery.removeprefix("n")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19 and int(digits)):
        raise WrongUse(f'"{delivery}" is no delivery (`bangdan alerts list` shows their numbers)')
    return int(digits), digits != delivery


@alerts.command()
@click.argument("app", metavar="APP")
@click.option("--for", "length", metavar="TIME", default="1d", show_default=True, help="How long: 2h, 3d.")
@config_option
def silence(app: str, length: str, config: str | None) -> None:
    """Let nothing ring for one app for a while; its figures are kept all the same."""
    from datetime import UTC, datetime, timedelta

    from config.durations import seconds
    from pipeline.store import outbox

    try:
        lasting = timedelta(seconds=seconds(length))
    except ValueError as error:
        raise WrongUse(f"--for: {error}") from None
    now = datetime.now(UTC)
    with writing(config) as tx:
        outbox.silence(tx, app, now + lasting, now)
    write(f"{app} rings nothing until {when_text(plain(now + lasting))}, Beijing's time\n")


@alerts.command()
@click.option(
    "--channel",
    metavar="NAME",
    shell_complete=offers.channels,
    help="Send a marked sample to this channel now.",
)
@click.option(
    "--rule",
    metavar="NAME",
    shell_complete=offers.rules,
    help="List what this rule would have rung on the stored history, and when.",
)
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="Claims looked at."
)
@format_option
@config_option
def test(channel: str | None, rule: str | None, limit: int, form: str, config: str | None) -> None:
    """Try a channel, or try a rule on the stored history without sending."""
    if (channel is None) == (rule is None):
        raise WrongUse("give either --channel NAME or --rule NAME")
    from scheduler.cli import trial

    if channel is not None:
        trial.send_sample(channel, config)
        write(f"{channel} took the sample\n")
        return
    assert rule is not None
    rows = trial.would_ring(rule, config, limit)
    print_rows(rows, _TRIAL, form, nothing=f"{rule} would have rung nothing")
    if form == "table" and rows:
        say(f"{rule} would have rung {len(rows)} times")
