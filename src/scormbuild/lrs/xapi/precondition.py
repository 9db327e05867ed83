"""What a client demands of the document that it writes over: If-Match and If-None-Match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scormbuild.errors import BadRequest, Conflict, PreconditionFailed
from scormbuild.lrs.xapi.version import Version

ANY = frozenset({"*"})
# Unquoted tags come from clients that cut the quotes off; what matches is still this document's.
TAG = re.compile(r'\s*(?:W/)?(?:"([\x21\x23-\x7e\x80-\xff]*)"|([0-9A-Fa-f]{40}))\s*(?:,|$)')
ADVICE = "read the document as it is now, and send its ETag as If-Match"


@dataclass(frozen=True, slots=True)
class Precondition:
    """The tags of each header (None where it wasn't sent), and what else the version asks of the write."""

    if_match: frozenset[str] | None = None
    if_none_match: frozenset[str] | None = None
    required_for_new: bool = False
    required_for_existing: bool = False


def parse_precondition(
    method: str, resource: str, version: Version, headers: Mapping[str, str]
) -> Precondition:
    """The precondition of a request; header names are in lower case.

    xAPI 1.0.3 Communication 3.1: a PUT of a profile must have one of both headers, state needs neither.
    IEEE 9274.1.1 4.1.4: the three resources are alike, and only a document that is there needs one.
    """
    put = method == "PUT"
    profile = resource != "state"
    return Precondition(
        if_match=parse_entity_tags("If-Match", headers.get("if-match")),
        if_none_match=parse_entity_tags("If-None-Match", headers.get("if-none-match")),
        # In 1.0.3 state needs none, since conflicts over it are unlikely (Communication 3.1).
        required_for_new=put and profile and version is Version.V1,
        required_for_existing=put and (profile or version is Version.V2),
    )


def parse_entity_tags(name: str, header: str | None) -> frozenset[str] | None:
    """The entity tags of a header, in lower case and without quotes (RFC 9110 13.1).

    A weak tag counts as its strong one: proxies that compress weaken ours, yet it stays a hash.
    """
    if header is None:
        return None
    if header.strip() == "*":
        return ANY
    found: set[str] = set()
    end = 0
    while end < len(header) and (tag := TAG.match(header, end)):
        found.add((tag[1] if tag[2] is None else tag[2]).lower())
        end = tag.end()
    if not found or end < len(header):
        raise BadRequest(f'{name} must be * or entity tags in quotes, such as "5d41402a…"')
    return frozenset(found)


def validate_precondition(precondition: Precondition, etag: str | None) -> None:
    """Refuse the write where the document isn't as demanded; `etag` is None where there is none.

    PreconditionFailed where a header doesn't hold, Conflict or BadRequest where both are missing.
    """
    match, none_match = precondition.if_match, precondition.if_none_match
    if match is None and none_match is None:
        return validate_without_headers(precondition, etag)
    # `*` asks that there be a document, whichever (RFC 9110 13.1.1).
    if match is not None and (etag is None or (match != ANY and etag not in match)):
        raise PreconditionFailed(f"the document is not the one that If-Match names: {ADVICE}")
    if none_match is not None and etag is not None and (none_match == ANY or etag in none_match):
        raise PreconditionFailed(f"there is a document that If-None-Match excludes: {ADVICE}")
    return None


def validate_without_headers(precondition: Precondition, etag: str | None) -> None:
    """Refuse a write without any header where the standard asks for one."""
    if etag is not None and precondition.required_for_existing:
        raise Conflict(
            f"there is a document already, and neither If-Match nor If-None-Match was sent: {ADVICE}"
        )
    if etag is None and precondition.required_for_new:
        raise BadRequest(
            "a profile document needs If-Match or If-None-Match: send If-None-Match: * for a new one"
        )
