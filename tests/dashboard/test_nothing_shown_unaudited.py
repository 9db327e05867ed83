"""The dashboard gives out no name and no word of a learner where the audit log can't be written."""

from __future__ import annotations

import json

import pytest
from support.dashboard.desk_room import Visitor
from support.dashboard.kind_course import COURSE, HOME, Site
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


def is_refused_unaudited(site: Site, visitor: Visitor, path: str, secret: str) -> None:
    """A path shows something, and doesn't while the audit log takes no row; then it does again."""
    room, people = site
    path = path.replace("{person}", people[5])
    shown = visitor.get(path)
    assert (shown.status_code, secret in shown.text) == (200, True)
    rows = len(room.trail())
    with refused_audit(room.settings.database):
        refused = visitor.get(path)
        assert refused.status_code == 503
        assert secret not in refused.text
    assert len(room.trail()) == rows
    assert secret in visitor.get(path).text
    assert len(room.trail()) == rows + 1


@pytest.mark.parametrize("where", WORDS_ON)
def test_words_stay_in_where_the_audit_log_cannot_be_written(site: Site, reader: Visitor, where: str) -> None:
    is_refused_unaudited(site, reader, WORDS_ON[where], WORDS)


@pytest.mark.parametrize("where", NAMES_ON)
def test_names_stay_in_where_the_audit_log_cannot_be_written(
    site: Site, administrator: Visitor, where: str
) -> None:
    is_refused_unaudited(site, administrator, NAMES_ON[where], LEARNER)


def test_nobody_learns_whose_a_pseudonym_is_where_the_audit_log_cannot_be_written(
    site: Site, administrator: Visitor
) -> None:
    path = f"/statements?agent={AGENT}"
    is_refused_unaudited(site, administrator, path, site[1][5])
