"""Where documents belong and how they are merged (xAPI 1.0.3 Communication 2.2, 2.3, 2.6, 2.7)."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.document import (
    Address,
    Document,
    content_after_post,
    etag,
    merge_documents,
    parse_address,
    parse_content_type,
)
from scormbuild.lrs.xapi.version import Version

V1, V2 = Version.V1, Version.V2
ACTIVITY = "http://www.example.com/activityId/hashset"
AGENT = '{"objectType":"Agent","account":{"homePage":"http://www.example.com/agentId/1","name":"Rick James"}}'
IFI = "account:http://www.example.com/agentId/1 Rick James"
REGISTRATION = "C70C2B85-c294-464f-baca-cebd4fb9b348"
JSON = "application/json"
PARAMS = {
    "state": {"activityId": ACTIVITY, "agent": AGENT, "stateId": "s"},
    "activity_profile": {"activityId": ACTIVITY, "profileId": "p"},
    "agent_profile": {"agent": AGENT, "profileId": "p"},
}
NAME_PARAMETERS = {"state": "stateId", "activity_profile": "profileId", "agent_profile": "profileId"}
METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]


def params_without(resource: str, name: str) -> dict[str, str]:
    return {key: value for key, value in PARAMS[resource].items() if key != name}


@pytest.mark.parametrize("method", METHODS)
def test_one_document_is_named_by_all_its_parameters(method: str) -> None:
    state = PARAMS["state"] | {"registration": REGISTRATION}
    assert parse_address("state", method, state, V1) == Address(
        "state", ACTIVITY, IFI, REGISTRATION.lower(), "s"
    )
    assert parse_address("state", method, PARAMS["state"], V1) == Address("state", ACTIVITY, IFI, "", "s")
    profile = PARAMS["activity_profile"]
    assert parse_address("activity_profile", method, profile, V1) == Address(
        "activity_profile", ACTIVITY, id="p"
    )
    assert parse_address("agent_profile", method, PARAMS["agent_profile"], V1) == Address(
        "agent_profile", agent=IFI, id="p"
    )


@pytest.mark.parametrize("resource", list(PARAMS))
def test_without_an_id_all_are_listed_and_since_narrows_that(resource: str) -> None:
    params = params_without(resource, NAME_PARAMETERS[resource])
    assert parse_address(resource, "GET", params, V1).id is None
    assert parse_address(resource, "HEAD", params | {"since": "1970-01-01T00:00:01Z"}, V1).since == 1_000_000


def test_without_an_id_all_states_are_deleted_but_no_profiles() -> None:
    assert parse_address("state", "DELETE", params_without("state", "stateId"), V1).id is None
    for resource in ("activity_profile", "agent_profile"):
        with pytest.raises(BadRequest, match="'profileId' is missing"):
            parse_address(resource, "DELETE", params_without(resource, "profileId"), V1)


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("resource", list(PARAMS))
def test_a_write_needs_an_id(method: str, resource: str) -> None:
    with pytest.raises(BadRequest, match="is missing"):
        parse_address(resource, method, params_without(resource, NAME_PARAMETERS[resource]), V1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("resource", "name"),
    [
        ("state", "activityId"),
        ("state", "agent"),
        ("activity_profile", "activityId"),
        ("agent_profile", "agent"),
    ],
)
def test_a_missing_activity_or_agent_is_refused(method: str, resource: str, name: str) -> None:
    with pytest.raises(BadRequest, match=f"'{name}' is missing"):
        parse_address(resource, method, params_without(resource, name), V1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("resource", "name"),
    [
        *(
            (resource, name)
            for resource in PARAMS
            for name in ("activityID", "Agent", "stateid", "x", "since")
        ),
        *(
            (resource, name)
            for resource in PARAMS
            if resource != "state"
            for name in ("registration", "stateId")
        ),
        ("state", "profileId"),
        ("agent_profile", "activityId"),
        ("activity_profile", "agent"),
    ],
)
def test_an_unknown_or_wrongly_cased_parameter_is_refused(method: str, resource: str, name: str) -> None:
    with pytest.raises(BadRequest, match=f"'{name}' is not known here"):
        parse_address(resource, method, PARAMS[resource] | {name: "x"}, V1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activityId", "no IRI"),
        ("activityId", ""),
        ("agent", "not JSON"),
        ("agent", "true"),
        ("agent", "{}"),
        ("agent", '{"mbox":"ann@example.com"}'),
        ("registration", "true"),
        ("registration", ""),
        ("stateId", ""),
        ("stateId", "x" * 513),
        ("stateId", "a\x00b"),
    ],
)
def test_a_parameter_that_is_not_as_it_must_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=f"'?{name}"):
        parse_address("state", "GET", PARAMS["state"] | {name: value}, V1)


@pytest.mark.parametrize("value", ["not a timestamp", "true", "", "2020-13-01T00:00:00Z"])
def test_since_must_be_a_timestamp(value: str) -> None:
    with pytest.raises(BadRequest, match="'since' must be a timestamp"):
        parse_address("state", "GET", params_without("state", "stateId") | {"since": value}, V1)


def test_an_id_may_have_512_characters_of_any_script() -> None:
    assert parse_address("state", "GET", PARAMS["state"] | {"stateId": "語" * 512}, V1).id == "語" * 512


def test_an_identified_group_has_documents_in_2_0_only() -> None:
    group = PARAMS["agent_profile"] | {"agent": '{"objectType":"Group","mbox":"mailto:all@example.com"}'}
    assert parse_address("agent_profile", "GET", group, V2).agent == "mbox:mailto:all@example.com"
    with pytest.raises(BadRequest, match="must be an agent"):
        parse_address("agent_profile", "GET", group, V1)


def test_the_owner_tells_resources_activities_and_agents_apart() -> None:
    owners = [
        Address("state", "a:1", "b"),
        Address("state", "a:1", ""),
        Address("state", "", "a:1"),
        Address("activity_profile", "a:1"),
        Address("agent_profile", "", "a:1"),
    ]
    assert len({address.owner for address in owners}) == len(owners)
    assert all(len(address.owner) == 32 for address in owners)
    assert Address("state", "a:1", "b", "r", "one").owner == Address("state", "a:1", "b", id="two").owner


def test_the_etag_is_the_sha_1_of_the_content() -> None:
    assert etag(b"abc") == hashlib.sha1(b"abc").hexdigest() == "a9993e364706816aba3e25717850c26c9cd0d89d"


def test_a_content_type_is_kept_as_sent_and_one_that_could_not_be_sent_back_is_refused() -> None:
    assert parse_content_type("text/plain; charset=UTF-8") == "text/plain; charset=UTF-8"
    assert parse_content_type(None) == parse_content_type("") == "application/octet-stream"
    for wrong in ("nonsense", "text/plain\r\nX-More: 1", "text/" + "x" * 255):
        with pytest.raises(BadRequest, match="media type"):
            parse_content_type(wrong)


def test_a_merge_sets_the_top_level_and_replaces_what_is_below() -> None:
    stored = b'{"x":"foo","y":"bar","z":{"a":1,"b":2}}'
    merged = merge_documents(
        stored, JSON, b'{"x":"bash","z":{"a":3},"n":null}', "application/json; charset=utf-8"
    )
    assert json.loads(merged) == {"x": "bash", "y": "bar", "z": {"a": 3}, "n": None}


def test_a_merge_keeps_numbers_as_they_were_written() -> None:
    merged = merge_documents(b'{"a":0.10,"big":123456789012345678901234567890.5}', JSON, b'{"b":1.0}', JSON)
    assert json.loads(merged, parse_float=Decimal) == {
        "a": Decimal("0.10"),
        "big": Decimal("123456789012345678901234567890.5"),
        "b": Decimal("1.0"),
    }
    assert b'"a":0.10' in merged


@pytest.mark.parametrize(
    ("stored", "stored_type", "incoming", "incoming_type", "reason"),
    [
        (b"{}", JSON, b"abcdefg", "not/json", "posted document is no application/json"),
        (b"{}", "text/plain", b"{}", JSON, "stored document is no application/json"),
        (b"{}", JSON, b"{}{", JSON, "posted document is no valid JSON"),
        (b"{", JSON, b"{}", JSON, "stored document is no valid JSON"),
        (b"[]", JSON, b"{}", JSON, "stored document is no JSON object"),
        (b"{}", JSON, b"[]", JSON, "posted document is no JSON object"),
        (b"{}", JSON, b"\xff", JSON, "posted document is no valid JSON"),
    ],
)
def test_what_cannot_be_merged_is_refused_with_the_reason(
    stored: bytes, stored_type: str, incoming: bytes, incoming_type: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        merge_documents(stored, stored_type, incoming, incoming_type)
    with pytest.raises(BadRequest, match=reason):
        content_after_post(Document(stored, stored_type, "", 0), incoming, incoming_type)


def test_the_first_post_is_kept_as_it_came() -> None:
    assert content_after_post(None, b' {"a" : 1.0}', JSON) == b' {"a" : 1.0}'
    assert content_after_post(None, b"\x00\xff", "application/octet-stream") == b"\x00\xff"
    with pytest.raises(BadRequest, match="no valid JSON"):
        content_after_post(None, b'{"a":1}[', JSON)
    with pytest.raises(BadRequest, match="no JSON object"):
        content_after_post(None, b"[1]", JSON)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3)
OBJECTS = st.dictionaries(TEXTS, st.recursive(st.integers() | TEXTS, st.lists), max_size=4)


@given(one=OBJECTS, other=OBJECTS)
def test_a_merge_is_the_union_with_the_newer_above(one: dict[str, object], other: dict[str, object]) -> None:
    stored, incoming = (json.dumps(each).encode() for each in (one, other))
    assert json.loads(merge_documents(stored, JSON, incoming, JSON)) == one | other
