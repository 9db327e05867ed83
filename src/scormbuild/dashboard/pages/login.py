"""In and out: the log-in with a password, the log-out, and another password of one's own."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import Request, Response, redirect
from scormbuild.errors import SettingsError, TooManyRequests
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import Login

NEXT_PATTERN = re.compile(r"/[A-Za-z0-9_/.-]{0,200}(\?[!-~]{0,1500})?")


def next_url(request: Request, given: str) -> str:
    """The page to go to after the log-in: one of ours, else the first."""
    return request.page_url(given if NEXT_PATTERN.fullmatch(given) and not given.startswith("/log") else "/")


async def show_login(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The form; who is in already goes on."""
    if user.name:
        return redirect(next_url(request, request.query_params.first_value("next")))
    return render_login(request, user, dashboard, request.query_params.first_value("next"))


def render_login(
    request: Request, user: User, dashboard: Dashboard, next_path: str, fault: str = "", status: int = 200
) -> Response:
    """The form, with what was wrong the last time."""
    values: dict[str, Any] = {
        "next": next_path,
        "fault": fault,
        "name": request.form.first_value("name"),
        "elsewhere": request.page_url("/oidc", next=next_path) if dashboard.identity_provider else "",
    }
    response = render_page("login", request, user, dashboard, status=status, **values)
    response.set_cookies.append(
        cookie.set_cookie_header(cookie.LOGIN_COOKIE, user.cookie, secure=request.secure)
    )
    return response


async def check_password(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Let somebody in, or say no more than that it wasn't right."""
    next_path = request.form.first_value("next")
    if user.name:
        return redirect(next_url(request, next_path))
    try:
        login = await dashboard.authenticator.authenticate(
            request.form.first_value("name"), request.form.get("password")
        )
    except TooManyRequests as error:
        seconds = error.headers["Retry-After"]
        fault = user.translate("login.too_often", seconds=seconds)
        response = render_login(request, user, dashboard, next_path, fault, error.status)
        response.headers |= error.headers
        return response
    if login is None:
        return render_login(request, user, dashboard, next_path, user.translate("login.wrong"), 403)
    return await start_session(request, dashboard, login, next_path)


async def start_session(request: Request, dashboard: Dashboard, login: Login, next_path: str) -> Response:
    """Begin a session with a token that nobody had before, and go on."""
    token = await dashboard.sessions.begin(login)
    inside = await dashboard.sessions.find_user(token)
    if inside is not None:
        await dashboard.write_audit_entry(inside, "logged in", {"elsewhere": login.password is None})
    response = redirect(next_url(request, next_path))
    response.set_cookies += [
        cookie.set_cookie_header(cookie.SESSION_COOKIE, token, secure=request.secure),
        cookie.delete_cookie_header(cookie.LOGIN_COOKIE, secure=request.secure),
    ]
    return response


async def log_out(request: Request, user: User, dashboard: Dashboard) -> Response:
    """End the session, and go to the door."""
    await dashboard.sessions.end(user.cookie)
    response = redirect(request.page_url("/login"))
    response.set_cookies.append(cookie.delete_cookie_header(cookie.SESSION_COOKIE, secure=request.secure))
    return response


async def show_password_form(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The form for another password."""
    return render_page(
        "password", request, user, dashboard, fault="", changed=request.query_params.first_value("changed")
    )


async def change_password(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Another password, for whoever knows the one of now; all other sessions end."""
    fault, status = "", 400
    new = request.form.get("new")
    try:
        password.validate_password(new)
    except SettingsError:
        fault = user.translate("password.short", least=password.SHORTEST_PASSWORD)
    if not fault and new != request.form.get("again"):
        fault = user.translate("password.differs")
    if not fault:
        fault, status = await check_old_password(request, user, dashboard)
    if fault:
        return render_page("password", request, user, dashboard, status=status, fault=fault, changed="")
    stored = await dashboard.authenticator.hash_password(new)
    await dashboard.run_audited_write(
        user,
        lambda connection: logins.set_password(connection, user.name, stored),
        "password changed",
        {},
    )
    login = await dashboard.run_read(logins.require_login, user.name)
    token = await dashboard.sessions.begin(login, organisation=user.organisation)
    response = redirect(request.page_url("/password", changed="yes"))
    response.set_cookies.append(cookie.set_cookie_header(cookie.SESSION_COOKIE, token, secure=request.secure))
    return response


async def check_old_password(request: Request, user: User, dashboard: Dashboard) -> tuple[str, int]:
    """What is wrong with the password of now, and the status that says so."""
    try:
        right = await dashboard.authenticator.authenticate(user.name, request.form.get("old"))
    except TooManyRequests as error:
        return user.translate("login.too_often", seconds=error.headers["Retry-After"]), 429
    return ("", 200) if right else (user.translate("password.wrong"), 403)
