"""The receiver as an ASGI application: from a request to its resource, and from any error to an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from scormbuild.errors import BadRequest, MethodNotAllowed, NotFound, ReceiverError
from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.access import Access, authenticate
from scormbuild.lrs.auth.limits import Limits, require_origin
from scormbuild.lrs.http import alternate, asgi, cors, health, profile, resources
from scormbuild.lrs.http.error_response import failure, refusal
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import THROUGH, Answer, Call, Exchange
from scormbuild.lrs.xapi.patterns import timestamp_text
from scormbuild.lrs.xapi.version import HEADER, Version, negotiate

ENDPOINT = "/xapi"
READS = frozenset({"GET", "HEAD"})
WITH_BODY = frozenset({"PUT", "POST"})
GONE = 499  # in the log only: the caller hung up before there was an answer
NOBODY = Access("", 0, "", frozenset(), {}, Limits())


def application(receiver: Receiver, beside: Mapping[str, ASGIApp] | None = None) -> ASGIApp:
    """Everything that the receiver answers: the standard's resources under /xapi, its own beside them.

    `beside` has what else is served here, by the first part of the path, such as "/desk".
    """
    others = dict(beside or {})
    simple = {"/health": health.alive, "/ready": health.ready, "/metrics": health.figures}
    routes = [Route(path, Simple(receiver, ask), methods=["GET"]) for path, ask in simple.items()]
    own = Starlette(routes=[*routes, Route("/profile", Published(), methods=["GET"])])
    front = Front(receiver)

    async def respond(asked: Scope, receive: Receive, send: Send) -> None:
        """Tell the two apart by hand: a Mount costs a fifth of a small request, and loses odd paths."""
        path = asked["path"]
        if path == ENDPOINT or path.startswith(f"{ENDPOINT}/"):
            await front(asked, receive, send)
        else:
            await others.get(path[: (path + "/").index("/", 1)], own)(asked, receive, send)

    return respond


class Simple:
    """What stands beside the standard: no key, no version, no line in the log."""

    def __init__(self, receiver: Receiver, answer: Callable[[Receiver], Awaitable[Answer]]) -> None:
        self.receiver, self.answer = receiver, answer

    async def __call__(self, asked: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD."""
        del receive
        await asgi.send_answer(send, await self.answer(self.receiver), head=asked["method"] == "HEAD")


class Published:
    """Our profile, from the package itself: no key, no version, no line in the log, and no database."""

    async def __call__(self, asked: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD."""
        del receive
        answer = profile.answer(asgi.headers(asked))
        await asgi.send_answer(send, answer, head=asked["method"] == "HEAD")


class Front:
    """The standard's resources. One plain callable: layers of middleware would cost more than the rest."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.prefix = urlsplit(receiver.settings.public_url or "").path

    async def __call__(self, asked: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and note it in the log and the figures."""
        receiver = self.receiver
        exchange = Exchange(receiver.new_id(), receiver.timer(), asked["method"])
        try:
            answer = await self.answer(exchange, asked, receive)
        except asgi.DisconnectedError:
            exchange.status = GONE
            return receiver.note(exchange)
        answer.headers[HEADER] = exchange.version
        answer.headers |= cors.headers(exchange.origin)
        exchange.status = answer.status
        exchange.sent = await asgi.send_answer(send, answer, head=exchange.method == "HEAD")
        return receiver.note(exchange)

    async def answer(self, exchange: Exchange, asked: Scope, receive: Receive) -> Answer:
        """The resource's answer, or what an error comes to: the one place where errors end."""
        try:
            return await self.resource(exchange, asked, receive)
        except ReceiverError as error:
            exchange.version = error.headers.pop(HEADER, exchange.version)
            answer = refusal(error)
        except asgi.DisconnectedError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the caller gets an answer without its words
            self.receiver.logs.failure(exchange.id, error)
            answer = failure(exchange.id)
        if exchange.dated and THROUGH not in answer.headers:
            answer.headers |= await consistent(
                self.receiver, exchange.access if answer.status < 500 else None
            )
        return answer

    async def resource(self, exchange: Exchange, asked: Scope, receive: Receive) -> Answer:
        """Find the resource; then version, key and body, in this order; then ask it."""
        sent = asgi.headers(asked)
        exchange.origin = sent.get("origin")
        path = "/" + asked["path"].removeprefix(ENDPOINT).strip("/")
        route = found(exchange, sent, path)
        if exchange.method == "OPTIONS":
            return cors.preflight(route.allowed, sent)
        method, params, body = exchange.method, asgi.params(asked["query_string"]), None
        if "method" in params:
            body = await self.body(exchange, sent, receive)
            method, params, sent, body = alternate.read(method, params, sent, body)
        version = speak(exchange, sent, required=not route.public)
        resource = chosen(route, method)
        access = NOBODY if route.public else await self.admit(exchange, sent, route, method)
        if body is None:
            body = await self.body(exchange, sent, receive) if method in WITH_BODY else b""
        answer = await resource(
            Call(method, path, params, sent, body, version, access, self.prefix), self.receiver
        )
        if method == "HEAD" != exchange.method:
            answer.body = b""
        return answer

    async def body(self, exchange: Exchange, sent: dict[str, str], receive: Receive) -> bytes:
        """The body within the limits of the settings."""
        settings = self.receiver.settings
        body = await asgi.body(receive, sent, settings.max_body, settings.request_timeout)
        exchange.received = len(body)
        return body

    async def admit(
        self, exchange: Exchange, sent: Mapping[str, str], route: resources.Route, method: str
    ) -> Access:
        """Who calls, if they may do this from there; raises Unauthorized or Forbidden."""
        access = await authenticate(sent.get("authorization"), self.receiver.keyring)
        exchange.access = access
        if exchange.origin is not None and access.limits.origins:
            origin, exchange.origin = exchange.origin, None
            require_origin(origin, access.limits)
            exchange.origin = origin
        scope.require(access.scopes, route.path, method)
        return access


def found(exchange: Exchange, sent: Mapping[str, str], path: str) -> resources.Route:
    """The resource at a path; raises NotFound."""
    route = resources.find(path)
    if route is None:
        speak(exchange, sent, required=False)
        raise NotFound("there is no such resource: the endpoint ends in /xapi, and /statements follows it")
    exchange.resource = route.name
    exchange.dated = route.dated and exchange.method in READS
    return route


def speak(exchange: Exchange, sent: Mapping[str, str], *, required: bool) -> Version:
    """The version of the request, in which the answer goes (xAPI 1.0.3 Communication 3.3)."""
    try:
        version = negotiate(sent.get(HEADER.lower()))
    except BadRequest:
        if required:
            raise
        return Version.V2
    exchange.version = version.latest
    return version


def chosen(route: resources.Route, method: str) -> resources.Resource:
    """What answers a method; raises MethodNotAllowed (RFC 9110 15.5.6)."""
    resource = route.methods.get("GET" if method == "HEAD" else method)
    if resource is None:
        allowed = ", ".join(route.allowed)
        raise MethodNotAllowed(f"this resource takes {allowed}", {"Allow": allowed})
    return resource


async def consistent(receiver: Receiver, access: Access | None) -> dict[str, str]:
    """The header for a refused request; without a key, or where the store fails, nothing is told."""
    through = 0
    if access is not None:
        with suppress(Exception):  # the refusal is told in any case
            through = await receiver.run(receiver.finder.through, access.organisation)
    return {THROUGH: timestamp_text(through)}
