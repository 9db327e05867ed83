"""What the commands about the rights of persons share: whose, where, and how far along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import open_database

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.rights import Person


@contextmanager
def open_organisation(
    config: Path | None, database: str | None, organisation: str | None
) -> Iterator[tuple[Database, Organisation]]:
    """The database and one organisation of it, its secrets there."""
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import organisations
        from scormbuild.lrs.auth.secrets import ensure_secret

        with lrs_database.writing() as connection:
            owner = organisations.find_organisation(connection, organisation)
            ensure_secret(connection, owner.id)
        yield lrs_database, owner


def resolve_person(
    lrs_database: Database, owner: Organisation, person_text: str, home_page: str | None
) -> Person:
    """Who is meant."""
    from scormbuild.lrs.rights import find_person

    with lrs_database.reading() as connection:
        return find_person(connection, owner, person_text, home_page)


def write_audit_entry(
    lrs_database: Database, owner: Organisation, action: str, detail: dict[str, Any]
) -> None:
    """A row in the audit log, of the command line."""
    with lrs_database.writing() as connection:
        insert_command_line_entry(connection, owner.id, action, detail)


def format_counts(counts: dict[str, int], words: dict[str, str]) -> str:
    """Counts as lines, those of nothing left out."""
    lines = [f"  {number:,} {words[name]}" for name, number in counts.items() if number]
    return "\n".join(lines) or "  nothing"
