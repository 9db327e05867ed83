"""Documents on both databases (xAPI 1.0.3 Communication 2.2, 2.3, 3.1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from scormbuild.errors import BadRequest, Conflict, LrsError, PreconditionFailed
from scormbuild.lrs.database import Database
from scormbuild.lrs.store import documents
from scormbuild.lrs.store.committer import Committer
from scormbuild.lrs.xapi.document import Address, Document, etag
from scormbuild.lrs.xapi.precondition import ANY, Precondition

JSON = "application/json"
FREE = Precondition()
NEW = Precondition(if_none_match=ANY)
STATE = Address("state", "http://example.com/a", "mbox:mailto:ann@example.com", id="s")
STATE_OF_REGISTRATION = replace(STATE, registration="c70c2b85-c294-464f-baca-cebd4fb9b348")
PROFILE = Address("activity_profile", "http://example.com/a", id="p")
AGENT = Address("agent_profile", agent="mbox:mailto:ann@example.com", id="p")


def if_match(content: bytes) -> Precondition:
    """The precondition of a client that saw this content."""
    return Precondition(if_match=frozenset({etag(content)}))


class DocumentStore:
    """The documents of one organisation, each call in a transaction of its own."""

    def __init__(self, database: Database, organisation: int = 1) -> None:
        self.database = database
        self.organisation = organisation

    def read(self, address: Address) -> Document | None:
        with self.database.reading() as connection:
            return documents.find_document(connection, self.organisation, address)

    def content(self, address: Address) -> bytes | None:
        document = self.read(address)
        return document.content if document else None

    def ids(self, address: Address, since: int | None = None) -> tuple[list[str], int | None]:
        with self.database.reading() as connection:
            return documents.list_document_ids(
                connection, self.organisation, replace(address, id=None, since=since)
            )

    def put(
        self, address: Address, content: bytes, condition: Precondition = FREE, kind: str = JSON, now: int = 5
    ) -> str:
        with self.database.writing() as connection:
            return documents.put_document(
                connection, self.organisation, address, content, kind, condition, now
            )

    def post(
        self, address: Address, content: bytes, condition: Precondition = FREE, kind: str = JSON, now: int = 5
    ) -> str:
        with self.database.writing() as connection:
            return documents.post_document(
                connection, self.organisation, address, content, kind, condition, now
            )

    def delete(self, address: Address, condition: Precondition = FREE) -> None:
        with self.database.writing() as connection:
            documents.delete_document(connection, self.organisation, address, condition)

    def delete_all(self, address: Address) -> None:
        with self.database.writing() as connection:
            documents.delete_documents(connection, self.organisation, replace(address, id=None))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> DocumentStore:
    return DocumentStore(database)


def test_a_document_comes_back_as_it_was_put(store: DocumentStore) -> None:
    content = bytes(range(256))
    assert store.put(STATE, content, kind="image/png; x=é") == etag(content)
    assert store.read(STATE) == Document(content, "image/png; x=é", etag(content), 5)
    assert store.read(replace(STATE, id="other")) is None


def test_a_put_replaces_the_document_and_its_type(store: DocumentStore) -> None:
    store.put(STATE, b"{}", now=5)
    store.put(STATE, b"new", kind="text/plain", now=9)
    assert store.read(STATE) == Document(b"new", "text/plain", etag(b"new"), 9)


def test_an_update_is_later_than_the_one_before_even_where_the_clock_was_set_back(
    store: DocumentStore,
) -> None:
    store.put(STATE, b"1", now=100)
    store.put(STATE, b"2", now=50)
    document = store.read(STATE)
    assert document is not None
    assert document.updated == 101


def test_an_empty_document_is_a_document(store: DocumentStore) -> None:
    store.put(STATE, b"", kind="text/plain")
    assert store.content(STATE) == b""


def test_resources_owners_ids_and_registrations_are_apart(store: DocumentStore) -> None:
    addresses = [
        STATE,
        STATE_OF_REGISTRATION,
        PROFILE,
        AGENT,
        replace(STATE, id="S"),
        replace(STATE, agent="mbox:mailto:bob@example.com"),
        replace(STATE, activity="http://example.com/b"),
    ]
    for number, address in enumerate(addresses):
        store.put(address, b"%d" % number)
    assert [store.content(address) for address in addresses] == [b"%d" % n for n in range(len(addresses))]


def test_organisations_are_apart(database: Database) -> None:
    ours, theirs = DocumentStore(database, 1), DocumentStore(database, 2)
    ours.put(STATE, b"ours")
    theirs.put(replace(STATE, id="t"), b"theirs")
    assert theirs.read(STATE) is None
    assert ours.ids(STATE)[0] == ["s"]
    theirs.delete(STATE)
    theirs.delete_all(STATE)
    assert ours.content(STATE) == b"ours"
    assert theirs.ids(STATE) == ([], None)


def test_the_first_post_stores_and_the_next_merges(store: DocumentStore) -> None:
    store.post(STATE, b'{"car":"MKX","a":{"b":1}}', now=5)
    tag = store.post(STATE, b'{"car":"MKZ","a":{"c":2}}', now=6)
    document = store.read(STATE)
    assert document is not None
    assert json.loads(document.content) == {"car": "MKZ", "a": {"c": 2}}
    assert (document.etag, document.updated) == (tag, 6)
    assert tag == etag(document.content)


@pytest.mark.parametrize(
    ("there", "kind", "posted", "posted_kind"),
    [
        (b"{}", JSON, b"abcdefg", "not/json"),
        (b"/ asdf / undefined", "application/octet-stream", b"{}", JSON),
        (b"{}", JSON, b"{}{", JSON),
    ],
)
def test_a_post_that_cannot_be_merged_changes_nothing(
    store: DocumentStore, there: bytes, kind: str, posted: bytes, posted_kind: str
) -> None:
    store.put(STATE, there, kind=kind)
    with pytest.raises(BadRequest):
        store.post(STATE, posted, kind=posted_kind)
    assert store.read(STATE) == Document(there, kind, etag(there), 5)


def test_a_write_whose_precondition_fails_changes_nothing(store: DocumentStore) -> None:
    store.put(PROFILE, b'{"a":1}', NEW)
    for condition in (NEW, if_match(b"other")):
        with pytest.raises(PreconditionFailed):
            store.put(PROFILE, b"{}", condition)
        with pytest.raises(PreconditionFailed):
            store.post(PROFILE, b'{"b":1}', condition)
        with pytest.raises(PreconditionFailed):
            store.delete(PROFILE, condition)
    with pytest.raises(Conflict):
        store.put(PROFILE, b"{}", Precondition(required_for_existing=True))
    assert store.content(PROFILE) == b'{"a":1}'


def test_a_write_by_who_saw_the_document_goes_on(store: DocumentStore) -> None:
    store.put(PROFILE, b'{"a":1}', NEW)
    store.put(PROFILE, b'{"a":2}', if_match(b'{"a":1}'))
    store.post(PROFILE, b'{"b":3}', if_match(b'{"a":2}'))
    assert store.content(PROFILE) == b'{"a":2,"b":3}'
    store.delete(PROFILE, if_match(b'{"a":2,"b":3}'))
    assert store.read(PROFILE) is None


def test_to_delete_what_is_not_there_is_no_fault_unless_it_was_to_be_there(store: DocumentStore) -> None:
    store.delete(STATE)
    with pytest.raises(PreconditionFailed):
        store.delete(STATE, if_match(b""))


def test_ids_come_in_order_with_the_time_of_the_last_update(store: DocumentStore) -> None:
    for number, name in enumerate(["c", "a", "b"]):
        store.put(replace(PROFILE, id=name), b"", now=10 + number)
    assert store.ids(PROFILE) == (["a", "b", "c"], 12)
    assert store.ids(PROFILE, since=10) == (["a", "b"], 12)
    assert store.ids(PROFILE, since=12) == ([], None)


def test_without_a_registration_ids_and_deletion_are_of_all_registrations(store: DocumentStore) -> None:
    other = replace(STATE_OF_REGISTRATION, registration="c70c2b85-c294-464f-baca-cebd4fb9b349", id="other")
    store.put(STATE, b"", now=1)
    store.put(STATE_OF_REGISTRATION, b"", now=2)
    store.put(other, b"", now=3)
    assert store.ids(STATE) == (["other", "s"], 3)
    assert store.ids(STATE_OF_REGISTRATION) == (["s"], 2)
    store.delete_all(STATE_OF_REGISTRATION)
    assert store.ids(STATE) == (["other", "s"], 3)
    store.delete_all(STATE)
    assert store.ids(STATE) == ([], None)


def test_all_states_of_an_agent_are_deleted_and_nobody_elses(store: DocumentStore) -> None:
    bob = replace(STATE, agent="mbox:mailto:bob@example.com")
    for address in (STATE, replace(STATE, id="s2"), bob, PROFILE):
        store.put(address, b"")
    store.delete_all(STATE)
    assert store.ids(STATE)[0] == []
    assert store.content(bob) == store.content(PROFILE) == b""


def test_of_many_who_write_at_once_each_sees_the_one_before(database: Database) -> None:
    async def write() -> list[object]:
        committer = Committer(database)
        jobs = [
            partial(
                documents.post_document,
                organisation=1,
                address=STATE,
                content=b'{"k%d":1}' % number,
                content_type=JSON,
                condition=FREE,
                now=number,
            )
            for number in range(40)
        ]
        new = partial(
            documents.put_document,
            organisation=1,
            address=PROFILE,
            content=b"1",
            content_type=JSON,
            condition=NEW,
            now=1,
        )
        try:
            return await asyncio.gather(
                *(committer.run_job(1, job) for job in [*jobs, new, new, new]), return_exceptions=True
            )
        finally:
            committer.close()

    outcomes = asyncio.run(write())
    refused = [each for each in outcomes if isinstance(each, LrsError)]
    assert [type(each) for each in refused] == [PreconditionFailed] * 2
    store = DocumentStore(database)
    assert json.loads(store.content(STATE) or b"") == {f"k{number}": 1 for number in range(40)}
    assert store.content(PROFILE) == b"1"
