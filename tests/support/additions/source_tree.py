"""A copy of the tree with a small addition: what must change for it, and whether it works there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# A new file's text, or what is written instead of what in a file that is there.
Patch = Mapping[str, str | tuple[tuple[str, str], ...]]
COPIED_FOLDERS = (
    "src",
    "tests",
    "docs/administrator",
    "docs/analyst",
    "docs/author",
    "player/src",
    "player/style",
    "player/test",
)
COPIED_FILES = ("pyproject.toml", "README.md", "LICENSE")
PLAYER_FILES = ("bundle.py", "chunks.mjs", "tsconfig.json")
NPM_FILES = (".npmrc", "package.json", "package-lock.json")


def copy_tree(folder: Path, patch: Patch) -> Path:
    """The code, its tests and its docs in this folder, with the patch in them."""
    for name in COPIED_FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*COPIED_FILES, *(f"player/{name}" for name in (*PLAYER_FILES, *NPM_FILES))):
        shutil.copy2(ROOT / name, folder / name)
    (folder / "player/node_modules").symlink_to((ROOT / "player/node_modules").resolve())
    for name, edit in patch.items():
        path = folder / name
        if isinstance(edit, str):
            assert not path.exists(), f"{name} is there already"
            path.write_text(edit, encoding="utf-8")
        else:
            path.write_text(apply_edits(path.read_text(encoding="utf-8"), edit), encoding="utf-8")
    return folder


def apply_edits(text: str, edit: tuple[tuple[str, str], ...]) -> str:
    """The text with each change in the one place where it belongs."""
    for before, after in edit:
        assert text.count(before) == 1, f"the patch is out of date: {before!r}"
        text = text.replace(before, after)
    return text


def assert_python_succeeds(tree: Path, *arguments: str) -> str:
    """What Python prints in the copy, whose code it takes instead of the installed one."""
    environment = {**os.environ, "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree / 'tests'}"}
    return assert_command_succeeds(tree, sys.executable, *arguments, environment=environment)


def assert_command_succeeds(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints; it must go well."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
