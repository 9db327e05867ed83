"""Where `scormbuild report` gets its figures: an engine, over what was just fetched from the LRS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scormbuild.analysis.model.selection import Selection
from scormbuild.cli import disclosure
from scormbuild.cli.database import load_settings, open_database
from scormbuild.cli.output import spinner
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.report_options import ReportFilters, validate_choice
from scormbuild.errors import SettingsError
from scormbuild.extras import require_extra
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.settings import database_file, lake_folder

if TYPE_CHECKING:
    from scormbuild.analysis.model.options import Options
    from scormbuild.analysis.model.permissions import Permissions
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.table import ReportTable
    from scormbuild.analysis.reports import Report
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database

ENGINES = ("duckdb", "postgresql", "spark")


@dataclass(frozen=True)
class ReportSource:
    """An engine with its lake or its database; `database` is the LRS's, where it is there."""

    engine: str
    lake: Path
    url: str
    zone: ZoneInfo
    export: bool
    database: Database | None


@contextmanager
def open_source(
    config: Path | None, database: str | None, engine: str, lake: Path | None, export: bool
) -> Iterator[ReportSource]:
    """The source that the options name; raises SettingsError where something isn't there."""
    validate_choice("--engine", engine, ENGINES)
    settings = load_settings(config, database=database)
    file = database_file(settings.database)
    if engine == "postgresql" and file is not None:
        raise SettingsError(f"--engine: {file} is SQLite's\n  hint: leave it out, so that DuckDB answers")
    there = file is None or file.is_file()
    if not there and (export or engine == "postgresql"):
        raise SettingsError(
            f"{file}: no such database\n  hint: --database says where; with --no-export a lake is enough"
        )
    with ExitStack() as stack:
        found = stack.enter_context(open_database(config, database)) if there else None
        folder = lake or lake_folder(settings)
        yield ReportSource(engine, folder, settings.database, ZoneInfo(settings.time_zone), export, found)


def run_report(
    report: Report,
    source: ReportSource,
    name: str | None,
    about: ReportFilters,
    rights: Permissions,
    options: Options,
) -> ReportTable:
    """The answer; what it shows of persons is in the audit log by then."""
    owner = find_owner(source, name)
    if owner is None and (report.open_text or rights.names):
        raise SettingsError(
            f"{report.name}: whoever reads this is noted in the LRS's audit log, which isn't here\n"
            "  hint: --database says where it is"
        )
    if owner and source.export and source.engine != "postgresql":
        update_lake(source, owner)
    with ExitStack() as stack:
        with spinner("Opening"):
            tables = stack.enter_context(open_tables(source, owner))
        with spinner("Asking"):
            selection = report_selection(tables, source, owner, name, about)
            sheet = report.make_table(tables, selection, rights, options)
    if source.database and owner:
        sheet = disclosure.add_names(sheet, source.database, owner) if rights.names else sheet
        if report.open_text:
            disclosure.audit_answers(sheet, source.database, owner, selection.course)
    return sheet


def find_owner(source: ReportSource, name: str | None) -> Organisation | None:
    """The organisation that is asked about, if there is a database that knows it."""
    if source.database is None:
        return None
    with source.database.reading() as connection:
        return organisations.find_organisation(connection, name)


def update_lake(source: ReportSource, owner: Organisation) -> None:
    """Fetch into the lake what is new."""
    with require_extra("the export"):
        from scormbuild.analysis.lake.export import export_lake
    if source.database:
        with progress_bar("statements") as progress:
            export_lake(source.database, source.lake, [owner.name], progress=progress)


def open_tables(source: ReportSource, owner: Organisation | None) -> AbstractContextManager[Tables]:
    """The tables in the engine that is asked."""
    only = owner.id if owner else None
    with require_extra("a report"):
        if source.engine == "postgresql":
            from scormbuild.analysis.engines import postgresql

            return postgresql.open_tables(source.url, refresh=source.export)
        if source.engine == "spark":
            from scormbuild.analysis.engines import spark

            return spark.open_tables(source.lake, organisation=only)
        from scormbuild.analysis.engines import duckdb

        return duckdb.open_tables(source.lake, organisation=only)


def report_selection(
    tables: Tables, source: ReportSource, owner: Organisation | None, name: str | None, about: ReportFilters
) -> Selection:
    """What is asked about, with the names that people use turned into those of the tables."""
    from scormbuild.analysis.model import names

    number = owner.id if owner else names.find_organisation(tables, name or organisations.DEFAULT)
    return Selection(
        number,
        source.zone,
        about.course and names.find_course(tables, number, about.course),
        about.team and names.find_team(tables, number, about.team),
        about.since,
        about.until,
        about.confirmed,
    )
