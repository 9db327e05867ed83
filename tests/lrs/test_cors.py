"""From a page of another origin: an LMS's, or a package's wherever it runs (Fetch standard, 3.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from support.lrs.client import ACTIVITY, AGENT_JSON, Client, open_client, statement

from scormbuild.lrs.http.resources import ROUTES

LMS = "https://lms.example.org"
OTHER = "https://other.example.org"
ALLOW, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
ID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
STATE = urlencode({"activityId": ACTIVITY, "agent": AGENT_JSON, "stateId": "x"})


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


def preflight(client: Client, path: str, method: str, **headers: str | None) -> httpx.Response:
    asked = {"Origin": LMS, "Access-Control-Request-Method": method, "Authorization": None, **headers}
    return client.request("OPTIONS", path, headers={"X-Experience-API-Version": None, **asked})


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/statements/more/x", "GET"),
        *((path, method) for path, route in ROUTES.items() for method in route.methods),
    ],
)
def test_a_preflight_is_answered_without_a_key(client: Client, path: str, method: str) -> None:
    answer = preflight(client, path, method)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers[ALLOW] == LMS
    assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


def test_a_preflight_allows_the_headers_that_a_page_asks_for(client: Client) -> None:
    asked = "authorization, content-type,if-match,x-experience-api-version, x-own"
    answer = preflight(client, "/statements", "POST", **{"Access-Control-Request-Headers": asked})
    assert answer.headers["Access-Control-Allow-Headers"] == asked


@pytest.mark.parametrize("asked", [None, "a b", "x" * 2000, "a,", "a; b"])
def test_a_preflight_that_asks_for_nothing_proper_is_told_what_xapi_needs(
    client: Client, asked: str | None
) -> None:
    answer = preflight(client, "/statements", "POST", **{"Access-Control-Request-Headers": asked})
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"Authorization", "Content-Type", "If-Match", "X-Experience-API-Version"} <= set(allowed)


def test_options_without_an_origin_tells_the_methods(client: Client) -> None:
    answer = client.request("OPTIONS", "/activities")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Methods" not in answer.headers


def test_a_page_may_read_what_its_key_may_read(client: Client) -> None:
    client.store(statement())
    answer = client.get("/statements", headers={"Origin": LMS})
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert (answer.status_code, answer.headers[ALLOW], answer.headers["Vary"]) == (200, LMS, "Origin")
    assert {
        "ETag",
        "Last-Modified",
        "X-Experience-API-Version",
        "X-Experience-API-Consistent-Through",
    } <= set(exposed)


REFUSALS: dict[int, tuple[str, str, Any, dict[str, str | None]]] = {
    400: ("GET", "/statements?foo=bar", None, {}),
    401: ("GET", "/statements", None, {"Authorization": "Basic eDp5"}),
    403: ("GET", "/activities/profile?activityId=urn:x:y&profileId=z", None, {}),
    404: ("GET", "/nothing", None, {}),
    405: ("DELETE", "/statements", None, {}),
    409: ("POST", "/statements", {**statement(), "id": ID, "result": {"success": True}}, {}),
    412: ("PUT", f"/activities/state?{STATE}", b"x", {"If-Match": '"x"'}),
    413: ("POST", "/statements", b" " * 20_001, {}),
    415: ("POST", "/statements", b"{}", {"Content-Encoding": "br"}),
    429: ("POST", "/statements", [statement()] * 9, {}),
    500: ("POST", "/statements", statement(), {}),
    503: ("POST", "/statements", statement(), {}),
}
# Refused before it is known whose key it is, if anybody's.
BEFORE_THE_KEY = {401, 404, 405}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_page_may_read_why_it_was_refused(tmp_path: Path, status: int) -> None:
    """Whatever the reason; and what it sent `withCredentials`, if its key is for its origin."""
    with open_client(tmp_path, max_body=20_000) as client:
        key = client.new_key("statements/write", "statements/read", "state", origins=(LMS,), rate=5)
        client.store({**statement(), "id": ID}, key=key)
        method, path, body, headers = REFUSALS[status]
        asked = break_lrs(client, status)
        answer = asked.request(method, path, body, key=key, headers={"Origin": LMS, **headers})
        assert (answer.status_code, answer.headers[ALLOW], answer.headers["Vary"]) == (status, LMS, "Origin")
        assert (CREDENTIALS in answer.headers) is (status not in BEFORE_THE_KEY)
        assert answer.json()["error"]["status"] == status


def break_lrs(client: Client, status: int) -> Client:
    """The client of an LRS that can't do its work, where that is what is asked for."""
    if status == 503:
        client.lrs.committer.close()
    if status == 500:
        return client.with_parts(rate_limiter=None)
    return client


