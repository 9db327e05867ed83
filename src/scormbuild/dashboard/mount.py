"""The dashboard beside an LRS: made when it starts, closed when it stops."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scormbuild.errors import SettingsError
from scormbuild.lrs.settings import Settings, lake_folder

if TYPE_CHECKING:
    from scormbuild.dashboard.auth.oidc import IdentityProvider
    from scormbuild.lrs.http import Lrs

REQUIRED_PACKAGES = ("duckdb", "ibis", "pyarrow")
OIDC_CALLBACK_PATH = "/dashboard/oidc/back"
FOLLOW_SECONDS = 5.0  # so far may the reports lag behind what was stored


def unavailable_reason(settings: Settings) -> str:
    """Why there is no dashboard, in a line; "" where there is one."""
    if not settings.dashboard:
        return "no dashboard: the setting dashboard is off"
    missing_packages = [name for name in REQUIRED_PACKAGES if find_spec(name) is None]
    return (
        f"no dashboard: {missing_packages[0]} is not installed; pip install 'scormbuild[dashboard]'"
        if missing_packages
        else ""
    )


@contextmanager
def mount_dashboard(lrs: Lrs) -> Iterator[dict[str, Any]]:
    """What an LRS's application serves beside its own while the dashboard is open; raises SettingsError."""
    from scormbuild.dashboard.app import create_app, create_root_app
    from scormbuild.dashboard.auth.authenticator import Authenticator
    from scormbuild.dashboard.auth.sessions import Sessions
    from scormbuild.dashboard.dashboard import Dashboard
    from scormbuild.dashboard.pages.overview import first_page_requests
    from scormbuild.dashboard.report_cache import ReportCache
    from scormbuild.dashboard.urls import MOUNT_PATH

    settings = lrs.settings
    lake = lake_folder(settings)
    with ExitStack() as stack:
        identity_provider = create_identity_provider(settings)
        # The stack closes from last to first: passwords, then reports, and the follower when nobody reads
        # any more.
        stack.enter_context(follow_lrs(lrs, lake))
        report_cache = ReportCache(lake)
        stack.callback(report_cache.close)
        report_cache.start_warm_up(first_page_requests(ZoneInfo(settings.time_zone), lrs.clock))
        authenticator = Authenticator(lrs)
        stack.callback(authenticator.close)
        zone = ZoneInfo(settings.time_zone)
        dashboard = Dashboard(lrs, lake, zone, report_cache, Sessions(lrs), authenticator, identity_provider)
        yield {MOUNT_PATH: create_app(dashboard), "/": create_root_app(settings.public_url)}


def follow_lrs(lrs: Lrs, lake: Path) -> AbstractContextManager[object]:
    """The lake follows the LRS, by a process of its own; unless that runs elsewhere."""
    from scormbuild.analysis.lake.follower_process import FollowerOptions, FollowerProcess

    settings = lrs.settings
    if not settings.lake_follower:
        return nullcontext()
    options = FollowerOptions(
        settings.database, lake, FOLLOW_SECONDS, settings.log_level, settings.log_format
    )
    return FollowerProcess(options, lrs.logs)


def create_identity_provider(settings: Settings) -> IdentityProvider | None:
    """The identity provider of the settings; raises SettingsError for a role that isn't known."""
    from scormbuild.dashboard.auth.oidc import IdentityProvider
    from scormbuild.lrs.auth.logins import ROLES

    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    for given in (settings.oidc_roles or {}).values():
        for role in set(given.values()) - set(ROLES):
            raise SettingsError(f"oidc_roles: {role!r} is no role\n  hint: {', '.join(ROLES)}")
    return IdentityProvider(
        settings.oidc_issuer,
        (settings.oidc_client_id, settings.oidc_client_secret),
        f"{settings.public_url}{OIDC_CALLBACK_PATH}",
        monotonic=time.monotonic,
        now=time.time,
    )
