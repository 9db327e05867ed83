"""What was answered: choices, opinions and open answers, on each engine; and what can't be placed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import StatisticsError, correlation
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.analysis.format_parsers import parse_table, render_table
from support.analysis.lakes import write_lake

from scormbuild import vocabulary as word
from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.model.correlation import Sums
from scormbuild.analysis.model.correlation import correlation as ours
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable
from scormbuild.analysis.reports import REPORTS
from scormbuild.analysis.views import VIEWS

ZONE = ZoneInfo("Europe/Amsterdam")
MORNING = "2026-03-02T10:00:00Z"
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATEST = "Zelfde moment, later bewaard."
COURSE, OTHER = word.course_iri("webcare"), word.course_iri("other")
ALL = Permissions(open_text_courses=None, min_cohort_size=1)
Json = dict[str, Any]


def iri(name: str) -> str:
    return word.interaction_iri(COURSE, name)


def answer(
    who: str, question: str, response: str | None, at: str = "2026-03-02T10:00:00Z", **more: Any
) -> Json:
    """An answer; a registration for each person unless told."""
    form = {"k": "choice", "o": "opinion", "w": "reflection", "x": "choice"}[question[0]]
    return {
        "actor": who,
        "verb": word.ANSWERED,
        "activity": iri(question),
        "activity_type": word.INTERACTION,
        "course": COURSE,
        "form": form,
        "response": response,
        "revision": 1,
        "registration": f"of {who}",
        "profile": word.PROFILE,
        "at": at,
        **more,
    }


STATEMENTS: list[Json] = [
    # A choice: ann changes hers, and the first was wrong; bob empties his; carl's revisions come in no order.
    answer("ann", "k1", "b", success=False),
    answer("ann", "k1", "a[,]c", "2026-03-02T10:05:00Z", revision=2, success=True),
    answer("bob", "k1", "a", success=True),
    answer("bob", "k1", "", "2026-03-02T11:00:00Z", revision=2),
    answer("carl", "k1", "c", "2026-03-03T10:00:00Z", revision=3, success=True),
    answer("carl", "k1", "b", "2026-03-04T10:00:00Z", revision=2, success=False),
    answer("dora", "k1", "b", success=False),
    # dora once more, in a second attempt that began again at revision 1.
    answer("dora", "k1", "zz", "2026-04-02T10:00:00Z", registration="dora's second", success=True),
    # k2: bob and his other pseudonym are one; success that nobody told counts as neither.
    answer("bob", "k2", "a", success=True),
    answer("b.smit", "k2", "b", "2026-03-05T10:00:00Z", registration="bob's other", success=False),
    answer("ann", "k2", "b", success=False),
    answer("carl", "k2", "a", success=True),
    answer("dora", "k2", "a", success=None),
    answer("ann", "xtra", "a", success=True),  # not in the outline
    *(
        answer(who, "o1", step)
        for who, step in (("ann", "1"), ("bob", "5"), ("carl", "4"), ("dora", "no step"))
    ),
    answer("ann", "w1", "Eerst dit."),
    answer("ann", "w1", "=Toen dit; en\nmeer", "2026-03-02T10:01:00Z", revision=2),
    answer("ann", "w1", LATEST, "2026-03-02T10:01:00Z", revision=1, registration="ann 2"),
    answer("bob", "w1", "Weg ermee."),
    answer("bob", "w1", "", "2026-03-02T12:00:00Z", revision=2),
    answer("carl", "w1", "  "),
    answer("dora", "w1", None),  # told to nobody
    answer("b.smit", "w2", "Ook van Bob.", form="contrast", registration=None),
]
QUESTIONS = {
    "k1": "choice",
    "k2": "choice",
    "k3": "choice",
    "o1": "opinion",
    "w2": "contrast",
    "w1": "reflection",
}
CORRECT_KEYS = {"k1": "ac", "k2": "a", "k3": "a"}


def outline_options() -> Iterator[Json]:
    """What can be chosen."""
    for name, right in CORRECT_KEYS.items():
        for place, key in enumerate("abc" if name == "k1" else "ab"):
            yield {
                "question": iri(name),
                "key": key,
                "place": place,
                "label": key.upper(),
                "correct": key in right,
            }
    for place in range(1, 6):
        yield {"question": iri("o1"), "key": str(place), "place": place, "label": f"step {place}"}


OUTLINE: dict[str, list[Json]] = {
    "courses": [{"course": COURSE, "title": "Webcare"}],
    "pages": [{"course": COURSE, "page": word.page_iri(COURSE, "een"), "place": 1}],
    "questions": [
        {"course": COURSE, "question": iri(name), "place": place, "form": form, "prompt": f"{name}?"}
        for place, (name, form) in enumerate(QUESTIONS.items())
    ],
    "options": [{"course": COURSE, **each} for each in outline_options()],
    "aliases": [{"actor": "b.smit", "person": "bob"}],
    "teams": [
        {"person": who, "team": team} for who, team in (("ann", "Oost"), ("bob", "Oost"), ("carl", "West"))
    ],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """A small course in DuckDB."""
    lake = write_lake(tmp_path_factory.mktemp("words") / "lake", STATEMENTS, **OUTLINE)
    with duckdb.open_tables(lake) as opened:
        yield opened


def make_report(tables: Tables, report: str, rights: Permissions = ALL, **about: Any) -> ReportTable:
    return REPORTS[report].make_table(tables, Selection(1, ZONE, **about), rights, Options())


def short_rows(found: ReportTable) -> list[tuple[Any, ...]]:
    """Its rows without course and prompt, and with the end of a question's IRI."""
    assert {row[0] for row in found.rows} <= {COURSE}
    return [(row[1].rpartition("/")[2], *row[3:]) for row in found.rows]


