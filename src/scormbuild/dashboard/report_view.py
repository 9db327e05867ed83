"""What tables and charts of a report need of the page on which they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scormbuild.analysis.model.rounding import Doings, round_count, round_doings
from scormbuild.dashboard.display_names import DisplayNames
from scormbuild.dashboard.filters import Filters
from scormbuild.dashboard.locale import Locale

Translate = Callable[..., str]
Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class ReportView:
    """Whose words, which links and which names a page has."""

    translate: Translate
    link: Link
    locale: Locale
    display_names: DisplayNames
    filters: Filters
    min_cohort_size: int
    path: str = "/"
    links_persons: bool = False  # whether somebody's path may be followed
    sees_names: bool = False  # who does may know exactly what a list of persons adds up to

    def round_persons(self, count: int) -> int | None:
        """A number of people out of a list of them, as it may be shown beside it."""
        return count if self.sees_names else round_count(count, self.min_cohort_size)

    def round_doings(self, amount: int, persons: int) -> int | None:
        """The same of what so many persons did."""
        return amount if self.sees_names else round_doings(Doings(amount, persons), self.min_cohort_size)

    def format_count(self, count: int | None) -> str:
        """A rounded number in words; None: of too few people."""
        if count is None:
            return self.translate("page.fewer", least=self.min_cohort_size)
        return self.locale.format_number(count)

    def course_title(self, iri: str | None) -> str:
        """A course by its title."""
        return self.display_names.courses.get(iri or "", iri or "")

    def page_link(self, **other: Any) -> str:
        """This page with another choice."""
        return self.link(self.path, **self.filters.query_params(**other))


def translate_id(report_view: ReportView, table: str, value: Any) -> str | None:
    """The word of a table for an id."""
    key = f"{table}.{str(value).replace(' ', '_').replace('/', '_').replace('-', '_')}"
    try:
        return report_view.translate(key)
    except KeyError:
        return None
