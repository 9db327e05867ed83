"""Two things told under one id, one of them with a package's key: both are kept, and the LMS's counts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from support.lrs.person_data import command_output
from support.lrs.running_lrs import DATABASES, create_database
from support.lrs.sources import (
    COURSE,
    LMS,
    REGISTRATION,
    Json,
    Sources,
    actor,
    course_statement,
    open_answer,
    open_client,
    stored_ids,
)

from scormbuild.lrs.store.conflicts import CONFLICT, MAX_PER_ID, MAX_ROWS
from scormbuild.vocabulary import COMPLETED, PASSED

DONE = {"object": {"id": COURSE, "definition": {"type": "http://adlnet.gov/expapi/activities/course"}}}


@pytest.fixture(params=DATABASES)
def sources(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    with create_database(request, tmp_path_factory.mktemp("clash")) as url, open_client(url) as client:
        yield Sources(client)


def completed(**changes: object) -> Json:
    """That somebody is done, under the id that browser and harvest both make."""
    return course_statement("completed", verb=COMPLETED, **DONE, result={"completion": True}) | changes


FORGERIES: dict[str, Json] = {
    "taken back": completed(result={"completion": False}),
    "for somebody else": completed(actor=actor("mallory")),
    "another verb": completed(verb={"id": PASSED}),
    "about a page": completed(object={"id": f"{COURSE}/pages/x"}),
    "with a score": completed(result={"completion": True, "score": {"scaled": -1}}),
}


def kept_aside(sources: Sources) -> list[Json]:
    """What is kept aside."""
    with sources.database.reading() as connection:
        rows = connection.scalars(
            text("select body from statement_conflict where organisation = :o"), {"o": sources.organisation}
        )
        return [json.loads(body) for body in rows]


def say_by(sources: Sources, source: str, statement: Json) -> None:
    """Tell something, as a package or as a harvest of the LMS."""
    if source == "package":
        stored_ids(sources.package.post("/statements", json=[statement]))
    else:
        with sources.open_ingest(source, "lms" if source == "moodle" else None) as ingest:
            ingest.store_statements([statement])


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("first", ["package", "moodle"])
def test_what_the_lms_says_counts_whichever_came_first(sources: Sources, first: str, forgery: str) -> None:
    said = {"package": FORGERIES[forgery], "moodle": completed()}
    for source in sorted(said, key=lambda each: each != first):
        say_by(sources, source, said[source])
    assert len(kept_aside(sources)) == 1
    say_by(sources, "package", FORGERIES[forgery])
    (only,) = sources.list_statements()
    assert only["authority"]["account"]["name"] == "lms/moodle"
    assert (only["verb"]["id"], only["object"]["id"], only["result"]) == (
        COMPLETED,
        COURSE,
        {"completion": True},
    )
    (aside,) = kept_aside(sources)
    assert aside["result"] == FORGERIES[forgery]["result"]
    assert aside["authority"]["account"]["name"].startswith("package/")
    noted = [each for each in sources.list_audit_entries() if each.action == CONFLICT]
    assert [each.detail["ids"] for each in noted] == [[only["id"]]]
    assert noted[0].who == f"package/{sources.package.key.key}"


def test_of_two_claims_the_first_stays_and_no_word_of_the_other_is_lost(sources: Sources) -> None:
    first, second = open_answer("Eerst"), open_answer("Eerst", result={"response": "Mijn eigen woorden"})
    assert first["id"] == second["id"]
    for each in (first, second, second, first):
        assert stored_ids(sources.package.post("/statements", json=[each])) == [first["id"]]
    put = sources.client.put("/statements", second, key=sources.package.key, statementId=first["id"])
    assert put.status_code == 204, "a browser that sends again goes on"
    (only,) = sources.list_statements()
    assert only["result"]["response"] == "Eerst"
    assert [each["result"]["response"] for each in kept_aside(sources)] == ["Mijn eigen woorden"]


def test_two_claims_in_one_request_are_settled_alike(sources: Sources) -> None:
    both = [open_answer("Eerst"), open_answer("Eerst", result={"response": "Daarna"})]
    stored_ids(sources.package.post("/statements", json=both))
    assert [each["result"]["response"] for each in sources.list_statements()] == ["Eerst"]
    assert [each["result"]["response"] for each in kept_aside(sources)] == ["Daarna"]


def test_what_both_say_alike_is_no_conflict_and_is_confirmed(sources: Sources) -> None:
    later = completed(
        timestamp="2026-11-24T00:00:00Z", context={"registration": REGISTRATION, "language": "nl"}
    )
    say_by(sources, "package", completed())
    assert attestations(sources) == 0
    for _ in range(2):
        say_by(sources, "moodle", later)
    assert (kept_aside(sources), attestations(sources)) == ([], 1)
    assert len(sources.list_statements()) == 1


def attestations(sources: Sources) -> int:
    """How many attempts an LMS confirmed that a package had told of."""
    sql = text("select count(*) from attestation where organisation = :o")
    with sources.database.reading() as connection:
        return int(connection.scalar(sql, {"o": sources.organisation}) or 0)


def test_what_another_lrs_says_stands_aside_where_a_package_was_first(sources: Sources) -> None:
    say_by(sources, "package", FORGERIES["taken back"])
    say_by(sources, "other", completed())
    assert sources.list_statements()[0]["result"] == {"completion": False}
    assert [each["authority"]["account"]["name"] for each in kept_aside(sources)] == ["lrs/other"]


def test_a_flood_of_claims_under_one_id_fills_neither_the_disk_nor_the_log(sources: Sources) -> None:
    claims = [open_answer("Eerst", result={"response": f"Vals {number}"}) for number in range(4 * MAX_PER_ID)]
    stored_ids(sources.package.post("/statements", json=claims))
    for each in claims:
        stored_ids(sources.package.post("/statements", json=[each]))
    assert len(kept_aside(sources)) == MAX_PER_ID
    (noted,) = [each for each in sources.list_audit_entries() if each.action == CONFLICT]
    assert noted.detail["count"] > len(claims)
    assert len(json.dumps(noted.detail)) < 500


def test_many_claims_under_as_many_ids_do_not_fill_the_disk(sources: Sources) -> None:
    row = {"o": sources.organisation, "digest": "0" * 64, "received": 0, "source": "package", "body": "{}"}
    sql = (
        "insert into statement_conflict (organisation, id, digest, received, source, activity, body)"
        " values (:o, :id, :digest, :received, :source, '', :body)"
    )
    with sources.database.writing() as connection:
        connection.execute(text(sql), [row | {"id": str(uuid.uuid4())} for _ in range(MAX_ROWS - 1)])
    for number in range(3):
        for said in ("Eerst", "Daarna"):
            claim = open_answer("Eerst", f"learner-{number}", result={"response": said})
            stored_ids(sources.package.post("/statements", json=[claim]))
    assert len(kept_aside(sources)) == MAX_ROWS


def test_words_that_are_past_their_time_are_not_kept_aside_either(sources: Sources) -> None:
    where = ("--organisation", sources.name)
    command_output(
        sources.client.lrs.settings.database, "retain", "set", "--days", "1", "--open-text", *where
    )
    for said in ("Eerst", "Daarna"):
        stored_ids(
            sources.package.post("/statements", json=[open_answer("Eerst", result={"response": said})])
        )
    assert "Daarna" not in json.dumps([*sources.list_statements(), *kept_aside(sources)])


@pytest.mark.parametrize("whose", ["actor", "mention"])
def test_what_is_kept_aside_is_exported_and_erased_with_the_person(sources: Sources, whose: str) -> None:
    url, where = sources.client.lrs.settings.database, ("--organisation", sources.name)
    stored_ids(
        sources.package.post("/statements", json=[open_answer("Eerst"), open_answer("Andere", "b.smit")])
    )
    claim = open_answer("Eerst", result={"response": "Mijn eigen woorden"})
    if whose == "mention":
        claim |= {"actor": actor("b.smit")}
        claim["context"] = {**claim["context"], "instructor": actor("a.jansen")}
    stored_ids(sources.package.post("/statements", json=[claim]))
    whole = json.loads(command_output(url, "subject", "export", "a.jansen", *where))
    words = [each.get("result", {}).get("response") for each in whole["conflicts"]]
    assert words == ["Mijn eigen woorden"]
    with sources.open_ingest() as ingest:
        person = ingest.find_pseudonym(LMS, "a.jansen")
    command_output(url, "subject", "erase", "a.jansen", *where)
    left = json.dumps(kept_aside(sources))
    assert person not in left
    assert ("Mijn eigen woorden" in left) is (whose == "mention")
