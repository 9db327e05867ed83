"""The demo's desk, ready to be looked at: a crowd in its figures, and a login that may see all of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from scormbuild.demo.environment import Stage
from scormbuild.demo.seed import welcome
from scormbuild.demo.server import Reception
from scormbuild.lrs.auth import logins, organisations, password
from scormbuild.lrs.settings import lake_folder

NAME = "demo"
ROLES = ("administrator", "analyst", "reader")


def fill(stage: Stage, step: Callable[[int, int], None]) -> None:
    """Let a crowd do the course, unless it did so before; `step` is told how many statements there are.

    The desk has them at once: it would otherwise look for them some seconds later.
    """
    settings, now = stage.reception.settings, time.time_ns() // 1_000_000
    came = welcome(settings.database, stage.outline, now, ZoneInfo(settings.time_zone), step)
    if came and stage.reception.desk:
        from scormbuild.analysis.lake.export import export  # here, as it needs the extra

        export(stage.reception.receiver.database, lake_folder(settings))


def login(reception: Reception, language: str) -> tuple[str, str]:
    """A login and its password: a new one each time, as nobody has the one of before."""
    secret = password.generated()
    stored = password.hashed(secret)
    with reception.receiver.database.writing() as connection:
        if logins.find(connection, NAME):
            logins.set_password(connection, NAME, stored)
        else:
            owner = organisations.ensure_default(connection).id
            spoken = language if language in logins.LANGUAGES else "en"
            logins.create(connection, NAME, owner, ROLES, password=stored, language=spoken)
    return NAME, secret
