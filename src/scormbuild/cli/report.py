"""The command `scormbuild report`: questions answered out of statements."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli import output_file
from scormbuild.cli.database import print_json
from scormbuild.cli.output import exit_on_error, format_columns, format_count
from scormbuild.cli.shared_options import ConfigFile, CourseName, DatabaseUrl, OrganisationName

if TYPE_CHECKING:
    from scormbuild.analysis.model.table import ReportTable

ReportName = Annotated[
    str | None, typer.Argument(metavar="NAME", help="Which report; without one they are listed.")
]
TeamName = Annotated[str | None, typer.Option(metavar="TEAM", help="Only of this team.")]
FirstDay = Annotated[str | None, typer.Option(metavar="DAY", help="From this day on, such as 2026-01-01.")]
LastDay = Annotated[str | None, typer.Option(metavar="DAY", help="Up to this day, which counts too.")]
OnlyConfirmed = Annotated[
    bool, typer.Option("--confirmed", help="Only what an LMS confirms, not what a package alone claims.")
]
SnapshotDay = Annotated[str | None, typer.Option(metavar="DAY", help="The day of a snapshot.")]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", help="table, csv, csv-nl (for a Dutch Excel), xlsx, parquet or json."
    ),
]
AnswerFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write it there; its ending says the format unless given."),
]
JsonFormat = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
WithNames = Annotated[bool, typer.Option("--names", help="Show names; the audit log notes it.")]
IdleSeconds = Annotated[int, typer.Option(metavar="SECONDS", help="A longer pause isn't counted as time.")]
Period = Annotated[str, typer.Option(metavar="PERIOD", help="day or week, for activity.")]
LeastPersons = Annotated[int, typer.Option(metavar="NUMBER", help="Round figures to this; 1: exact ones.")]
EngineName = Annotated[str, typer.Option(metavar="ENGINE", help="duckdb, postgresql or spark.")]
LakeFolder = Annotated[
    Path | None, typer.Option(metavar="DIR", help="The lake's folder. (default: beside the database)")
]
FetchNew = Annotated[bool, typer.Option("--export/--no-export", help="Whether to fetch first what is new.")]


def report(
    name: ReportName = None,
    course: CourseName = None,
    team: TeamName = None,
    since: FirstDay = None,
    until: LastDay = None,
    confirmed: OnlyConfirmed = False,
    organisation: OrganisationName = None,
    format_name: FormatName = None,
    to: AnswerFile = None,
    as_json: JsonFormat = False,
    names: WithNames = False,
    idle: IdleSeconds = 300,
    by: Period = "day",
    at: SnapshotDay = None,
    least: LeastPersons = 5,
    engine: EngineName = "duckdb",
    lake: LakeFolder = None,
    export: FetchNew = True,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Answer a question out of statements: who finished, where people stop, what they wrote.

    Without a name it lists the reports.

    Example: scormbuild report completion --course webcare --since 2026-01-01 --format csv-nl --to done.csv
    """
    with exit_on_error(), ExitStack() as stack:
        if name is None:
            print_reports(as_json)
            return
        from scormbuild.cli import report_options as given
        from scormbuild.cli import report_source as source

        report = given.find_report(name, names)
        shape = given.find_format("json" if as_json else format_name, to)
        rights = given.report_permissions(names, least)
        options = given.parse_options(idle, by, at)
        about = given.ReportFilters(
            course,
            team,
            given.parse_date("--since", since),
            given.parse_date("--until", until),
            confirmed,
        )
        found = stack.enter_context(source.open_source(config, database, engine, lake, export))
        sheet = source.run_report(report, found, organisation, about, rights, options)
        with output_file.open_output(to) as stream:
            shape.write(sheet, stream, found.zone)
        print_remarks(sheet, to)


def print_remarks(sheet: ReportTable, to: Path | None) -> None:
    """What the answer itself doesn't say, on the error stream."""
    if (base := sheet.rounded_to) > 1:
        typer.echo(
            f"Figures are rounded to {base}, and empty below it; --least 1 gives exact ones.",
            err=True,
        )
    if not sheet.rows:
        typer.echo(
            "Nothing was told that this report could show; see --since, --course and --team.", err=True
        )
    elif to:
        typer.echo(f"{format_count(len(sheet.rows), 'row')} in {to}", err=True)


def print_reports(as_json: bool) -> None:
    """The reports, with a sentence each."""
    from scormbuild.analysis.reports import REPORTS

    if as_json:
        print_json([{"name": each.name, "says": each.description} for each in REPORTS.values()])
    else:
        typer.echo(format_columns([(each.name, each.description) for each in REPORTS.values()]))
