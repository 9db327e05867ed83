"""What is under the pages: paths, methods, assets, and requests that no browser sends."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.dashboard.harness import HOST, DashboardClient, DashboardHarness, open_harness

from scormbuild.dashboard.app import create_root_app

FORM_MEDIA_TYPE = b"application/x-www-form-urlencoded"
Messages = list[dict[str, Any]]


def send_form(
    harness: DashboardHarness,
    path: str,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    *,
    whole: bool = True,
) -> Messages:
    """What comes back of a form; of one that isn't whole, the sender hangs up in the middle."""
    sent: Messages = []
    received: Messages = [
        {"type": "http.request", "body": body, "more_body": not whole},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return received.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    fixed = [(b"host", HOST.partition("//")[2].encode()), (b"content-type", FORM_MEDIA_TYPE)]
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": f"/dashboard{path}",
        "query_string": b"",
    }
    harness.run(harness.app({**scope, "headers": [*fixed, *headers]}, receive, send))
    return sent


def test_a_style_sheet_is_for_anybody_and_kept_for_ever_under_an_address_that_changes_with_it(
    harness: DashboardHarness,
) -> None:
    stranger = DashboardClient(harness)
    addresses = re.findall(r'href="/dashboard(/assets/[^"]+)"', stranger.get("/login").text)
    assert len(addresses) > 1
    for address in addresses:
        answer = stranger.get(address)
        assert (answer.status_code, bool(answer.content)) == (200, True)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"] in ("text/css; charset=utf-8", "image/svg+xml")
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        assert stranger.request("HEAD", address).content == b""
        assert stranger.request("POST", address).status_code == 405


@pytest.mark.parametrize("name", ["", "nope.css", "%2e%2e/app.py", "..%2fapp.py", "%2fetc%2fpasswd", "a%00"])
def test_what_is_no_asset_is_a_page_that_says_so_and_leads_back(harness: DashboardHarness, name: str) -> None:
    answer = DashboardClient(harness).get(f"/assets/{name}")
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert 'href="/dashboard/"' in answer.text


@pytest.mark.parametrize("path", ["/help/", "/HELP", "//help", "/assets", "/keys/revoke/", "/none.csv"])
def test_an_address_is_written_in_one_way(harness: DashboardHarness, path: str) -> None:
    assert harness.log_in_as("administrator").get(path).status_code == 404


def test_of_a_field_that_comes_twice_the_first_value_counts(harness: DashboardHarness) -> None:
    client = harness.log_in_as("administrator")
    assert client.get("/login?next=+/help+&next=/keys").headers["location"] == "/dashboard/help"
    made = client.post("/keys", {"name": [" first ", "second"], "scope": ["state", " ", "define"]})
    assert '<th scope="row">first</th>' in made.text
    assert "second" not in made.text
    kept = client.post("/keys", {"name": ["again", "other"], "scope": "nonsense"})
    assert (kept.status_code, 'value="again"' in kept.text) == (400, True)


def test_a_query_is_read_strictly_before_anything_else(harness: DashboardHarness) -> None:
    client = harness.log_in_as("analyst")
    for query in ("x=%ff", "x=%00", "&".join(["a=1"] * 301)):
        for path in ("/help", "/nowhere", "/assets/dashboard.css"):
            assert client.get(f"{path}?{query}").status_code == 400
    assert client.get("/help?" + "&".join(["a=1"] * 300)).status_code == 200


def test_a_packed_form_is_no_form(harness: DashboardHarness) -> None:
    start, _ = send_form(harness, "/login", [(b"content-encoding", b"gzip")], b"token=")
    assert start["status"] == 415


def test_a_head_is_answered_without_a_body_and_so_it_stands_in_the_log(harness: DashboardHarness) -> None:
    answer = DashboardClient(harness).request("HEAD", "/login")
    assert int(answer.headers["content-length"]) > 100
    assert harness.log_lines[-1]["sent"] == 0


def test_behind_a_proxy_that_takes_https_and_a_prefix_away_cookies_and_links_are_as_the_visitor_sees_them(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with open_harness(url, tmp_path / "lake", public_url="https://lrs.example.org/care") as harness:
        answer = DashboardClient(harness, "http://lrs.example.org").get("/login")
        assert answer.headers["set-cookie"].startswith("__Host-desk-door=")
        assert 'href="/care/dashboard/assets/dashboard.css' in answer.text
        assert DashboardClient(harness).get("").headers["location"] == "/care/dashboard/login"


@pytest.mark.parametrize(
    ("public_url", "place"),
    [
        (None, "/dashboard/"),
        ("https://lrs.example.org", "/dashboard/"),
        ("https://lrs.example.org/care", "/care/dashboard/"),
    ],
)
def test_the_address_without_a_path_leads_to_the_dashboard_and_tells_nothing_else(
    public_url: str | None, place: str
) -> None:
    app = create_root_app(public_url)

    async def ask(method: str, path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as client:
            return await client.request(method, path)

    answer = asyncio.run(ask("GET", "/?next=//evil.example"))
    assert (answer.status_code, answer.headers["location"], answer.content) == (303, place, b"")
    assert "set-cookie" not in answer.headers
    assert asyncio.run(ask("POST", "/")).status_code == 405
    assert asyncio.run(ask("GET", "/x")).status_code == 404


def test_a_cookie_that_is_not_like_ours_is_replaced_at_the_door(harness: DashboardHarness) -> None:
    client = DashboardClient(harness)
    client.cookies.set("desk-door", "planted", domain="desk.test")
    assert re.match(r"desk-door=[\w-]{43};", client.get("/login").headers["set-cookie"])


def test_who_may_not_send_a_form_is_turned_away_before_it_is_read(harness: DashboardHarness) -> None:
    (start, _) = send_form(harness, "/keys", [], b"x" * 70_000)
    assert (start["status"], harness.log_lines[-1]["received"]) == (303, 0)


def test_who_hangs_up_is_sent_nothing_and_stands_in_the_log_as_499(harness: DashboardHarness) -> None:
    assert send_form(harness, "/login", [], b"token=", whole=False) == []
    assert (harness.log_lines[-1]["status"], harness.log_lines[-1]["resource"]) == (499, "dashboard")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (b"origin", [HOST.encode(), b"http://evil.example"]),
        (b"sec-fetch-site", [b"same-origin", b"cross-site"]),
    ],
)
def test_a_form_that_says_two_things_of_where_it_comes_from_is_refused(
    harness: DashboardHarness, name: bytes, values: list[bytes]
) -> None:
    client = DashboardClient(harness)
    body = f"token={client.form_token()}&name=x&password=y".encode()
    jar = (b"cookie", f"desk-door={client.cookies['desk-door']}".encode())
    told = []
    for given in (values[:1], values):
        _, page = send_form(harness, "/login", [jar, *((name, value) for value in given)], body)
        told.append("come from this page" in page["body"].decode())
    assert told == [False, True]
