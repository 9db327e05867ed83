"""The parts of the desk, wired together once: what each page is given beside the request and its visitor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from scormbuild.dashboard.auth.authenticator import Door
from scormbuild.dashboard.auth.oidc import Provider
from scormbuild.dashboard.auth.sessions import Sessions
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.report_cache import Figures
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.store import audit

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """What a page can use."""

    receiver: Receiver
    lake: Path
    zone: ZoneInfo
    figures: Figures
    table: tuple[Page, ...]
    sessions: Sessions
    door: Door
    identity: Provider | None = None  # who logs people in, where that isn't done here

    async def read(self, read: Callable[..., T], *arguments: object) -> T:
        """What a function of a reading connection and the arguments gives; other requests go on meanwhile."""
        return await self.receiver.read(read, *arguments)

    async def write(
        self, visitor: Visitor, job: Callable[..., T], action: str, detail: Mapping[str, object]
    ) -> T:
        """Run a write in the organisation that the visitor looks at, with its row in the audit trail."""

        def noted(connection: Any) -> T:
            done = job(connection)
            audit.note(connection, visitor.organisation, who_of(visitor), action, dict(detail))
            return done

        return await self.receiver.committer.run(visitor.organisation, noted)

    async def note(self, visitor: Visitor, action: str, detail: Mapping[str, object]) -> None:
        """Put a row into the audit trail before what it tells of goes out; without it nothing may."""
        await self.write(visitor, lambda _: None, action, detail)


def who_of(visitor: Visitor) -> str:
    """How the audit trail calls a visitor."""
    return f"login {visitor.name}"
