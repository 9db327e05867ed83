"""Sends a stream of mutants to a running LRS, and says what came back that may not."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from support.lrs.client import Key
from support.lrs.mutant_requests import IRI, MutantRequest, RequestStream
from support.lrs.running_lrs import RunningLrs
from support.lrs.sources import COURSE

from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.auth.secrets import ensure_secret
from scormbuild.lrs.database import Database
from scormbuild.lrs.xapi.source import LMS, PACKAGE

TIMEOUT_SECONDS = 120
CONNECTIONS = 4


def create_keys(url: str) -> dict[str, str]:
    """A key of each kind, as the header Authorization has it: what a key is for is what it goes through."""
    prefix = Limits(activity_prefix=COURSE, source=PACKAGE)
    kinds = {
        "all": ({"all"}, Limits()),
        "package": ({"statements/write"}, prefix),
        "package of another course": ({"statements/write"}, replace(prefix, activity_prefix=IRI)),
        "LMS": ({"statements/write", "define"}, Limits(source=LMS, names_are_ids=True)),
        "mine": ({"statements/write", "statements/read/mine"}, Limits(origins=("https://lms.example.org",))),
    }
    database = Database.open(url)
    try:
        with database.writing() as connection:
            organisation = organisations.ensure_default(connection).id
            ensure_secret(connection, organisation)
            return {
                name: Key(
                    *credentials.create_credential(connection, organisation, name, scopes, limits)
                ).authorization
                for name, (scopes, limits) in kinds.items()
            }
    finally:
        database.close()


def find_failures(lrs: RunningLrs, url: str, seed: int, count: int) -> list[str]:
    """Sends so many requests, and gives those that got no answer, or one that isn't the caller's fault."""
    keys = create_keys(url)
    # Mostly the one that may do everything, as the others end at a 403.
    authorizations = [keys["all"]] * 5 + list(keys.values())
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        found = pool.map(
            lambda number: send_stream(
                lrs.process.port, RequestStream(seed * 1_000 + number, authorizations), count // CONNECTIONS
            ),
            range(CONNECTIONS),
        )
        return [failure for failures in found for failure in failures]


def find_failures_everywhere(lrs: RunningLrs, url: str, odd: object) -> list[str]:
    """The failures among statements that have this in one of their places, whichever it is."""
    keys = create_keys(url)
    stream = RequestStream(0, list(keys.values()))
    requests = [each for kind in ("all", "LMS") for each in stream.everywhere(odd, keys[kind])]
    return send_all(lrs.process.port, requests)


def send_stream(port: int, stream: RequestStream, count: int) -> list[str]:
    """The failures among so many requests of one stream."""
    return send_all(port, (stream.next() for _ in range(count)))


def send_all(port: int, requests: Iterable[MutantRequest]) -> list[str]:
    """The failures among requests, on one connection as long as it is kept."""
    failures: list[str] = []
    connection: socket.socket | None = None
    for request in requests:
        if connection is None:
            connection = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)
        fault, is_kept = send(connection, request)
        if fault:
            failures.append(f"{fault}: {request.octets[:3_000]!r}")
        if not is_kept:
            connection.close()
            connection = None
    if connection is not None:
        connection.close()
    return failures


def send(connection: socket.socket, request: MutantRequest) -> tuple[str, bool]:
    """What is wrong with the answer ("" where nothing is), and whether the connection is kept."""
    with suppress(ConnectionError):  # refused before all of it was sent
        connection.sendall(request.octets)
    response = http.client.HTTPResponse(connection, method=request.method)
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, OSError) as error:
        return (f"no answer ({error!r})", False)
    if response.status >= 500 or b"Traceback" in body:
        return f"{response.status} {body[:300]!r}", not response.will_close
    if not response.getheader("X-Experience-API-Version"):
        return f"{response.status} without a version", not response.will_close
    return "", not response.will_close
