"""The roles of the desk, and what each allows."""

from __future__ import annotations

from collections.abc import Set

from scormbuild.analysis.model.permissions import Rights
from scormbuild.lrs.auth.logins import ROLES

ADMINISTRATOR, ANALYST, READER, AUDITOR = ROLES
FIGURES = frozenset({"overview", "progress", "time", "choices", "opinions", "activity"})
PERSONS = frozenset({"completion", "attempts", "snapshot"})
LOOKS = frozenset({"person", "statements"})  # pages that aren't reports, yet show what those show
AUDITED = PERSONS | {"quality"}
WHOLE = FIGURES | PERSONS | LOOKS | {"quality"}
REPORTS = {
    ADMINISTRATOR: WHOLE,
    ANALYST: WHOLE,
    READER: WHOLE | {"answers"},
    AUDITOR: AUDITED,
}


def rights(roles: Set[str], courses: frozenset[str] | None) -> Rights:
    """What the roles allow together; `courses` are the ones that the login is for, None: all.

    Open text comes from the role of a reader alone, so an administrator who must read is made a reader too.
    """
    wide = bool(roles - {READER})
    return Rights(
        names=bool(roles & {ADMINISTRATOR, AUDITOR}),
        words=courses if READER in roles else frozenset(),
        courses=None if wide else courses,
        administers=ADMINISTRATOR in roles,
        trail=AUDITOR in roles,
    )


def reports(roles: Set[str]) -> frozenset[str]:
    """The reports that the roles allow together."""
    return frozenset().union(*(REPORTS.get(role, frozenset()) for role in roles))
