"""The command `scormbuild`: arguments in, words and an exit status out."""

from __future__ import annotations

from typing import Annotated

import typer

from scormbuild import __version__
from scormbuild.cli import course, demo, harvest, lms, report
from scormbuild.cli.lrs import serve

app = typer.Typer(
    name="scormbuild",
    help="Turn a folder of text into a course for any LMS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    course.build,
    course.check,
    course.preview,
    course.factsheet,
    course.new,
    demo.demo,
    report.report,
):
    app.command()(command)
for group, name in ((serve.app, "lrs"), (harvest.app, "harvest"), (lms.app, "lms")):
    app.add_typer(group, name=name)


def print_version(wanted: bool) -> None:
    """Answer `--version`."""
    if wanted:
        typer.echo(f"scormbuild {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn a folder of text into a course for any LMS, and keep what learners write.

    Example: scormbuild new my-course && scormbuild preview my-course
    """
