"""The desk as an ASGI application: from a request to its page, and from any error to words."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scormbuild.dashboard.auth import cookie, csrf
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.error_page import error_response, internal_error_response
from scormbuild.dashboard.middleware import asgi_headers
from scormbuild.dashboard.page import PageEndpoint, Route
from scormbuild.dashboard.render import list_menu_routes
from scormbuild.dashboard.translations import preferred_language, read_translations
from scormbuild.dashboard.urls import ROOT_PATH, FormData, Request, Response, redirect
from scormbuild.errors import (
    BadRequest,
    Forbidden,
    LrsError,
    MethodNotAllowed,
    NotFound,
    TooLarge,
    UnsupportedMediaType,
)
from scormbuild.lrs.http import asgi
from scormbuild.lrs.http.messages import RequestLog

MAX_FORM_BYTES = 65_536
MAX_FORM_FIELDS = 300
FORM_MEDIA_TYPE = "application/x-www-form-urlencoded"
CLIENT_CLOSED_REQUEST = 499  # in the log only: the caller hung up before there was an answer


class App:
    """One plain callable, as the receiver's own front is."""

    def __init__(self, dashboard: Dashboard) -> None:
        self.dashboard = dashboard
        self.settings = dashboard.lrs.settings
        self.root_path = urlsplit(self.settings.public_url or "").path
        self.https = (self.settings.public_url or "").startswith("https:")

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request, and note it in the log and the figures, without its query."""
        lrs = self.dashboard.lrs
        request_log = RequestLog(lrs.new_id(), lrs.monotonic(), scope["method"], resource="desk")
        try:
            response = await self.respond(request_log, scope, receive)
        except asgi.DisconnectedError:
            request_log.status = CLIENT_CLOSED_REQUEST
            return lrs.record_request(request_log)
        request_log.status = response.status_code
        body = b"" if request_log.method == "HEAD" else response.body
        start = {
            "type": "http.response.start",
            "status": response.status_code,
            "headers": asgi_headers(response),
        }
        await send(start)
        await send({"type": "http.response.body", "body": body})
        request_log.response_bytes = len(body)
        return lrs.record_request(request_log)

    async def respond(
        self, request_log: RequestLog, scope: MutableMapping[str, Any], receive: Any
    ) -> Response:
        """The page, or what an error comes to: the one place where errors end."""
        request = self.read_request(scope)
        user = User("", read_translations(request.language))
        try:
            user = await self.find_user(request)
            request = with_query_params(request, scope["query_string"], user)
            return await self.dispatch(request_log, request, user, receive)
        except asgi.DisconnectedError:
            raise
        except LrsError as error:
            return error_response(error, request, user, self.dashboard)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the visitor gets a page without its words
            self.dashboard.lrs.logs.log_failure(request_log.id, error)
            return internal_error_response(request_log.id, request, user, self.dashboard)

    def read_request(self, scope: MutableMapping[str, Any]) -> Request:
        """The request, as far as it can be read without a fault."""
        headers = asgi.read_headers(scope)
        return Request(
            scope["method"],
            scope["path"].removeprefix(ROOT_PATH) or "/",
            {},
            FormData(),
            FormData(),
            headers,
            cookie.parse_cookies(headers.get("cookie", "").replace(", ", "; ")),
            self.root_path,
            self.https or scope.get("scheme") == "https",
            preferred_language(headers.get("accept-language", "")),
        )

    async def find_user(self, request: Request) -> User:
        """Whoever has the session of the cookie, else somebody at the door."""
        found = await self.dashboard.sessions.find_user(self.read_cookie(request, cookie.SESSION_COOKIE))
        if found is not None:
            return found
        token = (
            self.read_cookie(request, cookie.LOGIN_COOKIE) or cookie.new_token()
        )  # a new one goes out with the form
        return User("", read_translations(request.language), csrf_token=csrf.csrf_token(token), cookie=token)

    @staticmethod
    def read_cookie(request: Request, kind: str) -> str:
        """The value of one of our cookies."""
        return cookie.cookie_value(request.cookies, kind, secure=request.secure)

    async def dispatch(self, request_log: RequestLog, request: Request, user: User, receive: Any) -> Response:
        """Find the page; then method, right, form, in this order; then ask it."""
        page, rest = self.match_route(request, user)
        endpoint = select_endpoint(page, request, user)
        if not user.has_permission(page.permission):
            first = next(iter(list_menu_routes(user, self.dashboard)), None)
            if user.name and request.path == "/" and first is not None:
                return redirect(request.page_url(first.path))  # not every role may see the overview
            if user.name:
                raise Forbidden(user.translate("refused.forbidden_message"))
            return redirect(login_url(request))
        request = replace(request, path_params=rest)
        if request.method == "POST":
            form = await self.read_form(request_log, request, user, receive)
            request = replace(request, form=form)
            if not csrf.is_valid_form(request, user.csrf_token, self.settings.public_url):
                raise Forbidden(user.translate("refused.not_ours"))
        return await endpoint(request, user, self.dashboard)

    def match_route(self, request: Request, user: User) -> tuple[Route, dict[str, str]]:
        """The page at a path, and what the names in it stand for; raises NotFound."""
        for page in self.dashboard.routes:
            rest = page.match_path(request.path)
            if rest is not None:
                return page, rest
        raise NotFound(user.translate("refused.not_found_message"))

    async def read_form(
        self, request_log: RequestLog, request: Request, user: User, receive: Any
    ) -> FormData:
        """The fields of a form; raises TooLarge, UnsupportedMediaType, BadRequest."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM_MEDIA_TYPE or "content-encoding" in request.headers:
            raise UnsupportedMediaType(user.translate("refused.no_form"))
        try:
            body = await asgi.read_body(
                receive, dict(request.headers), MAX_FORM_BYTES, self.settings.request_timeout
            )
        except TooLarge as error:
            raise TooLarge(user.translate("refused.too_large")) from error
        request_log.request_bytes = len(body)
        return parse_form_data(body, user)


def with_query_params(request: Request, query: bytes, user: User) -> Request:
    """The request with its query; raises BadRequest."""
    return replace(request, query_params=parse_form_data(query, user))


def parse_form_data(text: bytes, user: User) -> FormData:
    """The fields of a query or form in UTF-8; no database takes a NUL, so none comes in."""
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FORM_FIELDS
        )
    except ValueError:
        raise BadRequest(user.translate("refused.unreadable")) from None
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise BadRequest(user.translate("refused.unreadable"))
    return FormData(tuple(pairs))


def select_endpoint(page: Route, request: Request, user: User) -> PageEndpoint:
    """What answers the method; raises MethodNotAllowed (RFC 9110 15.5.6)."""
    endpoint = (
        page.on_post
        if request.method == "POST"
        else page.on_get
        if request.method in ("GET", "HEAD")
        else None
    )
    if endpoint is None:
        raise MethodNotAllowed(user.translate("refused.method"), {"Allow": page.allowed_methods})
    return endpoint


def login_url(request: Request) -> str:
    """The log-in, from where the visitor comes back to the page that was asked for."""
    query = urlencode(request.query_params.multi_items)
    next_path = f"{request.path}?{query}" if query else request.path
    return request.page_url(
        "/login", next=None if request.method == "POST" or next_path == "/" else next_path
    )