def test_a_page_that_sends_credentials_may_if_a_key_names_its_origin(client: Client) -> None:
    client.new_key(origins=(LMS,))
    assert preflight(client, "/statements", "POST").headers[CREDENTIALS] == "true"
    assert CREDENTIALS not in preflight(client, "/statements", "POST", Origin=OTHER).headers
    # A key without origins is good for any page, so a browser must not send it along by itself.
    assert CREDENTIALS not in client.get("/statements", headers={"Origin": LMS}).headers


def test_a_key_for_one_lms_is_of_no_use_to_pages_of_another_origin(client: Client) -> None:
    key = client.new_key(origins=(LMS,))
    allowed = client.post("/statements", statement(), key=key, headers={"Origin": LMS})
    refused = client.post("/statements", statement(), key=key, headers={"Origin": OTHER})
    assert (allowed.status_code, allowed.headers[ALLOW]) == (200, LMS)
    assert refused.status_code == 403
    assert ALLOW not in refused.headers
    assert refused.headers["Vary"] == "Origin"
    assert len(client.query()) == 1


@pytest.mark.parametrize(
    ("origin", "status"), [(None, 200), ("null", 403), (LMS.upper(), 200), (f"{LMS}:8443", 403)]
)
def test_an_origin_is_compared_whole_and_programs_have_none(
    client: Client, origin: str | None, status: int
) -> None:
    key = client.new_key(origins=(LMS,))
    assert client.get("/statements", key=key, headers={"Origin": origin}).status_code == status


def test_a_refusal_for_lack_of_scope_may_be_read_from_the_keys_own_origin(client: Client) -> None:
    key = client.new_key("statements/write", origins=(LMS,))
    answer = client.get("/statements", key=key, headers={"Origin": LMS})
    assert (answer.status_code, answer.headers[ALLOW]) == (403, LMS)


def test_an_outbox_may_read_when_to_come_back_and_what_time_it_is(client: Client) -> None:
    key = client.new_key("statements/write", origins=(LMS,), rate=1)
    sent = {"Origin": LMS}
    assert client.post("/statements", [statement()], key=key, headers=sent).status_code == 200
    answer = client.post("/statements", [statement()], key=key, headers=sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert {"Retry-After", "Date"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize("origin", [LMS, OTHER, "null"])
def test_a_page_may_ask_without_a_key_whether_the_lrs_is_there(client: Client, origin: str) -> None:
    """A simple request: no preflight, no key, no version."""
    bare = {"Origin": origin, "Authorization": None, "X-Experience-API-Version": None}
    answer = client.get("/about", headers=bare)
    assert (answer.status_code, answer.headers[ALLOW]) == (200, origin)


def test_every_answer_says_that_it_depends_on_the_origin(client: Client) -> None:
    params = {"activityId": ACTIVITY, "agent": AGENT_JSON, "stateId": "x"}
    for path, given in (("/about", {}), ("/statements", {}), ("/activities/state", params)):
        assert client.get(path, **given).headers["Vary"] == "Origin"


def send_form(client: Client, *, key_in_form: bool, **headers: str | None) -> httpx.Response:
    """A PUT in the alternate syntax; the key stands in its form, or in the header that a browser adds."""
    key = client.key.authorization
    form = {
        "X-Experience-API-Version": "1.0.3",
        "statementId": ID,
        "content": json.dumps(statement()),
        **({"Authorization": key} if key_in_form else {}),
    }
    sent = {"X-Experience-API-Version": None, "Authorization": None if key_in_form else key, **headers}
    sent["Content-Type"] = "application/x-www-form-urlencoded"
    return client.post("/statements?method=PUT", urlencode(form).encode(), headers=sent)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OTHER, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": LMS, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_stores_nothing_with_a_key_that_the_browser_remembers(
    client: Client, headers: dict[str, str]
) -> None:
    refused = send_form(client, key_in_form=False, **headers)
    assert (refused.status_code, "its field 'Authorization'" in refused.text) == (400, True)
    assert client.get("/statements", statementId=ID).status_code == 404
    assert send_form(client, key_in_form=True, **headers).status_code == 204


def test_a_program_may_send_the_key_of_a_form_as_a_header(client: Client) -> None:
    assert send_form(client, key_in_form=False).status_code == 204
