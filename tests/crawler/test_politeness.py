"""How gently a host is asked, by a clock of our own."""

from __future__ import annotations

import pytest
from scrapy.http import Response

from crawler.politeness import LONGEST_WAIT, Hosts, retry_after


def test_good_answers_do_not_wear_down_the_delay_that_robots_txt_asks_for() -> None:
    hosts = Hosts(delay=2.0)
    hosts.at_least("river.example", 10.0)
    hosts.refused("river.example", 0.0)
    for _ in range(50):
        hosts.answered("river.example")
    assert hosts.host("river.example").delay == 10.0


def test_after_a_refusal_a_host_is_asked_half_as_often_and_then_slowly_as_before() -> None:
    hosts = Hosts(delay=2.0)
    hosts.refused("river.example", 0.0)
    assert hosts.host("river.example").delay == 4.0
    hosts.answered("river.example")
    assert 2.0 < hosts.host("river.example").delay < 4.0
    for _ in range(20):
        hosts.answered("river.example")
    assert hosts.host("river.example").delay == 2.0


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        ("9" * 60, LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0.0),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2020 00:00:00 +99999999999999999999", None),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_a_host_may_ask_us_to_wait(said: str, seconds: float | None) -> None:
    answer = Response("https://river.example/", status=429, headers={"Retry-After": said})
    assert retry_after(answer) == seconds
