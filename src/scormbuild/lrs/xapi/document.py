"""Documents: where one belongs, what two of them make together, and how one is told from another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi import actor, codec
from scormbuild.lrs.xapi.multipart import essence
from scormbuild.lrs.xapi.patterns import is_iri, is_media_type, is_uuid, parse_timestamp
from scormbuild.lrs.xapi.version import Version

STATE, ACTIVITY_PROFILE, AGENT_PROFILE = "state", "activity_profile", "agent_profile"
JSON = "application/json"
BINARY = "application/octet-stream"
LONGEST_ID = 512
LONGEST_TYPE = 255
READ_METHODS = frozenset({"GET", "HEAD"})
NUL = "\x00"  # which a text of PostgreSQL can't hold

# Of each resource: what a request must name, what it may, and the parameter of the single document.
RESOURCE_PARAMETERS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    STATE: (("activityId", "agent"), ("registration",), "stateId"),
    ACTIVITY_PROFILE: (("activityId",), (), "profileId"),
    AGENT_PROFILE: (("agent",), (), "profileId"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """Which document or documents a request is about; "" stands for what wasn't given, or doesn't apply."""

    resource: str
    activity: str = ""
    agent: str = ""  # its ifi
    registration: str = ""
    id: str | None = None
    since: int | None = None

    @property
    def owner(self) -> str:
        """One short key for the resource, activity and agent together."""
        # Only the last of these can hold a line end, so no two owners are alike; the hash fits an index.
        owner = "\n".join((self.resource, self.activity, self.agent))
        return hashlib.blake2b(owner.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is stored; `updated` in microseconds since 1970."""

    content: bytes
    content_type: str
    etag: str
    updated: int


def parse_address(resource: str, method: str, params: Mapping[str, str], version: Version) -> Address:
    """What the parameters name (xAPI 1.0.3 Communication 2.3, 2.6, 2.7); raises BadRequest.

    Without an id it is about all documents there: to list them, or of states to delete them.
    """
    required, optional, naming = RESOURCE_PARAMETERS[resource]
    single = naming in params
    allowed = {*required, *optional, naming}
    if method in READ_METHODS and not single:
        allowed.add("since")
    for name in params:
        if name not in allowed:
            raise BadRequest(f"parameter {name[:60]!r} is not known here: {', '.join(sorted(allowed))}")
    for name in required:
        if name not in params:
            raise BadRequest(f"parameter {name!r} is missing")
    if not single and method not in READ_METHODS and not (method == "DELETE" and resource == STATE):
        raise BadRequest(f"parameter {naming!r} is missing")
    return Address(
        resource,
        activity=parse_activity(params.get("activityId")),
        agent=parse_agent_ifi(params.get("agent"), version),
        registration=parse_registration(params.get("registration")),
        id=parse_document_id(naming, params.get(naming)),
        since=parse_since(params.get("since"), version),
    )


def parse_activity(text: str | None) -> str:
    """The IRI of an activity, "" where none was given."""
    if text is not None and not is_iri(text):
        raise BadRequest(f"parameter 'activityId' must be an IRI, not {text[:60]!r}")
    return text or ""


def parse_agent_ifi(text: str | None, version: Version) -> str:
    """The ifi of an agent; 2.0 also takes an identified group (IEEE 9274.1.1 4.1.6.2)."""
    if text is None:
        return ""
    given = actor.parse_agent(text)
    # 1.0.3 has documents of agents only (Communication 2.3, 2.6).
    if version is Version.V1 and given.get("objectType") == "Group":
        raise BadRequest("parameter 'agent' must be an agent: write the group's identifier as an agent's")
    return actor.ifi(given) or ""


def parse_registration(text: str | None) -> str:
    """A registration in lower case, "" where none was given."""
    if text is not None and not is_uuid(text):
        raise BadRequest(f"parameter 'registration' must be a UUID, not {text[:60]!r}")
    return (text or "").lower()


def parse_document_id(name: str, text: str | None) -> str | None:
    """The id of a document: any text that isn't empty or endless."""
    if text is not None and not (0 < len(text) <= LONGEST_ID and NUL not in text):
        raise BadRequest(f"parameter {name!r} must have 1 to {LONGEST_ID} characters, none of them U+0000")
    return text


def parse_since(text: str | None, version: Version) -> int | None:
    """A timestamp in microseconds since 1970."""
    try:
        return None if text is None else parse_timestamp(text, version)
    except ValueError as error:
        raise BadRequest(f"parameter 'since' must be a timestamp: {error}") from error


def parse_content_type(header: str | None) -> str:
    """The content type to keep with a document (xAPI 1.0.3 Communication 1.5: of any kind)."""
    if not header:
        return BINARY
    if len(header) > LONGEST_TYPE or not is_media_type(header):
        raise BadRequest(f"the Content-Type must be a media type such as {JSON}, not {header[:60]!r}")
    return header


def etag(content: bytes) -> str:
    """The entity tag, without its quotes: 40 hex digits (xAPI 1.0.3 Communication 3.1)."""
    # Systems in FIPS mode refuse SHA-1 unless told that no secret hangs on it; 1.0.3 asks for it by name.
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def content_after_post(stored: Document | None, content: bytes, kind: str) -> bytes:
    """What is there after a POST: merged with what was, or as it came (xAPI 1.0.3 Communication 2.2)."""
    if stored is not None:
        return merge_documents(stored.content, stored.content_type, content, kind)
    # Else the next POST would have nothing to merge with, and be refused in its place.
    if essence(kind) == JSON:
        json_properties(content, kind, "posted")
    return content


def merge_documents(stored: bytes, stored_type: str, incoming: bytes, incoming_type: str) -> bytes:
    """The stored JSON object with the top-level properties of the incoming one set (Communication 2.2)."""
    new = json_properties(incoming, incoming_type, "posted")
    return codec.encode_json({**json_properties(stored, stored_type, "stored"), **new})


def json_properties(content: bytes, kind: str, which: str) -> dict[str, object]:
    """The JSON object that a document is; raises BadRequest where it is none."""
    if essence(kind) != JSON:
        raise BadRequest(f"the {which} document is no {JSON}, so it can't be merged: use PUT to replace it")
    try:
        value = codec.decode_json(content)
    except BadRequest as error:
        raise BadRequest(f"the {which} document is no valid JSON: {error.message}") from error
    if not isinstance(value, dict):
        raise BadRequest(f"the {which} document is no JSON object: use PUT to replace it")
    return value
