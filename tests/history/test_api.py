"""What the JSON API answers, from a real server on both databases."""

from __future__ import annotations

import csv
import io
import json

import pytest


def items(client, path, **asked):
    answer = client.get(f"/api/v1{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_lists_are_filtered_as_on_the_command_line(client):
    assert [row["doc_id"] for row in items(client, "/claims", app="山雀", metric="rank")] == ["C", "A"]
    assert {row["value"] for row in items(client, "/figures", app="山雀", metric="downloads")} == {
        8_000_000,
        9_000_000,
    }
    assert [row["modality"] for row in items(client, "/claims", modality="forecast")] == ["forecast"]
    assert [row["doc_id"] for row in items(client, "/posts", outlet="sohu")] == ["G", "C", "B"]
    assert items(client, "/claims", until="2020") == []


def test_every_form_says_the_same(client):
    whole = items(client, "/claims")
    lines = client.get("/api/v1/claims", params={"format": "jsonl"}).text.splitlines()
    assert [json.loads(line) for line in lines] == whole
    sheet = list(csv.DictReader(io.StringIO(client.get("/api/v1/claims?format=csv").text)))
    assert [int(row["id"]) for row in sheet] == [row["id"] for row in whole]
    assert list(sheet[0]) == list(whole[0])


@pytest.mark.parametrize("path", ["/claims", "/figures", "/posts", "/alerts", "/apps"])
def test_pages_are_the_whole_without_gap_or_double(client, path):
    whole = items(client, path)
    paged, asked = [], f"/api/v1{path}?limit=1"
    while asked:
        answer = client.get(asked)
        paged += answer.json()["items"]
        asked = answer.links.get("next", {}).get("url") and f"/api/v1{path}{answer.links['next']['url']}"
        assert (answer.json()["next"] is None) == (asked is None)
    assert paged == whole
    assert len(whole) >= 2


def test_who_has_it_is_told_so(client):
    first = client.get("/api/v1/claims")
    again = client.get("/api/v1/claims", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/claims?limit=1", headers={"If-None-Match": first.headers["etag"]}).json()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/claims/999", 404, "not_found"),
        ("/api/v1/apps/无名", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/claims?metric=x", 422, "wrong_use"),
        ("/api/v1/claims?after=x", 422, "wrong_use"),
        ("/api/v1/claims?since=2025-02-30", 422, "wrong_use"),
    ],
)
def test_every_error_has_one_shape(client, path, status, code):
    answer = client.get(path)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["code"]) == (status, status, code)
    assert error["message"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/claims?metrik=rank", 'no parameter "metrik" here (did you mean "metric"?)'),
        ("/figures?format=csv&zzz=1", 'no parameter "zzz" here (there is after, app, as_of, format,'),
        ("/claims/1?as_of=2026-03-11", 'no parameter "as_of" here (there is none)'),
        ("/today?format=csv", 'no parameter "format" here (there is after, day, limit)'),
        ("/compare?app=山雀&app=林鸮&apps=鹪鹩", 'no parameter "apps" here (did you mean "app"?)'),
    ],
)
def test_a_parameter_that_there_is_not_leaves_nothing_silently_unfiltered(client, path, told):
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 422
    assert answer.json()["error"]["message"].startswith(told)


def described(client):
    return client.get("/openapi.json").json()["paths"]


def takes(operation):
    return {one["name"] for one in operation.get("parameters", ())}


def test_a_list_of_one_page_refuses_to_go_on(client):
    """And every other list takes where to go on: nothing is asked for and silently not done."""
    lists = {path: one["get"] for path, one in described(client).items() if "format" in takes(one["get"])}
    single = {path for path, operation in lists.items() if "after" not in takes(operation)}
    assert single == {path for path, one in lists.items() if one["description"].endswith("One page.")}
    assert len(single) == 6
    given = {"app": "山雀", "post_id": 1}
    for path in sorted(single):
        asked = {"app": ["山雀", "林鸮"]} if path.endswith("/compare") else {}
        answer = client.get(path.format(**given), params=asked | {"after": "~1"})
        assert answer.status_code == 422, path
        assert answer.json()["error"]["message"].startswith('no parameter "after" here (there is')
        assert client.get(path.format(**given), params=asked).json()["next"] is None


def test_the_address_of_the_api_alone_says_what_there_is(client):
    answer = client.get("/api/v1")
    told = answer.json()
    assert answer.status_code == 200
    assert told["addresses"].keys() == described(client).keys()
    assert told["addresses"]["/api/v1/posts/{post_id}"] == "One post."
    assert {client.get(told[place]).status_code for place in ("docs", "openapi")} == {200}
    assert client.get("/api/v1", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get("/api/v1?format=csv").status_code == 422
    for path in ("/api", "/api/", "/api/v1/"):
        assert client.get(path, follow_redirects=True).json() == told, path


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2", "/api/claims"])
def test_a_wrong_address_is_told_where_the_right_ones_are(client, path):
    for accept in ("*/*", "text/html"):
        error = client.get(path, headers={"Accept": accept}).json()["error"]
        assert (error["status"], error["code"]) == (404, "not_found")
        assert "/api/v1 names" in error["message"]


def test_what_was_known_at_a_moment(client):
    then = items(client, "/claims", app="山雀", as_of="2026-03-11")
    assert {(row["doc_id"], row["value"]) for row in then} == {
        ("A", 8_000_000),
        ("A", None),
        ("B", 8_000_000),
    }
    assert [row["rank"] for row in items(client, "/figures", metric="rank", as_of="2026-03-10")] == [4]
    latest = items(client, "/apps/林鸮/latest", as_of="2026-03-13")
    assert {row["value"] for row in latest} == {5_000, 90_000}


def test_outlets_that_disagree(client):
    [conflict] = items(client, "/conflicts")
    assert (conflict["claim"]["rank"], conflict["other"]["rank"]) == (9, 7)


def test_apps_side_by_side(client):
    rows = items(client, "/compare", app=["山雀", "林鸮"])
    by_kind = {row["key"]: [one and (one["rank"] or one["value"]) for one in row["figures"]] for row in rows}
    assert [4, 9] in by_kind.values() or [4, 7] in by_kind.values()
    assert all(len(found) == 2 for found in by_kind.values())


def test_what_is_new_today(client):
    day = client.get("/api/v1/today?day=2026-03-10").json()
    assert {card["figure"]["rank"] or card["figure"]["value"] for card in day["cards"]} == {4, 8_000_000}
    card = day["cards"][0]
    assert card["before"] + card["figure"]["quote"] + card["after"]
    assert card["witnesses"][0]["outlet"] == "netease"


def test_docs_load_nothing_from_elsewhere(client):
    page = client.get("/docs").text
    assert "/api/v1/claims" in page
    for mark in ("<style", "@import", "url(", 'href="http', 'src="http', 'src="//', 'href="//'):
        assert mark not in page


def test_every_row_is_described_in_words(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    told = {name: schema.get("description", "") for name, schema in schemas.items() if name.endswith("Row")}
    assert {"AlertRow", "ClaimRow", "FigureRow", "VersionRow"} <= told.keys()
    assert {name: said for name, said in told.items() if f"{name}(" in said or not said.endswith(".")} == {}
    assert "``" not in "".join(told.values())  # one backtick is how the document marks a word


def test_words_of_two_characters_are_found(client):
    answer = client.get("/api/v1/search", params={"q": "山雀", "outlet": "netease"})
    assert [hit["post"]["doc_id"] for hit in answer.json()["items"]] == ["A"]
    assert answer.headers["x-total-count"] == "4"
    assert client.get("/api/v1/search?q=x").status_code == 422
