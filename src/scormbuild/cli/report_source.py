"""Where `scormbuild report` gets its figures: an engine, over what was just fetched from the receiver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scormbuild.analysis.model.selection import Selection
from scormbuild.cli import disclosure
from scormbuild.cli.database import opened, settings_of
from scormbuild.cli.output import working
from scormbuild.cli.progress import counting
from scormbuild.cli.report_options import About, known
from scormbuild.errors import SettingsError
from scormbuild.extras import needed
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.settings import database_file, lake_folder

if TYPE_CHECKING:
    from scormbuild.analysis.model.options import Options
    from scormbuild.analysis.model.permissions import Rights
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.table import Sheet
    from scormbuild.analysis.reports import Report
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database

ENGINES = ("duckdb", "postgresql", "spark")


@dataclass(frozen=True)
class Source:
    """An engine with its lake or its database; `database` is the receiver's, where it is there."""

    engine: str
    lake: Path
    url: str
    zone: ZoneInfo
    export: bool
    database: Database | None


@contextmanager
def opened_source(
    config: Path | None, database: str | None, engine: str, lake: Path | None, export: bool
) -> Iterator[Source]:
    """The source that the options name; raises SettingsError where something isn't there."""
    known("--engine", engine, ENGINES)
    settings = settings_of(config, database=database)
    file = database_file(settings.database)
    if engine == "postgresql" and file is not None:
        raise SettingsError(f"--engine: {file} is SQLite's\n  hint: leave it out, so that DuckDB answers")
    there = file is None or file.is_file()
    if not there and (export or engine == "postgresql"):
        raise SettingsError(
            f"{file}: no such database\n  hint: --database says where; with --no-export a lake is enough"
        )
    with ExitStack() as stack:
        found = stack.enter_context(opened(config, database)) if there else None
        folder = lake or lake_folder(settings)
        yield Source(engine, folder, settings.database, ZoneInfo(settings.time_zone), export, found)


def made(
    report: Report, source: Source, name: str | None, about: About, rights: Rights, options: Options
) -> Sheet:
    """The answer; what it shows of persons is in the audit trail by then."""
    owner = owner_of(source, name)
    if owner is None and (report.words or rights.names):
        raise SettingsError(
            f"{report.name}: whoever reads this is noted in the receiver's audit trail, which isn't here\n"
            "  hint: --database says where it is"
        )
    if owner and source.export and source.engine != "postgresql":
        exported(source, owner)
    with ExitStack() as stack:
        with working("Opening"):
            tables = stack.enter_context(tables_of(source, owner))
        with working("Asking"):
            selection = selected(tables, source, owner, name, about)
            sheet = report.make(tables, selection, rights, options)
    if source.database and owner:
        sheet = disclosure.named(sheet, source.database, owner) if rights.names else sheet
        if report.words:
            disclosure.noted(sheet, source.database, owner, selection.course)
    return sheet


def owner_of(source: Source, name: str | None) -> Organisation | None:
    """The organisation that is asked about, if there is a database that knows it."""
    if source.database is None:
        return None
    with source.database.reading() as connection:
        return organisations.find(connection, name or organisations.DEFAULT)


def exported(source: Source, owner: Organisation) -> None:
    """Fetch into the lake what is new."""
    with needed("the export"):
        from scormbuild.analysis.lake.export import export
    if source.database:
        with counting("statements") as progress:
            export(source.database, source.lake, [owner.name], progress=progress)


def tables_of(source: Source, owner: Organisation | None) -> AbstractContextManager[Tables]:
    """The tables in the engine that is asked."""
    only = owner.id if owner else None
    with needed("a report"):
        if source.engine == "postgresql":
            from scormbuild.analysis.engines import postgresql

            return postgresql.opened(source.url, refresh=source.export)
        if source.engine == "spark":
            from scormbuild.analysis.engines import spark

            return spark.opened(source.lake, organisation=only)
        from scormbuild.analysis.engines import duckdb

        return duckdb.opened(source.lake, organisation=only)


def selected(
    tables: Tables, source: Source, owner: Organisation | None, name: str | None, about: About
) -> Selection:
    """What is asked about, with the names that people use turned into those of the tables."""
    from scormbuild.analysis.model import names

    number = owner.id if owner else names.organisation(tables, name or organisations.DEFAULT)
    return Selection(
        number,
        source.zone,
        about.course and names.course(tables, number, about.course),
        about.team and names.team(tables, number, about.team),
        about.since,
        about.until,
    )
