"""With a package's key the course is the key's: what it says of another isn't taken, and counts nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.lrs.running_lrs import DATABASES, create_database
from support.lrs.sources import COURSE, Json, Sources, course_statement, open_client, stored_ids

from scormbuild.lrs.projection.flat import COLUMN_NAMES, flat_row
from scormbuild.lrs.xapi import course_of_statement, encode_json
from scormbuild.vocabulary import COURSE as COURSE_TYPE
from scormbuild.vocabulary import PROFILE, SCORM_PROFILE, VIDEO_PROFILE, attempt_iri, form_iri

OTHER = {"id": "urn:scormbuild:course:other", "definition": {"type": COURSE_TYPE}}
PLAIN = {"id": "urn:scormbuild:course:other"}
OWN = {"id": COURSE, "definition": {"type": COURSE_TYPE}}


@pytest.fixture(scope="module", params=DATABASES)
def sources(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    with create_database(request, tmp_path_factory.mktemp("course")) as url, open_client(url) as client:
        yield Sources(client)


def statement_with(what: str, **relations: Any) -> Json:
    """A statement about a page of the course, with these activities around it."""
    made = course_statement(what)
    return made | {"context": {**made["context"], "contextActivities": relations}}


FOREIGN: dict[str, tuple[str, dict[str, Any]]] = {
    "as its parent": ("parent[0]", {"parent": [OTHER]}),
    "as its only parent, no list": ("parent[0]", {"parent": OTHER}),
    "as its parent, of no type": ("parent[0]", {"parent": [PLAIN]}),
    "as its second parent": ("parent[1]", {"parent": [OWN, OTHER]}),
    "around it": ("grouping[1]", {"parent": [OWN], "grouping": [OWN, OTHER]}),
    "as a category": ("category[0]", {"category": [OTHER]}),
    "as a category that says to be a profile": (
        "category[0]",
        {"category": [PLAIN | {"definition": {"type": "http://adlnet.gov/expapi/activities/profile"}}]},
    ),
    "as something other": ("other[0]", {"parent": [OWN], "other": [OTHER]}),
    "as a course that is called nearly so": ("parent[0]", {"parent": [OTHER | {"id": f"{COURSE}2"}]}),
}


@pytest.mark.parametrize("where", FOREIGN)
def test_a_package_names_no_other_course(sources: Sources, where: str) -> None:
    place, relations = FOREIGN[where]
    before = sources.list_statements()
    refused = sources.package.post("/statements", json=[statement_with(f"experienced {where}", **relations)])
    assert refused.status_code == 403
    assert f"context.contextActivities.{place}" in refused.json()["error"]["reason"]
    assert sources.list_statements() == before


def test_what_our_own_player_says_around_a_statement_is_taken(sources: Sources) -> None:
    attempt = {"id": attempt_iri(COURSE, "4b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a11")}
    categories = [PROFILE, SCORM_PROFILE, VIDEO_PROFILE, form_iri("contrast")]
    around = {"parent": [OWN], "grouping": [OWN, attempt], "category": [{"id": each} for each in categories]}
    assert (
        len(stored_ids(sources.package.post("/statements", json=[statement_with("experienced y", **around)])))
        == 1
    )


def test_a_package_stores_nothing_that_was_done_in_no_attempt(sources: Sources) -> None:
    made = course_statement("experienced z")
    for context in ({}, {"context": {}}, {"context": {"contextActivities": {"parent": [OWN]}}}):
        told = {name: value for name, value in made.items() if name != "context"} | context
        refused = sources.package.post("/statements", json=[told])
        assert refused.status_code == 403
        assert "context.registration" in refused.json()["error"]["reason"]


@pytest.mark.parametrize(("source", "counts"), [("package", False), ("lms", True), ("lrs", True)])
def test_what_is_stored_from_before_counts_in_no_other_course(source: str, counts: bool) -> None:
    """An LMS calls activities as it likes; its word is trusted."""
    home = "urn:scormbuild:organisation:default"
    authority = {"authority": {"objectType": "Agent", "account": {"homePage": home, "name": f"{source}/k"}}}
    for relations in ({"parent": [OTHER]}, {"grouping": [OTHER]}):
        stored = statement_with("experienced q", **relations) | authority
        row = dict(zip(COLUMN_NAMES, flat_row(1, encode_json(stored), home), strict=True))
        assert row["course"] == (OTHER["id"] if counts else None)
        assert (course_of_statement(stored) == OTHER) is counts
    own = statement_with("experienced q", parent=[OWN, OTHER]) | authority
    assert dict(zip(COLUMN_NAMES, flat_row(1, encode_json(own), home), strict=True))["course"] == COURSE
