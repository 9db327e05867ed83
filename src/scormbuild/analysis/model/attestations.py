"""Which attempts an LMS confirms: those of which it told something itself, or what a package had told before.

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


def confirmed_attempts(tables: Tables) -> ir.Table:
    """The attempts, each with the person whose it is; `tables` hold all statements, of any period."""
    told = tables.statements
    told = told.filter(told.road == LMS, told.attempt.notnull(), told.person_key.notnull())
    both = told.select(*ATTEMPT_OF_PERSON).union(tables.attestations.select(*ATTEMPT_OF_PERSON))
    return joins.with_person_key(both, tables).select(*ATTEMPT_OF_PERSON).distinct()


def with_confirmed(statements: ir.Table, tables: Tables) -> ir.Table:
    """Statements, with `person_key` of the person, and whether an LMS confirms whose they are."""
    known = confirmed_attempts(tables).mutate(known=ibis.literal(True))
    found = statements.left_join(known, ATTEMPT_OF_PERSON)
    return found.select(
        *statements.columns, confirmed=(statements.road == LMS) | found.known.fill_null(False)
    )


def confirmed_statements(statements: ir.Table, tables: Tables) -> ir.Table:
    """Those of some statements that an LMS confirms."""
    found = with_confirmed(joins.with_person_key(statements, tables), tables)
    return found.filter(found.confirmed).drop("confirmed")
