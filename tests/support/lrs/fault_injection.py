"""What can go wrong around an LRS, as pairs of actions: one that spoils, one that mends."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from support.lrs.lrs_process import LrsProcess
from support.lrs.postgres import Cluster

Action = Callable[[], object]


def limit_file_size(process: LrsProcess) -> tuple[Action, Action]:
    """A disk that takes no more from this process: writes past a file's first page fail. Needs no root."""
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    return (
        lambda: resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, before[1])),
        lambda: resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before),
    )


def fill_disk(folder: Path) -> tuple[Action, Action]:
    """A file system that is full to the last byte, until the file that fills it is gone."""
    ballast = folder / "ballast"

    def fill() -> None:
        with ballast.open("wb", buffering=0) as file:
            for size in (1 << 16, 1):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue  # no more of this size fits

    return fill, ballast.unlink


@contextmanager
def mount_small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own in memory; needs root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def make_immutable(folder: Path) -> tuple[Action, Action]:
    """Files that not even those who have them open may write to; needs root and ext4 or the like.

    All but SQLite's index of its log, which is in memory: a write there that fails ends any process at once.
    """

    def turn(sign: str) -> None:
        files = [folder / "lrs.db", folder / "lrs.db-wal"]
        subprocess.run(["chattr", f"{sign}i", *map(str, files)], check=True)

    return lambda: turn("+"), lambda: turn("-")


def make_read_only(cluster: Cluster) -> tuple[Action, Action]:
    """PostgreSQL as a standby is: it answers, and refuses to write."""

    def turn(state: str) -> None:
        cluster.execute(f"alter system set default_transaction_read_only = {state}")
        cluster.execute("select pg_reload_conf()")

    return lambda: turn("on"), lambda: turn("off")


def crash_postgres(cluster: Cluster) -> tuple[Action, Action]:
    """PostgreSQL crashes, and is started again."""
    return lambda: cluster.stop("immediate"), cluster.start


def lock_sqlite(path: Path) -> tuple[Action, Action]:
    """Somebody else holds SQLite's only right to write, and gives it back."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    return lambda: other.execute("begin immediate"), other.close
