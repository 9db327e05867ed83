"""One organisation's statements, written together: whom to keep, whom to refuse, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from sqlalchemy import Connection

from scormbuild.errors import Conflict, LrsError
from scormbuild.lrs.database.dialects import Dialect
from scormbuild.lrs.store import audit, chains
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.attestation import (
    STATEMENT_REPLACED,
    attempt_of,
    attested_attempts,
    audit_second_registrations,
)
from scormbuild.lrs.store.conflicts import KeptAside, settle, write_conflicts
from scormbuild.lrs.store.definitions import Definitions
from scormbuild.lrs.store.incoming import IncomingFilter
from scormbuild.lrs.store.lookup import Lookup, look_up_statements
from scormbuild.lrs.store.prepare import Json, PreparedStatement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.statement.compare import is_same_statement

STATEMENT_COLUMNS = "seq, id, voided, version, body"


@dataclass(slots=True)
class Batch:
    """What one request wants to store: all of it, or nothing."""

    statements: Sequence[PreparedStatement]
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    known_count: int = 0  # how many were there already
    dropped_count: int = 0  # how many are erased, or past their time


@dataclass
class StatementWriter:
    """One organisation's part of a transaction, under its lock."""

    connection: Connection
    dialect: Dialect
    organisation: int
    definitions: Definitions
    cache_keys: list[object] = field(default_factory=list)
    replacements: dict[str, PreparedStatement] = field(
        default_factory=dict
    )  # what an LMS says in the place of a package
    kept_aside: list[KeptAside] = field(default_factory=list)
    attested: set[tuple[int, int]] = field(default_factory=set)  # attempts, and whose they are

    def insert_batches(self, batches: Sequence[Batch]) -> list[LrsError | int]:
        """Store every batch that can be; gives for each the newest place by now, or why it was refused."""
        ids = [statement.id for batch in batches for statement in batch.statements]
        before = look_up_statements(self.connection, self.dialect, self.organisation, ids)
        accepted: dict[str, PreparedStatement] = {}
        incoming_filter = self.prefetch_incoming(batches)
        errors = [self.accept_batch(batch, accepted, before.bodies, incoming_filter) for batch in batches]
        newest = before.newest_seq
        if incoming_filter:
            # Before they are written: after that, each registration would be known by its own statements.
            self.cache_keys += audit_second_registrations(
                self.connection, self.organisation, self.definitions, accepted.values()
            )
        if accepted:
            newest = self.write_statements(accepted, before)
            taken = [batch for batch, refused in zip(batches, errors, strict=True) if not refused]
            self.write_attachments(taken, incoming_filter.dropped_ids if incoming_filter else frozenset())
            self.cache_keys += self.definitions.write_definitions(
                self.connection, self.organisation, accepted.values()
            )
        if incoming_filter:
            # Only of what was accepted: a batch that is refused leaves no trace of whom it named.
            incoming_filter.write_identities({**accepted, **self.replacements})
            self.write_replacements(before)
            told = attested_attempts([*accepted.values(), *self.replacements.values()])
            self.insert_rows("attestation", "attempt, person_key", sorted(told | self.attested))
            if self.kept_aside:
                write_conflicts(self.connection, self.organisation, self.kept_aside, newest)
        return [refusal or newest for refusal in errors]

    def prefetch_incoming(self, batches: Sequence[Batch]) -> IncomingFilter | None:
        """What is known of those who are named in statements whose source is known; None if none did."""
        incoming_statements = [each for batch in batches for each in batch.statements if each.incoming]
        if not incoming_statements:
            return None
        incoming_filter = IncomingFilter(
            self.connection, self.organisation, self.dialect.now(self.connection)
        )
        incoming_filter.prefetch(incoming_statements)
        return incoming_filter

    def accept_batch(
        self,
        batch: Batch,
        accepted: dict[str, PreparedStatement],
        stored_bodies: Mapping[str, str],
        incoming_filter: IncomingFilter | None = None,
    ) -> LrsError | None:
        """Add a batch's new statements to `accepted`; what is there already, and equal, is left alone.

        xAPI 1.0.3 Communication 2.1.1: another statement with the same id is a conflict. Not so
        from a known source: there the first one stays, whatever the other says.
        """
        new: dict[str, PreparedStatement] = {}
        # Counted anew, as a batch is tried again by itself where its group failed.
        batch.known_count = batch.dropped_count = 0
        for statement in batch.statements:
            # Also among those that came in the same moment, as if that one had been there already.
            there = new.get(statement.id) or accepted.get(statement.id)
            stored = there.statement if there else stored_bodies.get(statement.id)
            if stored is None:
                if incoming_filter is None or incoming_filter.filter_statement(statement):
                    new[statement.id] = statement
                else:
                    batch.dropped_count += 1
            elif statement.incoming and statement.incoming.lenient:
                batch.known_count += 1
                if self.settle_conflict(decode_statement(stored), statement, incoming_filter):
                    (new if there else self.replacements)[statement.id] = statement
            elif is_same_statement(decode_statement(stored), statement.statement):
                batch.known_count += 1
            else:
                return Conflict(f"another statement has the id {statement.id}: send a new one under a new id")
        accepted.update(new)
        return None

    def settle_conflict(
        self, stored: Json, statement: PreparedStatement, incoming_filter: IncomingFilter | None
    ) -> bool:
        """Whether a statement takes the place of the one that has its id; the other is kept aside."""
        # First what is to be left of it: words that are past their time come back this way as little.
        if incoming_filter is None or not incoming_filter.filter_statement(statement):
            return False
        settled = settle(stored, statement.statement)
        if settled.aside is not None:
            self.kept_aside.append(KeptAside(statement.id, settled.aside))
        if settled.confirms and (attempt := attempt_of(statement.statement)):
            self.attested.add(attempt)
        return settled.replaces

    def write_replacements(self, before: Lookup) -> None:
        """Put what an LMS says in the place of what a package said under its id."""
        for statement_id, each in self.replacements.items():
            seq, timestamp = (
                before.seqs[statement_id],
                decode_statement(before.bodies[statement_id])["timestamp"],
            )
            # An LMS may tell no time: then the one that was there stays.
            whole = {"timestamp": timestamp, **each.statement}
            amend.replace_statement(self.connection, self.dialect, self.organisation, seq, whole)
            who = whole["authority"]["account"]["name"]
            audit.count_audit_entries(
                self.connection, self.organisation, who, STATEMENT_REPLACED, [{"ids": statement_id}]
            )

    def write_statements(self, accepted: Mapping[str, PreparedStatement], before: Lookup) -> int:
        """Write each statement, at its place in stored order, with what finds it; gives the last place."""
        # Later than all that is there, even where the clock was set back, and each a microsecond of its
        # own: `seq` is stored order and key in one.
        moment = self.dialect.now(self.connection)
        first = self.dialect.clock.next_place(self.organisation, moment, before.newest_seq)
        places = dict(enumerate(accepted.values(), first))
        pending = [each for each in before.pending if each[0] in accepted]
        chain = chains.collect_chain_changes(
            self.connection, self.dialect, self.organisation, places, pending
        )
        rows = [
            (seq, each.id, each.id in chain.voided_ids, each.version, stored_body(each, seq))
            for seq, each in places.items()
        ]
        # In the order of the index, whose pages are then touched one after another.
        keys = sorted([(key, seq) for seq, each in places.items() for key in each.keys])
        self.dialect.append_rows(self.connection, "statement", STATEMENT_COLUMNS, self.organisation, rows)
        self.dialect.append_rows(self.connection, "reference", "key, seq", self.organisation, keys)
        # Not appended: what finds the target may find the one that refers to it already.
        self.insert_rows("reference", "key, seq", sorted(chain.references))
        self.insert_rows("awaited", "id, seq, voids", chain.pending)
        chains.write_chain_changes(self.connection, self.dialect, self.organisation, chain)
        return first + len(places) - 1

    def write_attachments(self, batches: Sequence[Batch], dropped_ids: Set[str]) -> None:
        """Keep the attachments of what was stored; the same content is kept once."""
        contents = {
            sha2: content for batch in batches for sha2, content in attachments_to_write(batch, dropped_ids)
        }
        self.insert_rows("attachment", "sha2, content", sorted(contents.items()))

    def insert_rows(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows, if there are any."""
        if rows:
            self.dialect.insert_rows(self.connection, table, columns, self.organisation, rows)


def attachments_to_write(batch: Batch, dropped_ids: Set[str]) -> Iterable[tuple[str, bytes]]:
    """A batch's attachments, without those that only belong to what is dropped, or to nothing any more."""
    contents = batch.attachments
    if not contents or not any(each.incoming for each in batch.statements):
        return contents.items()
    wanted = {sha2 for each in batch.statements if each.id not in dropped_ids for sha2 in each.attachments}
    return [(sha2, content) for sha2, content in contents.items() if sha2 in wanted]


def stored_body(statement: PreparedStatement, seq: int) -> str:
    """The text with `stored`, and with a timestamp if it came without one (xAPI 1.0.3 Data 2.4.7, 2.4.8)."""
    stored = format_timestamp(seq)
    added = (
        f'"stored":"{stored}"' if statement.has_timestamp else f'"stored":"{stored}","timestamp":"{stored}"'
    )
    # Put in before the last brace: to write the JSON once more would cost more than all that is added.
    return f"{statement.body[:-1].decode()},{added}}}"


def decode_statement(statement: Json | str) -> Json:
    """A statement as a dict, whether it comes from the database or from the same transaction."""
    whole: Json = decode_json(statement.encode()) if isinstance(statement, str) else statement
    return whole
