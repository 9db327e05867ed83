"""The flat rows and views that analysts read."""

from __future__ import annotations

from scormbuild.lrs.projection.completions import list_completions
from scormbuild.lrs.projection.flat import FLAT_ROW_COLUMNS, flat_row
from scormbuild.lrs.projection.flat_rows import has_flat_rows, refresh_flat_rows
from scormbuild.lrs.projection.sql_logins import create_sql_login, drop_sql_login, list_sql_logins
from scormbuild.lrs.projection.sql_views import create_views, validate_postgresql

__all__ = [
    "FLAT_ROW_COLUMNS",
    "create_sql_login",
    "create_views",
    "drop_sql_login",
    "flat_row",
    "has_flat_rows",
    "list_completions",
    "list_sql_logins",
    "refresh_flat_rows",
    "validate_postgresql",
]
