"""A report that a page asks for: of what, for whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.reports import REPORTS

if TYPE_CHECKING:
    from scormbuild.analysis.model.relations import Tables
    from scormbuild.analysis.model.selection import Selection
    from scormbuild.analysis.model.table import Sheet


@dataclass(frozen=True, slots=True)
class Question:
    """A report, of what, for whom."""

    report: str
    selection: Selection
    rights: Rights
    options: Options = field(default_factory=Options)


def modest(asked: Question) -> Question:
    """A report of groups is the same whoever asks for it, but for the courses that they may see."""
    if REPORTS[asked.report].personal:
        return asked
    rights = asked.rights
    return replace(asked, rights=Rights(courses=rights.courses, least=rights.least))


def made(asked: Question, tables: Tables) -> Sheet:
    """The report's sheet."""
    return REPORTS[asked.report].make(tables, asked.selection, asked.rights, asked.options)
