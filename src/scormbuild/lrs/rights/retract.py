"""Taking a person's statements back: voided, out of all answers and reports, and kept for the record."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import LrsError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.rights.erase import Progress, locked_transaction
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.store import statements
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.insert import Batch, StatementWriter
from scormbuild.lrs.store.prepare import prepare_statement
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import VOIDED

Json = dict[str, Any]
STATEMENTS_PER_RETRACT = 100
RETRACTION_NAME = "retraction"
SELECT_VOIDED = text(
    "select seq from statement where organisation = :organisation and seq in :seqs and voided"
).bindparams(bindparam("seqs", expanding=True))


@dataclass(slots=True)
class RetractionCounts:
    """What was voided, was so before, or can't be: a voiding statement stays (xAPI 1.0.3 Data 2.3.2)."""

    voided: int = 0
    before: int = 0
    voiding: int = 0


def retract_person(
    database: Database, person: Person, *, dry_run: bool = False, progress: Progress = lambda *_: None
) -> RetractionCounts:
    """Void every statement of the person; again voids only what came since."""
    done = RetractionCounts()
    with database.reading() as connection:
        seqs = person.seqs(connection)
    for first in range(0, len(seqs), STATEMENTS_PER_RETRACT):
        some = seqs[first : first + STATEMENTS_PER_RETRACT]
        if dry_run:
            with database.reading() as connection:
                list_voidable_ids(connection, person, some, done)
        else:
            with locked_transaction(database, person.organisation.id) as connection:
                void_statements(
                    connection, database, person, list_voidable_ids(connection, person, some, done)
                )
        progress(min(first + STATEMENTS_PER_RETRACT, len(seqs)), len(seqs))
    return done


def list_voidable_ids(
    connection: Connection, person: Person, seqs: list[int], done: RetractionCounts
) -> list[str]:
    """The ids of those that are the person's and can be voided."""
    bound = {"organisation": person.organisation.id, "seqs": seqs}
    already = set(connection.scalars(SELECT_VOIDED, bound))
    ids = []
    for stored in statements.statements_at(connection, person.organisation.id, seqs):
        statement = stored.statement
        if ifi(statement["actor"]) not in person.ifis:
            # Somebody may mention the person, which is not theirs to take back.
            continue
        # Asked under the lock, portion by portion, as others may void meanwhile.
        if stored.seq in already:
            done.before += 1
        elif statement["verb"]["id"] == VOIDED:
            done.voiding += 1
        else:
            done.voided += 1
            ids.append(stored.id)
    return ids


def void_statements(connection: Connection, database: Database, person: Person, ids: list[str]) -> None:
    """Store a voiding statement for each; its id follows from theirs, so that there is never a second."""
    authority = organisation_authority(person.organisation)
    prepared = [
        prepare_statement(
            voiding_statement(each, authority),
            authority=authority,
            new_id="",
            version=Version.V1,
            define=False,
        )
        for each in ids
    ]
    group = StatementWriter(
        connection, database.dialect, person.organisation.id, Definitions(database.dialect)
    )
    for refusal in group.insert_batches([Batch(prepared)]) if prepared else ():
        if isinstance(refusal, LrsError):
            raise refusal


def voiding_statement(target: str, authority: Json) -> Json:
    """The statement that voids another (xAPI 1.0.3 Data 2.3.2)."""
    return {
        # From the id of what it voids: a retraction that was broken off and begun again stores nothing
        # twice.
        "id": str(uuid.uuid5(uuid.UUID(target), RETRACTION_NAME)),
        "actor": authority,
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": target},
    }


def organisation_authority(organisation: Organisation) -> Json:
    """The organisation itself, which speaks for the person."""
    return {"objectType": "Agent", "account": {"homePage": organisation.home_page, "name": RETRACTION_NAME}}
