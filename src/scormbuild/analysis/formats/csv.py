"""A sheet as CSV (RFC 4180) in UTF-8: plain, or as a Dutch Excel opens it with a double click."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.analysis.formats.values import format_decimal, format_utc

if TYPE_CHECKING:
    from scormbuild.analysis.model.table import Column, Kind, ReportTable

# Without it, Excel takes UTF-8 for the code page of its system.
BOM = "\ufeff"
INVISIBLE = r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\"]"
# A file that is opened with another separator than its own falls apart at that one: a cell begins there too.
CELL_START = re.compile(rf"(?:^|[;,\t\r\n]){INVISIBLE}*(?=[^\w\s])")
# What makes a spreadsheet run a cell; OWASP (CSV injection) adds a tab or a line end before it (LEADING).
FORMULA_SIGNS = frozenset("=+-@")
LEADING = ("\t", "\r", "\n")

CellFormat = Callable[[Any], str]


@dataclass(frozen=True)
class Dialect:
    """How cells are parted, and how each kind of value is written; text is written as it is."""

    separator: str
    byte_order_mark: str
    cell_formats: dict[Kind, CellFormat]


def escape_formulas(cell: str) -> str:
    """A cell that a spreadsheet shows and doesn't run, whichever separator it believes in."""
    shown = CELL_START.sub(escape_sign, cell)
    return f"'{shown}" if shown.startswith(LEADING) else shown


def escape_sign(begun: re.Match[str]) -> str:
    """What stands before a sign, and an apostrophe if it begins a formula; a full-width sign does so too."""
    sign = unicodedata.normalize("NFKC", begun.string[begun.end()])
    return f"{begun[0]}'" if sign in FORMULA_SIGNS else begun[0]


def plain_dialect(_zone: ZoneInfo) -> Dialect:
    """Commas; numbers with a point; times in UTC: for programs."""
    numbers: dict[Kind, CellFormat] = dict.fromkeys(
        ("count", "ordinal", "number", "share", "score", "seconds"), format_decimal
    )
    return Dialect(
        ",", "", {**numbers, "time": format_utc, "day": str, "yes_no": lambda value: str(value).lower()}
    )


def dutch_dialect(zone: ZoneInfo) -> Dialect:
    """Semicolons, a mark that says UTF-8, numbers with a comma, local days and times."""
    numbers: dict[Kind, CellFormat] = dict.fromkeys(
        ("count", "ordinal", "number", "share", "score", "seconds"),
        lambda value: format_decimal(value).replace(".", ","),
    )
    return Dialect(
        ";",
        BOM,
        {
            **numbers,
            "time": lambda value: value.astimezone(zone).strftime("%d-%m-%Y %H:%M:%S"),
            "day": lambda value: value.strftime("%d-%m-%Y"),
            "yes_no": lambda value: "ja" if value else "nee",
        },
    )


def write(sheet: ReportTable, stream: BinaryIO, zone: ZoneInfo) -> None:
    """The sheet with commas."""
    write_dialect(sheet, stream, plain_dialect(zone))


def write_dutch(sheet: ReportTable, stream: BinaryIO, zone: ZoneInfo) -> None:
    """The sheet for a Dutch Excel."""
    write_dialect(sheet, stream, dutch_dialect(zone))


def write_dialect(sheet: ReportTable, stream: BinaryIO, dialect: Dialect) -> None:
    """A line of names and a line for each row, each ended by CR LF."""
    # `replace`: what UTF-8 can't hold, such as half of a surrogate pair, mustn't stop a download.
    text = io.TextIOWrapper(stream, "utf-8", errors="replace", newline="", write_through=True)
    try:
        text.write(dialect.byte_order_mark)
        writer = csv.writer(text, delimiter=dialect.separator)
        writer.writerow(column.name for column in sheet.columns)
        writer.writerows(cells(row, sheet.columns, dialect) for row in sheet.rows)
    finally:
        # Else the wrapper closes the stream, which isn't ours.
        text.detach()


def cells(row: Sequence[Any], columns: Sequence[Column], dialect: Dialect) -> list[str]:
    """A row's cells; what isn't known is empty."""
    writes = [dialect.cell_formats.get(column.kind, escape_formulas) for column in columns]
    return ["" if value is None else cell(value) for value, cell in zip(row, writes, strict=True)]
