"""A database of an older version brought forward, its backup made first."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scormbuild.errors import SettingsError
from scormbuild.lrs.admin.backup import backup_database
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.migrate import HEAD
from scormbuild.lrs.settings import database_file, safe_url

# The steps go through the log before they are in the file, and a disk without any room is no place to start.
MARGIN = 64 << 20


def free_bytes(folder: Path) -> int:
    """Bytes that are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True)
class Migration:
    """What was done: from which step of the schema to which, and where the backup is of before."""

    database: str
    found: str
    reached: str
    backup: Path | None


def migrate_database(
    url: str, *, backup: bool = True, free: Callable[[Path], int] = free_bytes
) -> Migration | None:
    """Bring a database to today's schema, made where it is empty; None where nothing was to be done.

    On SQLite a backup comes first, beside the database, as there is no way back. Raises SettingsError.
    """
    copies: list[Path] = []
    file = database_file(url)

    def prepare(found: str) -> None:
        # Under the writer's lock: nothing is stored between the copy and the steps, and of two that start
        # together one makes it.
        if backup and file is not None:
            copies.append(copy_beside(url, file, found, free))

    database = Database.of(url)
    try:
        found = database.migrate(prepare)
    except BaseException:
        # Nothing has changed, and a service that is started again and again must not fill its disk.
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    finally:
        database.close()
    if found is None or found == HEAD:
        return None
    return Migration(safe_url(url), found, HEAD, copies[0] if copies else None)


def copy_beside(url: str, file: Path, found: str, free: Callable[[Path], int]) -> Path:
    """A backup in the database's folder, named after its step; raises SettingsError where room is short."""
    log = file.with_name(f"{file.name}-wal")
    needed = file.stat().st_size + (log.stat().st_size if log.exists() else 0) + MARGIN
    room = free(file.absolute().parent)
    if room < needed:
        raise SettingsError(
            f"{file}: a backup before the migration takes {needed >> 20:,} MiB, and {room >> 20:,} MiB are"
            " free\n  hint: make room; or make one elsewhere by scormbuild lrs backup, and then give"
            " scormbuild lrs migrate --no-backup"
        )
    copy = unused_name(file, found)
    backup_database(url, copy)
    return copy


def unused_name(file: Path, found: str) -> Path:
    """A name for the copy that no file has: an older backup is never replaced."""
    stem = f"{file.name.removesuffix('.db')}-{found}"
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(each for each in (file.with_name(f"{name}.db") for name in names) if not each.exists())
