"""Statements about statements: what finds the target finds the one that refers to it too; and voiding.

xAPI 1.0.3 Communication 2.1.3 (filters follow StatementRefs, also in chains) and Data 2.3.2 (voiding).

The work is done once, when statements are written, so that reading stays a plain look-up: a statement that
refers to another bears the other's reference keys as well. While the other isn't here yet, it is `awaited`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from scormbuild.lrs.database.dialects import Dialect, about
from scormbuild.lrs.store import change_log
from scormbuild.lrs.xapi.codec import decode
from scormbuild.lrs.xapi.statement.prepare import Json, Prepared
from scormbuild.lrs.xapi.statement.references import key, references
from scormbuild.vocabulary import VOIDED

LONGEST = 100  # links of a chain that are followed: each statement bears the keys of all before it
STORED = "select body from statement where organisation = :organisation and id {among}"
SEQS = "select seq from statement where organisation = :organisation and id {among}"
VOID = "update statement set voided = true where organisation = :organisation and id {among}"
ARRIVED = "delete from awaited where organisation = :organisation and id {among}"
REFERRERS = text(
    """select s.id, s.seq from reference r cross join statement s
       where r.organisation = :organisation and r.key = :key
       and s.organisation = :organisation and s.seq = r.seq"""
)


@dataclass(slots=True)
class Chain:
    """What new statements change beside their own rows."""

    references: set[tuple[int, int]] = field(default_factory=set)
    awaited: list[tuple[str, int, bool]] = field(default_factory=list)
    voided: set[str] = field(default_factory=set)
    arrived: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A statement as a part of a chain."""

    keys: frozenset[int]
    refers: str | None
    voids: bool


class Links:
    """The statements of one transaction: the new ones, and stored ones as they are asked for."""

    def __init__(
        self, connection: Connection, dialect: Dialect, organisation: int, places: Mapping[int, Prepared]
    ) -> None:
        self.connection = connection
        self.dialect = dialect
        self.organisation = organisation
        self.links: dict[str, Link | None] = {
            each.id: Link(frozenset(each.keys), each.refers, each.voids) for each in places.values()
        }

    def link(self, statement_id: str) -> Link | None:
        """A statement, new or stored; None while it isn't here."""
        if statement_id not in self.links:
            bound = {"organisation": self.organisation, "ids": self.dialect.bound([statement_id])}
            body = self.connection.scalar(about(STORED, type(self.dialect)), bound)
            self.links[statement_id] = stored_link(body) if body else None
        return self.links[statement_id]

    def below(self, statement_id: str | None) -> frozenset[int]:
        """The keys of all statements down a chain, beginning with the one named."""
        found: frozenset[int] = frozenset()
        seen: set[str] = set()
        while statement_id and statement_id not in seen and len(seen) < LONGEST:
            seen.add(statement_id)
            link = self.link(statement_id)
            if link is None:
                break
            found, statement_id = found | link.keys, link.refers
        return found

    def above(self, statement_id: str) -> Iterator[int]:
        """The places of all stored statements up a chain, those that refer to the one named and on."""
        seen, level = {statement_id}, [statement_id]
        for _ in range(LONGEST):
            rows = [row for each in level for row in self.referrers(each) if row[0] not in seen]
            if not rows:
                return
            level = [each for each, _ in rows]
            seen.update(level)
            yield from (seq for _, seq in rows)

    def referrers(self, statement_id: str) -> list[tuple[str, int]]:
        """Id and place of the stored statements whose object refers to this one."""
        bound = {"organisation": self.organisation, "key": key("statement", statement_id)}
        return [(str(row.id), row.seq) for row in self.connection.execute(REFERRERS, bound)]

    def voidable(self, statement_id: str) -> bool:
        """A voiding statement can't be voided (xAPI 1.0.3 Data 2.3.2)."""
        link = self.link(statement_id)
        return link is not None and not link.voids


def stored_link(body: str) -> Link:
    """A stored statement as a part of a chain."""
    statement: Json = decode(body.encode())
    target = statement["object"]
    refers = target["id"].lower() if target.get("objectType") == "StatementRef" else None
    return Link(frozenset(references(statement).keys), refers, statement["verb"]["id"] == VOIDED)


def follow(
    connection: Connection,
    dialect: Dialect,
    organisation: int,
    places: Mapping[int, Prepared],
    awaited: Sequence[tuple[str, bool]],
) -> Chain:
    """What the new statements, at their places in stored order, change beside their own rows.

    `awaited` are those of them to which stored statements refer, and whether that voids them.
    """
    chain = Chain()
    referring = [(seq, each, each.refers) for seq, each in places.items() if each.refers]
    if not referring and not awaited:
        return chain
    links = Links(connection, dialect, organisation, places)
    for seq, statement, referred in referring:
        look_down(links, chain, seq, statement, referred)
    for statement_id, is_void in awaited:
        look_up(links, chain, statement_id, is_void)
    return chain


def look_down(links: Links, chain: Chain, seq: int, statement: Prepared, referred: str) -> None:
    """A new statement refers to another."""
    if links.link(referred) is None:
        chain.awaited.append((referred, seq, statement.voids))
    elif statement.voids and links.voidable(referred):
        chain.voided.add(referred)
    chain.references |= {(key, seq) for key in links.below(referred)}


def look_up(links: Links, chain: Chain, statement_id: str, is_void: bool) -> None:
    """A statement arrives to which stored ones refer."""
    chain.arrived.append(statement_id)
    if is_void and links.voidable(statement_id):
        chain.voided.add(statement_id)
    found = links.below(statement_id)
    chain.references |= {(key, seq) for seq in links.above(statement_id) for key in found}


def settle(connection: Connection, dialect: Dialect, organisation: int, chain: Chain) -> None:
    """Void the stored statements that are to be voided, and forget what is no longer awaited."""
    for sql, ids in ((VOID, sorted(chain.voided)), (ARRIVED, chain.arrived)):
        if ids:
            bound = {"organisation": organisation, "ids": dialect.bound(ids)}
            connection.execute(about(sql, type(dialect)), bound)
    if chain.voided:
        bound = {"organisation": organisation, "ids": dialect.bound(sorted(chain.voided))}
        change_log.note(connection, organisation, list(connection.scalars(about(SEQS, type(dialect)), bound)))
