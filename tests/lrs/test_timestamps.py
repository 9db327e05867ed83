"""Times as numbers, against Python's own calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.xapi.patterns import format_timestamp, parse_timestamp
from scormbuild.lrs.xapi.version import Version


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_that_is_written_is_read_again(at):
    written = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    text = format_timestamp(written)
    assert text == at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    assert parse_timestamp(text, Version.V1) == parse_timestamp(text, Version.V2) == written


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.integers(-23 * 60, 23 * 60).filter(bool))
def test_an_offset_is_taken_off(at, minutes):
    text = at.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat(timespec="microseconds")
    assert (
        format_timestamp(parse_timestamp(text))
        == (at - timedelta(minutes=minutes)).isoformat(timespec="microseconds") + "Z"
    )


TIMES = [
    ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
    ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00.000000Z"),
    ("2026-11-23T02:03:04", "2026-11-23T02:03:04.000000Z"),
    ("2026-11-23T02:03:04.1Z", "2026-11-23T02:03:04.100000Z"),
    ("2026-11-23T02:03:04.123456999Z", "2026-11-23T02:03:04.123456Z"),
    ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.500000Z"),
    ("0000-03-01T00:00:00Z", "0000-03-01T00:00:00.000000Z"),
    ("20260101T1200+0130", "2026-01-01T10:30:00.000000Z"),
]


@pytest.mark.parametrize(("text", "same"), TIMES)
def test_a_time_is_counted_in_utc_to_the_microsecond(text, same):
    assert format_timestamp(parse_timestamp(text)) == same


@pytest.mark.parametrize(
    "text", ["", "x" * 1000, "2026-02-29T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01T00:00:00-00:00"]
)
def test_what_is_no_time_says_so_in_few_words(text):
    with pytest.raises(ValueError, match="no") as refused:
        parse_timestamp(text)
    assert len(str(refused.value)) < 160
