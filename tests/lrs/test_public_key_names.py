"""Who somebody is can't be said with a package's key, which all who take the course can read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from support.lrs.person_data import command_error, command_json, command_output, run_lrs_command
from support.lrs.running_lrs import DATABASES, create_database
from support.lrs.sources import (
    COURSE,
    LMS,
    Json,
    Sources,
    actor,
    course_statement,
    open_answer,
    open_client,
    plugin_statement,
    stored_ids,
)

from scormbuild.lrs.auth import organisations
from scormbuild.vocabulary import COMPLETED

NAME, PRIVATE = "Anna Jansen", "Wat niemand anders mag lezen"
MALLORY_REGISTRATION = "5e2d7f4c-8c1e-4f63-9d5d-0c8b2b0d7a22"


@pytest.fixture(params=DATABASES)
def sources(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    with create_database(request, tmp_path_factory.mktemp("names")) as url, open_client(url) as client:
        yield Sources(client)


def database_and_organisation(sources: Sources) -> tuple[str, ...]:
    """Where a command is to look."""
    return "--organisation", sources.name


def mallory_statements(name: str = NAME) -> list[Json]:
    """Somebody who calls themselves so, and others too, wherever a statement has room for an agent."""
    member = actor("m.member", name=name)
    context = course_statement("x", registration=MALLORY_REGISTRATION)["context"] | {
        "instructor": actor("m.instructor", name=name),
        "team": {"objectType": "Group", "name": name, "member": [member]},
    }
    done = {"object": {"id": COURSE, "definition": {"type": "http://adlnet.gov/expapi/activities/course"}}}
    return [
        course_statement("m 1", actor=actor("mallory", name=name), context=context),
        course_statement("m 2", actor=actor("mallory", name=name), verb=COMPLETED, context=context, **done),
    ]


def all_names(sources: Sources) -> list[str]:
    """Every name by which somebody is known here."""
    with sources.database.reading() as connection:
        bound = {"o": sources.organisation}
        called = connection.scalars(text("select display from identity where organisation = :o"), bound).all()
        named = connection.scalars(text("select name from person where organisation = :o"), bound).all()
        return sorted(filter(None, [*called, *named]))


def test_a_name_that_a_package_sends_names_nobody_anywhere(sources: Sources) -> None:
    stored_ids(sources.package.post("/statements", json=mallory_statements()))
    assert all_names(sources) == []
    for who in ("mallory", "m.member", "m.instructor"):
        found = sources.identities_reader.get("/agents", params={"agent": json.dumps(actor(who))}).json()
        assert len(found["account"]) == 2, "they are known"
        assert "name" not in found
    where = database_and_organisation(sources)
    url = sources.client.lrs.settings.database
    assert "nobody is called" in command_error(url, "person", "find", NAME, *where)
    assert NAME not in command_output(url, "subject", "export", "mallory", *where)
    (row,) = command_json(url, "person", "find", "mallory", *where)
    assert (row["name"], row["display"]) == ("mallory", "")


def test_a_stranger_s_statement_hands_out_nobody_s_answers(sources: Sources) -> None:
    stored_ids(
        sources.moodle.post("/statements", json=[plugin_statement(12, NAME), open_answer(PRIVATE, "12")])
    )
    stored_ids(sources.package.post("/statements", json=mallory_statements()))
    url, where = sources.client.lrs.settings.database, database_and_organisation(sources)
    for command in (["export"], ["erase", "--dry-run"], ["retract"]):
        for person in (NAME, NAME.lower()):
            told = command_error(url, "subject", command[0], person, *command[1:], *where)
            assert "nobody is known as" in told
            assert PRIVATE not in told
    assert PRIVATE in command_output(url, "subject", "export", "12", *where)
    assert PRIVATE not in command_output(url, "subject", "export", "mallory", *where)


@pytest.mark.parametrize("first", ["package", "lms"])
def test_what_the_lms_calls_somebody_stays_whatever_a_package_calls_them(
    sources: Sources, first: str
) -> None:
    forged = [course_statement("f 1", actor=actor("12", name="Mallory"))]
    true = [plugin_statement(12, NAME)]
    true[0]["actor"]["account"]["name"] = "a.jansen"
    forged[0]["actor"]["account"]["name"] = "a.jansen"
    sends = {"package": lambda: sources.package.post("/statements", json=forged)}
    sends["lms"] = lambda: sources.moodle.post("/statements", json=true)
    for name in sorted(sends, key=lambda each: each != first):
        stored_ids(sends[name]())
    stored_ids(sends["package"]())
    url, where = sources.client.lrs.settings.database, database_and_organisation(sources)
    (row,) = command_json(url, "person", "find", "a.jansen", *where)
    assert row["display"] == NAME


def test_what_an_lms_tells_without_a_name_takes_none_away_within_one_batch_either(sources: Sources) -> None:
    nameless = plugin_statement(12, "") | {"timestamp": "2026-11-24T10:00:00Z", "actor": actor("12")}
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, NAME), nameless]))
    assert NAME in all_names(sources)


def test_a_name_that_the_lms_told_finds_whom_to_ask_about_but_gives_nothing_out(sources: Sources) -> None:
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, NAME)]))
    url, where = sources.client.lrs.settings.database, database_and_organisation(sources)
    assert [row["name"] for row in command_json(url, "person", "find", NAME, *where)] == ["12"]
    assert "nobody is known as" in command_error(url, "subject", "export", NAME, *where)


@pytest.mark.parametrize("known_as", ["lms", "plain", "team"])
def test_an_account_that_somebody_puts_beside_another_s_is_asked_about(
    sources: Sources, known_as: str, tmp_path: Path
) -> None:
    """Whichever way the right one is known, the forged one is never taken for them alone."""
    url, where = sources.client.lrs.settings.database, database_and_organisation(sources)
    if known_as == "lms":
        with sources.open_ingest() as ingest:
            ingest.store_statements([open_answer(PRIVATE)])
    elif known_as == "plain":
        stored_ids(sources.admin.post("/statements", json=[open_answer(PRIVATE)]))
    else:
        with sources.open_ingest() as ingest:  # the LMS is known, and she has done nothing yet
            ingest.store_statements([open_answer("Van Ben", "b.smit")])
        people = tmp_path / "people.csv"
        people.write_text("gebruikersnaam,team\na.jansen,Noord\nb.smit,Noord\n")
        command_output(url, "people", "import", str(people), *where)
    stored_ids(
        sources.package.post(
            "/statements",
            json=[open_answer("Vals", actor=actor("a.jansen", "https://evil.example"))],
        )
    )
    before = sources.list_statements()
    for command in (["export"], ["erase"], ["retract"]):
        told = command_error(url, "subject", *command, "a.jansen", *where)
        assert "is several persons" in told
        assert "--home-page" in told
        assert "https://evil.example" in told
    assert sources.list_statements() == before
    whole = command_output(url, "subject", "export", "a.jansen", "--home-page", LMS, *where)
    assert (PRIVATE in whole) is (known_as != "team")
    assert "Vals" not in whole


def test_where_everybody_gets_a_pseudonym_only_a_key_that_may_describe_names_people(sources: Sources) -> None:
    with sources.database.writing() as connection:
        organisations.set_pseudonyms(connection, sources.name, organisations.ALL)
    writer, describer = sources.add_key("statements/write"), sources.add_key("statements/write", "define")
    stored_ids(writer.post("/statements", json=mallory_statements()))
    assert all_names(sources) == []
    named = [each | {"id": str(uuid.uuid4())} for each in mallory_statements("Mallory")]
    stored_ids(describer.post("/statements", json=named))
    assert set(all_names(sources)) == {"Mallory"}


def test_where_names_are_kept_a_package_s_name_stays_in_its_statement_alone(sources: Sources) -> None:
    with sources.database.writing() as connection:
        organisations.set_pseudonyms(connection, sources.name, organisations.OFF)
    package = sources.add_key("statements/write", source="package", activity_prefix=COURSE)
    stored_ids(package.post("/statements", json=mallory_statements()))
    assert {each["actor"]["name"] for each in sources.list_statements()} == {NAME}
    assert all_names(sources) == []
    found = sources.identities_reader.get("/agents", params={"agent": json.dumps(actor("mallory"))}).json()
    assert "name" not in found


def test_what_another_lrs_had_from_a_package_names_nobody_here(sources: Sources) -> None:
    """By a harvest of another LRS, where it is no more than the claim that it was there."""
    theirs = {"homePage": "urn:scormbuild:organisation:theirs", "name": "package/sb_1"}
    claims = [each | {"authority": {"account": theirs}} for each in mallory_statements()]
    with sources.open_ingest("other.example.org", None) as harvest:
        harvest.store_statements(claims)
        assert all_names(sources) == []
        said = {"account": {**theirs, "name": "lms/moodle.example.org"}}
        harvest.store_statements(
            [each | {"id": str(uuid.uuid4()), "authority": said} for each in mallory_statements()]
        )
    assert NAME in all_names(sources)


def test_verify_takes_a_pseudonym_and_no_name(sources: Sources, tmp_path: Path) -> None:
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, NAME)]))
    url, where = sources.client.lrs.settings.database, database_and_organisation(sources)
    report = str(tmp_path / "erased.json")
    command_output(url, "subject", "erase", "12", "--report", report, *where)
    assert run_lrs_command(url, "subject", "verify", report, *where).exit_code == 0
    assert "somebody else" in command_error(url, "subject", "verify", report, "--person", NAME, *where)
