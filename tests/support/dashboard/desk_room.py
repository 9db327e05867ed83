"""A desk in this process, over HTTP: a database with two organisations, and visitors with their cookies."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx
from lxml import html

from scormbuild.dashboard.app import create_app
from scormbuild.dashboard.auth.authenticator import Authenticator
from scormbuild.dashboard.auth.sessions import Sessions
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.mount import create_identity_provider
from scormbuild.dashboard.report_cache import ReportCache
from scormbuild.lrs.auth import logins, organisations, password
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.settings import Settings

T = TypeVar("T")
HOST = "http://desk.test"
PASSWORD = "correct horse battery"
STORED = password.hash_password(PASSWORD)  # once: it takes a while
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": HOST}


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def micros(self) -> int:
        """As the receiver wants it."""
        return int(self.now * 1e6)

    def seconds(self) -> float:
        """As timers want it."""
        return self.now


class Room:
    """A desk, its database, and what it wrote into the log."""

    def __init__(self, url: str, lake: Path, **settings: Any) -> None:
        self.clock = Clock()
        self.log = io.StringIO()
        self.thread = ThreadPoolExecutor(1)  # Playwright's loop runs in the test's own
        self.runner = asyncio.Runner()
        self.settings = Settings(database=url, log_format="json", **settings)
        opened = Lrs.open(self.settings, stream=self.log, clock=self.clock.micros)
        self.receiver = replace(opened, monotonic=self.clock.seconds)
        with self.database.writing() as connection:
            self.owner = organisations.ensure_default(connection)
            self.other = organisations.create_organisation(
                connection, "Other <b>house</b>", "https://other.example.org"
            )
        self.figures = ReportCache(lake)
        self.door = Authenticator(self.receiver)
        self.desk = Dashboard(
            self.receiver,
            lake,
            ZoneInfo(self.settings.time_zone),
            self.figures,
            Sessions(self.receiver),
            self.door,
            create_identity_provider(self.settings),
        )
        self.app = create_app(self.desk)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine comes to."""
        return self.thread.submit(self.runner.run, work).result()

    @property
    def database(self) -> Any:
        """The receiver's."""
        return self.receiver.database

    def login(self, name: str, *roles: str, organisation: int | None = None, **more: Any) -> str:
        """A new login with the password of all."""
        owner = self.owner.id if organisation is None else organisation
        more = {"language": "en", "password": STORED, **more}
        with self.database.writing() as connection:
            return logins.create_login(connection, name, owner, roles, **more).name

    def visitor(self, *roles: str, **more: Any) -> Visitor:
        """Somebody who is logged in, with these roles."""
        name = f"{'-'.join(roles) or 'nobody'}-{more.get('organisation', '')}{len(self.names())}"
        self.login(name, *roles, **more)
        with self.database.reading() as connection:
            login = logins.require_login(connection, name)
        token = self.run(self.desk.sessions.begin(login))  # a password takes a while
        found = Visitor(self)
        found.cookies.set("desk", token, domain="desk.test")
        return found

    def names(self) -> list[str]:
        """The logins that there are."""
        with self.database.reading() as connection:
            return [each.name for each in logins.list_logins(connection)]

    def trail(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Who did what."""
        from scormbuild.lrs.store import audit

        with self.database.reading() as connection:
            return [
                (each.who, each.action, each.detail)
                for each in audit.list_audit_entries(connection, self.owner.id)
            ]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What the log says."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def close(self) -> None:
        """Let everything go."""
        self.door.close()
        self.figures.close()
        self.receiver.close()
        self.thread.submit(self.runner.close).result()
        self.thread.shutdown()


class Visitor:
    """A browser: it keeps its cookies, and says where its forms come from."""

    def __init__(self, room: Room, host: str = HOST, **headers: str) -> None:
        self.room, self.host = room, host
        self.cookies = httpx.Cookies()
        self.headers = {"Accept-Language": "en", **headers}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request below /dashboard, or anywhere where the path is whole."""
        url = path if path.startswith("http") else f"{self.host}/desk{path}"
        headers = {**self.headers, **more.pop("headers", {})}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.room.app)
            async with httpx.AsyncClient(transport=transport, cookies=self.cookies) as client:
                answer = await client.request(method, url, headers=headers, **more)
                self.cookies = client.cookies
                return answer

        return self.room.run(send())

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Look at a page."""
        return self.ask("GET", path, **more)

    def post(
        self, path: str, form: Mapping[str, Any] | None = None, *, token: str | None = None, **more: Any
    ) -> httpx.Response:
        """Send a form as the browser would: with its token, from our own page."""
        sent = {"token": self.token() if token is None else token, **(form or {})}
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": self.host, **more.pop("headers", {})}
        return self.ask("POST", path, data=sent, headers=headers, **more)

    def token(self) -> str:
        """What stands in this browser's forms."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.get("/login").text)
        return found[1] if found else self.page("/password").xpath("string(//input[@name='token']/@value)")

    def page(self, path: str) -> Any:
        """A page, read."""
        return html.fromstring(self.get(path).text)

    def enter(self, name: str, secret: str = PASSWORD, further: str = "") -> httpx.Response:
        """Log in."""
        return self.post("/login", {"name": name, "password": secret, "next": further})


@contextmanager
def opened(url: str, lake: Path, **settings: Any) -> Iterator[Room]:
    """A room, closed afterwards."""
    room = Room(url, lake, **settings)
    try:
        yield room
    finally:
        room.close()


Enter = Callable[..., Visitor]
