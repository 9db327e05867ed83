"""Statements that are stored, changed or deleted with all that finds them.

The standard knows no such thing: statements are immutable (xAPI 1.0.3 Data 2.3). The law does: what
somebody may have erased, or is no longer needed, has to go. So this is never reached from the API.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.database.dialects import Dialect
from scormbuild.lrs.store import change_log
from scormbuild.lrs.store.attachments import delete_unused_attachments
from scormbuild.lrs.store.chains import LONGEST_CHAIN, Link, Links, stored_link
from scormbuild.lrs.store.prepare import Json, attachment_hashes
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.statement.references import reference_key

SELECT_BY_SEQ = text(
    "select cast(id as text) as id, seq, body from statement"
    " where organisation = :organisation and seq in :seqs order by seq"
).bindparams(bindparam("seqs", expanding=True))
SELECT_REFERRERS = text(
    """select r.key, cast(s.id as text) as id, s.seq, s.body from reference r cross join statement s
       where r.organisation = :organisation and r.key in :keys
       and s.organisation = :organisation and s.seq = r.seq"""
).bindparams(bindparam("keys", expanding=True))
UPDATE_BODY = text("update statement set body = :body where organisation = :organisation and seq = :seq")
DELETE_STATEMENT = text("delete from statement where organisation = :organisation and seq = :seq")
DELETE_PENDING = text("delete from awaited where organisation = :organisation and id = :id and seq = :seq")
DELETE_REFERENCE = text(
    "delete from reference where organisation = :organisation and key = :key and seq = :seq"
)
# `stored` is made of `seq`, which stays; and who sends the statement again must still find it by its id.
IMMUTABLE_PROPERTIES = ("id", "stored", "version")


class DeletedCounts(NamedTuple):
    """How much a deletion took away."""

    statements: int
    attachments: int


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement at its place."""

    id: str
    seq: int
    body: str

    @property
    def statement(self) -> Json:
        """The statement as a dict."""
        whole: Json = decode_json(self.body.encode())
        return whole


def statements_at(connection: Connection, organisation: int, seqs: Collection[int]) -> list[StoredStatement]:
    """The statements at these places."""
    found = (
        connection.execute(SELECT_BY_SEQ, {"organisation": organisation, "seqs": sorted(seqs)})
        if seqs
        else ()
    )
    return [StoredStatement(row.id, row.seq, row.body) for row in found]


def replace_statement(
    connection: Connection, dialect: Dialect, organisation: int, seq: int, statement: Json
) -> None:
    """Put another text in the place of a statement; its id, stored and version stay as they were."""
    replace_statements(connection, dialect, organisation, {seq: statement})


def replace_statements(
    connection: Connection, dialect: Dialect, organisation: int, by_seq: Mapping[int, Json]
) -> None:
    """The same for many: what is asked and written is asked and written once for all of them."""
    there = statements_at(connection, organisation, by_seq)
    rows, hashes = [], set()
    for old in there:
        before = old.statement
        new = by_seq[old.seq] | {name: before[name] for name in IMMUTABLE_PROPERTIES if name in before}
        rows.append({"organisation": organisation, "seq": old.seq, "body": encode_json(new).decode()})
        hashes |= set(attachment_hashes(before)) - set(attachment_hashes(new))
    if rows:
        with renew_references(connection, dialect, organisation, there):
            connection.execute(UPDATE_BODY, rows)
        change_log.insert_changes(connection, organisation, [each.seq for each in there])
        delete_unused_attachments(connection, organisation, hashes)


def delete_statements(
    connection: Connection, dialect: Dialect, organisation: int, seqs: Collection[int]
) -> DeletedCounts:
    """Delete statements with those that void them, and attachments that nobody refers to any more."""
    gone = delete_without_attachments(connection, dialect, organisation, seqs)
    hashes = {sha2 for each in gone for sha2 in attachment_hashes(each.statement)}
    return DeletedCounts(len(gone), delete_unused_attachments(connection, organisation, hashes))


