"""A folder that is there whole or not at all, and that only takes the place of one that scormbuild wrote."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from scormbuild.catalogue import _
from scormbuild.errors import SettingsError
from scormbuild.files import BY_UMASK, part_path, write_file

# The names and hashes of all files, as `sha256sum --check` reads them: by it a folder is known to be ours,
# and an administrator sees whether an upload is complete.
SUMS = "SHA256SUMS"


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write the files to a folder of this name, in place of what an earlier build wrote there."""
    before = own_files(target)
    part = part_path(target)
    whole = {**files, SUMS: render_sums(files)}
    try:
        for path, content in whole.items():
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            write_file(part / path, content, BY_UMASK)
        replace_folder(target, part, before)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)  # all of it is ours: nobody else knows its name
        raise


def render_sums(files: Mapping[str, bytes]) -> bytes:
    """A line for each file, in order of path."""
    return "".join(f"{sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)).encode()


def own_files(target: Path) -> list[str]:
    """The paths of all files in a folder, each as scormbuild wrote it; none where there is no folder.

    SettingsError if anything else is there: somebody may miss it.
    """
    if not (target.exists() or target.is_symlink()):
        return []
    if target.is_symlink() or not target.is_dir():
        raise SettingsError(
            _(
                "%(target)s is no folder\n  hint: move it away, or name another place with --out",
                target=target,
            )
        )
    sums = target / SUMS
    lines = (
        sums.read_text("utf-8", "replace").splitlines() if sums.is_file() and not sums.is_symlink() else []
    )
    known = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    there = [path for path in target.rglob("*") if path.is_symlink() or not path.is_dir()]
    for path in sorted(there):
        name = path.relative_to(target).as_posix()
        if name != SUMS and not is_as_written(path, known.get(name, "")):
            raise SettingsError(
                _(
                    "%(target)s holds %(name)s, which scormbuild didn't write as it is now\n"
                    "  hint: move it away, or name another place with --out",
                    target=target,
                    name=name,
                )
            )
    return [path.relative_to(target).as_posix() for path in there]


def is_as_written(path: Path, digest: str) -> bool:
    """Whether this is the plain file that the list of hashes means."""
    return not path.is_symlink() and path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def replace_folder(target: Path, part: Path, before: list[str]) -> None:
    """Give the new folder the name; no system swaps two folders, so the old one waits under another name."""
    if not target.exists():
        part.rename(target)
        return
    old = part_path(target)
    target.rename(old)
    try:
        part.rename(target)
    except BaseException:
        old.rename(target)
        raise
    remove_files(old, before)


def remove_files(folder: Path, paths: list[str]) -> None:
    """Remove these files, and the folders that are empty then: whatever else is there stays."""
    for path in paths:
        (folder / path).unlink(missing_ok=True)
    folders = [path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()]
    for each in (*sorted(folders, reverse=True), folder):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()
