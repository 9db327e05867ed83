"""The dashboard as an ASGI application: the table of pages as Starlette's routes, and errors as pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from scormbuild.dashboard.admin import ADMIN_PAGES
from scormbuild.dashboard.auth import csrf
from scormbuild.dashboard.auth.user import PUBLIC, User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.error_page import error_response, internal_error_response
from scormbuild.dashboard.forms import read_form
from scormbuild.dashboard.middleware import CLIENT_CLOSED_REQUEST, RequestLogMiddleware, UserMiddleware
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.pages import REPORT_PAGES
from scormbuild.dashboard.urls import MOUNT_PATH, login_url, page_url, redirect
from scormbuild.errors import Forbidden, LrsError, MethodNotAllowed, NotFound, ScormbuildError
from scormbuild.lrs.http import DisconnectedError

PAGES: tuple[Page, ...] = (*REPORT_PAGES, *ADMIN_PAGES)  # what isn't here isn't answered
OPEN_WITH_FIRST_PASSWORD = ("/password", "/logout")


def create_app(dashboard: Dashboard, pages: Sequence[Page] = PAGES) -> ASGIApp:
    """What answers everything below /dashboard."""
    routes = [Route(page.path, partial(respond, page), methods=list(page.endpoints)) for page in pages]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(UserMiddleware, dashboard.sessions)],
        # HTTPException is what Starlette raises by itself, for a path or method that no page has.
        exception_handlers=dict.fromkeys((HTTPException, ScormbuildError, Exception), show_error),
    )
    app.router.redirect_slashes = False  # an address is written in one way
    app.state.dashboard, app.state.pages = dashboard, pages
    return RequestLogMiddleware(app, dashboard.lrs)


def create_root_app(public_url: str | None) -> ASGIApp:
    """What answers the address without a path: it leads to the dashboard, and tells nothing else."""

    async def lead_on(request: Request) -> Response:
        del request
        return redirect(f"{urlsplit(public_url or '').path}{MOUNT_PATH}/")

    return Starlette(routes=[Route("/", lead_on, methods=["GET"])])


async def respond(page: Page, request: Request) -> Response:
    """Permission, then form, in this order, as strangers don't make us read what they send; then the page."""
    user: User = request.user
    dashboard: Dashboard = request.app.state.dashboard
    if not user.has_permission(page.permission):
        if user.name:
            raise Forbidden(user.translate("refused.forbidden_message"))
        return redirect(login_url(request))
    # Here, so that no page can forget it.
    if user.must_change_password and page.path not in OPEN_WITH_FIRST_PASSWORD and page.permission != PUBLIC:
        return redirect(page_url(request, "/password"))
    if request.method == "POST":
        settings = dashboard.lrs.settings
        request.state.form = await read_form(request, user.translate, settings.request_timeout)
        # Before the page sees the form, so that no page can forget to ask.
        if not csrf.is_valid_form(request, user.csrf_token, settings.public_url):
            raise Forbidden(user.translate("refused.not_ours"))
    return await page.endpoints[request.method](request, user, dashboard)


async def show_error(request: Request, error: Exception) -> Response:
    """Any error as a page, without the words of what wasn't foreseen: the one place where errors end."""
    if isinstance(error, DisconnectedError):
        return Response(status_code=CLIENT_CLOSED_REQUEST)
    if isinstance(error, HTTPException):
        error = routing_error(error, request.user)
    if isinstance(error, LrsError):
        return error_response(error, request)
    dashboard: Dashboard = request.app.state.dashboard
    dashboard.lrs.logs.log_failure(request.state.request_log.id, error)
    return internal_error_response(request)


def routing_error(error: HTTPException, user: User) -> LrsError:
    """What Starlette finds wrong with a path or method, in the user's words (RFC 9110 15.5.5, 15.5.6)."""
    if error.status_code != MethodNotAllowed.status:
        return NotFound(user.translate("refused.not_found_message"))
    allowed = (error.headers or {})["Allow"].split(", ")  # a set's, in any order
    return MethodNotAllowed(user.translate("refused.method"), {"Allow": ", ".join(sorted(allowed))})
