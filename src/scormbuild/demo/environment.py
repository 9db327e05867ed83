"""A course, the LMS in which it is played and the receiver that it speaks with, all on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scormbuild.course.build import build
from scormbuild.course.model import Receiver
from scormbuild.course.outline import outline
from scormbuild.demo.server import Reception
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import PACKAGE, Limits
from scormbuild.preview.lms import Lms
from scormbuild.preview.server import ADDRESS, Preview

WRITER, READER = "demo: the package", "demo: these lines"  # the names of its keys
RATE = 600  # statements a minute: more than one learner makes

Key = tuple[str, str]


@dataclass(frozen=True)
class Stage:
    """Where all is: the LMS's page, the receiver, and a key that reads there."""

    url: str
    reception: Reception
    reader: Key
    lms: Lms
    outline: dict[str, Any]

    @property
    def endpoint(self) -> str:
        """Where the receiver listens."""
        return self.reception.endpoint


@contextmanager
def staged(folder: Path, keep: Path, port: int, receiver_port: int, *, desk: bool = False) -> Iterator[Stage]:
    """Open both, on these ports or where they are taken on any; what they store goes below `keep`."""
    keep.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{(keep / 'demo.db').absolute()}"
    with Reception(database, free(receiver_port), desk=desk) as reception:
        port = free(port)
        course = build(folder).course
        writer, reader = new_keys(reception, course.iri, f"http://{ADDRESS}:{port}")
        receiver = Receiver(reception.endpoint, *writer)
        preview = Preview(
            lambda: build(folder, receiver=receiver).files,
            watch=folder,
            state_file=keep / "demo-lms.json",
            port=port,
        )
        with preview:
            yield Stage(preview.url, reception, reader, preview.lms, outline(course))


def free(port: int) -> int:
    """This port, or another one where a program has it already."""
    try:
        with socket.create_server((ADDRESS, port)) as found:
            return int(found.getsockname()[1])
    except OSError:
        return free(0)


def new_keys(reception: Reception, iri: str, page: str) -> tuple[Key, Key]:
    """A key for the package, which may only write about the course, and one that reads.

    Those of an earlier demo are revoked: nobody has their secrets any more.
    """
    with reception.receiver.database.writing() as connection:
        owner = organisations.ensure_default(connection).id
        for row in credentials.rows(connection, owner):
            if row.name in (WRITER, READER) and row.revoked is None:
                credentials.revoke(connection, row.key)
        limits = Limits(activity_prefix=iri, origins=(page,), rate=RATE, road=PACKAGE)
        writer = credentials.create(connection, owner, WRITER, {"statements/write"}, limits)
        return writer, credentials.create(connection, owner, READER, {"statements/read"}, Limits())
