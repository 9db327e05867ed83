"""Tables of other programs: encoding and delimiter are found, columns go by name, rows have lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scormbuild.errors import Problem, SourceError

# Excel writes a semicolon where the comma is for decimals, as in Dutch.
DELIMITERS = (",", ";", "\t", "|")
# csv's own limit of 128 KiB is less than a state may have where a course says so (MOST_ROOM).
MAX_FIELD_LENGTH = 1 << 20
LONGEST_HEADING = 1 << 16
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Not str.splitlines, which also takes a line separator within a value for the end of a row.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class CsvRow:
    """A row's values by what they mean, and the line that it begins on."""

    line: int
    values: dict[str, str]


class CsvReader:
    """The records of a table; `line` is where the one that is read, or can't be read, begins (RFC 4180)."""

    def __init__(self, text: str, delimiter: str, *, strict: bool = False) -> None:
        csv.field_size_limit(MAX_FIELD_LENGTH)
        self.line = 1
        self.reader = csv.reader(
            (match[0] for match in LINE.finditer(text)), delimiter=delimiter, strict=strict
        )

    def __iter__(self) -> Iterator[list[str]]:
        """Each record; raises csv.Error."""
        for cells in self.reader:
            yield cells
            self.line = self.reader.line_num + 1


def decode_text(octets: bytes) -> str | None:
    """The text of a file: as its first bytes say, else UTF-8, else what Windows writes; None for no text."""
    marked = [name for mark, name in BYTE_ORDER_MARKS.items() if octets.startswith(mark)]
    # cp1252 comes last: nearly all bytes are text in it, so it would take UTF-8 for its own.
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def find_delimiter(text: str, names: Collection[str]) -> str:
    """The sign that shows most of these names of columns in the first line."""
    known = {normalise_name(name) for name in names}
    first = LINE.match(text)

    def count_known(sign: str) -> int:
        # Not all of it: a file without line ends is one line, and this is done for each sign.
        cells = next(csv.reader([first[0][:LONGEST_HEADING]] if first else [], delimiter=sign), [])
        return len(known.intersection(map(normalise_name, cells)))

    return max(DELIMITERS, key=count_known)


def normalise_name(name: str) -> str:
    """A column's name without what nobody sees."""
    return " ".join(name.split()).casefold()


def decode_file(data: bytes, path: str) -> str:
    """The text of a file; raises SourceError where it is none."""
    text = decode_text(data)
    if text is None:
        fault = "not text in UTF-8, UTF-16 or Windows-1252"
        raise SourceError([Problem(path, 0, 0, fault, "save it as CSV UTF-8")])
    return text


def read_rows(
    text: str, columns: Mapping[str, str], path: str, delimiter: str | None = None
) -> Iterator[CsvRow]:
    """The rows of a table with these columns; raises SourceError where one isn't there."""
    reader = CsvReader(text, delimiter or find_delimiter(text, columns.values()))
    try:
        records = iter(reader)
        places = find_columns(next(records, []), columns, path)
        for values in records:
            if any(value.strip() for value in values):
                yield CsvRow(reader.line, {name: cell(values, place) for name, place in places.items()})
    except csv.Error as error:
        hint = "is it a table, and --delimiter right?"
        raise SourceError([Problem(path, reader.line, 1, f"can't be read as CSV: {error}", hint)]) from None


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


def cell(values: list[str], place: int) -> str:
    """A value; a short row ends in empty ones."""
    return values[place].strip() if place < len(values) else ""
