"""One harvest of a source at a time on a machine."""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from scormbuild.file_lock import lock_file


@contextmanager
def harvest_lock(database: str, source: str) -> Iterator[bool]:
    """Whether nobody else harvests this source into this database now; if so, nobody will meanwhile.

    Two machines may still harvest the same at once: that costs requests, and does no harm.
    """
    # With the account's name, as the folder is everybody's, and another account's lock can't be opened.
    name = sha256(f"{getpass.getuser()}\n{database}\n{source}".encode()).hexdigest()[:24]
    with lock_file(Path(tempfile.gettempdir()) / f"scormbuild-harvest-{name}.lock") as alone:
        yield alone
