"""The commands `scormbuild harvest …`: from an LMS, a table or another LRS into the LRS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.database import existing_database_url, print_json
from scormbuild.cli.output import EXIT_PROBLEMS, exit_on_error, format_count
from scormbuild.cli.progress import progress_bar, progress_counter
from scormbuild.cli.shared_options import (
    AsJson,
    ConfigFile,
    DatabaseUrl,
    DryRun,
    OrganisationName,
    OutlineFolder,
)
from scormbuild.errors import SettingsError, SourceError

if TYPE_CHECKING:
    from scormbuild.lms.http_client import HttpClient
    from scormbuild.lms.refused import RefusedFile
    from scormbuild.lms.run import Run
    from scormbuild.lms.source import Source
    from scormbuild.lms.summary import HarvestSummary


Url = Annotated[str, typer.Option(metavar="URL", help="The address of its home page.")]
XapiEndpoint = Annotated[str, typer.Option(metavar="URL", help="Its xAPI endpoint.")]
TokenFile = Annotated[
    Path, typer.Option(metavar="FILE", help="A file that holds the token, and nothing else.")
]
KeyFile = Annotated[Path, typer.Option(metavar="FILE", help="A file that holds KEY:SECRET.")]
MoodleCourses = Annotated[
    list[str] | None,
    typer.Option(
        "--moodle-course",
        metavar="COURSE",
        help="A course of Moodle, by number or short name; may be given more than once. "
        "(default: all that the token shows)",
    ),
]
Rate = Annotated[
    float, typer.Option(metavar="NUMBER", min=0.01, max=1000, help="At most so many requests a second.")
]
Insecure = Annotated[bool, typer.Option("--insecure-http", help="Allow http, on a network of your own.")]
Full = Annotated[bool, typer.Option("--full", help="Look at everything again, also what can't have changed.")]
Columns = Annotated[
    str,
    typer.Option(
        metavar="MEANING=COLUMN,…",
        help="Which column is what: learner, status, score, completed, suspend_data, attempt, time; "
        "or learner, element, value for a table with a row for each element.",
    ),
]
Course = Annotated[
    str | None, typer.Option(metavar="COURSE", help="What the table is about: a course's id, title or IRI.")
]
Delimiter = Annotated[
    str | None, typer.Option(metavar="SIGN", help="Between columns. (default: found in the first line)")
]
Times = Annotated[str | None, typer.Option(metavar="PATTERN", help="How times are written: %d-%m-%Y %H:%M.")]
SourceKind = Annotated[
    str, typer.Option(metavar="SOURCE", help="lms where the store attests who its users are, as an LMS does.")
]
RefusedPath = Annotated[
    Path | None,
    typer.Option(
        "--refused-file",
        metavar="FILE",
        help="Where refused statements are kept until they are taken. "
        "(default: beside the database's file, else in this folder)",
    ),
]
SettleRefused = Annotated[
    bool,
    typer.Option("--settle-refused", help="Give up what is in that file: only its ids and reasons stay."),
]
Filter = typer.Option(metavar="VALUE", help="Only statements with this one, as in GET /statements.")


def moodle(
    url: Url,
    token_file: TokenFile,
    moodle_course: MoodleCourses = None,
    organisation: OrganisationName = None,
    full: Full = False,
    rate: Rate = 5,
    insecure_http: Insecure = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Read completion and SCORM tracks over Moodle's web services; only what is new is asked for.

    Exit status 0: all was read, or another run is busy. 1: some couldn't be read. 2: it broke off.

    Example: scormbuild harvest moodle --url https://lms.example.org --token-file moodle.token
    """
    with exit_on_error():
        from scormbuild.lms.http_client import HttpClient, validate_url
        from scormbuild.lms.moodle.client import Moodle
        from scormbuild.lms.moodle.source import MoodleSource
        from scormbuild.lms.secret_file import read_token

        address, token = validate_url(url, insecure=insecure_http), read_token(token_file)
        store = existing_database_url(config, database)
        with closing(HttpClient(rate)) as web:
            moodle = Moodle(address, token, web)
            source = MoodleSource(moodle, moodle.site(), moodle_course or [], full)
            run_harvest(source, store, organisation, progress_bar("learners"), web, as_json=as_json)


