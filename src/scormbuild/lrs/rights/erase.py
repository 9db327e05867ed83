"""Erasing a person: their statements go, those of others stay without the name (AVG/GDPR article 17)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.database import Database
from scormbuild.lrs.people import teams
from scormbuild.lrs.privacy.pseudonym import person_mark, registration_mark
from scormbuild.lrs.rights import conflicts, holds
from scormbuild.lrs.rights.mentions import mentions_person, redact_persons
from scormbuild.lrs.rights.person import Person
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.prepare import Json
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.effective_time import statement_time
from scormbuild.lrs.xapi.statement.references import reference_key, references

STATEMENTS_PER_ERASE = 100  # statements of one transaction, so that an LRS beside it hardly waits
# Bounded, as others may go on to mention somebody while they are being erased.
ROUNDS = 10  # times that statements which came in meanwhile are looked for
SECURE_DELETE = "pragma secure_delete = on"
# The later moment stays: an older report that is replayed must not let in again what a later erasure took.
UPSERT_MARK = text(
    """insert into erased (organisation, mark, until) values (:organisation, :mark, :until)
       on conflict (organisation, mark) do update set until = excluded.until
       where excluded.until > erased.until"""
)
SELECT_REFERENCE = text(
    "select 1 from reference where organisation = :organisation and key in :keys limit 1"
).bindparams(bindparam("keys", expanding=True))
DELETE_REFERENCES = text(
    "delete from reference where organisation = :organisation and key in :keys"
).bindparams(bindparam("keys", expanding=True))
DELETE_ACTIVITY = text("delete from activity where organisation = :organisation and key = :key")
DELETE_NAMES = text("delete from person where organisation = :organisation and key in :keys").bindparams(
    bindparam("keys", expanding=True)
)
DELETE_DOCUMENTS = text(
    "delete from document where organisation = :organisation and agent in :ifis"
).bindparams(bindparam("ifis", expanding=True))
DELETE_IDENTITIES = text(
    "delete from identity where organisation = :organisation"
    " and (person in :pseudonyms or pseudonym in :pseudonyms)"
).bindparams(bindparam("pseudonyms", expanding=True))

DELETE_ATTESTATIONS = text(
    "delete from attestation where organisation = :organisation and person_key in :keys"
).bindparams(bindparam("keys", expanding=True))
DELETE_ALIASES = text(
    "delete from flat_alias where organisation = :organisation"
    " and (person in :pseudonyms or actor in :pseudonyms)"
).bindparams(bindparam("pseudonyms", expanding=True))

OpenTransaction = Callable[[], AbstractContextManager[Connection]]
Progress = Callable[[int, int], None]  # how many statements are done, of how many


@dataclass(slots=True)
class ErasureCounts:
    """What was erased, or would be."""

    statements: int = 0
    redacted: int = 0
    attachments: int = 0
    documents: int = 0
    activities: int = 0
    names: int = 0
    identities: int = 0
    teams: int = 0
    marks: int = 0


@dataclass(slots=True)
class Erasure:
    """One person's, under way."""

    database: Database
    person: Person
    until: int
    writing: OpenTransaction
    progress: Progress
    counts: ErasureCounts = field(default_factory=ErasureCounts)
    registrations: set[str] = field(default_factory=set)
    activities: set[str] = field(default_factory=set)

    def run(self) -> ErasureCounts:
        """Mark first, so that nothing comes back meanwhile; then portion after portion."""
        with self.writing() as connection:
            # In one transaction with the marks: no hold can come in between and be passed over.
            holds.require_no_hold(connection, self.person)
            self.write_marks(
                connection,
                [person_mark(self.person.pseudonym_key, each) for each in self.person.possible_pseudonyms()],
            )
        for _ in range(ROUNDS):
            if not self.erase_round():
                break
        # Last, as this is what finds their statements: where an erasure is broken off, the next one still
        # can.
        with self.writing() as connection:
            self.erase_remainder(connection)
        return self.counts

    def erase_round(self) -> int:
        """All statements that are there now; gives how many were changed or deleted."""
        with self.writing() as connection:
            seqs = self.person.seqs(connection)
        before = self.counts.statements + self.counts.redacted
        for first in range(0, len(seqs), STATEMENTS_PER_ERASE):
            with self.writing() as connection:
                self.erase_portion(connection, seqs[first : first + STATEMENTS_PER_ERASE])
            self.progress(min(first + STATEMENTS_PER_ERASE, len(seqs)), len(seqs))
        return self.counts.statements + self.counts.redacted - before

    def erase_portion(self, connection: Connection, seqs: Collection[int]) -> None:
        """Some statements: deleted where the person is the actor, else without the name."""
        dialect, organisation = self.database.dialect, self.person.organisation
        own: dict[int, Json] = {}
        for stored in amend.statements_at(connection, organisation.id, seqs):
            statement = stored.statement
            # A row of `reference` only leads here, it may be by a chain: who is meant, the statement itself
            # says.
            if ifi(statement["actor"]) in self.person.ifis:
                # What they did after the moment stays: a report that erases again after a restore takes no
                # more than then.
                if statement_time(statement, self.until) <= self.until:
                    own[stored.seq] = statement
            elif mentions_person(statement, self.person.ifis):
                nameless = redact_persons(statement, self.person.ifis, organisation.home_page)
                amend.replace_statement(connection, dialect, organisation.id, stored.seq, nameless)
                self.counts.redacted += 1
        if own:
            gone = amend.delete_statements(connection, dialect, organisation.id, own)
            self.counts.statements += gone.statements
            self.counts.attachments += gone.attachments
        # Gathered before they are gone; whether somebody else still speaks of them can only be asked
        # afterwards.
        for statement in own.values():
            self.activities.update(each["id"] for each in references(statement).activities)
            if registration := statement.get("context", {}).get("registration"):
                self.registrations.add(registration.lower())

    def erase_remainder(self, connection: Connection) -> None:
        """All beside the statements, now that none is left that leads to it."""
        person, counts = self.person, self.counts
        ours = {"organisation": person.organisation.id}
        # A mark closes a registration for everybody: not one that others share.
        alone = [
            each
            for each in sorted(self.registrations)
            if not self.is_referred_to(connection, "registration", each)
        ]
        self.write_marks(connection, [registration_mark(person.pseudonym_key, each) for each in alone])
        for iri in sorted(self.activities):
            # A definition can hold words too, such as the name that somebody gave to their own portfolio.
            if not self.is_referred_to(connection, "activity", iri):
                counts.activities += connection.execute(
                    DELETE_ACTIVITY, {**ours, "key": reference_key("activity", iri)}
                ).rowcount
        keys = [reference_key("agent", each) for each in sorted(person.ifis)]
        counts.names += connection.execute(DELETE_NAMES, {**ours, "keys": keys}).rowcount
        counts.documents += connection.execute(
            DELETE_DOCUMENTS, {**ours, "ifis": sorted(person.ifis)}
        ).rowcount
        connection.execute(DELETE_ATTESTATIONS, {**ours, "keys": keys})
        counts.statements += conflicts.erase_person_conflicts(connection, person)
        bound = {**ours, "pseudonyms": list(person.pseudonyms)}
        counts.identities += connection.execute(DELETE_IDENTITIES, bound).rowcount
        counts.teams += teams.remove_members(
            connection, person.organisation.id, {*person.pseudonyms, *person.possible_pseudonyms()}
        )
        # At once and not with the next refresh: until then, reports in SQL would still lead to the person.
        connection.execute(DELETE_ALIASES, bound)

    def write_marks(self, connection: Connection, marks: Collection[str]) -> None:
        """Write down what must not come back; a mark names nobody."""
        rows = [
            {"organisation": self.person.organisation.id, "mark": each, "until": self.until} for each in marks
        ]
        if rows:
            connection.execute(UPSERT_MARK, rows)
        self.counts.marks += len(rows)

    def is_referred_to(self, connection: Connection, kind: str, value: str) -> bool:
        """Whether a statement is left that speaks of an activity or registration: of somebody else's."""
        keys = [reference_key(each, value) for each in (kind, f"related_{kind}")]
        bound = {"organisation": self.person.organisation.id, "keys": keys}
        return connection.execute(SELECT_REFERENCE, bound).first() is not None


