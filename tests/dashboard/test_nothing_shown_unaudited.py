"""The dashboard gives out no name and no word of a learner where the audit log can't be written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import event
from support.dashboard.harness import DashboardClient
from support.dashboard.sample_course import COURSE, HOME, SampleDashboard
from support.lrs.refused_audit import refused_audit

WORDS, LEARNER = "Wóórden van cursist 5,", "Learner Number5"
QUESTION = f"{COURSE}/interactions/seen"
AGENT = json.dumps({"account": {"homePage": HOME, "name": "learner-5"}})
WORDS_ON = {
    "answers to a question": f"/answers?course={COURSE}&question={QUESTION}",
    "answers that were searched": f"/answers?course={COURSE}&words=Geheim",
    "answers as csv": f"/reports/answers.csv?course={COURSE}",
    "answers as json": f"/reports/answers.json?course={COURSE}",
    "statements": "/statements?limit=200",
    "statements of a person": "/statements?limit=200&agent={person}",
    "statements as a file": "/statements.json?limit=200",
    "a person's path": "/person?person={person}",
    "a person's path in a course": f"/person?person={{person}}&course={COURSE}",
}
NAMES_ON = {
    "a person's path": "/person?person={person}&names=yes",
    **{f"{name}": f"/reports/{name}?names=yes" for name in ("completion", "attempts", "snapshot")},
    **{f"{name} as csv": f"/reports/{name}.csv?names=yes" for name in ("completion", "attempts", "snapshot")},
    "completion as json": "/reports/completion.json?names=yes",
}


def assert_refused_unaudited(
    sample_dashboard: SampleDashboard, client: DashboardClient, path: str, secret: str
) -> None:
    """A path shows something, and doesn't while the audit log takes no row; then it does again."""
    harness, people = sample_dashboard
    path = path.replace("{person}", people[5])
    shown = client.get(path)
    assert (shown.status_code, secret in shown.text) == (200, True)
    rows = len(harness.audit_log())
    with refused_audit(harness.settings.database):
        refused = client.get(path)
        assert refused.status_code == 503
        assert secret not in refused.text
    assert len(harness.audit_log()) == rows
    assert secret in client.get(path).text
    assert len(harness.audit_log()) == rows + 1


@pytest.mark.parametrize("where", WORDS_ON)
def test_words_stay_in_where_the_audit_log_cannot_be_written(
    sample_dashboard: SampleDashboard, reader: DashboardClient, where: str
) -> None:
    assert_refused_unaudited(sample_dashboard, reader, WORDS_ON[where], WORDS)


@pytest.mark.parametrize("where", NAMES_ON)
def test_names_stay_in_where_the_audit_log_cannot_be_written(
    sample_dashboard: SampleDashboard, administrator: DashboardClient, where: str
) -> None:
    assert_refused_unaudited(sample_dashboard, administrator, NAMES_ON[where], LEARNER)


def test_nobody_learns_whose_a_pseudonym_is_where_the_audit_log_cannot_be_written(
    sample_dashboard: SampleDashboard, administrator: DashboardClient
) -> None:
    path = f"/statements?agent={AGENT}"
    assert_refused_unaudited(sample_dashboard, administrator, path, sample_dashboard[1][5])


@pytest.mark.parametrize("where", NAMES_ON)
def test_names_are_looked_up_while_others_write(
    sample_dashboard: SampleDashboard, administrator: DashboardClient, where: str
) -> None:
    """The writer's transaction holds the row of the audit log and nothing that grows with a download."""
    harness, people = sample_dashboard
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        written.append(statement)

    writer = harness.lrs.database.dialect.writer
    event.listen(writer, "before_cursor_execute", note)
    try:
        assert LEARNER in administrator.get(NAMES_ON[where].replace("{person}", people[5])).text
    finally:
        event.remove(writer, "before_cursor_execute", note)
    assert any("insert into audit" in each for each in written)
    assert not [each for each in written if "identity" in each]
