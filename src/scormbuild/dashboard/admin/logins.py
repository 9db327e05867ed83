"""Logins: who may come in, a new one, another password for somebody, and an end to one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.admin.confirmation import Question
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import first_value, list_values
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url, redirect
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import ALL_ORGANISATIONS, ROLES
from scormbuild.lrs.store import courses


async def show_logins(request: Request, user: User, dashboard: Dashboard) -> Response:
    """All logins of the organisation; for a login of all of them, also those that are like it."""
    return await render_logins(request, user, dashboard)


async def render_logins(
    request: Request,
    user: User,
    dashboard: Dashboard,
    *,
    new_login: tuple[str, str] | None = None,
    error: str = "",
) -> Response:
    """The page; a password that was just made is shown this once."""
    rows = await dashboard.run_read(list_editable_logins, user)
    outlines = await dashboard.run_read(courses.list_outlines, user.organisation)
    return render_page(
        "logins",
        request,
        status=400 if error else 200,
        rows=rows,
        roles=ROLES,
        courses=[(each["course"]["iri"], each["course"]["title"]) for each in outlines],
        made=new_login,
        fault=error,
        given_name=first_value(request.state.form, "name") if error else "",
    )


def list_editable_logins(connection: Any, user: User) -> list[logins.Login]:
    """The logins that this user may change."""
    everywhere = logins.list_logins(connection, ALL_ORGANISATIONS) if user.all_organisations else []
    return [*logins.list_logins(connection, user.organisation), *everywhere]


async def ask_for_login(request: Request, user: User, dashboard: Dashboard) -> Question:
    """Who is let in; asked only of who didn't log in lately."""
    del dashboard
    name = first_value(request.state.form, "name")[:100]
    title, button = user.translate("logins.make_title", name=name), user.translate("logins.make")
    return Question(title, (), button, "/logins", is_asked_twice=False)


async def post_login(request: Request, user: User, dashboard: Dashboard) -> Response:
    """A new login of this organisation; its first password is in this answer, and nowhere else."""
    secret = password.generate_password()
    # Before the transaction: a slow hash under the organisation's lock would stop all statements meanwhile.
    stored = await dashboard.authenticator.hash_password(secret, is_first=True)
    name, roles = first_value(request.state.form, "name"), list_values(request.state.form, "role")

    def job(connection: Any) -> logins.Login:
        return logins.create_login(
            connection,
            name,
            user.organisation,
            roles,
            password=stored,
            # No course ticked means all of them; a login of the identity provider begins with none instead.
            courses=list_values(request.state.form, "course") or None,
            language=first_value(request.state.form, "language", user.language),
        )

    try:
        new_login = await dashboard.run_audited_write(
            user, job, "login made", {"login": name[:100], "roles": sorted(roles)[:9]}
        )
    except SettingsError:
        return await render_logins(request, user, dashboard, error=user.translate("logins.fault"))
    return await render_logins(request, user, dashboard, new_login=(new_login.name, secret))


async def ask_for_password_renewal(request: Request, user: User, dashboard: Dashboard) -> Question:
    """What comes of another password for somebody."""
    return await ask_about_login("renew", request, user, dashboard)


async def post_password_renewal(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Another password for somebody who has forgotten theirs; their sessions end."""
    secret = password.generate_password()
    stored = await dashboard.authenticator.hash_password(secret, is_first=True)
    name = first_value(request.state.form, "login")

    def job(connection: Any) -> None:
        logins.set_password(connection, find_editable_login(connection, name, user).name, stored)

    try:
        await dashboard.run_audited_write(user, job, "password renewed", {"login": name[:100]})
    except SettingsError:
        return await render_logins(request, user, dashboard, error=user.translate("logins.elsewhere"))
    return await render_logins(request, user, dashboard, new_login=(name, secret))


async def ask_for_login_revocation(request: Request, user: User, dashboard: Dashboard) -> Question:
    """What comes of an end to a login."""
    return await ask_about_login("revoke", request, user, dashboard)


async def ask_about_login(action: str, request: Request, user: User, dashboard: Dashboard) -> Question:
    """What comes of an action for a login that is there, in the words that begin with its name."""
    login = await dashboard.run_read(find_editable_login, first_value(request.state.form, "login"), user)
    itself = (user.translate("logins.yourself"),) if login.name == user.name else ()
    return Question(
        user.translate(f"logins.{action}_title", name=login.name),
        (*itself, user.translate(f"logins.{action}_consequence", name=login.name)),
        user.translate(f"logins.{action}"),
        "/logins",
    )


async def post_login_revocation(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Take a login out of use, and its sessions with it."""
    name = first_value(request.state.form, "login")

    def job(connection: Any) -> None:
        logins.revoke_login(connection, find_editable_login(connection, name, user).name)

    await dashboard.run_audited_write(user, job, "login revoked", {"login": name[:100]})
    return redirect(page_url(request, "/logins"))


def find_editable_login(connection: Any, name: str, user: User) -> logins.Login:
    """A login that this user may change; raises NotFound."""
    found = logins.find_login(connection, name)
    allowed = {user.organisation, ALL_ORGANISATIONS} if user.all_organisations else {user.organisation}
    if found is None or found.organisation not in allowed:
        raise NotFound(user.translate("logins.unknown"))
    return found
