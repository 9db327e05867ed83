"""Every command of scormbuild, and what each says where packages are missing.

Also a program, for an environment that holds the wheel and none of the tests: it calls every command that
needs an extra, and writes as JSON how each ended. Packages named on its command line count
as missing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

AUTHORS = ("build", "check", "diff", "preview", "factsheet", "new")  # those that who only makes courses has


def leaves(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Each command below this one, by what is typed to come there."""
    commands = getattr(command, "commands", None)
    if commands is None:
        yield " ".join(words), command
        return
    for name in commands:
        yield from leaves(commands[name], (*words, name))


def all_commands() -> dict[str, Any]:
    from scormbuild.cli import app

    return dict(leaves(get_command(app)))


def least_arguments(command: Any) -> Iterator[str]:
    """What a command insists on: a 1 is a name, a path and a number."""
    for each in command.params:
        if each.required:
            yield from ("1",) if each.param_type_name == "argument" else (each.opts[0], "1")


def main(*missing: str) -> None:
    from scormbuild.cli import app

    sys.modules.update(dict.fromkeys(missing))  # as Python marks what can't be imported
    ends = {}
    for path, command in all_commands().items():
        if path not in AUTHORS:
            done = CliRunner().invoke(app, [*path.split(), *least_arguments(command)])
            ends[path] = done.exit_code, done.output
    sys.stdout.write(json.dumps(ends))


if __name__ == "__main__":
    main(*sys.argv[1:])
