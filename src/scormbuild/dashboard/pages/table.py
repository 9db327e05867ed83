"""A sheet as a table to look at: headings in words, values as people write them, a hundred rows at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from scormbuild.analysis.model.table import FIGURE_KINDS, Column, ReportTable
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.filters import invalid_value
from scormbuild.dashboard.report_view import ReportView, translate_id

ROWS_PER_PAGE: Final = 100
NUMERIC_KINDS: Final = FIGURE_KINDS | {"ordinal"}
TIME_KINDS: Final = frozenset({"time", "day"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; `sort` leads to the table sorted by it, `order` is aria-sort."""

    text: str
    is_numeric: bool
    sort_link: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words; `link` leads on; `is_time`: no break within its date."""

    text: str
    is_numeric: bool = False
    link: str = ""
    is_time: bool = False


@dataclass(frozen=True, slots=True)
class TablePage:
    """What a template needs to draw the table, and the links to its other pages."""

    headings: list[Heading]
    rows: list[list[Cell]]
    first: int
    last: int
    total: int
    earlier: str
    later: str


def table_page(report_table: ReportTable, report_view: ReportView) -> TablePage:
    """The page of the sheet that was asked for."""
    visible_columns = [
        column_index
        for column_index, column in enumerate(report_table.columns)
        if is_visible(report_table, column, report_view)
    ]
    rows = sort_table_rows(report_table, report_view)
    last_page = max(1, -(-len(rows) // ROWS_PER_PAGE))
    page = min(report_view.filters.page, last_page)
    some = rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    return TablePage(
        headings=[
            column_heading(report_table, report_table.columns[column_index], report_view)
            for column_index in visible_columns
        ],
        rows=[
            [table_cell(report_table, row, column_index, report_view) for column_index in visible_columns]
            for row in some
        ],
        first=(page - 1) * ROWS_PER_PAGE + 1 if some else 0,
        last=(page - 1) * ROWS_PER_PAGE + len(some),
        total=len(rows),
        earlier=report_view.page_link(page=page - 1) if page > 1 else "",
        later=report_view.page_link(page=page + 1) if page < last_page else "",
    )


def is_visible(report_table: ReportTable, column: Column, report_view: ReportView) -> bool:
    """Whether a column stands on the page: titles do, the ids beside them don't."""
    if column.name in REPORTS[report_table.report].download_columns:
        return False
    return not (column.name == "course" and report_view.filters.course)


def column_heading(report_table: ReportTable, column: Column, report_view: ReportView) -> Heading:
    """The heading, with the way to sort by it, and the other way round where it is sorted so already."""
    own = translate_id(report_view, report_table.report, f"column_{column.name}")
    text = own or report_view.translate(f"columns.{column.name}")
    by = report_view.filters.sort
    order = {column.name: "ascending", f"-{column.name}": "descending"}.get(by, "")
    sort = f"-{column.name}" if order == "ascending" else column.name
    return Heading(text, column.kind in NUMERIC_KINDS, report_view.page_link(sort=sort, page=1), order)


def sort_table_rows(report_table: ReportTable, report_view: ReportView) -> list[tuple[Any, ...]]:
    """The rows in the order that was asked for, what is empty last; as the report gave them unless asked."""
    by = report_view.filters.sort
    if not by:
        return report_table.rows
    name = by.removeprefix("-")
    places = [column_index for column_index, column in enumerate(report_table.columns) if column.name == name]
    # Sorting by a column that isn't shown would tell its order.
    if not places or not is_visible(report_table, report_table.columns[places[0]], report_view):
        raise invalid_value(report_view.translate, "sort", by)
    column_index = places[0]
    there = [row for row in report_table.rows if row[column_index] is not None]
    key = sort_key(report_table, column_index, report_view)
    return [
        *sorted(there, key=key, reverse=by.startswith("-")),
        *(row for row in report_table.rows if row[column_index] is None),
    ]


def sort_key(
    report_table: ReportTable, column_index: int, report_view: ReportView
) -> Callable[[tuple[Any, ...]], Any]:
    """What rows are compared by: figures as they are, text as it is shown, without its capitals."""
    if report_table.columns[column_index].kind != "text":
        return lambda row: row[column_index]
    return lambda row: table_cell(report_table, row, column_index, report_view).text.casefold()


def table_cell(
    report_table: ReportTable, row: tuple[Any, ...], column_index: int, report_view: ReportView
) -> Cell:
    """A value in words."""
    column, value = report_table.columns[column_index], row[column_index]
    figure = column.kind in NUMERIC_KINDS
    if value is None and column.kind == "count" and report_table.rounded_to > 1:
        return Cell(report_view.translate("page.fewer_people", least=report_table.rounded_to), figure)
    text = id_text(report_table.report, column.name, value, report_view)
    if text is None:
        text = report_view.locale.format_cell(value, column.kind)
    return Cell(
        text, figure, cell_link(report_table, row, column.name, value, report_view), column.kind in TIME_KINDS
    )


def id_text(report: str, column: str, value: Any, report_view: ReportView) -> str | None:
    """The words for what stands in a sheet as an id; None for what has none."""
    match column:
        case "team" if value is None and report == "overview":
            return report_view.translate("page.every_team")
        case "course":
            return report_view.course_title(value)
        case "status":
            return translate_id(report_view, "status", value)
        case "sources" | "source":
            return ", ".join(translate_id(report_view, "sources", each) or each for each in value.split())
        case "check":
            return translate_id(report_view, "quality_checks", value)
        case "what":
            return report_view.display_names.courses.get(value) or report_view.display_names.titles.get(value)
    return None


def cell_link(
    report_table: ReportTable, row: tuple[Any, ...], column: str, value: Any, report_view: ReportView
) -> str:
    """Where a cell leads: a person to their path, a course of the overview to itself."""
    if column == "person" and value and report_view.links_persons:
        course = (
            row[report_table.column_index("course")]
            if any(each.name == "course" for each in report_table.columns)
            else ""
        )
        return report_view.link("/person", person=value, course=course or "")
    if column == "course" and value and report_table.report == "overview":
        return report_view.page_link(course=value, page=1)
    return ""


def with_names(report_table: ReportTable, names: dict[str, str]) -> ReportTable:
    """The sheet with a name behind each pseudonym."""
    if not report_table.columns:
        return report_table  # nothing was exported yet
    column_index = report_table.column_index("person") + 1
    columns = (
        *report_table.columns[:column_index],
        Column("name", "text"),
        *report_table.columns[column_index:],
    )
    rows = [
        (*row[:column_index], names.get(row[column_index - 1]), *row[column_index:])
        for row in report_table.rows
    ]
    return replace(report_table, columns=columns, rows=rows)
