"""The report of an erasure: signed, and naming nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from scormbuild import __version__
from scormbuild.errors import BadRequest, SettingsError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.auth.secrets import ensure_secret, find_secret
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.rights.signing import is_genuine, public_key, sign_report
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.patterns import format_timestamp

Json = dict[str, Any]
KIND = "scormbuild erasure"


def create_erasure_report(
    connection: Connection, person: Person, until: int, counts: Mapping[str, int]
) -> Json:
    """What was done, when and by which version, signed with the organisation's key."""
    secret = ensure_secret(connection, person.organisation.id)
    content = {
        "kind": KIND,
        "version": __version__,
        "organisation": person.organisation.home_page,
        # By digests: the report outlives the erasure, and must not name whom it is about.
        "persons": person.digests(),
        "at": format_timestamp(until),
        "until": until,
        "counts": dict(counts),
        # So that others can check it; verify_erasure_report believes the organisation's own key only.
        "key": public_key(secret.signing_key),
    }
    return sign_report(content, secret.signing_key)


def parse_erasure_report(text: bytes, name: str) -> Json:
    """A report; raises SettingsError where the file is none."""
    try:
        found = decode_json(text)
    except BadRequest:
        found = None
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise SettingsError(
            f"{name} is no report of an erasure\n  hint: scormbuild lrs subject erase makes one"
        )
    return found


def verify_erasure_report(connection: Connection, organisation: Organisation, found: Json, name: str) -> None:
    """Raise SettingsError unless this organisation signed the report as it is."""
    secret = find_secret(connection, organisation.id)
    if secret is None or not is_genuine(found, public_key(secret.signing_key)):
        raise SettingsError(
            f"{name} was not signed by {organisation.name!r}, or was changed since\n"
            "  hint: name the right --database and --organisation; a changed report can't be mended"
        )
