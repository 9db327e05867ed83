"""The log-in at an identity provider: who comes in, in which role, and every way in which nobody does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from httpx import Response
from support.dashboard.harness import HOST, DashboardClient, DashboardHarness, open_harness
from support.dashboard.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    EC_KEY,
    OTHER_KEY,
    RSA_KEY,
    IdentityProvider,
    public_jwk,
    public_key_hmac_token,
    run_identity_provider,
    sign_token,
    unsigned_token,
)

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import logins
from scormbuild.lrs.auth.logins import ALL_ORGANISATIONS
from scormbuild.lrs.settings import Settings, read_settings

Json = dict[str, Any]
ROLES = {
    "groups": {"lrs-analysts": "analyst", "lrs-readers": "reader"},
    "realm.roles": {"boss": "administrator"},
}
OpenHarness = Callable[..., DashboardHarness]


@pytest.fixture(scope="module")
def shared_provider() -> Iterator[IdentityProvider]:
    """One provider for all."""
    with run_identity_provider() as started:
        yield started


@pytest.fixture
def provider(shared_provider: IdentityProvider) -> IdentityProvider:
    """As it is when it tells no lies."""
    fresh = IdentityProvider()
    fresh.issuer = shared_provider.issuer
    vars(shared_provider).update(vars(fresh))
    return shared_provider


@pytest.fixture
def open_oidc_harness(tmp_path: Path, provider: IdentityProvider) -> Iterator[OpenHarness]:
    """`open_oidc_harness(oidc_roles=…)`: a dashboard that sends people there."""
    with ExitStack() as stack:

        def open_(**more: Any) -> DashboardHarness:
            url = f"sqlite:///{tmp_path / 'desk.db'}"
            settings = {
                "oidc_issuer": provider.issuer,
                "oidc_client_id": CLIENT_ID,
                "oidc_client_secret": CLIENT_SECRET,
                "oidc_roles": ROLES,
                "public_url": HOST,
            }
            return stack.enter_context(open_harness(url, tmp_path / "lake", **{**settings, **more}))

        yield open_


def log_in_with_provider(
    client: DashboardClient, provider: IdentityProvider, path: str = "/oidc", more: str = ""
) -> Response:
    """What a person sees who logs in there."""
    away = client.get(path)
    assert away.status_code == 303, away.text
    return client.get(f"/oidc/back?{provider.authorize(away.headers['location'])}{more}")


def roles_by_login(harness: DashboardHarness) -> dict[str, frozenset[str]]:
    """The logins that there are, with their roles."""
    with harness.database.reading() as connection:
        return {each.name: each.roles for each in logins.list_logins(connection)}


def test_who_has_a_role_there_comes_in_with_that_role(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    client = DashboardClient(harness)
    assert "Log in through your organisation" in client.get("/login").text
    back = log_in_with_provider(client, provider, "/oidc?next=%2Fhelp")
    assert (back.status_code, back.headers["location"]) == (303, "/dashboard/help")
    assert "anna.jansen" in client.get("/help").text
    assert roles_by_login(harness) == {"anna.jansen": {"analyst"}}
    assert client.get("/password").status_code == 200
    made, came_in = harness.audit_log()
    assert made == ("identity provider", "login made", {"login": "anna.jansen", "roles": ["analyst"]})
    assert came_in == ("login anna.jansen", "logged in", {"elsewhere": True})
    provider.person |= {"groups": [], "realm": {"roles": ["boss"]}, "preferred_username": "other"}
    provider.sign_token = lambda claims: sign_token(claims, EC_KEY, "ES256", "ec")
    provider.auth_methods = ["client_secret_post"]
    harness.dashboard.identity_provider.discovery = None
    again = DashboardClient(harness)
    assert log_in_with_provider(again, provider).status_code == 303
    assert roles_by_login(harness) == {"anna.jansen": {"administrator"}}
    changed = {"login": "anna.jansen", "roles": ["administrator"], "before": ["analyst"]}
    assert harness.audit_log()[-2] == ("identity provider", "login changed", changed)
    assert client.get("/health").status_code == 200
    assert CLIENT_SECRET not in harness.log.getvalue() + repr(harness.settings)


def test_two_people_of_one_name_stay_two_and_a_reader_reads_nothing_until_told_what(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    harness.create_login("anna.jansen", "administrator")
    provider.person |= {"groups": "lrs-readers"}
    client = DashboardClient(harness)
    log_in_with_provider(client, provider)
    assert sorted(map(sorted, roles_by_login(harness).values())) == [["administrator"], ["reader"]]
    name = next(name for name in roles_by_login(harness) if name != "anna.jansen")
    assert name.startswith("anna.jansen-")
    assert client.get("/health").status_code == 403
    with harness.database.reading() as connection:
        assert logins.find_login(connection, name).courses == frozenset()


def test_without_a_mapping_only_those_come_in_who_were_made_by_hand(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness(oidc_roles=None)
    assert "no role here yet" in log_in_with_provider(DashboardClient(harness), provider).text
    harness.create_login("anna", "auditor", password=None, subject=f"{provider.issuer} 7")
    client = DashboardClient(harness)
    assert log_in_with_provider(client, provider).headers["location"] == "/dashboard/"
    assert client.get("/audit-log").status_code == 200


def test_who_has_no_role_there_or_was_revoked_here_is_not_let_in(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    log_in_with_provider(DashboardClient(harness), provider)
    provider.person["groups"] = ["others", {"odd": 1}, None]
    assert "no role here yet" in log_in_with_provider(DashboardClient(harness), provider).text
    assert roles_by_login(harness) == {"anna.jansen": {"analyst"}}
    provider.person["groups"] = ["lrs-analysts"]
    with harness.database.writing() as connection:
        logins.revoke_login(connection, "anna.jansen")
    refused = log_in_with_provider(DashboardClient(harness), provider)
    assert refused.status_code == 403
    assert "desk=" not in str(
        [each for each in refused.headers.get_list("set-cookie") if "desk=" in each[:6]]
    )


def test_a_role_that_was_taken_back_there_is_so_here_and_stands_in_the_audit_log_once(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    for groups in (["lrs-analysts", "lrs-readers"], ["lrs-readers"], ["lrs-readers"]):
        provider.person["groups"] = groups
        log_in_with_provider(DashboardClient(harness), provider)
    assert [
        (who, action, each["roles"]) for who, action, each in harness.audit_log() if action != "logged in"
    ] == [
        ("identity provider", "login made", ["analyst", "reader"]),
        ("identity provider", "login changed", ["reader"]),
    ]


def test_a_token_for_several_that_we_have_asked_for_is_taken(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    for more in ({"aud": [CLIENT_ID]}, {"aud": [CLIENT_ID, "o"], "azp": CLIENT_ID}, {"azp": CLIENT_ID}):
        provider.change_claims = lambda claims, more=more: {**claims, **more}
        assert log_in_with_provider(DashboardClient(harness), provider).status_code == 303, more


def test_the_name_of_who_was_revoked_here_goes_to_no_namesake_there(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    log_in_with_provider(DashboardClient(harness), provider)
    with harness.database.writing() as connection:
        logins.revoke_login(connection, "anna.jansen")
    provider.person["sub"] = "8"
    assert log_in_with_provider(DashboardClient(harness), provider).status_code == 303
    names = roles_by_login(harness).keys()
    assert "anna.jansen" in names
    assert len(names) == 2


def test_who_comes_in_from_elsewhere_changes_nothing_until_the_provider_has_asked_again_who_it_is(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    provider.person["realm"] = {"roles": ["boss"]}
    harness.create_login("bram", "analyst")
    client, form = DashboardClient(harness), {"login": "bram", "confirmed": "yes"}

    def revocation(auth_time: float | None, path: str = "/oidc") -> Response:
        provider.person.pop("auth_time", None)
        provider.person |= {} if auth_time is None else {"auth_time": auth_time}
        log_in_with_provider(client, provider, path)
        return client.post("/logins/revoke", form)

    now = int(harness.clock.now)
    for unknown in (None, now - 601, -1, str(now), True, float(now)):
        refused = revocation(unknown)
        assert "Dit kan alleen als je net bent ingelogd" in refused.text, unknown
        assert 'name="own_password"' not in refused.text
    again = re.search(r'href="/dashboard(/oidc\?again[^"]+)"', refused.text)[1].replace("&amp;", "&")
    query = dict(parse_qsl(urlsplit(client.get(again).headers["location"]).query))
    assert (query["prompt"], query["max_age"]) == ("login", "600")
    before = client.cookies["desk"]
    assert revocation(now - 5, again).status_code == 303
    assert client.cookies["desk"] != before
    with harness.database.reading() as connection:
        assert logins.find_login(connection, "bram").revoked
        left = connection.exec_driver_sql("select count(*) from admission").scalar()
    assert left == 1  # each log-in ended the session before it
    assert log_in_with_provider(client, provider, again).headers["location"] == "/dashboard/logins"


def test_who_logs_in_again_goes_on_looking_at_the_same_organisation(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness(oidc_roles=None)
    subject = f"{provider.issuer} 7"
    harness.create_login(
        "anna", "administrator", organisation=ALL_ORGANISATIONS, password=None, subject=subject
    )
    client = DashboardClient(harness)
    log_in_with_provider(client, provider)
    client.post("/organisations/choose", {"organisation": harness.other_organisation.id})
    log_in_with_provider(client, provider, "/oidc?again=yes")
    assert '<span class="organisation">Other' in client.get("/keys").text
    log_in_with_provider(DashboardClient(harness), provider)
    client.post("/logout")
    log_in_with_provider(client, provider)
    assert '<span class="organisation">default' in client.get("/keys").text


def with_past_expiry(claims: Json) -> Json:
    return {**claims, "exp": int(time.time()) - 120}


def without_claim(name: str) -> Callable[[Json], Json]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


INVALID_CLAIMS: dict[str, Callable[[Json], Json]] = {
    "another nonce": lambda claims: {**claims, "nonce": "x"},
    "no nonce": without_claim("nonce"),
    "for another client": lambda claims: {**claims, "aud": "other"},
    "for two clients, by the other": lambda claims: {**claims, "aud": [CLIENT_ID, "o"], "azp": "o"},
    "for two clients, by nobody": lambda claims: {**claims, "aud": [CLIENT_ID, "o"]},
    "for us, by another": lambda claims: {**claims, "azp": "o"},
    "for us, by nobody in particular": lambda claims: {**claims, "azp": ""},
    "for another client, which names us": lambda claims: {**claims, "aud": "other", "azp": CLIENT_ID},
    "of another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "of our issuer with a stroke behind": lambda claims: {**claims, "iss": f"{claims['iss']}/"},
    "of two issuers": lambda claims: {**claims, "iss": [claims["iss"]]},
    "without an issuer": without_claim("iss"),
    "without an audience": without_claim("aud"),
    "without a beginning": without_claim("iat"),
    "from before the log-in": lambda claims: {**claims, "iat": claims["iat"] - 3600},
    "with a beginning in words": lambda claims: {**claims, "iat": str(claims["iat"])},
    "of an empty subject": lambda claims: {**claims, "sub": ""},
    "of a blank subject": lambda claims: {**claims, "sub": " "},
    "of a subject that is a number": lambda claims: {**claims, "sub": 7},
    "of a subject that is a list": lambda claims: {**claims, "sub": ["7"]},
    "of an endless subject": lambda claims: {**claims, "sub": "7" * 256},
    "expired": with_past_expiry,
    "without an end": without_claim("exp"),
    "of nobody": without_claim("sub"),
    "not valid yet": lambda claims: {**claims, "nbf": int(time.time()) + 600},
}
FORGED_TOKENS: dict[str, Callable[[Json], str]] = {
    "unsigned": unsigned_token,
    "signed by another": lambda claims: sign_token(claims, OTHER_KEY, "RS256", "rsa"),
    "signed with a key that isn't there": lambda claims: sign_token(claims, OTHER_KEY, "RS256", "new"),
    "signed otherwise": lambda claims: sign_token(claims, OTHER_KEY, "RS512", "rsa"),
    "signed with the public key as secret": public_key_hmac_token,
    "no token": lambda _: "x",
}


def test_a_token_that_lies_or_is_forged_lets_nobody_in(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    honest, plain = provider.sign_token, provider.change_claims
    for name, change in INVALID_CLAIMS.items():
        provider.change_claims = change
        assert log_in_with_provider(DashboardClient(harness), provider).status_code == 403, name
    provider.change_claims = plain
    for name, forge in FORGED_TOKENS.items():
        provider.sign_token = forge
        assert log_in_with_provider(DashboardClient(harness), provider).status_code == 403, name
    assert roles_by_login(harness) == {}
    provider.sign_token = honest
    assert log_in_with_provider(DashboardClient(harness), provider).status_code == 303
    said = [line["said"] for line in harness.log_lines if "said" in line]
    assert len(said) == len(INVALID_CLAIMS) + len(FORGED_TOKENS)
    assert "Anna" not in harness.log.getvalue()


def test_a_key_that_is_new_at_the_provider_is_fetched_but_once_a_minute(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    waiting = harness.dashboard.identity_provider
    moment = 1000.0
    waiting.monotonic = lambda: moment
    assert log_in_with_provider(DashboardClient(harness), provider).status_code == 303
    provider.keys = [public_jwk(OTHER_KEY, "new")]
    provider.sign_token = lambda claims: sign_token(claims, OTHER_KEY, "RS256", "new")
    moment += 59
    assert log_in_with_provider(DashboardClient(harness), provider).status_code == 403
    assert provider.requested_paths.count("/keys") == 1
    moment += 2
    assert log_in_with_provider(DashboardClient(harness), provider).status_code == 303
    assert provider.requested_paths.count("/keys") == 2
    # The key that was taken back is believed no longer.
    provider.sign_token = lambda claims: sign_token(claims, RSA_KEY, "RS256", "rsa")
    assert log_in_with_provider(DashboardClient(harness), provider).status_code == 403
    moment += 3601
    log_in_with_provider(DashboardClient(harness), provider)
    assert provider.requested_paths.count("/keys") == 3


def test_only_a_key_that_is_for_signing_is_believed_and_without_a_name_only_where_there_is_one(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()

    def log_in(*keys: Json) -> int:
        provider.keys = list(keys)
        harness.dashboard.identity_provider.discovery = None
        return log_in_with_provider(DashboardClient(harness), provider).status_code

    assert log_in(public_jwk(RSA_KEY, "rsa", use="enc")) == 403
    assert log_in(public_jwk(RSA_KEY, "rsa")) == 303
    provider.sign_token = lambda claims: sign_token(claims, RSA_KEY, "RS256", None)
    assert log_in(public_jwk(RSA_KEY, "rsa"), public_jwk(OTHER_KEY, "other")) == 403
    assert log_in(public_jwk(RSA_KEY, "rsa"), public_jwk(OTHER_KEY, "other", use="enc")) == 303


def test_keys_that_come_with_an_error_are_not_taken(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    provider.keys_status = 500
    assert DashboardClient(harness).get("/oidc").status_code == 403
    provider.keys_status = 200
    assert DashboardClient(harness).get("/oidc").status_code == 303


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    client, other = DashboardClient(harness), DashboardClient(harness)
    away = client.get("/oidc").headers["location"]
    waiting = client.cookies["desk-oidc"]
    back = f"/oidc/back?{provider.authorize(away)}"
    assert other.get(back).status_code == 403
    other.get("/oidc")
    assert other.get(back).status_code == 403
    assert client.get(f"{back}&iss=https://evil.example").status_code == 403
    client.cookies.set("desk-oidc", waiting, domain="desk.test")
    assert client.get(back).status_code == 303
    thief = DashboardClient(harness)
    thief.cookies.set("desk-oidc", waiting, domain="desk.test")
    assert thief.get(f"/oidc/back?{provider.authorize(away)}").status_code == 403
    late_one = DashboardClient(harness)
    address = late_one.get("/oidc").headers["location"]
    waiting = harness.dashboard.identity_provider
    now, waiting.now = waiting.now, lambda: time.time() + 601
    assert late_one.get(f"/oidc/back?{provider.authorize(address)}").status_code == 403
    waiting.now = now
    for odd in ("", "state=x", "error=access_denied", "error=a%0Ab", "code=x&state="):
        assert DashboardClient(harness).get(f"/oidc/back?{odd}").status_code == 403
    for odd in ("x", "e30", "bnVsbA", "W10", "W1tb" * 1000):
        planted = DashboardClient(harness)
        planted.cookies.set("desk-oidc", odd, domain="desk.test")
        assert planted.get("/oidc/back?code=x&state=").status_code == 403


def test_a_provider_that_is_away_or_is_another_one_is_told_in_words(
    open_oidc_harness: OpenHarness, provider: IdentityProvider
) -> None:
    harness = open_oidc_harness()
    for lie in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": ""},
        {"jwks_uri": f"{provider.issuer}/.well-known/openid-configuration"},
        {"x": "x" * 300_000},
    ):
        provider.metadata_changes = lie
        answer = DashboardClient(harness).get("/oidc")
        assert answer.status_code == 403
        assert "work. Try again" in answer.text
    provider.metadata_changes = {}
    assert DashboardClient(harness).get("/oidc").status_code == 303


def test_a_dashboard_without_a_provider_has_no_such_page(harness: DashboardHarness) -> None:
    assert DashboardClient(harness).get("/oidc").status_code == 404
    assert DashboardClient(harness).get("/oidc/back").status_code == 404
    assert "/oidc" not in DashboardClient(harness).get("/login").text


def test_settings_of_a_provider_are_read_and_refused_in_words(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scormbuild-lrs.toml").write_text(
        'oidc_issuer = "https://login.example.org"\noidc_client_id = "desk"\noidc_client_secret = "s3cret"\n'
        'public_url = "https://lrs.example.org"\n[oidc_roles.groups]\nlrs-analysts = "analyst"\n'
    )
    settings = read_settings({}, {})
    assert settings.oidc_roles == {"groups": {"lrs-analysts": "analyst"}}
    assert "s3cret" not in repr(settings)
    named = {"SCORMBUILD_LRS_OIDC_ROLES": '{"groups": {"a": "reader"}}'}
    assert read_settings({}, named).oidc_roles == {"groups": {"a": "reader"}}
    for odd in ("x", "[]", '{"a": 1}', '{"a": {"b": 1}}'):
        with pytest.raises(SettingsError, match="no table of claims"):
            read_settings({}, {"SCORMBUILD_LRS_OIDC_ROLES": odd})
    for odd in ("http://login.example.org", "login.example.org", "https://a?b", "https://a#b", "https://"):
        with pytest.raises(SettingsError, match="is no"):
            read_settings({}, {"SCORMBUILD_LRS_OIDC_ISSUER": odd})
    (tmp_path / "scormbuild-lrs.toml").unlink()
    with pytest.raises(SettingsError, match="oidc_client_id is missing"):
        read_settings({}, {"SCORMBUILD_LRS_OIDC_ISSUER": "http://127.0.0.1:5000"})


def test_a_role_that_nobody_knows_stops_the_start() -> None:
    from scormbuild.dashboard.mount import create_identity_provider as made

    settings = Settings(oidc_issuer="https://a", oidc_client_id="b", oidc_roles={"groups": {"x": "boss"}})
    with pytest.raises(SettingsError, match="'boss' is no role"):
        made(settings)
