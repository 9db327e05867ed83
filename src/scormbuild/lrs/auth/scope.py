"""Scopes: what a key lets its holder do (xAPI 1.0.3 Communication 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from scormbuild.errors import Forbidden, SettingsError, did_you_mean
from scormbuild.lrs.xapi.document import READ_METHODS

# Those of Communication 4.2, and `identities/read`, which is our own: the standard knows no pseudonyms.
SCOPES = {
    "statements/write": "store statements",
    "statements/read/mine": "read the statements that this key stored",
    "statements/read": "read all statements, activities and persons",
    "state": "read and write state documents",
    "define": "let the statements of this key describe activities and persons",
    "profile": "read and write activity and agent profiles",
    "identities/read": "see who stands behind a pseudonym",
    "all/read": "read everything, but not who stands behind a pseudonym",
    "all": "everything",
}
# What is to be assumed where none is asked for (Communication 4.2).
DEFAULT_SCOPES = ("statements/write", "statements/read/mine")

_ALL = frozenset({"all"})
_READ = frozenset({"statements/read", "all/read", "all"})


@dataclass(frozen=True, slots=True)
class RequiredScopes:
    """What a resource asks of a key: any one of these scopes to read, any one of those to write."""

    read: frozenset[str] = _ALL
    write: frozenset[str] = _ALL


EVERYTHING = RequiredScopes()
STATEMENTS = RequiredScopes(_READ | {"statements/read/mine"}, _ALL | {"statements/write"})
# What is known of activities and persons was told by statements, so their scope is that of all statements.
ACTIVITIES = RequiredScopes(_READ)
AGENTS = RequiredScopes(_READ | {"identities/read"})
STATES = RequiredScopes(_ALL | {"state", "all/read"}, _ALL | {"state"})
PROFILES = RequiredScopes(_ALL | {"profile", "all/read"}, _ALL | {"profile"})


def parse_scopes(words: Iterable[str]) -> frozenset[str]:
    """The scopes that somebody asks for; the standard's two where none is named. Raises SettingsError."""
    scopes = frozenset(words) or frozenset(DEFAULT_SCOPES)
    for word in sorted(scopes - SCOPES.keys()):
        raise SettingsError(f"{word!r} is no scope\n  hint: {did_you_mean(word, SCOPES)}")
    return scopes


def require_scope(scopes: Set[str], resource: RequiredScopes, method: str) -> None:
    """Raise Forbidden where the scopes of a key don't let it do this."""
    required = resource.read if method in READ_METHODS else resource.write
    if required.isdisjoint(scopes):
        raise Forbidden(f"this key may not do that: it needs the scope {' or '.join(sorted(required))}")


def mine_only(scopes: Set[str]) -> bool:
    """Whether statements are to be read by the key's own authority alone."""
    return _READ.isdisjoint(scopes)


def may_define(scopes: Set[str]) -> bool:
    """Whether the definitions in statements of this key are taken over."""
    # Without it a statement is stored whole, but changes nothing that the LRS knows (Communication 4.2,
    # `define`).
    return "define" in scopes or "all" in scopes


def may_identify(scopes: Set[str]) -> bool:
    """Whether the key may learn who stands behind a pseudonym."""
    return "identities/read" in scopes or "all" in scopes
