"""Who may be shown together: teams, and groups that are too small to be figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import EPOCH, to_datetime

Key = TypeVar("Key", bound=Hashable)
Row = tuple[Any, ...]


def visible_groups(sizes: Mapping[Key, int], least: int) -> set[Key]:
    """The groups of one total that may be shown: large enough, and none to be had by subtraction.

    Where just one of them is too small, the next smallest isn't shown either.
    """
    large = sorted(
        (each for each in sizes if sizes[each] >= least), key=lambda each: (sizes[each], str(each))
    )
    # A single hidden group is the total less what is shown.
    alone = len(sizes) - len(large) == 1
    return set(large[1:] if alone else large)


def fetch_arrow(table: ir.Table, *columns: str) -> pa.Table:
    """A result as Arrow holds it: small enough for memory, too large for loops."""
    return table.select(*columns).to_pyarrow()


def sort_arrow(found: pa.Table, *columns: str) -> pa.Table:
    """By these columns, nulls last: by bytes, where an engine's own order depends on its collation."""
    return found.combine_chunks().sort_by([(column, "ascending") for column in columns])


def column_lists(found: pa.Table) -> list[list[Any]]:
    """The columns as lists of plain values."""
    return [
        text_values(column) if pa.types.is_string(column.type) else column.to_pylist()
        for column in found.itercolumns()
    ]


def text_values(column: pa.ChunkedArray) -> list[str | None]:
    """A column of text, of which what comes again is there once: a third of the memory, and sooner."""
    encoded = column.combine_chunks().dictionary_encode()
    words = [*encoded.dictionary.to_pylist(), None]
    return [words[place] for place in encoded.indices.fill_null(-1).to_numpy()]


def datetimes(column: pa.ChunkedArray) -> list[datetime | None]:
    """Microseconds since 1970 as moments: all at once, unless there are some that are none."""
    if column.null_count == 0:
        with suppress(OverflowError, TypeError):
            return [EPOCH + since for since in column.to_numpy().view("timedelta64[us]").tolist()]
    return [to_datetime(at) for at in column.to_pylist()]


def row_tuples(found: pa.Table) -> list[Row]:
    """The rows as plain values."""
    return list(zip(*column_lists(found), strict=True))


def fetch_rows(table: ir.Table, *columns: str) -> list[Row]:
    """The rows of a small result as plain values."""
    return row_tuples(fetch_arrow(table, *columns))


def organisation_rows(table: ir.Table, selection: Selection, *columns: str) -> list[Row]:
    """The rows of a small table that are the organisation's."""
    return fetch_rows(table.filter(table.organisation == selection.organisation), *columns)


def course_titles(tables: Tables, selection: Selection) -> dict[str, str]:
    """The title of each course that is kept."""
    return dict(organisation_rows(tables.courses, selection, "course", "title"))


def team_members(tables: Tables, selection: Selection) -> dict[str, set[str]]:
    """Who is in each team, by pseudonym."""
    found: dict[str, set[str]] = defaultdict(set)
    for team, person in organisation_rows(tables.teams, selection, "team", "person"):
        found[team].add(person)
    return dict(found)


def visible_teams(teams: Mapping[str, set[str]], rights: Permissions) -> set[str]:
    """The teams that a row about one person may name: none that is small, for who doesn't see names.

    Nor may it be plain that somebody whose row names no team is in the small one.
    """
    # Who may see names sees who somebody is in any case.
    if rights.names:
        return set(teams)
    named = sorted(
        (each for each in teams if len(teams[each]) >= rights.min_cohort_size),
        key=lambda t: (len(teams[t]), t),
    )
    everybody = set().union(*teams.values())
    # Whoever has no team beside the name would be known to be in the small one.
    while named and 0 < len(everybody.difference(*(teams[each] for each in named))) < rights.min_cohort_size:
        del named[0]
    return set(named)


def teams_by_person(tables: Tables, selection: Selection, rights: Permissions) -> dict[str, str]:
    """The teams of each person, as in "A; B", as far as they may be shown."""
    teams = team_members(tables, selection)
    found: dict[str, list[str]] = defaultdict(list)
    for team in sorted(visible_teams(teams, rights)):
        for person in teams[team]:
            found[person].append(team)
    return {person: "; ".join(named) for person, named in found.items()}


def is_team_suppressed(tables: Tables, selection: Selection, rights: Permissions) -> bool:
    """Whether rows about persons were asked of a team that may not be named in them."""
    if selection.team is None or rights.names:
        return False
    teams = team_members(tables, selection)
    return selection.team in teams and selection.team not in visible_teams(teams, rights)
