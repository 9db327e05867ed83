"""The receiver's statements into a lake: what is new, what changed, each exactly once.

    locked -> leftovers removed -> journal followed -> new ranges made and committed -> small files merged

The state of an organisation is the commit: a file whose range ends behind it doesn't count, and the next
export removes it. So this may be killed at any moment, and begun again.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scormbuild.analysis.lake import dimension_tables, layout, lock, merge, sql_views, state, updates, write
from scormbuild.analysis.lake.append import Progress, Run, add
from scormbuild.analysis.lake.state import State
from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.store import change_log, lakes
from scormbuild.lrs.xapi.statement.references import key

WAIT = 60.0  # seconds for another export
DAY = 86_400


@dataclass(frozen=True)
class Exported:
    """What an export did for one organisation."""

    organisation: str
    statements: int  # new in stored order; those that are voided count, but aren't in the lake
    rewritten: int  # files that held something that changed
    merged: int  # small files that became part of a larger one
    renewed: bool  # whether anything in the lake is other than before


def export(
    database: Database,
    lake: Path,
    names: Sequence[str] | None = None,
    *,
    words: bool | None = None,
    progress: Progress | None = None,
    stopping: Callable[[], bool] | None = None,
    wait: float = WAIT,
) -> list[Exported]:
    """Bring a lake up to date for these organisations, or all; raises SettingsError.

    `words`: whether what people wrote goes into the lake; None leaves it as the lake is, at first with words.
    `stopping` is asked between portions, `wait` is for another export, in seconds.
    """
    lake = lake.absolute()
    run = Run(progress or Run.progress, stopping or Run.stopping)
    write.lay(lake)
    with lock.held(lake, lock.EXPORT, wait) as alone:
        if not alone:
            raise SettingsError(f"{lake}: another export is under way\n  hint: try again when it is done")
        with lock.held(lake, lock.READING):
            pass  # its file is there for readers from now on
        with database.reading() as connection:
            everybody = organisations.rows(connection)
            chosen = everybody if names is None else [organisations.find(connection, each) for each in names]
        sweep(lake)
        forget(lake, everybody)
        done = [of_one(database, lake, each, words, run) for each in chosen]
        sql_views.views(lake)
    return done


def of_one(database: Database, lake: Path, owner: Organisation, words: bool | None, run: Run) -> Exported:
    """Bring one organisation up to date."""
    kept = state.read(lake, owner.id)
    now = begun(database, lake, owner, kept, words)
    clear(lake, now)
    known(database, owner.id, lake)
    with database.reading() as connection:
        journal = change_log.latest(connection, owner.id)  # first: what changes meanwhile comes next time
    rewritten, number = 0, journal
    if now.through and journal > now.amended:
        rewritten, number = updates.patch(database, lake, now, owner.home_page)
    with database.reading() as connection:
        newest = change_log.newest(connection, owner.id)
        tables = change_log.small_tables(connection, owner.id)
    small = dimension_tables.renew(lake, owner.id, tables, now.small)
    now = commit(lake, kept, replace(now, amended=number, small=small))
    seen, now = add(database, lake, now, owner.home_page, newest, run)
    gone = merge.merge(lake, owner.id, now.through)
    if now != kept:
        note(database, owner.id, lake)
    return Exported(owner.name, seen, rewritten, gone, now != kept)


def begun(
    database: Database, lake: Path, owner: Organisation, kept: State | None, words: bool | None
) -> State:
    """The state to go on from; an empty one where the database was put back to before the lake's state."""
    origin = key("organisation", f"{owner.created} {owner.home_page}")
    if kept is None:
        return State(owner.id, origin, words=words is not False)
    if kept.origin != origin:
        raise SettingsError(
            f"{lake}: it holds statements of another database\n  hint: name a folder of its own for this one"
        )
    if words not in (None, kept.words):
        held = "with" if kept.words else "without"
        raise SettingsError(
            f"{lake}: this lake is {held} what people wrote\n"
            "  hint: name another folder, or remove this one first"
        )
    if put_back(database, kept):
        remove(lake, owner.id)
        return State(owner.id, origin, words=kept.words)
    return kept


def put_back(database: Database, kept: State) -> bool:
    """Whether the database is older than the lake: it knows nothing of the newest statement there."""
    if not kept.through:
        return False
    with database.reading() as connection:
        if change_log.latest(connection, kept.organisation) < kept.amended:
            return True
        if change_log.count(connection, kept.organisation, kept.through - 1, kept.through):
            return False
        return not lakes.noted(connection, kept.organisation, kept.through)


def commit(lake: Path, kept: State | None, now: State) -> State:
    """Write the state, where it is another one."""
    if now != kept:
        state.write(lake, now)
    return now


def clear(lake: Path, now: State) -> None:
    """Remove what an export that was killed left over."""
    _, over = layout.counted(layout.batches(lake, now.organisation), now.through)
    for batch in over:
        batch.path(lake).unlink()
    for part in layout.parts(lake, now.organisation):
        part.unlink(missing_ok=True)


def sweep(lake: Path) -> None:
    """Remove what readers put aside that were killed; whoever still reads after a day has had their time."""
    for folder in lake.glob(f"{layout.SPILL}*"):
        if time.time() - folder.stat().st_mtime > DAY:
            shutil.rmtree(folder, ignore_errors=True)


def forget(lake: Path, everybody: Sequence[Organisation]) -> None:
    """Remove the organisations that the database no longer has."""
    there = {each.id for each in everybody}
    for each in state.states(lake):
        if each.organisation not in there:
            remove(lake, each.organisation)


def remove(lake: Path, organisation: int) -> None:
    """Remove all of an organisation; the state first, so that nobody reads half of it."""
    state.path(lake, organisation).unlink(missing_ok=True)
    for folder in layout.folders(lake, organisation):
        shutil.rmtree(folder, ignore_errors=True)


def known(database: Database, organisation: int, lake: Path) -> None:
    """Have the database know the lake before it holds anything: what is erased there is to go here too."""
    with database.reading() as connection:
        there = str(lake) in lakes.paths(connection, organisation)
    if not there:
        note(database, organisation, lake)


def note(database: Database, organisation: int, lake: Path) -> None:
    """Note that the lake is as the database is now."""
    with database.writing() as connection:
        lakes.keep(connection, organisation, str(lake))
