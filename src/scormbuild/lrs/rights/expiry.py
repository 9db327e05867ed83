"""Retention: what is older than its rule allows goes, portion after portion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.privacy import retention
from scormbuild.lrs.privacy.retention import AUDIT, DAY, Rules
from scormbuild.lrs.rights import holds
from scormbuild.lrs.rights.erase import Progress, locked
from scormbuild.lrs.rights.mentions import everybody
from scormbuild.lrs.store import audit
from scormbuild.lrs.store import statements as amend
from scormbuild.lrs.store.retention_rules import rules as rules_of
from scormbuild.lrs.xapi.statement.references import key

PORTION = 200  # statements looked at in one go
ALL = text(
    "select seq from statement where organisation = :organisation and seq > :after order by seq limit :rows"
)
OF_VERBS = text(
    "select distinct seq from reference where organisation = :organisation and key in :keys and seq > :after"
    " order by seq limit :rows"
).bindparams(bindparam("keys", expanding=True))
COUNT = text("select count(*) from statement where organisation = :organisation")


@dataclass(slots=True)
class Outlived:
    """What went, or would go."""

    statements: int = 0
    attachments: int = 0
    words: int = 0
    audit: int = 0
    held: int = 0  # kept, since a hold is on somebody whom they name


@dataclass(frozen=True, slots=True)
class Run:
    """One organisation's rules at one moment."""

    database: Database
    organisation: Organisation
    rules: Rules
    held: frozenset[str]
    now: int
    dry_run: bool
    done: Outlived

    def portions(self) -> Iterator[list[int]]:
        """The places of all statements that a rule may concern."""
        verbs = {verb for part, verb in self.rules if part != AUDIT}
        after, found = 0, [0]
        while found and verbs:
            bound = {"organisation": self.organisation.id, "after": after, "rows": PORTION}
            with self.database.reading() as connection:
                if "" in verbs:
                    found = list(connection.scalars(ALL, bound))
                else:
                    keys = [key("verb", each) for each in sorted(verbs)]
                    found = list(connection.scalars(OF_VERBS, {**bound, "keys": keys}))
            if found:
                after = found[-1]
                yield found

    def portion(self, seqs: list[int]) -> None:
        """Look at some; write only where something is past its time."""
        looked = Outlived()
        with self.database.reading() as connection:
            self.outlive(connection, seqs, looked, dry_run=True)
        past = looked.statements + looked.words
        if self.dry_run or not past:
            return self.add(looked)
        changed = Outlived()
        with locked(self.database, self.organisation.id) as connection:
            self.outlive(connection, seqs, changed, dry_run=False)
        return self.add(changed)

    def add(self, more: Outlived) -> None:
        """Count what a portion came to."""
        for name, number in asdict(more).items():
            setattr(self.done, name, getattr(self.done, name) + number)

    def outlive(self, connection: Connection, seqs: list[int], counted: Outlived, *, dry_run: bool) -> None:
        """Delete or shorten what is past its time, unless somebody in it is held."""
        gone: list[int] = []
        for stored in amend.at(connection, self.organisation.id, seqs):
            statement = stored.statement
            left = retention.kept(statement, self.rules, self.now)
            if left is statement:
                continue
            if self.held and everybody(statement) & self.held:
                counted.held += 1
            elif left is None:
                gone.append(stored.seq)
            else:
                counted.words += 1
                if not dry_run:
                    dialect = self.database.dialect
                    amend.replace(connection, dialect, self.organisation.id, stored.seq, left)
        if dry_run:
            counted.statements += len(gone)
        elif gone:
            went = amend.delete(connection, self.database.dialect, self.organisation.id, gone)
            counted.statements += went.statements
            counted.attachments += went.attachments


def run(
    database: Database,
    organisation: Organisation,
    now: int,
    *,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> Outlived:
    """Keep an organisation's rules; a dry run only counts."""
    with database.reading() as connection:
        rules = rules_of(connection, organisation.id)
        held = frozenset(each for person in holds.held(connection, organisation) for each in person.ifis)
        total = int(connection.scalar(COUNT, {"organisation": organisation.id}) or 0)
    at = Run(database, organisation, rules, held, now, dry_run, Outlived())
    seen = 0
    for seqs in at.portions():
        at.portion(seqs)
        seen += len(seqs)
        progress(min(seen, total), total)
    if (days := rules.get((AUDIT, ""))) is not None:
        before = now - days * DAY
        if dry_run:
            with database.reading() as connection:
                at.done.audit += audit.older(connection, organisation.id, before)
        else:
            with locked(database, organisation.id) as connection:
                at.done.audit += audit.forget(connection, organisation.id, before)
    return at.done
