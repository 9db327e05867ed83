"""A store without HTTP around it: statements in, pages out."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scormbuild.lrs.database import Database
from scormbuild.lrs.database.clock import StoredClock
from scormbuild.lrs.store.committer import Committer
from scormbuild.lrs.store.find import Finder
from scormbuild.lrs.store.prepare import PreparedStatement, prepare_statement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
ORGANISATION = 1
VERBS = "http://adlnet.gov/expapi/verbs"
VOIDED = f"{VERBS}/voided"


class Store:
    """The parts of an LRS that keep statements, for one organisation unless another is named."""

    def __init__(self, database: Database, observer: Callable[[int, int], None]) -> None:
        self.database = database
        self.committer = Committer(database, observer)
        self.finder = Finder(database)

    def store_statements(self, *statements: Json, organisation: int = ORGANISATION) -> list[str]:
        """Store some statements as one batch."""
        [ids] = self.store_batches(
            [prepared_statement(each) for each in statements], organisation=organisation
        )
        if isinstance(ids, BaseException):
            raise ids
        return ids

    def store_batches(
        self, *batches: list[PreparedStatement], organisation: int = ORGANISATION
    ) -> list[list[str] | BaseException]:
        """Store batches at the same time: their ids, or the error that each met."""

        async def all_at_once() -> list[list[str] | BaseException]:
            writes = (self.insert_batch(batch, organisation) for batch in batches)
            return await asyncio.gather(*writes, return_exceptions=True)

        return asyncio.run(all_at_once())

    async def insert_batch(
        self, batch: list[PreparedStatement], organisation: int = ORGANISATION
    ) -> list[str]:
        """Store one batch; its ids."""
        await self.committer.insert_statements(organisation, batch)
        return [statement.id for statement in batch]

    def find_statements(
        self, query: Query | None = None, rows: int = 100, organisation: int = ORGANISATION
    ) -> list[Json]:
        """The statements of one page."""
        page = self.finder.find_page(organisation, query or Query(), rows)
        return [decode_json(each.body.encode()) for each in page.statements]

    def find_ids(self, query: Query | None = None, organisation: int = ORGANISATION) -> list[str]:
        """The ids of one page."""
        return [each["id"] for each in self.find_statements(query, organisation=organisation)]

    def find_statement(
        self, statement_id: str, *, voided: bool = False, organisation: int = ORGANISATION
    ) -> Json | None:
        """One statement by its id."""
        found, _ = self.finder.find_statement(organisation, statement_id, voided=voided)
        return decode_json(found.body.encode()) if found else None


@contextmanager
def open_store(
    url: str, observer: Callable[[int, int], None] = lambda *_: None, clock: StoredClock | None = None
) -> Iterator[Store]:
    """A store on a database, closed afterwards."""
    database = Database.open(url, clock)
    store = Store(database, observer)
    try:
        yield store
    finally:
        store.committer.close()
        database.close()


def prepared_statement(statement: Json, key: str = "sb_1", define: bool = True) -> PreparedStatement:
    """A statement as a key hands it to the store."""
    authority = {"objectType": "Agent", "account": {"homePage": "urn:scormbuild:organisation:a", "name": key}}
    return prepare_statement(
        statement,
        authority=authority,
        new_id=str(uuid.uuid4()),
        version=Version.V1,
        define=define,
        names=define,
    )


def agent(name: str) -> Json:
    """Somebody."""
    return {"objectType": "Agent", "mbox": f"mailto:{name}@example.org"}


def activity(name: str) -> Json:
    """Something to learn."""
    return {"objectType": "Activity", "id": f"https://example.org/{name}"}


def statement(actor: str = "ada", verb: str = "experienced", target: str = "page", **more: Any) -> Json:
    """A statement with an id of its own."""
    whole = {
        "id": str(uuid.uuid4()),
        "actor": agent(actor),
        "verb": {"id": f"{VERBS}/{verb}"},
        "object": activity(target),
    }
    return {**whole, **more}


def statement_about(target: Mapping[str, Any] | str, actor: str = "bob", verb: str = "commented") -> Json:
    """A statement about a statement."""
    target_id = target if isinstance(target, str) else target["id"]
    return statement(actor, verb, object={"objectType": "StatementRef", "id": target_id})


def voiding_statement(target: Mapping[str, Any] | str) -> Json:
    """A statement that voids another."""
    return statement_about(target, "admin", "voided")
