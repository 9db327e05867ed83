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
from scormbuild.lrs.auth.credentials import Credential
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.auth.organisations import ALL, OFF
from scormbuild.lrs.privacy.pseudonym import Scheme

__all__ = ["Access", "Keyring", "Limits", "authenticate"]

REMEMBERED_SECONDS = 2.0  # so long may a revoked key live on
MOST_REMEMBERED = 10_000
LONGEST_HEADER = 1_000
BASIC = re.compile(r"basic +([a-z0-9+/]+={0,2})", re.IGNORECASE)
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
CHALLENGE = {"WWW-Authenticate": 'Basic realm="xAPI", charset="UTF-8"'}
NOBODY = sha256(b"").hexdigest()  # compared with for a key that isn't there, so that this takes as long


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
    arriving: bool = False  # what it stores comes by a road, or is treated alike


@dataclass(frozen=True, slots=True)
class Remembered:
    """A key's row in the form that a request asks for."""

    secret_hash: str
    revoked: bool
    expires: float
    access: Access
    until: float


class Keyring:
    """The keys that called of late, looked up anew when two seconds old."""

    def __init__(
        self,
        find: Callable[[str], Awaitable[Credential | None]],
        *,
        ticks: Callable[[], float],
        now: Callable[[], float],
        most: int = MOST_REMEMBERED,
    ) -> None:
        self.find = find
        self.ticks = ticks  # seconds of a clock that never runs back
        self.now = now  # seconds since 1970
        self.most = most
        self.remembered: dict[str, Remembered] = {}

    async def known(self, key: str) -> Remembered | None:
        """The row of a key; one that isn't known is asked for each time, so that a new key works at once."""
        entry = self.remembered.get(key)
        asked = self.ticks()
        if entry is not None and asked < entry.until:
            return entry
        self.remembered.pop(key, None)
        row = await self.find(key)
        if row is None:
            return None
        entry = remembered(row, asked + REMEMBERED_SECONDS)
        self.remembered[key] = entry
        if len(self.remembered) > self.most:
            del self.remembered[next(iter(self.remembered))]
        return entry


def remembered(row: Credential, until: float) -> Remembered:
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
        arriving=limits.road is not None or row.pseudonyms == ALL,
    )
    expires = float("inf") if limits.expires is None else limits.expires / 1e6
    return Remembered(row.secret_hash, row.revoked is not None, expires, access, until)


def authority_of(row: Credential) -> dict[str, Any]:
    """The Agent that vouches for what the key stores, by its road (xAPI 1.0.3 Data 2.4.9)."""
    road = row.limits.road
    account = {"homePage": row.home_page, "name": f"{road}/{row.key}" if road else row.key}
    return {"objectType": "Agent", "name": row.name, "account": account}


def scheme_of(row: Credential) -> Scheme | None:
    """How pseudonyms are made of the names that this key sends."""
    if row.pseudonym_key is None:
        return None
    road = row.limits.road
    return Scheme(
        row.pseudonym_key,
        row.home_page,
        numbered=row.limits.numbered,
        trusting=road is None,
        hiding=row.pseudonyms != OFF,
    )


async def authenticate(header: str | None, keyring: Keyring) -> Access:
    """Who the header Authorization shows to be calling; raises Unauthorized."""
    key, secret = credentials_of(header)
    entry = await keyring.known(key) if KEY.fullmatch(key) else None
    expected = NOBODY if entry is None else entry.secret_hash
    right = compare_digest(sha256(secret).hexdigest(), expected)
    if entry is None or not right:
        raise refused("the key or its secret is not known")
    if entry.revoked:
        raise refused("this key was revoked")
    if keyring.now() >= entry.expires:
        raise refused("this key has expired")
    return entry.access


def credentials_of(header: str | None) -> tuple[str, bytes]:
    """Key and secret out of the header; raises Unauthorized where it isn't of that form."""
    if header is None:
        raise refused("a key is needed: send it with its secret as HTTP Basic")
    match = BASIC.fullmatch(header) if len(header) <= LONGEST_HEADER else None
    if match is None:
        raise refused("the header Authorization is not HTTP Basic")
    try:
        key, colon, secret = b64decode(match[1], validate=True).partition(b":")
        if colon:
            return key.decode("ascii"), secret
    except (binascii.Error, UnicodeDecodeError):
        pass
    raise refused("the header Authorization holds no key and secret")


def refused(message: str) -> Unauthorized:
    """The error, with the challenge that HTTP asks for (RFC 9110 11.6.1)."""
    return Unauthorized(message, CHALLENGE)
