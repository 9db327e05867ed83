"""An LRS as its users start it: a process of its own, on a free port of this machine."""

from __future__ import annotations

import base64
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from support.lrs.http_connection import RequestBuilder
from typer.testing import CliRunner

from scormbuild.cli import app

COMMAND = [sys.executable, "-m", "scormbuild", "lrs"]
ADDRESS = re.compile(r"http://[^\s/\"]+:(\d+)/xapi")
# Nobody looks at its pages here, and a lake would be made for them.
NO_DASHBOARD = {"SCORMBUILD_LRS_DASHBOARD": "false"}
TIMEOUT_SECONDS = (
    300.0  # seconds, for what hangs: a machine that is busy with something else takes long as well
)


class LrsProcess:
    """A running process; `said` is what it has printed so far."""

    def __init__(self, database: str, options: Sequence[str] = (), environment: dict[str, str] | None = None):
        self.database = database
        self.output_lines: list[str] = []
        self.line_queue: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--database", database, "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            # Unbuffered, or the line that says where it listens would wait for others.
            env={**os.environ, "PYTHONUNBUFFERED": "1", **NO_DASHBOARD, **(environment or {})},
            text=True,
            errors="replace",
            start_new_session=True,  # so that kill() reaches whatever it starts
        )
        self.reader_thread = threading.Thread(target=self.read_output, daemon=True)
        self.reader_thread.start()
        self.port = 0

    def read_output(self) -> None:
        """Keeps what the process prints, and the pipe empty."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output_lines.append(line)
            self.line_queue.put(line)
        self.line_queue.put(None)

    def wait_until_ready(self) -> LrsProcess:
        """Waits until it has said where it listens; an AssertionError with its words if it ends instead."""
        while not self.port:
            line = self.line_queue.get()
            assert line is not None, f"the LRS ended with {self.process.wait()}:\n{self.output}"
            if match := ADDRESS.search(line):
                self.port = int(match[1])
        return self

    @property
    def output(self) -> str:
        """All that it has printed."""
        return "".join(self.output_lines)

    @property
    def endpoint(self) -> str:
        """The xAPI endpoint, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}/xapi"

    @property
    def pid(self) -> int:
        """The process."""
        return self.process.pid

    def kill(self) -> None:
        """kill -9 on it and all its children."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.wait_for_end()

    def stop(self) -> int:
        """Asks it to stop, and gives its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.wait_for_end()
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def wait_for_end(self) -> int:
        """Waits for the end of the process and of its output."""
        status = self.process.wait(TIMEOUT_SECONDS)
        self.reader_thread.join(TIMEOUT_SECONDS)
        if self.process.stdout:
            self.process.stdout.close()
        return status


class Key:
    """A key of an LRS and what it is good for."""

    def __init__(self, key: str, secret: str) -> None:
        self.key, self.secret = key, secret

    @property
    def authorization(self) -> str:
        """The value of the header Authorization."""
        return "Basic " + base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()

    def request_builder(self, process: LrsProcess, version: str = "1.0.3") -> RequestBuilder:
        """Builds requests to this LRS with this key."""
        return RequestBuilder(process.port, self.authorization, version)


def run_lrs_command(*arguments: str, database: str, typed: str | None = None) -> str:
    """What `scormbuild lrs …` prints, in this process; an AssertionError with its complaint if it fails."""
    done = CliRunner().invoke(app, ["lrs", *arguments, "--database", database], input=typed)
    assert done.exit_code == 0, f"lrs {' '.join(arguments)}: {done.output}"
    return str(done.stdout)


def create_key(database: str, name: str = "trial", *options: str) -> Key:
    """A key that may do everything; creates the database where there is none."""
    printed = run_lrs_command("key", "create", name, "--scope", "all", "--json", *options, database=database)
    made = json.loads(printed)
    return Key(made["key"], made["secret"])


@contextmanager
def start_lrs(database: str, options: Sequence[str] = (), **environment: str) -> Iterator[LrsProcess]:
    """An LRS that is there, stopped afterwards if nobody has ended it before."""
    with stop_afterwards(LrsProcess(database, options, environment)) as process:
        yield process.wait_until_ready()


@contextmanager
def stop_afterwards(process: LrsProcess) -> Iterator[LrsProcess]:
    """Stops an LRS afterwards, whatever happened, if nobody has ended it before."""
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.stop()
        else:
            process.wait_for_end()


def http_client(process: LrsProcess, key: Key, version: str = "1.0.3") -> httpx.Client:
    """An HTTP client at the endpoint of an LRS."""
    headers = {"X-Experience-API-Version": version}
    return httpx.Client(
        base_url=process.endpoint, auth=(key.key, key.secret), headers=headers, timeout=TIMEOUT_SECONDS
    )


def sqlite_database_url(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
