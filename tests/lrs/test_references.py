"""What finds a statement, and what doesn't (xAPI 1.0.3 Communication 2.1.3)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from support.lrs.sample_statements import (
    ACTIVITY,
    ANN,
    ANONYMOUS_GROUP,
    AUTHORITY,
    BEN,
    NEW_ID,
    TEAM,
    sample_statement,
    substatement,
)
from support.lrs.statement_strategies import statements

from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.statement.references import reference_key, references
from scormbuild.lrs.xapi.text_cache import LONGEST_TEXT
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
KINDS = (
    "verb",
    "activity",
    "related_activity",
    "agent",
    "related_agent",
    "authority",
    "registration",
    "statement",
)
ANN_IS, BEN_IS, TEAM_IS = (str(ifi(actor)) for actor in (ANN, BEN, TEAM))
CAS: Json = {"objectType": "Agent", "name": "Cas", "mbox": "mailto:cas@example.com"}
CAS_IS = str(ifi(CAS))


def matching_kinds(statement: Json, value: str) -> set[str]:
    """Under which kinds the statement is found by the value."""
    keys = references(statement).keys
    return {kind for kind in KINDS if reference_key(kind, value) in keys}


def test_a_key_is_a_signed_number_of_64_bits_that_never_changes() -> None:
    # Keys lie in databases: another value would hide every statement that is stored.
    assert reference_key("verb", "http://adlnet.gov/expapi/verbs/answered") == -5286333192667604024
    assert reference_key("agent", "mbox:mailto:ann@example.com") == -865444096103853763
    assert all(-(2**63) <= reference_key("verb", str(number)) < 2**63 for number in range(100))


def test_a_text_too_long_to_remember_has_a_key_like_any_other() -> None:
    text = "https://example.com/" + "a" * LONGEST_TEXT
    assert reference_key("verb", text) == reference_key("verb", text) != reference_key("verb", text + "a")


def test_a_plain_statement_has_a_key_for_its_verb_its_actor_and_its_activity() -> None:
    statement = sample_statement()
    assert matching_kinds(statement, statement["verb"]["id"]) == {"verb"}
    assert matching_kinds(statement, ANN_IS) == {"agent"}
    assert matching_kinds(statement, ACTIVITY["id"]) == {"activity"}
    assert len(references(statement).keys) == 3


@pytest.mark.parametrize("place", ["actor", "object"])
@pytest.mark.parametrize("group", [TEAM, ANONYMOUS_GROUP], ids=["identified", "anonymous"])
def test_members_of_a_group_that_acts_or_is_acted_on_count_as_agent(place: str, group: Json) -> None:
    statement = sample_statement(**{"actor": CAS, place: group})
    assert matching_kinds(statement, ANN_IS) == matching_kinds(statement, BEN_IS) == {"agent"}
    assert matching_kinds(statement, TEAM_IS) == ({"agent"} if group is TEAM else set())


@pytest.mark.parametrize(
    "context",
    [
        {"instructor": CAS},
        {"instructor": {**ANONYMOUS_GROUP, "member": [CAS]}},
        {"team": {**TEAM, "member": [CAS]}},
        {"contextAgents": [{"objectType": "contextAgent", "agent": CAS}]},
        {"contextGroups": [{"objectType": "contextGroup", "group": {**ANONYMOUS_GROUP, "member": [CAS]}}]},
    ],
)
def test_everybody_else_in_the_context_is_related(context: Json) -> None:
    assert matching_kinds(sample_statement(context=context), CAS_IS) == {"related_agent"}
    assert matching_kinds(sample_statement(object=substatement(context=context)), CAS_IS) == {"related_agent"}


def test_who_acts_needs_no_second_key_as_a_related_agent() -> None:
    assert matching_kinds(sample_statement(context={"instructor": ANN, "team": TEAM}), ANN_IS) == {"agent"}


@pytest.mark.parametrize("relation", ["parent", "grouping", "category", "other"])
def test_context_activities_are_related(relation: str) -> None:
    context = {"contextActivities": {relation: [{"id": "https://example.com/course"}, ACTIVITY]}}
    statement = sample_statement(context=context)
    assert matching_kinds(statement, "https://example.com/course") == {"related_activity"}
    assert matching_kinds(statement, ACTIVITY["id"]) == {"activity"}


def test_a_substatement_is_found_by_broad_filters_only() -> None:
    inner = substatement(context={"registration": "b5c1f3a0-0e0c-4b0a-9a7e-5d1f2c3b4a5d"})
    statement = sample_statement(object=inner)
    assert matching_kinds(statement, BEN_IS) == {"related_agent"}
    assert matching_kinds(statement, "https://example.com/inner") == {"related_activity"}
    assert matching_kinds(statement, inner["verb"]["id"]) == set()
    assert matching_kinds(statement, inner["context"]["registration"]) == set()


def test_an_agent_and_a_reference_inside_a_substatement_are_told_apart() -> None:
    target = "b5c1f3a0-0e0c-4b0a-9a7e-5d1f2c3b4a5d"
    assert matching_kinds(sample_statement(object=substatement(object=CAS)), CAS_IS) == {"related_agent"}
    assert (
        matching_kinds(
            sample_statement(object=substatement(object={"objectType": "StatementRef", "id": target})), target
        )
        == set()
    )


def test_uuids_are_found_in_whatever_case_they_came() -> None:
    upper = "B5C1F3A0-0E0C-4B0A-9A7E-5D1F2C3B4A5D"
    assert matching_kinds(sample_statement(context={"registration": upper}), upper.lower()) == {
        "registration"
    }
    assert matching_kinds(
        sample_statement(object={"objectType": "StatementRef", "id": upper}), upper.lower()
    ) == {"statement"}


def test_a_reference_in_the_context_finds_nothing() -> None:
    target = "b5c1f3a0-0e0c-4b0a-9a7e-5d1f2c3b4a5d"
    assert (
        matching_kinds(
            sample_statement(context={"statement": {"objectType": "StatementRef", "id": target}}), target
        )
        == set()
    )


def test_the_authority_and_each_of_a_pair_have_a_kind_of_their_own() -> None:
    assert matching_kinds(sample_statement(authority=AUTHORITY), str(ifi(AUTHORITY))) == {"authority"}
    pair = {"objectType": "Group", "member": [CAS, BEN]}
    assert (
        matching_kinds(sample_statement(authority=pair), CAS_IS)
        == matching_kinds(sample_statement(authority=pair), BEN_IS)
        == {"authority"}
    )


def test_each_agent_with_a_name_is_listed_once_and_no_group() -> None:
    statement = sample_statement(
        actor=TEAM, context={"instructor": ANN, "team": {**ANONYMOUS_GROUP, "name": "Us", "member": [CAS]}}
    )
    assert references(statement).persons == [
        (reference_key("agent", ANN_IS), "Ann"),
        (reference_key("agent", BEN_IS), "Ben"),
        (reference_key("agent", CAS_IS), "Cas"),
    ]


def test_every_activity_with_a_definition_is_listed() -> None:
    defined = {"id": "https://example.com/course", "definition": {"name": {"en": "Course"}}}
    context = {"contextActivities": {"parent": [defined], "other": [{"id": "https://example.com/bare"}]}}
    assert references(sample_statement(context=context)).activities == [ACTIVITY, defined]
    assert references(sample_statement(object=substatement(object=ACTIVITY, context=context))).activities == [
        ACTIVITY,
        defined,
    ]


@given(statements(Version.V2))
def test_keys_are_distinct_and_every_person_is_found(statement: Json) -> None:
    prepared = prepare_statement(
        statement, authority=AUTHORITY, new_id=NEW_ID, version=Version.V2, define=True, names=True
    )
    found = set(prepared.keys)
    assert len(found) == len(prepared.keys)
    assert {
        reference_key("verb", statement["verb"]["id"]),
        reference_key("authority", str(ifi(AUTHORITY))),
    } <= found
    texts = prepared.body.decode()
    assert all(encode_json(name).decode() in texts for _, name in prepared.persons)
