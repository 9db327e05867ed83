"""The desk as an ASGI application: from a request to its page, and from any error to words."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scormbuild.dashboard.auth import cookie, csrf
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.error_page import failed, refused
from scormbuild.dashboard.exchange import DESK, Asked, Fields, Reply, sent_on
from scormbuild.dashboard.headers import lines
from scormbuild.dashboard.page import Make, Page
from scormbuild.dashboard.render import menu
from scormbuild.dashboard.translations import preferred, words
from scormbuild.errors import (
    BadRequest,
    Forbidden,
    MethodNotAllowed,
    NotFound,
    ReceiverError,
    TooLarge,
    UnsupportedMediaType,
)
from scormbuild.lrs.http import asgi
from scormbuild.lrs.http.messages import Exchange

LARGEST_FORM = 65_536
FIELDS = 300
FORM = "application/x-www-form-urlencoded"
GONE = 499  # in the log only: the caller hung up before there was an answer


class App:
    """One plain callable, as the receiver's own front is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.settings = desk.receiver.settings
        self.prefix = urlsplit(self.settings.public_url or "").path
        self.https = (self.settings.public_url or "").startswith("https:")

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request, and note it in the log and the figures, without its query."""
        receiver = self.desk.receiver
        exchange = Exchange(receiver.new_id(), receiver.timer(), scope["method"], resource="desk")
        try:
            reply = await self.answer(exchange, scope, receive)
        except asgi.DisconnectedError:
            exchange.status = GONE
            return receiver.note(exchange)
        exchange.status = reply.status
        body = b"" if exchange.method == "HEAD" else reply.body
        start = {"type": "http.response.start", "status": reply.status, "headers": lines(reply)}
        await send(start)
        await send({"type": "http.response.body", "body": body})
        exchange.sent = len(body)
        return receiver.note(exchange)

    async def answer(self, exchange: Exchange, scope: MutableMapping[str, Any], receive: Any) -> Reply:
        """The page, or what an error comes to: the one place where errors end."""
        asked = self.asked(scope)
        visitor = Visitor("", words(asked.language))
        try:
            visitor = await self.visitor(asked)
            asked = readable(asked, scope["query_string"], visitor)
            return await self.page(exchange, asked, visitor, receive)
        except asgi.DisconnectedError:
            raise
        except ReceiverError as error:
            return refused(error, asked, visitor, self.desk)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the visitor gets a page without its words
            self.desk.receiver.logs.failure(exchange.id, error)
            return failed(exchange.id, asked, visitor, self.desk)

    def asked(self, scope: MutableMapping[str, Any]) -> Asked:
        """The request, as far as it can be read without a fault."""
        sent = asgi.headers(scope)
        return Asked(
            scope["method"],
            scope["path"].removeprefix(DESK) or "/",
            {},
            Fields(),
            Fields(),
            sent,
            cookie.read(sent.get("cookie", "").replace(", ", "; ")),
            self.prefix,
            self.https or scope.get("scheme") == "https",
            preferred(sent.get("accept-language", "")),
        )

    async def visitor(self, asked: Asked) -> Visitor:
        """Whoever has the session of the cookie, else somebody at the door."""
        found = await self.desk.sessions.visitor(self.cookie(asked, cookie.SESSION))
        if found is not None:
            return found
        token = self.cookie(asked, cookie.DOOR) or cookie.token()  # a new one goes out with the form
        return Visitor("", words(asked.language), form_token=csrf.token_of(token), cookie=token)

    @staticmethod
    def cookie(asked: Asked, kind: str) -> str:
        """The value of one of our cookies."""
        return cookie.value(asked.cookies, kind, secure=asked.secure)

    async def page(self, exchange: Exchange, asked: Asked, visitor: Visitor, receive: Any) -> Reply:
        """Find the page; then method, right, form, in this order; then ask it."""
        page, rest = self.found(asked, visitor)
        make = chosen(page, asked, visitor)
        if not visitor.may(page.right):
            first = next(iter(menu(visitor, self.desk)), None)
            if visitor.name and asked.path == "/" and first is not None:
                return sent_on(asked.link(first.path))  # not every role may see the overview
            if visitor.name:
                raise Forbidden(visitor.say("refused.forbidden_message"))
            return sent_on(login_link(asked))
        asked = replace(asked, rest=rest)
        if asked.method == "POST":
            form = await self.form(exchange, asked, visitor, receive)
            asked = replace(asked, form=form)
            if not csrf.ours(asked, visitor.form_token, self.settings.public_url):
                raise Forbidden(visitor.say("refused.not_ours"))
        return await make(asked, visitor, self.desk)

    def found(self, asked: Asked, visitor: Visitor) -> tuple[Page, dict[str, str]]:
        """The page at a path, and what the names in it stand for; raises NotFound."""
        for page in self.desk.table:
            rest = page.match(asked.path)
            if rest is not None:
                return page, rest
        raise NotFound(visitor.say("refused.not_found_message"))

    async def form(self, exchange: Exchange, asked: Asked, visitor: Visitor, receive: Any) -> Fields:
        """The fields of a form; raises TooLarge, UnsupportedMediaType, BadRequest."""
        kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM or "content-encoding" in asked.headers:
            raise UnsupportedMediaType(visitor.say("refused.no_form"))
        try:
            body = await asgi.body(receive, dict(asked.headers), LARGEST_FORM, self.settings.request_timeout)
        except TooLarge as error:
            raise TooLarge(visitor.say("refused.too_large")) from error
        exchange.received = len(body)
        return fields(body, visitor)


def readable(asked: Asked, query: bytes, visitor: Visitor) -> Asked:
    """The request with its query; raises BadRequest."""
    return replace(asked, params=fields(query, visitor))


def fields(text: bytes, visitor: Visitor) -> Fields:
    """The fields of a query or form in UTF-8; no database takes a NUL, so none comes in."""
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS
        )
    except ValueError:
        raise BadRequest(visitor.say("refused.unreadable")) from None
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise BadRequest(visitor.say("refused.unreadable"))
    return Fields(tuple(pairs))


def chosen(page: Page, asked: Asked, visitor: Visitor) -> Make:
    """What answers the method; raises MethodNotAllowed (RFC 9110 15.5.6)."""
    make = page.change if asked.method == "POST" else page.show if asked.method in ("GET", "HEAD") else None
    if make is None:
        raise MethodNotAllowed(visitor.say("refused.method"), {"Allow": page.methods})
    return make


def login_link(asked: Asked) -> str:
    """The log-in, from where the visitor comes back to the page that was asked for."""
    query = urlencode(asked.params.pairs)
    wished = f"{asked.path}?{query}" if query else asked.path
    return asked.link("/login", next=None if asked.method == "POST" or wished == "/" else wished)
