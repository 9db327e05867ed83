"""Around every page: its place below /dashboard, its user, its headers, a line in the log."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import FormData, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.csrf import csrf_token
from scormbuild.dashboard.auth.sessions import Sessions
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.forms import parse_fields
from scormbuild.dashboard.translations import preferred_language, read_translations
from scormbuild.dashboard.urls import MOUNT_PATH
from scormbuild.lrs.http import Lrs, RequestLog

CLIENT_CLOSED_REQUEST = 499  # in the log only: the caller hung up before there was an answer
# No script at all, not even our own: what a learner wrote can't run, whatever a template forgets.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, a browser says of its own forms that they come from nowhere: Origin: null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # but of what says otherwise: the pages' own assets
}


class RequestLogMiddleware:
    """Around Starlette, not in it: so the page of an unforeseen error has its headers and its line too."""

    def __init__(self, app: ASGIApp, lrs: Lrs) -> None:
        self.app, self.lrs = app, lrs
        public_url = urlsplit(lrs.settings.public_url or "")
        self.root_path, self.https = f"{public_url.path}{MOUNT_PATH}", public_url.scheme == "https"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and note it in the log and the figures, without its query."""
        request_log = RequestLog(
            self.lrs.new_id(), self.lrs.monotonic(), scope["method"], resource="dashboard", status=0
        )
        try:
            await self.app(self.page_scope(scope, request_log), receive, PageSend(send, request_log))
        except Exception:
            if not request_log.status:
                raise  # not even the page of an error could be made
            # Else Starlette raises again what `show_error` has answered and logged.
        self.lrs.record_request(request_log)

    def page_scope(self, scope: Scope, request_log: RequestLog) -> Scope:
        """The request as the user sent it: a proxy may have taken https and a prefix of the path away."""
        path = scope["path"].removeprefix(MOUNT_PATH) or "/"
        return {
            **scope,
            "root_path": self.root_path,
            "path": f"{self.root_path}{path}",
            "scheme": "https" if self.https else scope.get("scheme", "http"),
            "state": {"request_log": request_log, "form": FormData()},
        }


class PageSend:
    """ASGI's send, with the headers of every response; what goes out is noted for the log."""

    def __init__(self, send: Send, request_log: RequestLog) -> None:
        self.send, self.request_log = send, request_log

    async def __call__(self, message: Message) -> None:
        """Send a message on."""
        log = self.request_log
        if message["type"] == "http.response.start":
            log.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        # The page is made all the same, for the Content-Length that it would have (RFC 9110 9.3.2).
        elif log.method == "HEAD":
            message = {**message, "body": b""}
        log.response_bytes += len(message.get("body", b""))
        if log.status != CLIENT_CLOSED_REQUEST:  # nobody is there
            await self.send(message)


class UserMiddleware:
    """Who asks, by the cookie of the session; inside Starlette, as a database that is away has a page."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self.app, self.sessions = app, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the user, then look at the query: what is wrong with it is told in the user's words."""
        request = Request(scope)
        # A user without a session is there first, so that even a database that is away is told in the
        # browser's language.
        language = preferred_language(request.headers.get("accept-language", ""))
        scope["user"] = User("", read_translations(language))
        token = cookie.read_token(request, cookie.SESSION_COOKIE)
        scope["user"] = await self.sessions.find_user(token) or anonymous_user(request)
        parse_fields(scope["query_string"], request.user.translate)
        await self.app(scope, receive, send)


def anonymous_user(request: Request) -> User:
    """Somebody at the door, with a token for the form of the log-in; a new one goes out with that form."""
    # The one that is there, so that two tabs of the log-in don't make each other's form invalid.
    token = cookie.read_token(request, cookie.LOGIN_COOKIE) or cookie.new_token()
    return User("", request.user.translations, csrf_token=csrf_token(token), cookie=token)
