"""The roles of the desk, and what each allows."""

from __future__ import annotations

from collections.abc import Set

from scormbuild.analysis.model.permissions import Permissions
from scormbuild.lrs.auth.logins import ROLES

ADMINISTRATOR, ANALYST, READER, AUDITOR = ROLES
GROUP_REPORTS = frozenset({"overview", "progress", "time", "choices", "opinions", "activity"})
PERSON_REPORTS = frozenset({"completion", "attempts", "snapshot"})
STATEMENT_PAGES = frozenset({"person", "statements"})  # pages that aren't reports, yet show what those show
AUDITOR_REPORTS = PERSON_REPORTS | {"quality"}
ANALYST_REPORTS = GROUP_REPORTS | PERSON_REPORTS | STATEMENT_PAGES | {"quality"}
REPORTS_BY_ROLE = {
    ADMINISTRATOR: ANALYST_REPORTS,
    ANALYST: ANALYST_REPORTS,
    READER: ANALYST_REPORTS | {"answers"},
    AUDITOR: AUDITOR_REPORTS,
}


def role_permissions(roles: Set[str], courses: frozenset[str] | None) -> Permissions:
    """What the roles allow together; `courses` are the ones that the login is for, None: all.

    Open text comes from the role of a reader alone, so an administrator who must read is made a reader too.
    """
    wide = bool(roles - {READER})
    return Permissions(
        names=bool(roles & {ADMINISTRATOR, AUDITOR}),
        open_text_courses=courses if READER in roles else frozenset(),
        courses=None if wide else courses,
        administers=ADMINISTRATOR in roles,
        audit_log=AUDITOR in roles,
    )


def role_reports(roles: Set[str]) -> frozenset[str]:
    """The reports that the roles allow together."""
    return frozenset().union(*(REPORTS_BY_ROLE.get(role, frozenset()) for role in roles))
