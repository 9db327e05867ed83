"""The three formats, and what a client of 1.0.x can take (xAPI 1.0.3 Communication 2.1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import (
    ACTIVITY,
    ANN,
    ANONYMOUS_GROUP,
    AUTHORITY,
    BEN,
    NEW_ID,
    TEAM,
    attachment,
    sample_statement,
    substatement,
)
from support.lrs.statement_strategies import statements

from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.rules.statement import validate_statement as validate
from scormbuild.lrs.xapi.statement.present import apply_format, for_v1
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
MAPS = ("display", "name", "description")
CONTEXT_OF_2: Json = {
    "contextAgents": [
        {"objectType": "contextAgent", "agent": ANN, "relevantTypes": ["https://example.com/role"]}
    ],
    "contextGroups": [{"objectType": "contextGroup", "group": TEAM}],
}
stored_statements = statements(Version.V2).map(
    lambda each: (
        prepare_statement(each, authority=AUTHORITY, new_id=NEW_ID, version=Version.V2, define=True).statement
    )
)


def no_definition(_: str) -> None:
    """No definition is known."""


def format_ids(statement: Json) -> Json:
    return apply_format(statement, "ids", None, no_definition)


def format_canonical(statement: Json, languages: str | None = None, merged: Json | None = None) -> Json:
    return apply_format(statement, "canonical", languages, {ACTIVITY["id"]: merged}.get)


def walk_objects(value: Any) -> Iterator[Json]:
    """Every object in a statement, itself included, but for what extensions hold."""
    if isinstance(value, dict):
        yield value
        for name, item in value.items():
            if name != "extensions":
                yield from walk_objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk_objects(item)


@given(stored_statements)
def test_exact_is_what_is_stored(statement: Json) -> None:
    assert apply_format(statement, "exact", "nl", no_definition) is statement


@given(stored_statements)
def test_ids_leaves_no_name_of_a_person_and_no_text_of_an_activity_or_verb(statement: Json) -> None:
    before = deepcopy(statement)
    shown = format_ids(statement)
    assert statement == before
    accounts = [part["account"] for part in walk_objects(shown) if "account" in part]
    for part in walk_objects(shown):
        assert "definition" not in part
        if "name" in part:
            assert part in accounts
        if "display" in part:
            assert "usageType" in part, "attachments keep their titles"
        if "member" in part:
            assert not any(name in part for name in IFIS)


@given(stored_statements)
def test_ids_is_still_a_valid_statement(statement: Json) -> None:
    validate(format_ids(statement), Version.V2)


def test_ids_keeps_what_identifies_each_part() -> None:
    context = {"instructor": ANN, "team": TEAM, "contextActivities": {"parent": [ACTIVITY]}, **CONTEXT_OF_2}
    ann = {"objectType": "Agent", "mbox": ANN["mbox"]}
    team = {"objectType": "Group", "mbox": TEAM["mbox"]}
    shown = format_ids(
        sample_statement(actor=ANONYMOUS_GROUP, object=TEAM, context=context, authority=AUTHORITY)
    )
    assert shown["actor"] == {"objectType": "Group", "member": [{"account": BEN["account"]}, ann]}
    assert shown["verb"] == {"id": sample_statement()["verb"]["id"]}
    assert shown["object"] == team
    assert shown["authority"] == {"objectType": "Agent", "account": AUTHORITY["account"]}
    assert shown["context"] == {
        "instructor": ann,
        "team": team,
        "contextActivities": {"parent": [{"id": ACTIVITY["id"]}]},
        "contextAgents": [CONTEXT_OF_2["contextAgents"][0] | {"agent": ann}],
        "contextGroups": [{"objectType": "contextGroup", "group": team}],
    }


def test_ids_looks_into_a_substatement() -> None:
    shown = format_ids(sample_statement(object=substatement(object=ACTIVITY, context={"instructor": BEN})))[
        "object"
    ]
    assert shown["actor"] == shown["context"]["instructor"] == {"account": BEN["account"]}
    assert shown["object"] == {"id": ACTIVITY["id"]}


@given(stored_statements, st.sampled_from([None, "nl", "en-GB, *;q=0.5", "nonsense;;"]))
def test_canonical_leaves_one_language_in_each_map_and_agents_as_they_are(
    statement: Json, languages: str | None
) -> None:
    before = deepcopy(statement)
    shown = apply_format(statement, "canonical", languages, no_definition)
    assert statement == before
    assert shown["actor"] == statement["actor"]
    for part in walk_objects(shown):
        assert all(len(part[name]) <= 1 for name in MAPS if isinstance(part.get(name), dict))


def test_canonical_chooses_the_language_of_each_map_by_itself() -> None:
    definition = {"name": {"en": "Unit", "nl": "Les"}, "description": {"fr": "Leçon", "en": "A unit"}}
    statement = sample_statement(object={"id": ACTIVITY["id"], "definition": definition})
    shown = format_canonical(statement, "nl, fr;q=0.5")
    assert shown["verb"]["display"] == {"nl": "gaf antwoord"}
    assert shown["object"]["definition"] == {"name": {"nl": "Les"}, "description": {"fr": "Leçon"}}


def test_canonical_without_a_wish_gives_the_first_language() -> None:
    assert format_canonical(sample_statement())["verb"]["display"] == {"en": "answered"}


def test_canonical_gives_the_activity_as_all_statements_together_define_it() -> None:
    merged = {"name": {"en": "Unit 1", "nl": "Les 1"}, "moreInfo": "https://example.com/more"}
    bare = {"objectType": "Activity", "id": ACTIVITY["id"]}
    context = {"contextActivities": {"parent": [bare]}}
    statement = sample_statement(object=substatement(object=bare, context=context), context=context)
    before = deepcopy(merged)
    shown = format_canonical(statement, "nl", merged=merged)
    expected = {**bare, "definition": {"name": {"nl": "Les 1"}, "moreInfo": "https://example.com/more"}}
    assert shown["context"] == shown["object"]["context"] == {"contextActivities": {"parent": [expected]}}
    assert shown["object"]["object"] == expected
    assert merged == before


def test_canonical_gives_an_activity_that_nobody_defined_as_it_came() -> None:
    bare = {"id": "https://example.com/bare"}
    assert format_canonical(sample_statement(object=bare))["object"] == bare


@pytest.mark.parametrize("name", ["choices", "scale", "source", "target", "steps"])
def test_canonical_reaches_the_parts_of_an_interaction(name: str) -> None:
    definition = {name: [{"id": "a", "description": {"en": "A", "nl": "B"}}, {"id": "b"}]}
    shown = format_canonical(sample_statement(object={"id": ACTIVITY["id"], "definition": definition}), "nl")
    assert shown["object"]["definition"] == {name: [{"id": "a", "description": {"nl": "B"}}, {"id": "b"}]}


def test_canonical_reaches_the_titles_of_attachments() -> None:
    statement = sample_statement(attachments=[attachment()], object=substatement(attachments=[attachment()]))
    shown = format_canonical(statement, "nl")
    assert shown["attachments"] == shown["object"]["attachments"] == [attachment(display={"nl": "Opstel"})]


@given(stored_statements)
def test_every_stored_statement_has_a_form_that_1_0_x_accepts(statement: Json) -> None:
    before = deepcopy(statement)
    shown = for_v1(statement)
    assert statement == before
    validate(shown, Version.V1)


def test_1_0_x_gets_all_but_what_only_2_0_knows() -> None:
    inner = substatement(context=CONTEXT_OF_2)
    statement = sample_statement(version="2.0.0", object=inner, context={"language": "nl", **CONTEXT_OF_2})
    expected = sample_statement(version="1.0.3", object=substatement(), context={"language": "nl"})
    assert for_v1(statement) == expected


def test_1_0_x_gets_its_own_statements_as_they_are() -> None:
    statement = sample_statement(version="1.0.0", context={}, object=substatement(context={}))
    assert for_v1(statement) == statement
