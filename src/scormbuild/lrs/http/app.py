"""The LRS as an ASGI application: from a request to its resource, and from any error to an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from scormbuild.errors import BadRequest, LrsError, MethodNotAllowed, NotFound
from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.access import Access, authenticate
from scormbuild.lrs.auth.limits import Limits, require_origin
from scormbuild.lrs.auth.request_limits import request_limits
from scormbuild.lrs.http import alternate, asgi, cors, health, profile, resources
from scormbuild.lrs.http.error_response import error_response, internal_error_response
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import CONSISTENT_THROUGH, Request, RequestLog, Response
from scormbuild.lrs.xapi.document import READ_METHODS
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.version import VERSION_HEADER, Version, negotiate

ENDPOINT = "/xapi"
WITH_BODY = frozenset({"PUT", "POST"})
# The number is nginx's; HTTP has none for it.
CLIENT_CLOSED_REQUEST = 499  # in the log only: the caller hung up before there was an answer
ANONYMOUS = Access("", 0, "", frozenset(), {}, Limits())


def application(lrs: Lrs, mounts: Mapping[str, ASGIApp] | None = None) -> ASGIApp:
    """Everything that the LRS answers: the standard's resources under /xapi, its own beside them.

    `mounts` has what else is served here, by the first part of the path, such as "/dashboard".
    """
    others = dict(mounts or {})
    simple = {
        "/health": health.liveness_response,
        "/ready": health.readiness_response,
        "/metrics": health.metrics_response,
    }
    routes = [
        Route(path, StatusEndpoint(lrs, operation), methods=["GET"]) for path, operation in simple.items()
    ]
    own = Starlette(routes=[*routes, Route("/profile", ProfileEndpoint(), methods=["GET"])])
    front = App(lrs)

    async def respond(asgi_scope: Scope, receive: Receive, send: Send) -> None:
        """Tell the two apart by hand: a Mount costs a fifth of a small request, and loses odd paths."""
        path = asgi_scope["path"]
        if path == ENDPOINT or path.startswith(f"{ENDPOINT}/"):
            await front(asgi_scope, receive, send)
        else:
            other = others.get(path[: (path + "/").index("/", 1)], own)
            # Starlette answers by itself where no route fits, and knows nothing of our headers.
            await other(asgi_scope, receive, asgi.with_safe_headers(send))

    return respond


class StatusEndpoint:
    """What stands beside the standard: no key, no version, no line in the log."""

    def __init__(self, lrs: Lrs, response: Callable[[Lrs], Awaitable[Response]]) -> None:
        self.lrs, self.respond = lrs, response

    async def __call__(self, asgi_scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD."""
        del receive
        await asgi.send_response(send, await self.respond(self.lrs), head=asgi_scope["method"] == "HEAD")


