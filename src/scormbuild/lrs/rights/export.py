"""Everything that is kept about a person, as data (AVG/GDPR articles 15 and 20)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import BadRequest
from scormbuild.lrs.people import teams
from scormbuild.lrs.privacy.pseudonym import person_mark
from scormbuild.lrs.rights import holds
from scormbuild.lrs.rights.mentions import about, others_hidden
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.store import courses
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.attachments import content
from scormbuild.lrs.store.definitions import definition
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode
from scormbuild.lrs.xapi.multipart import essence
from scormbuild.lrs.xapi.patterns import timestamp_text
from scormbuild.lrs.xapi.statement.prepare import digests
from scormbuild.lrs.xapi.statement.references import key

Json = dict[str, Any]
PORTION = 500
VOIDED = text(
    "select seq from statement where organisation = :organisation and seq in :seqs and voided"
).bindparams(bindparam("seqs", expanding=True))
DOCUMENTS = text(
    "select resource, activity, registration, id, content_type, content, updated from document"
    " where organisation = :organisation and agent in :ifis order by resource, activity, registration, id"
).bindparams(bindparam("ifis", expanding=True))
NAMES = text(
    "select distinct name from person where organisation = :organisation and key in :keys order by name"
).bindparams(bindparam("keys", expanding=True))
MARKS = text(
    "select until from erased where organisation = :organisation and mark in :marks order by until"
).bindparams(bindparam("marks", expanding=True))


def export(connection: Connection, person: Person, made: int) -> tuple[Json, dict[str, bytes]]:
    """All of it, and the contents of attachments by their hash; other people are without names in it."""
    own: list[Json] = []
    mentions: list[Json] = []
    attached: dict[str, bytes] = {}
    for statement, voided in statements(connection, person):
        if ifi(statement["actor"]) in person.ifis:
            shown = others_hidden(statement, person.ifis, person.organisation.home_page)
            own.append({"voided": voided, "statement": shown})
            attached |= contents(connection, person, statement)
        elif about(statement, person.ifis):
            mentions.append(others_hidden(statement, person.ifis, person.organisation.home_page))
    ours = {"organisation": person.organisation.id}
    keys = [key("agent", each) for each in sorted(person.ifis)]
    marks = [person_mark(person.pseudonym_key, each) for each in person.pseudonyms]
    told = {
        "made": timestamp_text(made),
        "organisation": {"name": person.organisation.name, "home_page": person.organisation.home_page},
        "pseudonym": person.person,
        "identities": [asdict(each) for each in person.identities],
        "identifiers": sorted(person.ifis),
        "names": list(connection.scalars(NAMES, {**ours, "keys": keys})),
        "teams": teams.of(connection, person.organisation.id, {*person.pseudonyms, *person.called()}),
        "statements": own,
        "mentions": mentions,
        "documents": list(documents(connection, person)),
        "attachments": [{"sha2": sha2, "size": len(octets)} for sha2, octets in attached.items()],
        "holds": [{"reason": each.reason, "since": each.since} for each in holds.of(connection, person)],
        "erasures": [timestamp_text(each) for each in connection.scalars(MARKS, {**ours, "marks": marks})],
    }
    return told, attached


def statements(connection: Connection, person: Person) -> Iterator[tuple[Json, bool]]:
    """Those that may be about the person, in stored order, and whether each is voided."""
    seqs = person.seqs(connection)
    for first in range(0, len(seqs), PORTION):
        some = seqs[first : first + PORTION]
        bound = {"organisation": person.organisation.id, "seqs": some}
        voided = set(connection.scalars(VOIDED, bound))
        for stored in amend.at(connection, person.organisation.id, some):
            yield stored.statement, stored.seq in voided


def contents(connection: Connection, person: Person, statement: Json) -> dict[str, bytes]:
    """The attachments of a statement that are kept here."""
    found = {sha2: content(connection, person.organisation.id, sha2) for sha2 in digests(statement)}
    return {sha2: octets for sha2, octets in found.items() if octets is not None}


def documents(connection: Connection, person: Person) -> Iterator[Json]:
    """States and profiles of the person."""
    bound = {"organisation": person.organisation.id, "ifis": sorted(person.ifis)}
    for row in connection.execute(DOCUMENTS, bound):
        told = {name: getattr(row, name) for name in ("resource", "activity", "registration", "id")}
        told |= {"updated": timestamp_text(row.updated), "content_type": row.content_type}
        yield told | shown(bytes(row.content), essence(row.content_type))


def shown(octets: bytes, kind: str) -> Json:
    """A document's content: JSON as such, text as text, all else in base64."""
    try:
        if kind == "application/json":
            return {"content": decode(octets)}
        if kind.startswith("text/"):
            return {"content": octets.decode()}
    except (BadRequest, UnicodeDecodeError):
        pass
    return {"base64": b64encode(octets).decode()}


def described(connection: Connection, organisation: int, told: Json) -> tuple[list[Json], dict[str, Json]]:
    """What the page needs to name things: the outlines of courses, and definitions that others gave."""
    shown = [each["statement"] for each in told["statements"]] + told["mentions"]
    found = {}
    for statement in shown:
        relations = statement.get("context", {}).get("contextActivities", {})
        for activity in (statement["object"], *(each for some in relations.values() for each in some)):
            if activity.get("objectType", "Activity") == "Activity" and activity["id"] not in found:
                found[activity["id"]] = definition(connection, organisation, activity["id"]) or {}
    return courses.outlines(connection, organisation), found