# At first k1: ann 0, bob 1, carl 1 (on 3 March), dora 0; k2: ann 0, bob 1, carl 1; xtra: ann 1.
# So k1 and the rest: (0, 1), (1, 1), (1, 1), (0, 0): r = (8 - 6) / sqrt((8 - 4) * (12 - 9)) = 2 / sqrt(12).
# And k2 and the rest: (0, 1), (1, 1), (1, 1), which tells nothing.
def test_choices_count_the_newest_answer_and_judge_by_the_first(tables: Tables) -> None:
    assert short_rows(make_report(tables, "choices")) == [
        ("k1", "a", "A", True, 1, 0.3333, 3, 0.5, 0.58),
        ("k1", "b", "B", False, 0, 0.0, 3, 0.5, 0.58),
        ("k1", "c", "C", True, 2, 0.6667, 3, 0.5, 0.58),
        ("k1", "zz", None, None, 1, 0.3333, 3, 0.5, 0.58),
        ("k2", "a", "A", True, 2, 0.5, 4, 0.6667, None),
        ("k2", "b", "B", False, 2, 0.5, 4, 0.6667, None),
        ("k3", "a", "A", True, 0, None, 0, None, None),
        ("k3", "b", "B", False, 0, None, 0, None, None),
        ("xtra", "a", None, None, 1, 1.0, 1, 1.0, None),
    ]


def test_opinions_are_shares_of_those_who_chose_a_step(tables: Tables) -> None:
    found = short_rows(make_report(tables, "opinions"))
    assert found == [
        ("o1", step, f"step {step}", chosen, round(chosen / 3, 4), 3, 3.33)
        for step, chosen in ((1, 1), (2, 0), (3, 0), (4, 1), (5, 1))
    ]


def test_answers_are_the_newest_words_of_each_person_as_questions_are_asked(tables: Tables) -> None:
    assert [row[1:] for row in make_report(tables, "answers").rows] == [
        (iri("w2"), "w2?", "bob", "Oost", "Ook van Bob.", 1, TEN, "package", False),
        (iri("w1"), "w1?", "ann", "Oost", LATEST, 1, TEN + timedelta(minutes=1), "package", False),
    ]  # fmt: skip


def test_words_are_given_only_of_courses_that_may_be_read(tables: Tables) -> None:
    assert make_report(tables, "answers", Permissions(min_cohort_size=1)).rows == []
    assert (
        make_report(
            tables, "answers", Permissions(open_text_courses=frozenset([OTHER]), min_cohort_size=1)
        ).rows
        == []
    )
    assert (
        len(
            make_report(
                tables, "answers", Permissions(open_text_courses=frozenset([COURSE]), min_cohort_size=1)
            ).rows
        )
        == 2
    )


def test_figures_of_few_persons_are_emptied_and_their_strange_options_left_out(tables: Tables) -> None:
    least = Permissions(open_text_courses=None, min_cohort_size=4)
    choices = make_report(tables, "choices", least)
    # Without xtra, which one person answered, and zz, which nobody but dora chose.
    assert short_rows(choices) == [
        *(("k1", key, key.upper(), key in "ac", None, None, None, None, None) for key in "abc"),
        *(("k2", key, key.upper(), key == "a", None, None, 4, None, None) for key in "ab"),
        *(("k3", key, key.upper(), key == "a", None, None, None, None, None) for key in "ab"),
    ]
    opinions = make_report(tables, "opinions", least)
    assert {row[5:] for row in opinions.rows} == {(None, None, None, None)}
    assert {row[4] for row in make_report(tables, "answers", least).rows} == {None}  # no team is so large
    assert make_report(tables, "answers", least, team="Oost").rows == []
    for report in ("choices", "opinions"):
        small = make_report(tables, report, least, team="Oost")  # two persons
        assert {row[-2] for row in small.rows} == {None}


