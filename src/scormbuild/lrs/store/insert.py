"""One organisation's statements, written together: whom to keep, whom to refuse, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqlalchemy import Connection

from scormbuild.errors import Conflict, ReceiverError
from scormbuild.lrs.database.dialects import Dialect
from scormbuild.lrs.store import audit, chains
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.attestation import REPLACED, forged, strange, vouched
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.incoming import Arrivals
from scormbuild.lrs.store.lookup import Before, look
from scormbuild.lrs.xapi.codec import decode
from scormbuild.lrs.xapi.patterns import timestamp_text
from scormbuild.lrs.xapi.statement.compare import same
from scormbuild.lrs.xapi.statement.prepare import Json, Prepared

STATEMENT = "seq, id, voided, version, body"


@dataclass(slots=True)
class Batch:
    """What one request wants to store: all of it, or nothing."""

    statements: Sequence[Prepared]
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    known: int = 0  # how many were there already
    dropped: int = 0  # how many are erased, or past their time


@dataclass
class Group:
    """One organisation's part of a transaction, under its lock."""

    connection: Connection
    dialect: Dialect
    organisation: int
    definitions: Definitions
    marks: list[object] = field(default_factory=list)
    truer: dict[str, Prepared] = field(default_factory=dict)  # what an LMS says in the place of a package

    def insert(self, batches: Sequence[Batch]) -> list[ReceiverError | int]:
        """Store every batch that can be; gives for each the newest place by now, or why it was refused."""
        ids = [statement.id for batch in batches for statement in batch.statements]
        before = look(self.connection, self.dialect, self.organisation, ids)
        fresh: dict[str, Prepared] = {}
        arrivals = self.arriving(batches)
        refusals = [self.accept(batch, fresh, before.bodies, arrivals) for batch in batches]
        newest = before.newest
        if arrivals:
            self.marks += strange(self.connection, self.organisation, self.definitions, fresh.values())
        if fresh:
            newest = self.write(fresh, before)
            taken = [batch for batch, refused in zip(batches, refusals, strict=True) if not refused]
            self.attach(taken, arrivals.dropped if arrivals else frozenset())
            self.marks += self.definitions.learn(self.connection, self.organisation, fresh.values())
        if arrivals:
            arrivals.keep({**fresh, **self.truer})
            self.replace(before)
        return [refusal or newest for refusal in refusals]

    def arriving(self, batches: Sequence[Batch]) -> Arrivals | None:
        """What is known of those who are named in statements that came by a road; None if none did."""
        came = [each for batch in batches for each in batch.statements if each.arrival]
        if not came:
            return None
        arrivals = Arrivals(self.connection, self.organisation, self.dialect.now(self.connection))
        arrivals.look(came)
        return arrivals

    def accept(
        self,
        batch: Batch,
        fresh: dict[str, Prepared],
        known: Mapping[str, str],
        arrivals: Arrivals | None = None,
    ) -> ReceiverError | None:
        """Add a batch's new statements to `fresh`; what is there already, and equal, is left alone.

        xAPI 1.0.3 Communication 2.1.1: another statement with the same id is a conflict. Not so by a road:
        there the first one stays, whatever the other says.
        """
        new: dict[str, Prepared] = {}
        batch.known = batch.dropped = 0
        for statement in batch.statements:
            there = new.get(statement.id) or fresh.get(statement.id)
            stored = there.statement if there else known.get(statement.id)
            if stored is None:
                if arrivals is None or arrivals.settle(statement):
                    new[statement.id] = statement
                else:
                    batch.dropped += 1
            elif statement.arrival and statement.arrival.lenient:
                batch.known += 1
                if self.truer_than(stored, statement, arrivals):
                    (new if there else self.truer)[statement.id] = statement
            elif same(decoded(stored), statement.statement):
                batch.known += 1
            else:
                return Conflict(f"another statement has the id {statement.id}: send a new one under a new id")
        fresh.update(new)
        return None

    def truer_than(self, stored: Json | str, statement: Prepared, arrivals: Arrivals | None) -> bool:
        """Whether an LMS says something else under an id that a package took."""
        if arrivals is None or not vouched(statement) or not forged(decoded(stored), statement.statement):
            return False
        return arrivals.settle(statement)

    def replace(self, before: Before) -> None:
        """Put what an LMS says in the place of what a package said under its id."""
        for statement_id, each in self.truer.items():
            seq, timestamp = before.places[statement_id], decoded(before.bodies[statement_id])["timestamp"]
            whole = {"timestamp": timestamp, **each.statement}
            amend.replace(self.connection, self.dialect, self.organisation, seq, whole)
            who = whole["authority"]["account"]["name"]
            audit.note(self.connection, self.organisation, who, REPLACED, {"id": statement_id})

    def write(self, fresh: Mapping[str, Prepared], before: Before) -> int:
        """Write each statement, at its place in stored order, with what finds it; gives the last place."""
        first = max(self.dialect.now(self.connection), before.newest + 1)
        places = dict(enumerate(fresh.values(), first))
        awaited = [each for each in before.awaited if each[0] in fresh]
        chain = chains.follow(self.connection, self.dialect, self.organisation, places, awaited)
        rows = [
            (seq, each.id, each.id in chain.voided, each.version, completed(each, seq))
            for seq, each in places.items()
        ]
        keys = sorted([(key, seq) for seq, each in places.items() for key in each.keys])
        self.dialect.append(self.connection, "statement", STATEMENT, self.organisation, rows)
        self.dialect.append(self.connection, "reference", "key, seq", self.organisation, keys)
        self.insert_rows("reference", "key, seq", sorted(chain.references))
        self.insert_rows("awaited", "id, seq, voids", chain.awaited)
        chains.settle(self.connection, self.dialect, self.organisation, chain)
        return first + len(places) - 1

    def attach(self, batches: Sequence[Batch], dropped: Set[str]) -> None:
        """Keep the attachments of what was stored; the same content is kept once."""
        contents = {sha2: content for batch in batches for sha2, content in attached(batch, dropped)}
        self.insert_rows("attachment", "sha2, content", sorted(contents.items()))

    def insert_rows(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows, if there are any."""
        if rows:
            self.dialect.insert(self.connection, table, columns, self.organisation, rows)


def attached(batch: Batch, dropped: Set[str]) -> Iterable[tuple[str, bytes]]:
    """A batch's attachments, without those that only belong to what is dropped, or to nothing any more."""
    contents = batch.attachments
    if not contents or not any(each.arrival for each in batch.statements):
        return contents.items()
    wanted = {sha2 for each in batch.statements if each.id not in dropped for sha2 in each.attachments}
    return [(sha2, content) for sha2, content in contents.items() if sha2 in wanted]


def completed(statement: Prepared, seq: int) -> str:
    """The text with `stored`, and with a timestamp if it came without one (xAPI 1.0.3 Data 2.4.7, 2.4.8)."""
    stored = timestamp_text(seq)
    added = f'"stored":"{stored}"' if statement.timestamped else f'"stored":"{stored}","timestamp":"{stored}"'
    return f"{statement.body[:-1].decode()},{added}}}"


def decoded(statement: Json | str) -> Json:
    """A statement as a dict, whether it comes from the database or from the same transaction."""
    whole: Json = decode(statement.encode()) if isinstance(statement, str) else statement
    return whole
