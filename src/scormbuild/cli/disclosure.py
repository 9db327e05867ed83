"""What a report shows of persons, noted in the audit log before it is shown: names, and what they wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scormbuild.analysis.model.table import Column, ReportTable
from scormbuild.cli.audit_entry import command_line_user, insert_command_line_entry

if TYPE_CHECKING:
    from scormbuild.lrs.auth.organisations import Organisation
    from scormbuild.lrs.database import Database
    from scormbuild.lrs.store.identities import StoredIdentity


def add_names(table: ReportTable, database: Database, owner: Organisation) -> ReportTable:
    """The sheet with a column `name` behind `person`, out of the vault."""
    from scormbuild.lrs.store import identities

    column = table.column_index("person")
    # By a connection that only reads: an LRS beside this command goes on storing meanwhile.
    with database.reading() as connection:
        persons = {row[column] for row in table.rows if row[column] is not None}
        identities_found = identities.find_identities_by_pseudonym(connection, owner.id, persons)
        nameless = [each for each in persons & identities_found.keys() if not identities_found[each].display]
        rows = [
            *identities_found.values(),
            *identities.find_identities_behind(connection, owner.id, nameless),
        ]
    digests = identities.list_person_digests(rows)
    with database.writing() as connection:
        action = f"report {table.report}"
        identities.audit_disclosure(connection, owner.id, command_line_user(), action, digests)
    names = {
        row.person: display_name(row)
        # Of a person's identities the last one counts: one with a whole name, where there is one.
        for row in sorted(rows, key=lambda row: (bool(row.display), row.pseudonym))
    }
    columns = (*table.columns[: column + 1], Column("name", "text"), *table.columns[column + 1 :])
    lines = [(*row[: column + 1], names.get(row[column]), *row[column + 1 :]) for row in table.rows]
    return replace(table, columns=columns, rows=lines)


def display_name(row: StoredIdentity) -> str:
    """What somebody is called, else by which name they log in."""
    return row.display or row.name


def audit_answers(table: ReportTable, database: Database, owner: Organisation, course: str | None) -> None:
    """Note that open text was read: how many answers to which questions, never whose or what."""
    column = table.column_index("question")
    detail = {
        "answers": len(table.rows),
        "questions": sorted({row[column] for row in table.rows}),
        **({"course": course} if course else {}),
    }
    with database.writing() as connection:
        insert_command_line_entry(connection, owner.id, f"report {table.report}", detail)