def harvest_csv(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table, as CSV.")],
    columns: Columns,
    site: Annotated[str, typer.Option(metavar="URL", help="The LMS's address, as learners see it.")],
    course: Course = None,
    course_folder: OutlineFolder = None,
    delimiter: Delimiter = None,
    times: Times = None,
    organisation: OrganisationName = None,
    dry_run: DryRun = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Read a report or a dump of SCORM tracks that an LMS exported: all of it, or nothing if it has faults.

    Example: scormbuild harvest csv report.csv --columns learner=User,status=Status \\
      --site https://lms.example.org --course webcare
    """
    with exit_on_error():
        from scormbuild.cli.lms import find_course_match, read_outline_option
        from scormbuild.csv_file import decode_file, read_rows
        from scormbuild.lms.csv import CsvSource, count_rows, parse_attempts, parse_columns
        from scormbuild.lms.harvest import open_ingest
        from scormbuild.lms.http_client import validate_url
        from scormbuild.lms.summary import HarvestSummary

        address = validate_url(site, insecure=True)  # nothing is sent there
        meanings_by_column = parse_columns(columns)
        text = decode_file(file.read_bytes(), str(file))
        rows, problems = parse_attempts(
            read_rows(text, meanings_by_column, str(file), delimiter), str(file), times
        )
        if problems:
            raise SourceError(problems)
        outline = read_outline_option(course, course_folder)
        if dry_run:
            summary = HarvestSummary(address, attempts=len(rows))
            count_rows(rows, summary)
            print_summary(summary, as_json)
            return
        store = existing_database_url(config, database)
        with open_ingest(store, organisation, address) as ingest:
            match = find_course_match(course, outline, ingest)
        source = CsvSource(address, rows, match)
        run_harvest(source, store, organisation, progress_bar("rows"), as_json=as_json)


def lrs(
    url: XapiEndpoint,
    key_file: KeyFile,
    since: Annotated[str, typer.Option(metavar="TIME", help="Where the first run begins.")] = "",
    source: SourceKind = "lrs",
    agent: Annotated[str, Filter] = "",
    verb: Annotated[str, Filter] = "",
    activity: Annotated[str, Filter] = "",
    refused_file: RefusedPath = None,
    settle_refused: SettleRefused = False,
    organisation: OrganisationName = None,
    rate: Rate = 5,
    insecure_http: Insecure = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Read the statements of another Learning Record Store, from where the last run ended. Ids are kept.

    What is refused is kept in a file, and tried again by each run. Exit status 0: all was taken, or another
    run is busy. 1: some is refused. 2: it broke off.

    Example: scormbuild harvest lrs --url https://lrs.example.org/xapi --key-file lrs.key
    """
    with exit_on_error():
        from scormbuild.lms.http_client import HttpClient, validate_url
        from scormbuild.lms.refused import RefusedFile, default_refused_path
        from scormbuild.lms.secret_file import read_key
        from scormbuild.lms.xapi import LrsSource, RemoteLrs

        if source not in ("lms", "lrs"):
            raise SettingsError(f"--source {source}: no such source\n  hint: lms or lrs")
        address, key = validate_url(url, insecure=insecure_http), read_key(key_file)
        store = existing_database_url(config, database)
        filters = {"agent": agent, "verb": verb, "activity": activity}
        set_filters = {name: value for name, value in filters.items() if value}
        with closing(HttpClient(rate)) as web:
            remote = RemoteLrs(address, key, set_filters, web)
            pulled = LrsSource(remote, since, attests=source == "lms")
            beside = default_refused_path(store, organisation, remote.checkpoint_key, address)
            run_harvest(
                pulled,
                store,
                organisation,
                progress_counter("statements"),
                web,
                refused=RefusedFile(refused_file or beside),
                settle_refused=settle_refused,
                as_json=as_json,
            )


def run_harvest(
    source: Source,
    database: str,
    organisation: str | None,
    progress: AbstractContextManager[Callable[[int, int | None], None]],
    web: HttpClient | None = None,
    *,
    refused: RefusedFile | None = None,
    settle_refused: bool = False,
    as_json: bool,
) -> None:
    """Harvest a source, with a sign of life meanwhile, and say what came of it."""
    from scormbuild.lms.harvest import harvest_source, open_run

    with open_run(source, database, organisation, now_seconds, refused) as run:
        if run is None:
            print_busy(source.url, as_json)
            return
        with print_outcome(run, web, as_json), progress as run.on_progress:
            harvest_source(source, run, settle_refused=settle_refused)


@contextmanager
def print_outcome(run: Run, web: HttpClient | None, as_json: bool) -> Iterator[None]:
    """Tell what was done, also when it broke off; exit status 1 where some couldn't be read or is refused."""
    summary = run.summary
    try:
        yield
    finally:
        summary.requests = web.requests if web else 0
        if run.refused and run.refused.waiting:
            summary.refused, summary.refused_file = run.refused.waiting, str(run.refused.path)
        print_summary(summary, as_json)
    if summary.faults or summary.refused:
        raise typer.Exit(EXIT_PROBLEMS)


def print_summary(summary: HarvestSummary, as_json: bool) -> None:
    """One line, or JSON; what couldn't be read on the error stream."""
    for fault in summary.faults:
        typer.echo(fault, err=True)
    if summary.refused:
        number = format_count(summary.refused, "refused statement")
        hint = "mend its lines and run again, or give them up with --settle-refused"
        typer.echo(f"{number} in {summary.refused_file}\n  hint: {hint}", err=True)
    if as_json:
        print_json(asdict(summary))
        return
    parts = [format_count(summary.attempts, "attempt" if summary.learners else "statement") + " read"]
    if summary.learners:
        parts.insert(0, format_count(summary.learners, "learner"))
    parts += [f"{summary.new:,} statements stored", f"{summary.known:,} known"]
    parts += [f"{summary.dropped:,} left out as erased or past their time"] if summary.dropped else []
    parts += [f"{summary.bare:,} without their attachments"] if summary.bare else []
    typer.echo(f"{summary.site}: {', '.join(parts)}")


def print_busy(source: str, as_json: bool) -> None:
    """Say that another run has this source; that is no fault, so that cron stays silent."""
    if as_json:
        print_json({"busy": source})
    else:
        typer.echo(f"{source}: another harvest is busy with it; nothing was done")


def now_seconds() -> int:
    """Now, in seconds since 1970."""
    return int(time.time())
