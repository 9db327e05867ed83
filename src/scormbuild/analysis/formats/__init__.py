"""The formats that a table is written in; the figures are the same in all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.analysis.formats import csv, json, parquet, text, xlsx

if TYPE_CHECKING:
    from scormbuild.analysis.model.table import ReportTable

XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """How files of a form are called, and who writes them; `binary`: nothing for a terminal."""

    suffix: str
    media_type: str
    binary: bool
    write: Callable[[ReportTable, BinaryIO, ZoneInfo], None]


FORMATS = {
    "table": Format(".txt", "text/plain; charset=utf-8", False, text.write),
    "csv": Format(".csv", "text/csv; charset=utf-8", False, csv.write),
    "csv-nl": Format(".csv", "text/csv; charset=utf-8", False, csv.write_dutch),
    "xlsx": Format(".xlsx", XLSX_MEDIA_TYPE, True, xlsx.write),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", True, parquet.write),
    "json": Format(".json", "application/json", False, json.write),
}
