"""In and out: the log-in with a password, the log-out, and another password of one's own."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth import cookie, known_browser
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import exact_value, first_value
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url, redirect
from scormbuild.errors import TooManyRequests
from scormbuild.lrs.auth import logins, password_rules
from scormbuild.lrs.auth.breached_passwords import is_breached
from scormbuild.lrs.auth.logins import Login

# Not "cookies": the one that makes this browser known would go. Nor "storage": the dashboard has none, and
# where a proxy puts an LMS at the same origin, a course would lose the words that it still has to send.
CLEAR_SITE_DATA = '"cache"'
DOORS = {"/login", "/logout"}  # where nobody wants to be after a log-in
# Any path of ours: page_url puts our own place before it, so even //elsewhere leads to nowhere else.
NEXT_PATTERN = re.compile(r"/[A-Za-z0-9_/.-]{0,200}(\?[!-~]{0,1500})?")


def next_url(request: Request, given: str) -> str:
    """The page to go to after the log-in: one of ours, else the first."""
    is_page = NEXT_PATTERN.fullmatch(given) and given.partition("?")[0] not in DOORS
    return page_url(request, given if is_page else "/")


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
            first_value(request.state.form, "name"),
            exact_value(request.state.form, "password"),
            request.client.host if request.client else "",
            known_browser.parse_marks(cookie.read_cookie(request, cookie.KNOWN_COOKIE)),
        )
    except TooManyRequests as error:
        response = render_login(request, user, dashboard, next_path, wait_message(user, error), error.status)
        response.headers.update(error.headers)
        return response
    if login is None:
        return render_login(request, user, dashboard, next_path, user.translate("login.wrong"), 403)
    return await start_session(request, dashboard, login, next_path)


def wait_message(user: User, error: TooManyRequests) -> str:
    """Why to wait, and how long."""
    return user.translate(f"login.{error.message}", seconds=error.headers["Retry-After"])


async def start_session(
    request: Request,
    dashboard: Dashboard,
    login: Login,
    next_path: str,
    authenticated_at: int | None = None,
) -> Response:
    """Begin a session with a token that nobody had before, and go on."""
    # A new token at each log-in: one that somebody planted beforehand gets no rights (session fixation).
    before: User = request.user
    # Who logs in once more at the identity provider goes on looking at the same organisation.
    organisation = before.organisation if before.name == login.name else None
    token = await dashboard.sessions.begin(login, organisation, authenticated_at)
    if before.name:
        await dashboard.sessions.end(before.cookie)
    inside = await dashboard.sessions.find_user(token)
    if inside is not None:
        await dashboard.write_audit_entry(inside, "logged in", {"elsewhere": login.password is None})
    response = redirect(next_url(request, next_path))
    cookie.set_cookie(response, request, cookie.SESSION_COOKIE, token)
    cookie.delete_cookie(response, request, cookie.LOGIN_COOKIE)
    mark_browser(response, request, dashboard, login)
    return response


def mark_browser(response: Response, request: Request, dashboard: Dashboard, login: Login) -> None:
    """Let this browser be known the next time that somebody logs in with a password."""
    if login.password is None:
        return
    marks = known_browser.parse_marks(cookie.read_cookie(request, cookie.KNOWN_COOKIE))
    value = known_browser.add_mark(marks, login, dashboard.lrs.clock())
    seconds = known_browser.KNOWN_SECONDS
    cookie.set_cookie(response, request, cookie.KNOWN_COOKIE, value, seconds=seconds)


async def log_out(request: Request, user: User, dashboard: Dashboard) -> Response:
    """End the session, and go to the door."""
    await dashboard.sessions.end(user.cookie)
    response = redirect(page_url(request, "/login"))
    cookie.delete_cookie(response, request, cookie.SESSION_COOKIE)
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response


async def show_password_form(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The form for another password."""
    del user, dashboard
    return render_password_form(request, changed=first_value(request.query_params, "changed"))


def render_password_form(
    request: Request, *, fault: str = "", status: int = 200, changed: str = ""
) -> Response:
    """The form, with what was wrong the last time."""
    least = password_rules.SHORTEST_PASSWORD
    return render_page("password", request, status=status, fault=fault, changed=changed, least=least)


async def change_password(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Another password, for whoever knows the one of now; all other sessions end."""
    new, again = exact_value(request.state.form, "new"), exact_value(request.state.form, "again")
    old = exact_value(request.state.form, "old")
    fault, status = new_password_fault(user, old, new, again), 400
    hashes = dashboard.lrs.settings.breached_passwords
    if not fault and hashes and await dashboard.lrs.run_in_thread(is_breached, new, hashes):
        fault = user.translate("password.breached")
    if not fault:
        # Last, as each try counts: a new password that is too short shouldn't cost one.
        fault, status = await check_own_password(user, dashboard, old)
    if fault:
        return render_password_form(request, fault=fault, status=status)
    stored = await dashboard.authenticator.hash_password(new)
    await dashboard.run_audited_write(
        user,
        lambda connection: logins.set_password(connection, user.name, stored),
        "password changed",
        {},
    )
    # All sessions have ended with the old password, this one too.
    token = await dashboard.sessions.begin_again(user)
    response = redirect(page_url(request, "/password", changed="yes"))
    cookie.set_cookie(response, request, cookie.SESSION_COOKIE, token)
    # So has what browsers were known by.
    mark_browser(response, request, dashboard, await dashboard.run_read(logins.require_login, user.name))
    return response


def new_password_fault(user: User, old: str, new: str, again: str) -> str:
    """What is wrong with a new password; "" for nothing."""
    if new == old:
        return user.translate("password.same")
    weakness = password_rules.find_weakness(new, (user.name, user.organisation_name))
    if weakness:
        return user.translate(f"password.{weakness}", least=password_rules.SHORTEST_PASSWORD)
    return user.translate("password.differs") if new != again else ""


async def check_own_password(user: User, dashboard: Dashboard, secret: str) -> tuple[str, int]:
    """What is wrong with the password of a user who is logged in, and the status that says so."""
    try:
        right = await dashboard.authenticator.authenticate_user(user, secret)
    except TooManyRequests as error:
        return wait_message(user, error), error.status
    return ("", 200) if right else (user.translate("password.wrong"), 403)
