"""How gently a host is asked, by a clock of our own."""

from __future__ import annotations

from crawler.politeness import Hosts


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
