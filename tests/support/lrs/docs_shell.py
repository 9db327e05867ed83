"""Somebody who pastes what a page of the docs says into a shell, line by line, in an empty folder.

A block of `sh` is run, and has to succeed; `sh serve` is left running, while the next blocks are run;
`sh stopped` is run once it was stopped; `sh elsewhere` isn't run, as it needs another machine or root.
A block marked `answer` has to be in what was printed last, with any text where it has `…`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from support.docs_blocks import Block

DEFAULT_PORT = "8020"  # the port of an LRS that is told nothing
SERVE = "scormbuild lrs serve"
TIMEOUT_SECONDS = 300  # for what hangs: a busy machine takes long as well
KEY_PATTERN = re.compile(r"key +(\S+)\s+secret +(\S+)")
LISTENING_PATTERN = re.compile(r"listening at https?://\S+:(\d+)/xapi")


class BackgroundCommand:
    """A command that was left running, and what it says."""

    def __init__(self, command: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.log = folder / f"said-{time.monotonic_ns()}.txt"
        with self.log.open("wb") as said:
            self.process = subprocess.Popen(
                # exec, so that a signal reaches the command itself and not the shell around it.
                ["bash", "-c", f"exec {command}"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        """All that it has printed."""
        return self.log.read_text(errors="replace")

    def wait_for_port(self) -> str:
        """Where it listens, once it does; an AssertionError with its words if it ends instead."""
        while not (found := LISTENING_PATTERN.search(self.output)):
            assert self.process.poll() is None, self.output
            time.sleep(0.02)
        return found[1]

    def stop(self) -> None:
        """End it in good order, if it runs still."""
        if self.process.poll() is None:
            self.process.terminate()
        assert self.process.wait(TIMEOUT_SECONDS) == 0, self.output


class DocsShell:
    """One reader in one folder; what LRSs listen at is free ports, whatever the page says."""

    def __init__(self, folder: Path, named: Mapping[str, str], stack: ExitStack) -> None:
        self.folder = folder
        self.substitutions = dict(named)  # what a page says, and what stands for it here
        self.stack = stack
        self.servers: dict[
            str, tuple[BackgroundCommand, str]
        ] = {}  # by the port in the docs, with the true one
        self.output = ""
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": programs, "PYTHONUNBUFFERED": "1"}

    def expect_block_works(self, block: Block) -> None:
        """Do with a block what its language and mark say."""
        if block.mark == "answer":
            self.check_output(block.code)
        elif block.language == "sh" and block.mark == "serve":
            self.serve(block.code)
        elif block.language == "sh" and block.mark in ("", "stopped"):
            if block.mark == "stopped":
                self.stop()
            elif not self.servers and f":{DEFAULT_PORT}" in block.code:
                self.serve(SERVE)
            self.run(block.code)

    def serve(self, code: str) -> None:
        """Start an LRS and wait until it listens; one at the same port is stopped first."""
        found = re.search(r"--port (\d+)", code)
        port = found[1] if found else DEFAULT_PORT
        if port in self.servers:
            self.servers.pop(port)[0].stop()
        started = BackgroundCommand(
            f"{self.substitute(code.strip())} --port 0", self.folder, self.environment
        )
        self.stack.callback(started.stop)
        self.servers[port] = started, started.wait_for_port()
        self.output = started.output
        self.remember_key()

    def stop(self) -> None:
        """Stop every LRS."""
        while self.servers:
            self.servers.popitem()[1][0].stop()

    def run(self, code: str) -> None:
        """Paste a block; every command of it has to succeed. What it exports goes on."""
        # Ended by NUL, as a value may have line breaks.
        script = f"set -eu\n{self.substitute(code)}\nenv -0 >{self.folder}/.environment"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
        exported = (self.folder / ".environment").read_text().split("\0")
        self.environment = dict(line.split("=", 1) for line in exported if "=" in line)
        self.output = done.stdout

    def substitute(self, code: str) -> str:
        """A page's words with what stands for them in this folder."""
        for port, (_, ours) in self.servers.items():
            code = code.replace(f"127.0.0.1:{port}", f"127.0.0.1:{ours}")
        for name, ours in self.substitutions.items():
            code = code.replace(name, ours)
        return code.replace(".venv/bin/", "")

    def remember_key(self) -> None:
        """Remember the first key, as a reader who copies it."""
        if found := KEY_PATTERN.search(self.output):
            self.substitutions["KEY=sb_… SECRET=…"] = f"KEY={found[1]} SECRET={found[2]}"

    def check_output(self, code: str) -> None:
        """Look for an answer in what was printed."""
        pattern = ".*?".join(map(re.escape, self.substitute(code.strip()).split("…")))
        assert re.search(pattern, self.output, re.DOTALL), f"{code}\nis not in\n{self.output}"
