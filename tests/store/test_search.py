"""Every word of two characters is found, on both databases, in whatever script and damage it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pipeline.errors import WrongUse
from pipeline.store import read
from pipeline.store.corrections import erase
from pipeline.store.engine import open_store
from pipeline.store.migrate import _config
from pipeline.store.read import Filters, word_index

from .story import NOON, rank, total


def found(store, question, **filters):
    with store.read() as tx:
        return [hit.post.doc_id for hit in read.search(tx, question, Filters(**filters)).hits]


@pytest.fixture
def told(desk):
    desk.say("A", total("山雀", 8_000_000), title="山雀下載量創新高")
    desk.say("B", rank("林鸮", 4), outlet="sohu", day=1, title="ＡＩ助手林鸮App登榜")
    desk.say("C", title="100% _free_ 数据", day=2)
    return desk


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("山雀", "A"),
        ("下载", "A"),
        ("下載量", "A"),
        ("林鸮 登榜", "B"),
        ("app", "B"),
        ("AI助手", "B"),
        ("ｉ助", "B"),
        ("今天", "CBA"),
        ("山雀 林鸮", ""),
        ("没有", ""),
        ("免费榜第4位", "B"),
        ("第4 免费", "B"),
        ("4位免费榜", ""),
        ("100%", "C"),
        ("0%", None),
        ("%", None),
        ("林", None),
        ('" OR 1', ""),
        ("今天 NEAR", ""),
        ("今天' | 'x", ""),
    ],
)
def test_words_of_two_characters_are_found(told, store, question, expected):
    if expected is None:
        with pytest.raises(WrongUse, match="two letters"):
            found(store, question)
    else:
        assert found(store, question) == list(expected)


def test_what_was_found_is_shown_as_it_stands(told, store):
    with store.read() as tx:
        hit = read.search(tx, "下载").hits[0]
        assert (hit.field, hit.before, hit.match, hit.after) == ("title", "山雀", "下載", "量創新高")
        assert [one.claim.value for one in hit.claims] == [8_000_000]


def test_damage_does_not_hide_a_word(desk, store):
    desk.say("M", title="這款A(yù)pp的數(shù)據(jù)")
    with store.read() as tx:
        hit = read.search(tx, "数据").hits[0]
    assert hit.match == "數(shù)據"


def test_a_post_is_shown_as_its_own_host_has_it_rather_than_as_a_mirror_does(desk, store):
    desk.say("P", title="这款App的数据")
    desk.say("P", title="這款A(yù)pp的數(shù)據(jù)", host="mirror.example", mirror=True, day=1)
    desk.say("Q", title="只有鏡像說數(shù)據(jù)", host="mirror.example", mirror=True, day=1)
    desk.say("Z", title="原来写着口径")
    desk.say("Z", title="原來寫(xiě)著口徑", host="mirror.example", mirror=True, day=1)
    desk.say("Z", title="改过的标题", day=2)
    with store.read() as tx:
        shown = {hit.post.doc_id: hit for hit in read.search(tx, "数据").hits}
        assert (shown["P"].before, shown["P"].match) == ("这款App的", "数据")
        assert shown["Q"].match == "數(shù)據"
        [taken_out] = read.search(tx, "口径").hits  # the newest of its own host says it no longer
        assert (taken_out.post.doc_id, taken_out.match) == ("Z", "口徑")
        then = read.search(tx, "数据", Filters(as_of=NOON + timedelta(days=1, hours=1))).hits
        assert {hit.post.doc_id: hit.match for hit in then} == {"P": "数据", "Q": "數(shù)據"}


def test_filters_hold_for_the_post_or_one_of_its_claims(told, store):
    assert found(store, "今天", outlet="sohu") == ["B"]
    assert found(store, "今天", app="山雀") == ["A"]
    assert found(store, "今天", metric="rank") == ["B"]
    assert found(store, "今天", since="2026-03-11", until="2026-03-11") == ["B"]
    assert found(store, "今天", as_of=NOON + timedelta(days=1, hours=1)) == ["B", "A"]


def test_pages_are_the_whole(desk, store):
    for number in range(7):
        desk.say(f"N{number}", day=number)
    with store.read() as tx:
        whole = [hit.post.doc_id for hit in read.search(tx, "今天").hits]
        paged, after = [], None
        while True:
            page = read.search(tx, "今天", Filters(limit=2, after=after))
            paged += [hit.post.doc_id for hit in page.hits]
            after = page.next
            if after is None:
                break
    assert paged == whole == [f"N{number}" for number in reversed(range(7))]
    assert (page.total, page.total_exact) == (7, True)


@pytest.mark.parametrize(("near", "far"), [(1, 1), (1, 3), (2, 9), (50, 50)])
@pytest.mark.parametrize("common", [1, 20])
def test_what_is_too_common_to_be_fetched_whole_is_walked_from_the_newest(
    desk, store, monkeypatch, near, far, common
):
    for number in range(9):
        desk.say(f"N{number}", title="山雀" if number % 3 else None, day=number)
    rare = [f"N{number}" for number in (8, 7, 5, 4, 2, 1)]
    monkeypatch.setattr(word_index, "_COUNTED", 3)
    for name, value in (("_NEAR", near), ("_FAR", far), ("_COMMON", common)):
        monkeypatch.setattr(word_index, name, value)
    for question, whole in (("今天", [f"N{number}" for number in range(8, -1, -1)]), ("山雀", rare)):
        paged, after, pages = [], None, 0
        with store.read() as tx:
            while pages == 0 or after:
                page = read.search(tx, question, Filters(limit=2, after=after))
                assert (page.total, page.total_exact) == (3, False)
                paged += [hit.post.doc_id for hit in page.hits]
                after, pages = page.next, pages + 1
        assert paged == whole


def test_an_edited_post_is_one_hit_and_found_by_what_it_said(desk, store):
    desk.say("A", total("山雀", 8))
    desk.say("A", total("山雀", 9), day=1)
    assert found(store, "山雀") == ["A"]
    assert found(store, "gt8次") == ["A"]


def test_an_erased_post_is_not_found(told, store):
    with store.write() as tx:
        erase(tx, 1)
    assert found(store, "山雀") == []
    with store.read() as tx:
        assert read.search(tx, "山雀").total == 0


def test_what_was_stored_before_is_found_after_the_migration(database_url):
    from alembic import command

    from pipeline.store.engine import connect

    store = connect(database_url)
    with store.write() as tx:
        config = _config()
        config.attributes["connection"] = tx
        command.upgrade(config, "0004")
        tx.execute(
            text(
                "INSERT INTO posts (id, outlet, doc_id, url, first_seen, last_seen) "
                "VALUES (1, 'o', 'D', 'u', '2026-03-01 00:00:00', '2026-03-01 00:00:00')"
            )
        )
        tx.execute(
            text(
                "INSERT INTO versions (id, post_id, host, mirror, url, title, text, fingerprint, fetched_at, seen_at, "
                "outcome, generic) VALUES (1, 1, 'h', false, 'u', '千问', '破千万', 'f', '2026-03-01 00:00:00', "
                "'2026-03-01 00:00:00', 'no_claim', false)"
            )
        )
    store.close()
    store = open_store(database_url)
    try:
        assert found(store, "千问") == ["D"]
    finally:
        store.close()
