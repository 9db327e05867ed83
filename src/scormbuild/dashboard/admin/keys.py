"""Keys of the organisation: which there are, a new one, and an end to one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import first_value, list_values
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url, redirect
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import credentials
from scormbuild.lrs.auth.credentials import Credential, Limits

KEY_SCOPES = tuple(credentials.SCOPES)


async def show_keys(request: Request, user: User, dashboard: Dashboard) -> Response:
    """All keys, without their secrets."""
    return await render_keys(request, user, dashboard)


async def render_keys(
    request: Request,
    user: User,
    dashboard: Dashboard,
    *,
    new_key: tuple[str, str] | None = None,
    error: str = "",
) -> Response:
    """The page; a key that was just made is shown with its secret, this once."""
    rows = await dashboard.run_read(credentials.list_credentials, user.organisation)
    locale, now = Locale(user.language, dashboard.zone), dashboard.lrs.clock()
    return render_page(
        "keys",
        request,
        status=400 if error else 200,
        rows=[(row, key_state(row, now)) for row in rows],
        scopes=KEY_SCOPES,
        chosen=list_values(request.state.form, "scope") or list(credentials.DEFAULT_SCOPES),
        made=new_key,
        fault=error,
        given_name=first_value(request.state.form, "name") if error else "",
        since=locale.format_iso_date,
    )


def key_state(row: Credential, now: int) -> str:
    """Whether a key can be used."""
    if row.revoked:
        return "revoked"
    return "expired" if row.limits.expires is not None and row.limits.expires <= now else "in_use"


async def post_key(request: Request, user: User, dashboard: Dashboard) -> Response:
    """A new key; its secret is in this answer, and nowhere else."""
    name = first_value(request.state.form, "name")
    wanted = list_values(request.state.form, "scope")

    def job(connection: Any) -> tuple[str, str]:
        return credentials.create_credential(
            connection, user.organisation, name, credentials.parse_scopes(wanted), Limits()
        )

    try:
        # The secret isn't in the detail: the audit log is read by others than who may have it.
        new_key = await dashboard.run_audited_write(
            user, job, "key made", {"name": name, "scopes": sorted(wanted)}
        )
    except SettingsError:
        return await render_keys(request, user, dashboard, error=user.translate("keys.fault"))
    return await render_keys(request, user, dashboard, new_key=new_key)


async def post_key_revocation(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Take a key of this organisation out of use."""
    key = first_value(request.state.form, "key")

    def job(connection: Any) -> None:
        found = credentials.find_credential(connection, key)
        # Told like a key that isn't there: else another organisation's keys could be tried out.
        if found is None or found.organisation != user.organisation:
            raise NotFound(user.translate("keys.unknown"))
        credentials.revoke_credential(connection, key)

    # Cut, as it comes out of a form that anybody with a session can write.
    await dashboard.run_audited_write(user, job, "key revoked", {"key": key[:60]})
    return redirect(page_url(request, "/keys"))
