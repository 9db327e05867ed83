"""Each report on the course that is known by heart gives exactly these figures, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from support.analysis.engine_tables import SPARK, open_engine_tables
from support.analysis.known_course import BRAND, WEBCARE, registration, store_known_course
from support.lrs.lrs_process import create_key, sqlite_database_url
from support.lrs.postgres import Cluster

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable
from scormbuild.analysis.reports import REPORTS
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.vocabulary import COMPLETED, EXPERIENCED, PASSED, VOIDED, interaction_iri, page_iri

ANALYST, SEES_NAMES = Permissions(), Permissions(names=True)
NO_MINIMUM = Permissions(min_cohort_size=1)  # no group is too small
ZONE = ZoneInfo("Europe/Amsterdam")


class KnownCourse(NamedTuple):
    """The tables of the known course in an engine, and everybody's pseudonym by name."""

    tables: Tables
    persons: dict[str, str]

    def make_table(
        self, report: str, rights: Permissions = ANALYST, options: Options | None = None, **selected: Any
    ) -> ReportTable:
        """A report's answer."""
        selection = Selection(1, ZONE, **selected)
        return REPORTS[report].make_table(self.tables, selection, rights, options or Options())

    def named_rows(self, report: str, *arguments: Any, **selected: Any) -> list[tuple[Any, ...]]:
        """Its rows, with names in the place of pseudonyms."""
        names = {pseudonym: name for name, pseudonym in self.persons.items()}
        found = self.make_table(report, *arguments, **selected)
        if found.columns[0].name != "person":
            return found.rows
        assert [row[2] for row in found.rows] == sorted(row[2] for row in found.rows)
        return sorted(((names[row[0]], *row[1:]) for row in found.rows), key=lambda row: (row[2], row[0]))


class KnownDatabase(NamedTuple):
    """A database in which the known course was told, and a lake for it."""

    url: str
    lake: Path
    persons: dict[str, str]


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> KnownDatabase:
    folder = tmp_path_factory.mktemp("known")
    url = sqlite_database_url(folder / "lrs.db")
    create_key(url)
    return KnownDatabase(url, folder / "lake", store_known_course(url))


@pytest.fixture(scope="module")
def on_postgresql(postgres: Cluster, tmp_path_factory: Any) -> Iterator[KnownDatabase]:
    with postgres.database() as url:
        create_key(url)
        yield KnownDatabase(url, tmp_path_factory.mktemp("unused"), store_known_course(url))


# Spark takes a minute for what the others do in two seconds: its short form is below.
EACH_ENGINE = ["duckdb", "postgresql", pytest.param("spark", marks=(*SPARK, pytest.mark.long))]


@pytest.fixture(scope="module", params=EACH_ENGINE)
def known_course(request: pytest.FixtureRequest) -> Iterator[KnownCourse]:
    place = request.getfixturevalue("on_postgresql" if request.param == "postgresql" else "on_sqlite")
    session = request.getfixturevalue("spark_session") if request.param == "spark" else None
    with open_known_course(request.param, place, session) as told:
        yield told


@pytest.fixture(scope="module")
def known_course_in_duckdb(on_sqlite: KnownDatabase) -> Iterator[KnownCourse]:
    """For what is the same question, narrowed: the usual engine will do."""
    with open_known_course("duckdb", on_sqlite) as told:
        yield told


@contextmanager
def open_known_course(engine: str, place: KnownDatabase, session: Any = None) -> Iterator[KnownCourse]:
    """The known course in an engine."""
    with open_engine_tables(engine, place.url, place.lake, session) as tables:
        yield KnownCourse(tables, place.persons)


