"""Who had finished what at the end of a day: for an audit."""

from __future__ import annotations

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, report_columns
from scormbuild.analysis.reports import completion
from scormbuild.errors import SettingsError

COLUMNS = (*completion.COLUMNS, *report_columns(as_of="day"))


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, options: Options
) -> ReportTable:
    """The completions of all that was done up to the end of the local day `at`."""
    if options.at is None:
        raise SettingsError("a snapshot is of a day\n  hint: say which, as in --at 2026-06-30")
    # By when it happened: what was harvested later about that day is in it.
    found = completion.make_report_table(tables, selection.up_to(options.at), rights, options)
    return ReportTable("snapshot", COLUMNS, [(*row, options.at) for row in found.rows])
