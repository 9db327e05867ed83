"""How often a password may be tried, as somebody finds out who tries: by the form, over HTTP."""

from __future__ import annotations

import asyncio
import time
import tracemalloc

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.dashboard.harness import HOST, PASSWORD, QUICK, DashboardClient, DashboardHarness

from scormbuild.dashboard.auth.authenticator import MAX_PLACES
from scormbuild.dashboard.auth.throttle import (
    ADDRESS_LIMIT,
    NAME_LIMIT,
    OWN_LIMIT,
    PAIR_LIMIT,
    Throttle,
    stranger_buckets,
)
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.bucket import MAX_BUCKETS
from scormbuild.lrs.database.tables import TABLES

WRONG = "x" * 501  # no password is that long, so finding out that it is wrong takes no time
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


class Guesser:
    """Somebody at the log-in, whose form was fetched once."""

    def __init__(self, harness: DashboardHarness, address: str = HERE) -> None:
        self.client = DashboardClient(harness, address=address)
        self.form_token = self.client.form_token()

    def guess(self, name: str, secret: str = WRONG) -> httpx.Response:
        """One try."""
        return self.client.post("/login", {"name": name, "password": secret}, token=self.form_token)

    def statuses(self, *names: str) -> set[int]:
        """What is answered to a try for each name."""
        return {self.guess(name).status_code for name in names}