def utc(text: str) -> datetime:
    """A moment of 2026, as in "11-02 08:15:00"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def test_overview_is_rounded_to_five_and_has_no_row_of_fewer(known_course: KnownCourse) -> None:
    sheet = known_course.make_table("overview")
    assert sheet.rows == [
        (
            BRAND,
            "Brand",
            None,
            5,
            None,
            None,
            None,
        ),  # 6, 3, 3; of noord 4, of zuid 2
        (WEBCARE, "Webcare", None, 15, 5, 0.33, None),  # 14, 7, 4
        # anna, bas, cor and dina are in noord alone, and four are too few: so west's four and nina are with
        # them. eva and finn are alone in both teams, and count in zuid, the smaller one.
        (WEBCARE, "Webcare", "noord", 10, 5, 0.5, None),  # 9, 5, 3
        (WEBCARE, "Webcare", "zuid", 5, None, None, None),  # 5, 2, 1
    ]
    assert sheet.rounded_to == 5


def test_overview_counts_who_is_in_two_teams_in_both_and_once_in_all(known_course: KnownCourse) -> None:
    assert known_course.make_table("overview", NO_MINIMUM).rows == [
        (BRAND, "Brand", None, 6, 3, 0.5, 3),
        (BRAND, "Brand", "noord", 5, 2, 0.4, 2),
        (BRAND, "Brand", "zuid", 2, 1, 0.5, 1),
        (WEBCARE, "Webcare", None, 14, 7, 0.5, 4),
        (WEBCARE, "Webcare", "noord", 6, 4, 0.6667, 3),
        (WEBCARE, "Webcare", "west", 4, 2, 0.5, 1),
        (WEBCARE, "Webcare", "zuid", 5, 2, 0.4, 1),
    ]


def test_overview_of_one_team_shows_no_more_than_that_of_all(known_course_in_duckdb: KnownCourse) -> None:
    for team in ("noord", "west", "zuid"):
        whole = known_course_in_duckdb.make_table("overview").rows
        assert known_course_in_duckdb.make_table("overview", team=team).rows == [
            row for row in whole if row[2] == team
        ]


W, B = (WEBCARE, "Webcare"), (BRAND, "Brand")
COMPLETION = [
    # The LMS's activity that is mapped, with and without #sco, and the course by its own name.
    ("anna", "noord", *B, None, "completed", None, utc("11-10 11:00:00"), True, "lms"),
    ("bas", "noord", *B, None, "completed", None, utc("11-10 11:30:00"), True, "lms"),
    ("gijs", "zuid", *B, None, "passed", 100.0, utc("11-11 08:00:00"), True, "lms"),
    # The LMS says 85, the browser 90: what the LMS says counts.
    ("anna", "noord", *W, None, "passed", 85.0, utc("10-26 08:00:00"), True, "lms package"),
    ("bas", "noord", *W, "1.0", "completed", None, utc("03-29 22:01:00"), False, "package"),
    # Failed at first; then passed, and again with a better score.
    ("cor", "noord", *W, "1.1", "passed", 95.0, utc("11-03 08:08:01"), True, "lms"),
    # dina isn't there: her result takes back that she completed it.
    ("finn", "noord; zuid", *W, None, "completed", None, utc("11-02 11:00:00"), True, "lms package"),
    ("gijs", "zuid", *W, "1.0", "passed", 60.0, utc("11-02 12:09:00"), False, "package"),
    ("hugo", "zuid", *W, "1.0", "failed", 30.0, utc("11-02 13:00:50"), False, "lms"),
    # Nor is ilse: hers was voided. olga was erased.
    ("joke", "west", *W, "1.0", "completed", None, utc("11-02 15:01:20"), False, "package"),
    ("kees", "west", *W, None, "completed", None, utc("11-03 11:00:00"), True, "lms"),  # as user 4711
]
# To an analyst: noord is told together with west, and who is in two teams counts in the smaller one.
SHOWN_TEAMS = dict.fromkeys(("anna", "bas", "cor", "joke", "kees"), "noord")
SHOWN_TEAMS |= dict.fromkeys(("finn", "gijs", "hugo"), "zuid")


def test_completion_is_a_row_for_each_person_and_course_by_what_the_lms_says_if_it_does(
    known_course: KnownCourse,
) -> None:
    assert known_course.named_rows("completion", SEES_NAMES) == COMPLETION


def test_completion_names_no_small_team_and_only_courses_that_may_be_seen(
    known_course_in_duckdb: KnownCourse,
) -> None:
    expected = [(name, SHOWN_TEAMS[name], *row) for name, _, *row in COMPLETION]
    assert known_course_in_duckdb.named_rows("completion") == expected
    assert known_course_in_duckdb.named_rows("completion", SEES_NAMES, course=BRAND) == COMPLETION[:3]
    restricted = Permissions(names=True, courses=frozenset({WEBCARE}))
    assert known_course_in_duckdb.named_rows("completion", restricted) == COMPLETION[3:]


def test_completion_of_a_team_is_of_its_members_and_of_a_small_one_for_who_sees_names(
    known_course_in_duckdb: KnownCourse,
) -> None:
    in_zuid = [row for row in COMPLETION if "zuid" in row[1]]
    assert known_course_in_duckdb.named_rows("completion", SEES_NAMES, team="zuid") == in_zuid
    in_west = [row for row in COMPLETION if "west" in row[1]]
    assert known_course_in_duckdb.named_rows("completion", SEES_NAMES, team="west") == in_west
    for team in ("noord", "zuid", "west"):
        found = known_course_in_duckdb.named_rows("completion", team=team)
        assert {row[0] for row in found} == {name for name, shown in SHOWN_TEAMS.items() if shown == team}


PERIODS: list[tuple[date | None, date | None, set[str]]] = [
    (date(2026, 3, 30), date(2026, 3, 30), {"bas"}),  # 22:01 UTC on the 29th, after midnight in Amsterdam
    (date(2026, 3, 28), date(2026, 3, 29), set()),
    (date(2026, 10, 26), date(2026, 11, 2), {"anna", "cor", "finn", "gijs", "hugo", "joke"}),
    (date(2026, 11, 11), None, {"gijs"}),
    (None, date(2026, 3, 30), {"bas"}),
]


def test_a_period_is_of_local_days_the_first_and_the_last_included(
    known_course_in_duckdb: KnownCourse,
) -> None:
    for since, until, names in PERIODS:
        assert {
            row[0] for row in known_course_in_duckdb.named_rows("completion", since=since, until=until)
        } == names


def test_a_snapshot_is_what_was_known_at_the_end_of_a_day(known_course: KnownCourse) -> None:
    day = date(2026, 11, 2)
    then = [row for row in COMPLETION if row[2] == WEBCARE and row[0] not in ("cor", "kees")]
    failed = ("cor", "noord", *W, "1.0", "failed", 40.0, utc("11-02 08:15:00"), False, "lms")
    expected = sorted([*then, failed])
    assert known_course.named_rows("snapshot", SEES_NAMES, Options(at=day)) == [
        (*row, day) for row in expected
    ]


def test_progress_says_how_many_saw_each_page_and_where_the_unfinished_stopped(
    known_course: KnownCourse,
) -> None:
    expected = [
        (BRAND, 1, page_iri(BRAND, "vluchtweg"), "De vluchtweg", 6, 2, 0.3333, 2),
        (BRAND, None, page_iri(BRAND, "oud"), None, 6, 1, 0.1667, None),  # a page that isn't there any more
        (WEBCARE, 1, page_iri(WEBCARE, "welkom"), "Welkom", 14, 12, 0.8571, 3),  # eva, hugo, nina
        (WEBCARE, 2, page_iri(WEBCARE, "toon"), "De toon", 14, 9, 0.6429, 1),  # dina
        (WEBCARE, 3, page_iri(WEBCARE, "brief"), "De brief", 14, 9, 0.6429, 2),  # ilse, mees
    ]
    assert known_course.make_table("progress", NO_MINIMUM).rows == expected


def test_progress_is_rounded_and_leaves_out_a_page_that_only_few_tell_of(
    known_course_in_duckdb: KnownCourse,
) -> None:
    found = known_course_in_duckdb.make_table("progress").rows
    assert [(row[3], *row[4:]) for row in found] == [
        ("De vluchtweg", 5, None, None, None),
        ("Welkom", 15, 10, 0.67, None),
        ("De toon", 15, 10, 0.67, None),
        ("De brief", 15, 10, 0.67, None),
    ]


def test_progress_of_a_team_is_of_who_counts_in_it(known_course_in_duckdb: KnownCourse) -> None:
    noord = known_course_in_duckdb.make_table("progress", team="noord", course=WEBCARE)
    assert [row[4:] for row in noord.rows] == [(10, 5, 0.5, None)] * 3  # 9 began; 7, 6 and 6 saw a page
    zuid = known_course_in_duckdb.make_table("progress", team="zuid")
    assert [row[4:] for row in zuid.rows] == [(5, 5, 1.0, None), (5, None, None, None), (5, None, None, None)]
    exact = known_course_in_duckdb.make_table("progress", NO_MINIMUM, team="noord", course=WEBCARE)
    assert [row[4:] for row in exact.rows] == [(6, 6, 1.0, 1), (6, 5, 0.8333, 1), (6, 4, 0.6667, 0)]
    assert known_course_in_duckdb.make_table("progress", team="west").rows == []


def test_time_leaves_pauses_out_and_counts_each_attempt(known_course: KnownCourse) -> None:
    # In order: 0, 50, 60, 60, 80, 90, 120, 180, 180, 180, 180, 430, 480, 540, 900 seconds.
    # Only dina and eva made an attempt at Brand that we know of. Five of 14 people take 1260 seconds.
    assert known_course.make_table("time").rows == [(*W, 15, 180, 60, 420, 4000)]


def test_time_of_a_course_is_the_same_alone_and_longer_where_less_is_a_pause(
    known_course_in_duckdb: KnownCourse,
) -> None:
    brand = (*B, 2, 180, 180, 240, 420)
    assert known_course_in_duckdb.make_table("time", NO_MINIMUM).rows == [brand, (*W, 15, 180, 60, 430, 3530)]
    assert known_course_in_duckdb.make_table("time", NO_MINIMUM, course=BRAND).rows == [brand]
    # cor's second attempt: 301 seconds between the first two statements are no pause any more.
    longer = known_course_in_duckdb.make_table("time", NO_MINIMUM, Options(idle=301), course=WEBCARE)
    assert longer.rows[0][-1] == 3530 + 301


ATTEMPTS = {  # begun, last, sessions, progress, status, score, seconds
    ("dina", "b"): (utc("11-10 09:00:00"), utc("11-10 09:03:00"), 1, None, None, None, 180),
    ("eva", "b"): (utc("11-10 09:00:00"), utc("11-10 09:04:00"), 1, None, None, None, 240),
    # Half past two came twice that night.
    ("anna", "1"): (utc("10-25 00:29:00"), utc("10-25 01:36:10"), 1, None, "passed", 90.0, 430),
    ("bas", "1"): (utc("03-28 22:59:00"), utc("03-29 22:01:00"), 1, None, "completed", None, 180),
    ("cor", "1"): (utc("11-02 08:00:00"), utc("11-02 08:15:00"), 1, None, "failed", 40.0, 900),
    ("cor", "2"): (utc("11-03 08:00:00"), utc("11-04 07:00:00"), 1, 100.0, "passed", 95.0, 180),
    ("dina", "1"): (utc("11-02 09:00:00"), utc("11-02 09:03:00"), 1, 40.0, None, None, 180),
    ("eva", "1"): (utc("11-02 09:00:00"), utc("11-02 10:00:30"), 2, None, None, None, 90),
    ("finn", "1"): (utc("11-02 10:00:00"), utc("11-02 10:08:00"), 1, None, "passed", 100.0, 480),
    ("gijs", "1"): (utc("11-02 12:00:00"), utc("11-02 12:09:00"), 1, None, "passed", 60.0, 540),
    ("hugo", "1"): (utc("11-02 13:00:00"), utc("11-02 13:00:50"), 1, None, "failed", 30.0, 50),
    ("ilse", "1"): (utc("11-02 14:00:00"), utc("11-02 14:03:00"), 1, None, None, None, 180),
    ("joke", "1"): (utc("11-02 15:00:00"), utc("11-02 15:01:20"), 1, None, "completed", None, 80),
    ("kees", "1"): (utc("11-02 15:00:00"), utc("11-02 15:01:00"), 1, None, None, None, 60),
    ("lena", "1"): (utc("11-02 16:00:00"), utc("11-02 16:00:00"), 1, None, None, None, 0),
    ("mees", "1"): (utc("11-02 16:00:00"), utc("11-02 16:02:00"), 1, None, None, None, 120),
    ("nina", "1"): (utc("11-02 17:00:00"), utc("11-02 17:01:00"), 1, None, None, None, 60),
}


def attempt_digits(registration: str) -> str:
    """What a report calls an attempt: nothing that leads back to its registration."""
    number = reference_key("registration", registration)
    return f"{number % 2**64:016x}"


def test_attempts_are_a_row_each_also_where_a_person_made_two(known_course: KnownCourse) -> None:
    expected = [
        (who, BRAND if attempt == "b" else WEBCARE, attempt_digits(registration(who, attempt)), *row)
        for (who, attempt), row in ATTEMPTS.items()
    ]
    found = known_course.named_rows("attempts", SEES_NAMES)
    assert [(row[0], *row[2:]) for row in found] == expected
    teams = {row[0]: row[1] for row in found}
    assert (teams["eva"], teams["nina"], teams["lena"]) == ("noord; zuid", None, "west")


def test_attempts_of_a_team_and_course_are_those_of_both(known_course_in_duckdb: KnownCourse) -> None:
    found = known_course_in_duckdb.named_rows("attempts", SEES_NAMES, team="zuid", course=BRAND)
    assert [(row[0], row[-1]) for row in found] == [("eva", 240)]


DAYS = [
    (date(2026, 3, 28), 1, 1, 0, 0),
    (date(2026, 3, 29), 2, 1, 0, 0),  # the day that has 23 hours
    (date(2026, 3, 30), 5, 1, 3, 1),
    (date(2026, 10, 25), 11, 1, 5, 0),  # the day that has 25
    (date(2026, 10, 26), 1, 1, 0, 1),
    (date(2026, 11, 2), 64, 12, 16, 3),
    (date(2026, 11, 3), 8, 2, 3, 2),
    (date(2026, 11, 4), 1, 1, 0, 0),
    (date(2026, 11, 5), 1, 1, 0, 0),  # who voided what ilse did
    (date(2026, 11, 10), 8, 5, 0, 2),
    (date(2026, 11, 11), 1, 1, 0, 1),
]


def test_activity_is_by_local_days_and_weeks_of_which_small_ones_are_not_shown(
    known_course: KnownCourse,
) -> None:
    assert known_course.make_table("activity", NO_MINIMUM).rows == DAYS
    weekly = known_course.make_table("activity", ANALYST, Options(by="week"))
    # 74, 13, 19 of four people, 5; and 9, 6, none, 3. Five of 13 people send 28 statements.
    assert weekly.rows == [("2026-W45", 80, 15, None, 5), ("2026-W46", 10, 5, None, None)]
    assert weekly.columns[0].name == "week"


def test_activity_of_days_and_teams_is_rounded_alike(known_course_in_duckdb: KnownCourse) -> None:
    assert known_course_in_duckdb.make_table("activity").rows == [
        (date(2026, 11, 2), 60, 10, None, None),
        (date(2026, 11, 10), 10, 5, None, None),
    ]
    march = known_course_in_duckdb.make_table(
        "activity", NO_MINIMUM, since=date(2026, 3, 29), until=date(2026, 3, 29)
    )
    assert march.rows == [DAYS[1]]
    assert known_course_in_duckdb.make_table("activity", team="west").rows == []


def question_columns(name: str, prompt: str) -> tuple[str, str, str]:
    """What a row about a question begins with."""
    return WEBCARE, interaction_iri(WEBCARE, name), prompt


# kies at first: anna, finn, gijs right, bas, cor, hugo wrong; kies2: bas, anna, finn right, the others wrong.
# Both together: r = (6*2 - 3*3) / sqrt((6*3 - 9) * (6*3 - 9)) = 3 / 9. Of cor the second attempt counts.
FIRST, THEN = question_columns("kies", "Wat eerst?"), question_columns("kies2", "Wat dan?")
CHOICES = [
    (*FIRST, "a", "Danken", True, 4, 0.6667, 6, 0.5, 0.33),
    (*FIRST, "b", "Ontkennen", False, 1, 0.1667, 6, 0.5, 0.33),
    (*FIRST, "c", "Vragen", False, 1, 0.1667, 6, 0.5, 0.33),
    (*THEN, "a", "Wachten", False, 3, 0.5, 6, 0.5, 0.33),
    (*THEN, "b", "Schrijven", True, 3, 0.5, 6, 0.5, 0.33),
]
SURE = question_columns("zeker", "Ik kan het.")
OPINIONS = [
    (*SURE, 1, "Helemaal niet", 1, 0.1667, 6, 3.17),
    (*SURE, 2, "Een beetje", 1, 0.1667, 6, 3.17),
    (*SURE, 3, "Redelijk", 1, 0.1667, 6, 3.17),
    (*SURE, 4, "Best", 2, 0.3333, 6, 3.17),
    (*SURE, 5, "Helemaal", 1, 0.1667, 6, 3.17),
]


def test_choices_and_opinions_count_the_newest_answer_of_who_made_two_attempts(
    known_course: KnownCourse,
) -> None:
    assert known_course.make_table("choices", NO_MINIMUM).rows == CHOICES
    assert known_course.make_table("opinions", NO_MINIMUM).rows == OPINIONS


def test_of_six_who_answered_no_option_has_five(known_course_in_duckdb: KnownCourse) -> None:
    for report, exact, figures in (("choices", CHOICES, 5), ("opinions", OPINIONS, 4)):
        found = known_course_in_duckdb.make_table(report).rows
        assert [row[:-figures] for row in found] == [row[:-figures] for row in exact]
        assert {row[-figures:] for row in found} == {(None, None, 5, *[None] * (figures - 3))}


def test_answers_are_what_people_wrote_last_and_did_not_take_away(known_course: KnownCourse) -> None:
    why = question_columns("waarom", "Waarom is dat zo?")
    found = known_course.make_table("answers", Permissions(names=True, open_text_courses=None)).rows
    assert found == [
        row
        for _, row in sorted(
            (person, (*why, person, "noord", words, revision, when, "package", confirmed))
            for person, words, revision, when, confirmed in (
                (known_course.persons["anna"], "Later beter", 2, utc("10-25 01:34:00"), False),
                (known_course.persons["cor"], "Nieuw", 1, utc("11-03 08:06:01"), True),
            )
        )
    ]


def test_quality_says_what_fits_nowhere(known_course: KnownCourse) -> None:
    # What is told without context has no profile; who voided what ilse did is in no team, as nina isn't.
    found = known_course.make_table("quality", NO_MINIMUM)
    amiss = [row for row in found.rows if row[0] != "clock ahead"]  # that depends on the day of the test
    assert amiss == [
        ("no profile", COMPLETED, 4),
        ("no profile", PASSED, 2),
        ("no profile", EXPERIENCED, 1),
        ("no profile", VOIDED, 1),
        ("no course", VOIDED, 1),
        ("unknown page", page_iri(BRAND, "oud"), 1),
        ("without team", None, 2),
        ("only package", WEBCARE, 3),
        ("only lms", BRAND, 3),
        ("only lms", WEBCARE, 2),
    ]


@pytest.mark.parametrize("engine", [pytest.param("spark", marks=SPARK)])
def test_on_spark_two_reports_are_what_they_are_on_duckdb(
    engine: str, on_sqlite: KnownDatabase, known_course_in_duckdb: KnownCourse, spark_session: Any
) -> None:
    """The short form: all reports take a minute there."""
    with open_known_course(engine, on_sqlite, spark_session) as on_spark:
        for report in ("completion", "attempts"):
            expected = known_course_in_duckdb.make_table(report, SEES_NAMES)
            assert expected.rows
            assert on_spark.make_table(report, SEES_NAMES) == expected
