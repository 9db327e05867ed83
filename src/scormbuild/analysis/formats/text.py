"""A sheet as a table for a terminal: cut to what can be read, and without signs that a terminal obeys."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from scormbuild.analysis.formats.values import format_decimal

if TYPE_CHECKING:
    from scormbuild.analysis.model.table import Column, Kind, ReportTable

MAX_CELL_LENGTH = 60  # of a cell
LINE_ENDS = str.maketrans({"\n": "⏎", "\r": None, "\t": " ", "\u2028": "⏎", "\u2029": "⏎"})
CONTROL_CATEGORIES = (
    "Cc",
    "Cf",
    "Cs",
    "Zl",
    "Zp",
)  # Unicode's controls, also those that turn the direction of text
JOINER = "\u200d"  # of emoji; it moves nothing
RIGHT_ALIGNED: frozenset[Kind] = frozenset({"count", "ordinal", "number", "share", "score", "seconds"})


def write(sheet: ReportTable, stream: BinaryIO, zone: ZoneInfo) -> None:
    """A line of names, and one for each row; numbers at the right of their column."""
    rows = [[column.name.upper().replace("_", " ") for column in sheet.columns]]
    rows += [
        [format_value(value, column.kind, zone) for value, column in zip(row, sheet.columns, strict=True)]
        for row in sheet.rows
    ]
    stream.writelines(f"{line}\n".encode(errors="replace") for line in lines(rows, sheet.columns))


def lines(rows: list[list[str]], columns: tuple[Column, ...]) -> Iterator[str]:
    """Each row as a line, its columns as wide as their longest cell."""
    wide = [max(map(display_width, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(
            " " * (room - display_width(cell)) + cell
            if column.kind in RIGHT_ALIGNED
            else cell + " " * (room - display_width(cell))
            for cell, room, column in zip(row, wide, columns, strict=True)
        ).rstrip()


def format_value(value: Any, kind: Kind, zone: ZoneInfo) -> str:
    """A value as people read it; nothing for what isn't known."""
    if value is None:
        return ""
    match kind:
        case "share":
            return f"{value:.1%}"
        case "seconds":
            return format_duration(int(value))
        case "time":
            return f"{to_local_time(value, zone):%Y-%m-%d %H:%M}"
        case "yes_no":
            return "yes" if value else "no"
        case "count" | "ordinal":
            return f"{value:,}"
        case "number" | "score":
            return format_decimal(value)
        case _:
            return truncate_text(replace_controls(str(value)))


def to_local_time(value: datetime, zone: ZoneInfo) -> datetime:
    """A moment by the clock of the zone."""
    return value.astimezone(zone)


def format_duration(seconds: int) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def replace_controls(text: str) -> str:
    """Text without signs that move a cursor, colour a line or turn its direction."""
    # Most cells are plain; the others are walked through letter by letter.
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if unicodedata.category(sign) in CONTROL_CATEGORIES and sign != JOINER else sign
        for sign in text.translate(LINE_ENDS)
    )


def truncate_text(text: str) -> str:
    """At most so much that the other columns stay on the screen."""
    return text if len(text) <= MAX_CELL_LENGTH else f"{text[: MAX_CELL_LENGTH - 1].rstrip()}…"


def display_width(text: str) -> int:
    """How many places a text takes on a terminal (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
