"""The way in for statements that don't come over HTTP: what is harvested from an LMS or another receiver.

It may be used beside a receiver that runs on the same database: the store's own lock orders their writes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.people import same_person
from scormbuild.lrs.privacy.pseudonym import Scheme, account, arrived, pseudonym, veil
from scormbuild.lrs.store import courses, identities, incoming
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.insert import Batch, Group
from scormbuild.lrs.xapi.rules.statement import validate
from scormbuild.lrs.xapi.statement.prepare import Json, Prepared, prepare
from scormbuild.lrs.xapi.version import Version

PORTION = 500  # statements of one transaction, so that a receiver beside us is served in between
OTHER_STORE = "lrs"  # the road of what another receiver had stored


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some statements: stored, there already, or left out as erased or past its time."""

    new: int = 0
    known: int = 0
    dropped: int = 0

    def __add__(self, other: Taken) -> Taken:
        """Both together."""
        return Taken(self.new + other.new, self.known + other.known, self.dropped + other.dropped)


@dataclass(frozen=True, slots=True)
class Inlet:
    """One source's way into one organisation. It blocks; statements come by `take`."""

    database: Database
    organisation: int
    scheme: Scheme = field(repr=False)
    authority: Json
    definitions: Definitions = field(repr=False)

    @classmethod
    def open(
        cls, url: str, organisation: str, source: str, road: str | None, *, numbered: bool = False
    ) -> Inlet:
        """A way in for a source such as moodle.example.org; raises SettingsError.

        `road` is "lms" where the source vouches for its users, None for another receiver. `numbered`: an
        account name of digits only is a user's number there.
        """
        database = Database.open(url)
        try:
            with database.writing() as connection:
                owner = organisations.find(connection, organisation)
                secret = identities.ensure_secret(connection, owner.id)
        except BaseException:
            database.close()
            raise
        hiding = owner.pseudonyms != organisations.OFF
        scheme = Scheme(secret.pseudonym_key, owner.home_page, numbered=numbered, hiding=hiding)
        named = {"homePage": owner.home_page, "name": f"{road or OTHER_STORE}/{source}"}
        authority = {"objectType": "Agent", "name": source, "account": named}
        return cls(database, owner.id, scheme, authority, Definitions(database.dialect))

    def take(self, statements: Sequence[Json], attachments: Mapping[str, bytes] | None = None) -> Taken:
        """Store what isn't there; raises InvalidStatement before anything is stored, or Unavailable.

        `attachments` are contents by their SHA-2 in lower case. Safe to call again with the same.
        """
        for place, statement in enumerate(statements):
            validate(statement, version_of(statement), f"statements[{place}]")
        prepared = [self.prepared(statement) for statement in statements]
        taken = Taken()
        for first in range(0, len(prepared), PORTION):
            some = prepared[first : first + PORTION]
            wanted = {sha2 for each in some for sha2 in each.attachments}
            contents = {sha2: octets for sha2, octets in (attachments or {}).items() if sha2 in wanted}
            taken += self.store(Batch(some, contents))
        return taken

    def prepared(self, statement: Json) -> Prepared:
        """A valid statement made ready for the store."""
        hidden, arrival = arrived(statement, self.scheme, lenient=True)
        ready = prepare(
            hidden,
            authority=self.authority,
            new_id=statement.get("id") or str(uuid.uuid4()),
            version=version_of(statement),
            define=True,
        )
        ready.arrival = arrival
        return ready

    def store(self, batch: Batch) -> Taken:
        """One transaction."""
        with self.database.writing() as connection:
            self.database.dialect.lock(connection, self.organisation)
            group = Group(connection, self.database.dialect, self.organisation, self.definitions)
            (answer,) = group.insert([batch])
        if not isinstance(answer, int):
            raise answer
        self.definitions.remember(group.marks)
        new = len(batch.statements) - batch.known - batch.dropped
        return Taken(new, batch.known, batch.dropped)

    def join(self, home_page: str, number: str, name: str, display: str) -> None:
        """A user's number and user name in an LMS are one person, in what is stored too."""
        same_person.join(self.database, self.organisation, self.scheme, home_page, number, name, display)

    def person(self, home_page: str, name: str) -> str:
        """The pseudonym that statements about an account bear."""
        made = pseudonym(self.scheme.key, account(home_page, name))
        with self.database.reading() as connection:
            return identities.person(connection, self.organisation, made)

    def marks(self) -> dict[str, int]:
        """What was erased, as marks (`pseudonym.person_mark`, `registration_mark`), each up to a moment."""
        with self.database.reading() as connection:
            return incoming.all_marks(connection, self.organisation)

    def outlines(self) -> list[Json]:
        """What the courses that are known here ask and show."""
        with self.database.reading() as connection:
            return courses.outlines(connection, self.organisation)

    def keep(self, outline: Json) -> None:
        """Keep a course's outline, in the place of an older one."""
        self.write(courses.keep, outline)

    def map(self, iri: str, course: str) -> None:
        """Note that an LMS's activity is a course."""
        self.write(courses.map_iri, iri, course)

    def mapping(self) -> dict[str, str]:
        """Which course each activity of an LMS is."""
        with self.database.reading() as connection:
            return courses.mapping(connection, self.organisation)

    def harvested(self, source: str, item: str) -> str | None:
        """How far the harvest of an item came."""
        with self.database.reading() as connection:
            return courses.harvested(connection, self.organisation, source, self.veiled(item))

    def harvest(self, source: str, item: str, mark: str) -> None:
        """Note how far the harvest of an item came."""
        self.write(courses.harvest, source, self.veiled(item), mark)

    def veiled(self, note: str) -> str:
        """What names nobody to who hasn't the organisation's secret, and is the same each time."""
        return veil(self.scheme.key, note)

    def write(self, change: Callable[..., None], *arguments: object) -> None:
        """Call what changes the organisation's rows, in a transaction under its lock."""
        with self.database.writing() as connection:
            self.database.dialect.lock(connection, self.organisation)
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


def version_of(statement: object) -> Version:
    """The version whose rules a statement keeps; what says nothing is of 1.0.x (xAPI 1.0.3 Data 2.4.10)."""
    stated = statement.get("version") if isinstance(statement, dict) else None
    return Version.V2 if isinstance(stated, str) and stated.startswith("2") else Version.V1
