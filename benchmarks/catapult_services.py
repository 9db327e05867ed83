"""ADL's CATAPULT as its docker files would start it: a database, its player, its content test suite."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

PLAYER_PORT, SUITE_PORT = 63398, 63399
DATABASE_PORT = 3306  # its services know no other
USER, PASSWORD = "catapult", "quartz"
SECRET = "a-secret-of-this-run-that-is-long-enough-for-a-cookie"
# Its docker files put both services behind one server, so that content and suite are of one origin.
CONTENT_PATH = "/player/content"
START_SECONDS = 60
SCHEMA = "player/service/xsd/v1/CourseStructure.xsd"


def require_catapult(folder: Path) -> Path:
    """The folder, if CATAPULT is there and installed; otherwise the command ends with what is missing."""
    if not (folder / SCHEMA).is_file():
        sys.exit(f"catapult: {folder} doesn't hold github.com/adlnet/CATAPULT")
    for service in ("player", "cts"):
        if not (folder / service / "service/node_modules").is_dir():
            sys.exit(f"catapult: it isn't installed yet\n  hint: run `npm install` in {service}/service")
    for program in ("node", "mariadbd", "mariadb-install-db", "mariadb"):
        if shutil.which(program, path=search_path()) is None:
            sys.exit(f"catapult: it needs Node and MariaDB, and there is no `{program}`")
    return folder


def search_path() -> str:
    """Where programs are; Debian keeps servers apart."""
    return f"{os.environ['PATH']}{os.pathsep}/usr/sbin"


@contextmanager
def run_catapult(folder: Path, work: Path, lrs: str, key: tuple[str, str]) -> Iterator[httpx.Client]:
    """The test suite's REST interface, logged in; all of it stops afterwards."""
    with ExitStack() as stack:
        stack.enter_context(run_database(work))
        common = {"LRS_ENDPOINT": f"{lrs}/", "LRS_USERNAME": key[0], "LRS_PASSWORD": key[1]}
        common |= {"LRS_XAPI_VERSION": "1.0.3", "DB_HOST": "127.0.0.1", "HOSTNAME": "*"}
        player = {
            "API_KEY": "cts",
            "API_SECRET": SECRET,
            "TOKEN_SECRET": SECRET,
            "DB_NAME": "catapult_player",
        }
        player |= {"CONTENT_URL": f"http://127.0.0.1:{SUITE_PORT}{CONTENT_PATH}"}
        # Its own rule for headers of requests asks for one that no browser sends.
        player |= {"PLAYER_REQUIRE_STRICT_HEADERS": "false"}
        suite = {"PLAYER_KEY": "cts", "PLAYER_SECRET": SECRET, "PLAYER_TOKEN_SECRET": SECRET}
        suite |= {"PLAYER_BASE_URL": f"http://127.0.0.1:{PLAYER_PORT}", "DB_NAME": "catapult_cts"}
        suite |= {"CTS_SESSION_COOKIE_PASSWORD": SECRET}
        stack.enter_context(run_service(folder / "player", work / "player", PLAYER_PORT, common | player))
        stack.enter_context(run_service(folder / "cts", work / "cts", SUITE_PORT, common | suite))
        base = f"http://127.0.0.1:{SUITE_PORT}/api/v1"
        client = stack.enter_context(httpx.Client(base_url=base, auth=(USER, PASSWORD), timeout=60))
        first = {"firstUser": {"username": USER, "password": PASSWORD}}
        client.post("bootstrap", json=first).raise_for_status()
        yield client


@contextmanager
def run_database(work: Path) -> Iterator[None]:
    """A MariaDB of this run, with an empty database for each service."""
    data, socket_path = work / "database", work / "database.sock"
    options = ["--no-defaults", f"--datadir={data}"]
    run(["mariadb-install-db", *options, "--auth-root-authentication-method=normal", "--skip-test-db"])
    command = ["mariadbd", *options, f"--socket={socket_path}", f"--port={DATABASE_PORT}", "--user=root"]
    with run_process([*command, "--bind-address=127.0.0.1"], work, work / "database.log", DATABASE_PORT, {}):
        names = ("catapult_player", "catapult_cts")
        orders = [f"create database {name}; grant all on {name}.* to {USER}@'%';" for name in names]
        text = f"create user {USER}@'%' identified by '{PASSWORD}'; {' '.join(orders)}"
        run(["mariadb", "--no-defaults", f"--socket={socket_path}", "--user=root", f"--execute={text}"])
        yield


@contextmanager
def run_service(source: Path, copy: Path, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """One of the services, in a copy: it writes beside itself, and wants its migrations there."""
    shutil.copytree(source / "service", copy, symlinks=True, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to((source / "service/node_modules").resolve())
    shutil.copytree(source / "migrations", copy / "migrations")
    (copy / "var/content").mkdir(parents=True, exist_ok=True)
    patch_service(copy)
    run(["node", "node_modules/.bin/knex", "migrate:latest"], copy, environment)
    with run_process(["node", "index.js", str(port), "127.0.0.1"], copy, copy / "log", port, environment):
        yield


def patch_service(copy: Path) -> None:
    """What keeps a fresh copy from starting: versions of knex-stringcase differ in how they are required."""
    path = copy / "lib/db.js"
    text = path.read_text("utf-8")
    call = r"require\(['\"]knex-stringcase['\"]\)(\.default)?"
    either = "(module => module.default ?? module)(require('knex-stringcase'))"
    path.write_text(re.sub(call, either, text), "utf-8")


@contextmanager
def run_process(
    command: list[str], folder: Path, log: Path, port: int, environment: Mapping[str, str]
) -> Iterator[None]:
    """A process that listens at a port, until the end."""
    if is_open(port):
        sys.exit(f"catapult: something listens on port {port} already")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=process_environment(environment), stdout=output, stderr=output
        )
        try:
            wait_for_port(process, port, log)
            yield
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until it listens; the end of its log if it doesn't."""
    end = time.monotonic() + START_SECONDS
    while not is_open(port):
        if process.poll() is not None or time.monotonic() > end:
            sys.exit(f"catapult: {process.args!r} doesn't start\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def is_open(port: int) -> bool:
    """Whether anything listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def process_environment(more: Mapping[str, str]) -> dict[str, str]:
    """This one's, and more."""
    return {**os.environ, "PATH": search_path(), **more}


def run(command: list[str], folder: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
    """A command that must end well."""
    environment = process_environment(environment or {})
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"catapult: {command[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
