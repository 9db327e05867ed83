"""Runs ADL's conformance suite against a fresh LRS: every test of both versions, on both databases.

    python benchmarks/conformance.py FOLDER

FOLDER holds the suite, installed: a copy of github.com/adlnet/lrs-conformance-test-suite in which
`npm install` has been run. One LRS with one configuration serves both versions. Exit status 1 unless
every test passes.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support.lrs.lrs_process import Key, LrsProcess, create_key, sqlite_database_url, start_lrs
from support.lrs.postgres import run_cluster  # databases and processes as the tests start them

VERSIONS = ("1.0.3", "2.0.0")
RUNNER = "bin/console_runner.js"
LOG = re.compile(r"Full run log written to (.+)")


@dataclass(frozen=True)
class SuiteRun:
    """One version on one database."""

    version: str
    database: str
    passed_tests: int
    total_tests: int
    seconds: float
    failed_tests: list[str]


def require_suite(folder: Path) -> Path:
    """The folder, if the suite is there and can be run; otherwise the command ends with what is missing."""
    if shutil.which("node") is None:
        sys.exit("conformance: the suite needs Node, and there is no `node` on the path")
    if not (folder / RUNNER).is_file():
        sys.exit(f"conformance: {folder} doesn't hold github.com/adlnet/lrs-conformance-test-suite")
    if not (folder / "node_modules").is_dir():
        sys.exit(f"conformance: the suite isn't installed yet\n  hint: run `npm install` in {folder}")
    return folder


def run_suite(
    folder: Path, version: str, database: str, process: LrsProcess, key: Key, only: str | None
) -> SuiteRun:
    """Runs the suite for one version, and reads the log that it writes."""
    command = ["node", RUNNER, "-x", version, "-e", process.endpoint, "-a", "-u", key.key, "-p", key.secret]
    command += ["-z", *(["-g", only] if only else [])]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    written = LOG.search(done.stdout)
    if written is None:
        sys.exit(f"conformance: the suite ended without a log\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    log = json.loads(Path(written[1]).read_text())
    Path(written[1]).unlink()
    summary = log["summary"]
    return SuiteRun(
        version=version,
        database=database,
        passed_tests=summary["passed"],
        total_tests=summary["total"],
        seconds=log["duration"] / 1000,
        failed_tests=list(list_failed_tests(log.get("log"))),
    )


def list_failed_tests(node: dict[str, Any] | None, above: str = "") -> Iterator[str]:
    """The tests that failed: where they stand, what they are called, and why they failed."""
    if not node or node["status"] != "failed":
        return
    inner = node.get("tests") or []
    if not inner:
        yield f"{above}{node['title']}\n      {(node.get('error') or '').splitlines()[0:1]}"
    for test in inner:
        yield from list_failed_tests(test, f"{node['title'].strip()} > " if node["title"] else above)


@contextmanager
def create_database(kind: str) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="lrs-") as folder:
            yield sqlite_database_url(Path(folder) / "lrs.db")
    else:
        with run_cluster() as started, started.database() as url:
            yield url


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the suite lies, installed")
    parser.add_argument("--version", choices=VERSIONS, action="append", help="only this one")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append", help="only this one")
    parser.add_argument("--only", metavar="PATTERN", help="only the tests whose names match")
    options = parser.parse_args()
    folder, console, runs = require_suite(options.folder.resolve()), Console(), []
    for kind in options.database or ("sqlite", "postgresql"):
        with create_database(kind) as url:
            key = create_key(url, "conformance")
            with start_lrs(url) as process:
                for version in options.version or VERSIONS:
                    console.print(f"xAPI {version} on {kind} …")
                    runs.append(run_suite(folder, version, kind, process, key, options.only))
                    for name in runs[-1].failed_tests:
                        console.print(f"  failed: {name}", markup=False)
    table = Table("xAPI", "database", "passed", "of", "seconds")
    for each in runs:
        table.add_row(
            each.version, each.database, str(each.passed_tests), str(each.total_tests), f"{each.seconds:.0f}"
        )
    console.print(table)
    sys.exit(any(each.passed_tests != each.total_tests for each in runs))


if __name__ == "__main__":
    main()
