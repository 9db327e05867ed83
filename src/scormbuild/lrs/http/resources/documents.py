"""The document resources: state and the two profiles (xAPI 1.0.3 Communication 2.2, 2.3, 2.6, 2.7)."""

from __future__ import annotations

from email.utils import formatdate

from scormbuild.errors import NotFound
from scormbuild.lrs.auth.limits import require_document
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import JSON, Answer, Call
from scormbuild.lrs.store import documents
from scormbuild.lrs.xapi import document, precondition
from scormbuild.lrs.xapi.codec import decode, encode
from scormbuild.lrs.xapi.document import Address

RESOURCES = {
    "/activities/state": document.STATE,
    "/activities/profile": document.ACTIVITY_PROFILE,
    "/agents/profile": document.AGENT_PROFILE,
}
SECOND = 1_000_000
WRITES = {"PUT": documents.put, "POST": documents.post}


async def read(call: Call, receiver: Receiver) -> Answer:
    """The document, or the ids of all that are there."""
    where = address(call)
    if where.id is None:
        return await listed(call, receiver, where)
    found = await receiver.read(documents.read, call.access.organisation, where)
    if found is None:
        raise NotFound("there is no such document")
    headers = {"ETag": f'"{found.etag}"', "Last-Modified": http_date(found.updated)}
    return Answer(body=found.content, content_type=found.content_type, headers=headers)


async def listed(call: Call, receiver: Receiver, where: Address) -> Answer:
    """The ids of an owner's documents; 200 also where there are none."""
    ids, updated = await receiver.read(documents.ids, call.access.organisation, where)
    body = encode(ids)
    headers = {"ETag": f'"{document.etag(body)}"'}
    if updated is not None:
        headers["Last-Modified"] = http_date(updated)
    return Answer(body=body, headers=headers)


async def write(call: Call, receiver: Receiver) -> Answer:
    """PUT stores the document as it came, POST merges JSON into JSON (Communication 2.2)."""
    where = address(call)
    kind = document.content_type(call.headers.get("content-type"))
    if call.media_type == JSON:
        decode(call.body)  # what isn't what it says is refused (Communication 3.2)
    organisation, condition = call.access.organisation, demanded(call, where)
    put_or_post, now = WRITES[call.method], receiver.clock()
    etag = await receiver.committer.run(
        organisation,
        lambda connection: put_or_post(connection, organisation, where, call.body, kind, condition, now),
    )
    return Answer(204, headers={"ETag": f'"{etag}"'})


async def delete(call: Call, receiver: Receiver) -> Answer:
    """Delete the document, or all states of a context; what isn't there is deleted already."""
    where = address(call)
    organisation, condition = call.access.organisation, demanded(call, where)
    if where.id is None:
        await receiver.committer.run(
            organisation, lambda connection: documents.delete_all(connection, organisation, where)
        )
    else:
        await receiver.committer.run(
            organisation, lambda connection: documents.delete(connection, organisation, where, condition)
        )
    return Answer(204)


def address(call: Call) -> Address:
    """What the request is about, within the limits of the key."""
    where = document.read(RESOURCES[call.path], call.method, call.params, call.version)
    require_document(where.activity or None, call.access.limits)
    return where


def demanded(call: Call, where: Address) -> precondition.Precondition:
    """If-Match and If-None-Match (Communication 3.1)."""
    return precondition.read(call.method, where.resource, call.version, call.headers)


def http_date(microseconds: int) -> str:
    """A moment as the header Last-Modified has it (RFC 9110 5.6.7)."""
    return formatdate(microseconds // SECOND, usegmt=True)


METHODS = {"GET": read, "PUT": write, "POST": write, "DELETE": delete}
