"""The document resources: state and the two profiles (xAPI 1.0.3 Communication 2.2, 2.3, 2.6, 2.7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from scormbuild.errors import NotFound
from scormbuild.lrs.auth.limits import require_document
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import JSON, Request, Response, http_date
from scormbuild.lrs.store import documents
from scormbuild.lrs.xapi import document, precondition
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.document import Address

WRITES = {"PUT": documents.put_document, "POST": documents.post_document}


async def read_document(resource: str, request: Request, lrs: Lrs) -> Response:
    """The document, or the ids of all that are there."""
    address = read_address(resource, request)
    if address.id is None:
        return await list_document_ids(request, lrs, address)
    found = await lrs.read_database(documents.find_document, request.access.organisation, address)
    if found is None:
        raise NotFound("there is no such document")
    headers = {"ETag": f'"{found.etag}"', "Last-Modified": http_date(found.updated)}
    return Response(body=found.content, content_type=found.content_type, headers=headers)


async def list_document_ids(request: Request, lrs: Lrs, address: Address) -> Response:
    """The ids of an owner's documents; 200 also where there are none."""
    ids, updated = await lrs.read_database(documents.list_document_ids, request.access.organisation, address)
    body = encode_json(ids)
    headers = {"ETag": f'"{document.etag(body)}"'}
    if updated is not None:
        headers["Last-Modified"] = http_date(updated)
    return Response(body=body, headers=headers)


async def write_document(resource: str, request: Request, lrs: Lrs) -> Response:
    """PUT stores the document as it came, POST merges JSON into JSON (Communication 2.2)."""
    address = read_address(resource, request)
    kind = document.parse_content_type(request.headers.get("content-type"))
    if request.media_type == JSON:
        decode_json(request.body)  # what isn't what it says is refused (Communication 3.2)
    organisation, condition = request.access.organisation, read_precondition(request, address)
    put_or_post, now = WRITES[request.method], lrs.clock()
    etag = await lrs.committer.run_job(
        organisation,
        lambda connection: put_or_post(connection, organisation, address, request.body, kind, condition, now),
    )
    return Response(204, headers={"ETag": f'"{etag}"'})


async def delete_document(resource: str, request: Request, lrs: Lrs) -> Response:
    """Delete the document, or all states of a context; what isn't there is deleted already."""
    address = read_address(resource, request)
    organisation, condition = request.access.organisation, read_precondition(request, address)
    if address.id is None:
        await lrs.committer.run_job(
            organisation, lambda connection: documents.delete_documents(connection, organisation, address)
        )
    else:
        await lrs.committer.run_job(
            organisation,
            lambda connection: documents.delete_document(connection, organisation, address, condition),
        )
    return Response(204)


def read_address(resource: str, request: Request) -> Address:
    """What the request is about, within the limits of the key."""
    address = document.parse_address(resource, request.method, request.params, request.version)
    require_document(address.activity or None, request.access.limits)
    return address


def read_precondition(request: Request, address: Address) -> precondition.Precondition:
    """If-Match and If-None-Match (Communication 3.1)."""
    return precondition.parse_precondition(request.method, address.resource, request.version, request.headers)


def operations(resource: str) -> dict[str, Callable[[Request, Lrs], Awaitable[Response]]]:
    """What answers each method where states are, or the profiles of one kind."""
    read, write, delete = (
        partial(operation, resource) for operation in (read_document, write_document, delete_document)
    )
    return {"GET": read, "PUT": write, "POST": write, "DELETE": delete}
