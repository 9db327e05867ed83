"""Reports beside what else says the same: `lrs completions`, plain Python, the calendar."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.analysis.lakes import EPOCH, HOME, write_lake

from scormbuild import vocabulary as v
from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.model import local_time
from scormbuild.analysis.model.fetch import fetch_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, percentile, share, sort_rows, to_date, to_datetime
from scormbuild.analysis.reports import REPORTS
from scormbuild.analysis.views import VIEWS
from scormbuild.errors import SettingsError
from scormbuild.lrs.projection.flat import COLUMN_NAMES, flat_row
from scormbuild.lrs.xapi.completion import OrganisationContext, completions
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.statement.references import reference_key

Json = dict[str, Any]
ZONE = ZoneInfo("Europe/Amsterdam")
COURSES = [v.course_iri(name) for name in ("a", "b", "c")]
LMS = "https://lms.example.org"
MAPPINGS = {f"{LMS}/{number}": COURSES[number] for number in (0, 1)}
MAPPINGS |= {f"{LMS}/1#sco": COURSES[2], COURSES[2]: COURSES[0]}
STEPS = [0, 1, 999_999, 10_000_000, 59_999_999, 60_000_000, 60_000_001, 600_000_000]
KEYS = ["package/k", "lms/k", "lrs/h", "k"]
JOINED_PERSONS = {"p4": "p1", "p5": "p2"}
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
STORED = int((MONDAY + timedelta(days=1)).timestamp() * 1e6)  # after all of it was done


def make_report(lake: Path, name: str, options: Options | None = None, **selected: Any) -> ReportTable:
    """A report on a lake in DuckDB, in which no group is too small."""
    with duckdb.open_tables(lake) as tables:
        selection = Selection(1, ZONE, **selected)
        return REPORTS[name].make_table(
            tables, selection, Permissions(min_cohort_size=1), options or Options()
        )


def random_result(chance: random.Random, number: int) -> Json:
    """A result as it may come from anywhere: mapped, kept, worked out, taken back, of a group."""
    registration = str(UUID(int=chance.randrange(6), version=4))
    verb = chance.choice([v.COMPLETED, v.PASSED, v.FAILED, v.EXPERIENCED])
    raw = chance.choice([0, 40, 55.5, 70, 100])
    named = chance.choice(
        ["completed", f"passed {raw}", f"failed {raw}", f"other {number}", f"other {number}"]
    )
    score = chance.choice([{}, {"raw": raw}, {"raw": raw, "min": 0, "max": 80}, {"scaled": raw / 100}])
    target: Json = {"id": chance.choice([*COURSES, *MAPPINGS, f"{LMS}/0#sco", f"{LMS}/3"])}
    if chance.random() < 0.5:
        target["definition"] = {"type": chance.choice([v.COURSE, v.VIDEO])}
    result: Json = {"score": score, "completion": chance.choice([True, True, False])}
    if chance.random() < 0.5:
        result["success"] = chance.choice([True, False])
    who: Json = {"account": {"homePage": HOME, "name": f"p{chance.randrange(7)}"}}
    if chance.random() < 0.1:
        who = chance.choice([{"mbox": "mailto:x@example.org"}, {"objectType": "Group", **who}])
    at = MONDAY + timedelta(seconds=chance.randrange(100))
    return {
        "id": v.statement_id(registration, named),
        "actor": who,
        "verb": {"id": verb},
        "object": target,
        "result": result,
        "context": {"registration": registration},
        "timestamp": at.isoformat().replace("+00:00", "Z"),
        "authority": {"account": {"homePage": HOME, "name": chance.choice(KEYS)}},
    }


def lake_row(seq: int, statement: Json) -> Json:
    """A statement as a row of a lake."""
    return dict(zip(COLUMN_NAMES, flat_row(seq, json.dumps(statement), HOME), strict=True))


def test_completion_says_of_any_statements_what_lrs_completions_says(tmp_path: Path) -> None:
    chance = random.Random(5)
    for trial, size in enumerate((40, 1_000)):
        told = [random_result(chance, number) for number in range(size)]
        expected = completions(told, OrganisationContext(HOME, COURSES[:1], MAPPINGS, JOINED_PERSONS))
        lake = write_lake(
            tmp_path / str(trial),
            [lake_row(seq, each) for seq, each in enumerate(told, start=STORED)],
            courses=[{"course": COURSES[0], "title": "A"}],
            mappings=[{"activity": activity, "course": course} for activity, course in MAPPINGS.items()],
            aliases=[{"actor": actor, "person": person} for actor, person in JOINED_PERSONS.items()],
        )
        found = make_report(lake, "completion")
        person, course, status, score, when, verified, sources = map(
            found.column_index, ("person", "course", "status", "score", "when", "verified", "sources")
        )
        assert found.rows
        assert [
            (row[person], row[course], row[status], row[score], row[verified], row[sources].split())
            for row in found.rows
        ] == [(e.person, e.course, e.status, e.score, e.verified, e.sources) for e in expected]
        moments = [(row[when] - EPOCH) // timedelta(microseconds=1) for row in found.rows]
        assert [format_timestamp(each) for each in moments] == [each.when for each in expected]
        with duckdb.open_tables(lake) as tables:
            view = VIEWS["completions"](tables)
            view = fetch_rows(view, "course", "person", "status", "score", "verified", "sources")
        assert sorted(view, key=itemgetter(0, 1)) == [
            (e.course, e.person, e.status, e.score, e.verified, " ".join(e.sources)) for e in expected
        ]


def test_seconds_at_work_are_the_gaps_that_are_no_pauses_whatever_the_moments(tmp_path: Path) -> None:
    chance = random.Random(7)
    told = []
    for attempt in range(60):
        at = -3_000_000_000 if attempt < 5 else 1_780_000_000_000_000 + chance.randrange(10**9)
        for _ in range(chance.randrange(1, 30)):
            told.append({"actor": "p", "registration": str(attempt), "at": at, "course": COURSES[0]})
            at += chance.choice(STEPS)
    chance.shuffle(told)
    lake = write_lake(tmp_path, told)
    for idle in (0, 60):
        found = make_report(lake, "attempts", Options(idle=idle))
        assert {row[3]: row[-1] for row in found.rows} == expected_seconds(told, idle)
        (line,) = make_report(lake, "time", Options(idle=idle)).rows
        assert line[2:] == (60, *expected_spread(sorted(expected_seconds(told, idle).values())))


def expected_seconds(told: list[Json], idle: int) -> dict[str, int]:
    """The same, said plainly."""
    moments: Mapping[str, list[int]] = defaultdict(list)
    for each in told:
        moments[f"{reference_key('registration', each['registration']) % 2**64:016x}"].append(each["at"])
    gaps = {name: list(zip(sorted(at), sorted(at)[1:], strict=False)) for name, at in moments.items()}
    limit = idle * 1_000_000
    return {
        name: sum(after - before for before, after in each if after - before <= limit) // 1_000_000
        for name, each in gaps.items()
    }


def expected_spread(values: list[int]) -> tuple[int, ...]:
    """The median, a quarter and three quarters of sixty values, and their sum."""
    return values[29], values[14], values[44], sum(values)


def test_months_that_are_not_asked_for_are_not_touched(tmp_path: Path) -> None:
    at = {4: "2026-04-30T12:00:00+00:00", 6: "2026-06-15T12:00:00+00:00", 7: "2026-07-02T12:00:00+00:00"}
    told = [
        {"at": when, "course": COURSES[0], "activity": COURSES[0], "registration": "r", "verb": verb}
        for when in at.values()
        for verb in (v.COMPLETED, v.ANSWERED)
    ]
    lake = write_lake(tmp_path, told)
    for month in (4, 7):
        (part,) = (lake / "statements").glob(f"organisation=1/month=20260{month}/*.parquet")
        part.write_bytes(b"damaged")
    june = {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}
    for name in REPORTS:
        make_report(lake, name, Options(at=date(2026, 6, 30)), **{**june, "course": COURSES[0]})
    assert [row[1:3] for row in make_report(lake, "activity", **june).rows] == [(2, 1)]
    # The first of June begins in May by UTC.
    assert Selection(1, ZONE, since=date(2026, 6, 1), until=date(2026, 6, 30)).month_bounds() == (
        202605,
        202606,
    )
    with pytest.raises(Exception, match=r"magic bytes|[Pp]arquet"):
        make_report(lake, "activity", since=date(2026, 7, 1))


@given(
    st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), max_size=20),
    st.sampled_from(["Europe/Amsterdam", "UTC", "Africa/Casablanca", "Australia/Lord_Howe"]),
)
def test_days_and_weeks_are_those_of_the_calendar(moments: list[datetime], zone: str) -> None:
    moments = [moment for moment in moments if moment.year >= 1970]
    numbers = [(each - EPOCH) // timedelta(microseconds=1) for each in moments]
    where = ZoneInfo(zone)
    changes = local_time.utc_offsets(where, {local_time.month(each) for each in numbers})
    for number, each in zip(numbers, moments, strict=True):
        ahead = [seconds for since, seconds in changes if since * 1_000_000 <= number][-1]
        assert ahead == each.astimezone(where).utcoffset().total_seconds()  # type: ignore[union-attr]
        local = to_date((number + ahead * 1_000_000) // local_time.DAY_MICROSECONDS)
        assert local == each.astimezone(where).date()
        monday = to_date(local_time.monday((local - date(1970, 1, 1)).days))  # type: ignore[operator]
        assert monday == local - timedelta(days=local.weekday())  # type: ignore[union-attr,operator]


def test_the_local_day_is_worked_out_alike_in_an_engine(tmp_path: Path) -> None:
    moments = {
        "2026-03-28T22:59:59+00:00": date(2026, 3, 28),
        "2026-03-28T23:00:00+00:00": date(2026, 3, 29),
        "2026-03-29T21:59:59+00:00": date(2026, 3, 29),
        "2026-03-29T22:00:00+00:00": date(2026, 3, 30),
        "2026-10-24T21:59:59+00:00": date(2026, 10, 24),
        "2026-10-24T22:00:00+00:00": date(2026, 10, 25),
        "2026-10-25T22:59:59+00:00": date(2026, 10, 25),
        "2026-10-25T23:00:00+00:00": date(2026, 10, 26),
        "1969-12-31T12:00:00+00:00": date(1969, 12, 31),
    }
    lake = write_lake(tmp_path, [{"at": at, "course": COURSES[0]} for at in moments])
    found = make_report(lake, "activity")
    counted = [(each, list(moments.values()).count(each)) for each in sorted(set(moments.values()))]
    assert [row[:2] for row in found.rows] == counted
    weeks = {each.isocalendar()[:2] for each in moments.values()}
    found = make_report(lake, "activity", Options(by="week"))
    assert {row[0] for row in found.rows} == {f"{year}-W{week:02}" for year, week in weeks}


def test_a_clock_before_the_calendar_harms_no_report(tmp_path: Path) -> None:
    row = {"at": -62_167_219_200_000_000, "month": 0, "timestamp": None, "course": COURSES[0]}
    told = [
        {**row, "activity": COURSES[0], "activity_type": v.COURSE, "verb": v.COMPLETED, "registration": "r"}
    ]
    lake = write_lake(tmp_path, told)
    assert [row[7] for row in make_report(lake, "completion").rows] == [None]
    assert [row[4:6] for row in make_report(lake, "attempts").rows] == [(None, None)]
    assert [row[0] for row in make_report(lake, "activity").rows] == [None]


def test_values_of_a_sheet_are_rounded_and_ordered_alike_everywhere() -> None:
    assert (share(1, 3), share(None, 3), share(2, 0)) == (0.3333, 0.0, None)
    assert sort_rows([(None, 1), ("b", 2), ("B", 3), ("a", None), ("a", 1)], 0, 1) == [
        ("B", 3),
        ("a", 1),
        ("a", None),
        ("b", 2),
        (None, 1),
    ]
    assert [percentile([(1, 1), (2, 1), (9, 2)], part) for part in (0.25, 0.5, 0.75)] == [1, 2, 9]
    assert percentile([], 0.5) is None
    assert (to_datetime(None), to_datetime(-(10**18)), to_date(-(10**6))) == (None, None, None)
    assert (
        Permissions(courses=frozenset({"a"}), open_text_courses=frozenset({"b"})).may_read_open_text("b")
        is False
    )


def test_a_snapshot_without_a_day_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="hint: say which, as in --at"):
        make_report(write_lake(tmp_path), "snapshot")


def test_an_empty_lake_gives_empty_sheets(tmp_path: Path) -> None:
    lake = write_lake(tmp_path)
    for name in REPORTS:
        assert make_report(lake, name, Options(at=date(2026, 1, 1))).rows == []
