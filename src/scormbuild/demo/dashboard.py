"""The demo's dashboard, ready to be looked at: a crowd in its figures, and a login that may see all of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from scormbuild.demo.environment import DemoEnvironment
from scormbuild.demo.seed import seed_database
from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import logins, organisations, password
from scormbuild.lrs.settings import lake_folder

LOGIN_NAME = "demo"
LOGIN_ROLES = ("administrator", "analyst", "reader")


def seed_dashboard(environment: DemoEnvironment, step: Callable[[int, int], None]) -> None:
    """Let a crowd do the course, unless it did so before; `step` is told how many statements there are.

    The dashboard has them at once: it would otherwise look for them some seconds later.
    """
    settings, now = environment.server.settings, time.time_ns() // 1_000_000
    came = seed_database(settings.database, environment.outline, now, ZoneInfo(settings.time_zone), step)
    if came and environment.server.dashboard_url:
        from scormbuild.analysis.lake.export import export_lake  # here, as it needs the extra

        export_lake(environment.server.lrs.database, lake_folder(settings))


def create_login(server: LrsServer, language: str) -> tuple[str, str]:
    """A login and its password: a new one each time, as nobody has the one of before."""
    secret = password.generate_password()
    stored = password.hash_password(secret)
    with server.lrs.database.writing() as connection:
        if logins.find_login(connection, LOGIN_NAME):
            logins.set_password(connection, LOGIN_NAME, stored)
        else:
            owner = organisations.ensure_default(connection).id
            spoken = language if language in logins.LANGUAGES else "en"
            logins.create_login(connection, LOGIN_NAME, owner, LOGIN_ROLES, password=stored, language=spoken)
    return LOGIN_NAME, secret
