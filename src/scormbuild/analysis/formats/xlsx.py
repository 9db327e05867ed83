"""A sheet as a workbook of Excel (Office Open XML): real numbers and dates, text that stays text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.extras import needed

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from scormbuild.analysis.model.table import Column, Kind, Sheet

MOST_ROWS = 1_048_575  # of a worksheet, below its line of names
MOST_TEXT = 32_767  # units of UTF-16 in a cell
FIRST_YEAR = 1900  # Excel knows no earlier days
NARROWEST, WIDEST, LOOKED_AT = 8, 60, 1_000
OPTIONS = {  # nothing that a learner wrote becomes a formula, a link or a number
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "number": "0.####",
    "share": "0.00%",
    "score": "0.0#",
    "seconds": "#,##0",
    "time": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
WIDTHS: dict[Kind, int] = {"time": 19, "day": 10}


def write(sheet: Sheet, stream: BinaryIO, zone: ZoneInfo) -> None:
    """A workbook; a sheet that is longer than Excel takes goes on in a second worksheet."""
    with needed("a workbook"):
        import xlsxwriter

    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
        rows = iter(sheet.rows)
        number = 1
        while (portion := list(islice(rows, MOST_ROWS))) or number == 1:
            worksheet = begun(book, sheet, number, len(portion))
            for place, row in enumerate(portion, 1):
                fill(worksheet, place, row, sheet.columns, formats, zone)
            number += 1


def begun(book: xlsxwriter.Workbook, sheet: Sheet, number: int, length: int) -> Worksheet:
    """A worksheet with its names frozen above, a filter and widths."""
    worksheet = book.add_worksheet(sheet.report if number == 1 else f"{sheet.report} {number}")
    worksheet.freeze_panes(1, 0)
    for place, width in enumerate(widths(sheet)):
        worksheet.set_column(place, place, width)
    worksheet.autofilter(0, 0, length, len(sheet.columns) - 1)
    bold = book.add_format({"bold": True})
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(0, place, column.name, bold)
    return worksheet


def widths(sheet: Sheet) -> Iterator[int]:
    """How wide each column is, by the rows at the top."""
    for place, column in enumerate(sheet.columns):
        fixed = WIDTHS.get(column.kind, NARROWEST)
        longest = max((len(str(row[place])) for row in sheet.rows[:LOOKED_AT]), default=0)
        grown = longest if column.kind == "text" else 0
        yield min(max(fixed, grown, len(column.name) + 3), WIDEST)  # 3: the filter's button


def fill(
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
        elif column.kind in ("time", "day") and value.year >= FIRST_YEAR:
            worksheet.write_datetime(place, number, local(value, zone), shape)
        elif column.kind in ("text", "time", "day"):
            worksheet.write_string(place, number, fitting(str(value)))
        else:
            worksheet.write_number(place, number, value, shape)


def local(value: date, zone: ZoneInfo) -> date:
    """A moment as a clock in the zone shows it: Excel's times have no zone."""
    return value.astimezone(zone).replace(tzinfo=None) if isinstance(value, datetime) else value


def fitting(text: str) -> str:
    """As much of a text as a cell takes."""
    units = text.encode("utf-16-le", "replace")
    if len(units) <= MOST_TEXT * 2:
        return text
    return units[: (MOST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"
