"""The flat rows in the database itself, for those who ask in SQL: brought up to date, each statement once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.dialects import PostgreSQL
from scormbuild.lrs.projection.flat import COLUMN_NAMES, Row, flat_row
from scormbuild.lrs.store import change_log

STATEMENTS_PER_STEP = 2_000  # statements of one transaction: writers wait for some tens of milliseconds
LARGEST_SEQ = 2**63 - 1
FLAT_COLUMNS = ", ".join(COLUMN_NAMES)
SELECT_STATE = text("select through, amended from flat_state where organisation = :organisation")
INSERT_STATE = text(
    """insert into flat_state (organisation, through, amended) values (:organisation, 0, 0)
       on conflict (organisation) do nothing"""
)
UPDATE_STATE = text(
    "update flat_state set through = :through, amended = :amended where organisation = :organisation"
)
DELETE_ROWS = text(
    "delete from flat_statement where organisation = :organisation and seq in :seqs"
).bindparams(bindparam("seqs", expanding=True))
DELETE_ALIASES = text("delete from flat_alias where organisation = :organisation")
ALIAS_COLUMNS = "actor, person, actor_key, person_key"

Progress = Callable[[int, int], None]  # how many statements are done, of how many


class FlatState(NamedTuple):
    """How far the rows go: the last place, and the last number of the journal."""

    through: int
    amended: int


class RefreshStep(NamedTuple):
    """One transaction's work: from which state to which, what goes and what comes."""

    before: FlatState
    revision: int  # the newest number of the journal when it was made ready
    after: FlatState
    deleted_seqs: list[int]
    rows: list[Row]


def refresh_flat_rows(
    database: Database,
    owner: Organisation,
    progress: Progress = lambda *_: None,
    *,
    portion: int = STATEMENTS_PER_STEP,
) -> int:
    """Bring an organisation's rows up to date; gives how many were written. Killed, the next one goes on.

    A portion is made ready without a lock, and written under the organisation's own if the journal says
    nothing new by then: so what was erased meanwhile is never written.
    """
    with database.writing() as connection:
        connection.execute(INSERT_STATE, {"organisation": owner.id})
    with database.reading() as connection:
        remaining = change_log.count_statements(
            connection, owner.id, read_flat_state(connection, owner.id).through, LARGEST_SEQ
        )
    done = written = 0
    while step := next_step(database, owner, portion):
        if write_step(database, owner, step):
            written += len(step.rows)
            done += 0 if step.deleted_seqs else len(step.rows)
            progress(min(done, remaining), remaining)
    write_aliases(database, owner)
    if written >= STATEMENTS_PER_STEP and isinstance(database.dialect, PostgreSQL):
        with database.writing() as connection:
            connection.execute(text("analyze flat_statement"))  # it plans by figures that it else makes later
    return written


def read_flat_state(connection: Connection, organisation: int) -> FlatState:
    """The state as it is written."""
    row = connection.execute(SELECT_STATE, {"organisation": organisation}).first()
    return FlatState(*row) if row else FlatState(0, 0)


def has_flat_rows(connection: Connection, organisation: int) -> bool:
    """Whether an organisation has flat rows at all."""
    return connection.execute(SELECT_STATE, {"organisation": organisation}).first() is not None


def next_step(
    database: Database, owner: Organisation, portion: int = STATEMENTS_PER_STEP
) -> RefreshStep | None:
    """What is to be done next: what changed goes before what is new. None where nothing is."""
    with database.reading() as connection:
        before, seen = read_flat_state(connection, owner.id), change_log.latest_revision(connection, owner.id)
        # Changes first: a step of new rows notes the journal as followed up to `seen`.
        if before.through and before.amended < seen:
            return changed_rows_step(connection, owner, before, seen, portion)
        return new_rows_step(connection, owner, before, seen, portion)


def changed_rows_step(
    connection: Connection, owner: Organisation, before: FlatState, seen: int, portion: int
) -> RefreshStep:
    """Rows that have to be made anew, or go."""
    found = change_log.list_changes(connection, owner.id, before.amended, portion)
    # What lies further on has no row yet; it is read as it is now when its turn comes.
    seqs = [each.seq for each in found if each.seq <= before.through]
    bodies = change_log.read_current_bodies(connection, owner.id, seqs)
    rows = [flat_row(seq, body, owner.home_page) for seq, body in bodies.items() if body is not None]
    return RefreshStep(before, seen, FlatState(before.through, found[-1].revision), seqs, rows)


def new_rows_step(
    connection: Connection, owner: Organisation, before: FlatState, seen: int, portion: int
) -> RefreshStep | None:
    """Rows of what was stored since."""
    through = change_log.newest_seq(connection, owner.id)
    portions = change_log.read_statement_range(connection, owner.id, before.through, through, portion)
    if (bodies := next(portions, None)) is None:
        return None
    rows = [flat_row(each.seq, each.body, owner.home_page) for each in bodies if not each.voided]
    return RefreshStep(before, seen, FlatState(bodies[-1].seq, seen), [], rows)


def write_step(database: Database, owner: Organisation, step: RefreshStep) -> bool:
    """Write a step with its state; False where somebody changed a statement, or was first, meanwhile."""
    with database.writing() as connection:
        database.dialect.lock_organisation(connection, owner.id)
        if (
            # Read again under the lock: since these rows were made, one of them may have been erased, or
            # another process may have written them.
            read_flat_state(connection, owner.id) != step.before
            or change_log.latest_revision(connection, owner.id) != step.revision
        ):
            return False
        bound = {"organisation": owner.id}
        for first in range(0, len(step.deleted_seqs), STATEMENTS_PER_STEP):
            connection.execute(
                DELETE_ROWS, {**bound, "seqs": step.deleted_seqs[first : first + STATEMENTS_PER_STEP]}
            )
        if step.rows:
            database.dialect.append_rows(connection, "flat_statement", FLAT_COLUMNS, owner.id, step.rows)
        # The state in the transaction of its rows: killed at any moment, none is there twice or missing.
        connection.execute(UPDATE_STATE, {**bound, **step.after._asdict()})
    return True


def write_aliases(database: Database, owner: Organisation) -> None:
    """Who is known by another pseudonym, as it is now."""
    with database.writing() as connection:
        database.dialect.lock_organisation(connection, owner.id)
        connection.execute(DELETE_ALIASES, {"organisation": owner.id})
        if rows := change_log.list_aliases(connection, owner.id, owner.home_page):
            database.dialect.append_rows(connection, "flat_alias", ALIAS_COLUMNS, owner.id, rows)
