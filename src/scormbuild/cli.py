"""The command `scormbuild`: arguments in, words and an exit status out."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from scormbuild import __version__
from scormbuild.errors import PackageError, Problem, ScormbuildError

SOUND, PROBLEMS, FAULT = 0, 1, 2

app = typer.Typer(
    name="scormbuild",
    help="Turn a folder of text into a course for any LMS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CourseFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The course: a folder with course.yaml.")]


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
    """Turn a folder of text into a course for any LMS.

    Example: scormbuild new my-course && scormbuild preview my-course
    """


@app.command()
def build(
    folder: CourseFolder,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="OUT", help="A .zip file, or the folder for it.")
    ] = Path("dist"),
) -> None:
    """Build a SCORM 1.2 package to upload to an LMS.

    Example: scormbuild build content/webcare -o dist
    """
    from scormbuild.course.build import build_package  # here, so that --help needn't wait for it

    with faults_told(), working("Building"):
        target, built = build_package(folder, out)
    tell(built.warnings, "warning")
    typer.echo(f"{target}  ({len(built.files)} files, {target.stat().st_size:,} bytes)")


@app.command()
def check(
    package: Annotated[Path, typer.Argument(metavar="ZIP", help="Any SCORM 1.2 package.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for a program.")] = False,
) -> None:
    """Examine a SCORM 1.2 package, whoever made it, before an LMS meets it.

    Exit status 0: sound. 1: problems found. 2: not readable as a package.

    Example: scormbuild check dist/webcare-1.0.0-scorm12.zip
    """
    from scormbuild.course.check import check as examine

    try:
        with working("Examining"):
            problems, unreadable = examine(package), None
    except (PackageError, OSError) as error:
        problems, unreadable = [], said(error)
    if as_json:
        answer = {
            "sound": not problems and not unreadable,
            "error": unreadable,
            "problems": list(map(asdict, problems)),
        }
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    elif unreadable:
        typer.echo(f"error: {unreadable}", err=True)
    else:
        tell(problems)
        typer.echo(
            f"{package}: {counted(len(problems), 'problem')} found" if problems else f"{package}: sound"
        )
    raise typer.Exit(FAULT if unreadable else PROBLEMS if problems else SOUND)


@app.command()
def preview(
    folder: CourseFolder,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8012,
) -> None:
    """Play a course in an LMS on your own computer, and see it change as you write.

    Example: scormbuild preview content/webcare --port 8012
    """
    from scormbuild.course.build import build as build_course
    from scormbuild.preview import server

    with faults_told():
        server.serve(
            lambda: build_course(folder).files,
            watch=folder,
            port=port,
            state_file=Path("dist") / f"{folder.resolve().name}-preview.json",
            announce=typer.echo,
        )


@app.command()
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that doesn't exist yet, or is empty.")
    ],
) -> None:
    """Start a course: a small one that builds, and shows everything a page can hold.

    Example: scormbuild new my-course
    """
    from scormbuild.course.start import start

    with faults_told():
        start(folder)
    typer.echo(f"{folder}: a course to begin with. See it: scormbuild preview {folder}")


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn a fault of the course or the disk into its message and exit status 2."""
    try:
        yield
    except (ScormbuildError, OSError) as error:
        typer.echo(said(error), err=True)
        raise typer.Exit(FAULT) from None


def said(error: Exception) -> str:
    """An error in words; the system's own come as "file: reason"."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "this port is in use\n  hint: choose another with --port; 0 takes any that is free"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or 'not possible').lower()}"
    return str(error)


def tell(problems: Sequence[Problem], label: str = "") -> None:
    """Each problem on the error stream, with its way out."""
    for problem in problems:
        typer.echo(f"{label}: {problem}" if label else str(problem), err=True)


def counted(number: int, noun: str) -> str:
    """ "1 problem", "2 problems"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@contextmanager
def working(what: str) -> Iterator[None]:
    """A moving line on a terminal while something takes its time; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield
