"""Logins: who may come in, a new one, another password for somebody, and an end to one."""

from __future__ import annotations

from typing import Any

from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply, sent_on
from scormbuild.dashboard.render import rendered
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import EVERY, ROLES
from scormbuild.lrs.store import courses


async def listed(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """All logins of the organisation; for a login of all of them, also those that are like it."""
    return await page(asked, visitor, desk)


async def page(
    asked: Asked,
    visitor: Visitor,
    desk: Desk,
    *,
    made: tuple[str, str] | None = None,
    fault: str = "",
) -> Reply:
    """The page; a password that was just made is shown this once."""
    rows = await desk.read(seen, visitor)
    known = await desk.read(courses.outlines, visitor.organisation)
    return rendered(
        "logins",
        asked,
        visitor,
        desk,
        status=400 if fault else 200,
        rows=rows,
        roles=ROLES,
        courses=[(each["course"]["iri"], each["course"]["title"]) for each in known],
        made=made,
        fault=fault,
    )


def seen(connection: Any, visitor: Visitor) -> list[logins.Login]:
    """The logins that this visitor may change."""
    everywhere = logins.rows(connection, EVERY) if visitor.every else []
    return [*logins.rows(connection, visitor.organisation), *everywhere]


async def make(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """A new login of this organisation; its first password is in this answer, and nowhere else."""
    secret = password.generated()
    stored = await desk.door.hashed(secret)
    name, roles = asked.form.one("name"), asked.form.all("role")

    def job(connection: Any) -> logins.Login:
        return logins.create(
            connection,
            name,
            visitor.organisation,
            roles,
            password=stored,
            courses=asked.form.all("course") or None,
            language=asked.form.one("language", visitor.language),
        )

    try:
        made = await desk.write(visitor, job, "login made", {"login": name[:100], "roles": sorted(roles)[:9]})
    except SettingsError:
        return await page(asked, visitor, desk, fault=visitor.say("logins.fault"))
    return await page(asked, visitor, desk, made=(made.name, secret))


async def renew(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Another password for somebody who has forgotten theirs; their sessions end."""
    secret = password.generated()
    stored = await desk.door.hashed(secret)
    name = asked.form.one("login")

    def job(connection: Any) -> None:
        logins.set_password(connection, own(connection, name, visitor).name, stored)

    try:
        await desk.write(visitor, job, "password renewed", {"login": name[:100]})
    except SettingsError:
        return await page(asked, visitor, desk, fault=visitor.say("logins.elsewhere"))
    return await page(asked, visitor, desk, made=(name, secret))


async def revoke(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Take a login out of use, and its sessions with it."""
    name = asked.form.one("login")

    def job(connection: Any) -> None:
        logins.revoke(connection, own(connection, name, visitor).name)

    await desk.write(visitor, job, "login revoked", {"login": name[:100]})
    return sent_on(asked.link("/logins"))


def own(connection: Any, name: str, visitor: Visitor) -> logins.Login:
    """A login that this visitor may change; raises NotFound."""
    found = logins.find(connection, name)
    allowed = {visitor.organisation, EVERY} if visitor.every else {visitor.organisation}
    if found is None or found.organisation not in allowed:
        raise NotFound(visitor.say("logins.unknown"))
    return found
