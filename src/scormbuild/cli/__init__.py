"""The command `scormbuild`: arguments in, words and an exit status out."""

from __future__ import annotations

from typing import Annotated

import typer

from scormbuild import __version__
from scormbuild.cli.command_group import make_app
from scormbuild.cli.commands import COMMANDS

app = make_app(
    COMMANDS,
    "scormbuild",
    name="scormbuild",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
