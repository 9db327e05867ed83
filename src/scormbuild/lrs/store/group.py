"""One organisation's statements, written together: whom to keep, whom to refuse, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from scormbuild.errors import Conflict, ReceiverError
from scormbuild.lrs.codec import decode
from scormbuild.lrs.database.dialects import Dialect
from scormbuild.lrs.patterns import timestamp_text
from scormbuild.lrs.statement.compare import same
from scormbuild.lrs.statement.prepare import Json, Prepared
from scormbuild.lrs.store import chains
from scormbuild.lrs.store.definitions import Definitions

NEWEST = text("select seq from statement where organisation = :organisation order by seq desc limit 1")
STATEMENT = "seq, id, voided, version, body"
KNOWN = "select id, body from statement where organisation = :organisation and id {among}"


@dataclass(slots=True)
class Batch:
    """What one request wants to store: all of it, or nothing."""

    statements: Sequence[Prepared]
    attachments: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Group:
    """One organisation's part of a transaction, under its lock."""

    connection: Connection
    dialect: Dialect
    organisation: int
    definitions: Definitions
    marks: list[object] = field(default_factory=list)

    def insert(self, batches: Sequence[Batch]) -> list[ReceiverError | None]:
        """Store every batch that can be; an error stands in the place of one that can't."""
        known = self.known([statement.id for batch in batches for statement in batch.statements])
        fresh: dict[str, Prepared] = {}
        answers = [self.accept(batch, fresh, known) for batch in batches]
        if fresh:
            self.write(fresh)
            self.attach([batch for batch, refused in zip(batches, answers, strict=True) if not refused])
            self.marks += self.definitions.learn(self.connection, self.organisation, fresh.values())
        return answers

    def known(self, ids: list[str]) -> dict[str, str]:
        """The bodies of those statements that are stored already."""
        sql = text(KNOWN.format(among=self.dialect.among))
        rows = self.connection.execute(
            sql, {"organisation": self.organisation, "ids": self.dialect.bound(ids)}
        )
        return {str(row.id): row.body for row in rows}

    def accept(
        self, batch: Batch, fresh: dict[str, Prepared], known: Mapping[str, str]
    ) -> ReceiverError | None:
        """Add a batch's new statements to `fresh`; what is there already, and equal, is left alone.

        xAPI 1.0.3 Communication 2.1.1: another statement with the same id is a conflict.
        """
        new: dict[str, Prepared] = {}
        for statement in batch.statements:
            there = new.get(statement.id) or fresh.get(statement.id)
            stored = there.statement if there else known.get(statement.id)
            if stored is None:
                new[statement.id] = statement
            elif not same(decoded(stored), statement.statement):
                return Conflict(f"another statement has the id {statement.id}: send a new one under a new id")
        fresh.update(new)
        return None

    def write(self, fresh: Mapping[str, Prepared]) -> None:
        """Give each statement its place in stored order, and write it with what finds it."""
        first = max(self.dialect.now(self.connection), self.newest() + 1)
        places = dict(enumerate(fresh.values(), first))
        chain = chains.follow(self.connection, self.dialect, self.organisation, places)
        rows = [
            (seq, each.id, each.id in chain.voided, each.version, completed(each, seq))
            for seq, each in places.items()
        ]
        keys = sorted((key, seq) for seq, each in places.items() for key in each.keys)
        self.dialect.append(self.connection, "statement", STATEMENT, self.organisation, rows)
        self.dialect.append(self.connection, "reference", "key, seq", self.organisation, keys)
        self.insert_rows("reference", "key, seq", sorted(chain.references))
        self.insert_rows("awaited", "id, seq, voids", chain.awaited)
        chains.settle(self.connection, self.dialect, self.organisation, chain)

    def newest(self) -> int:
        """The place of the newest statement, 0 where there is none."""
        return int(self.connection.scalar(NEWEST, {"organisation": self.organisation}) or 0)

    def attach(self, batches: Sequence[Batch]) -> None:
        """Keep the attachments of what was stored; the same content is kept once."""
        contents = {sha2: content for batch in batches for sha2, content in batch.attachments.items()}
        self.insert_rows("attachment", "sha2, content", sorted(contents.items()))

    def insert_rows(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows, if there are any."""
        if rows:
            self.dialect.insert(self.connection, table, columns, self.organisation, rows)


def completed(statement: Prepared, seq: int) -> str:
    """The text with `stored`, and with a timestamp if it came without one (xAPI 1.0.3 Data 2.4.7, 2.4.8)."""
    stored = timestamp_text(seq)
    added = f'"stored":"{stored}"' if statement.timestamped else f'"stored":"{stored}","timestamp":"{stored}"'
    return f"{statement.body[:-1].decode()},{added}}}"


def decoded(statement: Json | str) -> Json:
    """A statement as a dict, whether it comes from the database or from the same transaction."""
    whole: Json = decode(statement.encode()) if isinstance(statement, str) else statement
    return whole
