"""The flat rows in the database itself, for those who ask in SQL: brought up to date, each statement once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.dialects import PostgreSQL
from scormbuild.lrs.projection.flat import NAMES, Row, flat
from scormbuild.lrs.store import change_log

PORTION = 2_000  # statements of one transaction: writers wait for some tens of milliseconds
LAST = 2**63 - 1
COLUMNS = ", ".join(NAMES)
STATE = text("select through, amended from flat_state where organisation = :organisation")
BEGIN = text(
    """insert into flat_state (organisation, through, amended) values (:organisation, 0, 0)
       on conflict (organisation) do nothing"""
)
MOVE = text("update flat_state set through = :through, amended = :amended where organisation = :organisation")
LEAVE = text("delete from flat_statement where organisation = :organisation and seq in :seqs").bindparams(
    bindparam("seqs", expanding=True)
)
UNALIAS = text("delete from flat_alias where organisation = :organisation")
ALIAS = "actor, person, actor_key, person_key"

Progress = Callable[[int, int], None]  # how many statements are done, of how many


class State(NamedTuple):
    """How far the rows go: the last place, and the last number of the journal."""

    through: int
    amended: int


class Step(NamedTuple):
    """One transaction's work: from which state to which, what goes and what comes."""

    before: State
    seen: int  # the newest number of the journal when it was made ready
    after: State
    gone: list[int]
    rows: list[Row]


def refresh(
    database: Database,
    owner: Organisation,
    progress: Progress = lambda *_: None,
    *,
    portion: int = PORTION,
) -> int:
    """Bring an organisation's rows up to date; gives how many were written. Killed, the next one goes on.

    A portion is made ready without a lock, and written under the organisation's own if the journal says
    nothing new by then: so what was erased meanwhile is never written.
    """
    with database.writing() as connection:
        connection.execute(BEGIN, {"organisation": owner.id})
    with database.reading() as connection:
        left = change_log.count(connection, owner.id, of(connection, owner.id).through, LAST)
    done = written = 0
    while step := prepared(database, owner, portion):
        if write(database, owner, step):
            written += len(step.rows)
            done += 0 if step.gone else len(step.rows)
            progress(min(done, left), left)
    aliases(database, owner)
    if written >= PORTION and isinstance(database.dialect, PostgreSQL):
        with database.writing() as connection:
            connection.execute(text("analyze flat_statement"))  # it plans by figures that it else makes later
    return written


def of(connection: Connection, organisation: int) -> State:
    """The state as it is written."""
    row = connection.execute(STATE, {"organisation": organisation}).first()
    return State(*row) if row else State(0, 0)


def kept(connection: Connection, organisation: int) -> bool:
    """Whether an organisation has flat rows at all."""
    return connection.execute(STATE, {"organisation": organisation}).first() is not None


def prepared(database: Database, owner: Organisation, portion: int = PORTION) -> Step | None:
    """What is to be done next: what changed goes before what is new. None where nothing is."""
    with database.reading() as connection:
        before, seen = of(connection, owner.id), change_log.latest(connection, owner.id)
        if before.through and before.amended < seen:
            return amended(connection, owner, before, seen, portion)
        return new(connection, owner, before, seen, portion)


def amended(connection: Connection, owner: Organisation, before: State, seen: int, portion: int) -> Step:
    """Rows that have to be made anew, or go."""
    found = change_log.amended(connection, owner.id, before.amended, portion)
    seqs = [each.seq for each in found if each.seq <= before.through]
    bodies = change_log.today(connection, owner.id, seqs)
    rows = [flat(seq, body, owner.home_page) for seq, body in bodies.items() if body is not None]
    return Step(before, seen, State(before.through, found[-1].number), seqs, rows)


def new(connection: Connection, owner: Organisation, before: State, seen: int, portion: int) -> Step | None:
    """Rows of what was stored since."""
    through = change_log.newest(connection, owner.id)
    portions = change_log.statements(connection, owner.id, before.through, through, portion)
    if (bodies := next(portions, None)) is None:
        return None
    rows = [flat(each.seq, each.body, owner.home_page) for each in bodies if not each.voided]
    return Step(before, seen, State(bodies[-1].seq, seen), [], rows)


def write(database: Database, owner: Organisation, step: Step) -> bool:
    """Write a step with its state; False where somebody changed a statement, or was first, meanwhile."""
    with database.writing() as connection:
        database.dialect.lock(connection, owner.id)
        if of(connection, owner.id) != step.before or change_log.latest(connection, owner.id) != step.seen:
            return False
        bound = {"organisation": owner.id}
        for first in range(0, len(step.gone), PORTION):
            connection.execute(LEAVE, {**bound, "seqs": step.gone[first : first + PORTION]})
        if step.rows:
            database.dialect.append(connection, "flat_statement", COLUMNS, owner.id, step.rows)
        connection.execute(MOVE, {**bound, **step.after._asdict()})
    return True


def aliases(database: Database, owner: Organisation) -> None:
    """Who is known by another pseudonym, as it is now."""
    with database.writing() as connection:
        database.dialect.lock(connection, owner.id)
        connection.execute(UNALIAS, {"organisation": owner.id})
        if rows := change_log.aliases(connection, owner.id, owner.home_page):
            database.dialect.append(connection, "flat_alias", ALIAS, owner.id, rows)
