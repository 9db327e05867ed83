"""A report that a page asks for: of what, for whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.reports import REPORTS

if TYPE_CHECKING:
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.selection import Selection
    from scormbuild.analysis.model.table import ReportTable


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report, of what, for whom."""

    report: str
    selection: Selection
    permissions: Permissions
    options: Options = field(default_factory=Options)


def shareable_request(request: ReportRequest) -> ReportRequest:
    """A report of groups is the same whoever asks for it, but for the courses that they may see."""
    if REPORTS[request.report].personal:
        return request
    rights = request.permissions
    # Names and words are in no report of groups, so two who differ in these alone share one answer.
    return replace(
        request, permissions=Permissions(courses=rights.courses, min_cohort_size=rights.min_cohort_size)
    )


def run_report(request: ReportRequest, tables: Tables) -> ReportTable:
    """The report's sheet."""
    return REPORTS[request.report].make_table(tables, request.selection, request.permissions, request.options)
