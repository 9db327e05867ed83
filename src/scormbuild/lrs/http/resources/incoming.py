"""The way in of a statement: from the body of a request to what the store takes, one step after another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from scormbuild.errors import BadRequest, Unavailable
from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.access import Access
from scormbuild.lrs.auth.limits import require_statement
from scormbuild.lrs.auth.rate import BYTES, ROWS, STATEMENTS
from scormbuild.lrs.auth.request_limits import request_limits, require_counts
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request
from scormbuild.lrs.privacy.incoming import pseudonymise_from
from scormbuild.lrs.privacy.pseudonym import Incoming
from scormbuild.lrs.store.prepare import PreparedStatement, prepare_statement
from scormbuild.lrs.xapi.attachments import validate_attachments
from scormbuild.lrs.xapi.rules.statement import validate_statement
from scormbuild.lrs.xapi.signature import validate_signatures
from scormbuild.lrs.xapi.statement_body import StatementBody, parse_statement_body, validate_depth

Json = dict[str, Any]
YIELD_EVERY = 50  # statements after which others get their turn
NO_PSEUDONYM_KEY = "this organisation's secret is missing: scormbuild lrs organisation set makes one"


async def read_statements(
    request: Request, lrs: Lrs, put_id: str | None = None
) -> tuple[list[PreparedStatement], dict[str, bytes]]:
    """The statements of a request and their attachments; raises a BadRequest for the first fault of any.

    `put_id` is the id that a PUT names (xAPI 1.0.3 Communication 2.1.1). All statements are valid before the
    first one is looked at more closely, as a batch is stored whole or not at all (Communication 2.1.2).
    """
    content_type, access = request.headers.get("content-type", ""), request.access
    # Before anything is read in it, and also for what is refused: reading it is what costs.
    lrs.rate_limiter.take(access.key, access.limits, {BYTES: len(request.body)})
    limits = request_limits(lrs.settings, access.limits.source)
    body = parse_statement_body(request.body, content_type, limits, single=put_id is not None)
    async for path, statement in taking_turns(body):
        validate_statement(statement, request.version, path)
        require_counts(statement, limits, path)
        validate_depth(statement, body.max_depth, path)
    validate_attachments(body.statements, body.attachments, batch=body.is_batch)
    prepared = []
    async for path, statement in taking_turns(body):
        # After the rules of all: what was signed is compared by meaning, which only valid statements have.
        validate_signatures(statement, body.attachments, request.version, path)
        require_statement(statement, access.limits)
        set_id(statement, put_id)
        incoming, about = pseudonymise(statement, access)
        prepared.append(
            prepare_statement(
                incoming,
                authority=access.authority,
                new_id=incoming.get("id") or lrs.new_id(),
                version=request.version,
                define=scope.may_define(access.scopes),
                names=access.may_name,
                within=access.limits.activity_prefix,
                incoming=about,
            )
        )
    # From a package or an LMS the second is left alone, as if it were there already (store.insert): whoever
    # sends again what wasn't answered may well send it twice.
    if access.limits.source is None:
        refuse_duplicate_ids(prepared)
    # Last of all, so that statements that are refused take nothing off the rate.
    amounts = {STATEMENTS: len(prepared), ROWS: sum(map(count_rows, prepared))}
    lrs.rate_limiter.take(access.key, access.limits, amounts)
    return prepared, {sha2: part.content for sha2, part in body.attachments.items()}


async def taking_turns(body: StatementBody) -> AsyncIterator[tuple[str, Any]]:
    """Each statement with its path; others are served every so many statements of a large batch."""
    for number, statement in enumerate(body.statements):
        yield body.path(number), statement
        if number % YIELD_EVERY == YIELD_EVERY - 1:
            await asyncio.sleep(0)


def set_id(statement: Json, put_id: str | None) -> None:
    """Give a statement the id that a PUT names; raises BadRequest where it has another already."""
    if put_id is not None and statement.setdefault("id", put_id).lower() != put_id.lower():
        raise BadRequest(
            f"statement.id is not the statementId {put_id} of the request: send the same, or no id"
        )


def pseudonymise(statement: Json, access: Access) -> tuple[Json, Incoming | None]:
    """The statement as the store may have it, and what it has to know of one whose source is known."""
    if not access.stores_incoming:
        return statement, None
    if access.scheme is None:
        raise Unavailable(NO_PSEUDONYM_KEY)
    return pseudonymise_from(statement, access.scheme, access.limits.source, access.limits.activity_prefix)


def refuse_duplicate_ids(prepared: Sequence[PreparedStatement]) -> None:
    """Refuse a batch that holds one id twice (xAPI 1.0.3 Communication 2.1.2)."""
    if len({statement.id for statement in prepared}) == len(prepared):
        return
    ids: set[str] = set()
    for number, statement in enumerate(prepared):
        if statement.id in ids:
            raise BadRequest(f"statements[{number}].id: {statement.id} is in this batch already")
        ids.add(statement.id)


def count_rows(prepared: PreparedStatement) -> int:
    """How many rows a statement takes at most: itself, what finds it, and who it names."""
    return 1 + len(prepared.keys) + (len(prepared.incoming.identities) if prepared.incoming else 0)
