"""What becomes of statements whose source is known, before they are stored.

Persons who are one are stored as one; what was erased or is past its time is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.privacy.pseudonym import Incoming, person_mark, registration_mark, replace_pseudonyms
from scormbuild.lrs.privacy.retention import Rules, apply_retention
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.identities import StoredIdentity, portions
from scormbuild.lrs.store.prepare import Json, PreparedStatement
from scormbuild.lrs.store.retention_rules import list_retention_rules
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.effective_time import statement_time
from scormbuild.lrs.xapi.statement.references import references

SELECT_ERASURE_MARKS = text(
    "select mark, until from erased where organisation = :organisation and mark in :marks"
).bindparams(bindparam("marks", expanding=True))
SELECT_HELD_PSEUDONYMS = text("select person from hold where organisation = :organisation")
SELECT_ALL_ERASURE_MARKS = text("select mark, until from erased where organisation = :organisation")


@dataclass
class IncomingFilter:
    """What is known of those who are named in some statements, at the moment of their transaction."""

    connection: Connection
    organisation: int
    now: int  # microseconds since 1970
    identities: dict[str, StoredIdentity] = field(default_factory=dict)
    erasure_marks: dict[str, int] = field(default_factory=dict)
    rules: Rules = field(default_factory=dict)
    held_pseudonyms: frozenset[str] = frozenset()  # pseudonyms of those of whom everything is kept
    dropped_ids: set[str] = field(default_factory=set)  # ids

    def prefetch(self, statements: Sequence[PreparedStatement]) -> None:
        """Find out about them: three queries, however many they are."""
        incoming_pairs = [(each.statement, each.incoming) for each in statements if each.incoming]
        everybody = {who.pseudonym for _, incoming in incoming_pairs for who in incoming.identities}
        everybody |= {actor for _, incoming in incoming_pairs for actor in incoming.actors}
        self.identities = identities.find_identities_by_pseudonym(
            self.connection, self.organisation, everybody
        )
        marks = {
            mark
            for statement, incoming in incoming_pairs
            for mark in self.statement_marks(statement, incoming)
        }
        marks |= {mark for _, incoming in incoming_pairs for mark in mention_marks(incoming)}
        self.erasure_marks = find_erasure_marks(self.connection, self.organisation, sorted(marks))
        self.rules = list_retention_rules(self.connection, self.organisation)
        # Without rules nothing goes by its age, so it needn't be asked who is held.
        self.held_pseudonyms = (
            list_held_pseudonyms(self.connection, self.organisation) if self.rules else frozenset()
        )
        for each in statements:
            self.apply_person_pseudonym(each)

    def statement_marks(self, statement: Json, incoming: Incoming) -> Iterator[str]:
        """What would be remembered, had this statement's registration or person been erased."""
        key = incoming.scheme.key
        if registration := statement.get("context", {}).get("registration"):
            yield registration_mark(key, registration)
        yield from (person_mark(key, person) for person in self.actor_pseudonyms(incoming))

    def apply_person_pseudonym(self, prepared: PreparedStatement) -> None:
        """Let a statement bear the pseudonym of the person, where several identities are one."""
        if (incoming := prepared.incoming) is None:
            return
        known = (self.identities.get(who.pseudonym) for who in incoming.identities)
        joined = {row.pseudonym: row.person for row in known if row and row.person != row.pseudonym}
        if joined:
            update_prepared(
                prepared, replace_pseudonyms(prepared.statement, incoming.scheme.home_page, joined)
            )

    def filter_statement(self, prepared: PreparedStatement) -> bool:
        """Change a statement into what is to be stored; False where nothing is."""
        if (incoming := prepared.incoming) is None:
            return True
        # A hold keeps off retention; an erasure it has kept off before (rights.holds).
        rules = {} if self.held_pseudonyms.intersection(self.actor_pseudonyms(incoming)) else self.rules
        left = (
            None
            if self.is_erased(prepared, incoming)
            else apply_retention(prepared.statement, rules, self.now)
        )
        if left is None:
            self.dropped_ids.add(prepared.id)
        elif left is not prepared.statement:
            update_prepared(prepared, left)
        return left is not None

    def actor_pseudonyms(self, incoming: Incoming) -> Iterator[str]:
        """The pseudonyms that they are known by whose statement it is."""
        for actor in incoming.actors:
            yield actor
            if actor in self.identities:
                yield self.identities[actor].person

    def is_erased(self, prepared: PreparedStatement, incoming: Incoming) -> bool:
        """Whether the registration was erased, or the person later than this happened."""
        at = statement_time(prepared.statement, self.now)
        registration = prepared.statement.get("context", {}).get("registration")
        whole = {registration_mark(incoming.scheme.key, registration)} if registration else set()
        # A registration that was erased stays closed, whatever a sender's clock says; a person may come
        # back in another one.
        return any(
            mark in whole or at <= self.erasure_marks[mark]
            for mark in self.statement_marks(prepared.statement, incoming)
            if mark in self.erasure_marks
        )

    def write_identities(self, statements: Mapping[str, PreparedStatement]) -> None:
        """Write down who they are, unless that was erased and only others speak of them."""
        found = [
            who
            for incoming in (each.incoming for each in statements.values() if each.incoming)
            for who in incoming.identities
            # Else a colleague's statement about somebody would bring back the name that was erased.
            if who.pseudonym in incoming.actors or not self.is_person_erased(incoming, who.pseudonym)
        ]
        if found:
            identities.write_identities(self.connection, self.organisation, found, self.identities)

    def is_person_erased(self, incoming: Incoming, pseudonym: str) -> bool:
        """Whether somebody was erased, once or for good."""
        # Nearly always nobody was: then a large group costs no digest for each of its members.
        return bool(self.erasure_marks) and person_mark(incoming.scheme.key, pseudonym) in self.erasure_marks


def mention_marks(incoming: Incoming) -> Iterator[str]:
    """The marks of all who are named in a statement, whoever it is about."""
    return (person_mark(incoming.scheme.key, who.pseudonym) for who in incoming.identities)


def update_prepared(prepared: PreparedStatement, statement: Json) -> None:
    """Put another text into what is ready for the store."""
    prepared.statement, prepared.body = statement, encode_json(statement)
    # A pseudonym or a name is part of what finds it.
    prepared.keys = references(statement).keys


def find_erasure_marks(connection: Connection, organisation: int, marks: Sequence[str]) -> dict[str, int]:
    """Those of the marks that are remembered, each with the moment up to which all is gone."""
    return {
        row.mark: row.until
        for some in portions(marks)
        for row in connection.execute(SELECT_ERASURE_MARKS, {"organisation": organisation, "marks": some})
    }


def list_held_pseudonyms(connection: Connection, organisation: int) -> frozenset[str]:
    """Who is under a legal hold."""
    return frozenset(connection.scalars(SELECT_HELD_PSEUDONYMS, {"organisation": organisation}))


def list_erasure_marks(connection: Connection, organisation: int) -> dict[str, int]:
    """Every mark of what was erased."""
    return {
        row.mark: row.until
        for row in connection.execute(SELECT_ALL_ERASURE_MARKS, {"organisation": organisation})
    }
