"""The LRS's statements into a lake: what is new, what changed, each exactly once.

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
from scormbuild.analysis.lake.append import ExportCallbacks, Progress, append_statements
from scormbuild.analysis.lake.state import ExportState
from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database import Database
from scormbuild.lrs.store import change_log, lakes
from scormbuild.lrs.xapi import reference_key

EXPORT_WAIT_SECONDS = 60.0  # seconds for another export
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class ExportResult:
    """What an export did for one organisation."""

    organisation: str
    statements: int  # new in stored order; those that are voided count, but aren't in the lake
    rewritten: int  # files that held something that changed
    merged: int  # small files that became part of a larger one
    renewed: bool  # whether anything in the lake is other than before


def export_lake(
    database: Database,
    lake: Path,
    names: Sequence[str] | None = None,
    *,
    words: bool | None = None,
    progress: Progress | None = None,
    stopping: Callable[[], bool] | None = None,
    wait: float = EXPORT_WAIT_SECONDS,
) -> list[ExportResult]:
    """Bring a lake up to date for these organisations, or all; raises SettingsError.

    `words`: whether what people wrote goes into the lake; None leaves it as the lake is, at first with words.
    `stopping` is asked between portions, `wait` is for another export, in seconds.
    """
    lake = lake.absolute()
    run = ExportCallbacks(progress or ExportCallbacks.progress, stopping or ExportCallbacks.should_stop)
    write.create_lake(lake)
    with lock.exclusive_lock(lake, lock.EXPORT_LOCK, wait) as alone:
        if not alone:
            raise SettingsError(f"{lake}: another export is under way\n  hint: try again when it is done")
        with lock.exclusive_lock(lake, lock.READING_LOCK):
            pass  # its file is there for readers from now on
        with database.reading() as connection:
            everybody = organisations.list_organisations(connection)
            chosen = (
                everybody
                if names is None
                else [organisations.find_organisation(connection, each) for each in names]
            )
        # Under the lock of exports, so that nothing is being written where this cleans up.
        remove_old_spills(lake)
        remove_deleted_organisations(lake, everybody)
        done = [export_organisation(database, lake, each, words, run) for each in chosen]
        sql_views.write_views_file(lake)
    return done


def export_organisation(
    database: Database, lake: Path, owner: Organisation, words: bool | None, run: ExportCallbacks
) -> ExportResult:
    """Bring one organisation up to date."""
    kept = state.read_state_of_any_layout(lake, owner.id)
    now = starting_state(database, lake, owner, kept, words)
    remove_leftovers(lake, now)
    # Before the first file: an erasure that runs meanwhile has to know that it must come here too.
    register_lake(database, owner.id, lake)
    with database.reading() as connection:
        journal = change_log.latest_revision(
            connection, owner.id
        )  # first: what changes meanwhile comes next time
    rewritten, number = 0, journal
    if now.through and journal > now.amended:
        rewritten, number = updates.apply_changes(database, lake, now, owner.home_page)
    with database.reading() as connection:
        newest = change_log.newest_seq(connection, owner.id)
        tables = change_log.read_dimension_tables(connection, owner.id)
    small = dimension_tables.write_changed_tables(lake, owner.id, tables, now.small)
    # What changed is committed before what is new is added: an export that is stopped has done the
    # erasures.
    now = commit_state(lake, kept, replace(now, amended=number, small=small))
    seen, now = append_statements(database, lake, now, owner.home_page, newest, run)
    gone = merge.merge_small_files(lake, owner.id, now.through)
    if now != kept:
        record_export(database, owner.id, lake)
    return ExportResult(owner.name, seen, rewritten, gone, now != kept)


def starting_state(
    database: Database, lake: Path, owner: Organisation, kept: ExportState | None, words: bool | None
) -> ExportState:
    """The state to go on from: an empty one where the files are an older layout's, or a later database's."""
    origin = reference_key("organisation", f"{owner.created} {owner.home_page}")
    if kept is None:
        return ExportState(owner.id, origin, words=words is not False)
    # Two databases have organisations of the same number, and their seqs would seem to be one row.
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
    # After a restore new statements get places that the lake believes to know; so it begins again. So does
    # one whose rows an older version made by other rules.
    if kept.layout < layout.LAYOUT or is_database_older(database, kept):
        empty = ExportState(owner.id, origin, words=kept.words)
        # Not removed: killed here, the next export still knows that words are to stay out of this lake.
        state.write_state(lake, empty)
        remove_folders(lake, owner.id)
        return empty
    return kept


def is_database_older(database: Database, kept: ExportState) -> bool:
    """Whether the database is older than the lake: it knows nothing of the newest statement there."""
    if not kept.through:
        return False
    with database.reading() as connection:
        if change_log.latest_revision(connection, kept.organisation) < kept.amended:
            return True
        if change_log.count_statements(connection, kept.organisation, kept.through - 1, kept.through):
            return False
        return not lakes.is_statement_changed(connection, kept.organisation, kept.through)


def commit_state(lake: Path, kept: ExportState | None, now: ExportState) -> ExportState:
    """Write the state, where it is another one."""
    if now != kept:
        state.write_state(lake, now)
    return now


def remove_leftovers(lake: Path, now: ExportState) -> None:
    """Remove what an export that was killed left over."""
    _, over = layout.split_live_files(layout.statement_files(lake, now.organisation), now.through)
    for batch in over:
        batch.path(lake).unlink()
    for part in layout.part_files(lake, now.organisation):
        part.unlink(missing_ok=True)


def remove_old_spills(lake: Path) -> None:
    """Remove what readers put aside that were killed; whoever still reads after a day has had their time."""
    for folder in lake.glob(f"{layout.SPILL_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > DAY_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def remove_deleted_organisations(lake: Path, everybody: Sequence[Organisation]) -> None:
    """Remove the organisations that the database no longer has."""
    there = {each.id for each in everybody}
    for each in state.exported_organisations(lake):
        if each not in there:
            remove_organisation(lake, each)


def remove_organisation(lake: Path, organisation: int) -> None:
    """Remove all of an organisation; the state first, so that nobody reads half of it."""
    state.state_file(lake, organisation).unlink(missing_ok=True)
    remove_folders(lake, organisation)


def remove_folders(lake: Path, organisation: int) -> None:
    """Remove the files of an organisation, which count for nobody any more."""
    for folder in layout.organisation_folders(lake, organisation):
        shutil.rmtree(folder, ignore_errors=True)


def register_lake(database: Database, organisation: int, lake: Path) -> None:
    """Have the database know the lake before it holds anything: what is erased there is to go here too."""
    with database.reading() as connection:
        there = str(lake) in lakes.list_lake_paths(connection, organisation)
    if not there:
        record_export(database, organisation, lake)


def record_export(database: Database, organisation: int, lake: Path) -> None:
    """Note that the lake is as the database is now."""
    with database.writing() as connection:
        lakes.write_lake(connection, organisation, str(lake))
