"""State and profiles over HTTP (xAPI 1.0.3 Communication 2.2, 2.3, 2.6, 2.7, 3.1; IEEE 9274.1.1 4.1.4)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from support.lrs.client import ACTIVITY, AGENT_JSON, Client, error_reason, open_client

REGISTRATION = str(uuid.UUID(int=5))


class Resource(NamedTuple):
    """A document resource, what names an owner there, and the parameter of the single document."""

    path: str
    owner: dict[str, str]
    naming: str

    def one(self, name: str = "bookmark") -> dict[str, str]:
        """The parameters of one document."""
        return {**self.owner, self.naming: name}


STATE = Resource("/activities/state", {"activityId": ACTIVITY, "agent": AGENT_JSON}, "stateId")
ACTIVITY_PROFILE = Resource("/activities/profile", {"activityId": ACTIVITY}, "profileId")
AGENT_PROFILE = Resource("/agents/profile", {"agent": AGENT_JSON}, "profileId")
RESOURCES = pytest.mark.parametrize(
    "resource", [STATE, ACTIVITY_PROFILE, AGENT_PROFILE], ids=lambda each: each.path
)
PROFILES = pytest.mark.parametrize("resource", [ACTIVITY_PROFILE, AGENT_PROFILE], ids=lambda each: each.path)
VERSIONS = pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
NEW = {"If-None-Match": "*"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


def put_document(
    client: Client, resource: Resource, body: object, name: str = "bookmark", **headers: str
) -> httpx.Response:
    return client.put(resource.path, body, headers=headers, **resource.one(name))


@VERSIONS
@RESOURCES
def test_a_document_comes_back_as_it_was_put(client: Client, resource: Resource, version: str) -> None:
    """Communication 2.2, 3.1: content, type, ETag and moment."""
    client.version = version
    body = b"\x00\xff any bytes"
    stored = put_document(client, resource, body, **NEW, **{"Content-Type": "image/x-own; a=b"})
    answer = client.get(resource.path, **resource.one())
    assert (stored.status_code, answer.status_code, answer.content) == (204, 200, body)
    assert answer.headers["Content-Type"] == "image/x-own; a=b"
    assert answer.headers["ETag"] == f'"{hashlib.sha1(body).hexdigest()}"' == stored.headers["ETag"]
    assert parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp() > 1_700_000_000


@RESOURCES
def test_a_document_without_a_type_is_octets(client: Client, resource: Resource) -> None:
    put_document(client, resource, b"x", **NEW)
    assert client.get(resource.path, **resource.one()).headers["Content-Type"] == "application/octet-stream"


@RESOURCES
@pytest.mark.parametrize(
    "kind",
    [
        "text",
        "text/plain\r\nX: 1",
        "text/pläin",
        'text/plain; a="€"',
        'text/plain; a="\\\r"',
        "x" * 300 + "/y",
    ],
)
def test_a_type_that_is_none_is_refused(client: Client, resource: Resource, kind: str) -> None:
    form = {"content": "x", "Content-Type": kind, "If-None-Match": "*", **resource.one()}
    body = str(httpx.QueryParams(form)).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post(f"{resource.path}?method=PUT", body, headers=headers)
    assert (answer.status_code, "content-type" in error_reason(answer).lower()) == (400, True)


@RESOURCES
def test_what_says_to_be_json_must_be_json(client: Client, resource: Resource) -> None:
    """Communication 3.2."""
    answer = put_document(client, resource, b"{", **NEW, **{"Content-Type": "application/json"})
    assert answer.status_code == 400


@VERSIONS
@RESOURCES
def test_there_is_no_document_before_it_is_stored_nor_after_it_is_deleted(
    client: Client, resource: Resource, version: str
) -> None:
    client.version = version
    assert client.get(resource.path, **resource.one()).status_code == 404
    put_document(client, resource, b"x", **NEW)
    etag = client.get(resource.path, **resource.one()).headers["ETag"]
    deleted = client.request("DELETE", resource.path, headers={"If-Match": etag}, **resource.one())
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert client.get(resource.path, **resource.one()).status_code == 404


@VERSIONS
@RESOURCES
def test_a_post_merges_the_top_level_of_two_json_objects(
    client: Client, resource: Resource, version: str
) -> None:
    """Communication 2.2."""
    client.version = version
    first = client.post(resource.path, {"a": 1, "b": {"c": 1}}, **resource.one())
    second = client.post(resource.path, {"b": {"d": 2}, "e": [3]}, **resource.one())
    assert (first.status_code, second.status_code) == (204, 204)
    assert client.get(resource.path, **resource.one()).json() == {"a": 1, "b": {"d": 2}, "e": [3]}


@RESOURCES
def test_a_merge_keeps_numbers_as_they_were(client: Client, resource: Resource) -> None:
    client.post(resource.path, b'{"a":0.10}', headers={"Content-Type": "application/json"}, **resource.one())
    client.post(resource.path, {"b": 1}, **resource.one())
    assert client.get(resource.path, **resource.one()).text == '{"a":0.10,"b":1}'


@RESOURCES
@pytest.mark.parametrize(
    ("there", "kind", "posted", "posted_kind"),
    [
        (b'{"a":1}', "application/json", b"text", "text/plain"),
        (b"text", "text/plain", b'{"a":1}', "application/json"),
        (b'{"a":1}', "application/json", b"[1]", "application/json"),
        (b"[1]", "application/json", b'{"a":1}', "application/json"),
        (b'{"a":1}', "application/json", b"{", "application/json"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    client: Client, resource: Resource, there: bytes, kind: str, posted: bytes, posted_kind: str
) -> None:
    """Communication 2.2."""
    assert put_document(client, resource, there, **NEW, **{"Content-Type": kind}).status_code == 204
    answer = client.post(resource.path, posted, headers={"Content-Type": posted_kind}, **resource.one())
    assert answer.status_code == 400
    assert client.get(resource.path, **resource.one()).content == there


@VERSIONS
@PROFILES
def test_a_profile_is_never_written_over_unseen(client: Client, resource: Resource, version: str) -> None:
    """Communication 3.1."""
    client.version = version
    put_document(client, resource, {"a": 1}, **NEW)
    blind = put_document(client, resource, {"a": 2})
    assert blind.status_code == 409
    assert "If-Match" in error_reason(blind)
    assert put_document(client, resource, {"a": 2}, **NEW).status_code == 412
    assert put_document(client, resource, {"a": 2}, **{"If-Match": f'"{"0" * 40}"'}).status_code == 412
    etag = client.get(resource.path, **resource.one()).headers["ETag"]
    assert put_document(client, resource, {"a": 2}, **{"If-Match": etag}).status_code == 204
    assert client.get(resource.path, **resource.one()).json() == {"a": 2}


@PROFILES
@pytest.mark.parametrize(("version", "status"), [("1.0.3", 400), ("2.0.0", 204)])
def test_a_new_profile_needs_a_precondition_in_1_0_only(
    client: Client, resource: Resource, version: str, status: int
) -> None:
    """Communication 3.1, IEEE 9274.1.1 4.1.4."""
    client.version = version
    assert put_document(client, resource, {"a": 1}).status_code == status


@pytest.mark.parametrize(("version", "status"), [("1.0.3", 204), ("2.0.0", 409)])
def test_a_state_may_be_written_over_unseen_in_1_0_only(client: Client, version: str, status: int) -> None:
    """Communication 3.1, IEEE 9274.1.1 4.1.4."""
    client.version = version
    assert put_document(client, STATE, {"a": 1}).status_code == 204
    assert put_document(client, STATE, {"a": 2}).status_code == status


@VERSIONS
@RESOURCES
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_precondition_holds_for_post_and_delete_too(
    client: Client, resource: Resource, version: str, method: str
) -> None:
    """Communication 3.1."""
    client.version = version
    put_document(client, resource, {"a": 1}, **NEW)
    stale = {"If-Match": f'"{"0" * 40}"', "Content-Type": "application/json"}
    answer = client.request(method, resource.path, {"b": 2}, headers=stale, **resource.one())
    assert answer.status_code == 412
    assert client.get(resource.path, **resource.one()).json() == {"a": 1}


@VERSIONS
@RESOURCES
def test_the_ids_of_all_documents_are_listed(client: Client, resource: Resource, version: str) -> None:
    """Communication 2.3, 2.6, 2.7."""
    client.version = version
    assert client.get(resource.path, **resource.owner).json() == []
    for name in ("b", "a", "ü/&"):
        put_document(client, resource, b"x", name, **NEW)
    answer = client.get(resource.path, **resource.owner)
    assert (answer.json(), answer.headers["content-type"]) == (["a", "b", "ü/&"], "application/json")
    assert "Last-Modified" in answer.headers
    assert "ETag" in answer.headers


@RESOURCES
def test_only_those_changed_since_are_listed_when_asked(client: Client, resource: Resource) -> None:
    """Communication 2.3, 2.6, 2.7."""
    put_document(client, resource, b"x", **NEW)
    listed = [
        client.get(resource.path, since=since, **resource.owner).json()
        for since in ("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z")
    ]
    assert listed == [["bookmark"], []]


@VERSIONS
def test_states_are_apart_for_each_registration_and_deleted_together(client: Client, version: str) -> None:
    """Communication 2.3."""
    client.version = version
    within = {"registration": REGISTRATION}
    for name, more in (("a", {}), ("b", within), ("c", within)):
        assert client.put(STATE.path, {}, **STATE.one(name), **more).status_code == 204
    assert client.get(STATE.path, **STATE.one("b")).status_code == 404
    assert client.get(STATE.path, **STATE.owner, **within).json() == ["b", "c"]
    assert client.get(STATE.path, **STATE.owner).json() == ["a", "b", "c"]
    assert client.request("DELETE", STATE.path, **STATE.owner, **within).status_code == 204
    assert client.get(STATE.path, **STATE.owner).json() == ["a"]
    assert client.request("DELETE", STATE.path, **STATE.owner).status_code == 204
    assert client.get(STATE.path, **STATE.owner).json() == []


@PROFILES
def test_profiles_are_deleted_one_by_one(client: Client, resource: Resource) -> None:
    assert client.request("DELETE", resource.path, **resource.owner).status_code == 400


@RESOURCES
def test_a_write_must_name_its_document(client: Client, resource: Resource) -> None:
    for method in ("PUT", "POST"):
        assert client.request(method, resource.path, {}, **resource.owner).status_code == 400


@RESOURCES
@pytest.mark.parametrize(
    "changed",
    [
        {"foo": "bar"},
        {"ProfileId": "x"},
        {"activityId": "web"},
        {"agent": "ann"},
        {"agent": "{}"},
        {"since": "x"},
    ],
)
def test_parameters_that_make_no_sense_are_refused(
    client: Client, resource: Resource, changed: dict[str, str]
) -> None:
    """Communication 3.2."""
    assert client.get(resource.path, **{**resource.owner, **changed}).status_code == 400


@RESOURCES
def test_a_parameter_that_names_the_owner_cannot_be_left_out(client: Client, resource: Resource) -> None:
    for name in resource.owner:
        rest = {other: value for other, value in resource.one().items() if other != name}
        answer = client.get(resource.path, **rest)
        assert (answer.status_code, name in error_reason(answer)) == (400, True)


@VERSIONS
@RESOURCES
def test_head_answers_what_get_does_without_the_document(
    client: Client, resource: Resource, version: str
) -> None:
    """Communication 1.1."""
    client.version = version
    put_document(client, resource, b"content", **NEW)
    get, head = (client.request(method, resource.path, **resource.one()) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers
    assert client.request("HEAD", resource.path, **resource.one("none")).status_code == 404


@RESOURCES
def test_organisations_have_documents_of_their_own(client: Client, resource: Resource) -> None:
    other = client.new_key(organisation="other")
    put_document(client, resource, b"ours", **NEW)
    assert client.get(resource.path, key=other, **resource.one()).status_code == 404
    assert client.get(resource.path, key=other, **resource.owner).json() == []
    client.put(resource.path, b"theirs", key=other, headers=NEW, **resource.one())
    client.request("DELETE", resource.path, key=other, **resource.one())
    assert client.get(resource.path, **resource.one()).content == b"ours"


@pytest.mark.parametrize(
    ("scope", "states", "profiles"),
    [("state", 404, 403), ("profile", 403, 404), ("all/read", 404, 404), ("statements/read", 403, 403)],
)
def test_scopes_tell_states_from_profiles(client: Client, scope: str, states: int, profiles: int) -> None:
    """Communication 4.2."""
    key = client.new_key(scope)
    assert client.get(STATE.path, key=key, **STATE.one()).status_code == states
    assert client.get(AGENT_PROFILE.path, key=key, **AGENT_PROFILE.one()).status_code == profiles
    assert client.get(ACTIVITY_PROFILE.path, key=key, **ACTIVITY_PROFILE.one()).status_code == profiles


def test_a_scope_to_read_writes_no_documents(client: Client) -> None:
    reader = client.new_key("all/read")
    assert client.put(STATE.path, {}, key=reader, **STATE.one()).status_code == 403
    assert client.request("DELETE", STATE.path, key=reader, **STATE.one()).status_code == 403


def test_a_key_for_one_course_uses_that_courses_documents_only(client: Client) -> None:
    narrow = client.new_key("state", "profile", activity_prefix=ACTIVITY)
    assert client.put(STATE.path, {}, key=narrow, **STATE.one()).status_code == 204
    other = {**STATE.one(), "activityId": "https://example.org/courses/other"}
    assert client.get(STATE.path, key=narrow, **other).status_code == 403
    assert client.get(AGENT_PROFILE.path, key=narrow, **AGENT_PROFILE.one()).status_code == 403


def test_a_state_may_be_kept_and_read_by_form(client: Client) -> None:
    """Communication 1.3."""
    form = {"content": json.dumps({"page": 3}), "Content-Type": "application/json", **STATE.one()}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = str(httpx.QueryParams(form)).encode()
    assert client.post(f"{STATE.path}?method=PUT", body, headers=headers).status_code == 204
    asked = str(httpx.QueryParams(STATE.one())).encode()
    assert client.post(f"{STATE.path}?method=GET", asked, headers=headers).json() == {"page": 3}


@pytest.mark.parametrize("value", ['text/plain; a="€"', "text/plain\r\nSet-Cookie: a=b", "text/plain\0"])
def test_a_form_gives_a_document_no_type_that_a_header_cannot_have(client: Client, value: str) -> None:
    form = {"content": "x", "Content-Type": value, **STATE.one()}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = client.post(f"{STATE.path}?method=PUT", str(httpx.QueryParams(form)).encode(), headers=headers)
    assert refused.status_code == 400
    assert "no header may have" in refused.text
    assert client.get(STATE.path, **STATE.owner).json() == []


@RESOURCES
def test_nothing_that_is_answered_may_run_in_a_browser_or_be_kept_there(
    client: Client, resource: Resource
) -> None:
    put_document(client, resource, b"<script>", **NEW, **{"Content-Type": "text/html"})
    found = client.get(resource.path, **resource.one())
    assert (found.content, found.headers["Content-Type"]) == (b"<script>", "text/html")
    refused = client.get(resource.path, headers={"Authorization": None}, **resource.one())
    for answer in (found, refused, client.get("/about")):
        assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
