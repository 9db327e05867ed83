"""How the receiver is: can it do its work, how large is it, and how far did the lake come?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scormbuild import __version__
from scormbuild.analysis.lake import state
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.render import rendered
from scormbuild.errors import SettingsError
from scormbuild.lrs.admin import check
from scormbuild.lrs.database.migrate import version
from scormbuild.lrs.http import health
from scormbuild.lrs.settings import database_file
from scormbuild.lrs.store import change_log

MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """What the database tells at once, however large it is: nothing is counted for it."""

    schema: str
    size: int
    newest: int  # when the newest statement was stored, in microseconds since 1970; 0: there is none


async def shown(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page: what /ready says, and beside it what an administrator must see coming."""
    ready = (await health.ready(desk.receiver)).status == 200
    told = await desk.read(tell, visitor.organisation) if ready else None
    return rendered(
        "health",
        asked,
        visitor,
        desk,
        ready=ready,
        told=told,
        free=free(desk),
        little=check.LITTLE_ROOM,
        through=(lake := through(desk.lake, visitor.organisation)),
        behind=told is not None and told.newest - lake > MINUTE,
        version=__version__,
        local=Local(visitor.language, desk.zone),
    )


def tell(connection: Any, organisation: int) -> Told:
    """What can be asked of the database in no time."""
    return Told(
        version(connection) or "-", check.size_of(connection), change_log.newest(connection, organisation)
    )


def free(desk: Desk) -> int | None:
    """Bytes that are free where the database is, if that is a disk of this machine."""
    file = database_file(desk.receiver.settings.database)
    return shutil.disk_usage(file.absolute().parent).free if file else None


def through(lake: Path, organisation: int) -> int:
    """The newest statement in the lake, as when it was stored; 0 where it holds none."""
    try:
        found = state.read(lake, organisation)
    except (SettingsError, OSError):
        return 0
    return found.through if found else 0
