"""A dashboard in this process, over HTTP: a database with two organisations, and visitors with cookies."""

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
HOST = "http://desk.test"  # no name that ends so leads anywhere (RFC 2606 2)
PASSWORD = "correct horse battery"
# What is advised takes a quarter of a second each time; the tests of how passwords are stored take that.
QUICK = password.Effort(4, 8, 1)
PASSWORD_HASH = password.hash_password(PASSWORD, effort=QUICK)
SAME_ORIGIN_HEADERS = {"Sec-Fetch-Site": "same-origin", "Origin": HOST}


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def microseconds(self) -> int:
        """As the LRS wants it."""
        return int(self.now * 1e6)

    def seconds(self) -> float:
        """As timers want it."""
        return self.now


class DashboardHarness:
    """A dashboard, its database, and what it wrote into the log."""

    def __init__(self, url: str, lake: Path, effort: password.Effort = QUICK, **settings: Any) -> None:
        self.clock = Clock()
        self.log = io.StringIO()
        self.thread = ThreadPoolExecutor(1)  # Playwright's loop runs in the test's own
        self.runner = asyncio.Runner()
        self.settings = Settings(database=url, log_format="json", **settings)
        opened = Lrs.open(self.settings, stream=self.log, clock=self.clock.microseconds)
        self.lrs = replace(opened, monotonic=self.clock.seconds)
        with self.database.writing() as connection:
            self.organisation = organisations.ensure_default(connection)
            self.other_organisation = organisations.create_organisation(
                connection, "Other <b>house</b>", "https://other.example.org"
            )
        self.report_cache = ReportCache(lake)
        self.authenticator = Authenticator(self.lrs, effort)
        self.dashboard = Dashboard(
            self.lrs,
            lake,
            ZoneInfo(self.settings.time_zone),
            self.report_cache,
            Sessions(self.lrs),
            self.authenticator,
            create_identity_provider(self.settings),
        )
        self.app = create_app(self.dashboard)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine comes to."""
        return self.thread.submit(self.runner.run, work).result()

    @property
    def database(self) -> Any:
        """The LRS's."""
        return self.lrs.database

    def create_login(self, name: str, *roles: str, organisation: int | None = None, **more: Any) -> str:
        """A new login with the password of all."""
        owner = self.organisation.id if organisation is None else organisation
        more = {"language": "en", "password": PASSWORD_HASH, **more}
        with self.database.writing() as connection:
            return logins.create_login(connection, name, owner, roles, **more).name

    def log_in_as(self, *roles: str, **more: Any) -> DashboardClient:
        """Somebody who is logged in, with these roles."""
        name = f"{'-'.join(roles) or 'nobody'}-{more.get('organisation', '')}{len(self.login_names())}"
        self.create_login(name, *roles, **more)
        with self.database.reading() as connection:
            login = logins.require_login(connection, name)
        token = self.run(self.dashboard.sessions.begin(login))  # a password takes a while
        found = DashboardClient(self)
        found.cookies.set("desk", token, domain="desk.test")
        return found

    def login_names(self) -> list[str]:
        """The logins that there are."""
        with self.database.reading() as connection:
            return [each.name for each in logins.list_logins(connection)]

    def audit_log(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Who did what."""
        from scormbuild.lrs.store import audit

        with self.database.reading() as connection:
            return [
                (each.who, each.action, each.detail)
                for each in audit.list_audit_entries(connection, self.organisation.id)
            ]

    @property
    def log_lines(self) -> list[dict[str, Any]]:
        """What the log says."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def close(self) -> None:
        """Let everything go."""
        self.authenticator.close()
        self.report_cache.close()
        self.lrs.close()
        self.thread.submit(self.runner.close).result()
        self.thread.shutdown()


class DashboardClient:
    """A browser: it keeps its cookies, and says where its forms come from."""

    def __init__(
        self, harness: DashboardHarness, host: str = HOST, *, address: str = "127.0.0.1", **headers: str
    ) -> None:
        self.harness, self.host, self.address = harness, host, address
        self.cookies = httpx.Cookies()
        self.headers = {"Accept-Language": "en", **headers}

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request below /dashboard, or anywhere where the path is whole."""
        url = path if path.startswith("http") else f"{self.host}/dashboard{path}"
        headers = {**self.headers, **more.pop("headers", {})}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.harness.app, client=(self.address, 40_000))
            async with httpx.AsyncClient(transport=transport, cookies=self.cookies) as client:
                answer = await client.request(method, url, headers=headers, **more)
                self.cookies = client.cookies
                return answer

        return self.harness.run(send())

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Look at a page."""
        return self.request("GET", path, **more)

    def post(
        self, path: str, form: Mapping[str, Any] | None = None, *, token: str | None = None, **more: Any
    ) -> httpx.Response:
        """Send a form as the browser would: with its token, from our own page."""
        sent = {"token": self.form_token() if token is None else token, **(form or {})}
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": self.host, **more.pop("headers", {})}
        return self.request("POST", path, data=sent, headers=headers, **more)

    def form_token(self) -> str:
        """What stands in this browser's forms."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.get("/login").text)
        return (
            found[1] if found else self.read_page("/password").xpath("string(//input[@name='token']/@value)")
        )

    def read_page(self, path: str) -> Any:
        """A page, read."""
        return html.fromstring(self.get(path).text)

    def log_in(self, name: str, secret: str = PASSWORD, further: str = "") -> httpx.Response:
        """Log in."""
        return self.post("/login", {"name": name, "password": secret, "next": further})


@contextmanager
def open_harness(url: str, lake: Path, **settings: Any) -> Iterator[DashboardHarness]:
    """A room, closed afterwards."""
    harness = DashboardHarness(url, lake, **settings)
    try:
        yield harness
    finally:
        harness.close()


StartDashboard = Callable[..., DashboardClient]
