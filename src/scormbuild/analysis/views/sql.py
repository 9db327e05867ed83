"""The analysts' views as SQL text, for an engine that keeps them itself."""

from __future__ import annotations

from functools import cache
from typing import Any

from scormbuild.extras import require_extra


@cache  # it takes a second
def view_queries(dialect: str) -> dict[str, str]:
    """Each view by its name, as a query of the tables of scormbuild.analysis.model.schema."""
    with require_extra("making the analysts' views"):
        import ibis

        from scormbuild.analysis.model.relations import unbound_tables
        from scormbuild.analysis.views import VIEWS
    tables = unbound_tables()
    made = {name: view(tables) for name, view in VIEWS.items()}
    return {name: cast_integers(view, str(ibis.to_sql(view, dialect=dialect))) for name, view in made.items()}


def cast_integers(view: Any, query: str) -> str:
    """The query with whole numbers as such: PostgreSQL's sums of them are decimals else."""
    columns = (
        f'cast("{name}" as bigint) as "{name}"' if kind.is_int64() else f'"{name}"'
        for name, kind in view.schema().items()
    )
    return f"select {', '.join(columns)} from (\n{query}\n) as whole"  # noqa: S608 (names of ours)
