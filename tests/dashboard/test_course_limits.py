"""A reader of one course, who may see figures of all: whose words they get, by whichever path they ask."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from support.dashboard.harness import DashboardClient
from support.dashboard.sample_course import COURSE, HOME, OTHER, SampleDashboard


@pytest.fixture(scope="module")
def analyst_and_reader(sample_dashboard: SampleDashboard) -> DashboardClient:
    """An analyst, so of all courses, who reads the words of one."""
    return sample_dashboard[0].log_in_as("analyst", "reader", courses=[COURSE])


def test_the_answers_of_another_course_are_refused(analyst_and_reader: DashboardClient) -> None:
    assert analyst_and_reader.get(f"/reports/time?course={OTHER}").status_code == 200
    for path in (f"/answers?course={OTHER}", f"/answers?course={OTHER}&words=Geheim"):
        refused = analyst_and_reader.get(path)
        assert refused.status_code == 403
        assert "Geheim" not in refused.text
    assert "Another course" not in analyst_and_reader.get("/answers").text
    assert analyst_and_reader.get(f"/answers?course={COURSE}").status_code == 200


@pytest.mark.parametrize("path", ["/reports/answers.json", f"/reports/answers.json?course={OTHER}"])
def test_a_file_of_answers_holds_none_of_another_course(
    analyst_and_reader: DashboardClient, path: str
) -> None:
    assert {row["course"] for row in analyst_and_reader.get(path).json()} <= {COURSE}
    assert analyst_and_reader.get(f"/reports/answers.json?course={COURSE}").json() != []


def test_statements_of_another_course_come_without_their_words(analyst_and_reader: DashboardClient) -> None:
    told = analyst_and_reader.get("/statements.json?limit=200").json()
    words = [each for each in told if "Geheim" in json.dumps(each, ensure_ascii=False)]
    assert words
    assert not [each for each in words if OTHER in json.dumps(each)]
    assert [each for each in told if each["object"]["id"].startswith(OTHER)]


def test_who_may_not_see_names_cannot_ask_by_one(
    analyst_and_reader: DashboardClient, administrator: DashboardClient
) -> None:
    agent = quote(json.dumps({"account": {"homePage": HOME, "name": "learner-5"}}))
    for path in (f"/statements?agent={agent}", f"/statements.json?agent={agent}"):
        refused = analyst_and_reader.get(path)
        assert refused.status_code == 400
        assert "p_" not in refused.text
        assert "p_" in administrator.get(path).text
