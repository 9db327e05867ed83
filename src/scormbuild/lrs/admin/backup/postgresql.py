"""Dumps of a PostgreSQL database, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from scormbuild.errors import SettingsError
from scormbuild.lrs.database import parse_database_url


def dump_database(url: str, target: Path) -> None:
    """All that is committed at this moment; LRSs go on meanwhile (pg_dump)."""
    # No owners: on the server where it is restored, the user may be called otherwise. No schema desk: its
    # views are made of these tables, and its logins belong to the server, not to the database.
    run_program("pg_dump", url, "--format=custom", "--no-owner", "--exclude-schema=desk", f"--file={target}")


def restore_dump(file: Path, url: str) -> None:
    """Put a dump in the place of what is there, all or nothing (pg_restore)."""
    run_program(
        "pg_restore",
        url,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        str(file.absolute()),
    )


def validate_dump(file: Path) -> None:
    """Raise SettingsError unless a file is a dump of an LRS."""
    if not file.is_file():
        raise SettingsError(f"{file}: no such file\n  hint: looked for it at {file.absolute()}")
    if not {"statement", "credential"} <= list_tables(file):
        raise SettingsError(f"{file} is no backup of an LRS\n  hint: scormbuild lrs backup makes one")


def list_tables(file: Path) -> set[str]:
    """The tables that a dump holds."""
    listed = run_program("pg_restore", None, "--list", str(file.absolute()))
    return set(re.findall(r" TABLE DATA public (\w+) ", listed))


def run_program(program: str, url: str | None, *arguments: str) -> str:
    """What a program of PostgreSQL prints; a password goes by the environment, unseen by others."""
    path = shutil.which(program)
    if path is None:
        raise SettingsError(
            f"{program} is not installed here\n"
            "  hint: install PostgreSQL's client programs, of the server's version or newer"
        )
    address, environment = ([], {}) if url is None else connection_options(url)
    done = subprocess.run(  # noqa: S603 (no shell; paths are absolute)
        [path, *address, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or f"{program} ended with {done.returncode}").splitlines()[-1]
        hint = f"{path} must be of the server's version or newer"
        raise SettingsError(f"{last}\n  hint: {hint}")
    return done.stdout


def connection_options(url: str) -> tuple[list[str], dict[str, str]]:
    """The address of a database without its password, and the password apart."""
    address = parse_database_url(url)
    # SQLAlchemy writes *** in the place of a password, and libpq would try to log in with just that. The
    # true one goes by the environment, since any user of the machine can read the arguments of a program.
    shown = address.set(drivername="postgresql").render_as_string(hide_password=True)
    bare = shown.replace(":***@", "@", 1)
    return [f"--dbname={bare}"], {"PGPASSWORD": str(address.password)} if address.password else {}