def erase_person(
    database: Database,
    person: Person,
    until: int,
    *,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> ErasureCounts:
    """Erase a person up to a moment; a dry run does the same, and takes it back. Raises SettingsError."""
    # A dry run does all of it in one transaction: each portion has to see what the ones before took away.
    ways = (
        dry_run_transaction(database, person)
        if dry_run
        else nullcontext(lambda: locked_transaction(database, person.organisation.id))
    )
    with ways as writing:
        return Erasure(database, person, until, writing, progress).run()


@contextmanager
def locked_transaction(database: Database, organisation: int) -> Iterator[Connection]:
    """A transaction under the organisation's lock; what it deletes is overwritten at once (SQLite)."""
    with database.writing() as connection:
        # Else SQLite only marks the room as free, and the words stay readable in the file until it is used
        # again.
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(SECURE_DELETE)
        database.dialect.lock_organisation(connection, organisation)
        yield connection


class _RolledBack(Exception):  # noqa: N818 -- no error: the way out of a transaction that must not stay
    """Ends a rehearsal."""


@contextmanager
def dry_run_transaction(database: Database, person: Person) -> Iterator[OpenTransaction]:
    """One transaction for everything, taken back at the end."""
    with suppress(_RolledBack), locked_transaction(database, person.organisation.id) as connection:
        yield lambda: nullcontext(connection)
        raise _RolledBack
