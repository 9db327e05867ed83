"""Every rule of the standard about the data of a statement, broken one at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.invalid_statements import INVALID_CASES, INVALID_CASES_BY_VERSION, SHARED_CASES, SUBSTATEMENT
from support.lrs.mutations import ACCOUNT, MBOX, THING, UUID, InvalidCase, Json, nested_arrays
from support.lrs.statement_strategies import full_statement, statements

from scormbuild.errors import InvalidStatement
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.rules.statement import validate_statement as validate
from scormbuild.lrs.xapi.version import Version


def cases(version: Version, breaks: list[InvalidCase]) -> list[object]:
    return [
        pytest.param(version, broken, path, id=f"{version.latest} {name}") for name, broken, path in breaks
    ]


ALL_CASES = [
    case for version in Version for case in cases(version, INVALID_CASES + INVALID_CASES_BY_VERSION[version])
]
SUBSTATEMENT_CASES = [case for version in Version for case in cases(version, SHARED_CASES)]


def validation_error(statement: object, version: Version, path: str = "statement") -> InvalidStatement:
    with pytest.raises(InvalidStatement) as refused:
        validate(statement, version, path)
    return refused.value


@pytest.mark.parametrize(("version", "broken", "path"), ALL_CASES)
def test_a_statement_that_breaks_a_rule_is_refused_with_the_path(version, broken, path):
    assert validation_error(broken(full_statement()), version).path == path


@pytest.mark.parametrize(("version", "broken", "path"), SUBSTATEMENT_CASES)
def test_a_substatement_keeps_the_same_rules(version, broken, path):
    outer = full_statement() | {"object": broken(SUBSTATEMENT), "context": {}}
    assert validation_error(outer, version).path == path.replace("statement", "statement.object", 1)


@pytest.mark.parametrize("version", Version)
@given(data=st.data())
def test_any_valid_statement_is_accepted_and_comes_through_the_codec_unchanged(version, data):
    statement = data.draw(statements(version))
    written = encode_json(statement)
    read = decode_json(written)
    validate(read, version)
    assert read == statement
    assert encode_json(read) == written


@pytest.mark.parametrize("version", Version)
@given(data=st.data())
def test_any_valid_statement_is_refused_with_the_path_once_a_rule_is_broken(version, data):
    name, broken, path = data.draw(st.sampled_from(INVALID_CASES + INVALID_CASES_BY_VERSION[version]))
    statement = broken(data.draw(statements(version)))
    assert validation_error(decode_json(encode_json(statement)), version).path == path, name


@given(st.data())
def test_a_statement_of_1_0_3_is_one_of_2_0_too_unless_its_times_are_not_rfc_3339(data):
    statement = data.draw(statements(Version.V1))
    narrowed = {"timestamp": "2026-01-01T12:00:00Z", "stored": "2026-01-01T12:00:00Z"}
    within = statement["object"]
    if "timestamp" in within:
        narrowed["object"] = within | {"timestamp": "2026-01-01T12:00:00Z"}
    validate(statement | narrowed, Version.V2)


@pytest.mark.parametrize("statement", [None, [], "x", 1, True])
def test_a_statement_is_an_object(statement):
    assert validation_error(statement, Version.V1).path == "statement"


def test_the_path_starts_where_the_caller_says():
    assert (
        validation_error(full_statement() | {"id": "x"}, Version.V2, "statements[3]").path
        == "statements[3].id"
    )


def test_two_faults_are_told_one_at_a_time_in_the_order_of_the_statement():
    assert validation_error({"verb": {}, "actor": {}}, Version.V1).path == "statement.verb.id"


MESSAGES = [
    ({"Actor": MBOX}, "statement.Actor: is no property here; write 'actor'"),
    (
        {"actor": MBOX | {"age": 4}},
        "statement.actor.age: is no property here; the properties are objectType, name, ",
    ),
    ({"actor": {}}, "statement.actor: must have exactly one of mbox, mbox_sha1sum, openid, account"),
    ({"actor": None}, "statement.actor: must be an object, not null"),
    ({"id": 7}, "statement.id: must be a UUID in standard string form, not a number"),
    ({"id": "x" * 500}, f"statement.id: must be a UUID in standard string form, not '{'x' * 80}…'"),
    ({"id": True}, "statement.id: must be a UUID in standard string form, not a boolean"),
    ({"attachments": {}}, "statement.attachments: must be an array, not an object"),
    ({"x" * 500: 1}, f'statement["{"x" * 80}"]: is no property here'),
    ({"a\nb": 1}, 'statement["a\nb"]: is no property here'),
    ({}, "statement.actor: is required, and missing"),
    (
        full_statement() | {"context": {"extensions": {THING: nested_arrays(65)}}},
        f'statement.context.extensions["{THING}"]: is nested too deeply: send at most 64 levels',
    ),
]


@pytest.mark.parametrize(("statement", "message"), MESSAGES, ids=[message[:60] for _, message in MESSAGES])
def test_a_message_tells_place_fault_and_way_out(statement, message):
    assert str(validation_error(statement, Version.V2)).startswith(message)


VALID_CASES: list[tuple[str, Json]] = [
    ("XAPI-00119 Data 4.1: extensions hold null and empty values", {"result": {"extensions": {THING: None}}}),
    ("XAPI-00119 Data 4.1: extensions are empty", {"context": {"extensions": {}}}),
    ("Data 4.1: extensions nest 64 levels", {"context": {"extensions": {THING: nested_arrays(64)}}}),
    ("Data 2.2: objects are empty", {"result": {}, "context": {}}),
    ("Data 2.2: strings without a form are empty", {"result": {"response": ""}}),
    ("Data 4.4: a UUID is in capitals", {"id": UUID.upper()}),
    ("Data 4.4: a UUID is of another variant", {"id": "12345678-1234-5678-1234-567812345678"}),
    (
        "Data 2.4.5.1: scores are at their bounds",
        {"result": {"score": {"scaled": -1, "raw": 0, "min": 0, "max": 1}}},
    ),
    ("Data 2.4.5.1: 1.0000 is 1", {"result": {"score": {"scaled": Decimal("1.0000")}}}),
    ("Data 2.4.2.2: an identified group has no members", {"actor": {"objectType": "Group", **ACCOUNT}}),
    (
        "Data 2.4.9: two agents are an authority",
        {"authority": {"objectType": "Group", "member": [ACCOUNT, MBOX]}},
    ),
    ("Data 2.4.10: a version has no patch number", {"version": "1.0"}),
    (
        "Data 2.4.6: revision and platform are for activities",
        {"object": {"id": THING}, "context": {"revision": "1", "platform": "web"}},
    ),
    (
        "Data 2.4.4.1: a pattern is empty",
        {"object": {"id": THING, "definition": {"interactionType": "choice", "correctResponsesPattern": []}}},
    ),
    (
        "Data 2.4.6.2: an activity stands by itself",
        {"context": {"contextActivities": {"parent": {"id": THING}}}},
    ),
]


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize(
    "properties", [properties for _, properties in VALID_CASES], ids=[name for name, _ in VALID_CASES]
)
def test_what_the_standard_allows_is_accepted(version, properties):
    validate(full_statement() | properties, version)


def test_validation_leaves_the_statement_as_it_is():
    statement = full_statement()
    validate(statement, Version.V1)
    assert statement == full_statement()


def test_breaks_break_one_rule_each():
    names = [name for name, *_ in INVALID_CASES]
    assert len(set(names)) == len(names)


def test_each_break_of_one_version_is_no_fault_where_it_is_allowed():
    allowed: dict[Version, list[InvalidCase]] = {
        Version.V2: INVALID_CASES_BY_VERSION[Version.V1],
        Version.V1: [broken for broken in INVALID_CASES_BY_VERSION[Version.V2] if "timestamp" in broken[2]],
    }
    for version, breaks in allowed.items():
        for _, broken, _ in breaks:
            validate(broken(full_statement()), version)
