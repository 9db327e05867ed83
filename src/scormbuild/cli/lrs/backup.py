"""The commands `scormbuild lrs backup`, `restore` and `migrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scormbuild.cli.database import existing_database_url, load_settings
from scormbuild.cli.output import exit_on_error, spinner
from scormbuild.cli.shared_options import ConfigFile, DatabaseUrl


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; replaced once it is complete.")],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Write all that is stored to one file; the LRS may go on meanwhile.

    For SQLite the file is a database itself; for PostgreSQL pg_dump makes it. It holds what learners
    wrote and the hashes of secrets: only its owner may read it.

    Example: scormbuild lrs backup /backups/monday.db
    """
    with exit_on_error():
        url = existing_database_url(config, database)
        from scormbuild.lrs import admin

        with spinner("Copying"):
            admin.backup_database(url, file)
    typer.echo(f"{file}  ({file.stat().st_size:,} bytes)")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What backup wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what the database holds now.")] = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Bring back a backup, into a new database or in the place of one; stop the LRS first.

    Example: scormbuild lrs restore /backups/monday.db --database sqlite:///scormbuild.db --replace
    """
    with exit_on_error():
        url = load_settings(config, database=database).database
        from scormbuild.lrs import admin
        from scormbuild.lrs.settings import safe_url

        with spinner("Restoring"):
            older = admin.restore_database(file, url, replace=replace)
    typer.echo(f"{file} is restored into {safe_url(url)}")
    if older:
        typer.echo(
            f"its schema was of step {older}, an older version's, and was brought forward to this one's"
        )


def migrate(
    backup: Annotated[
        bool, typer.Option("--backup/--no-backup", help="On SQLite: whether a backup is made first.")
    ] = True,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Bring the database of an older version to this one's schema; there is no way back.

    On SQLite a backup is made first, beside the database; on PostgreSQL, make one before. `lrs serve`
    does the same at its start. All other commands leave an older database as it is.

    Example: scormbuild lrs migrate --database sqlite:////var/lib/scormbuild/lrs.db
    """
    with exit_on_error():
        url = existing_database_url(config, database)
        if not migrate_and_report(url, backup=backup):
            from scormbuild.lrs.settings import safe_url

            typer.echo(f"{safe_url(url)}: nothing to do, its schema is this version's")


def migrate_and_report(url: str, *, backup: bool = True) -> bool:
    """Bring a database to today's schema and say from which; whether there was something to do."""
    from scormbuild.lrs import admin

    with spinner("Bringing the database forward"):
        done = admin.migrate_database(url, backup=backup)
    if done is None:
        return False
    typer.echo(f"{done.database}: its schema was brought from step {done.found} to {done.reached}")
    if done.backup:
        size = done.backup.stat().st_size
        typer.echo(f"a backup of before is {done.backup}  ({size:,} bytes)")
    return True