def delete_without_attachments(
    connection: Connection, dialect: Dialect, organisation: int, seqs: Collection[int]
) -> list[StoredStatement]:
    """Delete statements with those that void them, and give them; see `attachments.find_orphans`.

    Others that refer to them keep their StatementRef, which then leads nowhere; what a deleted statement
    voided stays voided.
    """
    gone = {each.seq: each for each in statements_at(connection, organisation, seqs)}
    referring = list(find_referrers(connection, organisation, [each.id for each in gone.values()]))
    # What voids it is about nothing else, and may name the person too.
    gone |= {each.seq: each for _, each in referring if stored_link(each.body).voids}
    # They wait for it again: should it come back, as after a restore, it is found through them as before.
    others = [(refers, each.seq, False) for refers, each in referring if each.seq not in gone]
    with renew_references(connection, dialect, organisation, list(gone.values())):
        rows = [{"organisation": organisation, "seq": seq} for seq in gone]
        awaiting = [
            {"organisation": organisation, "seq": each.seq, "id": refers}
            for each in gone.values()
            if (refers := stored_link(each.body).refers)
        ]
        for sql, bound in ((DELETE_STATEMENT, rows), (DELETE_PENDING, awaiting)):
            if bound:
                connection.execute(sql, bound)
        if others:
            dialect.insert_rows(connection, "awaited", "id, seq, voids", organisation, others)
    change_log.insert_changes(connection, organisation, list(gone))
    return list(gone.values())


def find_referrers(
    connection: Connection, organisation: int, ids: Iterable[str]
) -> Iterator[tuple[str, StoredStatement]]:
    """The statements whose object refers to one of these, each with the id that it refers to."""
    keys = {reference_key("statement", each): each for each in ids}
    bound = {"organisation": organisation, "keys": sorted(keys)}
    # `all`: read to its end before whoever asked writes on the same connection.
    for row in connection.execute(SELECT_REFERRERS, bound).all() if keys else ():
        # A statement bears the keys of all down its chain: only its own link tells to whom it refers.
        if stored_link(row.body).refers == keys[row.key]:
            yield keys[row.key], StoredStatement(row.id, row.seq, row.body)


@contextmanager
def renew_references(
    connection: Connection, dialect: Dialect, organisation: int, changed: Sequence[StoredStatement]
) -> Iterator[None]:
    """Around a change of some statements: the keys of theirs, and of all up their chains, come along."""
    affected = {each.seq: each for each in changed} | find_statements_above(connection, organisation, changed)
    old = reference_rows(connection, dialect, organisation, affected)
    yield
    left = {each.seq: each for each in statements_at(connection, organisation, affected)}
    new = reference_rows(connection, dialect, organisation, left)
    # Only the difference: nearly all keys stay, and each row is a page of an index.
    if lost := sorted(old - new):
        rows = [{"organisation": organisation, "key": key, "seq": seq} for key, seq in lost]
        connection.execute(DELETE_REFERENCE, rows)
    if gained := sorted(new - old):
        dialect.insert_rows(connection, "reference", "key, seq", organisation, gained)


def find_statements_above(
    connection: Connection, organisation: int, changed: Sequence[StoredStatement]
) -> dict[int, StoredStatement]:
    """All statements up the chains of some, by their places."""
    found: dict[int, StoredStatement] = {}
    level = [each.id for each in changed]
    for _ in range(LONGEST_CHAIN):
        new = {each.seq: each for _, each in find_referrers(connection, organisation, level)}
        level = [each.id for seq, each in new.items() if seq not in found]
        if not level:
            break
        found |= new
    return found


def reference_rows(
    connection: Connection, dialect: Dialect, organisation: int, statements: Mapping[int, StoredStatement]
) -> set[tuple[int, int]]:
    """The keys that find each of some statements: its own, and those of all down its chain."""
    links = Links(connection, dialect, organisation, {})
    own: dict[int, Link] = {seq: stored_link(each.body) for seq, each in statements.items()}
    links.links |= {each.id: own[seq] for seq, each in statements.items()}
    return {(key, seq) for seq, link in own.items() for key in link.keys | links.keys_below(link.refers)}
