"""Which attempts an LMS confirms: those of which it told anything, or again what a package had told.

A package's key is public, so that anybody may claim to be somebody, in a registration of their own making.
Only of an attempt that the LMS knows is it certain whose it is.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import joins
from scormbuild.analysis.model.relations import Tables
from scormbuild.lrs.xapi import LMS

ATTEMPT_OF_PERSON = ["organisation", "attempt", "person_key"]


def with_confirmed(statements: ir.Table, tables: Tables) -> ir.Table:
    """Statements, with `person_key` of the person, and whether an LMS confirms whose they are."""
    known = joins.with_person_key(tables.attestations, tables).select(*ATTEMPT_OF_PERSON).distinct()
    found = statements.left_join(known.mutate(known=ibis.literal(True)), ATTEMPT_OF_PERSON)
    return found.select(
        *statements.columns, confirmed=(statements.road == LMS) | found.known.fill_null(False)
    )


def confirmed_statements(statements: ir.Table, tables: Tables) -> ir.Table:
    """Those of some statements that an LMS confirms."""
    found = with_confirmed(joins.with_person_key(statements, tables), tables)
    return found.filter(found.confirmed).drop("confirmed")
