"""What becomes of statements that came by a road, before they are stored.

Persons who are one are stored as one; what was erased or is past its time is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.privacy.pseudonym import Arrival, person_mark, registration_mark, renamed
from scormbuild.lrs.privacy.retention import Rules, kept
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.identities import Known, portions
from scormbuild.lrs.store.retention_rules import rules
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.patterns import microseconds
from scormbuild.lrs.xapi.statement.prepare import Json, Prepared
from scormbuild.lrs.xapi.statement.references import references

ERASED = text(
    "select mark, until from erased where organisation = :organisation and mark in :marks"
).bindparams(bindparam("marks", expanding=True))
HELD = text("select person from hold where organisation = :organisation")
MARKS = text("select mark, until from erased where organisation = :organisation")


@dataclass
class Arrivals:
    """What is known of those who are named in some statements, at the moment of their transaction."""

    connection: Connection
    organisation: int
    now: int  # microseconds since 1970
    known: dict[str, Known] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    rules: Rules = field(default_factory=dict)
    held: frozenset[str] = frozenset()  # pseudonyms of those of whom everything is kept
    dropped: set[str] = field(default_factory=set)  # ids

    def look(self, statements: Sequence[Prepared]) -> None:
        """Find out about them: three queries, however many they are."""
        came = [(each.statement, each.arrival) for each in statements if each.arrival]
        everybody = {who.pseudonym for _, arrival in came for who in arrival.identities}
        everybody |= {actor for _, arrival in came for actor in arrival.actors}
        self.known = identities.among(self.connection, self.organisation, everybody)
        marks = {mark for statement, arrival in came for mark in self.marks(statement, arrival)}
        marks |= {mark for _, arrival in came for mark in mentions(arrival)}
        self.erased = erased(self.connection, self.organisation, sorted(marks))
        self.rules = rules(self.connection, self.organisation)
        self.held = held(self.connection, self.organisation) if self.rules else frozenset()
        for each in statements:
            self.join(each)

    def marks(self, statement: Json, arrival: Arrival) -> Iterator[str]:
        """What would be remembered, had this statement's registration or person been erased."""
        key = arrival.scheme.key
        if registration := statement.get("context", {}).get("registration"):
            yield registration_mark(key, registration)
        yield from (person_mark(key, person) for person in self.persons(arrival))

    def join(self, prepared: Prepared) -> None:
        """Let a statement bear the pseudonym of the person, where several identities are one."""
        if (arrival := prepared.arrival) is None:
            return
        known = (self.known.get(who.pseudonym) for who in arrival.identities)
        joined = {row.pseudonym: row.person for row in known if row and row.person != row.pseudonym}
        if joined:
            rewrite(prepared, renamed(prepared.statement, arrival.scheme.home_page, joined))

    def settle(self, prepared: Prepared) -> bool:
        """Change a statement into what is to be stored; False where nothing is."""
        if (arrival := prepared.arrival) is None:
            return True
        rules = {} if self.held.intersection(self.persons(arrival)) else self.rules
        left = None if self.gone(prepared, arrival) else kept(prepared.statement, rules, self.now)
        if left is None:
            self.dropped.add(prepared.id)
        elif left is not prepared.statement:
            rewrite(prepared, left)
        return left is not None

    def persons(self, arrival: Arrival) -> Iterator[str]:
        """The pseudonyms that they are known by whose statement it is."""
        for actor in arrival.actors:
            yield actor
            if actor in self.known:
                yield self.known[actor].person

    def gone(self, prepared: Prepared, arrival: Arrival) -> bool:
        """Whether the registration was erased, or the person later than this happened."""
        stated = prepared.statement.get("timestamp")
        at = self.now if stated is None else microseconds(stated)
        registration = prepared.statement.get("context", {}).get("registration")
        whole = {registration_mark(arrival.scheme.key, registration)} if registration else set()
        return any(
            mark in whole or at <= self.erased[mark]
            for mark in self.marks(prepared.statement, arrival)
            if mark in self.erased
        )

    def keep(self, statements: Mapping[str, Prepared]) -> None:
        """Write down who they are, unless that was erased and only others speak of them."""
        found = {}
        for arrival in (each.arrival for each in statements.values() if each.arrival):
            for who in arrival.identities:
                if who.pseudonym in arrival.actors or not self.erased_person(arrival, who.pseudonym):
                    found[who.pseudonym] = who
        if found:
            identities.keep(self.connection, self.organisation, found.values(), self.known)

    def erased_person(self, arrival: Arrival, pseudonym: str) -> bool:
        """Whether somebody was erased, once or for good."""
        return person_mark(arrival.scheme.key, pseudonym) in self.erased


def mentions(arrival: Arrival) -> Iterator[str]:
    """The marks of all who are named in a statement, whoever it is about."""
    return (person_mark(arrival.scheme.key, who.pseudonym) for who in arrival.identities)


def rewrite(prepared: Prepared, statement: Json) -> None:
    """Put another text into what is ready for the store."""
    prepared.statement, prepared.body = statement, encode(statement)
    prepared.keys = references(statement).keys


def erased(connection: Connection, organisation: int, marks: Sequence[str]) -> dict[str, int]:
    """Those of the marks that are remembered, each with the moment up to which all is gone."""
    return {
        row.mark: row.until
        for some in portions(marks)
        for row in connection.execute(ERASED, {"organisation": organisation, "marks": some})
    }


def held(connection: Connection, organisation: int) -> frozenset[str]:
    """Who is under a legal hold."""
    return frozenset(connection.scalars(HELD, {"organisation": organisation}))


def all_marks(connection: Connection, organisation: int) -> dict[str, int]:
    """Every mark of what was erased."""
    return {row.mark: row.until for row in connection.execute(MARKS, {"organisation": organisation})}
