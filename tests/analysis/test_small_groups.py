"""Nobody can be told from figures, whichever filters are put beside each other, and no team is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.analysis.small_organisation import (
    COURSES,
    doings,
    everybody,
    teams_of,
    write_organisation,
)

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.model.anonymity import anonymous_teams
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import (
    Average,
    Doings,
    Share,
    round_average,
    round_count,
    round_doings,
    round_share,
)
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable
from scormbuild.analysis.reports import REPORTS

ZONE = ZoneInfo("Europe/Amsterdam")
LEAST = 5
pytestmark = pytest.mark.xdist_group("small groups")  # so that what is asked once is there for all
FIGURES = [name for name, report in REPORTS.items() if not report.personal]
Filters = dict[str, Any]
Question = tuple[str, Filters, str]  # a report, of what, by day or week
# All, up to a day, a week, a day: what lies between two of them is a filter too.
PERIODS: list[Filters] = [
    {},
    {"until": date(2026, 11, 9)},
    {"since": date(2026, 11, 2), "until": date(2026, 11, 8)},
    {"since": date(2026, 11, 9), "until": date(2026, 11, 9)},
]


class Case(NamedTuple):
    """Teams, who is in none, groups of five who did each other's work, and what is asked."""

    teams: dict[str, list[str]]
    outside: list[str]
    alike: list[list[str]]
    every: int = 1  # of so many questions one is asked
    courses: tuple[str | None, ...] = (None, *COURSES)
    periods: Sequence[Filters] = PERIODS


LARGE, TWO, ONE = teams_of(north=38, south=12, west=4), teams_of(north=40, south=38), teams_of(north=38)
LARGE["north"].append("duo")
LARGE["south"].append("duo")
SINGLED_OUT = [["zed", *LARGE["west"]], ["duo", *LARGE["south"][:4]]]
CASES = {
    "a small team, somebody in none and somebody in two": Case(
        LARGE, ["zed"], SINGLED_OUT, 9, (None, COURSES[0]), PERIODS[:2]
    ),
    "the same by all filters": Case(LARGE, ["zed"], SINGLED_OUT),
    "somebody outside two teams": Case(TWO, ["zed"], [["zed", *TWO["south"][:4]]]),
    "somebody outside the only team": Case(ONE, ["zed"], [["zed", *ONE["north"][:4]]]),
}
SHORT, *LONG = CASES


class Organisation:
    """An organisation, and itself once more where some have done each other's work."""

    def __init__(self, case: Case, folder: Path, stack: ExitStack) -> None:
        self.case = case
        done_by = doings(everybody(case.teams, case.outside), seed=4)
        self.others = {
            who: other for some in case.alike for who, other in zip(some, [*some[1:], some[0]], strict=True)
        }
        exchanged = {self.others.get(person, person): some for person, some in done_by.items()}
        self.tables, self.exchanged = (
            stack.enter_context(
                duckdb.open_tables(write_organisation(folder / name, case.teams, some), threads=1)
            )
            for name, some in (("lake", done_by), ("exchanged", exchanged))
        )
        self.answers: dict[str, ReportTable] = {}

    def questions(self, *reports: str) -> Iterator[Question]:
        """All that can be asked of these reports."""
        teams = (None, *self.case.teams)
        asked = product(reports, teams, self.case.courses, self.case.periods)
        for number, (report, team, course, period) in enumerate(asked):
            if number % self.case.every == 0:
                yield report, {"course": course, "team": team, **period}, "week" if number % 2 else "day"

    def ask(self, question: Question) -> ReportTable:
        """What an analyst is told; several tests look at the same."""
        key = str(question)
        if key not in self.answers:
            self.answers[key] = make_table(self.tables, question)
        return self.answers[key]


@pytest.fixture(
    scope="module", params=[SHORT, *(pytest.param(name, marks=pytest.mark.long) for name in LONG)]
)
def organisation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Organisation]:
    with ExitStack() as stack:
        yield Organisation(CASES[request.param], tmp_path_factory.mktemp("small"), stack)


def make_table(tables: Tables, question: Question, rights: Permissions | None = None) -> ReportTable:
    report, filters, by = question
    options = Options(by="week" if by == "week" else "day", at=date(2026, 11, 10))
    return REPORTS[report].make_table(tables, Selection(1, ZONE, **filters), rights or Permissions(), options)


def test_whoever_filters_could_single_out_may_have_done_what_any_of_five_did(
    organisation: Organisation,
) -> None:
    """Figures are the same where five people did each other's work: so they tell of none of the five."""
    for question in organisation.questions(*FIGURES):
        assert organisation.ask(question) == make_table(organisation.exchanged, question), question


def test_rows_about_persons_tell_no_more_of_teams_to_who_sees_no_names(organisation: Organisation) -> None:
    for question in organisation.questions("completion", "attempts", "snapshot"):
        told, other = organisation.ask(question), make_table(organisation.exchanged, question)
        renamed = [(organisation.others.get(who, who), *row) for who, *row in told.rows]
        assert sorted(renamed, key=str) == sorted(other.rows, key=str), question


def test_no_figure_is_of_fewer_than_five_and_none_is_exact(organisation: Organisation) -> None:
    for question in organisation.questions(*FIGURES):
        told = organisation.ask(question)
        for row, column in product(told.rows, told.columns):
            value = row[told.column_index(column.name)]
            if column.kind == "count" and value is not None:
                assert value >= LEAST, (question, row)
                assert value % LEAST == 0, (question, row)
            if column.kind == "share" and value is not None:
                assert 0 < value <= 1, (question, row)
                assert round(value, 2) == value


