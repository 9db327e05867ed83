"""The command `scormbuild demo`."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.course import CourseFolder
from scormbuild.cli.output import PROBLEMS, counted, faults_told
from scormbuild.cli.progress import counting

if TYPE_CHECKING:
    from scormbuild.demo.environment import Stage

KEPT = Path("dist")
Port = Annotated[int, typer.Option(min=0, max=65535, help="Where the course is; another where it is taken.")]
ReceiverPort = Annotated[
    int, typer.Option(min=0, max=65535, help="Where the receiver is; another where it is taken.")
]


def demo(
    folder: CourseFolder,
    once: Annotated[
        bool, typer.Option("--once", help="Play the course in a headless browser, and end.")
    ] = False,
    port: Port = 8012,
    receiver_port: ReceiverPort = 8020,
) -> None:
    """Play a course beside a receiver, and see each statement arrive as a learner answers.

    A made-up crowd of 250 learners has done the course before you, so that the analyst's desk has something
    to show. What it stores stays in dist/demo.db, dist/demo-lake and dist/demo-lms.json. With --once nothing
    stays, nobody was there before, and the exit status is 1 if a statement is missing.

    Example: scormbuild demo content/webcare
    """
    with faults_told():
        if once:
            perform(folder)
        else:
            show(folder, port, receiver_port)


def show(folder: Path, port: int, receiver_port: int) -> None:
    """Until Ctrl+C."""
    from scormbuild.demo import dashboard
    from scormbuild.demo.environment import staged
    from scormbuild.demo.format import line
    from scormbuild.demo.incoming import Arrivals

    with suppress(KeyboardInterrupt), staged(folder, KEPT, port, receiver_port, desk=True) as stage:
        with counting("statements of a crowd") as step:
            dashboard.fill(stage, step)
        typer.echo(f"The course    {stage.url}\nThe receiver  {stage.endpoint}  ({KEPT / 'demo.db'})")
        typer.echo(f"The desk      {where_to_look(stage)}")
        typer.echo(
            "Open the course in your browser and answer a question: it arrives here. Stop with Ctrl+C.\n"
        )
        with Arrivals(stage.endpoint, stage.reader, now(), lambda each: typer.echo(line(each))):
            Event().wait()
    typer.echo("\nStopped.")


def where_to_look(stage: Stage) -> str:
    """The desk's address and a login, or why there is none."""
    from scormbuild.demo import dashboard

    if not stage.reception.desk:
        return stage.reception.no_desk
    name, secret = dashboard.login(stage.reception, stage.outline["course"]["language"])
    return f"{stage.reception.desk}  (log in as {name}, password {secret})"


def perform(folder: Path) -> None:
    """The whole course at once, in a folder that is gone afterwards."""
    from scormbuild.demo import playback
    from scormbuild.demo.environment import staged
    from scormbuild.demo.format import line
    from scormbuild.demo.incoming import Arrivals
    from scormbuild.demo.verification import missing

    arrived: list[dict[str, Any]] = []

    def tell(statement: dict[str, Any]) -> None:
        arrived.append(statement)
        typer.echo(line(statement))

    with TemporaryDirectory() as keep, staged(folder, Path(keep), 0, 0) as stage:
        with Arrivals(stage.endpoint, stage.reader, now(), tell):
            playback.play(stage.url)
        absent = missing(stage.outline, stage.lms.kept(playback.LEARNER)["data"], arrived)
    for what in absent:
        typer.echo(f"missing: {what}", err=True)
    typer.echo(f"{counted(len(arrived), 'statement')} received, {len(absent)} missing")
    if absent:
        raise typer.Exit(PROBLEMS)


def now() -> str:
    """This moment, as statements have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
