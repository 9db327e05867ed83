"""What the commands about the rights of persons share: whose, where, and how far along."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.database import opened

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.rights.person import Person

PersonName = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="A pseudonym, a user name, an e-mail address, or an agent in JSON."
    ),
]
HomePage = Annotated[
    str | None,
    typer.Option("--home-page", metavar="URL", help="The LMS of a user name, where several have it."),
]
Owner = Annotated[
    str | None, typer.Option("--organisation", metavar="NAME", help="Whose. (default: default)")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")]


def now() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


@contextmanager
def owned(
    config: Path | None, database: str | None, organisation: str | None
) -> Iterator[tuple[Database, Organisation]]:
    """The database and one organisation of it, its secrets there."""
    with opened(config, database) as found:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.store import identities

        with found.writing() as connection:
            owner = organisations.find(connection, organisation or organisations.DEFAULT)
            identities.ensure_secret(connection, owner.id)
        yield found, owner


def person_in(found: Database, owner: Organisation, named: str, home_page: str | None) -> Person:
    """Who is meant."""
    from scormbuild.lrs.rights.person import find

    with found.reading() as connection:
        return find(connection, owner, named, home_page)


def noted(found: Database, owner: Organisation, action: str, detail: dict[str, Any]) -> None:
    """A row in the audit trail, of the command line."""
    from scormbuild.lrs.store import audit

    with found.writing() as connection:
        audit.note(connection, owner.id, audit.COMMAND_LINE, action, detail)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def counts_told(counts: dict[str, int], words: dict[str, str]) -> str:
    """Counts as lines, those of nothing left out."""
    lines = [f"  {number:,} {words[name]}" for name, number in counts.items() if number]
    return "\n".join(lines) or "  nothing"
