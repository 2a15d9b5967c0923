"""What history, claims, figures, posts and show are given."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.errors import NotFound, WrongUse
from pipeline.store import checks, leases, read
from pipeline.store.read import Filters

from .story import NOON, daily, rank, total


@pytest.fixture
def told(desk):
    """A week of the trade press."""
    desk.say("A", total("山雀", 8_000_000), rank("山雀", 4))
    desk.say("B", total("山雀", 8_000_000), outlet="sohu", day=1)
    desk.say("C", rank("山雀", 2, store="google_play", platform=None), outlet="sohu", day=2)
    desk.say("D", daily("林鸮", 5_000, as_of="2026-02"), total("林鸮", 90_000, modality="forecast"), day=3)
    desk.say("E", day=4)
    return desk


def docs(where, filters):
    with where.read() as tx:
        return [row.doc_id for row in read.claims(tx, Filters(**filters))]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "DCBAAD"),
        ({"limit": 2}, "DC"),
        ({"app": "林鸮App"}, "DD"),
        ({"metric": "rank"}, "CA"),
        ({"store": "google_play"}, "C"),
        ({"outlet": "sohu"}, "CB"),
        ({"novelty": "repeat"}, "B"),
        ({"modality": "forecast"}, "D"),
        ({"since": "2026-03-11"}, "DCB"),
        ({"until": "2026-03-10"}, "AAD"),
        ({"since": "2026-03-10", "until": "2026-03-11"}, "BAA"),
        ({"since": "2026-02", "until": "2026-02"}, "D"),
        ({"since": "2026", "until": "2026"}, "DCBAAD"),
        ({"since": "2027"}, ""),
        ({"app": "山雀", "metric": "downloads", "outlet": "sohu"}, "B"),
    ],
)
def test_claims_filtered_newest_first(told, store, filters, expected):
    assert docs(store, filters) == list(expected)


def test_history_has_each_figure_once_with_its_claim(told, store):
    with store.read() as tx:
        rows = read.history(tx, "山雀")
    assert [
        (one.claim.metric, one.claim.rank or one.claim.value, one.covered, one.witnesses) for one in rows
    ] == [
        ("rank", 2, "2026-03-12", 1),
        ("rank", 4, "2026-03-10", 1),
        ("downloads", 8_000_000, "2026-03-10", 2),
    ]
    assert all(one.latest for one in rows)
    assert {one.post_url for one in rows} == {"https://www.example.com/A", "https://www.example.com/C"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"outlet": "sohu"}, [2, 8_000_000]),
        ({"store": "google_play"}, [2]),
        ({"novelty": "first", "metric": "rank"}, [2, 4]),
        ({"modality": "forecast"}, [90_000]),
        ({"until": "2026-02"}, [5_000]),
    ],
)
def test_figures_filtered(told, store, filters, expected):
    with store.read() as tx:
        assert [one.claim.rank or one.claim.value for one in read.figures(tx, Filters(**filters))] == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "EDCBA"),
        ({"outlet": "sohu"}, "CB"),
        ({"app": "山雀"}, "CBA"),
        ({"metric": "rank"}, "CA"),
        ({"since": "2026-03-12", "until": "2026-03-13"}, "DC"),
        ({"novelty": "repeat"}, "B"),
        ({"limit": 1}, "E"),
    ],
)
def test_posts_filtered_newest_first(told, store, filters, expected):
    with store.read() as tx:
        assert [row.doc_id for row in read.posts(tx, Filters(**filters))] == list(expected)


@pytest.mark.parametrize("question", [read.claims, read.figures, read.posts])
def test_pages_are_the_whole_without_gap_or_double(told, store, question):
    with store.read() as tx:
        whole = question(tx, Filters())
        paged, after = [], None
        while rows := question(tx, Filters(limit=2, after=after)):
            paged += rows
            after = rows[-1].cursor
    assert paged == whole
    assert len(whole) >= 5


@pytest.mark.parametrize("cursor", ["x", "2026-03-10~", "2026-03-10~9e9", "~" + "9" * 40])
def test_broken_cursor_is_refused(store, cursor):
    with pytest.raises(WrongUse, match="cursor"), store.read() as tx:
        read.claims(tx, Filters(after=cursor))


def test_name_that_nobody_said(store):
    with pytest.raises(NotFound, match="无名"), store.read() as tx:
        read.history(tx, "无名")


@pytest.mark.parametrize("name", ["%", "_", "' OR 1=1 --", "山%"])
def test_names_are_names_and_never_patterns(told, store, name):
    with pytest.raises(NotFound), store.read() as tx:
        read.claims(tx, Filters(app=name))


def test_proof_of_a_claim(told, store):
    with store.read() as tx:
        number = read.claims(tx, Filters(app="山雀", metric="rank", limit=5))[-1].id
        proof = read.claim(tx, number)
    assert (
        proof.before + proof.row.claim.quote + proof.after
        == "山雀的下载量gt8000000次。山雀排在免费榜第4位。今天就说到这里。"
    )
    assert (proof.version.host, proof.version.has_raw, proof.version.claims) == ("www.example.com", True, 2)
    assert [one.url for one in proof.witnesses] == ["https://www.example.com/A"]
    assert [one.novelty for one in proof.alerts] == ["first"]


def test_proof_names_what_was_known_before(desk, store):
    desk.say("A", rank("山雀", 4))
    found = desk.say("B", rank("山雀", 2), day=1)
    desk.say("C", rank("山雀", 1), day=2)
    with store.read() as tx:
        proof = read.claim(tx, found.judged[0].claim_id)
    assert [one.claim.rank for one in proof.earlier] == [4]


def test_no_such_claim(store):
    with pytest.raises(NotFound, match="no claim 12"), store.read() as tx:
        read.claim(tx, 12)


def test_versions_of_a_post(desk, store):
    found = desk.say("A", rank("山雀", 4))
    desk.say("A", rank("山雀", 4), host="mirror.example.net", mirror=True)
    desk.say("A", rank("山雀", 3), day=1)
    with store.read() as tx:
        assert [(one.host, one.mirror, one.outcome) for one in read.versions(tx, found.post_id)] == [
            ("www.example.com", False, "edited"),
            ("mirror.example.net", True, "claims"),
            ("www.example.com", False, "claims"),
        ]


def test_alerts_by_state_and_app(told, store):
    with store.read() as tx:
        assert len(read.alerts(tx)) == 5
        assert {one.app for one in read.alerts(tx, app="林鸮", states=("pending",))} == {"林鸮"}
        assert read.alerts(tx, states=("given_up",)) == []
        assert len(read.alerts(tx, limit=2)) == 2


def test_apps_with_their_names_and_counts(told, store):
    told.say("F", total("山雀", 9, subject=("山雀", "山雀笔记", "山雀APP")))
    with store.read() as tx:
        assert [(row.name, row.kind, row.names, row.figures) for row in read.apps(tx)] == [
            ("山雀", "app", ("山雀笔记",), 4),
            ("林鸮", "app", (), 2),
        ]


def test_sources_and_checks(store):
    with store.write() as tx:
        checks.finish(tx, "tech", "failed", NOON, evidence="no route", seconds=1.5)
        checks.finish(tx, "tech", "throttled", NOON + timedelta(minutes=1))
        checks.pause(tx, "media", paused=True)
    with store.read() as tx:
        media, tech = read.sources(tx)
        assert (media.name, media.paused, media.last_check) == ("media", True, None)
        assert (tech.bad_in_a_row, tech.last_outcome, tech.yielded_at, tech.last_good) == (
            2,
            "throttled",
            None,
            None,
        )
        assert [(one.outcome, one.evidence, one.seconds) for one in read.checks(tx, source="tech")] == [
            ("throttled", None, 0.0),
            ("failed", "no route", 1.5),
        ]
    with store.write() as tx:
        checks.finish(tx, "tech", "nothing_new", NOON + timedelta(minutes=2), links=9)
        leases.set_next_due(tx, "tech", NOON + timedelta(hours=1))
    with store.read() as tx:
        tech = read.sources(tx)[1]
        assert (tech.bad_in_a_row, tech.yielded_at, tech.last_post) == (0, NOON + timedelta(minutes=2), None)
        assert tech.next_due == NOON + timedelta(hours=1)


def test_post_that_answers_unchanged_was_seen(desk, store):
    desk.say("A", rank("山雀", 4))
    with store.write() as tx:
        checks.unchanged(tx, "https://www.example.com/A", NOON + timedelta(days=1))
    with store.read() as tx:
        assert read.posts(tx)[0].last_seen == NOON + timedelta(days=1)


def test_list_page_is_remembered(store):
    with store.write() as tx:
        checks.remember(tx, "https://www.example.com/list", NOON, etag='"7"')
        checks.remember(tx, "https://www.example.com/list", NOON, last_modified="Wed")
    with store.read() as tx:
        assert checks.remembered(tx, "https://www.example.com/list").last_modified == "Wed"
        assert checks.remembered(tx, "https://www.example.com/list").etag is None
