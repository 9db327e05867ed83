"""Names and words are shown to who may see them, once the audit log has a row of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from scormbuild.analysis.model.table import ReportTable
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard, audit_name
from scormbuild.dashboard.pages import statement_access
from scormbuild.lrs.privacy.pseudonym import is_pseudonym, pseudonym_of
from scormbuild.lrs.store import identities


async def disclose_names(
    dashboard: Dashboard, user: User, persons: Collection[str], action: str
) -> dict[str, str]:
    """The name of each of these pseudonyms that is known; the audit log tells of whom."""
    # Looked up by a connection that only reads: a hundred thousand take a second, for which nobody could
    # store anything. Handed on only once the audit log has its row.
    names, digests = await dashboard.run_read(find_names, user.organisation, persons)
    if digests:
        await dashboard.lrs.committer.run_job(
            user.organisation,
            lambda connection: identities.audit_disclosure(
                connection, user.organisation, audit_name(user), action, digests
            ),
        )
    return names


def find_names(
    connection: Any, organisation: int, persons: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """The name of each of these pseudonyms, and whom the audit log is to tell of."""
    found = identities.find_identities_by_pseudonym(connection, organisation, persons)
    names = {pseudonym: identity.display or identity.name for pseudonym, identity in found.items()}
    return names, identities.list_person_digests(found.values())


async def pseudonymise_persons(dashboard: Dashboard, user: User, table: ReportTable) -> ReportTable:
    """The sheet without the addresses that an organisation keeps which makes no pseudonyms."""
    if user.permissions.names or not any(column.name == "person" for column in table.columns):
        return table
    column_index = table.column_index("person")
    plain = {row[column_index] for row in table.rows if not is_pseudonym(str(row[column_index]))}
    if not plain:
        return table
    scheme = await statement_access.pseudonym_scheme(dashboard, user)
    other = {person: pseudonym_of(scheme.key, str(person)) for person in plain}
    rows = [
        (*row[:column_index], other.get(row[column_index], row[column_index]), *row[column_index + 1 :])
        for row in table.rows
    ]
    return replace(table, rows=rows)


async def audit_answers(
    dashboard: Dashboard,
    user: User,
    rows: Sequence[tuple[Any, ...]],
    table: ReportTable,
    *,
    searched: bool = False,
) -> None:
    """Note that answers are read: of which courses and questions, and how many.

    What was searched isn't told: it may be a name.
    """
    if not rows:
        return
    places = {name: table.column_index(name) for name in ("course", "question")}
    detail = {
        f"{name}s": sorted({str(row[column_index]) for row in rows}) for name, column_index in places.items()
    }
    await dashboard.write_audit_entry(
        user, "read", {"report": "answers", **detail, "answers": len(rows), "searched": searched}
    )
