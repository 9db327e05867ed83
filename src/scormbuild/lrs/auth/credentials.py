"""Keys: made with a random secret that is shown once; only its hash is stored."""

from __future__ import annotations

import json
import secrets
from collections.abc import Set
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.limits import STATEMENTS_WRITE, Limits, limits_from_json, validate_limits
from scormbuild.lrs.auth.rate import effective_limits
from scormbuild.lrs.auth.scope import DEFAULT_SCOPES, SCOPES, parse_scopes
from scormbuild.lrs.auth.secrets import ensure_secret
from scormbuild.lrs.database.clock import now_text

# With what a key is made of, so that whoever makes one needs this module alone.
__all__ = [
    "CACHE_SECONDS",
    "DEFAULT_SCOPES",
    "SCOPES",
    "STATEMENTS_WRITE",
    "Credential",
    "Limits",
    "create_credential",
    "create_first_credential",
    "effective_limits",
    "find_credential",
    "list_credentials",
    "parse_scopes",
    "revoke_credential",
    "validate_limits",
]

CACHE_SECONDS = 2.0  # so long may a revoked key live on
KEY_PREFIX = "sb_"
KEY_BYTES, SECRET_BYTES = 16, 32
SELECT = """select credential.key, credential.organisation, organisation.name as organisation_name, home_page,
                   secret_hash, credential.name, scopes, limits, credential.created, revoked,
                   pseudonyms, pseudonym_key
            from credential join organisation on organisation.id = credential.organisation
            left join secret on secret.organisation = credential.organisation"""


@dataclass(frozen=True)
class Credential:
    """A key's row, with its organisation."""

    key: str
    organisation: int
    organisation_name: str
    home_page: str
    secret_hash: str
    name: str
    scopes: frozenset[str]
    limits: Limits
    created: str
    revoked: str | None
    pseudonyms: str = organisations.KNOWN_SOURCES  # whose statements bear pseudonyms
    pseudonym_key: str | None = field(default=None, repr=False)


def hash_secret(secret: str) -> str:
    """The stored form of a secret: as it is random, one round is as good as many (SHA-256)."""
    return sha256(secret.encode()).hexdigest()


def create_credential(
    connection: Connection, organisation: int, name: str, scopes: Set[str], limits: Limits
) -> tuple[str, str]:
    """A new key and its secret, which nobody can see again; raises SettingsError for a limit or name."""
    organisations.validate_name(name)
    validate_limits(limits, scopes)
    if limits.source or "identities/read" in scopes or "all" in scopes:
        ensure_secret(connection, organisation)  # an organisation from before there were any
    key = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = {
        "key": key,
        "organisation": organisation,
        "secret_hash": hash_secret(secret),
        "name": name,
        "scopes": " ".join(sorted(scopes)),
        "limits": json.dumps(limits.to_json()),
        "created": now_text(),
    }
    columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
    connection.execute(text(f"insert into credential ({columns}) values ({values})"), row)  # noqa: S608 (names from above)
    return key, secret


def create_first_credential(connection: Connection) -> tuple[str, str] | None:
    """A key that may do everything, for a new database; None where it has a key, even a revoked one."""
    organisation = organisations.ensure_default(connection)
    lock = text("update organisation set name = name where id = :id")  # an LRS starting beside us waits
    connection.execute(lock, {"id": organisation.id})
    # Revoked keys count: who revokes the only one on purpose must not find another at the next start.
    if connection.execute(text("select key from credential limit 1")).first():
        return None
    return create_credential(connection, organisation.id, "first key", {"all"}, Limits())


def find_credential(connection: Connection, key: str) -> Credential | None:
    """The row of a key, revoked or not."""
    row = connection.execute(text(f"{SELECT} where credential.key = :key"), {"key": key}).first()
    return None if row is None else credential_from_row(row)


def list_credentials(connection: Connection, organisation: int | None = None) -> list[Credential]:
    """All keys, or those of one organisation, oldest first."""
    where = "" if organisation is None else "where credential.organisation = :organisation"
    found = connection.execute(
        text(f"{SELECT} {where} order by organisation.name, credential.created, credential.key"),
        {} if organisation is None else {"organisation": organisation},
    )
    return [credential_from_row(row) for row in found]


def revoke_credential(connection: Connection, key: str) -> Credential:
    """Revoke a key, once: LRSs refuse it within two seconds. Raises SettingsError for an unknown one."""
    # The first moment stays: revoking again must not make it look as if the key had lived longer.
    sql = text("update credential set revoked = :now where key = :key and revoked is null")
    connection.execute(sql, {"now": now_text(), "key": key})
    found = find_credential(connection, key)
    if found is None:
        raise SettingsError(f"there is no key {key!r}\n  hint: scormbuild lrs key list shows all keys")
    return found


def credential_from_row(row: Row[Any]) -> Credential:
    """A row as it is used."""
    values = dict(row._mapping)
    scopes, limits = (
        frozenset(values.pop("scopes").split()),
        limits_from_json(json.loads(values.pop("limits"))),
    )
    return Credential(**values, scopes=scopes, limits=limits)
