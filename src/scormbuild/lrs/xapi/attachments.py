"""Attachments of statements: found in a body, matched with their statements, and sent out again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scormbuild.errors import BadRequest, InvalidStatement
from scormbuild.lrs.xapi import multipart
from scormbuild.lrs.xapi.multipart import Part, essence

JSON = "application/json"
BINARY = "application/octet-stream"
HASH_HEADER = "X-Experience-API-Hash"
# SHA-2 is a family; which of its members was meant shows from the number of hex digits.
SHA2_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
HEX = re.compile(r"[0-9a-f]+")
SAFE = re.compile(r"[ -~]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """The octets of an attachment, and the content type that its part gave ("" where it gave none)."""

    content: bytes
    content_type: str


def split_body(body: bytes, content_type: str) -> tuple[bytes, dict[str, Attachment]]:
    """The statements' JSON, and the attachments by hash in lower case (xAPI 1.0.3 Communication 1.5)."""
    kind = essence(content_type)
    if kind == JSON:
        return body, {}
    if kind != multipart.MIXED:
        raise BadRequest(f"statements come as {JSON} or {multipart.MIXED}, not as {kind[:60] or 'nothing'!r}")
    first, *rest = multipart.parse_multipart(body, content_type)
    if essence(first.headers.get("content-type", "")) != JSON:
        raise BadRequest(f"the first part must hold the statements, with Content-Type {JSON}")
    return first.content, dict(parse_attachment(part, number) for number, part in enumerate(rest, 2))


def parse_attachment(part: Part, number: int) -> tuple[str, Attachment]:
    """The hash of a part and what it holds; the hash must be that of the content."""
    # Hash and coding are asked of every part but the first (Communication 1.5.2).
    sha2 = part.headers.get(HASH_HEADER.lower(), "").lower()
    if part.headers.get("content-transfer-encoding", "").lower() != "binary":
        raise BadRequest(f"part {number} must have the header Content-Transfer-Encoding: binary")
    algorithm = SHA2_ALGORITHMS.get(len(sha2))
    if algorithm is None or not HEX.fullmatch(sha2):
        raise BadRequest(f"part {number} must have the header {HASH_HEADER} with a SHA-2 hash in hex digits")
    # Content is kept by its hash, once for all: a wrong one would give somebody else's statement another
    # file.
    if hashlib.new(algorithm, part.content).hexdigest() != sha2:
        raise BadRequest(f"part {number} is not what its {HASH_HEADER} says: the content has another hash")
    return sha2, Attachment(part.content, part.headers.get("content-type", ""))


def attachment_objects(statement: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each attachment object of a statement and of its substatement, with its path."""
    for number, one in enumerate(statement.get("attachments", ())):
        yield f"{path}.attachments[{number}]", one
    # Only a substatement is an object with attachments of its own.
    for number, one in enumerate(statement["object"].get("attachments", ())):
        yield f"{path}.object.attachments[{number}]", one


def validate_attachments(
    statements: Sequence[Mapping[str, Any]], parts: Mapping[str, Attachment], *, batch: bool = False
) -> None:
    """Refuse an attachment without fileUrl that has no part, and a part that no valid statement names.

    xAPI 1.0.3 Communication 1.5.2, Data 2.4.11. The length isn't compared: conformant clients send another.
    """
    declared_hashes: set[str] = set()
    for number, statement in enumerate(statements):
        if "attachments" not in statement and "attachments" not in statement["object"]:
            continue
        for path, one in attachment_objects(statement, f"statements[{number}]" if batch else "statement"):
            declared_hashes.add(one["sha2"].lower())
            validate_part(one, parts.get(one["sha2"].lower()), path)
    extra = parts.keys() - declared_hashes
    if extra:
        raise BadRequest(f"no statement names the attachment with {HASH_HEADER} {min(extra)}")


def validate_part(declaration: Mapping[str, Any], part: Attachment | None, path: str) -> None:
    """Refuse a declaration whose part is missing, or is of another content type."""
    if part is None:
        if "fileUrl" not in declaration:
            raise InvalidStatement(path, "there is no fileUrl, and no part of the request with this sha2")
    # Parameters aren't compared: the standard's own example has a charset in one of the two only.
    elif part.content_type and essence(part.content_type) != essence(declaration["contentType"]):
        raise InvalidStatement(f"{path}.contentType", "its part of the request has another Content-Type")


def render_with_attachments(
    result: bytes | Sequence[bytes], attachments: Iterable[tuple[str, str, bytes]]
) -> tuple[str, list[bytes]]:
    """The content type and the pieces of an answer with attachments: (sha2, content type, content) each.

    xAPI 1.0.3 Communication 1.5.2 and 2.1.3: multipart also where there is no attachment.
    """
    body = result if isinstance(result, bytes) else b"".join(result)
    parts = [Part({"Content-Type": JSON}, body)]
    # The boundary follows from all hashes, so no content can have been written to hold it.
    digest = hashlib.blake2b(body, digest_size=16)
    for sha2, content_type, content in attachments:
        digest.update(sha2.encode())
        headers = {
            # It comes out of a statement, where a line end would begin another header.
            "Content-Type": content_type if SAFE.fullmatch(content_type) else BINARY,
            "Content-Transfer-Encoding": "binary",
            HASH_HEADER: sha2,
        }
        parts.append(Part(headers, content))
    boundary = digest.hexdigest()
    return f"{multipart.MIXED}; boundary={boundary}", multipart.render_multipart(parts, boundary)
