"""The desk over HTTP: lists page by page, the ledger counted once, long answers compressed but no secrets."""

from __future__ import annotations

import gzip
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import event

from history.counting import Counted
from history.page.surroundings import Surroundings
from pipeline.store import checks, incidents, outbox
from pipeline.store.write import quarantined
from tests.store.story import NOON, Desk, total

from .conftest import serving

TOKEN = "csrf-token-of-the-operator"


def trouble(press: Desk) -> Desk:
    """Besides the week: four sources, checks and incidents at the same moment, bad pages, figures that rang nowhere."""
    for number in range(4):
        press.say(f"Q{number}", total(f"应用{number}", 50_000), rules=lambda _alert: ())
    with press.store.write() as tx:
        for name in ("jay", "owl", "tit", "wren"):
            for _ in range(4):
                checks.finish(tx, name, "posts", NOON, seconds=0.1, links=3, posts=1)
            incidents.saw(tx, name, NOON, {"captcha": "a puzzle"}, None)
            quarantined(tx, f"https://www.example.com/{name}", "no title", NOON, raw=name.encode())
    return press


@pytest.fixture
def troubled(press: Desk) -> Desk:
    return trouble(press)


@pytest.fixture(scope="module")
def desk_client(lasting: Desk, served: httpx.Client) -> httpx.Client:
    trouble(lasting)
    return served


@pytest.mark.parametrize(
    "path", ["/suppressed", "/sources", "/sources/owl/checks", "/incidents", "/quarantine", "/alerts"]
)
def test_lists_of_the_desk_are_read_page_by_page(desk_client: httpx.Client, path: str):
    whole = desk_client.get(f"/api/v1{path}").json()["items"]
    for size in (1, 3):
        paged, asked = [], f"/api/v1{path}?limit={size}"
        while asked:
            answer = desk_client.get(asked)
            assert len(answer.json()["items"]) <= size
            paged += answer.json()["items"]
            asked = answer.links.get("next", {}).get("url") and f"/api/v1{path}{answer.links['next']['url']}"
        assert paged == whole
    assert len(whole) >= 4


@pytest.mark.parametrize("path", ["/suppressed", "/sources/owl/checks", "/incidents", "/quarantine"])
@pytest.mark.parametrize("said", ["x", "2026-03-10T09:00:00~5", "0001-01-01T00:00:00+10:00~5"])
def test_what_names_no_moment_is_no_cursor(desk_client: httpx.Client, path: str, said: str):
    answer = desk_client.get(f"/api/v1{path}", params={"after": said})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_use")


@pytest.mark.parametrize(
    "path",
    ["/claims", "/claims?as_of=2026-03-12", "/figures", "/posts", "/alerts", "/apps", "/search?q=山雀", "/today",
     "/suppressed", "/sources", "/incidents", "/quarantine"],
)  # fmt: skip
def test_an_empty_cursor_is_none(desk_client: httpx.Client, path: str):
    mark = "&" if "?" in path else "?"
    answer = desk_client.get(f"/api/v1{path}{mark}after=")
    assert (answer.status_code, answer.json()) == (200, desk_client.get(f"/api/v1{path}").json())


def test_the_ledger_is_counted_again_only_when_it_changed(troubled: Desk):
    counted, asked = Counted(), list[str]()
    event.listen(
        troubled.store.engine, "before_cursor_execute", lambda _c, _r, sql, *_rest: asked.append(sql)
    )

    def sums() -> dict[str, int]:
        asked.clear()
        with troubled.store.read() as tx:
            return counted.ledger(tx).suppressed

    first = sums()
    assert any("GROUP BY ledger.reason" in sql for sql in asked)
    assert sums() == first
    assert asked
    assert not any("GROUP BY ledger.reason" in sql for sql in asked)
    troubled.say("R", total("新应用", 50_000), rules=lambda _alert: ())
    assert sums() == {**first, "no rule": first["no rule"] + 1}


def test_a_delivery_that_settles_is_counted(troubled: Desk):
    counted = Counted()
    with troubled.store.read() as tx:
        before = counted.ledger(tx)
    with troubled.store.write() as tx:
        outbox.delivered(tx, outbox.due(tx, NOON + timedelta(days=30), 1, timedelta(minutes=1))[0].id, NOON)
    with troubled.store.read() as tx:
        after = counted.ledger(tx)
    assert (after.delivered, after.waiting) == (before.delivered + 1, before.waiting - 1)


def test_what_is_sent_again_by_hand_is_counted(troubled: Desk):
    counted = Counted()
    with troubled.store.write() as tx:
        first, later, *_ = outbox.due(tx, NOON + timedelta(days=30), 9, timedelta(minutes=1))
        outbox.given_up(tx, first.id, NOON, "no such room")
        outbox.given_up(tx, later.id, NOON + timedelta(minutes=1), "no such room")
    with troubled.store.read() as tx:
        before = counted.ledger(tx)
    with troubled.store.write() as tx:
        outbox.retry(tx, NOON + timedelta(hours=1), delivery_id=first.id)
    with troubled.store.read() as tx:
        after = counted.ledger(tx)
    assert (after.given_up, after.waiting) == (before.given_up - 1, before.waiting + 1)


def test_a_delivery_that_settles_before_the_newest_one_is_counted(troubled: Desk):
    counted = Counted()
    with troubled.store.write() as tx:
        first, later, *_ = outbox.due(tx, NOON + timedelta(days=30), 9, timedelta(minutes=1))
        outbox.delivered(tx, later.id, NOON + timedelta(seconds=1))
    with troubled.store.read() as tx:
        before = counted.ledger(tx)
    with troubled.store.write() as tx:
        outbox.delivered(tx, first.id, NOON)
    with troubled.store.read() as tx:
        after = counted.ledger(tx)
    assert (after.delivered, after.waiting) == (before.delivered + 1, before.waiting - 1)


@pytest.mark.parametrize(
    "path", ["/api/v1/claims", "/api/v1/claims?format=csv", "/", "/openapi.json", "/feed.atom"]
)
def test_long_answers_are_sent_compressed_to_who_takes_it(client: httpx.Client, path: str):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())
    assert "content-encoding" not in plain.headers
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert len(sent) < len(plain.content) / 2
    assert len(gzip.decompress(sent)) == len(plain.content)
    tag = answer.headers.get("etag")
    assert tag is None or tag.startswith("W/")
    if tag is not None:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_short_answers_are_not_worth_it(client: httpx.Client):
    answer = client.get(
        "/api/v1/claims?limit=1&metric=rank&store=nowhere", headers={"Accept-Encoding": "gzip"}
    )
    assert "content-encoding" not in answer.headers


def test_what_holds_the_operators_token_is_never_compressed(press: Desk, store_url: str):
    signed_in = Surroundings(operator=lambda request: TOKEN if request.cookies.get("who") else None)
    asked = {"Accept-Encoding": "gzip", "Accept": "text/html"}
    with serving(store_url, surroundings=signed_in) as client:
        reader = client.get("/", headers=asked)
        operator = client.get("/", headers={**asked, "Cookie": "who=operator"})
        buttons = client.get("/operator/login", headers=asked)
    assert (reader.headers["content-encoding"], TOKEN in reader.text) == ("gzip", False)
    assert ("content-encoding" in operator.headers, TOKEN in operator.text) == (False, True)
    assert ("content-encoding" in buttons.headers, len(buttons.content) > 1_000) == (False, True)
