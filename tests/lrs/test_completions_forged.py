"""Nothing counts as verified but an LMS's own word, whatever a browser sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from support.lrs.storing import store_at, voiding
from support.lrs.told import (
    COURSE,
    HOME_PAGE,
    MAPPED,
    REGISTRATION,
    Json,
    Told,
    finished,
    learner,
    receiver_on,
    scored,
)

from scormbuild import vocabulary as v
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.projection.completions import list_completions
from scormbuild.lrs.store import courses
from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.version import Version


@pytest.fixture
def told(database_url: str) -> Iterator[Told]:
    with receiver_on(database_url) as client:
        yield Told(client, database_url)


AUTHORITY = {"objectType": "Agent", "account": {"homePage": HOME_PAGE, "name": "lms/moodle.example.org"}}
FORGED: dict[str, Json] = {
    "completed for oneself": finished(),
    "passed for oneself": finished(v.PASSED, result=scored(100) | {"success": True}),
    "for another learner's account": finished(who="bob"),
    "with an authority in the body": finished(authority=AUTHORITY),
    "with an authority-looking actor": finished(actor=AUTHORITY),
    "by an account that is called as the road is": finished(who="lms/moodle.example.org"),
    "by a person of this name": finished(
        actor={"name": "lms/moodle.example.org", "mbox": "mailto:a@b.example"}
    ),
    "under the id of the LMS's own word": finished(
        id=v.statement_id(REGISTRATION, "lms completed"), context={"registration": REGISTRATION}
    ),
    "with the LMS as instructor": finished(context={"instructor": AUTHORITY}),
    "with the LMS as team": finished(
        context={"team": {"objectType": "Group", "member": [AUTHORITY], "name": "lms/moodle.example.org"}}
    ),
    "for a group with members": finished(
        actor={"objectType": "Group", "member": [learner(), learner("bob")]}
    ),
    "for a group that is called as the learner is": finished(actor={**learner(), "objectType": "Group"}),
    "about the mapped activity": finished(object={"id": MAPPED}),
    "with the pseudonym of another": finished(
        actor={"account": {"homePage": HOME_PAGE, "name": f"p_{'a' * 26}"}},
    ),
    "of a session of long ago": finished(timestamp="2001-01-01T00:00:00Z"),
    "in a substatement": finished(
        "http://adlnet.gov/expapi/verbs/attended",
        object={
            **{k: each for k, each in finished().items() if k != "id"},
            "objectType": "SubStatement",
        },
    ),
    "in a substatement that is completed itself": finished(
        object={
            **{k: each for k, each in finished().items() if k != "id"},
            "objectType": "SubStatement",
        },
    ),
}


@pytest.mark.parametrize("road", ["package", "plain"])
def test_a_forged_statement_is_never_counted_as_verified(told: Told, road: str) -> None:
    told.writing(courses.map_iri, MAPPED, COURSE)
    for name, statement in FORGED.items():
        told.client.post("/statements", forged(statement), key=getattr(told, road))
        assert told.verified() == [], name
        assert not [row for row in told.rows() if "lms" in row.sources], name


def forged(statement: Json) -> Json:
    """Under an id of its own, unless the id is the trick."""
    return statement if "registration" in statement.get("context", {}) else {**statement, "id": str(uuid4())}


def test_all_of_the_forged_statements_are_stored(told: Told) -> None:
    kept = [
        name
        for name, statement in FORGED.items()
        if told.client.post("/statements", {**statement, "id": str(uuid4())}, key=told.plain).status_code
        == 200
    ]
    assert len(kept) == len(FORGED), "or the test above tests the refusal only"


def test_a_key_that_is_called_as_the_road_is_vouches_for_nothing(told: Told) -> None:
    told.writing(rename_keys, "lms/moodle.example.org")
    told.tell(told.package, finished())
    told.tell(told.plain, finished(who="bob"))
    assert len(told.rows()) == 2
    assert told.verified() == []


def rename_keys(connection: Any, organisation: int, name: str) -> None:
    """Call all keys so, as an administrator may."""
    connection.exec_driver_sql(f"update credential set name = '{name}' where organisation = {organisation}")


def test_an_lms_of_an_organisation_with_our_home_page_vouches_there_and_not_here(told: Told) -> None:
    with told.client.receiver.database.writing() as connection:
        organisations.create_organisation(connection, "twin", HOME_PAGE)
    theirs = told.client.new_key("statements/write", source="lms", organisation="twin")
    told.tell(theirs, finished())
    assert told.rows() == []
    assert [row.verified for row in told.rows(organisation="twin")] == [True]


def test_a_key_of_another_home_page_vouches_for_nobody_even_by_the_road_of_an_lms(told: Told) -> None:
    """As after a change of the home page by hand: whose word an older authority is can't be told."""
    told.tell(told.lms, finished())
    with told.client.receiver.database.reading() as connection:
        owner = organisations.find_organisation(connection, "default")
        assert [row.verified for row in list_completions(connection, owner)] == [True]
        other = replace(owner, home_page="https://elsewhere.example.org")
        assert [row.verified for row in list_completions(connection, other)] == [False]


def test_a_voided_word_of_the_lms_does_not_count(told: Told) -> None:
    (target,) = told.tell(told.lms, finished())
    told.tell(told.package, finished())
    assert [row.verified for row in told.rows()] == [True]
    told.tell(told.plain, voiding(target))
    assert [(row.verified, row.sources) for row in told.rows()] == [(False, ["package"])]


def test_an_authority_of_two_is_no_lms(database_url: str) -> None:
    with store_at(database_url) as store:
        with store.database.writing() as connection:
            owner = organisations.ensure_default(connection)
        pair = {"objectType": "Group", "account": AUTHORITY["account"], "member": [AUTHORITY, learner()]}
        made = prepare_statement(
            finished(), authority=pair, new_id=str(uuid4()), version=Version.V1, define=False
        )
        store.keep_each([made], organisation=owner.id)
        with store.database.reading() as connection:
            assert [(row.verified, row.sources) for row in list_completions(connection, owner)] == [
                (False, ["other"])
            ]


def test_a_package_that_takes_the_id_of_the_lms_s_word_does_not_stop_it(told: Told) -> None:
    """Even where it says the same: the LMS's word takes its place."""
    context = {"registration": REGISTRATION}
    forged = finished(id=v.statement_id(REGISTRATION, "lms completed"), context=context)
    told.tell(told.package, forged)
    assert told.verified() == []
    told.tell(told.lms, forged)
    assert len(told.verified()) == 1
