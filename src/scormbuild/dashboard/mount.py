"""The desk beside a receiver: made when it starts, closed when it stops."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scormbuild.errors import SettingsError
from scormbuild.lrs.settings import Settings, lake_folder

if TYPE_CHECKING:
    from scormbuild.dashboard.auth.oidc import Provider
    from scormbuild.lrs.http.lrs import Receiver

NEEDED = ("duckdb", "ibis", "pyarrow")
BACK = "/desk/oidc/back"
AFTER_SECONDS = 1.0
EVERY_SECONDS = 5.0  # so far may the reports lag behind what was stored


def missing(settings: Settings) -> str:
    """Why there is no desk, in a line; "" where there is one."""
    if not settings.desk:
        return "no desk: the setting desk is off"
    if find_spec("fcntl") is None:
        return "no desk: the locks of its lake need Linux or macOS"
    absent = [name for name in NEEDED if find_spec(name) is None]
    return f"no desk: {absent[0]} is not installed; pip install 'scormbuild[desk]'" if absent else ""


@contextmanager
def mounted(receiver: Receiver) -> Iterator[dict[str, Any]]:
    """What a receiver's application takes as `beside`, while the desk is open; raises SettingsError."""
    from scormbuild.dashboard.app import App
    from scormbuild.dashboard.auth.authenticator import Door
    from scormbuild.dashboard.auth.sessions import Sessions
    from scormbuild.dashboard.dashboard import Desk
    from scormbuild.dashboard.pages.overview import first
    from scormbuild.dashboard.report_cache import Figures
    from scormbuild.dashboard.routes import PAGES

    settings = receiver.settings
    lake = lake_folder(settings)
    with ExitStack() as stack:
        identity = provider(settings)
        stack.enter_context(followed(receiver, lake))
        figures = Figures(lake)
        stack.callback(figures.close)
        figures.watch(first(ZoneInfo(settings.time_zone), receiver.clock))
        door = Door(receiver)
        stack.callback(door.close)
        zone = ZoneInfo(settings.time_zone)
        desk = Desk(receiver, lake, zone, figures, PAGES, Sessions(receiver), door, identity)
        yield {"/desk": App(desk)}


@contextmanager
def followed(receiver: Receiver, lake: Path) -> Iterator[None]:
    """The lake follows the receiver, a moment after the start, as its packages take long to import."""
    stopping = Event()

    def follow() -> None:
        if not stopping.wait(AFTER_SECONDS):
            from scormbuild.analysis.lake.follower import Keeper

            with Keeper(receiver.database, lake, EVERY_SECONDS, receiver.logs):
                stopping.wait()

    thread = Thread(target=follow, name="following", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def provider(settings: Settings) -> Provider | None:
    """The identity provider of the settings; raises SettingsError for a role that isn't known."""
    from scormbuild.dashboard.auth.oidc import Provider
    from scormbuild.lrs.auth.logins import ROLES

    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    for given in (settings.oidc_roles or {}).values():
        for role in set(given.values()) - set(ROLES):
            raise SettingsError(f"oidc_roles: {role!r} is no role\n  hint: {', '.join(ROLES)}")
    return Provider(
        settings.oidc_issuer,
        (settings.oidc_client_id, settings.oidc_client_secret),
        f"{settings.public_url}{BACK}",
        ticks=time.monotonic,
        now=time.time,
    )
