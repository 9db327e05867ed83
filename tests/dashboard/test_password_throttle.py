"""How often a password may be tried, as somebody finds out who tries: by the form, over HTTP."""

from __future__ import annotations

import asyncio

import httpx
from support.dashboard.harness import HOST, PASSWORD, DashboardClient, DashboardHarness

from scormbuild.dashboard.auth.throttle import NAME_LIMIT, TOTAL_LIMIT

WRONG = "x" * 501  # no password is that long, so finding out that it is wrong takes no time


class Guesser:
    """Somebody at the log-in, whose form was fetched once."""

    def __init__(self, harness: DashboardHarness) -> None:
        self.client = DashboardClient(harness)
        self.form_token = self.client.form_token()

    def guess(self, name: str, secret: str = WRONG) -> httpx.Response:
        """One try."""
        return self.client.post("/login", {"name": name, "password": secret}, token=self.form_token)


def test_who_tries_too_often_is_told_to_wait_and_others_come_in_meanwhile(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    harness.create_login("bram", "analyst")
    guesser = Guesser(harness)
    assert {guesser.guess("anna").status_code for _ in range(NAME_LIMIT.size)} == {403}
    for name in ("anna", " ANNA "):
        answer = guesser.guess(name, PASSWORD)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
        assert "Wait 30 seconds" in answer.text
    assert Guesser(harness).guess("anna", PASSWORD).status_code == 429
    assert Guesser(harness).guess("bram", PASSWORD).status_code == 303
    harness.clock.now += 31
    assert guesser.guess("anna", PASSWORD).status_code == 303


def test_a_right_password_makes_up_for_the_tries_before(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    for _ in range(2):
        guesser = Guesser(harness)
        assert {guesser.guess("anna").status_code for _ in range(NAME_LIMIT.size - 1)} == {403}
        assert guesser.guess("anna", PASSWORD).status_code == 303


def test_a_name_that_nobody_has_is_told_to_wait_as_well(harness: DashboardHarness) -> None:
    for names in (["nobody"] * (NAME_LIMIT.size + 1), [f"<{n}>" for n in range(NAME_LIMIT.size + 1)]):
        guesser = Guesser(harness)
        told = [guesser.guess(name).status_code for name in names]
        assert told == [403] * NAME_LIMIT.size + [429]


def test_many_names_together_have_a_limit_too(harness: DashboardHarness) -> None:
    harness.create_login("bram", "analyst")
    guesser = Guesser(harness)
    told = {guesser.guess(f"name{number}").status_code for number in range(TOTAL_LIMIT.size)}
    assert told == {403}
    answer = guesser.guess("bram", PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    harness.clock.now += 1
    assert guesser.guess("bram", PASSWORD).status_code == 303


def test_many_tries_at_once_do_not_slip_through_together(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    guesser = Guesser(harness)
    form = {"name": "anna", "password": "wrong", "token": guesser.form_token}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": HOST}

    async def guess_together() -> list[int]:
        transport = httpx.ASGITransport(harness.app)
        async with httpx.AsyncClient(transport=transport, cookies=guesser.client.cookies) as client:
            tries = (client.post(f"{HOST}/dashboard/login", data=form, headers=headers) for _ in range(12))
            return [answer.status_code for answer in await asyncio.gather(*tries)]

    told = harness.run(guess_together())
    assert (told.count(403), told.count(429)) == (NAME_LIMIT.size, 12 - NAME_LIMIT.size)


def test_a_session_that_was_left_open_lets_nobody_guess_its_password(harness: DashboardHarness) -> None:
    dashboard_client = harness.log_in_as("analyst")
    new = "another dozen"
    form = {"old": WRONG, "new": new, "again": new}
    told = {dashboard_client.post("/password", form).status_code for _ in range(NAME_LIMIT.size)}
    assert told == {403}
    answer = dashboard_client.post("/password", {**form, "old": PASSWORD})
    assert answer.status_code == 429
    assert "Wait 30 seconds" in answer.text
    assert dashboard_client.get("/password").status_code == 200