def test_what_rests_on_fewer_than_five_has_no_figure_and_the_rest_is_near(organisation: Organisation) -> None:
    for question in organisation.questions("overview", "progress", "choices", "quizzes", "opinions"):
        if question[1]["team"] is not None:
            continue  # a team's figures are of its neighbours too
        counted = figures_by_row(make_table(organisation.tables, question, Permissions(min_cohort_size=1)))
        for key, figures in figures_by_row(organisation.ask(question)).items():
            for shown, count in zip(figures, counted[key], strict=True):
                assert (shown is None) == (count is None or count < LEAST), (question, key)
                assert shown is None or abs(shown - count) <= 2, (question, key)


def figures_by_row(table: ReportTable) -> dict[tuple[Any, ...], list[int | None]]:
    """Its counts of people, by what a row is about; those of teams are left out."""
    kinds = [column.kind for column in table.columns]
    return {
        tuple(value for value, kind in zip(row, kinds, strict=True) if kind in ("text", "ordinal")): [
            value for value, kind in zip(row, kinds, strict=True) if kind == "count"
        ]
        for row in table.rows
        if table.report != "overview" or row[2] is None
    }


def test_no_team_of_five_or_more_is_lost_from_any_page(organisation: Organisation) -> None:
    whole = make_table(organisation.tables, ("overview", {}, "day"))
    for team, members in organisation.case.teams.items():
        shown = [row for row in whole.rows if row[2] == team]
        assert len(shown) == (len(COURSES) if len(members) >= LEAST else 0), team
        for report in REPORTS.keys() - {"answers", "quality"}:  # nobody wrote anything, and all is well
            table = make_table(organisation.tables, (report, {"team": team}, "day"))
            # A page of the outline has a row, if an empty one, for a team that is too small as well.
            told = table.rows if REPORTS[report].personal else list(filter(None, figures_of(table)))
            assert bool(told) == (len(members) >= LEAST), (team, report)


def figures_of(table: ReportTable) -> Iterator[Any]:
    """All that tells how many, how much or how far; None where there are too few."""
    for row, column in product(table.rows, table.columns):
        if column.is_figure:
            yield row[table.column_index(column.name)]


counts, bases = st.integers(0, 10_000), st.integers(2, 12)


@given(counts, counts, bases)
def test_a_rounded_count_is_near_never_of_few_and_never_more_than_its_whole(
    one: int, other: int, base: int
) -> None:
    part, whole = sorted((one, other))
    low, high = (round_count(each, base) for each in (part, whole))
    assert (low is None) == (part < base)
    assert low is None or (low % base == 0 and abs(low - part) * 2 <= base)
    assert (low or 0) <= (high or 0)
    share = round_share(Share(part, whole), base)
    assert share is None or 0 <= share <= 1


@given(st.integers(0, 10**9), st.integers(0, 5_000), bases)
def test_what_people_did_is_rounded_as_coarsely_as_they_are(amount: int, persons: int, base: int) -> None:
    shown = round_doings(Doings(amount, persons), base)
    if persons < base:
        assert shown is None
    elif shown is not None:
        # What one of them does on average is lost in it.
        assert abs(shown - amount) <= max(base, base * amount / persons) / 2
    assert shown is None or shown >= base


@pytest.mark.parametrize(("kind", "step"), [("seconds", 60), ("number", 0.1)])
def test_an_average_is_of_eight_people_or_more_and_coarse(kind: str, step: float) -> None:
    shown = [round_average(Average(754.37, persons, span=1.0), kind, LEAST) for persons in range(30)]
    assert shown[:8] == [None] * 8
    assert all(each is not None and abs(each - 754.37) <= step for each in shown[8:])


@given(
    st.dictionaries(st.integers(0, 60), st.frozensets(st.sampled_from("abcd"), max_size=3), min_size=1),
    st.integers(2, 6),
)
def test_everybody_shares_their_teams_with_enough_others_and_no_large_team_is_lost(
    teams: dict[int, frozenset[str]], least: int
) -> None:
    shown = anonymous_teams(teams, least)
    assert shown.keys() == teams.keys()
    combinations = list(shown.values())
    if len(set(combinations)) > 1:
        assert all(combinations.count(each) >= least for each in combinations)
    sizes = {team: sum(team in each for each in teams.values()) for team in "abcd"}
    assert {team for each in combinations for team in each} == {
        t for t, size in sizes.items() if size >= least
    }


def test_who_is_not_singled_out_stays_where_they_are() -> None:
    plain = {
        number: frozenset({team}) for number, team in enumerate(["north"] * 6 + ["south"] * 5 + ["west"] * 4)
    }
    outside = {20: frozenset[str]()}
    both = {30: frozenset({"north", "south"})}
    shown = anonymous_teams({**plain, **outside, **both}, 5)
    assert all(shown[each] == teams for each, teams in plain.items() if teams != {"west"})
    # Outside and the small team are five together; who is in two teams counts in the smaller one.
    assert {shown[20], *(shown[each] for each in range(11, 15))} == {frozenset()}
    assert shown[30] == {"south"}


def test_teams_that_can_hardly_be_told_apart_are_told_together() -> None:
    only, both, other = frozenset({"s"}), frozenset({"s", "t"}), frozenset({"t"})
    shown = anonymous_teams(dict(enumerate([both] * 4 + [only] + [other] * 2)), 5)
    assert set(shown.values()) == {both}
