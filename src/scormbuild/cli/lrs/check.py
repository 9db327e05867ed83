"""The commands `scormbuild lrs check` and `distribute`: how the database is, and over which machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from scormbuild.cli.database import existing_database_url, open_database, print_json
from scormbuild.cli.output import EXIT_OK, EXIT_PROBLEMS, exit_on_error, format_columns, spinner
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl

if TYPE_CHECKING:
    from scormbuild.lrs.admin import CheckResult


def check(database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Examine the database: is it sound, is there room, can it be written, what does it hold?

    Exit status 0: sound. 1: problems. 2: can't be opened, or of an older version.

    Example: scormbuild lrs check --database sqlite:///scormbuild.db --json
    """
    with exit_on_error():
        url = existing_database_url(config, database)
        from scormbuild.lrs.admin import check_database as examine

        with spinner("Examining"):
            report = examine(url)
    if as_json:
        print_json({"sound": not report.problems, **asdict(report)})
    else:
        print_check(report)
    raise typer.Exit(EXIT_PROBLEMS if report.problems else EXIT_OK)


def print_check(report: CheckResult) -> None:
    """A report in words; problems on the error stream."""
    room = "" if report.free is None else f", {report.free >> 20:,} MiB free"
    lines = [(name, f"{number:,}") for name, number in report.counts.items()]
    lines += [("size", f"{report.size >> 10:,} KiB{room}"), ("schema", report.schema or "-")]
    typer.echo(f"{report.database}: {'problems found' if report.problems else 'sound'}")
    typer.echo(format_columns(lines))
    for problem in report.problems:
        typer.echo(f"problem: {problem}", err=True)


def distribute(database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Spread the tables over the machines of a Citus cluster, by organisation; again does no harm.

    Example: scormbuild lrs distribute --database postgresql+psycopg://lrs@coordinator/lrs
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.database import distribute_tables as spread

        with lrs_database.writing() as connection:
            tables = spread(connection)
    if as_json:
        print_json({"distributed": tables})
    else:
        typer.echo(f"distributed: {', '.join(tables)}" if tables else "all tables were distributed already")
