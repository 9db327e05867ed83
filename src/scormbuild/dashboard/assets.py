"""The style sheets and pictures of the pages."""

from __future__ import annotations

from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.render import KINDS, asset, assets
from scormbuild.errors import NotFound

KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}  # its address changes with it


async def file(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """A file by its name."""
    del desk
    name = f"{asked.rest['name']}.{asked.rest['kind']}"
    if name not in assets():
        raise NotFound(visitor.say("refused.not_found_message"))
    return Reply(asset(name), 200, KINDS[asked.rest["kind"]], dict(KEPT))