def test_a_team_and_a_period_narrow_what_is_counted(tables: Tables) -> None:
    west = short_rows(make_report(tables, "choices", team="West"))
    assert [row[4] for row in west[:3]] == [0, 0, 1]
    march = short_rows(make_report(tables, "choices", since=date(2026, 3, 1), until=date(2026, 3, 31)))
    assert [row[4] for row in march[:3]] == [1, 1, 2]
    assert {row[0] for row in march} == {"k1", "k2", "k3", "xtra"}
    assert make_report(tables, "choices", course=OTHER).rows == []


def test_each_form_holds_the_figures_of_the_sheet(tables: Tables) -> None:
    for report in ("choices", "opinions", "answers", "quality"):
        found = make_report(tables, report)
        assert found.rows
        for form in ("csv", "csv-nl", "xlsx", "parquet", "json"):
            assert parse_table(render_table(found, form, ZONE), form, found, ZONE) == found.rows, (
                report,
                form,
            )


def view_rows(tables: Tables, name: str, *columns: str) -> set[tuple[Any, ...]]:
    """What a view of analysts holds."""
    return {tuple(row[column] for column in columns) for row in VIEWS[name](tables).to_pyarrow().to_pylist()}


def test_the_views_in_sql_give_the_figures_of_the_reports(tables: Tables) -> None:
    answers = view_rows(tables, "answers", "question", "person", "answer", "revision", "form")
    assert {row[:4] for row in answers if row[4] in ("reflection", "contrast") and row[2].strip()} == {
        (row[1], row[3], row[5], row[6]) for row in make_report(tables, "answers").rows
    }
    assert view_rows(tables, "choices", "question", "option", "label", "correct", "chosen", "answered") == {
        (row[1], *row[3:7], row[8]) for row in make_report(tables, "choices").rows if row[4]
    }
    assert view_rows(tables, "opinions", "question", "step", "label", "chosen", "answered") == {
        (row[1], str(row[3]), *row[4:6], row[7]) for row in make_report(tables, "opinions").rows
    }


NOW, DAY = 1_780_000_000_000_000, 86_400_000_000
MOODLE = "https://moodle.example.org/mod/scorm/view.php?id="


def page_view(course: str, name: str) -> Json:
    """A page that was seen."""
    return {"course": course, "activity": word.page_iri(course, name), "activity_type": word.PAGE}


def completed_course(who: str, source: str) -> Json:
    """A course that somebody finished, as a road tells."""
    whole = {"course": COURSE, "activity": COURSE, "activity_type": word.COURSE}
    return {**whole, "verb": word.COMPLETED, "actor": who, "road": source}


UNMATCHED_STATEMENTS: list[Json] = [
    {"profile": None, "course": COURSE, "verb": "https://example.org/saw", "road": "other"},
    {"profile": None, "course": COURSE, "verb": "https://example.org/saw", "road": "other", "actor": "eve"},
    {"activity": f"{MOODLE}8"},
    {"activity": f"{MOODLE}7"},  # mapped
    *(page_view(COURSE, "een"), page_view(COURSE, "twee"), page_view(OTHER, "whose outline isn't kept")),
    {"course": COURSE, "clock_ahead": True, "road": "lms"},
    {"course": COURSE, "road": "lms"},
    *(answer("ann", "k1", "a"), answer("ann", "xtra", "a")),
    *(
        completed_course("ann", "package"),
        completed_course("bob", "package"),
        completed_course("bob", "lms"),
        completed_course("carl", "lms"),
    ),
]


def test_quality_tells_what_fits_nowhere(tmp_path: Path) -> None:
    mapped = [{"activity": f"{MOODLE}7", "course": COURSE}]
    told = [{"profile": word.PROFILE, **each} for each in UNMATCHED_STATEMENTS]
    lake = write_lake(tmp_path / "lake", told, mappings=mapped, **OUTLINE)
    with duckdb.open_tables(lake) as tables:
        found = make_report(tables, "quality")
        hidden = make_report(tables, "quality", Permissions())
    assert found.rows == [
        ("no profile", "https://example.org/saw", 2),
        ("no course", f"{MOODLE}8", 1),
        ("clock ahead", "lms", 1),
        ("unknown page", word.page_iri(COURSE, "twee"), 1),
        ("unknown question", iri("xtra"), 1),
        ("without team", None, 2),
        ("only package", COURSE, 1),
        ("only lms", COURSE, 1),
    ]
    # What is amiss is there; how often, and what is amiss with few people, isn't.
    assert hidden.rows == [(*row[:2], None) for row in found.rows[:5]]


pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 12)), max_size=40)


@given(pairs)
def test_the_correlation_is_that_of_the_textbook(told: list[tuple[int, int]]) -> None:
    xs, ys = [x for x, _ in told], [y for _, y in told]
    sums = Sums(
        len(told),
        sum(xs),
        sum(ys),
        sum(x * y for x, y in told),
        sum(x * x for x in xs),
        sum(y * y for y in ys),
    )
    try:
        wanted = correlation(xs, ys)
    except StatisticsError:
        assert ours(sums) is None
    else:
        assert ours(sums) == pytest.approx(wanted, abs=0.00501)
