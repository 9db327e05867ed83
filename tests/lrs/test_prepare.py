"""What the LRS adds, replaces and leaves alone (xAPI 1.0.3 Data 2.4)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import (
    ACTIVITY,
    ANN,
    AUTHORITY,
    ID,
    NEW_ID,
    VOIDED,
    attachment,
    sample_statement,
    substatement,
)
from support.lrs.statement_strategies import statements

from scormbuild.lrs.store.prepare import PreparedStatement, prepare_statement, to_utc
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.patterns import parse_timestamp
from scormbuild.lrs.xapi.statement.compare import is_same_statement
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
CONTEXT_AGENTS: Json = {"contextAgents": [{"objectType": "contextAgent", "agent": ANN}]}
CONTEXT_GROUPS: Json = {
    "contextGroups": [{"objectType": "contextGroup", "group": {"objectType": "Group", "member": [ANN]}}]
}
versions = pytest.mark.parametrize("version", Version)


def prepare(statement: Json, version: Version = Version.V1, define: bool = True) -> PreparedStatement:
    return prepare_statement(statement, authority=AUTHORITY, new_id=NEW_ID, version=version, define=define)


@versions
@given(data=st.data())
def test_a_valid_statement_is_kept_but_for_what_the_lrs_sets(version: Version, data: st.DataObject) -> None:
    statement = data.draw(statements(version))
    before = deepcopy(statement)
    result = prepare(statement, version)
    assert statement == before, "the argument is not changed"
    assert decode_json(result.body) == result.statement
    assert is_same_statement(result.statement, statement)
    assert result.statement["authority"] == AUTHORITY
    assert result.id == statement.get("id", NEW_ID).lower()
    assert "stored" not in result.statement
    assert result.has_timestamp == ("timestamp" in statement)


def test_what_is_there_stays_letter_for_letter_in_a_body_without_blanks() -> None:
    statement = sample_statement(result=decode_json(b'{"score":{"raw":0.10}}'))
    body = prepare(statement).body
    assert b'"raw":0.10' in body
    assert b'": ' not in body
    assert b', "' not in body


@pytest.mark.parametrize(("version", "added"), [(Version.V1, "1.0.0"), (Version.V2, "2.0.0")])
def test_a_missing_version_is_that_of_the_data_model(version: Version, added: str) -> None:
    assert prepare(sample_statement(), version).statement["version"] == added


@versions
def test_a_version_that_came_is_kept(version: Version) -> None:
    assert prepare(sample_statement(version="1.0.3"), version).statement["version"] == "1.0.3"


def test_the_authority_is_that_of_the_key_whatever_the_statement_says() -> None:
    assert prepare(sample_statement(authority=ANN)).statement["authority"] == AUTHORITY


def test_stored_is_not_the_senders_to_say() -> None:
    assert b"stored" not in prepare(sample_statement(stored="2011-07-15T00:00:00Z")).body


def test_an_id_is_added_where_there_is_none_and_known_in_lower_case() -> None:
    assert prepare(sample_statement(id=None)).statement["id"] == NEW_ID
    assert prepare(sample_statement(id=ID.upper())).id == ID


def test_a_single_context_activity_becomes_an_array_at_any_depth() -> None:
    context = {"contextActivities": {"parent": ACTIVITY, "other": [ACTIVITY]}, "language": "nl"}
    arrays = {"contextActivities": {"parent": [ACTIVITY], "other": [ACTIVITY]}, "language": "nl"}
    statement = sample_statement(context=context, object=substatement(context=context))
    result = prepare(statement).statement
    assert result["context"] == result["object"]["context"] == arrays
    assert statement["context"] == statement["object"]["context"] == context


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00Z"),
        ("2023-01-01T00:30:00.120+01:00", "2022-12-31T23:30:00.120Z"),
        ("2023-01-01T00:30:00.123456789+05:45", "2022-12-31T18:45:00.123456789Z"),
        ("2023-05-04T12:00:00+00:00", "2023-05-04T12:00:00Z"),
        ("2023-05-04T12:00:00.5Z", "2023-05-04T12:00:00.5Z"),
        ("2023-05-04t12:00:00z", "2023-05-04t12:00:00z"),
        ("2016-12-31T18:59:60-05:00", "2017-01-01T00:00:00Z"),
    ],
)
def test_2_0_converts_a_time_with_an_offset_and_loses_no_digit(text: str, converted: str) -> None:
    assert to_utc(text) == converted
    assert parse_timestamp(converted, Version.V2) == parse_timestamp(text, Version.V2)
    result = prepare(
        sample_statement(timestamp=text, object=substatement(timestamp=text)), Version.V2
    ).statement
    assert result["timestamp"] == result["object"]["timestamp"] == converted


def test_1_0_3_keeps_a_time_as_it_came() -> None:
    text = "2023-05-04T12:00:00-05:00"
    assert prepare(sample_statement(timestamp=text)).statement["timestamp"] == text


@pytest.mark.parametrize("of_2", [CONTEXT_AGENTS, CONTEXT_GROUPS])
def test_what_only_2_0_knows_marks_the_statement(of_2: Json) -> None:
    assert prepare(sample_statement(version="1.0.0"), Version.V2).version == 1
    assert prepare(sample_statement(), Version.V2).version == 2
    assert prepare(sample_statement(version="1.0.0", context=of_2), Version.V2).version == 2
    assert (
        prepare(sample_statement(version="1.0.0", object=substatement(context=of_2)), Version.V2).version == 2
    )
    assert prepare(sample_statement(context={"language": "nl"}, object=substatement(context={}))).version == 1


def test_a_reference_is_followed_and_voids_only_with_the_verb_for_it() -> None:
    target = {"objectType": "StatementRef", "id": NEW_ID.upper()}
    answered, voided = sample_statement(object=target), sample_statement(object=target, verb={"id": VOIDED})
    assert [
        (each.refers_to, each.voids) for each in map(prepare, (answered, voided, sample_statement()))
    ] == [
        (NEW_ID, False),
        (NEW_ID, True),
        (None, False),
    ]


def test_a_key_that_may_not_define_stores_the_definition_only_as_part_of_the_statement() -> None:
    assert prepare(sample_statement()).activities == [ACTIVITY]
    refused = prepare(sample_statement(), define=False)
    assert refused.activities == []
    assert refused.statement["object"] == ACTIVITY


def test_each_attachment_is_named_once_by_its_digest_in_lower_case() -> None:
    sha2 = attachment()["sha2"]
    inner = substatement(attachments=[attachment(sha2="ab" * 32), attachment()])
    assert prepare(
        sample_statement(attachments=[attachment(sha2=sha2.upper()), attachment()])
    ).attachments == [sha2]
    assert prepare(sample_statement(attachments=[attachment()], object=inner)).attachments == [
        sha2,
        "ab" * 32,
    ]
    assert prepare(sample_statement(object=inner)).attachments == ["ab" * 32, sha2]
    assert prepare(sample_statement()).attachments == []
