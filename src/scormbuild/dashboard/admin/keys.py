"""Keys of the organisation: which there are, a new one, and an end to one."""

from __future__ import annotations

from typing import Any

from scormbuild.dashboard.admin.dates import since
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply, sent_on
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.render import rendered
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import credentials, scope
from scormbuild.lrs.auth.credentials import Credential
from scormbuild.lrs.auth.limits import Limits

OFFERED = tuple(scope.SCOPES)


async def listed(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """All keys, without their secrets."""
    return await page(asked, visitor, desk)


async def page(
    asked: Asked,
    visitor: Visitor,
    desk: Desk,
    *,
    made: tuple[str, str] | None = None,
    fault: str = "",
) -> Reply:
    """The page; a key that was just made is shown with its secret, this once."""
    rows = await desk.read(credentials.rows, visitor.organisation)
    local, now = Local(visitor.language, desk.zone), desk.receiver.clock()
    return rendered(
        "keys",
        asked,
        visitor,
        desk,
        status=400 if fault else 200,
        rows=[(row, state(row, now)) for row in rows],
        scopes=OFFERED,
        chosen=asked.form.all("scope") or list(scope.UNLESS_TOLD),
        made=made,
        fault=fault,
        since=since(local),
    )


def state(row: Credential, now: int) -> str:
    """Whether a key can be used."""
    if row.revoked:
        return "revoked"
    return "expired" if row.limits.expires is not None and row.limits.expires <= now else "in_use"


async def make(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """A new key; its secret is in this answer, and nowhere else."""
    name = asked.form.one("name")
    wanted = asked.form.all("scope")

    def job(connection: Any) -> tuple[str, str]:
        return credentials.create(connection, visitor.organisation, name, scope.read(wanted), Limits())

    try:
        made = await desk.write(visitor, job, "key made", {"name": name, "scopes": sorted(wanted)})
    except SettingsError:
        return await page(asked, visitor, desk, fault=visitor.say("keys.fault"))
    return await page(asked, visitor, desk, made=made)


async def revoke(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Take a key of this organisation out of use."""
    key = asked.form.one("key")

    def job(connection: Any) -> None:
        found = credentials.find(connection, key)
        if found is None or found.organisation != visitor.organisation:
            raise NotFound(visitor.say("keys.unknown"))
        credentials.revoke(connection, key)

    await desk.write(visitor, job, "key revoked", {"key": key[:60]})
    return sent_on(asked.link("/keys"))
