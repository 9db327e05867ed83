"""The parts of the dashboard, wired together once: what each page is given beside request and user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from scormbuild.dashboard.auth.authenticator import Authenticator
from scormbuild.dashboard.auth.oidc import IdentityProvider
from scormbuild.dashboard.auth.sessions import Sessions
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.report_cache import ReportCache
from scormbuild.lrs.http import Lrs
from scormbuild.lrs.store import audit

T = TypeVar("T")


@dataclass(frozen=True)
class Dashboard:
    """What a page can use."""

    lrs: Lrs
    lake: Path
    zone: ZoneInfo
    report_cache: ReportCache
    sessions: Sessions
    authenticator: Authenticator
    identity_provider: IdentityProvider | None = None  # who logs people in, where that isn't done here

    async def run_read(self, read: Callable[..., T], *arguments: object) -> T:
        """What a function of a reading connection and the arguments gives; other requests go on meanwhile."""
        return await self.lrs.read_database(read, *arguments)

    async def run_audited_write(
        self, user: User, job: Callable[..., T], action: str, detail: Mapping[str, object]
    ) -> T:
        """Run a write in the organisation that the user looks at, with its row in the audit log."""

        def job_and_audit(connection: Any) -> T:
            # In one transaction: neither is there a change without its row, nor a row without its change.
            done = job(connection)
            audit.insert_audit_entry(connection, user.organisation, audit_name(user), action, dict(detail))
            return done

        return await self.lrs.committer.run_job(user.organisation, job_and_audit)

    async def write_audit_entry(self, user: User, action: str, detail: Mapping[str, object]) -> None:
        """Put a row into the audit log before what it tells of goes out; without it nothing may."""
        await self.run_audited_write(user, lambda _: None, action, detail)


def audit_name(user: User) -> str:
    """How the audit log calls a user."""
    return f"login {user.name}"
