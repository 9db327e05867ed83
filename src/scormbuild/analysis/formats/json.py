"""A sheet as JSON: an array of objects, one a row, under the columns' names (RFC 8259)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.analysis.formats.values import format_utc

if TYPE_CHECKING:
    from scormbuild.analysis.model.table import ReportTable


def write(sheet: ReportTable, stream: BinaryIO, _zone: ZoneInfo) -> None:
    """Row by row, so that a long sheet isn't in memory twice; times in UTC."""
    names = [column.name for column in sheet.columns]
    before = "[\n"
    for row in sheet.rows:
        whole = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=encode_date)
        stream.write(f"{before}  {whole}".encode(errors="replace"))
        before = ",\n"
    stream.write(b"\n]\n" if sheet.rows else b"[]\n")


def encode_date(value: object) -> str:
    """A time or a day as text; JSON has neither."""
    if isinstance(value, datetime):
        return format_utc(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
