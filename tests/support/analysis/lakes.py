"""Small lakes, written row by row: what a test doesn't say is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scormbuild.analysis.lake import layout, state, write
from scormbuild.analysis.lake.state import ExportState
from scormbuild.analysis.model.schema import DIMENSION_TABLES, PARTITIONS, RELATIONS
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.vocabulary import EXPERIENCED

Row = Mapping[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_SEQ = 1_780_000_000_000_000  # a moment in May 2026
YEAR_ONE = -62_135_596_800_000_000  # no calendar here goes further back
HOME = "urn:scormbuild:organisation:default"


def microseconds(moment: str | datetime) -> int:
    """A moment, with its zone, as statements count it."""
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (when - EPOCH) // timedelta(microseconds=1)


def person_key(actor: str) -> int:
    """The number of a pseudonym."""
    return reference_key("agent", f"account:{HOME} {actor}")


def complete_row(number: int, given: Row) -> dict[str, Any]:
    """A statement with a value in each column, of a registration; `at` may be an ISO 8601 text."""
    given = dict(given)
    at = given.pop("at", FIRST_SEQ + number * 1_000_000)
    at = microseconds(at) if isinstance(at, str) else at
    seq = given.get("seq", FIRST_SEQ + number)
    # A lake has the number of an attempt, and not its registration.
    actor, registration = given.get("actor", "anna"), given.pop("registration", None)
    moment = EPOCH + timedelta(microseconds=max(at, YEAR_ONE))
    row: dict[str, Any] = {
        **dict.fromkeys(RELATIONS["statements"]),
        "organisation": 1,
        "month": moment.year * 100 + moment.month,
        "seq": seq,
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "timestamp": moment.replace(tzinfo=None),
        "stored": (EPOCH + timedelta(microseconds=seq)).replace(tzinfo=None),
        "actor": actor,
        "person_key": None if actor is None else person_key(actor),
        "verb": EXPERIENCED,
        "attempt": None if registration is None else reference_key("registration", registration),
        "road": "package",
        "own_word": False,
        "contradicted": False,
        "clock_ahead": False,
        **given,
        "timestamp_us": at,
    }
    assert set(row) == set(RELATIONS["statements"]), set(row) - set(RELATIONS["statements"])
    return row


def write_lake(folder: Path, statements: Sequence[Row] = (), **tables: Sequence[Row]) -> Path:
    """A lake of these rows: `write_lake(folder, [{"verb": …}], courses=[{"course": …}], …)`."""
    rows = [complete_row(number, given) for number, given in enumerate(statements, start=1)]
    write.create_lake(folder)
    organisations = {1, *(row["organisation"] for row in rows)}
    organisations |= {row.get("organisation", 1) for name in tables for row in tables[name]}
    for organisation in organisations:
        write_month_files(folder, organisation, [row for row in rows if row["organisation"] == organisation])
        for name in DIMENSION_TABLES:
            given = [row for row in tables.get(name, ()) if row.get("organisation", 1) == organisation]
            write_dimension_table(folder, name, organisation, given)
        through = max((row["seq"] for row in rows), default=0)
        state.write_state(folder, ExportState(organisation, through=through))
    return folder


def write_month_files(folder: Path, organisation: int, rows: Sequence[Row]) -> None:
    """A file for each month."""
    for month in sorted({row["month"] for row in rows}):
        those = [row for row in rows if row["month"] == month]
        seqs = [row["seq"] for row in those]
        batch = layout.StatementFile(organisation, month, min(seqs), max(seqs))
        content = write.relation_table("statements", [row_values("statements", row) for row in those])
        write.write_file(batch.path(folder), content.sort_by(write.FILE_ORDER))


def write_dimension_table(folder: Path, name: str, organisation: int, given: Sequence[Row]) -> None:
    """The file of a small table; keys of persons are made of their names."""
    rows = [{**row, **person_keys(name, row)} for row in given]
    if name == "organisations" and not rows:
        rows = [{"name": "default"}]
    if rows:
        path = layout.dimension_file(folder, name, organisation)
        write.write_file(path, write.relation_table(name, [row_values(name, row) for row in rows]))


def person_keys(name: str, row: Row) -> dict[str, int]:
    """The columns that hold the numbers of pseudonyms."""
    named = {"aliases": ("actor", "person"), "teams": ("person",)}.get(name, ())
    return {f"{each}_key": person_key(row[each]) for each in named}


def row_values(name: str, row: Row) -> tuple[Any, ...]:
    """The values of a row as a file holds them."""
    strange = set(row) - set(RELATIONS[name])
    assert not strange, f"{name} has no {strange}"
    return tuple(row.get(column) for column in RELATIONS[name] if column not in PARTITIONS)
