"""What strangers send, and what posts hold, harms nobody."""

from __future__ import annotations

import csv
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from pipeline.errors import StoreUnavailable
from pipeline.store import read
from tests.history.conftest import serving
from tests.store.story import Desk, total

FORMULA = '=HYPERLINK("http://evil.example","x")'


def test_a_sheet_runs_nothing_that_a_post_says(store, store_url):
    Desk(store).say("A", total("=1+1", 5, source="@SUM(A1)"), title=FORMULA)
    with serving(store_url) as client:
        for path in ("/claims", "/figures", "/posts"):
            answer = client.get(f"/api/v1{path}?format=csv")
            assert answer.headers["content-type"].startswith("text/csv")
            for row in csv.reader(io.StringIO(answer.text)):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
        assert client.get("/api/v1/posts").json()["items"][0]["title"] == FORMULA


@pytest.mark.parametrize(
    "name", ["%", "_", "山%", "' OR 1=1 --", "山\x00雀", "\ud7ff", "a" * 201, "#x", "#-1"]
)
def test_a_name_is_a_name_and_never_a_pattern(client, name):
    for asked in ({"app": name}, {"store": name}, {"outlet": name}):
        answer = client.get("/api/v1/claims", params=asked)
        assert answer.status_code in (200, 404, 422)
        assert answer.status_code != 200 or answer.json()["items"] == []
    assert client.get("/api/v1/apps", params={"q": name[:200]}).json().get("items", []) == []


@pytest.mark.parametrize(
    "words",
    ['山雀" OR "林鸮', "山雀*", "NOT 山雀x", "山雀' & '林鸮", "(山雀", "山雀%", "pairs: 山雀", "{山雀}"],
)
def test_a_search_is_words_and_never_a_language(client, words):
    answer = client.get("/api/v1/search", params={"q": words})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_a_reader_changes_nothing(press, store_url):
    reader = read.open_reader(store_url)
    try:
        for change in (
            "DELETE FROM claims",
            "UPDATE posts SET title = 'x'",
            "DROP TABLE alerts",
            "CREATE TABLE x (y int)",
        ):
            with pytest.raises(Exception, match=r"(?i)read.?only"), reader.read() as tx:
                tx.execute(text(change))
    finally:
        reader.close()


def test_a_question_that_takes_too_long_ends(store_url, store):
    reader = read.open_reader(store_url, within=0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
    try:
        with pytest.raises(StoreUnavailable, match="took too long") as caught, reader.read() as tx:
            tx.execute(text(endless)).all()
        assert caught.value.key == "too_long"  # which the page says in its reader's language
        with reader.read() as tx:  # and the connection goes on
            assert read.claims(tx) == []
    finally:
        reader.close()


def test_readers_and_the_writer_do_not_wait_for_each_other(store, store_url):
    """Questions are answered, and true, while posts are taken in."""
    desk, done = Desk(store), threading.Event()

    def write() -> None:
        for number in range(40):
            desk.say(f"W{number}", total("山雀", 1_000 + number), day=number / 100)
        done.set()

    with serving(store_url) as client, ThreadPoolExecutor(3) as pool:
        writing = pool.submit(write)
        counts = []
        while not done.is_set():
            answer = client.get("/api/v1/claims?limit=1000")
            assert answer.status_code == 200
            counts.append(len(answer.json()["items"]))
        writing.result()
        assert counts == sorted(counts)
        assert len(client.get("/api/v1/claims?limit=1000").json()["items"]) == 40


def test_a_page_that_proves_a_claim_is_never_run_as_a_page(client):
    answer = client.get("/api/v1/versions/1/raw")
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["content-disposition"] == 'attachment; filename="version-1.html"'
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_a_server_called_its_page_is_no_header_of_ours(store, store_url):
    """Names that are known, and nothing else of what came: no line break, no second parameter, nothing that runs."""
    desk = Desk(store)
    calls = {
        "text/html; charset=GBK": ("text/html; charset=gbk", "html"),
        "Application/JSON; charset=utf-8": ("application/json", "json"),
        "application/rss+xml": ("application/xml", "xml"),
        "text/javascript; charset=utf-8": ("text/plain; charset=utf-8", "txt"),
        "image/svg+xml": ("application/octet-stream", "bin"),
        'text/html"; x\r\nSet-Cookie: taken=1': ("application/octet-stream", "bin"),
        "text/html; charset=x\r\nSet-Cookie: taken=1": ("text/html", "html"),
        "text/html; charset=zip; filename=evil.exe": ("text/html", "html"),
        "页面": ("application/octet-stream", "bin"),
        None: ("text/html", "html"),
    }
    versions = [
        desk.say(f"K{at}", total("山雀", 1_000_000 + at), content_type=called).version_id
        for at, called in enumerate(calls)
    ]
    with serving(store_url) as client:
        for number, (kind, end) in zip(versions, calls.values(), strict=True):
            answer = client.get(f"/api/v1/versions/{number}/raw")
            assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
            assert answer.headers["content-disposition"] == f'attachment; filename="version-{number}.{end}"'
            assert "set-cookie" not in answer.headers
            assert answer.content.startswith(b"<p>")


def test_a_fault_names_no_database_and_no_password(press, store_url):
    with serving(store_url) as client:
        told = client.get("/api/v1/claims?after=~1").text + client.get("/api/v1/claims/99").text
    assert "sqlite" not in told
    assert "postgresql" not in told


def test_a_long_list_is_sent_in_pages_and_is_the_whole(store, store_url, monkeypatch):
    desk = Desk(store)
    for number in range(7):
        desk.say(f"L{number}", total("山雀", 1_000 + number), total("林鸮", 2_000 + number), day=number)
    monkeypatch.setattr("history.api.answer.AT_ONCE", 3)
    with serving(store_url) as client:
        whole = client.get("/api/v1/claims?limit=3").json()["items"]
        answer = client.get("/api/v1/claims?limit=100")
        assert "etag" not in answer.headers
        rows = answer.json()
        assert (len(rows["items"]), rows["next"], rows["items"][:3]) == (14, None, whole)
        assert len(client.get("/api/v1/claims?limit=100&format=csv").text.splitlines()) == 15
        assert len(client.get("/api/v1/claims?limit=10&format=jsonl").text.splitlines()) == 10
        assert client.get("/api/v1/claims?limit=10").json()["next"]
