"""Retention: what is older than its rule allows goes, portion after portion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.privacy import retention
from scormbuild.lrs.privacy.retention import AUDIT, Rules
from scormbuild.lrs.rights import conflicts, holds
from scormbuild.lrs.rights.erase import Progress, locked_transaction
from scormbuild.lrs.rights.mentions import Json, mentioned_ifis
from scormbuild.lrs.store import attachments, audit
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.retention_rules import list_retention_rules as rules_of
from scormbuild.lrs.xapi.effective_time import DAY_MICROSECONDS
from scormbuild.lrs.xapi.statement.references import reference_key

STATEMENTS_PER_EXPIRY = 200  # statements looked at in one go
SELECT_SEQS = text(
    "select seq from statement where organisation = :organisation and seq > :after order by seq limit :rows"
)
# Where all rules are for some verbs, only statements of those are looked at.
SELECT_SEQS_OF_VERBS = text(
    "select distinct seq from reference where organisation = :organisation and key in :keys and seq > :after"
    " order by seq limit :rows"
).bindparams(bindparam("keys", expanding=True))
COUNT_STATEMENTS = text("select count(*) from statement where organisation = :organisation")


@dataclass(slots=True)
class ExpiryCounts:
    """What went, or would go."""

    statements: int = 0
    attachments: int = 0
    words: int = 0
    audit: int = 0
    held: int = 0  # kept, since a hold is on somebody whom they name


@dataclass(frozen=True, slots=True)
class ExpiryRun:
    """One organisation's rules at one moment."""

    database: Database
    organisation: Organisation
    rules: Rules
    held_ifis: frozenset[str]
    now: int
    dry_run: bool
    counts: ExpiryCounts

    def portions(self) -> Iterator[list[int]]:
        """The places of all statements that a rule may concern."""
        verbs = {verb for part, verb in self.rules if part != AUDIT}
        after, found = 0, [0]
        while found and verbs:
            bound = {"organisation": self.organisation.id, "after": after, "rows": STATEMENTS_PER_EXPIRY}
            with self.database.reading() as connection:
                if "" in verbs:
                    found = list(connection.scalars(SELECT_SEQS, bound))
                else:
                    keys = [reference_key("verb", each) for each in sorted(verbs)]
                    found = list(connection.scalars(SELECT_SEQS_OF_VERBS, {**bound, "keys": keys}))
            if found:
                after = found[-1]
                yield found

    def expire_portion(self, seqs: list[int]) -> None:
        """Look at some; write only where something is past its time."""
        looked = ExpiryCounts()
        # First without a lock: most statements are within their time, and nobody should wait for them.
        with self.database.reading() as connection:
            self.expire_statements(connection, seqs, looked, dry_run=True)
        past = looked.statements + looked.words
        if self.dry_run or not past:
            return self.add_counts(looked)
        changed = ExpiryCounts()
        with locked_transaction(self.database, self.organisation.id) as connection:
            # All is looked at again under the lock, as it may have changed since.
            self.expire_statements(connection, seqs, changed, dry_run=False)
        return self.add_counts(changed)

    def add_counts(self, more: ExpiryCounts) -> None:
        """Count what a portion came to."""
        for name, number in asdict(more).items():
            setattr(self.counts, name, getattr(self.counts, name) + number)

    def expire_statements(
        self, connection: Connection, seqs: list[int], counted: ExpiryCounts, *, dry_run: bool
    ) -> None:
        """Delete or shorten what is past its time, unless somebody in it is held."""
        gone: list[int] = []
        shortened: dict[int, Json] = {}
        for stored in amend.statements_at(connection, self.organisation.id, seqs):
            statement = stored.statement
            left = retention.apply_retention(statement, self.rules, self.now)
            if left is statement:
                continue
            # Whoever is mentioned counts: a hold is on what is known of somebody, also in others'
            # statements.
            if self.held_ifis and mentioned_ifis(statement) & self.held_ifis:
                counted.held += 1
            elif left is None:
                gone.append(stored.seq)
            else:
                shortened[stored.seq] = left
        counted.words += len(shortened)
        if dry_run:
            counted.statements += len(gone)
            return
        dialect = self.database.dialect
        amend.replace_statements(connection, dialect, self.organisation.id, shortened)
        if gone:
            went = amend.delete_without_attachments(connection, dialect, self.organisation.id, gone)
            counted.statements += len(went)

    def delete_orphans(self) -> None:
        """Delete the attachments of what went, once for the whole run: to find them, all has to be read.

        Those of a run that was killed before this came are found by the next.
        """
        with self.database.reading() as connection:
            orphans = attachments.find_orphans(connection, self.organisation.id)
        if orphans.hashes:
            with locked_transaction(self.database, self.organisation.id) as connection:
                deleted = attachments.delete_orphans(connection, self.organisation.id, orphans)
            self.counts.attachments += deleted


def run_expiry(
    database: Database,
    organisation: Organisation,
    now: int,
    *,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> ExpiryCounts:
    """Keep an organisation's rules; a dry run only counts."""
    with database.reading() as connection:
        rules = rules_of(connection, organisation.id)
        held = frozenset(
            each for person in holds.list_held_persons(connection, organisation) for each in person.ifis
        )
        total = int(connection.scalar(COUNT_STATEMENTS, {"organisation": organisation.id}) or 0)
    at = ExpiryRun(database, organisation, rules, held, now, dry_run, ExpiryCounts())
    seen = 0
    for seqs in at.portions():
        at.expire_portion(seqs)
        seen += len(seqs)
        progress(min(seen, total), total)
    if not dry_run:
        at.delete_orphans()
        with locked_transaction(database, organisation.id) as connection:
            at.counts.statements += conflicts.expire_conflicts(connection, organisation.id, rules, held, now)
    if (days := rules.get((AUDIT, ""))) is not None:
        before = now - days * DAY_MICROSECONDS
        if dry_run:
            with database.reading() as connection:
                at.counts.audit += audit.count_older_entries(connection, organisation.id, before)
        else:
            with locked_transaction(database, organisation.id) as connection:
                at.counts.audit += audit.delete_older_entries(connection, organisation.id, before)
    return at.counts
