"""Digests, quiet hours, caps: what waits is stored, comes once, as one message, whatever happens meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from referencing import Registry, Resource

from config.hours import quiet
from config.load import load
from config.settings import AlertSettings
from pipeline.alerts.channels.chat import words
from pipeline.alerts.render import digest as rendered
from pipeline.alerts.render import mail
from pipeline.alerts.render.message import block, encoded
from pipeline.alerts.rules import rings_for
from pipeline.errors import ConfigError
from pipeline.model import Alert, Digest, Novelty, Ring
from pipeline.store import digests, outbox, read
from pipeline.store.engine import Store, open_store

from .queue import Clock, queue, states, until, working
from .samples import FOUND, alert, with_novelty
from .servers import MailServer, Receiver, looped
from .test_render import read_html
from .test_worker import hook
from .test_worker import mail as mail_channel

DOCS = Path(__file__).parents[2] / "docs"
LEASE = timedelta(seconds=20)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def later(channel: str, hours: float = 1) -> Ring:
    return Ring(channel=channel, due_at=datetime.now(UTC) + timedelta(hours=hours), digest=True)


def rings(found_at: datetime, channel: dict[str, Any], **rule: Any) -> tuple[Ring, ...]:
    settings = AlertSettings.model_validate(
        {
            "channels": {"hook": {"kind": "terminal", **channel}},
            "rules": {"all": {"channels": ["hook"], **rule}},
        }
    )
    return rings_for(alert(found_at=found_at, post_published_at=found_at), settings)


def sent(store: Store, at: datetime) -> list[outbox.DueDelivery]:
    with store.write() as tx:
        digests.make_up(tx, at, ["hook"])
        return outbox.due(tx, at, 10, LEASE, channels=["hook"])


def test_alerts_wait_for_the_digest_and_come_as_one(store: Store):
    @looped
    async def run() -> None:
        clock = Clock()
        async with Receiver() as receiver, MailServer() as server:
            channels = {"hook": hook(receiver), "mail": mail_channel(server)}
            async with working(store, channels, clock):
                ids = [
                    queue(store, app, later("hook"), later("mail"), value=value, number=number)
                    for number, (app, value) in enumerate([("甲", 100), ("乙", 200), ("甲", 300)])
                ]
                alone = queue(store, "甲", "hook", value=400, number=9)  # not held up by those that wait
                await until(lambda: len(receiver.got) == 1)
                assert receiver.got[0]["id"] == alone
                assert not server.box
                clock.ahead = timedelta(hours=1, seconds=1)
                await until(lambda: len(receiver.got) == 2 and len(server.box) == 1)
                told = receiver.got[1]
                assert told["type"] == "bangdan.digest"
                assert [one["id"] for one in told["alerts"]] == ids
                assert receiver.ids[1] == told["id"]
                assert "3 条" in str(server.box[0]["Subject"])
                await until(lambda: states(store) == {"delivered": 7})

    run()
    with store.read() as tx:
        assert read.ledger(tx).adds_up


def test_one_alone_comes_as_it_is(store: Store):
    queue(store, "甲", later("hook"))
    (one,) = sent(store, datetime.now(UTC) + timedelta(hours=2))
    assert isinstance(one.message, Alert)


def test_digest_keeps_members_and_id_though_its_sender_dies_and_more_comes(store: Store):
    for number, app in enumerate("甲乙丙"):
        queue(store, app, later("hook"), number=number)
    then = datetime.now(UTC) + timedelta(hours=2)
    (first,) = sent(store, then)
    queue(store, "丁", later("hook"), number=8)
    queue(store, "戊", later("hook"), number=9)
    again = sorted(sent(store, then + LEASE + timedelta(seconds=1)), key=lambda one: one.id)
    assert [len(one.message.alerts) for one in again if isinstance(one.message, Digest)] == [3, 2]
    assert again[0].message == first.message
    assert again[0].attempt == 2
    assert again[1].message.id != first.message.id


def test_digest_that_is_given_up_is_sent_again_as_one(store: Store):
    for number, app in enumerate("甲乙丙"):
        queue(store, app, later("hook"), number=number)
    then = datetime.now(UTC) + timedelta(hours=2)
    (first,) = sent(store, then)
    with store.write() as tx:
        assert outbox.given_up(tx, first.id, then, "410", attempt=1)
    assert states(store) == {"given_up": 3}
    with store.write() as tx:
        assert outbox.retry(tx, then, channel="hook") == 3
    (again,) = sent(store, then)
    assert again.message == first.message
    with store.write() as tx:
        assert outbox.delivered(tx, again.id, then)
        assert not outbox.delivered(tx, again.id, then)
    assert states(store) == {"delivered": 3}


@pytest.mark.parametrize("taken_back", [0, 1])
def test_what_is_taken_back_is_left_out_and_the_rest_comes(store: Store, taken_back: int):
    ids = [queue(store, app, later("hook"), number=number) for number, app in enumerate("甲乙丙")]
    then = datetime.now(UTC) + timedelta(hours=2)
    (first,) = sent(store, then)
    with store.write() as tx:
        outbox.failed(tx, first.id, then, "503", retry_at=then, attempt=1)
        assert outbox.cancel(tx, [ids[taken_back]], then, "rejected by hand") == 1
    (again,) = sent(store, then)
    assert isinstance(again.message, Digest)
    assert [one.id for one in again.message.alerts] == [one for one in ids if one != ids[taken_back]]


def test_largest_digest_is_bounded_and_the_rest_makes_another(store: Store):
    for number in range(digests.LARGEST + 2):
        queue(store, f"应用{number}号", later("hook"), number=number)
    sizes = [len(one.message.alerts) for one in sent(store, datetime.now(UTC) + timedelta(hours=2))]  # type: ignore[union-attr]
    assert sizes == [digests.LARGEST, 2]


def test_flood_becomes_one_summary_after_the_capped_time(store: Store):
    capped = Ring(channel="hook", cap=(3, timedelta(hours=1)))
    for number, app in enumerate("甲乙丙丁戊己庚"):
        queue(store, app, capped, number=number)
    now = datetime.now(UTC)
    assert len(sent(store, now + timedelta(seconds=1))) == 3
    summaries = [one.message for one in sent(store, now + timedelta(hours=1, seconds=1))]
    assert [len(one.alerts) for one in summaries if isinstance(one, Digest)] == [4]


def test_quiet_hours_put_off_and_digests_have_their_time():
    night, noon = datetime(2025, 11, 24, 16, 30, tzinfo=UTC), datetime(2025, 11, 24, 4, tzinfo=UTC)
    morning = datetime(2025, 11, 24, 23, tzinfo=UTC)  # 7:00 in Shanghai
    assert rings(night, {"quiet": "22:00-07:00"}) == (Ring(channel="hook", due_at=morning),)
    assert rings(noon, {"quiet": "22:00-07:00"}) == (Ring(channel="hook"),)
    nine = datetime(2025, 11, 25, 1, tzinfo=UTC)
    assert rings(noon, {"digest": "daily"}) == (Ring(channel="hook", due_at=nine, digest=True),)
    assert rings(noon, {"digest": "daily"}, digest="at once") == (Ring(channel="hook"),)
    hourly = rings(night, {"digest": "hourly", "quiet": "22:00-07:00", "cap": "5 in 1h"})
    assert hourly == (Ring(channel="hook", due_at=morning, digest=True, cap=(5, timedelta(hours=1))),)


def test_a_quiet_that_ends_in_the_hour_that_autumn_repeats_lasts_to_its_end():
    night, berlin = quiet("22:00-02:30"), ZoneInfo("Europe/Berlin")  # summer time ends at 01:00 UTC
    first, second = datetime(2026, 10, 25, 0, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert night.until(first, berlin) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert night.until(second, berlin) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_of_two_rules_for_one_channel_the_sooner_holds():
    both = {"slow": {"channels": ["t"], "digest": "weekly"}, "fast": {"channels": ["t"]}}
    settings = AlertSettings.model_validate({"channels": {"t": {"kind": "terminal"}}, "rules": both})
    assert rings_for(alert(), settings) == (Ring(channel="t"),)


@pytest.mark.parametrize(
    "line",
    ['digest = "often"', 'digest = "hourly 9:00"', 'quiet = "22-7"', 'quiet = "7:00-7:00"', 'cap = "0 in 1h"',
     'cap = "10"', 'timezone = "Mars"', 'digest = "daily 25:00"'],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_start(tmp_path: Path, line: str):
    (tmp_path / "bangdan.toml").write_text("")
    (tmp_path / "sources.toml").write_text("")
    (tmp_path / "alerts.toml").write_text(f'[channels.t]\nkind = "terminal"\n{line}\n')
    with pytest.raises(ConfigError, match=line.split(" ", maxsplit=1)[0]):
        load(str(tmp_path))


def hostile() -> Digest:
    bad = "<script>alert(1)</script>\r\nBcc: x@y\x1b[2J @all *b*"
    return Digest(
        id="d", alerts=(alert(app=bad, post_title=bad, note=bad), alert(id="b", post_url=f"javascript:{bad}"))
    )


def test_every_novelty_and_flag_stands_in_every_form_of_a_digest():
    alerts = tuple(with_novelty(novelty) for novelty in Novelty)
    told = Digest(id="d", alerts=(*alerts, alert(flags=("total falls",), note="see the note")))
    for language, words_of in (("zh", "累计值下降"), ("en", "total falls")):
        forms = [
            mail.text(told, language), mail.html(told, language), block(told, language), words(told, language),
        ]  # fmt: skip
        for form in forms:
            assert words_of in form
            assert "see the note" in form
            assert "10" in form
    assert "total falls" in json.loads(encoded(told))["alerts"][-1]["flags"]
    assert rendered.headline(told, "zh") == "榜单摘要：10 条（青梨相机）"
    assert rendered.headline(told, "en") == "Digest: 10 alerts (青梨相机)"


def test_hostile_page_is_harmless_in_every_form_of_a_digest():
    page = read_html(mail.html(hostile(), "en"))
    assert "script" not in page.tags
    assert all(one and one.startswith("https://") for one in page.links)
    assert "<script" not in mail.html(hostile(), "en")
    assert "javascript:" not in mail.html(hostile(), "en")
    assert "\n" not in mail.subject(hostile(), "zh")
    assert "\x1b" not in block(hostile(), "zh")
    assert not set("@*") & set(words(hostile(), "zh"))


def test_long_digest_for_a_room_says_how_much_is_left_out():
    told = Digest(id="d", alerts=tuple(alert(id=str(number), app=f"应用{number}") for number in range(90)))
    said = words(told, "zh")
    assert len(said) < 3200
    assert said.splitlines()[-1].startswith("…… 另有")


def test_digest_fits_its_schema():
    schemas = {
        name: json.loads((DOCS / name).read_text("utf-8"))
        for name in ("webhook.schema.json", "webhook-digest.schema.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    check = jsonschema.Draft202012Validator(schemas["webhook-digest.schema.json"], registry=registry)
    told = json.loads(encoded(Digest(id="d", alerts=(alert(), alert(id="b", found_at=FOUND + LEASE)))))
    check.validate(told)
    assert told["timestamp"] > told["alerts"][0]["timestamp"]
    told["alerts"][0]["surprise"] = 1
    assert not check.is_valid(told)


def test_digest_that_begins_alike_is_another_digest(store):
    """A receiver that had the first must not take the second, which tells more, for a repeat."""
    queue(store, "青梨相机", later("hook", 0), number=1)
    queue(store, "山雀", later("hook", 0), number=2)
    now = datetime.now(UTC) + timedelta(minutes=1)
    [first] = sent(store, now)
    with store.write() as tx:
        outbox.given_up(tx, first.id, now, "gone")
        outbox.retry(tx, now)
    queue(store, "林鸮", later("hook", 0), number=3)
    [second] = sent(store, now + timedelta(minutes=1))
    assert first.digest is not None
    assert second.digest is not None
    assert len(first.digest.alerts) == 2
    assert len(second.digest.alerts) == 3
    assert first.digest.id != second.digest.id
