"""An LRS in this process on an SQLite file of its own, and a client that needs no socket."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import httpx

from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database
from scormbuild.lrs.http.app import application
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.settings import Settings

Json = dict[str, Any]
AGENT = {"mbox": "mailto:ann@example.com"}
AGENT_JSON = json.dumps(AGENT)
ACTIVITY = "https://example.org/courses/web"
ALL_SCOPES = {"all"}


class Key(NamedTuple):
    """A key with its secret; the authority of what it stores is known by its name."""

    key: str
    secret: str

    @property
    def authorization(self) -> str:
        """The value of the header."""
        return "Basic " + base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()


class Client:
    """Speaks with one LRS; every request has a key, a version and JSON unless told otherwise."""

    def __init__(self, lrs: Lrs, lines: io.StringIO, runner: asyncio.Runner) -> None:
        self.lrs = lrs
        self.log_stream = lines
        self.runner = runner
        self.app = application(lrs)
        self.key = self.new_key()
        self.version: str | None = "1.0.3"

    def new_key(self, *scopes: str, organisation: str = "default", **limits: Any) -> Key:
        """Another key: one that may do everything, unless scopes are named."""
        with self.lrs.database.writing() as connection:
            organisations.ensure_default(connection)
            names = [row.name for row in organisations.list_organisations(connection)]
            make = (
                organisations.find_organisation
                if organisation in names
                else organisations.create_organisation
            )
            number = make(connection, organisation).id
            return Key(
                *credentials.create_credential(
                    connection, number, "trial", set(scopes) or ALL_SCOPES, Limits(**limits)
                )
            )

    def with_parts(self, **parts: Any) -> Client:
        """The same, with some parts of the LRS replaced."""
        other = Client(self.lrs, self.log_stream, self.runner)
        other.key = self.key
        other.lrs = replace(self.lrs, **parts)
        other.app = application(other.lrs)
        return other

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: Key | None = None,
        headers: Mapping[str, str | None] | None = None,
        **params: str,
    ) -> httpx.Response:
        """One request; a body that is no bytes goes as JSON, and a header of None isn't sent."""
        raw = isinstance(body, bytes) or hasattr(body, "__aiter__") or body is None
        sent = {
            "Authorization": (key or self.key).authorization,
            "X-Experience-API-Version": self.version,
            "Content-Type": None if raw else "application/json",
            **(headers or {}),
        }
        return self.runner.run(
            self.send(
                method,
                path if path.startswith("/xapi") else f"/xapi{path}",
                {name: value for name, value in sent.items() if value is not None},
                body if raw else json.dumps(body).encode(),
                params,
            )
        )

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], content: Any, params: Mapping[str, str]
    ) -> httpx.Response:
        """The request on its way through the application."""
        # The application has an answer of its own for what goes wrong in it.
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://lrs.example") as http:
            return await http.request(method, path, headers=headers, content=content, params=params or None)

    def get(self, path: str, **more: Any) -> httpx.Response:
        """GET."""
        return self.request("GET", path, **more)

    def post(self, path: str, body: object, **more: Any) -> httpx.Response:
        """POST."""
        return self.request("POST", path, body, **more)

    def put(self, path: str, body: object, **more: Any) -> httpx.Response:
        """PUT."""
        return self.request("PUT", path, body, **more)

    def store(self, *statements: Json, **more: Any) -> list[str]:
        """The ids of statements that are stored now."""
        answer = self.post("/statements", list(statements), **more)
        assert answer.status_code == 200, answer.text
        ids: list[str] = answer.json()
        return ids

    def query(self, **more: Any) -> list[Json]:
        """The statements that a query finds."""
        answer = self.get("/statements", **more)
        assert answer.status_code == 200, answer.text
        statements: list[Json] = answer.json()["statements"]
        return statements

    @property
    def log_lines(self) -> list[Json]:
        """The lines of the log so far."""
        return [json.loads(line) for line in self.log_stream.getvalue().splitlines()]


@cache
def empty_database() -> bytes:
    """A database with its tables and nothing in it, made once: the migrations have tests of their own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "blank.db"
        Database.open(f"sqlite:///{path}").close()
        return path.read_bytes()


@contextmanager
def open_client(
    folder: Path, *, new_id: Callable[[], str] | None = None, **settings: Any
) -> Iterator[Client]:
    """A client of a fresh LRS with these settings."""
    lines = io.StringIO()
    path = folder / "lrs.db"
    path.write_bytes(empty_database())
    chosen = {"database": f"sqlite:///{path}", "log_format": "json", **settings}
    lrs = Lrs.open(Settings(**chosen), stream=lines, **({"new_id": new_id} if new_id else {}))
    try:
        with asyncio.Runner() as runner:
            yield Client(lrs, lines, runner)
    finally:
        lrs.close()


def statement(**more: Any) -> Json:
    """A statement with no more than it needs, and what is given."""
    verb = {"id": "http://adlnet.gov/expapi/verbs/experienced"}
    return {"actor": AGENT, "verb": verb, "object": {"id": ACTIVITY}, **more}


def error_reason(answer: httpx.Response) -> str:
    """Why a request was refused."""
    told: str = answer.json()["error"]["reason"]
    return told
