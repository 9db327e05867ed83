"""GET /profile: our xAPI profile, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.lrs.client import Client, open_client
from support.profile_check import FILE

from scormbuild.vocabulary import PROFILE


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


def request_profile(client: Client, method: str = "GET", **headers: str) -> httpx.Response:
    """A request without key and version."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.runner.run(client.send(method, "http://lrs/profile", sent, None, {}))


def test_the_lrs_gives_the_profile_out_to_a_page_of_any_origin_without_a_key(client: Client) -> None:
    answer = request_profile(client, Origin="https://other.example.org")
    assert (answer.status_code, answer.content) == (200, FILE.read_bytes())
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["id"] == PROFILE


def test_head_tells_as_much_without_the_text(client: Client) -> None:
    answer, head = request_profile(client), request_profile(client, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == answer.headers


def test_who_has_it_already_need_not_take_it_again(client: Client) -> None:
    answer = request_profile(client)
    assert "max-age=" in answer.headers["Cache-Control"]
    tag = answer.headers["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = request_profile(client, If_None_Match=known)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert "Content-Length" not in again.headers
    assert request_profile(client, If_None_Match='"other"').status_code == 200


def test_nothing_else_can_be_done_with_it(client: Client) -> None:
    assert request_profile(client, "PUT").status_code == 405
    assert client.get("/profile").status_code == 404, "below the endpoint is only the standard"
