"""A sheet as a workbook of Excel (Office Open XML): real numbers and dates, text that stays text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.extras import require_extra

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from scormbuild.analysis.model.table import Column, Kind, ReportTable

# Excel's own bounds; a file beyond them is one that it "repairs".
MOST_ROWS = 1_048_575  # of a worksheet, below its line of names
MOST_TEXT = 32_767  # units of UTF-16 in a cell
EXCEL_FIRST_YEAR = 1900  # Excel knows no earlier days
NARROWEST, WIDEST, SAMPLE_ROWS = 8, 60, 1_000
WORKBOOK_OPTIONS = {  # nothing that a learner wrote becomes a formula, a link or a number
    # Rows go out as they are written, so they have to come from top to bottom.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
NUMBER_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "ordinal": "0",
    "number": "0.####",
    "share": "0.00%",
    "score": "0.0#",
    "seconds": "#,##0",
    "time": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
KIND_WIDTHS: dict[Kind, int] = {"time": 19, "day": 10}


def write(sheet: ReportTable, stream: BinaryIO, zone: ZoneInfo) -> None:
    """A workbook; a sheet that is longer than Excel takes goes on in a second worksheet."""
    with require_extra("a workbook"):
        import xlsxwriter

    with xlsxwriter.Workbook(stream, WORKBOOK_OPTIONS) as book:
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in NUMBER_FORMATS.items()}
        rows = iter(sheet.rows)
        number = 1
        while (portion := list(islice(rows, MOST_ROWS))) or number == 1:
            worksheet = add_worksheet(book, sheet, number, len(portion))
            for place, row in enumerate(portion, 1):
                write_row(worksheet, place, row, sheet.columns, formats, zone)
            number += 1


def add_worksheet(book: xlsxwriter.Workbook, sheet: ReportTable, number: int, length: int) -> Worksheet:
    """A worksheet with its names frozen above, a filter and widths."""
    worksheet = book.add_worksheet(sheet.report if number == 1 else f"{sheet.report} {number}")
    worksheet.freeze_panes(1, 0)
    for place, width in enumerate(column_widths(sheet)):
        worksheet.set_column(place, place, width)
    worksheet.autofilter(0, 0, length, len(sheet.columns) - 1)
    bold = book.add_format({"bold": True})
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(0, place, column.name, bold)
    return worksheet


def column_widths(sheet: ReportTable) -> Iterator[int]:
    """How wide each column is, by the rows at the top."""
    for place, column in enumerate(sheet.columns):
        fixed = KIND_WIDTHS.get(column.kind, NARROWEST)
        longest = max((len(str(row[place])) for row in sheet.rows[:SAMPLE_ROWS]), default=0)
        grown = longest if column.kind == "text" else 0
        yield min(max(fixed, grown, len(column.name) + 3), WIDEST)  # 3: the filter's button


def write_row(
    worksheet: Worksheet,
    place: int,
    row: Sequence[Any],
    columns: Sequence[Column],
    formats: dict[Kind, Format],
    zone: ZoneInfo,
) -> None:
    """One row; what isn't known is an empty cell."""
    for number, (value, column) in enumerate(zip(row, columns, strict=True)):
        shape = formats.get(column.kind)
        if value is None:
            continue
        if column.kind == "yes_no":
            worksheet.write_boolean(place, number, value)
        elif column.kind in ("time", "day") and value.year >= EXCEL_FIRST_YEAR:
            worksheet.write_datetime(place, number, to_excel_time(value, zone), shape)
        elif column.kind in ("text", "time", "day"):
            worksheet.write_string(place, number, truncate_cell(str(value)))
        else:
            worksheet.write_number(place, number, value, shape)


def to_excel_time(value: date, zone: ZoneInfo) -> date:
    """A moment as a clock in the zone shows it: Excel's times have no zone."""
    return value.astimezone(zone).replace(tzinfo=None) if isinstance(value, datetime) else value


def truncate_cell(text: str) -> str:
    """As much of a text as a cell takes."""
    units = text.encode("utf-16-le", "replace")
    if len(units) <= MOST_TEXT * 2:
        return text
    # Cut in UTF-16, as Excel counts; `ignore` drops half of a pair at the cut.
    return units[: (MOST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"
