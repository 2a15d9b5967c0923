"""Feeds as a reader of feeds takes them."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from xml.etree import ElementTree as ET

import feedparser
import httpx
import pytest

from .conftest import FORMULA, IMAGE, SCRIPT, TEMPLATE

FEEDS = (
    "/feed.atom",
    "/apps/1/feed.atom",
    "/apps/2/feed.atom",
    "/rules/rises/feed.atom",
    "/rules/nothing/feed.atom",
)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_feed_is_well_formed_and_complete(reader: httpx.Client, path: str, language: str):
    answer = reader.get(path, params={"lang": language})
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    assert {child.tag for child in root} >= {
        ATOM + name for name in ("id", "title", "updated", "link", "author")
    }
    read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.link.startswith("http://127.0.0.1")
    ids = [entry.id for entry in read.entries]
    assert len(ids) == len(set(ids))
    assert bool(ids) == (path != "/rules/nothing/feed.atom")
    for entry in read.entries:
        assert entry.title.startswith("[")
        assert entry.updated_parsed
        assert entry.summary
        assert reader.get(entry.link).status_code == 200
    moments = [entry.updated_parsed for entry in read.entries]
    assert moments == sorted(moments, reverse=True)


def test_rule_has_what_fits_it_and_nothing_else(reader: httpx.Client):
    read = feedparser.parse(reader.get("/rules/rises/feed.atom?lang=en").content)
    assert {entry.tags[0].term for entry in read.entries} == {"higher"}
    everything = feedparser.parse(reader.get("/feed.atom?lang=en").content)
    assert {entry.tags[0].term for entry in everything.entries} >= {"higher", "first", "conflict", "revised"}


def test_nothing_of_a_post_is_markup_in_a_feed(reader: httpx.Client):
    answer = reader.get("/feed.atom")
    root = ET.fromstring(answer.content)
    titles = "".join(one.text or "" for one in root.iter(f"{ATOM}title"))
    for hostile in (SCRIPT, TEMPLATE, FORMULA):
        assert hostile in titles
    assert IMAGE in "".join(one.text or "" for one in root.iter(f"{ATOM}summary"))
    for content in root.iter(f"{ATOM}content"):
        assert "<script" not in (content.text or "")
        assert "<img" not in (content.text or "")
        assert "javascript:" not in (content.text or "").replace("javascript:alert(1)</a>", "")
    assert not [
        link
        for link in root.iter(f"{ATOM}link")
        if not link.attrib["href"].startswith(("http://", "https://"))
    ]


@pytest.mark.parametrize("path", FEEDS[:4])
def test_unchanged_feed_is_not_sent_again(reader: httpx.Client, path: str):
    first = reader.get(path)
    by_tag = reader.get(path, headers={"If-None-Match": first.headers["etag"]})
    by_time = reader.get(path, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert (by_time.status_code, by_time.content) == (304, b"")
    before = parsedate_to_datetime(first.headers["last-modified"]) - timedelta(seconds=1)
    assert (
        reader.get(path, headers={"If-Modified-Since": format_datetime(before, usegmt=True)}).status_code
        == 200
    )
    for nonsense in ("yesterday", "", "Mon, 99 Foo 2026", "Tue, 10 Mar 2026 04:05:00 -0000"):
        assert reader.get(path, headers={"If-Modified-Since": nonsense}).status_code == 200
    # the tag is the better witness: it also knows another language
    both = {"If-Modified-Since": first.headers["last-modified"], "If-None-Match": 'W/"other"'}
    assert reader.get(path, headers=both).status_code == 200


def test_addresses_are_those_of_whoever_serves_it(page_url: str):
    from history.app import HistorySettings
    from tests.history.conftest import serving

    with serving(page_url, HistorySettings(base_url="https://bangdan.example/")) as client:
        read = feedparser.parse(client.get("/feed.atom").content)
    assert read.feed.id == "https://bangdan.example/feed.atom"
    assert {entry.link.partition("/claims")[0] for entry in read.entries} == {"https://bangdan.example"}
