"""The command `scormbuild demo`."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.output import EXIT_PROBLEMS, exit_on_error, format_count
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.shared_options import CourseFolder

if TYPE_CHECKING:
    from scormbuild.demo.environment import DemoEnvironment

OUTPUT_FOLDER = Path("dist")
Port = Annotated[int, typer.Option(min=0, max=65535, help="Where the course is; another where it is taken.")]
LrsPort = Annotated[int, typer.Option(min=0, max=65535, help="Where the LRS is; another where it is taken.")]


def demo(
    folder: CourseFolder,
    once: Annotated[
        bool, typer.Option("--once", help="Play the course in a headless browser, and end.")
    ] = False,
    port: Port = 8012,
    lrs_port: LrsPort = 8020,
) -> None:
    """Play a course beside an LRS, and see each statement arrive as a learner answers.

    A made-up crowd of 250 learners has done the course before you, so that the dashboard has something
    to show. What it stores stays in dist/demo.db, dist/demo-lake and dist/demo-lms.json. With --once nothing
    stays, nobody was there before, and the exit status is 1 if a statement is missing.

    Example: scormbuild demo content/webcare
    """
    with exit_on_error():
        if once:
            play_once(folder)
        else:
            run_demo(folder, port, lrs_port)


def run_demo(folder: Path, port: int, lrs_port: int) -> None:
    """Until Ctrl+C."""
    from scormbuild.demo import dashboard
    from scormbuild.demo.environment import open_environment
    from scormbuild.demo.format import format_statement
    from scormbuild.demo.incoming import IncomingStatements

    with (
        suppress(KeyboardInterrupt),
        open_environment(folder, OUTPUT_FOLDER, port, lrs_port, dashboard=True) as environment,
    ):
        with progress_bar("statements of a crowd") as step:
            dashboard.seed_dashboard(environment, step)
        typer.echo(f"The course    {environment.url}")
        typer.echo(f"The LRS       {environment.endpoint}  ({OUTPUT_FOLDER / 'demo.db'})")
        typer.echo(f"The dashboard {dashboard_login(environment)}")
        typer.echo(
            "Open the course in your browser and answer a question: it arrives here. Stop with Ctrl+C.\n"
        )
        with IncomingStatements(
            environment.endpoint,
            environment.reader_key,
            timestamp_now(),
            lambda each: typer.echo(format_statement(each)),
        ):
            Event().wait()
    typer.echo("\nStopped.")


def dashboard_login(environment: DemoEnvironment) -> str:
    """The dashboard's address and a login, or why there is none."""
    from scormbuild.demo import dashboard

    if not environment.server.dashboard_url:
        return environment.server.no_dashboard_reason
    name, secret = dashboard.create_login(environment.server, environment.outline["course"]["language"])
    return f"{environment.server.dashboard_url}  (log in as {name}, password {secret})"


def play_once(folder: Path) -> None:
    """The whole course at once, in a folder that is gone afterwards."""
    from scormbuild.demo import playback
    from scormbuild.demo.environment import open_environment
    from scormbuild.demo.format import format_statement
    from scormbuild.demo.incoming import IncomingStatements
    from scormbuild.demo.verification import missing_statements

    received: list[dict[str, Any]] = []

    def record(statement: dict[str, Any]) -> None:
        received.append(statement)
        typer.echo(format_statement(statement))

    with TemporaryDirectory() as keep, open_environment(folder, Path(keep), 0, 0) as environment:
        with IncomingStatements(environment.endpoint, environment.reader_key, timestamp_now(), record):
            playback.play_course(environment.url)
        not_received = missing_statements(
            environment.outline, environment.lms.learner_data(playback.LEARNER_ID)["data"], received
        )
    for what in not_received:
        typer.echo(f"missing: {what}", err=True)
    typer.echo(f"{format_count(len(received), 'statement')} received, {len(not_received)} missing")
    if not_received:
        raise typer.Exit(EXIT_PROBLEMS)


def timestamp_now() -> str:
    """This moment, as statements have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
