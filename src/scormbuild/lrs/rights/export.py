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
from scormbuild.lrs.rights import conflicts, holds
from scormbuild.lrs.rights.mentions import mentions_person, redact_others
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.store import courses
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.definitions import find_definition
from scormbuild.lrs.store.find import find_attachment
from scormbuild.lrs.store.prepare import attachment_hashes
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.multipart import essence
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.statement.references import reference_key

Json = dict[str, Any]
STATEMENTS_PER_READ = 500
SELECT_VOIDED = text(
    "select seq from statement where organisation = :organisation and seq in :seqs and voided"
).bindparams(bindparam("seqs", expanding=True))
SELECT_DOCUMENTS = text(
    "select resource, activity, registration, id, content_type, content, updated from document"
    " where organisation = :organisation and agent in :ifis order by resource, activity, registration, id"
).bindparams(bindparam("ifis", expanding=True))
SELECT_NAMES = text(
    "select distinct name from person where organisation = :organisation and key in :keys order by name"
).bindparams(bindparam("keys", expanding=True))
SELECT_ERASURES = text(
    "select until from erased where organisation = :organisation and mark in :marks order by until"
).bindparams(bindparam("marks", expanding=True))


def export_person(connection: Connection, person: Person, made: int) -> tuple[Json, dict[str, bytes]]:
    """All of it, and the contents of attachments by their hash; other people are without names in it."""
    own: list[Json] = []
    mentions: list[Json] = []
    attached: dict[str, bytes] = {}
    for statement, voided in person_statements(connection, person):
        # Article 15(4): a copy must not harm others, so nobody else has a name in it.
        if ifi(statement["actor"]) in person.ifis:
            shown = redact_others(statement, person.ifis, person.organisation.home_page)
            own.append({"voided": voided, "statement": shown})
            attached |= attachment_contents(connection, person, statement)
        # What finds a statement by a chain of references needn't name anybody.
        elif mentions_person(statement, person.ifis):
            mentions.append(redact_others(statement, person.ifis, person.organisation.home_page))
    ours = {"organisation": person.organisation.id}
    keys = [reference_key("agent", each) for each in sorted(person.ifis)]
    marks = [person_mark(person.pseudonym_key, each) for each in person.pseudonyms]
    data = {
        "made": format_timestamp(made),
        "organisation": {"name": person.organisation.name, "home_page": person.organisation.home_page},
        "pseudonym": person.pseudonym,
        "identities": [asdict(each) for each in person.identities],
        "identifiers": sorted(person.ifis),
        "names": list(connection.scalars(SELECT_NAMES, {**ours, "keys": keys})),
        "teams": teams.list_teams(
            connection, person.organisation.id, {*person.pseudonyms, *person.possible_pseudonyms()}
        ),
        "statements": own,
        "mentions": mentions,
        "conflicts": conflicts.list_person_conflicts(connection, person),
        "documents": list(person_documents(connection, person)),
        "attachments": [{"sha2": sha2, "size": len(octets)} for sha2, octets in attached.items()],
        "holds": [
            {"reason": each.reason, "since": each.since} for each in holds.find_holds(connection, person)
        ],
        "erasures": [
            format_timestamp(each) for each in connection.scalars(SELECT_ERASURES, {**ours, "marks": marks})
        ],
    }
    return data, attached


def person_statements(connection: Connection, person: Person) -> Iterator[tuple[Json, bool]]:
    """Those that may be about the person, in stored order, and whether each is voided."""
    seqs = person.seqs(connection)
    for first in range(0, len(seqs), STATEMENTS_PER_READ):
        some = seqs[first : first + STATEMENTS_PER_READ]
        bound = {"organisation": person.organisation.id, "seqs": some}
        voided = set(connection.scalars(SELECT_VOIDED, bound))
        for stored in amend.statements_at(connection, person.organisation.id, some):
            yield stored.statement, stored.seq in voided


def attachment_contents(connection: Connection, person: Person, statement: Json) -> dict[str, bytes]:
    """The attachments of a statement that are kept here."""
    found = {
        sha2: find_attachment(connection, person.organisation.id, sha2)
        for sha2 in attachment_hashes(statement)
    }
    return {sha2: octets for sha2, octets in found.items() if octets is not None}


def person_documents(connection: Connection, person: Person) -> Iterator[Json]:
    """States and profiles of the person."""
    bound = {"organisation": person.organisation.id, "ifis": sorted(person.ifis)}
    for row in connection.execute(SELECT_DOCUMENTS, bound):
        data = {name: getattr(row, name) for name in ("resource", "activity", "registration", "id")}
        data |= {"updated": format_timestamp(row.updated), "content_type": row.content_type}
        yield data | document_content(bytes(row.content), essence(row.content_type))


def document_content(octets: bytes, kind: str) -> Json:
    """A document's content: JSON as such, text as text, all else in base64."""
    try:
        if kind == "application/json":
            return {"content": decode_json(octets)}
        if kind.startswith("text/"):
            return {"content": octets.decode()}
    except (BadRequest, UnicodeDecodeError):
        pass
    # A document may say that it is JSON and not be: it is given out all the same.
    return {"base64": b64encode(octets).decode()}


def outlines_and_definitions(
    connection: Connection, organisation: int, data: Json
) -> tuple[list[Json], dict[str, Json]]:
    """What the page needs to name things: the outlines of courses, and definitions that others gave."""
    shown = [each["statement"] for each in data["statements"]] + data["mentions"]
    found = {}
    for statement in shown:
        relations = statement.get("context", {}).get("contextActivities", {})
        for activity in (statement["object"], *(each for some in relations.values() for each in some)):
            if activity.get("objectType", "Activity") == "Activity" and activity["id"] not in found:
                found[activity["id"]] = find_definition(connection, organisation, activity["id"]) or {}
    return courses.list_outlines(connection, organisation), found
