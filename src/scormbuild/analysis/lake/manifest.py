"""The files of a lake that count now, table by table: what every reader of ours opens."""

from __future__ import annotations

from pathlib import Path

from scormbuild.analysis.lake import layout, state
from scormbuild.analysis.model.schema import DIMENSION_TABLES, RELATIONS


def live_files(lake: Path, organisation: int | None = None) -> dict[str, list[Path]]:
    """The files of each table, of all organisations or one; raises SettingsError where it is no lake.

    The first of each tells the columns and holds no rows: so no other is looked at before it is asked for.
    """
    found = {name: [layout.schema_file(lake, name)] for name in RELATIONS}
    for each in state.read_states(lake, organisation):
        live, _ = layout.split_live_files(layout.statement_files(lake, each.organisation), each.through)
        found["statements"] += [batch.path(lake) for batch in live]
        for name in DIMENSION_TABLES:
            path = layout.dimension_file(lake, name, each.organisation)
            found[name] += [path] if path.exists() else []
    return found
