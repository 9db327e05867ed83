"""What GET /statements may ask, and how a page leads to the next (xAPI 1.0.3 Communication 2.1.3)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import ACTIVITY, ANN, ANONYMOUS_GROUP, BEN, ID, TEAM, sample_statement
from support.lrs.statement_strategies import iris, timestamps, uuids

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.query import MAX_INTEGER, MORE_IRL, Query, more_irl, parse_more, parse_query
from scormbuild.lrs.xapi.statement.references import reference_key, references
from scormbuild.lrs.xapi.version import Version

EVERYTHING = {
    "agent": json.dumps(ANN),
    "verb": "http://adlnet.gov/expapi/verbs/answered",
    "activity": "https://example.com/unit",
    "registration": ID.upper(),
    "related_activities": "true",
    "related_agents": "false",
    "since": "1970-01-01T00:00:01Z",
    "until": "1970-01-01T01:00:02+01:00",
    "limit": "10",
    "format": "ids",
    "attachments": "true",
    "ascending": "true",
}
booleans = st.sampled_from(["true", "false"])
parameters = st.fixed_dictionaries(
    {},
    optional={
        "agent": st.sampled_from([ANN, BEN, TEAM]).map(json.dumps),
        "verb": iris,
        "activity": iris,
        "registration": uuids,
        "since": timestamps(Version.V2),
        "until": timestamps(Version.V2),
        "limit": st.integers(0, 10**30).map(str),
        "format": st.sampled_from(["exact", "ids", "canonical"]),
        **dict.fromkeys(["related_activities", "related_agents", "attachments", "ascending"], booleans),
    },
)


def error_message(params: dict[str, str], version: Version = Version.V1) -> str:
    with pytest.raises(BadRequest) as refused:
        parse_query(params, version)
    return refused.value.message


def encode_token(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_nothing_asked_is_everything_exact_newest_first() -> None:
    assert parse_query({}, Version.V1) == Query(format="exact", limit=0, ascending=False)


def test_every_parameter_is_read_into_its_value() -> None:
    assert parse_query(EVERYTHING, Version.V1) == Query(
        agent="mbox:mailto:ann@example.com",
        verb="http://adlnet.gov/expapi/verbs/answered",
        activity="https://example.com/unit",
        registration=ID,
        related_activities=True,
        since=1_000_000,
        until=2_000_000,
        limit=10,
        format="ids",
        attachments=True,
        ascending=True,
    )


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("True", True), ("False", False)]
)
@pytest.mark.parametrize("name", ["related_activities", "related_agents", "attachments", "ascending"])
def test_a_boolean_is_written_as_in_json_or_as_in_python(name: str, text: str, value: bool) -> None:
    assert getattr(parse_query({name: text}, Version.V1), name) is value


def test_a_query_keeps_its_parameters_for_the_link_to_the_next_page() -> None:
    assert parse_query(EVERYTHING, Version.V1).params == EVERYTHING


@pytest.mark.parametrize(
    ("name", "attribute"), [("statementId", "statement_id"), ("voidedStatementId", "voided_statement_id")]
)
def test_one_statement_is_named_alone_or_beside_its_form(name: str, attribute: str) -> None:
    asked = parse_query({name: ID.upper(), "format": "ids", "attachments": "true"}, Version.V1)
    assert getattr(asked, attribute) == ID
    for other in EVERYTHING.keys() - {"format", "attachments"}:
        assert (
            error_message({name: ID, other: EVERYTHING[other]})
            == f"{name} names one statement, so leave out {other}"
        )


def test_two_ids_exclude_each_other() -> None:
    message = error_message({"statementId": ID, "voidedStatementId": ID})
    assert message == "statementId and voidedStatementId exclude each other: send one of them"


@pytest.mark.parametrize("name", [*EVERYTHING, "statementId", "voidedStatementId"])
def test_a_parameter_in_other_case_is_refused_with_the_right_one(name: str) -> None:
    wrong = name[0].upper() + name[1:]
    assert error_message({wrong: "x"}) == f"'{wrong}' is no parameter of statements: did you mean '{name}'?"


def test_an_unknown_parameter_is_refused_with_those_that_exist() -> None:
    message = error_message({"colour": "blue"})
    assert message.startswith("'colour' is no parameter of statements: one of statementId, ")


@pytest.mark.parametrize(
    ("name", "text", "way_out"),
    [
        ("statementId", "1", "hexadecimal"),
        ("voidedStatementId", "{" + ID + "}", "hexadecimal"),
        ("registration", "", "hexadecimal"),
        ("verb", "answered", "scheme"),
        ("activity", "https://example.com/a b", "percent-encoded"),
        ("since", "yesterday", "send one such as"),
        ("until", "2026-11-23T02:03:04 01:00", "%2B"),
        ("since", "2026-11-23T02:03:04-00:00", "send one such as"),
        ("limit", "-1", "send 0"),
        ("limit", "1.0", "send 0"),
        ("limit", "", "send 0"),
        ("limit", "٣", "send 0"),
        ("related_agents", "TRUE", "true or false"),
        ("related_activities", "1", "true or false"),
        ("attachments", "", "true or false"),
        ("ascending", "yes", "true or false"),
        ("format", "Exact", "exact, ids or canonical"),
        ("agent", "ann", "send such as"),
        ("agent", json.dumps(ANONYMOUS_GROUP), "send such as"),
        ("agent", '{"name": "Ann"}', "send such as"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_and_the_way_out(name: str, text: str, way_out: str) -> None:
    message = error_message({name: text})
    assert message.startswith(f"{name}: ")
    assert way_out in message


def test_2_0_wants_its_own_form_of_a_time() -> None:
    assert parse_query({"since": "20260101T120000Z"}, Version.V1).since is not None
    assert error_message({"since": "20260101T120000Z"}, Version.V2).startswith("since: ")


def test_a_long_value_is_not_thrown_back_whole() -> None:
    assert len(error_message({"verb": "a" * 100_000})) < 300
    assert len(error_message({"a" * 100_000: "x"})) < 400


def test_a_limit_beyond_all_numbers_is_only_very_high() -> None:
    assert parse_query({"limit": "9" * 5000}, Version.V1).limit == MAX_INTEGER


def test_an_identified_group_may_be_asked_for() -> None:
    assert parse_query({"agent": json.dumps(TEAM)}, Version.V1).agent == ifi(TEAM)


def test_filters_name_the_keys_under_which_a_statement_lies() -> None:
    statement = sample_statement(context={"registration": ID})
    asked = parse_query({**EVERYTHING, "related_activities": "false"}, Version.V1)
    narrow = asked.filters()
    assert [len(alternatives) for alternatives in narrow] == [1, 1, 1, 1]
    assert {key_ for alternatives in narrow for key_ in alternatives} <= set(references(statement).keys)


def test_broad_filters_take_either_of_several_keys() -> None:
    broad = parse_query(
        {"agent": json.dumps(ANN), "activity": ACTIVITY["id"], "related_agents": "true"}, Version.V1
    )
    ann, iri = str(ifi(ANN)), ACTIVITY["id"]
    assert broad.filters() == [
        (reference_key("agent", ann), reference_key("related_agent", ann), reference_key("authority", ann)),
        (reference_key("activity", iri),),
    ]
    related = parse_query({"activity": iri, "related_activities": "true"}, Version.V1)
    assert related.filters() == [(reference_key("activity", iri), reference_key("related_activity", iri))]
    assert (
        parse_query({"related_agents": "true", "since": "2026-01-01T00:00:00Z"}, Version.V1).filters() == []
    )


@given(parameters, st.integers(0, MAX_INTEGER), st.sampled_from(Version))
def test_the_link_to_the_next_page_asks_the_same_from_there_on(
    params: dict[str, str], after: int, version: Version
) -> None:
    path = more_irl(params, after)
    assert path.startswith(MORE_IRL)
    token = path.removeprefix(MORE_IRL)
    assert all(character.isascii() and (character.isalnum() or character in "-_") for character in token)
    following = parse_more(token, version)
    assert following == Query(**{**vars(parse_query(params, version)), "after": after})
    assert more_irl(following.params, after) == path


@pytest.mark.parametrize(
    "token",
    [
        "",
        "A",
        "é",
        "../statements",
        "a b",
        "!!!!",
        encode_token([]),
        encode_token("after"),
        encode_token({}),
        encode_token({"after": "1"}),
        encode_token({"after": True}),
        encode_token({"after": -1}),
        encode_token({"after": 2**63}),
        encode_token({"after": 1.5}),
        encode_token({"after": 1, "limit": 5}),
        encode_token({"after": 1, "statementId": ID}),
        urlsafe_b64encode(b"\xff{").decode(),
    ],
)
def test_a_link_that_no_page_gave_is_refused(token: str) -> None:
    with pytest.raises(BadRequest, match="take `more` from the page as it is"):
        parse_more(token, Version.V1)


def test_a_link_with_other_parameters_obeys_their_rules() -> None:
    with pytest.raises(BadRequest, match="'Limit' is no parameter"):
        parse_more(encode_token({"after": 1, "Limit": "5"}), Version.V1)


@given(st.text() | st.binary().map(lambda data: urlsafe_b64encode(data).decode().rstrip("=")))
def test_whatever_stands_in_a_link_is_read_or_refused(token: str) -> None:
    with suppress(BadRequest):
        assert parse_more(token, Version.V2).after is not None
