"""Who calls: HTTP Basic, strictly read; a revoked key is refused within two seconds."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import Unauthorized
from scormbuild.lrs.auth.access import Access, CredentialCache, authenticate
from scormbuild.lrs.auth.credentials import Credential, hash_secret
from scormbuild.lrs.auth.limits import Limits

SECRET = "correct:horse"  # a colon may stand in a secret, not in a key (RFC 7617)
ROW = Credential(
    key="sb_known",
    organisation=3,
    organisation_name="hospital",
    home_page="https://hospital.example.org",
    secret_hash=hash_secret(SECRET),
    name="moodle",
    scopes=frozenset({"all"}),
    limits=Limits(),
    created="2026-11-23T00:00:00+00:00",
    revoked=None,
)


class Gate:
    """A keyring over rows that the test changes, and clocks that it moves."""

    def __init__(self, *rows: Credential, most: int = 10) -> None:
        self.rows = {row.key: row for row in rows}
        self.asked: list[str] = []
        self.seconds = 1000.0
        self.now = 1_800_000_000.0
        self.keyring = CredentialCache(
            self.find, monotonic=lambda: self.seconds, now=lambda: self.now, max_entries=most
        )

    async def find(self, key: str) -> Credential | None:
        self.asked.append(key)
        return self.rows.get(key)

    def let_in(self, header: str | None) -> Access:
        return asyncio.run(authenticate(header, self.keyring))

    def refuse(self, header: str | None) -> str:
        """Why it is refused; each refusal carries the challenge."""
        with pytest.raises(Unauthorized) as told:
            self.let_in(header)
        assert told.value.headers["WWW-Authenticate"].startswith('Basic realm="xAPI"')
        return told.value.message


@pytest.fixture
def gate() -> Gate:
    return Gate(ROW)


def basic(key: str = ROW.key, secret: str = SECRET) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


def test_a_key_with_its_secret_is_let_in_with_an_authority_of_its_own(gate: Gate) -> None:
    access = gate.let_in(basic())
    assert (access.key, access.organisation, access.organisation_name) == ("sb_known", 3, "hospital")
    assert access.authority == {
        "objectType": "Agent",
        "name": "moodle",
        "account": {"homePage": "https://hospital.example.org", "name": "sb_known"},
    }


@pytest.mark.parametrize("scheme", ["basic ", "BASIC ", "Basic   "])
def test_the_scheme_is_taken_in_any_case(gate: Gate, scheme: str) -> None:
    assert gate.let_in(basic().replace("Basic ", scheme)).key == "sb_known"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "a key is needed"),
        ("", "not HTTP Basic"),
        ("Basic", "not HTTP Basic"),
        ("Bearer abc", "not HTTP Basic"),
        (basic().replace(" ", ":"), "not HTTP Basic"),
        (basic() + " x", "not HTTP Basic"),
        (f" {basic()}", "not HTTP Basic"),
        ("Basic a-b_", "not HTTP Basic"),
        ("Basic " + "A" * 2000, "not HTTP Basic"),
        ("Basic abcde", "no key and secret"),
        ("Basic YWJj", "no key and secret"),  # abc, without a colon
        ("Basic /zph", "no key and secret"),  # a byte that is no key
        ("Basic Og==", "not known"),  # an explicitly anonymous request: Communication 4.1
        (basic(secret="wrong"), "not known"),
        (basic(secret=""), "not known"),
        (basic(key="sb_other"), "not known"),
        (basic(key="sb_known\0"), "not known"),
        (basic(key="' or 1=1"), "not known"),
        (basic(key="SB_KNOWN"), "not known"),
    ],
)
def test_any_other_header_is_refused_with_a_reason(gate: Gate, header: str | None, reason: str) -> None:
    assert reason in gate.refuse(header)


def test_an_unknown_key_and_a_wrong_secret_are_told_alike(gate: Gate) -> None:
    assert gate.refuse(basic(key="sb_other")) == gate.refuse(basic(secret="wrong"))


def test_an_unknown_key_with_an_empty_secret_is_unknown_all_the_same(gate: Gate) -> None:
    assert "not known" in gate.refuse(basic(key="sb_other", secret=""))


def test_a_key_of_a_shape_that_none_has_never_reaches_the_database(gate: Gate) -> None:
    gate.refuse(basic(key="nul\0"))
    gate.refuse(basic(key="x" * 65))
    assert gate.asked == []


@given(st.text() | st.binary().map(lambda data: "Basic " + b64encode(data).decode()))
def test_no_header_does_more_than_being_refused(header: str) -> None:
    Gate(ROW).refuse(header)


def test_a_row_is_asked_for_once_in_two_seconds(gate: Gate) -> None:
    for _ in range(5):
        gate.let_in(basic())
    assert gate.asked == ["sb_known"]
    gate.seconds += 2
    gate.let_in(basic())
    assert gate.asked == ["sb_known"] * 2


def test_a_revoked_key_is_refused_within_two_seconds(gate: Gate) -> None:
    gate.let_in(basic())
    gate.rows[ROW.key] = replace(ROW, revoked="2026-11-23T00:00:00+00:00")
    gate.seconds += 2
    assert "revoked" in gate.refuse(basic())
    assert "not known" in gate.refuse(basic(secret="wrong"))  # who can't show the secret isn't told


def test_a_key_that_is_gone_is_refused_within_two_seconds(gate: Gate) -> None:
    gate.let_in(basic())
    gate.rows.clear()
    gate.seconds += 2
    assert "not known" in gate.refuse(basic())


def test_a_new_key_works_at_once(gate: Gate) -> None:
    gate.refuse(basic(key="sb_new"))
    gate.rows["sb_new"] = replace(ROW, key="sb_new")
    assert gate.let_in(basic(key="sb_new")).key == "sb_new"


def test_a_key_is_refused_from_the_moment_it_expires_though_it_is_remembered() -> None:
    gate = Gate(replace(ROW, limits=Limits(expires=1_800_000_010_000_000)))
    gate.let_in(basic())
    gate.now += 9.9
    gate.let_in(basic())
    gate.now += 0.1
    assert "expired" in gate.refuse(basic())
    assert gate.asked == ["sb_known"]


def test_what_is_remembered_is_bounded() -> None:
    gate = Gate(*(replace(ROW, key=f"sb_{number}") for number in range(50)), most=10)
    for number in range(50):
        gate.let_in(basic(key=f"sb_{number}"))
        gate.refuse(basic(key=f"sb_none{number}"))
    assert list(gate.keyring.entries) == [f"sb_{number}" for number in range(40, 50)]
