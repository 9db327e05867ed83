"""Nothing counts as verified but an LMS's own word, whatever a browser sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from support.lrs.completion_lrs import (
    COURSE,
    HOME_PAGE,
    MAPPED_IRI,
    REGISTRATION,
    CompletionClient,
    Json,
    completion_statement,
    learner,
    open_client_on,
    score_result,
)
from support.lrs.statement_store import open_store, voiding_statement

from scormbuild import vocabulary as v
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.projection.completions import list_completions
from scormbuild.lrs.store import courses
from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.version import Version


@pytest.fixture
def lrs(database_url: str) -> Iterator[CompletionClient]:
    with open_client_on(database_url) as client:
        yield CompletionClient(client, database_url)


AUTHORITY = {"objectType": "Agent", "account": {"homePage": HOME_PAGE, "name": "lms/moodle.example.org"}}
FORGED_STATEMENTS: dict[str, Json] = {
    "completed for oneself": completion_statement(),
    "passed for oneself": completion_statement(v.PASSED, result=score_result(100) | {"success": True}),
    "for another learner's account": completion_statement(who="bob"),
    "with an authority in the body": completion_statement(authority=AUTHORITY),
    "with an authority-looking actor": completion_statement(actor=AUTHORITY),
    "by an account that is called as the road is": completion_statement(who="lms/moodle.example.org"),
    "by a person of this name": completion_statement(
        actor={"name": "lms/moodle.example.org", "mbox": "mailto:a@b.example"}
    ),
    "under the id of the LMS's own word": completion_statement(
        id=v.statement_id(REGISTRATION, "lms completed"), context={"registration": REGISTRATION}
    ),
    "with the LMS as instructor": completion_statement(context={"instructor": AUTHORITY}),
    "with the LMS as team": completion_statement(
        context={"team": {"objectType": "Group", "member": [AUTHORITY], "name": "lms/moodle.example.org"}}
    ),
    "for a group with members": completion_statement(
        actor={"objectType": "Group", "member": [learner(), learner("bob")]}
    ),
    "for a group that is called as the learner is": completion_statement(
        actor={**learner(), "objectType": "Group"}
    ),
    "about the mapped activity": completion_statement(object={"id": MAPPED_IRI}),
    "with the pseudonym of another": completion_statement(
        actor={"account": {"homePage": HOME_PAGE, "name": f"p_{'a' * 26}"}},
    ),
    "of a session of long ago": completion_statement(timestamp="2001-01-01T00:00:00Z"),
    "in a substatement": completion_statement(
        "http://adlnet.gov/expapi/verbs/attended",
        object={
            **{k: each for k, each in completion_statement().items() if k != "id"},
            "objectType": "SubStatement",
        },
    ),
    "in a substatement that is completed itself": completion_statement(
        object={
            **{k: each for k, each in completion_statement().items() if k != "id"},
            "objectType": "SubStatement",
        },
    ),
}


@pytest.mark.parametrize("road", ["package", "plain"])
def test_a_forged_statement_is_never_counted_as_verified(lrs: CompletionClient, road: str) -> None:
    lrs.write_table(courses.map_iri, MAPPED_IRI, COURSE)
    for name, statement in FORGED_STATEMENTS.items():
        lrs.client.post("/statements", with_new_id(statement), key=getattr(lrs, road))
        assert lrs.verified_completions() == [], name
        assert not [row for row in lrs.completions() if "lms" in row.sources], name


def with_new_id(statement: Json) -> Json:
    """Under an id of its own, unless the id is the trick."""
    return statement if "registration" in statement.get("context", {}) else {**statement, "id": str(uuid4())}


def test_all_of_the_forged_statements_are_stored(lrs: CompletionClient) -> None:
    kept = [
        name
        for name, statement in FORGED_STATEMENTS.items()
        if lrs.client.post("/statements", {**statement, "id": str(uuid4())}, key=lrs.plain).status_code == 200
    ]
    assert len(kept) == len(FORGED_STATEMENTS), "or the test above tests the refusal only"


def test_a_key_that_is_called_as_the_road_is_vouches_for_nothing(lrs: CompletionClient) -> None:
    lrs.write_table(rename_keys, "lms/moodle.example.org")
    lrs.store(lrs.package, completion_statement())
    lrs.store(lrs.plain, completion_statement(who="bob"))
    assert len(lrs.completions()) == 2
    assert lrs.verified_completions() == []


def rename_keys(connection: Any, organisation: int, name: str) -> None:
    """Call all keys so, as an administrator may."""
    connection.exec_driver_sql(f"update credential set name = '{name}' where organisation = {organisation}")


def test_an_lms_of_an_organisation_with_our_home_page_vouches_there_and_not_here(
    lrs: CompletionClient,
) -> None:
    with lrs.client.lrs.database.writing() as connection:
        organisations.create_organisation(connection, "twin", HOME_PAGE)
    theirs = lrs.client.new_key("statements/write", source="lms", organisation="twin")
    lrs.store(theirs, completion_statement())
    assert lrs.completions() == []
    assert [row.verified for row in lrs.completions(organisation="twin")] == [True]


def test_a_key_of_another_home_page_vouches_for_nobody_even_by_the_road_of_an_lms(
    lrs: CompletionClient,
) -> None:
    """As after a change of the home page by hand: whose word an older authority is can't be told."""
    lrs.store(lrs.lms, completion_statement())
    with lrs.client.lrs.database.reading() as connection:
        owner = organisations.find_organisation(connection, "default")
        assert [row.verified for row in list_completions(connection, owner)] == [True]
        other = replace(owner, home_page="https://elsewhere.example.org")
        assert [row.verified for row in list_completions(connection, other)] == [False]


def test_a_voided_word_of_the_lms_does_not_count(lrs: CompletionClient) -> None:
    (target,) = lrs.store(lrs.lms, completion_statement())
    lrs.store(lrs.package, completion_statement())
    assert [row.verified for row in lrs.completions()] == [True]
    lrs.store(lrs.plain, voiding_statement(target))
    assert [(row.verified, row.sources) for row in lrs.completions()] == [(False, ["package"])]


def test_an_authority_of_two_is_no_lms(database_url: str) -> None:
    with open_store(database_url) as store:
        with store.database.writing() as connection:
            owner = organisations.ensure_default(connection)
        pair = {"objectType": "Group", "account": AUTHORITY["account"], "member": [AUTHORITY, learner()]}
        made = prepare_statement(
            completion_statement(), authority=pair, new_id=str(uuid4()), version=Version.V1, define=False
        )
        store.store_batches([made], organisation=owner.id)
        with store.database.reading() as connection:
            assert [(row.verified, row.sources) for row in list_completions(connection, owner)] == [
                (False, ["other"])
            ]


def test_a_package_that_takes_the_id_of_the_lms_s_word_does_not_stop_it(lrs: CompletionClient) -> None:
    """Even where it says the same: the LMS's word takes its place."""
    context = {"registration": REGISTRATION}
    forged = completion_statement(id=v.statement_id(REGISTRATION, "lms completed"), context=context)
    lrs.store(lrs.package, forged)
    assert lrs.verified_completions() == []
    lrs.store(lrs.lms, forged)
    assert len(lrs.verified_completions()) == 1
