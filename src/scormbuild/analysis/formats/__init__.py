"""The forms that a sheet is written in; the figures are the same in all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.analysis.formats import csv, json, parquet, text, xlsx

if TYPE_CHECKING:
    from scormbuild.analysis.model.table import Sheet

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """How files of a form are called, and who writes them; `binary`: nothing for a terminal."""

    suffix: str
    media_type: str
    binary: bool
    write: Callable[[Sheet, BinaryIO, ZoneInfo], None]


FORMS = {
    "table": Form(".txt", "text/plain; charset=utf-8", False, text.write),
    "csv": Form(".csv", "text/csv; charset=utf-8", False, csv.write),
    "csv-nl": Form(".csv", "text/csv; charset=utf-8", False, csv.write_dutch),
    "xlsx": Form(".xlsx", WORKBOOK, True, xlsx.write),
    "parquet": Form(".parquet", "application/vnd.apache.parquet", True, parquet.write),
    "json": Form(".json", "application/json", False, json.write),
}
