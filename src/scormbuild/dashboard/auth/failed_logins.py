"""Failed log-ins in the audit log: a row an hour for each login, and one for all names that nobody has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from scormbuild.lrs.auth import organisations
from scormbuild.lrs.auth.logins import ALL_ORGANISATIONS, Login
from scormbuild.lrs.http import NO_ORGANISATION, Lrs
from scormbuild.lrs.store import audit

HOUR_MICROSECONDS = 3_600_000_000
WHO, ACTION = "unknown", "log-in failed"  # of who tries, nobody knows who it is
UNKNOWN_NAME = ""  # no login is called so


@dataclass(slots=True)
class FailedTries:
    """A row of the audit log, and how many tries it tells of."""

    id: str
    since: int
    tries: int = 0


class FailedLogins:
    """Counts them; nobody can flood the audit log with tries, as an hour's are one row."""

    def __init__(self, lrs: Lrs) -> None:
        self.lrs = lrs
        self.rows: dict[str, FailedTries] = {}  # no more than there are logins, and one

    async def count(self, login: Login | None) -> None:
        """Count a try that failed; returns once it is in the database."""
        name = UNKNOWN_NAME if login is None else login.name
        now, row = self.lrs.clock(), self.rows.get(name)
        if row is None or now - row.since >= HOUR_MICROSECONDS:
            row = self.rows[name] = FailedTries(str(uuid.uuid4()), now)
        row.tries += 1

        def job(connection: Any) -> None:
            # A made-up name isn't written down: it may be a password in the wrong field.
            who = {} if login is None else {"login": login.name}
            reach = ALL_ORGANISATIONS if login is None else login.organisation
            owner = organisations.find_audit_organisation(connection, reach)
            detail = {**who, "tries": row.tries}
            audit.put_audit_entry(connection, owner, row.id, audit.AuditEntry(row.since, WHO, ACTION, detail))

        # In one queue whoever's name it was, so that the answer takes as long for all.
        await self.lrs.committer.run_job(NO_ORGANISATION, job)
