"""The command `scormbuild`: arguments in, words and an exit status out."""

from __future__ import annotations

from typing import Annotated

import typer

from scormbuild import __version__
from scormbuild.catalogue import choose_language, list_catalogues
from scormbuild.cli.command_group import make_app
from scormbuild.cli.commands import COMMANDS
from scormbuild.cli.user_language import user_language
from scormbuild.errors import did_you_mean

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


def choose_language_of_messages(wanted: str | None) -> None:
    """Answer `--language`; without it the locale says, and where that doesn't, the course."""
    known = list_catalogues()
    if wanted and wanted not in known:
        raise typer.BadParameter(f"there is no {wanted!r}; {did_you_mean(wanted, known, 'there are:')}")
    choose_language(wanted or user_language(known))


@app.callback()
def main(
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="en|nl",
            callback=choose_language_of_messages,
            is_eager=True,
            help="Of what is said about a course. (default: your locale's, or the course's)",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn a folder of text into a course for any LMS, and keep what learners write.

    Example: scormbuild new my-course && scormbuild preview my-course
    """
