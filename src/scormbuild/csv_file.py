"""A table as an LMS exports it: encoding and delimiter are found, columns go by name, rows have lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scormbuild.errors import Problem, SourceError

DELIMITERS = (",", ";", "\t", "|")
MAX_FIELD_LENGTH = 1 << 20
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class CsvRow:
    """A row's values by what they mean, and the line that it begins on."""

    line: int
    values: dict[str, str]


def decode_file(data: bytes, path: str) -> str:
    """The text of a file: as its first bytes say, else UTF-8, else what Windows writes."""
    encodings = [name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)] or [
        "utf-8",
        "cp1252",
    ]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(
        [Problem(path, 0, 0, "not text in UTF-8, UTF-16 or Windows-1252", "save it as CSV UTF-8")]
    )


def read_rows(
    text: str, columns: Mapping[str, str], path: str, delimiter: str | None = None
) -> Iterator[CsvRow]:
    """The rows of a table with these columns; raises SourceError where one isn't there."""
    csv.field_size_limit(MAX_FIELD_LENGTH)
    sign = delimiter or find_delimiter(text, columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    line = 1
    try:
        places = find_columns(next(reader, []), columns, path)
        line = reader.line_num + 1
        for values in reader:
            if any(value.strip() for value in values):
                yield CsvRow(line, {name: cell(values, place) for name, place in places.items()})
            line = reader.line_num + 1
    except csv.Error as error:
        hint = "is it a table, and --delimiter right?"
        raise SourceError([Problem(path, line, 1, f"can't be read as CSV: {error}", hint)]) from None


def find_delimiter(text: str, columns: Mapping[str, str]) -> str:
    """The sign that shows most of the columns in the first line."""
    first = text[: text.find("\n")] if "\n" in text else text

    def shown(sign: str) -> int:
        header = [normalise_name(name) for name in next(csv.reader([first.rstrip("\r")], delimiter=sign), [])]
        return sum(normalise_name(name) in header for name in columns.values())

    return max(DELIMITERS, key=shown)


def find_columns(header: list[str], columns: Mapping[str, str], path: str) -> dict[str, int]:
    """Where each column is."""
    names = [normalise_name(name) for name in header]
    missing = [name for name in columns.values() if normalise_name(name) not in names]
    if missing:
        there = ", ".join(name.strip() for name in header) or "nothing"
        raise SourceError(
            [
                Problem(path, 1, 1, f"there is no column {name!r}", f"the first line has: {there}")
                for name in missing
            ]
        )
    return {meaning: names.index(normalise_name(name)) for meaning, name in columns.items()}


def normalise_name(name: str) -> str:
    """A column's name without what nobody sees."""
    return " ".join(name.split()).casefold()


def cell(values: list[str], place: int) -> str:
    """A value; a short row ends in empty ones."""
    return values[place].strip() if place < len(values) else ""
