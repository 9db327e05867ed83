"""What commands print: faults, counts, columns, and a sign of life."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

from scormbuild.errors import Problem, ScormbuildError

EXIT_OK, EXIT_PROBLEMS, EXIT_ERROR = 0, 1, 2


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Turn a fault of the course or the disk into its message and exit status 2."""
    try:
        yield
    except (ScormbuildError, OSError) as error:
        typer.echo(error_message(error), err=True)
        raise typer.Exit(EXIT_ERROR) from None


def error_message(error: Exception) -> str:
    """An error in words; the system's own come as "file: reason"."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "this port is in use\n  hint: choose another with --port; 0 takes any that is free"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or 'not possible').lower()}"
    return str(error)


def print_problems(problems: Sequence[Problem], label: str = "") -> None:
    """Each problem on the error stream, with its way out."""
    for problem in problems:
        typer.echo(f"{label}: {problem}" if label else str(problem), err=True)


def format_count(number: int, noun: str) -> str:
    """ "1 problem", "2 problems"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@contextmanager
def spinner(what: str) -> Iterator[None]:
    """A moving line on a terminal while something takes its time; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield


def format_columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines, each column as wide as its longest word."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> None:
    """Rows under their headings; or a sentence where there are none."""
    typer.echo(format_columns([headings, *rows]) if rows else nothing)
