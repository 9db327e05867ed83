"""How the LRS is: can it do its work, how large is it, and how far did the lake come?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild import __version__
from scormbuild.analysis.lake import state
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.render import render_page
from scormbuild.errors import SettingsError
from scormbuild.lrs import admin, http
from scormbuild.lrs.database import LARGEST_STEP, schema_version
from scormbuild.lrs.settings import database_file
from scormbuild.lrs.store import change_log

MINUTE_MICROSECONDS = 60_000_000


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """What the database tells at once, however large it is: nothing is counted for it."""

    schema: str
    size: int
    newest_stored: int  # when the newest statement was stored, in microseconds since 1970; 0: there is none


async def show_status(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The page: what /ready says, and beside it what an administrator must see coming."""
    ready = (await http.readiness_response(dashboard.lrs)).status == 200
    # Not asked where the database is away: the page would be an error just when it is needed.
    database_status = await dashboard.run_read(read_database_status, user.organisation) if ready else None
    return render_page(
        "health",
        request,
        ready=ready,
        told=database_status,
        free=free_bytes(dashboard),
        little=admin.LOW_DISK_SPACE,
        through=(lake := lake_consistent_through(dashboard.lake, user.organisation)),
        # The lake follows some seconds behind (mount.FOLLOW_SECONDS); a minute means that it doesn't
        # follow.
        behind=database_status is not None and database_status.newest_stored - lake > MINUTE_MICROSECONDS,
        clock_jumped=dashboard.lrs.database.dialect.clock.in_doubt
        or (
            database_status is not None
            and database_status.newest_stored - dashboard.lrs.clock() > LARGEST_STEP
        ),
        version=__version__,
        locale=Locale(user.language, dashboard.zone),
    )


def read_database_status(connection: Any, organisation: int) -> DatabaseStatus:
    """What can be asked of the database in no time."""
    return DatabaseStatus(
        schema_version(connection) or "-",
        admin.database_size(connection),
        change_log.newest_seq(connection, organisation),
    )


def free_bytes(dashboard: Dashboard) -> int | None:
    """Bytes that are free where the database is, if that is a disk of this machine."""
    file = database_file(dashboard.lrs.settings.database)
    return shutil.disk_usage(file.absolute().parent).free if file else None


def lake_consistent_through(lake: Path, organisation: int) -> int:
    """The newest statement in the lake, as when it was stored; 0 where it holds none."""
    try:
        export_state = state.read_state(lake, organisation)
    except (SettingsError, OSError):
        return 0
    return export_state.through if export_state else 0
