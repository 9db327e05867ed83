"""Groups of commands as a table, of which each command is imported when it is asked for.

Whoever asks for `--help` or builds a course doesn't wait for fifty others; and as every command is made here,
none can forget to say which extra it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from scormbuild.cli.output import exit_on_error
from scormbuild.extras import validate_extra


@dataclass(frozen=True)
class Command:
    """Where it is defined, as "module:function" in scormbuild.cli; an extra, where not that of its group."""

    function: str
    extra: str | None = None


@dataclass(frozen=True)
class Group:
    """Commands by name. The help is here, so that a list of groups needs none of their modules."""

    help: str
    commands: Mapping[str, Command | Group]
    extra: str | None = None


class LazyCommands(Mapping[str, Any]):
    """The commands of a group as Typer has them, each made when it is first looked up."""

    def __init__(self, group: Group, path: str, extra: str | None) -> None:
        self._group, self._path, self._extra = group, path, extra
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            path = f"{self._path} {name}"
            self._made[name] = make_command(self._group.commands[name], name, path, self._extra)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._group.commands)

    def __len__(self) -> int:
        return len(self._group.commands)


def make_app(group: Group, path: str, extra: str | None = None, **settings: Any) -> typer.Typer:
    """The Typer application of a group; `path` is what is typed to come there."""

    class LazyGroup(TyperGroup):
        def __init__(self, **values: Any) -> None:
            commands = LazyCommands(group, path, group.extra or extra)
            super().__init__(**{**values, "commands": commands})

    return typer.Typer(cls=LazyGroup, help=group.help, no_args_is_help=True, **settings)


def make_command(node: Command | Group, name: str, path: str, extra: str | None) -> Any:
    """A command or a group as Typer has it."""
    if isinstance(node, Group):
        return get_group(make_app(node, path, extra, name=name))
    module, _, function = node.function.partition(":")
    callback = getattr(import_module(f"scormbuild.cli.{module}"), function)
    app = typer.Typer(add_completion=False)
    app.command(name)(with_extra(callback, path, node.extra or extra))
    return get_command(app)


def with_extra(callback: Callable[..., None], path: str, extra: str | None) -> Callable[..., None]:
    """The function of a command, that first looks whether the extra which it needs is installed."""
    if extra is None:
        return callback

    @wraps(callback)  # so that Typer sees its parameters
    def callback_if_installed(**arguments: Any) -> None:
        with exit_on_error():
            validate_extra(path, extra)
        callback(**arguments)

    return callback_if_installed
