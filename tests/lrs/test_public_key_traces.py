"""What is tried with a package's key leaves a trace, and no number of tries buries the audit log."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
from support.lrs.running_lrs import DATABASES, create_database
from support.lrs.sources import Json, Sources, course_statement, open_client, stored_ids

TRIES = 200


@pytest.fixture(params=DATABASES)
def sources(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    with create_database(request, tmp_path_factory.mktemp("traces")) as url, open_client(url) as client:
        yield Sources(client)


def tried(number: int, who: str = "a.jansen") -> Json:
    """Somebody's name, in a registration of one's own making."""
    return course_statement("experienced guess", who, registration=str(uuid.UUID(int=number + 1, version=4)))


def test_however_often_a_name_is_tried_the_log_gets_one_row_an_hour_with_a_count(sources: Sources) -> None:
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced x")]))
    assert sources.list_audit_entries() == [], "a first attempt is nothing to tell of"
    stored_ids(sources.package.post("/statements", json=[tried(number) for number in range(TRIES)]))
    for number in range(TRIES, TRIES + 5):
        stored_ids(sources.package.post("/statements", json=[tried(number)]))
    rows = sources.list_audit_entries()
    assert 1 <= len(rows) <= 2, "two where an hour ended meanwhile"
    assert sum(row.detail["count"] for row in rows) == TRIES + 5
    assert {row.who for row in rows} == {f"package/{sources.package.key.key}"}
    assert all(len(json.dumps(row.detail)) < 5_000 for row in rows)
    assert "p_" not in json.dumps([row.detail for row in rows])


def test_a_name_is_not_tried_without_a_trace_by_leaving_the_registration_out(sources: Sources) -> None:
    for context in ({}, {"context": {}}):
        forged = {name: value for name, value in tried(1).items() if name != "context"} | context
        assert sources.package.post("/statements", json=[forged]).status_code == 403
    assert sources.list_statements() == []
    assert sources.list_identities() == {}


def test_each_key_has_a_row_of_its_own(sources: Sources) -> None:
    other = sources.add_key(
        "statements/write", activity_prefix="urn:scormbuild:course:webcare", source="package"
    )
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced x")]))
    for number, key in enumerate([sources.package, other, other]):
        stored_ids(key.post("/statements", json=[tried(number)]))
    counts = {row.who: row.detail["count"] for row in sources.list_audit_entries()}
    assert counts == {f"package/{sources.package.key.key}": 1, f"package/{other.key.key}": 2}
