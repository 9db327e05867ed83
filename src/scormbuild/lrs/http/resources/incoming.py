"""From the body of a request to statements that are ready for the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from scormbuild.errors import BadRequest, InvalidStatement, TooLarge, Unavailable
from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.access import Access
from scormbuild.lrs.auth.limits import LMS, PACKAGE, require_package, require_statement, within
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Call
from scormbuild.lrs.privacy.pseudonym import Arrival, arrived
from scormbuild.lrs.settings import Settings
from scormbuild.lrs.xapi import attachments, signature
from scormbuild.lrs.xapi.codec import decode, encode
from scormbuild.lrs.xapi.rules.statement import validate
from scormbuild.lrs.xapi.statement.prepare import Prepared, prepare
from scormbuild.vocabulary import statement_id

Json = dict[str, Any]
SLICE = 50  # statements after which others get their turn
SAME_AGAIN = "14d839c4-55c2-4a12-8f59-141798468458"  # the namespace of ids that an LMS's statements are given
WITHOUT_KEY = "this organisation's secret is missing: scormbuild lrs organisation set makes one"
EXTENSIBLE = (b'"extensions"', b"\\u")  # without one of these in it, valid JSON of a statement is never deep


async def read(
    call: Call, receiver: Receiver, expected: str | None = None
) -> tuple[list[Prepared], dict[str, bytes]]:
    """The statements of a request and their attachments; raises a BadRequest for the first fault of any.

    `expected` is the id that a PUT names (xAPI 1.0.3 Communication 2.1.1).
    """
    text, parts = attachments.read(call.body, call.headers.get("content-type", ""))
    limit_parts(parts, receiver.settings)
    decoded = decode(text)
    batch = isinstance(decoded, list) and expected is None
    statements: list[Any] = decoded if batch else [decoded]
    limit(statements, receiver.settings)
    depth = receiver.settings.max_depth if may_be_deep(text, receiver.settings) else None
    for number, statement in enumerate(statements):
        validate(statement, call.version, path(number, batch))
        if depth is not None and deeper(statement, depth):
            raise InvalidStatement(path(number, batch), f"it is nested more than {depth} levels deep")
        await turn(number)
    attachments.match(statements, parts, batch=batch)
    prepared: list[Prepared] = []
    for number, statement in enumerate(statements):
        signature.validate(statement, parts, call.version, path(number, batch))
        prepared.append(one(call, receiver, statement, expected))
        await turn(number)
    if call.access.limits.road is None:
        refuse_twins(prepared)
    receiver.rates.take(call.access.key, call.access.limits.rate, len(prepared))
    return prepared, {sha2: part.content for sha2, part in parts.items()}


def path(number: int, batch: bool) -> str:
    """How an error names a statement of a request."""
    return f"statements[{number}]" if batch else "statement"


async def turn(number: int) -> None:
    """Let others be served every so many statements of a large batch."""
    if number % SLICE == SLICE - 1:
        await asyncio.sleep(0)


def one(call: Call, receiver: Receiver, statement: Json, expected: str | None) -> Prepared:
    """A valid statement made ready: within the limits of the key, with an id and the key's authority."""
    access = call.access
    require_statement(statement, access.limits)
    require_package(statement, access.limits)
    if expected is not None and statement.setdefault("id", expected).lower() != expected.lower():
        raise BadRequest(
            f"statement.id is not the statementId {expected} of the request: send the same, or no id"
        )
    arrival = None
    if access.arriving:
        statement, arrival = arriving(statement, access)
    prepared = prepare(
        statement,
        authority=access.authority,
        new_id=statement.get("id") or receiver.new_id(),
        version=call.version,
        define=scope.may_define(access.scopes),
    )
    prepared.arrival = arrival
    if prefix := access.limits.activity_prefix:
        prepared.activities = [each for each in prepared.activities if within(each["id"], prefix)]
    return prepared


def arriving(statement: Json, access: Access) -> tuple[Json, Arrival]:
    """A statement that comes by a road: with pseudonyms in it, and an id by which it is known again.

    An LMS's plug-in sends no ids; should it send the same again, as it lost our answer, nothing is twice.
    """
    if access.scheme is None:
        raise Unavailable(WITHOUT_KEY)
    road = access.limits.road
    hidden, arrival = arrived(statement, access.scheme, lenient=road is not None)
    arrival.course = access.limits.activity_prefix if road == PACKAGE else None
    if road == LMS and "id" not in hidden and "timestamp" in hidden:
        hidden["id"] = statement_id(SAME_AGAIN, encode(essence(hidden)).decode())
    return hidden, arrival


def essence(statement: Json) -> Json:
    """A statement without the registration, which a plug-in makes up anew for each of its runs."""
    context = {name: value for name, value in statement.get("context", {}).items() if name != "registration"}
    return dict(sorted({**statement, "context": context}.items()))


def refuse_twins(prepared: Sequence[Prepared]) -> None:
    """Refuse a batch that holds one id twice (xAPI 1.0.3 Communication 2.1.2)."""
    if len({statement.id for statement in prepared}) == len(prepared):
        return
    seen: set[str] = set()
    for number, statement in enumerate(prepared):
        if statement.id in seen:
            raise BadRequest(f"statements[{number}].id: {statement.id} is in this batch already")
        seen.add(statement.id)


def limit_parts(parts: Mapping[str, attachments.Attachment], settings: Settings) -> None:
    """Refuse an attachment that is too large (xAPI 1.0.3 Communication 3.2)."""
    for sha2, part in parts.items():
        if len(part.content) > settings.max_attachment:
            raise TooLarge(
                f"attachment {sha2} is larger than the {settings.max_attachment} bytes that are taken"
            )


def limit(statements: Sequence[Any], settings: Settings) -> None:
    """Refuse too many statements at once."""
    if len(statements) > settings.max_statements:
        raise TooLarge(f"a batch may hold {settings.max_statements} statements: send these in several")


def may_be_deep(text: bytes, settings: Settings) -> bool:
    """Whether it is worth a walk through the statements to measure their depth."""
    brackets = text.count(b"{") + text.count(b"[")
    return brackets > settings.max_depth and any(word in text for word in EXTENSIBLE)


def deeper(value: object, levels: int) -> bool:
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
