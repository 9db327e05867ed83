"""The log-in at an identity provider: who comes in, in which role, and every way in which nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from support.dashboard.desk_room import HOST, Room, Visitor, opened
from support.dashboard.identity_provider import (
    CLIENT,
    EC_KEY,
    OTHER_KEY,
    SECRET,
    IdentityProvider,
    running,
    signed,
    unsigned,
    with_public_key,
)

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import logins
from scormbuild.lrs.settings import Settings, read_settings

Json = dict[str, Any]
ROLES = {
    "groups": {"lrs-analysts": "analyst", "lrs-readers": "reader"},
    "realm.roles": {"boss": "administrator"},
}
Open = Callable[..., Room]


@pytest.fixture(scope="module")
def server() -> Iterator[IdentityProvider]:
    """One provider for all."""
    with running() as started:
        yield started


@pytest.fixture
def provider(server: IdentityProvider) -> IdentityProvider:
    """As it is when it tells no lies."""
    fresh = IdentityProvider()
    fresh.issuer = server.issuer
    vars(server).update(vars(fresh))
    return server


@pytest.fixture
def enter(tmp_path: Path, provider: IdentityProvider) -> Iterator[Open]:
    """`enter(oidc_roles=…)`: a desk that sends people there."""
    with ExitStack() as stack:

        def open_(**more: Any) -> Room:
            url = f"sqlite:///{tmp_path / 'desk.db'}"
            settings = {
                "oidc_issuer": provider.issuer,
                "oidc_client_id": CLIENT,
                "oidc_client_secret": SECRET,
                "oidc_roles": ROLES,
                "public_url": HOST,
            }
            return stack.enter_context(opened(url, tmp_path / "lake", **{**settings, **more}))

        yield open_


def there_and_back(
    visitor: Visitor, provider: IdentityProvider, path: str = "/oidc", more: str = ""
) -> Response:
    """What a person sees who logs in there."""
    away = visitor.get(path)
    assert away.status_code == 303, away.text
    return visitor.get(f"/oidc/back?{provider.authorize(away.headers['location'])}{more}")


def known(room: Room) -> dict[str, frozenset[str]]:
    """The logins that there are, with their roles."""
    with room.database.reading() as connection:
        return {each.name: each.roles for each in logins.list_logins(connection)}


def test_who_has_a_role_there_comes_in_with_that_role(enter: Open, provider: IdentityProvider) -> None:
    room = enter()
    visitor = Visitor(room)
    assert "Log in through your organisation" in visitor.get("/login").text
    back = there_and_back(visitor, provider, "/oidc?next=%2Fhelp")
    assert (back.status_code, back.headers["location"]) == (303, "/dashboard/help")
    assert "anna.jansen" in visitor.get("/help").text
    assert known(room) == {"anna.jansen": {"analyst"}}
    assert visitor.get("/password").status_code == 200
    assert room.trail()[-1] == ("login anna.jansen", "logged in", {"elsewhere": True})
    provider.person |= {"groups": [], "realm": {"roles": ["boss"]}, "preferred_username": "other"}
    provider.signed = lambda claims: signed(claims, EC_KEY, "ES256", "ec")
    provider.ways = ["client_secret_post"]
    room.desk.identity_provider.discovery = None
    again = Visitor(room)
    assert there_and_back(again, provider).status_code == 303
    assert known(room) == {"anna.jansen": {"administrator"}}
    assert visitor.get("/health").status_code == 200
    assert SECRET not in room.log.getvalue() + repr(room.settings)


def test_two_people_of_one_name_stay_two_and_a_reader_reads_nothing_until_told_what(
    enter: Open, provider: IdentityProvider
) -> None:
    room = enter()
    room.login("anna.jansen", "administrator")
    provider.person |= {"groups": "lrs-readers"}
    visitor = Visitor(room)
    there_and_back(visitor, provider)
    assert sorted(map(sorted, known(room).values())) == [["administrator"], ["reader"]]
    name = next(name for name in known(room) if name != "anna.jansen")
    assert name.startswith("anna.jansen-")
    assert visitor.get("/health").status_code == 403
    with room.database.reading() as connection:
        assert logins.find_login(connection, name).courses == frozenset()


def test_without_a_mapping_only_those_come_in_who_were_made_by_hand(
    enter: Open, provider: IdentityProvider
) -> None:
    room = enter(oidc_roles=None)
    assert "no role here yet" in there_and_back(Visitor(room), provider).text
    room.login("anna", "auditor", password=None, subject=f"{provider.issuer} 7")
    visitor = Visitor(room)
    assert there_and_back(visitor, provider).headers["location"] == "/dashboard/"
    assert visitor.get("/trail").status_code == 200


def test_who_has_no_role_there_or_was_revoked_here_is_not_let_in(
    enter: Open, provider: IdentityProvider
) -> None:
    room = enter()
    there_and_back(Visitor(room), provider)
    provider.person["groups"] = ["others", {"odd": 1}, None]
    assert "no role here yet" in there_and_back(Visitor(room), provider).text
    assert known(room) == {"anna.jansen": {"analyst"}}
    provider.person["groups"] = ["lrs-analysts"]
    with room.database.writing() as connection:
        logins.revoke_login(connection, "anna.jansen")
    refused = there_and_back(Visitor(room), provider)
    assert refused.status_code == 403
    assert "desk=" not in str(
        [each for each in refused.headers.get_list("set-cookie") if "desk=" in each[:6]]
    )


def late(claims: Json) -> Json:
    return {**claims, "exp": int(time.time()) - 120}


def without(name: str) -> Callable[[Json], Json]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


LIES: dict[str, Callable[[Json], Json]] = {
    "another nonce": lambda claims: {**claims, "nonce": "x"},
    "no nonce": without("nonce"),
    "for another client": lambda claims: {**claims, "aud": "other"},
    "for two clients, by the other": lambda claims: {**claims, "aud": [CLIENT, "o"], "azp": "o"},
    "for another client, which names us": lambda claims: {**claims, "aud": "other", "azp": CLIENT},
    "of another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "expired": late,
    "without an end": without("exp"),
    "of nobody": without("sub"),
    "not valid yet": lambda claims: {**claims, "nbf": int(time.time()) + 600},
}
FORGERIES: dict[str, Callable[[Json], str]] = {
    "unsigned": unsigned,
    "signed by another": lambda claims: signed(claims, OTHER_KEY, "RS256", "rsa"),
    "signed with a key that isn't there": lambda claims: signed(claims, OTHER_KEY, "RS256", "new"),
    "signed otherwise": lambda claims: signed(claims, OTHER_KEY, "RS512", "rsa"),
    "signed with the public key as secret": with_public_key,
    "no token": lambda _: "x",
}


def test_a_token_that_lies_or_is_forged_lets_nobody_in(enter: Open, provider: IdentityProvider) -> None:
    room = enter()
    honest, plain = provider.signed, provider.change
    for name, change in LIES.items():
        provider.change = change
        assert there_and_back(Visitor(room), provider).status_code == 403, name
    provider.change = plain
    for name, forge in FORGERIES.items():
        provider.signed = forge
        assert there_and_back(Visitor(room), provider).status_code == 403, name
    assert known(room) == {}
    provider.signed = honest
    assert there_and_back(Visitor(room), provider).status_code == 303
    said = [line["said"] for line in room.lines if "said" in line]
    assert len(said) == len(LIES) + len(FORGERIES)
    assert "Anna" not in room.log.getvalue()


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(
    enter: Open, provider: IdentityProvider
) -> None:
    room = enter()
    visitor, other = Visitor(room), Visitor(room)
    away = visitor.get("/oidc").headers["location"]
    waiting = visitor.cookies["desk-oidc"]
    back = f"/oidc/back?{provider.authorize(away)}"
    assert other.get(back).status_code == 403
    other.get("/oidc")
    assert other.get(back).status_code == 403
    assert visitor.get(f"{back}&iss=https://evil.example").status_code == 403
    visitor.cookies.set("desk-oidc", waiting, domain="desk.test")
    assert visitor.get(back).status_code == 303
    thief = Visitor(room)
    thief.cookies.set("desk-oidc", waiting, domain="desk.test")
    assert thief.get(f"/oidc/back?{provider.authorize(away)}").status_code == 403
    late_one = Visitor(room)
    address = late_one.get("/oidc").headers["location"]
    waiting = room.desk.identity_provider
    now, waiting.now = waiting.now, lambda: time.time() + 601
    assert late_one.get(f"/oidc/back?{provider.authorize(address)}").status_code == 403
    waiting.now = now
    for odd in ("", "state=x", "error=access_denied", "error=a%0Ab", "code=x&state="):
        assert Visitor(room).get(f"/oidc/back?{odd}").status_code == 403
    for odd in ("x", "e30", "bnVsbA", "W10", "W1tb" * 1000):
        planted = Visitor(room)
        planted.cookies.set("desk-oidc", odd, domain="desk.test")
        assert planted.get("/oidc/back?code=x&state=").status_code == 403


def test_a_provider_that_is_away_or_is_another_one_is_told_in_words(
    enter: Open, provider: IdentityProvider
) -> None:
    room = enter()
    for lie in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": ""},
        {"jwks_uri": f"{provider.issuer}/.well-known/openid-configuration"},
        {"x": "x" * 300_000},
    ):
        provider.discovery = lie
        answer = Visitor(room).get("/oidc")
        assert answer.status_code == 403
        assert "work. Try again" in answer.text
    provider.discovery = {}
    assert Visitor(room).get("/oidc").status_code == 303


def test_a_desk_without_a_provider_has_no_such_page(room: Room) -> None:
    assert Visitor(room).get("/oidc").status_code == 404
    assert Visitor(room).get("/oidc/back").status_code == 404
    assert "/oidc" not in Visitor(room).get("/login").text


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
