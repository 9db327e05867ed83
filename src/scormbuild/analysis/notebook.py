"""A lake in a notebook: its tables and views as Ibis tables, SQL, and the reports as data frames."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.formats.parquet import arrow_table
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS, Report
from scormbuild.analysis.views import VIEWS
from scormbuild.analysis.views import sql as view_texts
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

DAY_FILTERS = ("since", "until", "at")


class Lake:
    """`lake.statements`, `lake.completions` and so on are Ibis tables, which are read when they are asked."""

    def __init__(
        self,
        path: Path,
        organisation: str | None,
        *,
        time_zone: str,
        permissions: Permissions | None,
        memory: str,
    ) -> None:
        self.zone = parse_time_zone(time_zone)
        self.permissions = permissions or Permissions()
        self.stack = ExitStack()
        try:
            self.tables = self.stack.enter_context(duckdb.open_tables(path, memory=memory))
            self.organisation_numbers = organisation_numbers(self.tables.organisations)
            self.organisation = choose_organisation(path, self.organisation_numbers, organisation)
            if organisation is not None and len(self.organisation_numbers) > 1:
                self.close()
                # Opened anew with its files alone, so that no query in SQL sees those of others.
                only = duckdb.open_tables(path, memory=memory, organisation=self.organisation)
                self.tables = self.stack.enter_context(only)
        except BaseException:
            self.close()
            raise
        self.has_sql_views = False

    def __getattr__(self, name: str) -> ir.Table:
        """A table of the lake, or a view that analysts know."""
        if name in RELATIONS:
            return getattr(self.tables, name)
        if name in VIEWS:
            return VIEWS[name](self.tables)
        # AttributeError and not ours: notebooks ask for names that objects may have, and take this for a
        # no.
        raise AttributeError(f"{name!r} is none of {', '.join([*RELATIONS, *VIEWS])}")

    def sql(self, query: str) -> ir.Table:
        """The answer to a query in SQL, as DuckDB speaks it, over the tables and views."""
        if not self.has_sql_views:
            for name, text in view_texts.view_queries("duckdb").items():
                self.tables.backend.raw_sql(f'create or replace view "{name}" as {text}')
            self.has_sql_views = True
        return duckdb.query_table(self.tables.backend, query)

    def report(self, name: str, **asked: Any) -> pd.DataFrame:
        """A report by its name, with the filters and options that its command knows; raises SettingsError.

        `course`, `team`, `since` and `until` (days, both included), `confirmed`, `idle`, `by`, `at`.
        """
        known = {"course", "team", "confirmed", *DAY_FILTERS, "idle", "by"}
        if strange := sorted(set(asked) - known):
            raise SettingsError(f"{strange[0]}: no report knows this\n  hint: {', '.join(sorted(known))}")
        given: dict[str, Any] = {
            key: parse_day(key, value) if key in DAY_FILTERS else value for key, value in asked.items()
        }
        options = Options(**{key: given.pop(key) for key in ("idle", "by", "at") if key in given})
        if self.organisation is None:
            names = ", ".join(sorted(self.organisation_numbers))
            raise SettingsError(f"this lake holds several organisations\n  hint: open_lake(…, NAME): {names}")
        selection = Selection(self.organisation, self.zone, **given)
        return arrow_table(
            find_report(name).make_table(self.tables, selection, self.permissions, options)
        ).to_pandas()

    def close(self) -> None:
        """Give back what it holds."""
        self.stack.close()

    def __enter__(self) -> Lake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def organisation_numbers(organisations: ir.Table) -> dict[str, int]:
    """The organisations of a lake."""
    rows = organisations.to_pyarrow().to_pylist()
    return {row["name"]: row["organisation"] for row in rows}


def choose_organisation(path: Path, names: dict[str, int], organisation: str | None) -> int | None:
    """The organisation of a name, or the only one; raises SettingsError where the name isn't there."""
    if organisation is None:
        return next(iter(names.values())) if len(names) == 1 else None
    if organisation not in names:
        known = ", ".join(sorted(names)) or "scormbuild lrs export fills it"
        raise SettingsError(f"{path}: there is no organisation {organisation!r} here\n  hint: {known}")
    return names[organisation]


def find_report(name: str) -> Report:
    """The report of a name; raises SettingsError."""
    if name not in REPORTS:
        raise SettingsError(f"{name!r} is no report\n  hint: {', '.join(REPORTS)}")
    return REPORTS[name]


def parse_day(place: str, value: date | str) -> date:
    """A day, also as text; raises SettingsError."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise SettingsError(f"{place}: {value!r} is no day\n  hint: write such as 2026-11-23") from None


def parse_time_zone(name: str) -> ZoneInfo:
    """A time zone by its name (IANA); raises SettingsError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f"{name!r} is no time zone\n  hint: write such as Europe/Amsterdam") from None
