"""A course, the LMS in which it is played and the LRS that it speaks with, all on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint
from scormbuild.course.outline import course_outline
from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.credentials import Limits
from scormbuild.lrs.xapi import PACKAGE
from scormbuild.preview.scorm.lms import Lms
from scormbuild.preview.server import ADDRESS, Preview

WRITER_KEY_NAME, READER_KEY_NAME = "demo: the package", "demo: these lines"  # the names of its keys
STATEMENTS_PER_MINUTE = 600  # statements a minute: more than one learner makes

Key = tuple[str, str]


@dataclass(frozen=True)
class DemoEnvironment:
    """Where all is: the LMS's page, the LRS, and a key that reads there."""

    url: str
    server: LrsServer
    reader_key: Key
    lms: Lms
    outline: dict[str, Any]

    @property
    def endpoint(self) -> str:
        """Where the LRS listens."""
        return self.server.endpoint


@contextmanager
def open_environment(
    folder: Path, keep: Path, port: int, lrs_port: int, *, dashboard: bool = False
) -> Iterator[DemoEnvironment]:
    """Open both, on these ports or where they are taken on any; what they store goes below `keep`."""
    keep.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{(keep / 'demo.db').absolute()}"
    with LrsServer(database, find_free_port(lrs_port), dashboard=dashboard) as server:
        # Before the keys: the package's own is for pages of this port only, and is built into it.
        port = find_free_port(port)
        course = build_course(folder).course
        writer, reader = create_keys(server, course.iri, f"http://{ADDRESS}:{port}")
        lrs = LrsEndpoint(server.endpoint, *writer)
        preview = Preview(
            lambda: build_course(folder, lrs=lrs).files,
            watch=folder,
            state_file=keep / "demo-lms.json",
            port=port,
        )
        with preview:
            yield DemoEnvironment(preview.url, server, reader, cast(Lms, preview.lms), course_outline(course))


def find_free_port(port: int) -> int:
    """This port, or another one where a program has it already."""
    try:
        # Let go of again: another program may still take it before the server does, which a demo survives.
        with socket.create_server((ADDRESS, port)) as found:
            return int(found.getsockname()[1])
    except OSError:
        return find_free_port(0)


def create_keys(server: LrsServer, iri: str, page: str) -> tuple[Key, Key]:
    """A key for the package, which may only write about the course, and one that reads.

    Those of an earlier demo are revoked: nobody has their secrets any more.
    """
    with server.lrs.database.writing() as connection:
        owner = organisations.ensure_default(connection).id
        for row in credentials.list_credentials(connection, owner):
            if row.name in (WRITER_KEY_NAME, READER_KEY_NAME) and row.revoked is None:
                credentials.revoke_credential(connection, row.key)
        limits = Limits(activity_prefix=iri, origins=(page,), rate=STATEMENTS_PER_MINUTE, source=PACKAGE)
        writer = credentials.create_credential(
            connection, owner, WRITER_KEY_NAME, {"statements/write"}, limits
        )
        return writer, credentials.create_credential(
            connection, owner, READER_KEY_NAME, {"statements/read"}, Limits()
        )
