"""The zip: the same bytes from the same files, and never half a file on the disk."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can carry
REGULAR_FILE = 0o100644 << 16
UNIX = 3


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in order of path.

    Stored, not compressed: deflate gives other bytes on another zlib, and a course is small without it.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EARLIEST_ZIP_TIME)
            entry.create_system, entry.external_attr = UNIX, REGULAR_FILE
            package.writestr(entry, files[path])
    return buffer.getvalue()


def write_atomically(content: bytes, target: Path) -> None:
    """Put the content at `target`, whole or not at all: under another name first, then renamed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as draft:
        try:
            draft.write(content)
            draft.close()
            Path(draft.name).chmod(
                0o666 & ~read_umask()
            )  # a temporary file is its owner's alone; a package isn't
            Path(draft.name).replace(target)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise


def read_umask() -> int:
    """What this process takes from the permissions of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
