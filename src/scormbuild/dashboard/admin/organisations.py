"""Organisations, for logins of all of them: which there are, a new one, and which one to look at."""

from __future__ import annotations

from typing import Any

from scormbuild.dashboard.admin.dates import since
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply, sent_on
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.render import rendered
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import organisations


async def listed(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """All organisations."""
    return await page(asked, visitor, desk)


async def page(asked: Asked, visitor: Visitor, desk: Desk, fault: str = "") -> Reply:
    """The page."""
    rows = await desk.read(organisations.rows)
    status, days = 400 if fault else 200, since(Local(visitor.language, desk.zone))
    return rendered("organisations", asked, visitor, desk, status=status, rows=rows, fault=fault, since=days)


async def make(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """A new organisation."""
    name, home_page = asked.form.one("name"), asked.form.one("home_page") or None
    try:
        await desk.write(
            visitor,
            lambda connection: organisations.create(connection, name, home_page),
            "organisation made",
            {"name": name[:60]},
        )
    except SettingsError:
        return await page(asked, visitor, desk, visitor.say("organisations.fault"))
    return sent_on(asked.link("/organisations"))


async def choose(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Look at another organisation, on all pages, until the log-out."""
    wished = asked.form.one("organisation")

    def find(connection: Any) -> organisations.Organisation | None:
        return (
            organisations.of_id(connection, int(wished)) if wished.isdecimal() and len(wished) < 10 else None
        )

    found = await desk.read(find)
    if found is None:
        raise NotFound(visitor.say("organisations.unknown"))
    await desk.sessions.move(visitor.cookie, found.id)
    return sent_on(asked.link("/"))
