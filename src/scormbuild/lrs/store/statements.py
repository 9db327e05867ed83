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
from scormbuild.lrs.store.chains import LONGEST, Link, Links, stored_link
from scormbuild.lrs.xapi.codec import decode, encode
from scormbuild.lrs.xapi.statement.prepare import Json, digests
from scormbuild.lrs.xapi.statement.references import key

AT = text(
    "select cast(id as text) as id, seq, body from statement"
    " where organisation = :organisation and seq in :seqs order by seq"
).bindparams(bindparam("seqs", expanding=True))
REFERRERS = text(
    """select r.key, cast(s.id as text) as id, s.seq, s.body from reference r cross join statement s
       where r.organisation = :organisation and r.key in :keys
       and s.organisation = :organisation and s.seq = r.seq"""
).bindparams(bindparam("keys", expanding=True))
BODY = text("update statement set body = :body where organisation = :organisation and seq = :seq")
DELETE = text("delete from statement where organisation = :organisation and seq = :seq")
UNAWAIT = text("delete from awaited where organisation = :organisation and id = :id and seq = :seq")
UNREFER = text("delete from reference where organisation = :organisation and key = :key and seq = :seq")
KEPT = text("select sha2 from attachment where organisation = :organisation and sha2 in :hashes").bindparams(
    bindparam("hashes", expanding=True)
)
DETACH = text("delete from attachment where organisation = :organisation and sha2 = :sha2")
WITH_ATTACHMENTS = text(
    "select body from statement where organisation = :organisation and body like '%\"attachments\"%'"
)
KEPT_AS_IT_WAS = ("id", "stored", "version")


class Gone(NamedTuple):
    """How much a deletion took away."""

    statements: int
    attachments: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement at its place."""

    id: str
    seq: int
    body: str

    @property
    def statement(self) -> Json:
        """The statement as a dict."""
        whole: Json = decode(self.body.encode())
        return whole


def at(connection: Connection, organisation: int, seqs: Collection[int]) -> list[Stored]:
    """The statements at these places."""
    found = connection.execute(AT, {"organisation": organisation, "seqs": sorted(seqs)}) if seqs else ()
    return [Stored(row.id, row.seq, row.body) for row in found]


def replace(connection: Connection, dialect: Dialect, organisation: int, seq: int, statement: Json) -> None:
    """Put another text in the place of a statement; its id, stored and version stay as they were."""
    for old in at(connection, organisation, [seq]):
        before = old.statement
        new = statement | {name: before[name] for name in KEPT_AS_IT_WAS if name in before}
        with references_renewed(connection, dialect, organisation, [old]):
            bound = {"organisation": organisation, "seq": seq, "body": encode(new).decode()}
            connection.execute(BODY, bound)
        change_log.note(connection, organisation, [seq])
        detach(connection, organisation, set(digests(before)) - set(digests(new)))


def delete(connection: Connection, dialect: Dialect, organisation: int, seqs: Collection[int]) -> Gone:
    """Delete statements with those that void them, and attachments that nobody refers to any more.

    Others that refer to them keep their StatementRef, which then leads nowhere; what a deleted statement
    voided stays voided.
    """
    gone = {each.seq: each for each in at(connection, organisation, seqs)}
    referring = list(referrers(connection, organisation, [each.id for each in gone.values()]))
    gone |= {each.seq: each for _, each in referring if stored_link(each.body).voids}
    others = [(refers, each.seq, False) for refers, each in referring if each.seq not in gone]
    with references_renewed(connection, dialect, organisation, list(gone.values())):
        rows = [{"organisation": organisation, "seq": seq} for seq in gone]
        awaiting = [
            {"organisation": organisation, "seq": each.seq, "id": refers}
            for each in gone.values()
            if (refers := stored_link(each.body).refers)
        ]
        for sql, bound in ((DELETE, rows), (UNAWAIT, awaiting)):
            if bound:
                connection.execute(sql, bound)
        if others:
            dialect.insert(connection, "awaited", "id, seq, voids", organisation, others)
    change_log.note(connection, organisation, list(gone))
    hashes = {sha2 for each in gone.values() for sha2 in digests(each.statement)}
    return Gone(len(gone), detach(connection, organisation, hashes))


def referrers(connection: Connection, organisation: int, ids: Iterable[str]) -> Iterator[tuple[str, Stored]]:
    """The statements whose object refers to one of these, each with the id that it refers to."""
    keys = {key("statement", each): each for each in ids}
    bound = {"organisation": organisation, "keys": sorted(keys)}
    for row in connection.execute(REFERRERS, bound).all() if keys else ():
        # A statement bears the keys of all down its chain: only its own link tells to whom it refers.
        if stored_link(row.body).refers == keys[row.key]:
            yield keys[row.key], Stored(row.id, row.seq, row.body)


@contextmanager
def references_renewed(
    connection: Connection, dialect: Dialect, organisation: int, changed: Sequence[Stored]
) -> Iterator[None]:
    """Around a change of some statements: the keys of theirs, and of all up their chains, come along."""
    affected = {each.seq: each for each in changed} | above(connection, organisation, changed)
    old = borne(connection, dialect, organisation, affected)
    yield
    left = {each.seq: each for each in at(connection, organisation, affected)}
    new = borne(connection, dialect, organisation, left)
    if lost := sorted(old - new):
        rows = [{"organisation": organisation, "key": key, "seq": seq} for key, seq in lost]
        connection.execute(UNREFER, rows)
    if gained := sorted(new - old):
        dialect.insert(connection, "reference", "key, seq", organisation, gained)


def above(connection: Connection, organisation: int, changed: Sequence[Stored]) -> dict[int, Stored]:
    """All statements up the chains of some, by their places."""
    found: dict[int, Stored] = {}
    level = [each.id for each in changed]
    for _ in range(LONGEST):
        new = {each.seq: each for _, each in referrers(connection, organisation, level)}
        level = [each.id for seq, each in new.items() if seq not in found]
        if not level:
            break
        found |= new
    return found


def borne(
    connection: Connection, dialect: Dialect, organisation: int, statements: Mapping[int, Stored]
) -> set[tuple[int, int]]:
    """The keys that find each of some statements: its own, and those of all down its chain."""
    links = Links(connection, dialect, organisation, {})
    own: dict[int, Link] = {seq: stored_link(each.body) for seq, each in statements.items()}
    links.links |= {each.id: own[seq] for seq, each in statements.items()}
    return {(key, seq) for seq, link in own.items() for key in link.keys | links.below(link.refers)}


def detach(connection: Connection, organisation: int, hashes: Collection[str]) -> int:
    """Delete the attachments among these to which no statement refers any more; they have no index."""
    bound = {"organisation": organisation, "hashes": sorted(hashes)}
    lost = set(connection.scalars(KEPT, bound)) if hashes else set()
    if lost:
        for body in connection.scalars(WITH_ATTACHMENTS, {"organisation": organisation}):
            lost -= set(digests(decode(body.encode())))
    if lost:
        rows = [{"organisation": organisation, "sha2": sha2} for sha2 in sorted(lost)]
        connection.execute(DETACH, rows)
    return len(lost)
