"""Whatever comes in, the answer is one the standard knows: no 5xx, no traceback, always a version."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.fuzzing import find_failures, find_failures_everywhere
from support.lrs.malformed_requests import (
    AGENT,
    IRI,
    PATHS,
    UUID,
    agents,
    bodies,
    malformed_headers,
    methods,
    more_tokens,
    parameters,
    paths,
    texts,
    timestamps,
    values,
)
from support.lrs.raw_http import RawResponse, send_request, target
from support.lrs.running_lrs import RunningLrs

VERSIONS = ["1.0.3", "2.0.0"]


def valid_headers(served: RunningLrs, version: str) -> dict[str, bytes]:
    """The headers of a well-behaved client."""
    return {
        "Authorization": served.key.authorization.encode(),
        "X-Experience-API-Version": version.encode(),
        "Content-Type": b"application/json",
    }


def assert_standard_response(answer: RawResponse, method: str) -> None:
    """One of the standard's answers."""
    assert answer.status < 500, answer.body
    assert answer.headers["X-Experience-API-Version"], (answer.status, answer.headers.items(), answer.body)
    assert b"Traceback" not in answer.body
    if answer.status >= 400 and method != "HEAD":
        assert answer.body, "a refusal says why"


@pytest.fixture(autouse=True)
def check_still_running(shared_lrs: RunningLrs) -> Iterator[None]:
    """Afterwards the LRS is still there, and nothing has surprised it."""
    yield
    assert shared_lrs.client.get("/about").status_code == 200
    assert "Traceback" not in shared_lrs.process.output


@given(
    method=methods,
    path=paths,
    params=parameters,
    headers=malformed_headers,
    body=bodies,
    version=st.sampled_from(VERSIONS),
)
def test_any_request_gets_a_proper_answer(
    shared_lrs: RunningLrs,
    method: str,
    path: str,
    params: dict[str, str],
    headers: dict[str, bytes],
    body: bytes,
    version: str,
) -> None:
    whole = {**valid_headers(shared_lrs, version), **headers}
    sent = body if method in ("POST", "PUT", "PATCH", "PROPFIND") else b""
    answer = send_request(shared_lrs.process.port, method, target(path, params), whole, sent)
    assert_standard_response(answer, method)


@given(body=bodies, version=st.sampled_from(VERSIONS), method=st.sampled_from(["POST", "PUT"]))
def test_any_statement_is_stored_or_refused_with_a_reason(
    shared_lrs: RunningLrs, body: bytes, version: str, method: str
) -> None:
    where = "/xapi/statements" + (f"?statementId={UUID}" if method == "PUT" else "")
    answer = send_request(shared_lrs.process.port, method, where, valid_headers(shared_lrs, version), body)
    assert_standard_response(answer, method)
    assert answer.status in (200, 204, 400, 409, 413)


@given(params=parameters, path=st.sampled_from(PATHS) | more_tokens(), version=st.sampled_from(VERSIONS))
def test_any_question_is_answered_or_refused_with_a_reason(
    shared_lrs: RunningLrs, params: dict[str, str], path: str, version: str
) -> None:
    answer = send_request(
        shared_lrs.process.port, "GET", target(path, params), valid_headers(shared_lrs, version)
    )
    assert_standard_response(answer, "GET")


@given(
    path=st.sampled_from(PATHS),
    method=methods,
    params=parameters,
    fields=parameters,
    headers=malformed_headers,
)
def test_any_alternate_request_gets_a_proper_answer(
    shared_lrs: RunningLrs,
    path: str,
    method: str,
    params: dict[str, str],
    fields: dict[str, str],
    headers: dict[str, bytes],
) -> None:
    form = target("", {**fields, "X-Experience-API-Version": "1.0.3"})[1:].encode()
    whole = {
        **valid_headers(shared_lrs, "1.0.3"),
        **headers,
        "Content-Type": b"application/x-www-form-urlencoded",
    }
    where = target(path, {**params, "method": method})
    assert_standard_response(send_request(shared_lrs.process.port, "POST", where, whole, form), "POST")


@given(
    path=st.sampled_from([path for path in PATHS if path.endswith(("state", "profile"))]),
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    params=st.fixed_dictionaries(
        {"activityId": st.just(IRI) | values, "agent": st.just(json.dumps(AGENT)) | agents},
        optional={
            "stateId": texts,
            "profileId": texts,
            "registration": st.just(UUID) | texts,
            "since": timestamps,
        },
    ),
    headers=malformed_headers,
    body=bodies,
)
def test_any_document_request_gets_a_proper_answer(
    shared_lrs: RunningLrs,
    path: str,
    method: str,
    params: dict[str, str],
    headers: dict[str, bytes],
    body: bytes,
) -> None:
    whole = {**valid_headers(shared_lrs, "1.0.3"), **headers}
    sent = body if method in ("PUT", "POST") else b""
    assert_standard_response(
        send_request(shared_lrs.process.port, method, target(path, params), whole, sent), method
    )


@pytest.mark.parametrize(
    ("seed", "count"), [(1, 600), pytest.param(2, 100_000, marks=pytest.mark.long, id="100,000")]
)
def test_no_request_that_is_nearly_a_real_one_is_a_fault_of_ours(
    shared_lrs: RunningLrs, seed: int, count: int
) -> None:
    lines = len(shared_lrs.process.output_lines)
    assert find_failures(shared_lrs, shared_lrs.process.database, seed, count) == []
    # What went wrong after the caller had gone is told in the log alone.
    assert not [line for line in shared_lrs.process.output_lines[lines:] if "traceback=" in line]


@pytest.mark.parametrize("odd", ["a\0b", "a\ud83d", 10**30, ["x"], None])
def test_nothing_odd_in_any_place_of_a_statement_is_a_fault_of_ours(
    shared_lrs: RunningLrs, odd: object
) -> None:
    assert find_failures_everywhere(shared_lrs, shared_lrs.process.database, odd) == []


@pytest.mark.parametrize(
    "path", ["", "/", "/a%0Ab", "/statements/more/%0A%0A", "//statements", "/%C3%28", "/.."]
)
def test_every_address_below_the_endpoint_answers_with_a_version(shared_lrs: RunningLrs, path: str) -> None:
    answer = send_request(shared_lrs.process.port, "GET", f"/xapi{path}", valid_headers(shared_lrs, "2.0.0"))
    assert_standard_response(answer, "GET")


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(shared_lrs: RunningLrs) -> None:
    bomb = gzip.compress(b"[" + b" " * (1 << 26), 9)
    headers = {**valid_headers(shared_lrs, "2.0.0"), "Content-Encoding": b"gzip"}
    answer = send_request(shared_lrs.process.port, "POST", "/xapi/statements", headers, bomb)
    assert_standard_response(answer, "POST")
    assert answer.status == 413


def test_a_body_beyond_the_limit_is_refused(shared_lrs: RunningLrs) -> None:
    body = b"[" + b" " * (20 << 20)
    answer = send_request(
        shared_lrs.process.port,
        "POST",
        "/xapi/statements",
        valid_headers(shared_lrs, "1.0.3"),
        body,
    )
    assert_standard_response(answer, "POST")
    assert answer.status == 413
