"""From the body of a request to statements that are ready for the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from scormbuild.errors import BadRequest, InvalidStatement, TooLarge, Unavailable
from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.access import Access
from scormbuild.lrs.auth.limits import is_within, require_package, require_statement
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request
from scormbuild.lrs.privacy.pseudonym import Incoming, pseudonymise_incoming
from scormbuild.lrs.settings import Settings
from scormbuild.lrs.store.prepare import PreparedStatement, prepare_statement
from scormbuild.lrs.xapi import attachments, signature
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.rules.statement import validate_statement
from scormbuild.lrs.xapi.source import LMS, PACKAGE
from scormbuild.vocabulary import statement_id

Json = dict[str, Any]
YIELD_EVERY = 50  # statements after which others get their turn
LMS_STATEMENT_NAMESPACE = "14d839c4-55c2-4a12-8f59-141798468458"  # of the ids that an LMS's statements get
NO_PSEUDONYM_KEY = "this organisation's secret is missing: scormbuild lrs organisation set makes one"
EXTENSIBLE = (b'"extensions"', b"\\u")  # without one of these in it, valid JSON of a statement is never deep


async def read_statements(
    request: Request, lrs: Lrs, expected_id: str | None = None
) -> tuple[list[PreparedStatement], dict[str, bytes]]:
    """The statements of a request and their attachments; raises a BadRequest for the first fault of any.

    `expected` is the id that a PUT names (xAPI 1.0.3 Communication 2.1.1).
    """
    text, parts = attachments.split_body(request.body, request.headers.get("content-type", ""))
    refuse_large_attachments(parts, lrs.settings)
    content = decode_json(text)
    batch = isinstance(content, list) and expected_id is None
    statements: list[Any] = content if batch else [content]
    refuse_large_batch(statements, lrs.settings)
    depth = lrs.settings.max_depth if may_be_deep(text, lrs.settings) else None
    for number, statement in enumerate(statements):
        validate_statement(statement, request.version, statement_path(number, batch))
        if depth is not None and is_deeper(statement, depth):
            raise InvalidStatement(
                statement_path(number, batch), f"it is nested more than {depth} levels deep"
            )
        await yield_to_others(number)
    attachments.validate_attachments(statements, parts, batch=batch)
    prepared: list[PreparedStatement] = []
    for number, statement in enumerate(statements):
        signature.validate_signatures(statement, parts, request.version, statement_path(number, batch))
        prepared.append(prepare_for_key(request, lrs, statement, expected_id))
        await yield_to_others(number)
    if request.access.limits.source is None:
        refuse_duplicate_ids(prepared)
    lrs.rate_limiter.take(request.access.key, request.access.limits.rate, len(prepared))
    return prepared, {sha2: part.content for sha2, part in parts.items()}


def statement_path(number: int, batch: bool) -> str:
    """How an error names a statement of a request."""
    return f"statements[{number}]" if batch else "statement"


async def yield_to_others(number: int) -> None:
    """Let others be served every so many statements of a large batch."""
    if number % YIELD_EVERY == YIELD_EVERY - 1:
        await asyncio.sleep(0)


def prepare_for_key(
    request: Request, lrs: Lrs, statement: Json, expected_id: str | None
) -> PreparedStatement:
    """A valid statement made ready: within the limits of the key, with an id and the key's authority."""
    access = request.access
    require_statement(statement, access.limits)
    require_package(statement, access.limits)
    if expected_id is not None and statement.setdefault("id", expected_id).lower() != expected_id.lower():
        raise BadRequest(
            f"statement.id is not the statementId {expected_id} of the request: send the same, or no id"
        )
    incoming = None
    if access.stores_incoming:
        statement, incoming = identify_incoming(statement, access)
    prepared = prepare_statement(
        statement,
        authority=access.authority,
        new_id=statement.get("id") or lrs.new_id(),
        version=request.version,
        define=scope.may_define(access.scopes),
    )
    prepared.incoming = incoming
    if prefix := access.limits.activity_prefix:
        prepared.activities = [each for each in prepared.activities if is_within(each["id"], prefix)]
    return prepared


def identify_incoming(statement: Json, access: Access) -> tuple[Json, Incoming]:
    """A statement that comes by a road: with pseudonyms in it, and an id by which it is known again.

    An LMS's plug-in sends no ids; should it send the same again, as it lost our answer, nothing is twice.
    """
    if access.scheme is None:
        raise Unavailable(NO_PSEUDONYM_KEY)
    source = access.limits.source
    pseudonymised, incoming = pseudonymise_incoming(statement, access.scheme, lenient=source is not None)
    incoming.course = access.limits.activity_prefix if source == PACKAGE else None
    if source == LMS and "id" not in pseudonymised and "timestamp" in pseudonymised:
        pseudonymised["id"] = statement_id(
            LMS_STATEMENT_NAMESPACE, encode_json(without_registration(pseudonymised)).decode()
        )
    return pseudonymised, incoming


def without_registration(statement: Json) -> Json:
    """A statement without the registration, which a plug-in makes up anew for each of its runs."""
    context = {name: value for name, value in statement.get("context", {}).items() if name != "registration"}
    return dict(sorted({**statement, "context": context}.items()))


def refuse_duplicate_ids(prepared: Sequence[PreparedStatement]) -> None:
    """Refuse a batch that holds one id twice (xAPI 1.0.3 Communication 2.1.2)."""
    if len({statement.id for statement in prepared}) == len(prepared):
        return
    seen: set[str] = set()
    for number, statement in enumerate(prepared):
        if statement.id in seen:
            raise BadRequest(f"statements[{number}].id: {statement.id} is in this batch already")
        seen.add(statement.id)


def refuse_large_attachments(parts: Mapping[str, attachments.Attachment], settings: Settings) -> None:
    """Refuse an attachment that is too large (xAPI 1.0.3 Communication 3.2)."""
    for sha2, part in parts.items():
        if len(part.content) > settings.max_attachment:
            raise TooLarge(
                f"attachment {sha2} is larger than the {settings.max_attachment} bytes that are taken"
            )


def refuse_large_batch(statements: Sequence[Any], settings: Settings) -> None:
    """Refuse too many statements at once."""
    if len(statements) > settings.max_statements:
        raise TooLarge(f"a batch may hold {settings.max_statements} statements: send these in several")


def may_be_deep(text: bytes, settings: Settings) -> bool:
    """Whether it is worth a walk through the statements to measure their depth."""
    brackets = text.count(b"{") + text.count(b"[")
    return brackets > settings.max_depth and any(word in text for word in EXTENSIBLE)


def is_deeper(value: object, levels: int) -> bool:
    """Whether objects and lists lie in one another more than so many levels deep."""
    layer = [value]
    while layer and levels > 0:
        layer = [
            inner
            for outer in layer
            for inner in (
                outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            )
            if isinstance(inner, (dict, list))
        ]
        levels -= 1
    return bool(layer)
