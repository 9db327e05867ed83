"""A clock that jumps: `stored` rises for who follows, isn't led far ahead, and the log tells once."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from support.lrs.client import Client
from support.lrs.client import statement as client_statement
from support.lrs.statement_store import ORGANISATION, Store, open_store, statement

from scormbuild.lrs.admin.check import check_database
from scormbuild.lrs.database.clock import DOUBT, LARGEST_STEP, StoredClock
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.settings import Settings
from scormbuild.lrs.xapi.patterns import parse_timestamp

SECOND, DAY = 1_000_000, 86_400_000_000
# Now, since `check` holds what is stored against the clock of the database.
START = time.time_ns() // 1000


class Machine:
    """A machine with a clock that can be set, and one that can't."""

    def __init__(self) -> None:
        self.elapsed, self.wrong_by = 0, 0
        self.said: list[str] = []
        self.clock = self.new_clock()

    def new_clock(self) -> StoredClock:
        """The clock of another process."""
        return StoredClock(
            lambda: START + self.elapsed + self.wrong_by, lambda: self.elapsed, self.said.append
        )

    def wait(self, microseconds: int) -> None:
        """Let time pass."""
        self.elapsed += microseconds

    @property
    def true_moment(self) -> int:
        """What a right clock says."""
        return START + self.elapsed


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def store(machine: Machine, tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'lrs.db'}", clock=machine.clock) as opened:
        yield opened


def store_one(store: Store) -> int:
    """When a statement that is sent now is stored."""
    [statement_id] = store.store_statements(statement())
    found = store.find_statement(statement_id)
    assert found is not None
    return parse_timestamp(found["stored"])


def test_stored_stays_at_the_true_time_while_the_clock_is_days_ahead_for_some_minutes(
    store: Store, machine: Machine
) -> None:
    store_one(store)
    machine.wait(60 * SECOND)
    machine.wrong_by = 10 * DAY
    for _ in range(3):
        machine.wait(60 * SECOND)
        assert abs(store_one(store) - machine.true_moment) < SECOND
    machine.wrong_by = 0
    machine.wait(60 * SECOND)
    assert abs(store_one(store) - machine.true_moment) < SECOND
    assert machine.said == [
        f"the clock jumped ahead by {10 * 86_400} s: not believed before it has stayed there for 3600 s",
        "the clock is believed again",
    ]


def test_nothing_is_told_to_be_consistent_that_lies_before_what_is_stored_later(
    store: Store, machine: Machine
) -> None:
    stored, promised = [store_one(store)], []
    for wrong_by in (0, DAY, DAY, 0, -SECOND, 2 * SECOND, -10 * SECOND, 0):
        machine.wait(60 * SECOND)
        machine.wrong_by = wrong_by
        promised.append(store.finder.consistent_through(ORGANISATION))
        machine.wait(SECOND // 10)
        stored.append(store_one(store))
        assert stored[-1] > max(promised)
    assert stored == sorted(set(stored))


def test_a_jump_that_lasts_is_believed_so_that_a_clock_that_was_behind_can_be_set_right(
    store: Store, machine: Machine
) -> None:
    machine.wrong_by = -DAY
    store_one(store)
    machine.wrong_by = 0
    assert abs(store_one(store) - (machine.true_moment - DAY)) < SECOND
    assert machine.clock.in_doubt
    machine.wait(DOUBT)
    assert abs(store_one(store) - machine.true_moment) < SECOND
    assert not machine.clock.in_doubt
    assert len(machine.said) == 2


def test_small_steps_are_taken_as_they_come_and_nobody_hears_of_them(store: Store, machine: Machine) -> None:
    moments = []
    for wrong_by in (0, LARGEST_STEP - SECOND, LARGEST_STEP - SECOND, 0, 0):
        machine.wrong_by = wrong_by
        moments.append(store_one(store))
        machine.wait(SECOND)
    assert moments[1] - moments[0] > LARGEST_STEP - 2 * SECOND
    assert moments == sorted(set(moments))
    assert machine.said == []


def test_after_a_clock_that_was_ahead_for_long_stored_goes_on_by_the_least_step_and_is_told_once(
    store: Store, machine: Machine
) -> None:
    machine.wrong_by = DAY
    ahead = store_one(store)
    machine.wait(60 * SECOND)
    machine.wrong_by = 0
    assert [store_one(store) for _ in range(3)] == [ahead + 1, ahead + 2, ahead + 3]
    assert [said.partition(" by ")[0].partition(" of ")[0] for said in machine.said] == [
        "the clock was set back",
        "the newest statement",
    ]
    machine.wait(2 * DAY)
    assert abs(store_one(store) - machine.true_moment) < SECOND


def test_after_a_jump_that_was_believed_and_set_back_who_goes_on_from_the_header_misses_nothing(
    store: Store, machine: Machine
) -> None:
    store_one(store)
    machine.wrong_by = DAY
    store.finder.consistent_through(ORGANISATION)
    machine.wait(DOUBT)
    store_one(store)
    machine.wait(60 * SECOND)
    told_ahead = store.finder.consistent_through(ORGANISATION)
    assert told_ahead == machine.true_moment + DAY - 1
    machine.wrong_by = 0
    assert store.finder.consistent_through(ORGANISATION) == machine.true_moment - 1
    # Whoever kept the moment of before would miss this one.
    assert machine.true_moment < store_one(store) < told_ahead


def test_an_organisation_that_stored_nothing_meanwhile_is_at_the_true_time_at_once(
    store: Store, machine: Machine
) -> None:
    machine.wrong_by = DAY
    store_one(store)
    machine.wait(60 * SECOND)
    machine.wrong_by = 0
    moment = machine.clock.moment(machine.clock.now())
    assert abs(machine.clock.next_place(2, moment, 0) - machine.true_moment) < SECOND


def test_of_two_lrss_on_one_database_the_one_that_started_later_keeps_the_order_of_the_other(
    database_url: str,
) -> None:
    """The other stored by a clock that was ahead, and only this one sees it set right."""
    machine = Machine()
    with open_store(database_url, clock=machine.clock) as first:
        one = store_one(first)
        with first.database.writing() as connection:
            for table in ("statement", "reference"):
                connection.execute(text(f"update {table} set seq = seq + {10 * DAY}"))
        with open_store(database_url, clock=machine.new_clock()) as second:
            moments = [store_one(each) for each in (second, first, second)]
    assert moments == [one + 10 * DAY + 1 + number for number in range(3)]
    problems = check_database(database_url).problems
    assert len([each for each in problems if each.startswith("the newest statement was stored 8")]) == 1
    # Each of the two tells it, once.
    assert len(machine.said) == 2


def test_the_log_has_one_line_for_a_jump_however_many_statements_come_meanwhile(
    machine: Machine, tmp_path: Path
) -> None:
    lines = io.StringIO()
    settings = Settings(database=f"sqlite:///{tmp_path / 'lrs.db'}", log_format="json")
    lrs = Lrs.open(settings, stream=lines, stored_clock=machine.clock)
    with asyncio.Runner() as runner:
        client = Client(lrs, lines, runner)
        for wrong_by in (0, DAY, DAY, DAY):
            machine.wrong_by = wrong_by
            client.store(client_statement())
    lrs.close()
    warnings = [line["said"] for line in client.log_lines if line["level"] == "warning"]
    assert [said.partition(":")[0] for said in warnings] == ["the clock jumped ahead by 86400 s"]
