"""What a report is about: an organisation, a course, a team, a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scormbuild.analysis.model.local_time import midnight, month

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from scormbuild.analysis.model.permissions import Permissions
    from scormbuild.analysis.model.relations import Tables

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Selection:
    """`since` and `until` are local days, both included; None: no bound.

    `confirmed`: only what an LMS confirms, and nothing that a package alone claims.
    """

    organisation: int
    zone: ZoneInfo
    course: str | None = None
    team: str | None = None
    since: date | None = None
    until: date | None = None
    confirmed: bool = False

    def bounds(self) -> Bounds:
        """The first microsecond, and the one after the last, in UTC since 1970."""
        first = None if self.since is None else midnight(self.since, self.zone)
        after = None if self.until is None else midnight(self.until + timedelta(days=1), self.zone)
        return first, after

    def month_bounds(self) -> Bounds:
        """The first and the last month that has any of it, as in 202611, in UTC."""
        first, after = self.bounds()
        return (
            None if first is None else month(first),
            None if after is None else month(after - 1),
        )

    def for_all_teams(self) -> Selection:
        """The same of all teams."""
        return replace(self, team=None)

    def up_to(self, day: date) -> Selection:
        """The same up to the end of a local day."""
        return replace(self, until=day if self.until is None else min(day, self.until))

    def period_statements(self, tables: Tables) -> ir.Table:
        """The organisation's statements of the period, as they are; other months aren't touched."""
        found = tables.statements
        found = found.filter(found.organisation == self.organisation)
        # The month as well, though `at` alone would do: it is in the path, so files of other months aren't
        # opened.
        for column, (least, most) in (("month", self.month_bounds()), ("timestamp_us", self.bounds())):
            beyond = 1 if column == "month" else 0  # that of a moment is the first after the period
            if least is not None:
                found = found.filter(found[column] >= least)
            if most is not None:
                found = found.filter(found[column] < most + beyond)
        if not self.confirmed:
            return found
        from scormbuild.analysis.model import attestations

        return attestations.confirmed_statements(found, tables)

    def filter_rows(self, found: ir.Table, tables: Tables, rights: Permissions) -> ir.Table:
        """Of rows with `course` and `person_key` those that are asked for, and may be seen."""
        from scormbuild.analysis.model import joins

        if self.course is not None:
            found = found.filter(found.course == self.course)
        if rights.courses is not None:
            found = found.filter(found.course.isin(sorted(rights.courses)))
        return found if self.team is None else joins.statements_of_team(found, tables, self.team)

    def statements(self, tables: Tables, rights: Permissions) -> ir.Table:
        """The statements it is about; `course` and `person_key` are those that reports count by."""
        from scormbuild.analysis.model import joins

        found = joins.with_course(self.period_statements(tables), tables)
        return self.filter_rows(joins.with_person_key(found, tables), tables, rights)
