"""The roles of the dashboard, and what each allows."""

from __future__ import annotations

from collections.abc import Set

from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.reports import REPORTS
from scormbuild.lrs.auth.logins import ROLES

ADMINISTRATOR, ANALYST, READER, AUDITOR = ROLES
STATEMENT_PAGES = frozenset({"person", "statements"})  # pages that aren't reports, yet show what those show
OPEN_TEXT_REPORTS = frozenset(name for name, report in REPORTS.items() if report.open_text)
ANALYST_REPORTS = (REPORTS.keys() - OPEN_TEXT_REPORTS) | STATEMENT_PAGES
REPORTS_BY_ROLE = {
    ADMINISTRATOR: ANALYST_REPORTS,
    ANALYST: ANALYST_REPORTS,
    READER: ANALYST_REPORTS | OPEN_TEXT_REPORTS,
    AUDITOR: frozenset(name for name, report in REPORTS.items() if report.for_auditors),
}


def role_permissions(roles: Set[str], courses: frozenset[str] | None) -> Permissions:
    """What the roles allow together; `courses` are the ones that the login is for, None: all.

    Open text comes from the role of a reader alone, so an administrator who must read is made a reader too.
    """
    # A reader is kept to their courses for figures too; another role beside it sees the figures of all.
    wide = bool(roles - {READER})
    return Permissions(
        # An auditor has to say whose record isn't true; an analyst's figures need nobody's name.
        names=bool(roles & {ADMINISTRATOR, AUDITOR}),
        open_text_courses=courses if READER in roles else frozenset(),
        courses=None if wide else courses,
        administers=ADMINISTRATOR in roles,
        audit_log=AUDITOR in roles,
    )


def role_reports(roles: Set[str]) -> frozenset[str]:
    """The reports that the roles allow together."""
    return frozenset().union(*(REPORTS_BY_ROLE.get(role, frozenset()) for role in roles))