def test_who_tries_too_often_is_told_to_wait_and_others_come_in_meanwhile(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    harness.create_login("bram", "analyst")
    guesser = Guesser(harness)
    assert guesser.statuses(*["anna"] * PAIR_LIMIT.size) == {403}
    for name in ("anna", " ANNA "):
        answer = guesser.guess(name, PASSWORD)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
        assert "Wait 60 seconds" in answer.text
    assert Guesser(harness).guess("anna", PASSWORD).status_code == 429
    assert Guesser(harness).guess("bram", PASSWORD).status_code == 303
    assert Guesser(harness, ELSEWHERE).guess("anna", PASSWORD).status_code == 303
    harness.clock.now += 61
    assert guesser.guess("anna", PASSWORD).status_code == 303


def test_a_right_password_makes_up_for_the_tries_before(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    for _ in range(2):
        guesser = Guesser(harness)
        assert guesser.statuses(*["anna"] * (PAIR_LIMIT.size - 1)) == {403}
        assert guesser.guess("anna", PASSWORD).status_code == 303


def test_a_name_that_nobody_has_is_told_to_wait_as_well(harness: DashboardHarness) -> None:
    for name in ("nobody", "<script>", "é" * 200):
        guesser = Guesser(harness)
        told = [guesser.guess(name).status_code for _ in range(PAIR_LIMIT.size + 1)]
        assert told == [403] * PAIR_LIMIT.size + [429]


def test_made_up_names_use_up_an_address_and_keep_nobody_out_elsewhere(harness: DashboardHarness) -> None:
    harness.create_login("bram", "analyst")
    guesser = Guesser(harness)
    assert guesser.statuses(*(f"name{number}" for number in range(ADDRESS_LIMIT.size))) == {403}
    answer = guesser.guess("bram", PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "6")
    assert guesser.guess("name-too-many").status_code == 429
    assert Guesser(harness, ELSEWHERE).guess("bram", PASSWORD).status_code == 303
    harness.clock.now += 6
    assert guesser.guess("bram", PASSWORD).status_code == 303


def test_guessing_from_one_place_for_hours_keeps_the_owner_out_nowhere_else(
    harness: DashboardHarness,
) -> None:
    harness.create_login("anna", "analyst")
    guesser = Guesser(harness)
    for _ in range(6):
        guesser.statuses(*["anna"] * 70)  # as fast as it goes, then a pause
        harness.clock.now += 3600
    guesser.statuses(*["anna"] * 70)
    assert guesser.guess("anna", PASSWORD).status_code == 429
    assert Guesser(harness, ELSEWHERE).guess("anna", PASSWORD).status_code == 303


def test_an_attack_from_everywhere_keeps_out_strangers_but_not_the_owners_browser(
    harness: DashboardHarness,
) -> None:
    harness.create_login("anna", "analyst")
    owner = DashboardClient(harness, address=ELSEWHERE)
    assert owner.log_in("anna").status_code == 303
    owner.post("/logout")
    for number in range(NAME_LIMIT.size // PAIR_LIMIT.size):
        assert Guesser(harness, f"192.0.2.{number}").statuses(*["anna"] * PAIR_LIMIT.size) == {403}
    # Of the owner's own address nothing is left either.
    neighbour = Guesser(harness, ELSEWHERE)
    assert neighbour.statuses(*(f"name{number}" for number in range(ADDRESS_LIMIT.size))) == {403}
    assert Guesser(harness, "192.0.2.200").guess("anna", PASSWORD).status_code == 429
    assert neighbour.guess("anna", PASSWORD).status_code == 429
    assert owner.log_in("anna").status_code == 303


def test_a_known_browser_is_known_to_the_one_who_came_in_there_and_has_few_tries_too(
    harness: DashboardHarness,
) -> None:
    for name in ("anna", "bram"):
        harness.create_login(name, "analyst")
    shared = DashboardClient(harness)
    for name in ("anna", "bram"):
        assert shared.log_in(name).status_code == 303
        shared.post("/logout")
    known = shared.cookies["desk-known"]
    assert "anna" not in known
    form = shared.form_token()

    def guess(name: str, secret: str = WRONG) -> int:
        return shared.post("/login", {"name": name, "password": secret}, token=form).status_code

    assert [guess("anna") for _ in range(OWN_LIMIT.size + 1)] == [403] * OWN_LIMIT.size + [429]
    assert Guesser(harness).guess("anna", PASSWORD).status_code == 303  # as a stranger, from the same place
    assert guess("bram", PASSWORD) == 303
    shared.post("/logout")
    form = shared.form_token()
    assert guess("anna", PASSWORD) == 429


@pytest.mark.parametrize("change", ["forged", "cut", "of another", "old", "other password"])
def test_a_mark_that_is_not_of_this_login_makes_no_browser_known(
    harness: DashboardHarness, change: str
) -> None:
    for name in ("anna", "bram"):
        harness.create_login(name, "analyst")
    client = DashboardClient(harness, address=HERE)
    client.log_in("bram" if change == "of another" else "anna")
    mark = client.cookies["desk-known"]
    if change == "old":
        harness.clock.now += 181 * 86_400
    if change == "other password":
        with harness.database.writing() as connection:
            logins.set_password(connection, "anna", password.hash_password(PASSWORD, effort=QUICK))
    guesser = Guesser(harness)
    planted = {"forged": f"{mark[:-1]}{'0' if mark[-1] != '0' else '1'}", "cut": mark[:-1]}.get(change, mark)
    guesser.client.cookies.set("desk-known", planted, domain="desk.test")
    guesser.statuses(*["anna"] * PAIR_LIMIT.size)
    # Known or not, this many tries are over; only to a stranger is it told to wait a minute.
    assert guesser.guess("anna").headers["retry-after"] == "60"


def test_addresses_that_one_visitor_may_choose_among_are_one(harness: DashboardHarness) -> None:
    for addresses in (("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), (HERE, f"::ffff:{HERE}")):
        for number, address in enumerate(addresses):
            names = (f"name{number}{each}" for each in range(ADDRESS_LIMIT.size // 2))
            assert Guesser(harness, address).statuses(*names) == {403}
        assert {Guesser(harness, address).guess("one").status_code for address in addresses} == {429}
    assert Guesser(harness, "2001:db8:1:3::1").guess("one").status_code == 403


def guess_together(harness: DashboardHarness, tries: list[tuple[Guesser, str, str]]) -> list[httpx.Response]:
    """What is answered to tries that are all sent at once: who, for which name, with which password."""
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": HOST}

    async def guess(guesser: Guesser, name: str, secret: str) -> httpx.Response:
        transport = httpx.ASGITransport(harness.app, client=(guesser.client.address, 40_000))
        form = {"name": name, "password": secret, "token": guesser.form_token}
        async with httpx.AsyncClient(transport=transport, cookies=guesser.client.cookies) as client:
            return await client.post(f"{HOST}/dashboard/login", data=form, headers=headers)

    async def guess_all() -> list[httpx.Response]:
        return await asyncio.gather(*(guess(*each) for each in tries))

    return harness.run(guess_all())


def test_many_tries_at_once_do_not_slip_through_together(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    answers = guess_together(harness, [(Guesser(harness), "anna", "wrong")] * 12)
    told = [each.status_code for each in answers]
    assert (told.count(403), told.count(429)) == (PAIR_LIMIT.size, 12 - PAIR_LIMIT.size)


def test_of_a_crowd_only_so_many_wait_for_a_processor_and_a_known_browser_waits_for_none_of_them(
    harness: DashboardHarness,
) -> None:
    harness.create_login("anna", "analyst")
    owner = Guesser(harness)
    assert owner.guess("anna", PASSWORD).status_code == 303
    owner.client.post("/logout")
    owner.form_token = owner.client.form_token()
    crowd = [(Guesser(harness, f"192.0.2.{number}"), f"name{number}", "wrong") for number in range(30)]
    began = time.monotonic()
    *answers, own = guess_together(harness, [*crowd, (owner, "anna", PASSWORD)])
    assert own.status_code == 303
    assert own.elapsed.total_seconds() < (time.monotonic() - began) / 2
    told = [each.status_code for each in answers]
    assert (told.count(403), told.count(429)) == (MAX_PLACES, 30 - MAX_PLACES)
    busy = next(each for each in answers if each.status_code == 429)
    assert busy.headers["retry-after"] == "2"
    assert "Many people are logging in" in busy.text
    # Their places are free again, and what was refused didn't count.
    assert {Guesser(harness, f"192.0.2.{number}").guess("x").status_code for number in range(30)} == {403}


def test_a_session_that_was_left_open_lets_nobody_guess_its_password(harness: DashboardHarness) -> None:
    dashboard_client = harness.log_in_as("analyst")
    new = "another sentence of mine"
    form = {"old": WRONG, "new": new, "again": new}
    told = {dashboard_client.post("/password", form).status_code for _ in range(OWN_LIMIT.size)}
    assert told == {403}
    answer = dashboard_client.post("/password", {**form, "old": PASSWORD})
    assert answer.status_code == 429
    assert "Wait 30 seconds" in answer.text
    assert dashboard_client.get("/password").status_code == 200


def test_nobody_elsewhere_keeps_a_session_from_its_own_password(harness: DashboardHarness) -> None:
    inside = harness.log_in_as("analyst")
    (name,) = harness.login_names()
    for number in range(NAME_LIMIT.size // PAIR_LIMIT.size):
        Guesser(harness, f"192.0.2.{number}").statuses(*[name] * PAIR_LIMIT.size)
    new = "another sentence of mine"
    assert inside.post("/password", {"old": PASSWORD, "new": new, "again": new}).status_code == 303


def test_failed_tries_are_a_row_an_hour_for_each_login_and_one_for_all_names_that_nobody_has(
    either_harness: DashboardHarness,
) -> None:
    harness = either_harness
    harness.create_login("anna", "analyst")
    harness.create_login("bram", "analyst")
    for address in (HERE, ELSEWHERE):
        Guesser(harness, address).statuses(*["anna"] * 5, "bram", *(f"name{each}" for each in range(20)))
    rows = sorted(harness.audit_log(), key=str)
    assert rows == [
        ("unknown", "log-in failed", {"login": "anna", "tries": 10}),
        ("unknown", "log-in failed", {"login": "bram", "tries": 2}),
        ("unknown", "log-in failed", {"tries": 40}),
    ]
    harness.clock.now += 3600
    Guesser(harness).guess("anna")
    assert sorted(each["tries"] for _, _, each in harness.audit_log() if each.get("login") == "anna") == [
        1,
        10,
    ]


def test_the_address_of_who_tries_is_neither_stored_nor_logged(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    guesser = Guesser(harness)
    assert guesser.statuses("anna", "nobody", *["anna"] * PAIR_LIMIT.size) == {403, 429}
    assert Guesser(harness, ELSEWHERE).guess("anna", PASSWORD).status_code == 303
    assert_nowhere(harness, HERE, ELSEWHERE)


def assert_nowhere(harness: DashboardHarness, *words: str) -> None:
    """No word is in any table or in the log."""
    with harness.database.reading() as connection:
        rows = [tuple(row) for name in TABLES for row in connection.exec_driver_sql(f"select * from {name}")]
    told = f"{rows} {harness.log.getvalue()}"
    assert "anna" in told
    assert [word for word in words if word in told] == []


tries = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.floats(0, 120)), min_size=1, max_size=200
)


@given(tries)
def test_however_tries_come_no_pair_name_or_address_goes_beyond_its_pace(
    tried: list[tuple[str, str, float]],
) -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    passed: list[tuple[str, str, float]] = []
    for name, address, pause in tried:
        now[0] += pause
        buckets = stranger_buckets(name, address)
        if not throttle.wait_seconds(buckets):
            throttle.count_try(buckets)
            passed.append((name, address, now[0]))
    for limit, key in (
        (PAIR_LIMIT, lambda each: each[:2]),
        (NAME_LIMIT, lambda each: each[0]),
        (ADDRESS_LIMIT, lambda each: each[1]),
    ):
        for shared in {key(each) for each in passed}:
            at = [each[2] for each in passed if key(each) == shared]
            assert len(at) <= limit.size * (1 + (at[-1] - at[0]) / limit.seconds) + 1e-6


def test_whatever_names_come_what_is_remembered_of_them_stays_small() -> None:
    throttle = Throttle(lambda: 0.0)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(MAX_BUCKETS):
        buckets = stranger_buckets(f"{number}{'é' * 2_000}", f"192.0.2.{number}{'x' * 2_000}")
        throttle.count_try(buckets)
        throttle.forget_tries(buckets)
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert len(throttle.buckets.levels) <= MAX_BUCKETS
    assert taken < 600 * MAX_BUCKETS
