"""From where a form may come, where the dashboard has a public address, by https or behind a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.dashboard.harness import PASSWORD, DashboardClient, DashboardHarness, open_harness

SITE = "https://lrs.example.org"


@pytest.fixture
def public_harness(tmp_path: Path) -> Iterator[DashboardHarness]:
    """A dashboard at a public address."""
    with open_harness(f"sqlite:///{tmp_path / 'desk.db'}", tmp_path / "lake", public_url=SITE) as made:
        made.create_login("anna", "analyst")
        yield made


def test_on_an_https_site_a_form_from_its_http_twin_is_refused(public_harness: DashboardHarness) -> None:
    client = DashboardClient(public_harness, SITE)
    form = {"name": "anna", "password": PASSWORD}
    for origin in ("http://lrs.example.org", "ftp://lrs.example.org", "lrs.example.org"):
        assert client.post("/login", form, headers={"Origin": origin}).status_code == 403, origin
    assert client.get("/help").status_code == 303
    assert client.log_in("anna").status_code == 303
    assert client.get("/help").status_code == 200


def test_https_without_a_public_address_refuses_http_too(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    client, form = DashboardClient(harness, "https://desk.test"), {"name": "anna", "password": PASSWORD}
    assert client.post("/login", form, headers={"Origin": "http://desk.test"}).status_code == 403
    assert client.log_in("anna").status_code == 303


def test_behind_a_proxy_that_changes_the_host_forms_come_from_the_public_address(
    public_harness: DashboardHarness,
) -> None:
    client = DashboardClient(public_harness, SITE, Host="inner:8001")
    form, strange = {"name": "anna", "password": PASSWORD}, {"Origin": "https://other.example.org"}
    assert client.post("/login", form, headers=strange).status_code == 403
    assert client.log_in("anna").status_code == 303


def test_a_browser_that_sends_one_of_the_two_signs_is_believed_if_it_is_right(
    harness: DashboardHarness,
) -> None:
    harness.create_login("anna", "analyst")
    for sent, status in (
        ({"Origin": "http://desk.test"}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
    ):
        client = DashboardClient(harness)
        form = {"name": "anna", "password": PASSWORD, "token": client.form_token()}
        assert client.request("POST", "/login", data=form, headers=sent).status_code == status, sent
