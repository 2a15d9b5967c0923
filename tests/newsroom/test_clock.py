"""Document ids are clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.identity import document_time
from pipeline.model import BEIJING
from scheduler.newsroom.clock import created_at, document_id, http_date, printed, printed_american

moments = st.datetimes(
    min_value=datetime(2004, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2038, 1, 1),  # noqa: DTZ001
    timezones=st.just(BEIJING),
)


@given(moments)
def test_an_id_gives_its_time_back_to_the_millisecond(moment: datetime) -> None:
    doc_id = document_id(moment, "0519CX7K")
    assert len(doc_id) == 16
    assert timedelta() <= moment - created_at(doc_id) < timedelta(milliseconds=1)


@given(moments)
def test_the_crawlers_own_reading_of_the_clock_agrees(moment: datetime) -> None:
    doc_id = document_id(moment, "0519CX7K")
    assert document_time(doc_id) == created_at(doc_id)


def test_the_known_post_of_2025_has_the_known_time() -> None:
    """KF5C9SHD05199O51 appeared at 18:52:53 on 24 November 2025."""
    assert printed(created_at("KF5C9SHD05199O51")) == "2025-11-24 18:52:53"


def test_later_ids_sort_later() -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    ids = [document_id(first + timedelta(seconds=step * 997), "0519CX7K") for step in range(50)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 50


@pytest.mark.parametrize("year", [2003, 2039])
def test_a_time_that_eight_digits_cannot_count_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="document id"):
        document_id(datetime(year, 1, 1, tzinfo=UTC), "0519CX7K")


def test_times_are_printed_in_beijing_whatever_zone_they_come_in() -> None:
    moment = datetime(2026, 2, 28, 17, 5, 9, tzinfo=UTC)
    assert printed(moment) == "2026-03-01 01:05:09"
    assert printed_american(moment) == "03/01/2026 01:05:09"
    assert http_date(moment) == "Sat, 28 Feb 2026 17:05:09 GMT"
