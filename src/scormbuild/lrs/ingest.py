"""The way in for statements that don't come over HTTP: what is harvested from an LMS or another LRS.

It may be used beside an LRS that runs on the same database: the store's own lock orders their writes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.secrets import ensure_secret
from scormbuild.lrs.database import Database
from scormbuild.lrs.people import same_person
from scormbuild.lrs.privacy.pseudonym import (
    Scheme,
    account_text,
    keyed_hash,
    pseudonym_of,
    pseudonymise_incoming,
)
from scormbuild.lrs.store import courses, identities, incoming
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.insert import Batch, StatementWriter
from scormbuild.lrs.store.lookup import look_up_statements
from scormbuild.lrs.store.prepare import Json, PreparedStatement, prepare_statement
from scormbuild.lrs.xapi.codec import replace_unstorable
from scormbuild.lrs.xapi.patterns import is_uuid
from scormbuild.lrs.xapi.rules.statement import validate_statement
from scormbuild.lrs.xapi.source import LRS, PACKAGE, named_source
from scormbuild.lrs.xapi.version import Version

STATEMENTS_PER_TRANSACTION = (
    500  # statements of one transaction, so that an LRS beside us is served in between
)


@dataclass(frozen=True, slots=True)
class IngestCounts:
    """What became of some statements: stored, there already, or left out as erased or past its time."""

    new: int = 0
    known: int = 0
    dropped: int = 0

    def __add__(self, other: IngestCounts) -> IngestCounts:
        """Both together."""
        return IngestCounts(self.new + other.new, self.known + other.known, self.dropped + other.dropped)


@dataclass(frozen=True, slots=True)
class Ingest:
    """One source's way into one organisation. It blocks; statements come by `store_statements`."""

    database: Database
    organisation: int
    scheme: Scheme = field(repr=False)
    authority: Json
    definitions: Definitions = field(repr=False)

    @classmethod
    def open(
        cls, url: str, organisation: str | None, name: str, source: str | None, *, names_are_ids: bool = False
    ) -> Ingest:
        """A way in for what is called moodle.example.org; raises SettingsError.

        `source` is LMS where it knows its users, None for another LRS. `names_are_ids`: an
        account name of digits only is a user's number there.
        """
        database = Database.open(url)
        try:
            with database.writing() as connection:
                owner = organisations.find_organisation(connection, organisation)
                secret = ensure_secret(connection, owner.id)
        except BaseException:
            database.close()
            raise
        hiding = owner.pseudonyms != organisations.OFF
        scheme = Scheme(
            secret.pseudonym_key, owner.home_page, names_are_ids=names_are_ids, hides_names=hiding
        )
        named = {"homePage": owner.home_page, "name": f"{source or LRS}/{name}"}
        authority = {"objectType": "Agent", "name": name, "account": named}
        return cls(database, owner.id, scheme, authority, Definitions(database.dialect))

    def store_statements(
        self, statements: Sequence[Json], attachments: Mapping[str, bytes] | None = None
    ) -> IngestCounts:
        """Store what isn't there; raises InvalidStatement before anything is stored, or Unavailable.

        `attachments` are contents by their SHA-2 in lower case. Safe to call again with the same.
        """
        # A client of Python's own reader has let through what ours replaces.
        statements = replace_unstorable(list(statements))
        # All of them before the first is written: the transactions below can't be taken back together.
        for place, statement in enumerate(statements):
            validate_statement(statement, statement_version(statement), f"statements[{place}]")
        prepared = [self.prepare_incoming(statement) for statement in statements]
        counts = IngestCounts()
        for first in range(0, len(prepared), STATEMENTS_PER_TRANSACTION):
            some = prepared[first : first + STATEMENTS_PER_TRANSACTION]
            wanted = {sha2 for each in some for sha2 in each.attachments}
            contents = {sha2: octets for sha2, octets in (attachments or {}).items() if sha2 in wanted}
            counts += self.store_batch(Batch(some, contents))
        return counts

    def prepare_incoming(self, statement: Json) -> PreparedStatement:
        """A valid statement made ready for the store."""
        # Lenient: a harvest tells again what it told before, it may be in other words, and has to go on.
        # What another LRS had from a package's key is a claim there, and no less of one here.
        trusted = named_source(statement.get("authority", {})) != PACKAGE
        scheme = self.scheme if trusted else replace(self.scheme, trusts_names=False)
        pseudonymised, about = pseudonymise_incoming(statement, scheme, lenient=True)
        return prepare_statement(
            pseudonymised,
            authority=self.authority,
            new_id=statement.get("id") or str(uuid.uuid4()),
            version=statement_version(statement),
            define=True,
            names=trusted,
            incoming=about,
        )

    def has_statement(self, statement_id: object) -> bool:
        """Whether a statement of this id is stored; no for what is no id."""
        if not isinstance(statement_id, str) or not is_uuid(statement_id):
            return False
        with self.database.reading() as connection:
            known = look_up_statements(
                connection, self.database.dialect, self.organisation, [statement_id.lower()]
            )
        return bool(known.bodies)

    def store_batch(self, batch: Batch) -> IngestCounts:
        """One transaction."""
        with self.database.writing() as connection:
            self.database.dialect.lock_organisation(connection, self.organisation)
            group = StatementWriter(connection, self.database.dialect, self.organisation, self.definitions)
            (answer,) = group.insert_batches([batch])
        if not isinstance(answer, int):
            raise answer
        # After the commit: what was rolled back must not be taken for known.
        self.definitions.remember(group.cache_keys)
        new = len(batch.statements) - batch.known_count - batch.dropped_count
        return IngestCounts(new, batch.known_count, batch.dropped_count)

    def join_accounts(self, home_page: str, number: str, name: str, display: str) -> None:
        """A user's number and user name in an LMS are one person, in what is stored too."""
        same_person.join_identities(
            self.database, self.organisation, self.scheme, home_page, number, name, display
        )

    def find_pseudonym(self, home_page: str, name: str) -> str:
        """The pseudonym that statements about an account bear."""
        made = pseudonym_of(self.scheme.key, account_text(home_page, name))
        with self.database.reading() as connection:
            return identities.person_pseudonym(connection, self.organisation, made)

    def erasure_marks(self) -> dict[str, int]:
        """What was erased, as marks of persons and registrations, each up to a moment."""
        with self.database.reading() as connection:
            return incoming.list_erasure_marks(connection, self.organisation)

    def outlines(self) -> list[Json]:
        """What the courses that are known here ask and show."""
        with self.database.reading() as connection:
            return courses.list_outlines(connection, self.organisation)

    def keep_outline(self, outline: Json) -> None:
        """Keep a course's outline, in the place of an older one."""
        self.write_under_lock(courses.write_outline, outline)

    def map_activity(self, iri: str, course: str) -> None:
        """Note that an LMS's activity is a course."""
        self.write_under_lock(courses.map_iri, iri, course)

    def mapping(self) -> dict[str, str]:
        """Which course each activity of an LMS is."""
        with self.database.reading() as connection:
            return courses.course_mapping(connection, self.organisation)

    def read_checkpoint(self, source: str, item: str) -> str | None:
        """How far the harvest of an item came."""
        with self.database.reading() as connection:
            # Hashed with the secret, as an item can be somebody's name, and the table outlives their
            # erasure.
            return courses.find_checkpoint(connection, self.organisation, source, self.keyed_hash(item))

    def write_checkpoint(self, source: str, item: str, checkpoint: str) -> None:
        """Note how far the harvest of an item came."""
        self.write_under_lock(courses.write_checkpoint, source, self.keyed_hash(item), checkpoint)

    def keyed_hash(self, text: str) -> str:
        """What names nobody to who hasn't the organisation's secret, and is the same each time."""
        return keyed_hash(self.scheme.key, text)

    def write_under_lock(self, change: Callable[..., None], *arguments: object) -> None:
        """Call what changes the organisation's rows, in a transaction under its lock."""
        with self.database.writing() as connection:
            self.database.dialect.lock_organisation(connection, self.organisation)
            change(connection, self.organisation, *arguments)

    def __enter__(self) -> Self:
        """For `with`: closed at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the database go."""
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self.database.close()


def statement_version(statement: object) -> Version:
    """The version whose rules a statement keeps; what says nothing is of 1.0.x (xAPI 1.0.3 Data 2.4.10)."""
    stated = statement.get("version") if isinstance(statement, dict) else None
    return Version.V2 if isinstance(stated, str) and stated.startswith("2") else Version.V1
