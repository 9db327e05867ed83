"""A lake in a notebook: its tables and views as Ibis tables, SQL, and the reports as data frames."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.formats.parquet import table
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS, Report
from scormbuild.analysis.views import VIEWS
from scormbuild.analysis.views import sql as view_texts
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

DAYS = ("since", "until", "at")


class Lake:
    """`lake.statements`, `lake.completions` and so on are Ibis tables, which are read when they are asked."""

    def __init__(
        self, path: Path, organisation: str | None, *, time_zone: str, rights: Rights | None, memory: str
    ) -> None:
        self.zone = zone_of(time_zone)
        self.rights = rights or Rights()
        self.stack = ExitStack()
        try:
            self.tables = self.stack.enter_context(duckdb.opened(path, memory=memory))
            self.names = names_of(self.tables.organisations)
            self.organisation = chosen(path, self.names, organisation)
            if organisation is not None and len(self.names) > 1:
                self.close()
                only = duckdb.opened(path, memory=memory, organisation=self.organisation)
                self.tables = self.stack.enter_context(only)
        except BaseException:
            self.close()
            raise
        self.viewed = False

    def __getattr__(self, name: str) -> ir.Table:
        """A table of the lake, or a view that analysts know."""
        if name in RELATIONS:
            return getattr(self.tables, name)
        if name in VIEWS:
            return VIEWS[name](self.tables)
        raise AttributeError(f"{name!r} is none of {', '.join([*RELATIONS, *VIEWS])}")

    def sql(self, query: str) -> ir.Table:
        """The answer to a query in SQL, as DuckDB speaks it, over the tables and views."""
        if not self.viewed:
            for name, text in view_texts.texts("duckdb").items():
                self.tables.backend.raw_sql(f'create or replace view "{name}" as {text}')
            self.viewed = True
        return duckdb.asked(self.tables.backend, query)

    def report(self, name: str, **asked: Any) -> pd.DataFrame:
        """A report by its name, with the filters and options that its command knows; raises SettingsError.

        `course`, `team`, `since` and `until` (days, both included), `idle`, `by`, `at`.
        """
        known = {"course", "team", *DAYS, "idle", "by"}
        if strange := sorted(set(asked) - known):
            raise SettingsError(f"{strange[0]}: no report knows this\n  hint: {', '.join(sorted(known))}")
        given: dict[str, Any] = {
            key: day_of(key, value) if key in DAYS else value for key, value in asked.items()
        }
        options = Options(**{key: given.pop(key) for key in ("idle", "by", "at") if key in given})
        if self.organisation is None:
            names = ", ".join(sorted(self.names))
            raise SettingsError(f"this lake holds several organisations\n  hint: open_lake(…, NAME): {names}")
        selection = Selection(self.organisation, self.zone, **given)
        return table(report_of(name).make(self.tables, selection, self.rights, options)).to_pandas()

    def close(self) -> None:
        """Give back what it holds."""
        self.stack.close()

    def __enter__(self) -> Lake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def names_of(organisations: ir.Table) -> dict[str, int]:
    """The organisations of a lake."""
    rows = organisations.to_pyarrow().to_pylist()
    return {row["name"]: row["organisation"] for row in rows}


def chosen(path: Path, names: dict[str, int], organisation: str | None) -> int | None:
    """The organisation of a name, or the only one; raises SettingsError where the name isn't there."""
    if organisation is None:
        return next(iter(names.values())) if len(names) == 1 else None
    if organisation not in names:
        known = ", ".join(sorted(names)) or "scormbuild lrs export fills it"
        raise SettingsError(f"{path}: there is no organisation {organisation!r} here\n  hint: {known}")
    return names[organisation]


def report_of(name: str) -> Report:
    """The report of a name; raises SettingsError."""
    if name not in REPORTS:
        raise SettingsError(f"{name!r} is no report\n  hint: {', '.join(REPORTS)}")
    return REPORTS[name]


def day_of(place: str, value: date | str) -> date:
    """A day, also as text; raises SettingsError."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise SettingsError(f"{place}: {value!r} is no day\n  hint: write such as 2026-11-23") from None


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name (IANA); raises SettingsError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f"{name!r} is no time zone\n  hint: write such as Europe/Amsterdam") from None
