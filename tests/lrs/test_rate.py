"""The rate of a key: a bucket that fills at that pace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import TooManyRequests
from scormbuild.lrs.auth.bucket import Rate, TokenBuckets
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.auth.rate import BYTES, ROWS, STATEMENTS, RateLimiter


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rates(clock: Clock) -> RateLimiter:
    return RateLimiter(clock)


def take(rates: RateLimiter, key: str, rate: int | None, count: int = 1) -> None:
    """Store so many statements with a key of this rate."""
    rates.take(key, Limits(rate=rate), {STATEMENTS: count})


def assert_taken(rates: RateLimiter, key: str, rate: int | None, count: int = 1) -> None:
    """So many may be stored: a refusal fails the test."""
    try:
        take(rates, key, rate, count)
    except TooManyRequests as refusal:
        pytest.fail(f"refused: {refusal}")


def expect_refusal(rates: RateLimiter, key: str, rate: int, count: int = 1) -> int:
    """A key is refused; the seconds after which it may come back."""
    with pytest.raises(TooManyRequests, match=f"{rate} statements a minute") as told:
        take(rates, key, rate, count)
    return int(told.value.headers["Retry-After"])


def test_a_key_without_a_rate_is_never_refused(rates: RateLimiter) -> None:
    for _ in range(1000):
        assert_taken(rates, "key", None, 1000)
    assert not rates.buckets.levels


def test_a_key_may_store_its_rate_at_once_and_then_waits(rates: RateLimiter) -> None:
    for _ in range(6):
        assert_taken(rates, "key", 6)
    assert expect_refusal(rates, "key", 6) == 10


def test_who_waits_as_long_as_told_is_let_in(rates: RateLimiter, clock: Clock) -> None:
    take(rates, "key", 6, 6)
    clock.seconds += expect_refusal(rates, "key", 6)
    assert_taken(rates, "key", 6)
    assert expect_refusal(rates, "key", 6) == 10


def test_an_idle_key_saves_up_no_more_than_its_rate(rates: RateLimiter, clock: Clock) -> None:
    take(rates, "key", 6)
    clock.seconds += 3600
    assert_taken(rates, "key", 6, 6)
    assert expect_refusal(rates, "key", 6) == 10


def test_being_refused_costs_nothing(rates: RateLimiter, clock: Clock) -> None:
    take(rates, "key", 6, 6)
    for _ in range(50):
        expect_refusal(rates, "key", 6)
    clock.seconds += 10
    assert_taken(rates, "key", 6)


def test_a_batch_larger_than_the_rate_passes_once_and_is_paid_off(rates: RateLimiter, clock: Clock) -> None:
    assert_taken(rates, "key", 60, 180)
    assert expect_refusal(rates, "key", 60) == 121
    clock.seconds += 121
    assert_taken(rates, "key", 60)


def test_one_key_does_not_use_up_anothers_rate(rates: RateLimiter) -> None:
    take(rates, "one", 1)
    expect_refusal(rates, "one", 1)
    assert_taken(rates, "other", 1)


def test_idle_buckets_are_forgotten_so_memory_is_bounded(clock: Clock) -> None:
    rates = RateLimiter(clock, max_buckets=100)
    for number in range(1000):
        take(rates, f"key {number}", 10)
        take(rates, "busy", 10_000)
    assert len(rates.buckets.levels) == 100
    assert "busy statements" in rates.buckets.levels


def test_what_is_given_back_to_a_bucket_that_was_forgotten_takes_no_memory(clock: Clock) -> None:
    buckets, rate = TokenBuckets(clock, max_buckets=10), Rate(6, 60.0)
    for number in range(100):
        buckets.take(f"key {number}", rate)
    for number in range(100):
        buckets.give_back(f"key {number}", rate)
    assert len(buckets.levels) == 10
    assert {buckets.wait_seconds(f"key {number}", rate, 6) for number in range(100)} == {0}


def test_a_key_that_goes_on_asking_is_not_forgotten_and_so_never_let_in_early(clock: Clock) -> None:
    rates = RateLimiter(clock, max_buckets=10)
    take(rates, "busy", 6, 6)
    for number in range(100):
        expect_refusal(rates, "busy", 6)
        take(rates, f"key {number}", 10)
    assert expect_refusal(rates, "busy", 6) == 10


@given(
    rate=st.integers(1, 600),
    calls=st.lists(st.tuples(st.integers(1, 20), st.floats(0, 5)), max_size=100),
)
def test_no_pattern_of_calls_stores_more_than_the_rate_and_one_bucket(
    rate: int, calls: list[tuple[int, float]]
) -> None:
    clock = Clock()
    rates, begin, stored = RateLimiter(clock), clock.seconds, 0
    for count, pause in calls:
        clock.seconds += pause
        try:
            take(rates, "key", rate, count)
        except TooManyRequests:
            continue
        stored += count
        largest_debt = max(0, count - rate)
        assert stored <= rate + (clock.seconds - begin) * rate / 60 + largest_debt + 1e-6


def test_a_packages_rate_bounds_its_bytes_and_rows_too_whenever_it_was_made(rates: RateLimiter) -> None:
    package = Limits(rate=10, source="package")
    for what, most in ((BYTES, 40_960), (ROWS, 200)):
        rates.take("key", package, {what: most})
        with pytest.raises(TooManyRequests, match=f"{most} {what} a minute") as told:
            rates.take("key", package, {what: most // 10})
        assert told.value.headers["Retry-After"] == "6"


def test_rates_in_bytes_and_rows_can_be_given_to_any_key(rates: RateLimiter) -> None:
    rates.take("key", Limits(byte_rate=100), {BYTES: 100, ROWS: 10_000})
    with pytest.raises(TooManyRequests, match="100 bytes a minute"):
        rates.take("key", Limits(byte_rate=100), {BYTES: 1})
    rates.take("key", Limits(row_rate=5), {ROWS: 5})
    with pytest.raises(TooManyRequests, match="5 rows a minute"):
        rates.take("key", Limits(row_rate=5), {ROWS: 1})


def test_what_is_refused_for_its_rows_takes_no_statements(rates: RateLimiter) -> None:
    limits = Limits(rate=1, row_rate=5)
    rates.take("key", limits, {ROWS: 5})
    with pytest.raises(TooManyRequests, match="rows"):
        rates.take("key", limits, {STATEMENTS: 1, ROWS: 1})
    assert_taken(rates, "key", 1)
