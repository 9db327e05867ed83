"""The zip: the same bytes from the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

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
            # Said, since zipfile would else say on which system it runs, and the bytes would differ.
            entry.create_system, entry.external_attr = UNIX, REGULAR_FILE
            package.writestr(entry, files[path])
    return buffer.getvalue()
