"""What a report shows of persons, noted in the audit trail before it is shown: names, and what they wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scormbuild.analysis.model.table import Column, Sheet

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.store.identities import Known


def named(sheet: Sheet, database: Database, owner: Organisation) -> Sheet:
    """The sheet with a column `name` behind `person`, out of the vault."""
    from scormbuild.lrs.store import audit, identities

    place = sheet.place("person")
    with database.writing() as connection:
        persons = {row[place] for row in sheet.rows if row[place] is not None}
        known = identities.among(connection, owner.id, persons)
        nameless = [each for each in persons & known.keys() if not known[each].display]
        rows = [*known.values(), *identities.behind(connection, owner.id, nameless)]
        identities.disclose(connection, owner.id, audit.COMMAND_LINE, f"report {sheet.report}", rows)
    names = {
        row.person: name_of(row) for row in sorted(rows, key=lambda row: (bool(row.display), row.pseudonym))
    }
    columns = (*sheet.columns[: place + 1], Column("name", "text"), *sheet.columns[place + 1 :])
    lines = [(*row[: place + 1], names.get(row[place]), *row[place + 1 :]) for row in sheet.rows]
    return replace(sheet, columns=columns, rows=lines)


def name_of(row: Known) -> str:
    """What somebody is called, else by which name they log in."""
    return row.display or row.name


def noted(sheet: Sheet, database: Database, owner: Organisation, course: str | None) -> None:
    """Note that open text was read: how many answers to which questions, never whose or what."""
    from scormbuild.lrs.store import audit

    place = sheet.place("question")
    detail = {
        "answers": len(sheet.rows),
        "questions": sorted({row[place] for row in sheet.rows}),
        **({"course": course} if course else {}),
    }
    with database.writing() as connection:
        audit.note(connection, owner.id, audit.COMMAND_LINE, f"report {sheet.report}", detail)
