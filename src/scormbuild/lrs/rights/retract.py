"""Taking a person's statements back: voided, out of all answers and reports, and kept for the record."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import ReceiverError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.rights.erase import Progress, locked
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.store import statements
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.insert import Batch, Group
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.prepare import prepare
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import VOIDED

Json = dict[str, Any]
PORTION = 100
NAME = "retraction"
ALREADY = text(
    "select seq from statement where organisation = :organisation and seq in :seqs and voided"
).bindparams(bindparam("seqs", expanding=True))


@dataclass(slots=True)
class Retracted:
    """What was voided, was so before, or can't be: a voiding statement stays (xAPI 1.0.3 Data 2.3.2)."""

    voided: int = 0
    before: int = 0
    voiding: int = 0


def retract(
    database: Database, person: Person, *, dry_run: bool = False, progress: Progress = lambda *_: None
) -> Retracted:
    """Void every statement of the person; again voids only what came since."""
    done = Retracted()
    with database.reading() as connection:
        seqs = person.seqs(connection)
    for first in range(0, len(seqs), PORTION):
        some = seqs[first : first + PORTION]
        if dry_run:
            with database.reading() as connection:
                chosen(connection, person, some, done)
        else:
            with locked(database, person.organisation.id) as connection:
                void(connection, database, person, chosen(connection, person, some, done))
        progress(min(first + PORTION, len(seqs)), len(seqs))
    return done


def chosen(connection: Connection, person: Person, seqs: list[int], done: Retracted) -> list[str]:
    """The ids of those that are the person's and can be voided."""
    bound = {"organisation": person.organisation.id, "seqs": seqs}
    already = set(connection.scalars(ALREADY, bound))
    ids = []
    for stored in statements.at(connection, person.organisation.id, seqs):
        statement = stored.statement
        if ifi(statement["actor"]) not in person.ifis:
            continue
        if stored.seq in already:
            done.before += 1
        elif statement["verb"]["id"] == VOIDED:
            done.voiding += 1
        else:
            done.voided += 1
            ids.append(stored.id)
    return ids


def void(connection: Connection, database: Database, person: Person, ids: list[str]) -> None:
    """Store a voiding statement for each; its id follows from theirs, so that there is never a second."""
    authority = authority_of(person.organisation)
    prepared = [
        prepare(voiding(each, authority), authority=authority, new_id="", version=Version.V1, define=False)
        for each in ids
    ]
    group = Group(connection, database.dialect, person.organisation.id, Definitions(database.dialect))
    for refusal in group.insert([Batch(prepared)]) if prepared else ():
        if isinstance(refusal, ReceiverError):
            raise refusal


def voiding(target: str, authority: Json) -> Json:
    """The statement that voids another (xAPI 1.0.3 Data 2.3.2)."""
    return {
        "id": str(uuid.uuid5(uuid.UUID(target), NAME)),
        "actor": authority,
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": target},
    }


def authority_of(organisation: Organisation) -> Json:
    """The organisation itself, which speaks for the person."""
    return {"objectType": "Agent", "account": {"homePage": organisation.home_page, "name": NAME}}
