"""In and out: the log-in with a password, the log-out, and another password of one's own."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply, sent_on
from scormbuild.dashboard.render import rendered
from scormbuild.errors import SettingsError, TooManyRequests
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import Login

WISHED = re.compile(r"/[A-Za-z0-9_/.-]{0,200}(\?[!-~]{0,1500})?")


def wished(asked: Asked, given: str) -> str:
    """The page to go to after the log-in: one of ours, else the first."""
    return asked.link(given if WISHED.fullmatch(given) and not given.startswith("/log") else "/")


async def log_in(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The form; who is in already goes on."""
    if visitor.name:
        return sent_on(wished(asked, asked.params.one("next")))
    return form(asked, visitor, desk, asked.params.one("next"))


def form(
    asked: Asked, visitor: Visitor, desk: Desk, further: str, fault: str = "", status: int = 200
) -> Reply:
    """The form, with what was wrong the last time."""
    values: dict[str, Any] = {
        "next": further,
        "fault": fault,
        "name": asked.form.one("name"),
        "elsewhere": asked.link("/oidc", next=further) if desk.identity else "",
    }
    reply = rendered("login", asked, visitor, desk, status=status, **values)
    reply.cookies.append(cookie.made(cookie.DOOR, visitor.cookie, secure=asked.secure))
    return reply


async def try_password(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Let somebody in, or say no more than that it wasn't right."""
    further = asked.form.one("next")
    if visitor.name:
        return sent_on(wished(asked, further))
    try:
        login = await desk.door.tried(asked.form.one("name"), asked.form.exact("password"))
    except TooManyRequests as error:
        seconds = error.headers["Retry-After"]
        fault = visitor.say("login.too_often", seconds=seconds)
        reply = form(asked, visitor, desk, further, fault, error.status)
        reply.headers |= error.headers
        return reply
    if login is None:
        return form(asked, visitor, desk, further, visitor.say("login.wrong"), 403)
    return await let_in(asked, desk, login, further)


async def let_in(asked: Asked, desk: Desk, login: Login, further: str) -> Reply:
    """Begin a session with a token that nobody had before, and go on."""
    token = await desk.sessions.begin(login)
    inside = await desk.sessions.visitor(token)
    if inside is not None:
        await desk.note(inside, "logged in", {"elsewhere": login.password is None})
    reply = sent_on(wished(asked, further))
    reply.cookies += [
        cookie.made(cookie.SESSION, token, secure=asked.secure),
        cookie.gone(cookie.DOOR, secure=asked.secure),
    ]
    return reply


async def log_out(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """End the session, and go to the door."""
    await desk.sessions.end(visitor.cookie)
    reply = sent_on(asked.link("/login"))
    reply.cookies.append(cookie.gone(cookie.SESSION, secure=asked.secure))
    return reply


async def own_password(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The form for another password."""
    return rendered("password", asked, visitor, desk, fault="", changed=asked.params.one("changed"))


async def change_password(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Another password, for whoever knows the one of now; all other sessions end."""
    fault, status = "", 400
    new = asked.form.exact("new")
    try:
        password.validate(new)
    except SettingsError:
        fault = visitor.say("password.short", least=password.SHORTEST)
    if not fault and new != asked.form.exact("again"):
        fault = visitor.say("password.differs")
    if not fault:
        fault, status = await known(asked, visitor, desk)
    if fault:
        return rendered("password", asked, visitor, desk, status=status, fault=fault, changed="")
    stored = await desk.door.hashed(new)
    await desk.write(
        visitor,
        lambda connection: logins.set_password(connection, visitor.name, stored),
        "password changed",
        {},
    )
    login = await desk.read(logins.known, visitor.name)
    token = await desk.sessions.begin(login, organisation=visitor.organisation)
    reply = sent_on(asked.link("/password", changed="yes"))
    reply.cookies.append(cookie.made(cookie.SESSION, token, secure=asked.secure))
    return reply


async def known(asked: Asked, visitor: Visitor, desk: Desk) -> tuple[str, int]:
    """What is wrong with the password of now, and the status that says so."""
    try:
        right = await desk.door.tried(visitor.name, asked.form.exact("old"))
    except TooManyRequests as error:
        return visitor.say("login.too_often", seconds=error.headers["Retry-After"]), 429
    return ("", 200) if right else (visitor.say("password.wrong"), 403)
