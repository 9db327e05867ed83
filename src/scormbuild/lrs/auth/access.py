"""Who calls: HTTP Basic with a key and its secret (xAPI 1.0.3 Communication 4.0, RFC 7617)."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from scormbuild.errors import Unauthorized
from scormbuild.lrs.auth.credentials import CACHE_SECONDS, Credential
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.auth.organisations import ALL, OFF
from scormbuild.lrs.auth.scope import may_define
from scormbuild.lrs.privacy.pseudonym import Scheme
from scormbuild.lrs.xapi.source import LMS

__all__ = ["Access", "CredentialCache", "Limits", "authenticate"]

MAX_CACHED = 10_000
# A key of ours with its secret takes some 100 characters in base64: what is much longer isn't decoded.
LONGEST_HEADER = 1_000
# The name of a scheme has no case (RFC 9110 11.1).
BASIC = re.compile(r"basic +([a-z0-9+/]+={0,2})", re.IGNORECASE)
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
# `charset` asks browsers for UTF-8 (RFC 7617 2.1).
CHALLENGE = {"WWW-Authenticate": 'Basic realm="xAPI", charset="UTF-8"'}
DUMMY_SECRET_HASH = sha256(
    b""
).hexdigest()  # compared with for a key that isn't there, so that this takes as long


@dataclass(frozen=True)
class Access:
    """Who calls, and what they may do."""

    key: str
    organisation: int
    organisation_name: str
    scopes: frozenset[str]
    authority: dict[str, Any]
    limits: Limits
    scheme: Scheme | None = field(default=None, repr=False)  # None: the organisation has no secret yet
    stores_incoming: bool = False  # what it stores has a known source, or is treated alike

    @property
    def may_name(self) -> bool:
        """Whether what the key calls people is what they are called here."""
        return may_name(self.scopes, self.limits.source)


@dataclass(frozen=True, slots=True)
class CachedCredential:
    """A key's row in the form that a request asks for."""

    secret_hash: str
    revoked: bool
    expires: float
    access: Access
    until: float


class CredentialCache:
    """The keys that called of late, looked up anew when two seconds old."""

    def __init__(
        self,
        find: Callable[[str], Awaitable[Credential | None]],
        *,
        monotonic: Callable[[], float],
        now: Callable[[], float],
        max_entries: int = MAX_CACHED,
    ) -> None:
        self.find = find
        self.monotonic = monotonic  # seconds of a clock that never runs back
        self.now = now  # seconds since 1970
        self.max_entries = max_entries
        self.entries: dict[str, CachedCredential] = {}

    async def find_credential(self, key: str) -> CachedCredential | None:
        """The row of a key; one that isn't known is asked for each time, so that a new key works at once."""
        entry = self.entries.get(key)
        asked = self.monotonic()
        if entry is not None and asked < entry.until:
            return entry
        # Taken out and put in again, so that the first in the dict is always the one asked for longest ago.
        self.entries.pop(key, None)
        row = await self.find(key)
        if row is None:
            return None
        entry = cached_credential(row, asked + CACHE_SECONDS)
        self.entries[key] = entry
        if len(self.entries) > self.max_entries:
            del self.entries[next(iter(self.entries))]
        return entry


def cached_credential(row: Credential, until: float) -> CachedCredential:
    """A row, with what a request needs worked out once."""
    limits = row.limits
    access = Access(
        row.key,
        row.organisation,
        row.organisation_name,
        row.scopes,
        authority_of(row),
        limits,
        scheme_of(row),
        stores_incoming=limits.source is not None or row.pseudonyms == ALL,
    )
    expires = float("inf") if limits.expires is None else limits.expires / 1e6
    return CachedCredential(row.secret_hash, row.revoked is not None, expires, access, until)


def authority_of(row: Credential) -> dict[str, Any]:
    """The Agent that vouches for what the key stores, by its road (xAPI 1.0.3 Data 2.4.9)."""
    source = row.limits.source
    account = {"homePage": row.home_page, "name": f"{source}/{row.key}" if source else row.key}
    return {"objectType": "Agent", "name": row.name, "account": account}


def may_name(scopes: frozenset[str], source: str | None) -> bool:
    """Whether a key tells who is who: an LMS's, or one that describes and whose secret is a secret."""
    return source == LMS or (source is None and may_define(scopes))


def scheme_of(row: Credential) -> Scheme | None:
    """How pseudonyms are made of the names that this key sends."""
    if row.pseudonym_key is None:
        return None
    source = row.limits.source
    return Scheme(
        row.pseudonym_key,
        row.home_page,
        names_are_ids=row.limits.names_are_ids,
        keeps_pseudonyms=source is None,
        hides_names=row.pseudonyms != OFF,
        trusts_names=may_name(row.scopes, source),
    )


async def authenticate(header: str | None, credential_cache: CredentialCache) -> Access:
    """Who the header Authorization shows to be calling; raises Unauthorized."""
    key, secret = parse_basic(header)
    # What can't be a key never reaches the database, where a NUL alone would be an error of PostgreSQL.
    entry = await credential_cache.find_credential(key) if KEY.fullmatch(key) else None
    expected = DUMMY_SECRET_HASH if entry is None else entry.secret_hash
    matches = compare_digest(sha256(secret).hexdigest(), expected)
    # This comes first: that a key was revoked, or when it expired, is told only to who has its secret.
    if entry is None or not matches:
        raise unauthorized_error("the key or its secret is not known")
    if entry.revoked:
        raise unauthorized_error("this key was revoked")
    if credential_cache.now() >= entry.expires:
        raise unauthorized_error("this key has expired")
    return entry.access


def parse_basic(header: str | None) -> tuple[str, bytes]:
    """Key and secret out of the header; raises Unauthorized where it isn't of that form."""
    if header is None:
        raise unauthorized_error("a key is needed: send it with its secret as HTTP Basic")
    match = BASIC.fullmatch(header) if len(header) <= LONGEST_HEADER else None
    if match is None:
        raise unauthorized_error("the header Authorization is not HTTP Basic")
    try:
        # A name holds no colon, a secret may: the first one parts them (RFC 7617 2).
        key, colon, secret = b64decode(match[1], validate=True).partition(b":")
        if colon:
            return key.decode("ascii"), secret
    except (binascii.Error, UnicodeDecodeError):
        pass
    raise unauthorized_error("the header Authorization holds no key and secret")


def unauthorized_error(message: str) -> Unauthorized:
    """The error, with the challenge that HTTP asks for (RFC 9110 11.6.1)."""
    return Unauthorized(message, CHALLENGE)
