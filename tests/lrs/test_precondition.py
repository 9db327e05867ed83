"""If-Match and If-None-Match (xAPI 1.0.3 Communication 3.1, IEEE 9274.1.1 4.1.4)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import BadRequest, Conflict, LrsError, PreconditionFailed
from scormbuild.lrs.xapi.precondition import parse_entity_tags, parse_precondition, validate_precondition
from scormbuild.lrs.xapi.version import Version

V1, V2 = Version.V1, Version.V2
ETAG, OTHER = "0a" * 20, "0b" * 20
PROFILES = ["activity_profile", "agent_profile"]
WRITES = ["PUT", "POST", "DELETE"]
EVERY = [(version, resource) for version in Version for resource in ["state", *PROFILES]]


def refusal_status(
    method: str, resource: str, version: Version, headers: dict[str, str], etag: str | None
) -> int | None:
    """The status that the write is refused with, None where it may go on."""
    try:
        validate_precondition(parse_precondition(method, resource, version, headers), etag)
    except LrsError as error:
        return error.status
    return None


@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize(("version", "resource"), EVERY)
def test_if_match_lets_only_those_write_who_saw_the_document(
    method: str, version: Version, resource: str
) -> None:
    assert refusal_status(method, resource, version, {"if-match": f'"{ETAG}"'}, ETAG) is None
    assert refusal_status(method, resource, version, {"if-match": f'"{OTHER}", "{ETAG}"'}, ETAG) is None
    assert refusal_status(method, resource, version, {"if-match": "*"}, ETAG) is None
    assert refusal_status(method, resource, version, {"if-match": f'"{OTHER}"'}, ETAG) == 412
    assert refusal_status(method, resource, version, {"if-match": '"1234"'}, ETAG) == 412
    assert refusal_status(method, resource, version, {"if-match": f'"{ETAG}"'}, None) == 412
    assert refusal_status(method, resource, version, {"if-match": "*"}, None) == 412


@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize(("version", "resource"), EVERY)
def test_if_none_match_star_lets_only_a_new_document_be_written(
    method: str, version: Version, resource: str
) -> None:
    assert refusal_status(method, resource, version, {"if-none-match": "*"}, None) is None
    assert refusal_status(method, resource, version, {"if-none-match": "*"}, ETAG) == 412
    assert refusal_status(method, resource, version, {"if-none-match": f'"{ETAG}"'}, ETAG) == 412
    assert refusal_status(method, resource, version, {"if-none-match": f'"{OTHER}"'}, ETAG) is None


def test_both_headers_must_hold() -> None:
    both = {"if-match": f'"{ETAG}"', "if-none-match": f'"{OTHER}"'}
    assert refusal_status("PUT", "state", V1, both, ETAG) is None
    assert refusal_status("PUT", "state", V1, both, OTHER) == 412
    assert refusal_status("PUT", "state", V1, both | {"if-none-match": "*"}, ETAG) == 412


@pytest.mark.parametrize("resource", PROFILES)
def test_in_1_0_3_a_put_of_a_profile_without_either_header_is_refused(resource: str) -> None:
    assert refusal_status("PUT", resource, V1, {}, None) == 400
    assert refusal_status("PUT", resource, V1, {}, ETAG) == 409


def test_in_1_0_3_state_needs_no_header() -> None:
    assert refusal_status("PUT", "state", V1, {}, None) is None
    assert refusal_status("PUT", "state", V1, {}, ETAG) is None


@pytest.mark.parametrize("resource", ["state", *PROFILES])
def test_in_2_0_a_put_without_either_header_is_refused_only_where_a_document_is(resource: str) -> None:
    assert refusal_status("PUT", resource, V2, {}, None) is None
    assert refusal_status("PUT", resource, V2, {}, ETAG) == 409


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(("version", "resource"), EVERY)
def test_post_and_delete_need_no_header(method: str, version: Version, resource: str) -> None:
    assert refusal_status(method, resource, version, {}, None) is None
    assert refusal_status(method, resource, version, {}, ETAG) is None


def test_the_refusals_tell_the_way_out() -> None:
    with pytest.raises(Conflict, match=r"read the document .* and send its ETag as If-Match"):
        validate_precondition(parse_precondition("PUT", "agent_profile", V1, {}), ETAG)
    with pytest.raises(BadRequest, match=r"send If-None-Match: \* for a new one"):
        validate_precondition(parse_precondition("PUT", "agent_profile", V1, {}), None)
    with pytest.raises(PreconditionFailed, match="read the document"):
        validate_precondition(parse_precondition("PUT", "agent_profile", V1, {"if-match": '"x"'}), ETAG)


@pytest.mark.parametrize(
    "header",
    [f'"{ETAG}"', f'W/"{ETAG}"', ETAG, f'"{ETAG.upper()}"', f' "x" ,"{ETAG}" ', f'"a,b", "{ETAG}",'],
)
def test_tags_are_understood_weak_unquoted_in_capitals_and_in_lists(header: str) -> None:
    assert ETAG in (parse_entity_tags("If-Match", header) or ())


@pytest.mark.parametrize("header", ["", " ", '"', "abc", f'"{ETAG}', f'"{ETAG}" "x"', "*, *", '"a" x', ","])
def test_a_header_that_is_no_list_of_tags_is_refused(header: str) -> None:
    with pytest.raises(BadRequest, match="If-Match must be"):
        parse_entity_tags("If-Match", header)


@given(header=st.text(alphabet=' ,"W/*a1\t', max_size=60))
def test_any_header_is_understood_or_refused(header: str) -> None:
    with suppress(BadRequest):
        assert parse_entity_tags("If-Match", header)
