"""Statements about statements: what finds the target finds the one that refers to it too; and voiding.

xAPI 1.0.3 Communication 2.1.3 (filters follow StatementRefs, also in chains) and Data 2.3.2 (voiding).

The work is done once, when statements are written, so that reading stays a plain look-up: a statement that
refers to another bears the other's reference keys as well. While the other isn't here yet, it is `awaited`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from scormbuild.lrs.database.dialects import Dialect, query_for_ids
from scormbuild.lrs.store import change_log
from scormbuild.lrs.store.prepare import Json, PreparedStatement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.statement.references import reference_key, references
from scormbuild.vocabulary import VOIDED

LONGEST_CHAIN = 100  # links of a chain that are followed: each statement bears the keys of all before it
SELECT_BODY = "select body from statement where organisation = :organisation and id {among}"
SELECT_SEQS = "select seq from statement where organisation = :organisation and id {among}"
UPDATE_VOIDED = "update statement set voided = true where organisation = :organisation and id {among}"
DELETE_PENDING = "delete from awaited where organisation = :organisation and id {among}"
# SQLite takes the tables of a cross join in this order; left to itself it may begin at all statements.
SELECT_REFERRERS = text(
    """select s.id, s.seq from reference r cross join statement s
       where r.organisation = :organisation and r.key = :key
       and s.organisation = :organisation and s.seq = r.seq"""
)


@dataclass(slots=True)
class ChainChanges:
    """What new statements change beside their own rows."""

    references: set[tuple[int, int]] = field(default_factory=set)
    pending: list[tuple[str, int, bool]] = field(default_factory=list)
    voided_ids: set[str] = field(default_factory=set)
    resolved_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Link:
    """A statement as a part of a chain."""

    keys: frozenset[int]
    refers: str | None
    voids: bool


class Links:
    """The statements of one transaction: the new ones, and stored ones as they are asked for."""

    def __init__(
        self,
        connection: Connection,
        dialect: Dialect,
        organisation: int,
        places: Mapping[int, PreparedStatement],
    ) -> None:
        self.connection = connection
        self.dialect = dialect
        self.organisation = organisation
        self.links: dict[str, Link | None] = {
            each.id: Link(frozenset(each.keys), each.refers_to, each.voids) for each in places.values()
        }

    def link(self, statement_id: str) -> Link | None:
        """A statement, new or stored; None while it isn't here."""
        if statement_id not in self.links:
            bound = {"organisation": self.organisation, "ids": self.dialect.bind_ids([statement_id])}
            body = self.connection.scalar(query_for_ids(SELECT_BODY, type(self.dialect)), bound)
            self.links[statement_id] = stored_link(body) if body else None
        return self.links[statement_id]

    def keys_below(self, statement_id: str | None) -> frozenset[int]:
        """The keys of all statements down a chain, beginning with the one named."""
        found: frozenset[int] = frozenset()
        seen: set[str] = set()
        # Two statements can refer to each other, as ids are chosen by their senders.
        while statement_id and statement_id not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(statement_id)
            link = self.link(statement_id)
            if link is None:
                break
            found, statement_id = found | link.keys, link.refers
        return found

    def seqs_above(self, statement_id: str) -> Iterator[int]:
        """The places of all stored statements up a chain, those that refer to the one named and on."""
        seen, level = {statement_id}, [statement_id]
        for _ in range(LONGEST_CHAIN):
            rows = [row for each in level for row in self.referrers(each) if row[0] not in seen]
            if not rows:
                return
            level = [each for each, _ in rows]
            seen.update(level)
            yield from (seq for _, seq in rows)

    def referrers(self, statement_id: str) -> list[tuple[str, int]]:
        """Id and place of the stored statements whose object refers to this one."""
        bound = {"organisation": self.organisation, "key": reference_key("statement", statement_id)}
        return [(str(row.id), row.seq) for row in self.connection.execute(SELECT_REFERRERS, bound)]

    def voidable(self, statement_id: str) -> bool:
        """A voiding statement can't be voided (xAPI 1.0.3 Data 2.3.2)."""
        link = self.link(statement_id)
        return link is not None and not link.voids


def stored_link(body: str) -> Link:
    """A stored statement as a part of a chain."""
    statement: Json = decode_json(body.encode())
    target = statement["object"]
    refers = target["id"].lower() if target.get("objectType") == "StatementRef" else None
    return Link(frozenset(references(statement).keys), refers, statement["verb"]["id"] == VOIDED)


def collect_chain_changes(
    connection: Connection,
    dialect: Dialect,
    organisation: int,
    places: Mapping[int, PreparedStatement],
    awaited: Sequence[tuple[str, bool]],
) -> ChainChanges:
    """What the new statements, at their places in stored order, change beside their own rows.

    `awaited` are those of them to which stored statements refer, and whether that voids them.
    """
    chain_changes = ChainChanges()
    referring = [(seq, each, each.refers_to) for seq, each in places.items() if each.refers_to]
    # Nearly every batch ends here.
    if not referring and not awaited:
        return chain_changes
    links = Links(connection, dialect, organisation, places)
    for seq, statement, target_id in referring:
        link_to_target(links, chain_changes, seq, statement, target_id)
    for statement_id, is_void in awaited:
        link_to_referrers(links, chain_changes, statement_id, is_void)
    return chain_changes


def link_to_target(
    links: Links, chain_changes: ChainChanges, seq: int, statement: PreparedStatement, target_id: str
) -> None:
    """A new statement refers to another."""
    if links.link(target_id) is None:
        # Not a fault (Data 2.3.2): it finds, or voids, its target once that comes.
        chain_changes.pending.append((target_id, seq, statement.voids))
    elif statement.voids and links.voidable(target_id):
        chain_changes.voided_ids.add(target_id)
    chain_changes.references |= {(key, seq) for key in links.keys_below(target_id)}


def link_to_referrers(links: Links, chain_changes: ChainChanges, statement_id: str, is_void: bool) -> None:
    """A statement arrives to which stored ones refer."""
    chain_changes.resolved_ids.append(statement_id)
    if is_void and links.voidable(statement_id):
        chain_changes.voided_ids.add(statement_id)
    # What refers to it was stored without its keys, and without those of what it refers to in its turn.
    found = links.keys_below(statement_id)
    chain_changes.references |= {(key, seq) for seq in links.seqs_above(statement_id) for key in found}


def write_chain_changes(
    connection: Connection, dialect: Dialect, organisation: int, chain_changes: ChainChanges
) -> None:
    """Void the stored statements that are to be voided, and forget what is no longer awaited."""
    for sql, ids in (
        (UPDATE_VOIDED, sorted(chain_changes.voided_ids)),
        (DELETE_PENDING, chain_changes.resolved_ids),
    ):
        if ids:
            bound = {"organisation": organisation, "ids": dialect.bind_ids(ids)}
            connection.execute(query_for_ids(sql, type(dialect)), bound)
    if chain_changes.voided_ids:
        bound = {"organisation": organisation, "ids": dialect.bind_ids(sorted(chain_changes.voided_ids))}
        change_log.insert_changes(
            connection,
            organisation,
            list(connection.scalars(query_for_ids(SELECT_SEQS, type(dialect)), bound)),
        )
