"""Organisations, for logins of all of them: which there are, a new one, and which one to look at."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import first_value
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url, redirect
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import organisations


async def show_organisations(request: Request, user: User, dashboard: Dashboard) -> Response:
    """All organisations."""
    return await render_organisations(request, user, dashboard)


async def render_organisations(
    request: Request, user: User, dashboard: Dashboard, error: str = ""
) -> Response:
    """The page."""
    rows = await dashboard.run_read(organisations.list_organisations)
    status, days = 400 if error else 200, Locale(user.language, dashboard.zone).format_iso_date
    return render_page(
        "organisations",
        request,
        status=status,
        rows=rows,
        fault=error,
        given_name=first_value(request.state.form, "name") if error else "",
        since=days,
    )


async def post_organisation(request: Request, user: User, dashboard: Dashboard) -> Response:
    """A new organisation."""
    form = request.state.form
    name, home_page = first_value(form, "name"), first_value(form, "home_page") or None
    try:
        await dashboard.run_audited_write(
            user,
            lambda connection: organisations.create_organisation(connection, name, home_page),
            "organisation made",
            {"name": name[:60]},
        )
    except SettingsError:
        return await render_organisations(request, user, dashboard, user.translate("organisations.fault"))
    return redirect(page_url(request, "/organisations"))


async def post_organisation_choice(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Look at another organisation, on all pages, until the log-out."""
    organisation_id = first_value(request.state.form, "organisation")

    def find(connection: Any) -> organisations.Organisation | None:
        return (
            organisations.find_organisation_by_id(connection, int(organisation_id))
            # Nine digits fit the column; a longer number is an error of PostgreSQL.
            if organisation_id.isdecimal() and len(organisation_id) < 10
            else None
        )

    found = await dashboard.run_read(find)
    if found is None:
        raise NotFound(user.translate("organisations.unknown"))
    await dashboard.sessions.switch_organisation(user.cookie, found.id)
    return redirect(page_url(request, "/"))
