"""Names and words are shown to who may see them, once the audit trail has a row of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from scormbuild.analysis.model.table import Sheet
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk, who_of
from scormbuild.dashboard.pages import statement_access
from scormbuild.lrs.privacy.pseudonym import is_pseudonym, pseudonym
from scormbuild.lrs.store import identities


async def called(desk: Desk, visitor: Visitor, persons: Collection[str], action: str) -> dict[str, str]:
    """The name of each of these pseudonyms that is known; the audit trail tells of whom."""
    who = who_of(visitor)

    def disclose(connection: Any) -> dict[str, str]:
        found = identities.among(connection, visitor.organisation, persons)
        identities.disclose(connection, visitor.organisation, who, action, list(found.values()))
        return {pseudonym: known.display or known.name for pseudonym, known in found.items()}

    return await desk.receiver.committer.run(visitor.organisation, disclose)


async def veiled(desk: Desk, visitor: Visitor, sheet: Sheet) -> Sheet:
    """The sheet without the addresses that an organisation keeps which makes no pseudonyms."""
    if visitor.rights.names or not any(column.name == "person" for column in sheet.columns):
        return sheet
    place = sheet.place("person")
    plain = {row[place] for row in sheet.rows if not is_pseudonym(str(row[place]))}
    if not plain:
        return sheet
    scheme = await statement_access.scheme(desk, visitor)
    other = {person: pseudonym(scheme.key, str(person)) for person in plain}
    rows = [(*row[:place], other.get(row[place], row[place]), *row[place + 1 :]) for row in sheet.rows]
    return replace(sheet, rows=rows)


async def words_read(
    desk: Desk, visitor: Visitor, rows: Sequence[tuple[Any, ...]], sheet: Sheet, *, searched: bool = False
) -> None:
    """Note that answers are read: of which courses and questions, and how many.

    What was searched isn't told: it may be a name.
    """
    if not rows:
        return
    places = {name: sheet.place(name) for name in ("course", "question")}
    told = {f"{name}s": sorted({str(row[place]) for row in rows}) for name, place in places.items()}
    await desk.note(
        visitor, "read", {"report": "answers", **told, "answers": len(rows), "searched": searched}
    )
