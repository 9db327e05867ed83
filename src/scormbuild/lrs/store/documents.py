"""The documents of the state and profile resources; the functions that write are jobs of a Committer.

A job runs under the lock of its organisation, so what it reads is still so when it writes.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from scormbuild.lrs.xapi import precondition
from scormbuild.lrs.xapi.document import Address, Document, content_after_post, etag
from scormbuild.lrs.xapi.precondition import Precondition

WHERE_DOCUMENT = (
    "organisation = :organisation and owner = :owner and registration = :registration and id = :id"
)
WHERE_OWNER = "organisation = :organisation and owner = :owner"
AND_REGISTRATION = " and registration = :registration"
AND_SINCE = " and updated > :since"

SELECT_DOCUMENT = text(f"select content, content_type, etag, updated from document where {WHERE_DOCUMENT}")  # noqa: S608 -- own text
SELECT_IDS = f"select id, max(updated) from document where {WHERE_OWNER}"  # noqa: S608 -- own text
DELETE_DOCUMENT = text(f"delete from document where {WHERE_DOCUMENT}")  # noqa: S608 -- own text
DELETE_DOCUMENTS = f"delete from document where {WHERE_OWNER}"  # noqa: S608 -- own text
UPSERT_DOCUMENT = text(
    "insert into document (organisation, owner, registration, id, resource, activity, agent,"
    " content, content_type, etag, updated)"
    " values (:organisation, :owner, :registration, :id, :resource, :activity, :agent,"
    " :content, :content_type, :etag, :updated)"
    " on conflict (organisation, owner, registration, id) do update set content = excluded.content,"
    " content_type = excluded.content_type, etag = excluded.etag, updated = excluded.updated"
)


def find_document(connection: Connection, organisation: int, address: Address) -> Document | None:
    """The document at an address; one without registration is another than one with it."""
    row = connection.execute(SELECT_DOCUMENT, primary_key(organisation, address)).one_or_none()
    return None if row is None else Document(bytes(row[0]), row[1], row[2], row[3])


def list_document_ids(
    connection: Connection, organisation: int, address: Address
) -> tuple[list[str], int | None]:
    """The ids of an owner's documents in order, and when the last of them was updated.

    Without a registration those of all registrations (xAPI 1.0.3 Communication 2.3).
    """
    query = (
        SELECT_IDS
        + registration_clause(address)
        + (AND_SINCE if address.since is not None else "")
        + " group by id order by id"
    )
    rows = connection.execute(
        text(query), primary_key(organisation, address) | {"since": address.since}
    ).all()
    return [row[0] for row in rows], max((row[1] for row in rows), default=None)


def find_document_for_update(
    connection: Connection, organisation: int, address: Address, condition: Precondition
) -> Document | None:
    """What is there, if the precondition holds (Communication 3.1)."""
    stored = find_document(connection, organisation, address)
    precondition.validate_precondition(condition, stored.etag if stored else None)
    return stored


def put_document(
    connection: Connection,
    organisation: int,
    address: Address,
    content: bytes,
    content_type: str,
    condition: Precondition,
    now: int,
) -> str:
    """Store the document, whatever was there, if the precondition holds; gives its new ETag."""
    stored = find_document_for_update(connection, organisation, address, condition)
    return write_document(connection, organisation, address, stored, content, content_type, now)


def post_document(
    connection: Connection,
    organisation: int,
    address: Address,
    content: bytes,
    content_type: str,
    condition: Precondition,
    now: int,
) -> str:
    """Merge the document into what is there, if the precondition holds; gives its new ETag."""
    stored = find_document_for_update(connection, organisation, address, condition)
    merged = content_after_post(stored, content, content_type)
    return write_document(connection, organisation, address, stored, merged, content_type, now)


def delete_document(
    connection: Connection, organisation: int, address: Address, condition: Precondition
) -> None:
    """Delete the document if the precondition holds; to delete what isn't there is no fault."""
    find_document_for_update(connection, organisation, address, condition)
    connection.execute(DELETE_DOCUMENT, primary_key(organisation, address))


def delete_documents(connection: Connection, organisation: int, address: Address) -> None:
    """Delete the documents of an owner, without a registration those of all (Communication 2.3)."""
    connection.execute(
        text(DELETE_DOCUMENTS + registration_clause(address)), primary_key(organisation, address)
    )


def write_document(
    connection: Connection,
    organisation: int,
    address: Address,
    stored: Document | None,
    content: bytes,
    content_type: str,
    now: int,
) -> str:
    """Put the row there, later than the one before it even where the clock was set back."""
    row = {
        "resource": address.resource,
        "activity": address.activity,
        "agent": address.agent,
        "content": content,
        "content_type": content_type,
        "etag": etag(content),
        # Who follows by `since` would never see a change that seems older than what they have.
        "updated": max(now, stored.updated + 1) if stored else now,
    }
    connection.execute(UPSERT_DOCUMENT, primary_key(organisation, address) | row)
    return str(row["etag"])


def primary_key(organisation: int, address: Address) -> dict[str, object]:
    """The values of the primary key."""
    return {
        "organisation": organisation,
        "owner": address.owner,
        "registration": address.registration,
        "id": address.id,
    }


def registration_clause(address: Address) -> str:
    """The clause that keeps to one registration, where the request names one."""
    return AND_REGISTRATION if address.registration else ""
