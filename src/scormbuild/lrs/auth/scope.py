"""Scopes: what a key lets its holder do (xAPI 1.0.3 Communication 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Set

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
_READ_STATEMENTS = _READ | {"statements/read/mine"}
_REQUIRED_SCOPES = {
    "/statements": (_READ_STATEMENTS, _ALL | {"statements/write"}),
    # What is known of activities and persons was told by statements, so their scope is that of all
    # statements.
    "/activities": (_READ, _ALL),
    "/agents": (_READ | {"identities/read"}, _ALL),
    "/activities/state": (_ALL | {"state", "all/read"}, _ALL | {"state"}),
    "/activities/profile": (_ALL | {"profile", "all/read"}, _ALL | {"profile"}),
    "/agents/profile": (_ALL | {"profile", "all/read"}, _ALL | {"profile"}),
}


def parse_scopes(words: Iterable[str]) -> frozenset[str]:
    """The scopes that somebody asks for; the standard's two where none is named. Raises SettingsError."""
    scopes = frozenset(words) or frozenset(DEFAULT_SCOPES)
    for word in sorted(scopes - SCOPES.keys()):
        raise SettingsError(f"{word!r} is no scope\n  hint: {did_you_mean(word, SCOPES)}")
    return scopes


def required_scopes(resource: str, method: str) -> frozenset[str]:
    """The scopes of which any one lets a key use a method of a resource, such as "/activities/state"."""
    reading, writing = _REQUIRED_SCOPES.get(resource, (_ALL, _ALL))
    return reading if method in READ_METHODS else writing


def permits(scopes: Set[str], required: frozenset[str]) -> bool:
    """Whether the scopes of a key hold one of those that are needed."""
    return not required.isdisjoint(scopes)


def require_scope(scopes: Set[str], resource: str, method: str) -> None:
    """Raise Forbidden where the scopes of a key don't let it do this."""
    required = required_scopes(resource, method)
    if not permits(scopes, required):
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
