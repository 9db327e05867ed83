"""What the LRS's commands share: its settings, and its database while a command runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scormbuild.cli.output import exit_on_error
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.settings import Settings


def load_settings(config: Path | None, **options: object) -> Settings:
    """The settings: options first, then SCORMBUILD_LRS_… variables, then the file."""
    from scormbuild.lrs.settings import read_settings

    return read_settings(options, os.environ, config)


def existing_database_url(config: Path | None, database: str | None) -> str:
    """The address of a database that is there, as a mistyped one must not make another."""
    from scormbuild.lrs.settings import database_file

    url = load_settings(config, database=database).database
    file = database_file(url)
    if file is not None and not file.is_file():
        raise SettingsError(
            f"{file}: no such database\n  hint: scormbuild lrs serve or scormbuild lrs key create makes one"
        )
    return url


@contextmanager
def open_database(config: Path | None, database: str | None, *, make: bool = False) -> Iterator[Database]:
    """The database, its faults told; made where there is none if the command may do that.

    One of an older version is never brought forward here: `lrs serve` and `lrs migrate` alone do that.
    """
    with exit_on_error():
        from scormbuild.lrs.database import Database  # here, so that --help needn't wait for it

        url = (
            load_settings(config, database=database).database
            if make
            else existing_database_url(config, database)
        )
        lrs_database = Database.open(url, create=make)
        try:
            yield lrs_database
        finally:
            lrs_database.close()


def print_json(answer: object) -> None:
    """An answer for a program."""
    typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