class ProfileEndpoint:
    """Our profile, from the package itself: no key, no version, no line in the log, and no database."""

    async def __call__(self, asgi_scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD."""
        del receive
        response = profile.profile_response(asgi.read_headers(asgi_scope))
        await asgi.send_response(send, response, head=asgi_scope["method"] == "HEAD")


class App:
    """The standard's resources. One plain callable: layers of middleware would cost more than the rest."""

    def __init__(self, lrs: Lrs) -> None:
        self.lrs = lrs
        self.prefix = urlsplit(lrs.settings.public_url or "").path

    async def __call__(self, asgi_scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and note it in the log and the figures."""
        lrs = self.lrs
        request_log = RequestLog(lrs.new_id(), lrs.monotonic(), asgi_scope["method"])
        try:
            response = await self.respond(request_log, asgi_scope, receive)
        except asgi.DisconnectedError:
            request_log.status = CLIENT_CLOSED_REQUEST
            return lrs.record_request(request_log)
        response.headers[VERSION_HEADER] = request_log.version
        response.headers |= cors.response_headers(request_log.origin, is_of_key=request_log.is_origin_of_key)
        request_log.status = response.status
        request_log.response_bytes = await asgi.send_response(
            send, response, head=request_log.method == "HEAD"
        )
        return lrs.record_request(request_log)

    async def respond(self, request_log: RequestLog, asgi_scope: Scope, receive: Receive) -> Response:
        """The resource's answer, or what an error comes to: the one place where errors end."""
        try:
            return await self.dispatch(request_log, asgi_scope, receive)
        except LrsError as error:
            # Where the versions themselves don't fit, the refusal says in which it is written
            # (Communication 3.3).
            request_log.version = error.headers.pop(VERSION_HEADER, request_log.version)
            response = error_response(error)
        except asgi.DisconnectedError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the caller gets an answer without its words
            self.lrs.logs.log_failure(request_log.id, error)
            response = internal_error_response(request_log.id)
        # On all answers to questions for statements, refusals among them (Communication 2.1.3).
        if request_log.has_consistent_through and CONSISTENT_THROUGH not in response.headers:
            response.headers |= await find_consistent_through(
                self.lrs, request_log.access if response.status < 500 else None
            )
        return response

    async def dispatch(self, request_log: RequestLog, asgi_scope: Scope, receive: Receive) -> Response:
        """Find the resource; then version, key and body, in this order; then ask it."""
        headers = asgi.read_headers(asgi_scope)
        request_log.origin = headers.get("origin")
        path = "/" + asgi_scope["path"].removeprefix(ENDPOINT).strip("/")
        route = find_route(request_log, headers, path)
        if request_log.method == "OPTIONS":
            origins = await self.lrs.known_origins.current()
            return cors.preflight_response(route.allowed_methods, headers, origins)
        method, params, body = request_log.method, asgi.parse_params(asgi_scope["query_string"]), None
        # The key may be one of its fields (Communication 1.3), so this body is read before it is known who
        # calls: no more of it than anybody may send.
        if "method" in params:
            body = await self.read_body(request_log, headers, receive, alternate.LONGEST_FORM)
            method, params, headers, body = alternate.parse_alternate_request(method, params, headers, body)
        # The version first, so that a refused key is told so in the version of its request; the body last,
        # so that nobody without a key makes us read one.
        version = read_version(request_log, headers, required=not route.public)
        resource = find_operation(route, method)
        access = ANONYMOUS if route.public else await self.authorise(request_log, headers, route, method)
        if body is None:
            most = request_limits(self.lrs.settings, access.limits.source).max_body
            body = await self.read_body(request_log, headers, receive, most) if method in WITH_BODY else b""
        response = await resource(
            Request(method, path, params, headers, body, version, access, self.prefix), self.lrs
        )
        # A HEAD in the alternate syntax travels as a POST, so no server below leaves its body out.
        if method == "HEAD" != request_log.method:
            response.body = b""
        return response

    async def read_body(
        self, request_log: RequestLog, headers: dict[str, str], receive: Receive, most: int
    ) -> bytes:
        """The body, unpacked, of so many bytes at the most."""
        settings = self.lrs.settings
        body = await asgi.read_body(receive, headers, min(most, settings.max_body), settings.request_timeout)
        request_log.request_bytes = len(body)
        return body

    async def authorise(
        self, request_log: RequestLog, headers: Mapping[str, str], route: resources.Route, method: str
    ) -> Access:
        """Who calls, if they may do this from there; raises Unauthorized or Forbidden."""
        access = await authenticate(headers.get("authorization"), self.lrs.credential_cache)
        request_log.access = access
        if request_log.origin is not None and access.limits.origins:
            # Until the origin is found to be allowed, the answer has no leave for its page to read it.
            origin, request_log.origin = request_log.origin, None
            require_origin(origin, access.limits)
            request_log.origin, request_log.is_origin_of_key = origin, True
        scope.require_scope(access.scopes, route.scopes, method)
        return access


def find_route(request_log: RequestLog, headers: Mapping[str, str], path: str) -> resources.Route:
    """The resource at a path; raises NotFound."""
    route = resources.match_route(path)
    if route is None:
        read_version(request_log, headers, required=False)
        raise NotFound("there is no such resource: the endpoint ends in /xapi, and /statements follows it")
    request_log.resource = route.name
    request_log.has_consistent_through = route.has_consistent_through and request_log.method in READ_METHODS
    return route


def read_version(request_log: RequestLog, headers: Mapping[str, str], *, required: bool) -> Version:
    """The version of the request, in which the answer goes (xAPI 1.0.3 Communication 3.3)."""
    try:
        # /about takes any version, also one that isn't spoken (Communication 2.8).
        version = negotiate(headers.get(VERSION_HEADER.lower()))
    except BadRequest:
        if required:
            raise
        return Version.V2
    request_log.version = version.latest
    return version


def find_operation(route: resources.Route, method: str) -> resources.Operation:
    """What answers a method; raises MethodNotAllowed (RFC 9110 15.5.6)."""
    resource = route.methods.get("GET" if method == "HEAD" else method)
    if resource is None:
        allowed = ", ".join(route.allowed_methods)
        raise MethodNotAllowed(f"this resource takes {allowed}", {"Allow": allowed})
    return resource


async def find_consistent_through(lrs: Lrs, access: Access | None) -> dict[str, str]:
    """The header for a refused request; without a key, or where the store fails, nothing is told."""
    through = 0
    if access is not None:
        with suppress(Exception):  # the refusal is told in any case
            through = await lrs.run_in_thread(lrs.finder.consistent_through, access.organisation)
    return {CONSISTENT_THROUGH: format_timestamp(through)}
