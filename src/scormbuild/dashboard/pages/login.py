"""In and out: the log-in with a password, the log-out, and another password of one's own."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import exact_value, first_value
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url, redirect
from scormbuild.errors import SettingsError, TooManyRequests
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import Login

# Any path of ours: page_url puts our own place before it, so even //elsewhere leads to nowhere else.
NEXT_PATTERN = re.compile(r"/[A-Za-z0-9_/.-]{0,200}(\?[!-~]{0,1500})?")


def next_url(request: Request, given: str) -> str:
    """The page to go to after the log-in: one of ours, else the first."""
    return page_url(request, given if NEXT_PATTERN.fullmatch(given) and not given.startswith("/log") else "/")


async def show_login(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The form; who is in already goes on."""
    if user.name:
        return redirect(next_url(request, first_value(request.query_params, "next")))
    return render_login(request, user, dashboard, first_value(request.query_params, "next"))


def render_login(
    request: Request, user: User, dashboard: Dashboard, next_path: str, fault: str = "", status: int = 200
) -> Response:
    """The form, with what was wrong the last time."""
    values: dict[str, Any] = {
        "next": next_path,
        "fault": fault,
        "name": first_value(request.state.form, "name"),
        "elsewhere": page_url(request, "/oidc", next=next_path) if dashboard.identity_provider else "",
    }
    response = render_page("login", request, status=status, **values)
    cookie.set_cookie(response, request, cookie.LOGIN_COOKIE, user.cookie)
    return response


async def check_password(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Let somebody in, or say no more than that it wasn't right."""
    next_path = first_value(request.state.form, "next")
    if user.name:
        return redirect(next_url(request, next_path))
    try:
        login = await dashboard.authenticator.authenticate(
            first_value(request.state.form, "name"), exact_value(request.state.form, "password")
        )
    except TooManyRequests as error:
        seconds = error.headers["Retry-After"]
        fault = user.translate("login.too_often", seconds=seconds)
        response = render_login(request, user, dashboard, next_path, fault, error.status)
        response.headers.update(error.headers)
        return response
    if login is None:
        return render_login(request, user, dashboard, next_path, user.translate("login.wrong"), 403)
    return await start_session(request, dashboard, login, next_path)


async def start_session(request: Request, dashboard: Dashboard, login: Login, next_path: str) -> Response:
    """Begin a session with a token that nobody had before, and go on."""
    # A new token at each log-in: one that somebody planted beforehand gets no rights (session fixation).
    token = await dashboard.sessions.begin(login)
    inside = await dashboard.sessions.find_user(token)
    if inside is not None:
        await dashboard.write_audit_entry(inside, "logged in", {"elsewhere": login.password is None})
    response = redirect(next_url(request, next_path))
    cookie.set_cookie(response, request, cookie.SESSION_COOKIE, token)
    cookie.delete_cookie(response, request, cookie.LOGIN_COOKIE)
    return response


async def log_out(request: Request, user: User, dashboard: Dashboard) -> Response:
    """End the session, and go to the door."""
    await dashboard.sessions.end(user.cookie)
    response = redirect(page_url(request, "/login"))
    cookie.delete_cookie(response, request, cookie.SESSION_COOKIE)
    return response


async def show_password_form(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The form for another password."""
    del user, dashboard
    return render_page("password", request, fault="", changed=first_value(request.query_params, "changed"))


async def change_password(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Another password, for whoever knows the one of now; all other sessions end."""
    fault, status = "", 400
    new = exact_value(request.state.form, "new")
    try:
        password.validate_password(new)
    except SettingsError:
        fault = user.translate("password.short", least=password.SHORTEST_PASSWORD)
    if not fault and new != exact_value(request.state.form, "again"):
        fault = user.translate("password.differs")
    if not fault:
        # Last, as each try counts: a new password that is too short shouldn't cost one.
        fault, status = await check_old_password(request, user, dashboard)
    if fault:
        return render_page("password", request, status=status, fault=fault, changed="")
    stored = await dashboard.authenticator.hash_password(new)
    await dashboard.run_audited_write(
        user,
        lambda connection: logins.set_password(connection, user.name, stored),
        "password changed",
        {},
    )
    login = await dashboard.run_read(logins.require_login, user.name)
    # All sessions have ended with the old password, this one too.
    token = await dashboard.sessions.begin(login, organisation=user.organisation)
    response = redirect(page_url(request, "/password", changed="yes"))
    cookie.set_cookie(response, request, cookie.SESSION_COOKIE, token)
    return response


async def check_old_password(request: Request, user: User, dashboard: Dashboard) -> tuple[str, int]:
    """What is wrong with the password of now, and the status that says so."""
    try:
        right = await dashboard.authenticator.authenticate(user.name, exact_value(request.state.form, "old"))
    except TooManyRequests as error:
        return user.translate("login.too_often", seconds=error.headers["Retry-After"]), 429
    return ("", 200) if right else (user.translate("password.wrong"), 403)
