"""The tables as Ibis knows them, whatever engine they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from scormbuild.analysis.model.anonymity import Regrouping
from scormbuild.analysis.model.schema import RELATIONS, ColumnType

IBIS_TYPES: dict[ColumnType, str] = {
    "int32": "int32",
    "int64": "int64",
    "string": "string",
    "bool": "boolean",
    "double": "float64",
    "timestamp": "timestamp(6)",
}


@dataclass(frozen=True)
class Tables:
    """The tables of scormbuild.analysis.model.schema, and the engine that they are in."""

    statements: ir.Table
    organisations: ir.Table
    courses: ir.Table
    pages: ir.Table
    questions: ir.Table
    options: ir.Table
    quizzes: ir.Table
    mappings: ir.Table
    aliases: ir.Table
    attestations: ir.Table
    conflicts: ir.Table
    teams: ir.Table
    backend: Any  # an Ibis backend; None where the tables are in none
    regrouping: Regrouping | None = None  # who counts in other teams than `teams` says; None: nobody


def ibis_schema(name: str) -> ibis.Schema:
    """The columns of a table with Ibis' types."""
    return ibis.schema({column: IBIS_TYPES[kind] for column, kind in RELATIONS[name].items()})


def bind_tables(backend: Any, namespace: str | None = None) -> Tables:
    """All tables of an engine that has them under their own names; it isn't asked, as that takes its time."""
    place = ops.Namespace(database=namespace)
    named = {
        name: ops.DatabaseTable(
            name=name, schema=ibis_schema(name), source=backend, namespace=place
        ).to_expr()
        for name in RELATIONS
    }
    return Tables(backend=backend, **named)


def unbound_tables() -> Tables:
    """The tables of no engine at all, to write SQL for one."""
    return Tables(backend=None, **{name: ibis.table(ibis_schema(name), name=name) for name in RELATIONS})
