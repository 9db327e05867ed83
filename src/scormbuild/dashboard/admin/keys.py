"""Keys of the organisation: which there are, a new one, and an end to one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.admin.confirmation import Question
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
SHOWN_NAME = 200  # letters of a name that may still be refused


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


async def ask_for_key(request: Request, user: User, dashboard: Dashboard) -> Question:
    """What a new key may do; one that may do everything is asked twice."""
    del dashboard
    wanted = list_values(request.state.form, "scope")
    translate, name = user.translate, first_value(request.state.form, "name")[:SHOWN_NAME]
    if "all" in wanted:
        organisation = user.organisation_name
        title = translate("keys.all_title", name=name)
        consequences = (
            translate("keys.all_consequence", organisation=organisation),
            translate("keys.all_hint"),
        )
        return Question(title, consequences, translate("keys.make"), "/keys")
    title = translate("keys.make_title", name=name)
    return Question(title, (), translate("keys.make"), "/keys", is_asked_twice=False)


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


def find_own_key(connection: Any, key: str, user: User) -> Credential:
    """A key of the user's organisation; raises NotFound."""
    found = credentials.find_credential(connection, key)
    # Told like a key that isn't there: else another organisation's keys could be tried out.
    if found is None or found.organisation != user.organisation:
        raise NotFound(user.translate("keys.unknown"))
    return found


async def ask_for_key_revocation(request: Request, user: User, dashboard: Dashboard) -> Question:
    """What stops where a key is revoked."""
    found = await dashboard.run_read(find_own_key, first_value(request.state.form, "key"), user)
    return Question(
        user.translate("keys.revoke_title", name=found.name),
        (
            user.translate(f"keys.revoke_{found.limits.source or 'other'}"),
            user.translate("keys.revoke_forever"),
        ),
        user.translate("keys.revoke"),
        "/keys",
    )


async def post_key_revocation(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Take a key of this organisation out of use."""
    key = first_value(request.state.form, "key")

    def job(connection: Any) -> None:
        credentials.revoke_credential(connection, find_own_key(connection, key, user).key)

    # Cut, as it comes out of a form that anybody with a session can write.
    await dashboard.run_audited_write(user, job, "key revoked", {"key": key[:60]})
    return redirect(page_url(request, "/keys"))
