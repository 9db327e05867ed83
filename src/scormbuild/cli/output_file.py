"""Where a command's answer goes: the screen, a pipe, or a file that is there whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from scormbuild.catalogue import _
from scormbuild.errors import SettingsError
from scormbuild.files import open_replacement


@contextmanager
def open_output(path: Path | None) -> Iterator[BinaryIO]:
    """The file, for its owner only, in its place when all is written; without one the standard output."""
    if path is None:
        yield typer.get_binary_stream("stdout")
        return
    if path.is_dir():
        raise SettingsError(_("%(path)s: this is a folder\n  hint: name a file in it", path=path))
    with open_replacement(path) as file:
        yield file


def validate_binary(what: str, path: Path | None) -> None:
    """Raise SettingsError where a terminal would get what only programs read."""
    if path is None and sys.stdout.isatty():
        raise SettingsError(
            _("%(what)s is nothing for a screen\n  hint: --to FILE says where to write it", what=what)
        )
