"""Nobody's words or names to whom they aren't for, no script out of a statement, no page that breaks."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.dashboard.harness import DashboardClient, DashboardHarness
from support.dashboard.sample_course import (
    ANSWERS,
    COURSE,
    HOSTILE,
    HOSTILE_NAME,
    OTHER,
    SCRIPT,
    SampleDashboard,
    StatementBuilder,
    fill_dashboard,
    node_text,
)

from scormbuild import vocabulary as word
from scormbuild.analysis.lake.export import export_lake
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.pages import REPORT_PAGES
from scormbuild.lrs.ingest import Ingest


def test_an_analyst_finds_no_name_and_no_word_of_a_learner_on_any_page(
    sample_dashboard: SampleDashboard, analyst: DashboardClient
) -> None:
    people = sample_dashboard[1]
    walked = 0
    for each in report_paths(people[3], people[5]):
        answer = analyst.get(each)
        assert answer.status_code in ((400,) if each == "/person" else (200, 403)), each
        walked += answer.status_code == 200
        for secret in (*ANSWERS.values(), "Geheim", "alert('answer')", "Number5", "learner-", "van der"):
            assert secret not in answer.content.decode(errors="replace"), (each, secret)
            assert json.dumps(secret)[1:-1] not in answer.content.decode(errors="replace"), (each, secret)
    assert walked > 30


def report_paths(*people: str) -> list[str]:
    """Each page of the reports, with all that can be chosen on it."""
    paths = [page.path for page in REPORT_PAGES if "{" not in page.path and page.on_get]
    forms = [f"/reports/{name}.{form}" for name in REPORTS for form in ("csv", "json")]
    persons = [
        f"/person?person={each}{more}" for each in people for more in ("", "&names=yes", f"&course={COURSE}")
    ]
    stated = [f"/statements?agent={each}&limit=200" for each in people]
    named = [f"/reports/{name}?names=yes" for name in ("completion", "attempts", "snapshot")]
    answers = [f"/answers?course={COURSE}&words=Geheim", "/statements?limit=200", "/help/answers"]
    kept = ["/reports/completion.json?names=yes", "/statements.json?limit=200"]
    return [*paths, *forms, *persons, *stated, *named, *answers, *kept]


def test_a_reader_reads_and_searches_answers_and_each_look_is_noted(
    sample_dashboard: SampleDashboard, reader: DashboardClient
) -> None:
    harness, people = sample_dashboard
    index = reader.read_page(f"/answers?course={COURSE}")
    assert "16 answers" in node_text(index)
    assert SCRIPT not in node_text(index)
    before = len(harness.audit_log())
    question = f"{COURSE}/interactions/seen"
    page = reader.read_page(f"/answers?course={COURSE}&question={quote(question)}")
    quotes = [node_text(each) for each in page.xpath("//blockquote")]
    assert len(quotes) == 16
    assert SCRIPT in quotes
    assert "An earlier" not in node_text(page)
    assert "version 2" in node_text(page)
    assert page.xpath("//script") == []
    found = reader.read_page(f"/answers?course={COURSE}&words=GEHEIM+woorden")
    assert len(found.xpath("//blockquote")) == 15
    assert {node_text(each).lower() for each in found.xpath("//blockquote/mark")} == {"wóórden", "geheim"}
    noted = harness.audit_log()[before:]
    assert [detail["answers"] for _, action, detail in noted if action == "read"] == [16, 15]
    assert noted[0][2]["courses"] == [COURSE]
    assert noted[0][2]["questions"] == [question]
    assert "woorden" not in json.dumps(noted)
    assert reader.get(f"/answers?course={OTHER}").status_code == 403
    assert people[3] in node_text(page)


def test_a_reader_sees_only_statements_and_people_of_the_courses_that_were_named(
    sample_dashboard: SampleDashboard, reader: DashboardClient
) -> None:
    people = sample_dashboard[1]
    told = reader.get("/statements.json?limit=200").json()
    assert told
    assert OTHER not in json.dumps(told)
    assert "verbs.example.org" not in json.dumps(told)
    path = reader.read_page(f"/person?person={people[3]}")
    assert SCRIPT in node_text(path)
    assert "Another course" not in path.text_content()
    assert reader.get(f"/?course={OTHER}").status_code == 403


def test_the_path_of_a_learner_is_told_in_order_and_in_plain_words(
    sample_dashboard: SampleDashboard, analyst: DashboardClient
) -> None:
    people = sample_dashboard[1]
    page = analyst.read_page(f"/person?person={people[1]}&course={COURSE}")
    said = [node_text(each) for each in page.xpath("//table[contains(@class, 'path')]/tbody/tr/td[2]")]
    prompt = HOSTILE["prompt"]
    assert said[:5] == [
        "opened the course",
        "opened page “Page one”",
        f"answered “{prompt}” The answer is left out.",
        f"answered “{prompt}” (version 2) The answer is left out.",
        "answered “First?” right Listen",
    ]
    assert "closed the course after 8 min 30 s" in said
    assert "passed the course with 87.5%" in said
    assert "the LMS itself" in node_text(page)
    assert "left out: your login can't read them" in node_text(page)
    times = [node_text(each) for each in page.xpath("//td[@class='clock']")]
    assert times == sorted(times)


def test_a_name_is_shown_to_who_may_see_it_asks_for_it_and_is_noted(
    sample_dashboard: SampleDashboard, administrator: DashboardClient
) -> None:
    harness, people = sample_dashboard
    path = f"/person?person={people[3]}"
    assert "Meer" not in administrator.read_page(path).text_content()
    before = len(harness.audit_log())
    assert HOSTILE_NAME in administrator.read_page(f"{path}&names=yes").text_content()
    assert "Learner Number4" in node_text(
        administrator.read_page("/reports/completion?names=yes&sort=person")
    )
    table = administrator.get("/reports/attempts.json?names=yes").json()
    assert {"Learner Number5", HOSTILE_NAME} <= {row["name"] for row in table}
    actions = [action for _, action, _ in harness.audit_log()[before:]]
    assert actions == ["path of a person read", "report completion", "report attempts"]
    assert people[3] not in json.dumps(harness.audit_log())


def test_the_audit_log_tells_of_those_whose_names_were_on_the_page(harness: DashboardHarness) -> None:
    url, lake = harness.settings.database, harness.dashboard.lake
    learners = [StatementBuilder(number, COURSE) for number in range(5, 110)]
    for each in learners:
        each.add_course_statement(word.COMPLETED, completion=True)
    with Ingest.open(url, harness.organisation.name, "made", "package") as ingest:
        ingest.store_statements([statement for each in learners for statement in each.statements])
    export_lake(harness.database, lake)
    administrator = harness.log_in_as("administrator")
    before = len(harness.audit_log())
    pages = [administrator.get(f"/reports/completion?names=yes&page={page}").text for page in (1, 2)]
    assert [page.count("Learner Number") for page in pages] == [100, 5]
    persons = [set(detail["persons"]) for _, _, detail in harness.audit_log()[before:]]
    assert [len(each) for each in persons] == [100, 5]
    assert persons[0].isdisjoint(persons[1])


def test_whatever_statements_hold_is_text_on_the_page(sample_dashboard: SampleDashboard) -> None:
    harness, people = sample_dashboard
    everybody = harness.log_in_as("analyst", "reader", "administrator")
    for each in [
        *report_paths(people[3], people[5]),
        f"/answers?course={COURSE}&question={COURSE}/interactions/seen",
    ]:
        if "." in each.partition("?")[0]:
            continue
        body = everybody.get(each).text
        assert not re.search(
            r"<(script|img|b|i|u|s|em)[ >](?!The answer)", body.replace("<em>The answer", "")
        ), each
        assert "style=" not in body
        assert "http://dashboard" not in body


NAMES = "course team period since until by at sort page question words person names was"
FILTERS = "agent verb activity registration limit more related_agents ascending"
PARAMETER_NAMES = st.sampled_from([*NAMES.split(), *FILTERS.split()])
ODD_VALUES = "own -1 0 2026-02-30 0001-01-01 9999-12-31 2026-09-01T00:00Z { urn:x:y day -when"
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*ODD_VALUES.split(), "9" * 30, "p_" + "a" * 26, '{"mbox":"mailto:a@b.nl"}', COURSE]),
)
REPORT_PATHS = ["/reports/activity", "/reports/snapshot", "/reports/completion"]
PATHS = ["/", *REPORT_PATHS, "/answers", "/person", "/statements"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PATHS), st.lists(st.tuples(PARAMETER_NAMES, VALUES), max_size=4))
@example("/statements", [("until", "9999-12-31")])
@example("/", [("page", "0")])
@example("/reports/snapshot", [("at", "2100-12-31")])
@example("/", [("period", "own"), ("since", "2026-02-02"), ("until", "2026-01-01")])
@example("/person", [("person", "mbox:mailto:a@b.nl"), ("names", "yes")])
@example("/", [("course", "a"), ("course", "b")])
def test_odd_parameters_are_refused_in_words_and_never_fail(
    sample_dashboard: SampleDashboard, path: str, query: list[tuple[str, str]]
) -> None:
    client = sample_dashboard[0].__dict__.setdefault("everybody", None) or sample_dashboard[0].log_in_as(
        "analyst", "reader", "auditor"
    )
    sample_dashboard[0].__dict__["everybody"] = client
    answer = client.get(path, params=query)
    assert answer.status_code in (200, 400), (path, query, answer.status_code)
    if answer.status_code == 400:
        assert "<h1>" in answer.text


def test_where_names_are_kept_who_may_not_see_them_gets_pseudonyms(harness: DashboardHarness) -> None:
    url, lake = harness.settings.database, harness.dashboard.lake
    with harness.database.writing() as connection:
        connection.exec_driver_sql("update organisation set pseudonyms = 'off'")
    fill_dashboard(url, lake)
    analyst, administrator = harness.log_in_as("analyst"), harness.log_in_as("administrator")
    for path in (
        "/reports/completion",
        "/reports/attempts.json",
        "/statements.json?limit=200",
        "/statements",
    ):
        assert "learner-" in administrator.get(path).text, path
        said = analyst.get(path).text
        assert "learner-" not in said, path
        assert "p_" in said, path
    person = quote("account:https://lms.example.org learner-3")
    assert analyst.get(f"/person?person={person}").status_code == 400
    assert "Page one" in administrator.read_page(f"/person?person={person}").text_content()
