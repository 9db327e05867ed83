"""A store without HTTP around it: statements in, pages out."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scormbuild.lrs.database import Database
from scormbuild.lrs.store.committer import Committer
from scormbuild.lrs.store.find import Finder
from scormbuild.lrs.store.prepare import PreparedStatement, prepare_statement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
OURS = 1
VERBS = "http://adlnet.gov/expapi/verbs"
VOIDED = f"{VERBS}/voided"


class Store:
    """The parts of a receiver that keep statements, for one organisation unless another is named."""

    def __init__(self, database: Database, observer: Callable[[int, int], None]) -> None:
        self.database = database
        self.committer = Committer(database, observer)
        self.finder = Finder(database)

    def keep(self, *statements: Json, organisation: int = OURS) -> list[str]:
        """Store some statements as one batch."""
        [ids] = self.keep_each([prepared(each) for each in statements], organisation=organisation)
        if isinstance(ids, BaseException):
            raise ids
        return ids

    def keep_each(
        self, *batches: list[PreparedStatement], organisation: int = OURS
    ) -> list[list[str] | BaseException]:
        """Store batches at the same time: their ids, or the error that each met."""

        async def all_at_once() -> list[list[str] | BaseException]:
            writes = (self.insert(batch, organisation) for batch in batches)
            return await asyncio.gather(*writes, return_exceptions=True)

        return asyncio.run(all_at_once())

    async def insert(self, batch: list[PreparedStatement], organisation: int = OURS) -> list[str]:
        """Store one batch; its ids."""
        await self.committer.insert_statements(organisation, batch)
        return [statement.id for statement in batch]

    def found(self, query: Query | None = None, rows: int = 100, organisation: int = OURS) -> list[Json]:
        """The statements of one page."""
        page = self.finder.find_page(organisation, query or Query(), rows)
        return [decode_json(each.body.encode()) for each in page.statements]

    def ids(self, query: Query | None = None, organisation: int = OURS) -> list[str]:
        """The ids of one page."""
        return [each["id"] for each in self.found(query, organisation=organisation)]

    def one(self, statement_id: str, *, voided: bool = False, organisation: int = OURS) -> Json | None:
        """One statement by its id."""
        found, _ = self.finder.find_statement(organisation, statement_id, voided=voided)
        return decode_json(found.body.encode()) if found else None


@contextmanager
def store_at(url: str, observer: Callable[[int, int], None] = lambda *_: None) -> Iterator[Store]:
    """A store on a database, closed afterwards."""
    database = Database.open(url)
    store = Store(database, observer)
    try:
        yield store
    finally:
        store.committer.close()
        database.close()


def prepared(statement: Json, key: str = "sb_1", define: bool = True) -> PreparedStatement:
    """A statement as a key hands it to the store."""
    authority = {"objectType": "Agent", "account": {"homePage": "urn:scormbuild:organisation:a", "name": key}}
    return prepare_statement(
        statement, authority=authority, new_id=str(uuid.uuid4()), version=Version.V1, define=define
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


def about(target: Mapping[str, Any] | str, actor: str = "bob", verb: str = "commented") -> Json:
    """A statement about a statement."""
    target_id = target if isinstance(target, str) else target["id"]
    return statement(actor, verb, object={"objectType": "StatementRef", "id": target_id})


def voiding(target: Mapping[str, Any] | str) -> Json:
    """A statement that voids another."""
    return about(target, "admin", "voided")
