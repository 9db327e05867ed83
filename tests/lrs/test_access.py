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


class AuthHarness:
    """A keyring over rows that the test changes, and clocks that it moves."""

    def __init__(self, *rows: Credential, most: int = 10) -> None:
        self.rows = {row.key: row for row in rows}
        self.lookups: list[str] = []
        self.seconds = 1000.0
        self.now = 1_800_000_000.0
        self.credential_cache = CredentialCache(
            self.find_credential, monotonic=lambda: self.seconds, now=lambda: self.now, max_entries=most
        )

    async def find_credential(self, key: str) -> Credential | None:
        self.lookups.append(key)
        return self.rows.get(key)

    def authenticate(self, header: str | None) -> Access:
        return asyncio.run(authenticate(header, self.credential_cache))

    def refusal_message(self, header: str | None) -> str:
        """Why it is refused; each refusal carries the challenge."""
        with pytest.raises(Unauthorized) as told:
            self.authenticate(header)
        assert told.value.headers["WWW-Authenticate"].startswith('Basic realm="xAPI"')
        return told.value.message


@pytest.fixture
def auth() -> AuthHarness:
    return AuthHarness(ROW)


def basic_header(key: str = ROW.key, secret: str = SECRET) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


def test_a_key_with_its_secret_is_let_in_with_an_authority_of_its_own(auth: AuthHarness) -> None:
    access = auth.authenticate(basic_header())
    assert (access.key, access.organisation, access.organisation_name) == ("sb_known", 3, "hospital")
    assert access.authority == {
        "objectType": "Agent",
        "name": "moodle",
        "account": {"homePage": "https://hospital.example.org", "name": "sb_known"},
    }


@pytest.mark.parametrize("scheme", ["basic ", "BASIC ", "Basic   "])
def test_the_scheme_is_taken_in_any_case(auth: AuthHarness, scheme: str) -> None:
    assert auth.authenticate(basic_header().replace("Basic ", scheme)).key == "sb_known"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "a key is needed"),
        ("", "not HTTP Basic"),
        ("Basic", "not HTTP Basic"),
        ("Bearer abc", "not HTTP Basic"),
        (basic_header().replace(" ", ":"), "not HTTP Basic"),
        (basic_header() + " x", "not HTTP Basic"),
        (f" {basic_header()}", "not HTTP Basic"),
        ("Basic a-b_", "not HTTP Basic"),
        ("Basic " + "A" * 2000, "not HTTP Basic"),
        ("Basic abcde", "no key and secret"),
        ("Basic YWJj", "no key and secret"),  # abc, without a colon
        ("Basic /zph", "no key and secret"),  # a byte that is no key
        ("Basic Og==", "not known"),  # an explicitly anonymous request: Communication 4.1
        (basic_header(secret="wrong"), "not known"),
        (basic_header(secret=""), "not known"),
        (basic_header(key="sb_other"), "not known"),
        (basic_header(key="sb_known\0"), "not known"),
        (basic_header(key="' or 1=1"), "not known"),
        (basic_header(key="SB_KNOWN"), "not known"),
    ],
)
def test_any_other_header_is_refused_with_a_reason(
    auth: AuthHarness, header: str | None, reason: str
) -> None:
    assert reason in auth.refusal_message(header)


def test_an_unknown_key_and_a_wrong_secret_are_told_alike(auth: AuthHarness) -> None:
    assert auth.refusal_message(basic_header(key="sb_other")) == auth.refusal_message(
        basic_header(secret="wrong")
    )


def test_an_unknown_key_with_an_empty_secret_is_unknown_all_the_same(auth: AuthHarness) -> None:
    assert "not known" in auth.refusal_message(basic_header(key="sb_other", secret=""))


def test_a_key_of_a_shape_that_none_has_never_reaches_the_database(auth: AuthHarness) -> None:
    auth.refusal_message(basic_header(key="nul\0"))
    auth.refusal_message(basic_header(key="x" * 65))
    assert auth.lookups == []


@given(st.text() | st.binary().map(lambda data: "Basic " + b64encode(data).decode()))
def test_no_header_does_more_than_being_refused(header: str) -> None:
    AuthHarness(ROW).refusal_message(header)


def test_a_row_is_asked_for_once_in_two_seconds(auth: AuthHarness) -> None:
    for _ in range(5):
        auth.authenticate(basic_header())
    assert auth.lookups == ["sb_known"]
    auth.seconds += 2
    auth.authenticate(basic_header())
    assert auth.lookups == ["sb_known"] * 2


def test_a_revoked_key_is_refused_within_two_seconds(auth: AuthHarness) -> None:
    auth.authenticate(basic_header())
    auth.rows[ROW.key] = replace(ROW, revoked="2026-11-23T00:00:00+00:00")
    auth.seconds += 2
    assert "revoked" in auth.refusal_message(basic_header())
    assert "not known" in auth.refusal_message(
        basic_header(secret="wrong")
    )  # who can't show the secret isn't told


def test_a_key_that_is_gone_is_refused_within_two_seconds(auth: AuthHarness) -> None:
    auth.authenticate(basic_header())
    auth.rows.clear()
    auth.seconds += 2
    assert "not known" in auth.refusal_message(basic_header())


def test_a_new_key_works_at_once(auth: AuthHarness) -> None:
    auth.refusal_message(basic_header(key="sb_new"))
    auth.rows["sb_new"] = replace(ROW, key="sb_new")
    assert auth.authenticate(basic_header(key="sb_new")).key == "sb_new"


def test_a_key_is_refused_from_the_moment_it_expires_though_it_is_remembered() -> None:
    auth = AuthHarness(replace(ROW, limits=Limits(expires=1_800_000_010_000_000)))
    auth.authenticate(basic_header())
    auth.now += 9.9
    auth.authenticate(basic_header())
    auth.now += 0.1
    assert "expired" in auth.refusal_message(basic_header())
    assert auth.lookups == ["sb_known"]


def test_what_is_remembered_is_bounded() -> None:
    auth = AuthHarness(*(replace(ROW, key=f"sb_{number}") for number in range(50)), most=10)
    for number in range(50):
        auth.authenticate(basic_header(key=f"sb_{number}"))
        auth.refusal_message(basic_header(key=f"sb_none{number}"))
    assert list(auth.credential_cache.entries) == [f"sb_{number}" for number in range(40, 50)]
