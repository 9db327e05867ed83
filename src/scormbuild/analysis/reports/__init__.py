"""The reports: what an analyst can ask for by name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scormbuild.analysis.model.options import Options
    from scormbuild.analysis.model.permissions import Permissions
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.selection import Selection
    from scormbuild.analysis.model.table import ReportTable


@dataclass(frozen=True, slots=True)
class Report:
    """A question with a name, by which its module, its page and its help are found."""

    name: str
    description: str
    personal: bool = False  # a row is a person
    open_text: bool = False  # it holds what people wrote
    for_auditors: bool = False  # it shows whether what was registered is complete and true
    options: frozenset[str] = frozenset()  # which of Options change it
    # Columns that a page leaves out: ids whose title stands beside them, or the title of a course whose id
    # the page shows as its title.
    download_columns: frozenset[str] = frozenset()

    def make_table(
        self, tables: Tables, selection: Selection, rights: Permissions, options: Options
    ) -> ReportTable:
        """The answer as it may be shown: the one place where figures about people are rounded."""
        from scormbuild.analysis.model import rounding, teams

        # Who may see names sees who somebody is in any case; figures are alike for all who see them.
        least = 1 if self.personal and rights.names else rights.min_cohort_size
        if least > 1:
            tables = teams.with_anonymous_teams(tables, selection, least)
        # By its name, so that a list of reports needs none of their packages.
        module = import_module(f"{__name__}.{self.name}")
        table: ReportTable = module.make_report_table(tables, selection, rights, options)
        return table if self.personal else rounding.rounded_table(table, least)


# In the order in which menus, lists and docs have them.
REPORTS = {
    report.name: report
    for report in (
        Report(
            "overview",
            "how many began and finished each course, by team",
            download_columns=frozenset({"title"}),
        ),
        Report(
            "completion",
            "who finished which course, and whether an LMS said so",
            personal=True,
            for_auditors=True,
            download_columns=frozenset({"title"}),
        ),
        Report(
            "progress",
            "how far people came, page by page, and where they stopped",
            download_columns=frozenset({"page", "begun"}),
        ),
        Report(
            "time",
            "how long a course takes, without the pauses",
            options=frozenset({"idle"}),
            download_columns=frozenset({"title"}),
        ),
        Report(
            "answers",
            "what people wrote, question by question",
            personal=True,
            open_text=True,
            download_columns=frozenset({"question"}),
        ),
        Report(
            "choices",
            "which options were chosen, how hard each question is, and what it tells apart",
            download_columns=frozenset({"question", "option"}),
        ),
        Report(
            "quizzes",
            "how well people did in each quiz, and how many reached its mark",
            download_columns=frozenset({"quiz"}),
        ),
        Report(
            "opinions",
            "how people answered on each scale",
            download_columns=frozenset({"question"}),
        ),
        Report(
            "attempts",
            "each go at a course: when, how far, how it ended",
            personal=True,
            for_auditors=True,
            options=frozenset({"idle"}),
            download_columns=frozenset({"attempt"}),
        ),
        Report("activity", "how much was done, by day or week", options=frozenset({"by"})),
        Report("quality", "statements and people that the other reports can't place", for_auditors=True),
        Report(
            "snapshot",
            "who had finished what at the end of a day",
            personal=True,
            for_auditors=True,
            options=frozenset({"at"}),
            download_columns=frozenset({"title"}),
        ),
    )
}
