"""What an identity provider tells of a person, and what that makes of them here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from scormbuild.lrs.auth.logins import LOGIN_NAME_PATTERN, ROLES

NAME_CLAIMS = ("preferred_username", "email", "upn", "sub")
INVALID_NAME_CHARACTERS = re.compile(r"[^a-z0-9._@+-]+")


def find_claim(claims: Mapping[str, Any], name: str) -> object:
    """A claim by its name, or by the names on the way to it with dots between, such as realm_access.roles."""
    # Providers also use names with dots or whole addresses in them, so the name as it stands goes first.
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def map_roles(claims: Mapping[str, Any], mapping: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The roles that the claims give, by the setting oidc_roles."""
    found = {
        given[value]
        for name, given in mapping.items()
        for value in claim_values(find_claim(claims, name))
        if value in given
    }
    return frozenset(found & set(ROLES))


def claim_values(claimed: object) -> Iterable[str]:
    """A claim as the list of words that it is, or stands for."""
    listed = claimed if isinstance(claimed, list) else [claimed]
    return [each for each in listed if isinstance(each, str)]


def issuer_subject(issuer: str, claims: Mapping[str, Any]) -> str:
    """What stays the same of a person (OpenID Connect Core 5.7): names and addresses may change hands."""
    return f"{issuer} {claims['sub']}"


def login_name(claims: Mapping[str, Any]) -> str:
    """What to call the login: as the person is called there, as far as a login can be called so."""
    for each in NAME_CLAIMS:
        said = claims.get(each)
        fit = (
            INVALID_NAME_CHARACTERS.sub("-", said.lower()).strip("._@+-")[:90]
            if isinstance(said, str)
            else ""
        )
        if LOGIN_NAME_PATTERN.fullmatch(fit):
            return fit
    return f"login-{subject_hash(str(claims['sub']))}"


def authentication_time(claims: Mapping[str, Any], now: int) -> int:
    """When the provider asked who it is, in seconds since 1970, by its claim `auth_time`; 0: unknown."""
    # Without it, somebody who logged in there this morning could pass for one who has just done so.
    claimed = claims.get("auth_time")
    return min(claimed, now) if type(claimed) is int and claimed > 0 else 0


def subject_hash(subject: str) -> str:
    """A few letters that tell two people of one name apart."""
    return sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()[:6]
