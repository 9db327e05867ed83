"""What is in a file of each form, as values: read by others than wrote it, where there are others."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree
from pyarrow import parquet

from scormbuild.analysis.formats import FORMATS
from scormbuild.analysis.model.table import Kind, ReportTable

NUMBERS = {"count": int, "ordinal": int, "number": float, "share": float, "score": float, "seconds": int}
EXCEL_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# A day too early: Excel counts a 29 February 1900, which never was.
EXCEL_EPOCH = datetime(1899, 12, 30)  # Excel's days have no zone
Rows = list[tuple[Any, ...]]


def render_table(sheet: ReportTable, form: str, zone: ZoneInfo) -> bytes:
    """A sheet in a form."""
    stream = io.BytesIO()
    FORMATS[form].write(sheet, stream, zone)
    return stream.getvalue()


def parse_table(content: bytes, form: str, sheet: ReportTable, zone: ZoneInfo) -> Rows:
    """The rows in it, in the types of the sheet's columns; text as the form shows it."""
    names = [column.name for column in sheet.columns]
    kinds = [column.kind for column in sheet.columns]
    if form == "parquet":
        table = parquet.read_table(io.BytesIO(content))
        assert table.column_names == names
        return [tuple(row.values()) for row in table.to_pylist()]
    head, *rows = {"csv": parse_csv, "csv-nl": parse_dutch_csv, "json": parse_json, "xlsx": parse_worksheet}[
        form
    ](content)
    assert head == names or not rows
    value = {
        "csv": parse_csv_cell,
        "csv-nl": parse_dutch_cell,
        "json": parse_json_cell,
        "xlsx": parse_excel_cell,
    }[form]
    return [tuple(value(cell, kind, zone) for cell, kind in zip(row, kinds, strict=True)) for row in rows]


def parse_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def parse_dutch_csv(content: bytes) -> list[list[str]]:
    # Without this mark Excel takes a CSV for Windows-1252.
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def parse_json(content: bytes) -> list[list[Any]]:
    rows = json.loads(content)
    return [list(rows[0]) if rows else [], *(list(row.values()) for row in rows)]


def parse_worksheet(content: bytes) -> Iterator[list[Any]]:
    """The cells of the first worksheet: numbers, truths and texts; None where there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert "xl/sharedStrings.xml" not in book.namelist() or not etree.fromstring(
            book.read("xl/sharedStrings.xml")
        ).findall(f"{EXCEL_NAMESPACE}si")
        root = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    # No formulas: what a learner wrote, and begins with =, has to stay text.
    assert not root.findall(f".//{EXCEL_NAMESPACE}f")
    found = {
        (int(row.get("r", "")), column_index(cell.get("r", ""))): cell_content(cell)
        for row in root.iter(f"{EXCEL_NAMESPACE}row")
        for cell in row
    }
    _, corner = root.find(f"{EXCEL_NAMESPACE}autoFilter").get("ref").split(":")
    for number in range(1, int(corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) + 1):
        yield [found.get((number, column)) for column in range(column_index(corner) + 1)]


def column_index(reference: str) -> int:
    """The number of a column, from 0, out of such as "AB12"."""
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_content(cell: etree._Element) -> Any:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        text = "".join(cell.itertext())
        # How Excel writes characters that XML can't hold.
        return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)
    value = cell.findtext(f"{EXCEL_NAMESPACE}v")
    assert kind in ("n", "b")
    assert value is not None
    return value == "1" if kind == "b" else float(value)


def parse_csv_cell(cell: str, kind: Kind, _zone: ZoneInfo) -> Any:
    if cell == "" or kind == "text":
        return cell or None
    if kind == "yes_no":
        return {"true": True, "false": False}[cell]
    return parse_json_cell(cell, kind, _zone) if kind in ("time", "day") else NUMBERS[kind](cell)


def parse_dutch_cell(cell: str, kind: Kind, zone: ZoneInfo) -> Any:
    if cell == "" or kind == "text":
        return cell or None
    if kind == "yes_no":
        return {"ja": True, "nee": False}[cell]
    if kind == "time":
        return datetime.strptime(cell, "%d-%m-%Y %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
    if kind == "day":
        return date(*map(int, reversed(cell.split("-"))))
    assert "." not in cell
    return NUMBERS[kind](cell.replace(",", "."))


def parse_json_cell(cell: Any, kind: Kind, _zone: ZoneInfo) -> Any:
    parsed: dict[str, Callable[[str], Any]] = {"time": datetime.fromisoformat, "day": date.fromisoformat}
    return cell if cell is None or kind not in parsed else parsed[kind](cell)


def parse_excel_cell(cell: Any, kind: Kind, zone: ZoneInfo) -> Any:
    if cell is None or kind in ("text", "yes_no"):
        return cell
    if kind in ("time", "day"):
        moment = EXCEL_EPOCH + timedelta(seconds=round(cell * 86_400, 3))
        return moment.date() if kind == "day" else moment.replace(tzinfo=zone).astimezone(UTC)
    return NUMBERS[kind](cell)
