"""The statement resource (xAPI 1.0.3 Communication 2.1, IEEE 9274.1.1 4.1.6.1)."""

from __future__ import annotations

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import CONSISTENT_THROUGH, Request, Response, refuse_unknown_params
from scormbuild.lrs.http.resources import audit, identities, incoming
from scormbuild.lrs.http.resources.results import StatementReader
from scormbuild.lrs.xapi import query
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.patterns import format_timestamp, is_uuid


async def post_statements(request: Request, lrs: Lrs) -> Response:
    """Store the statements of the body, all or none; answers their ids in order (Communication 2.1.2)."""
    refuse_unknown_params(request)
    statements, attachments = await incoming.read_statements(request, lrs)
    if not statements:
        return Response(body=b"[]")
    through = await lrs.committer.insert_statements(request.access.organisation, statements, attachments)
    return Response(
        body=encode_json([each.id for each in statements]), headers=consistent_through_header(through)
    )


async def put_statement(request: Request, lrs: Lrs) -> Response:
    """Store one statement under the id that the parameter gives (Communication 2.1.1)."""
    refuse_unknown_params(request, "statementId")
    expected = request.params.get("statementId", "")
    if not is_uuid(expected):
        raise BadRequest("parameter 'statementId' must be there, and a UUID")
    statements, attachments = await incoming.read_statements(request, lrs, expected)
    through = await lrs.committer.insert_statements(request.access.organisation, statements, attachments)
    return Response(204, headers=consistent_through_header(through))


def consistent_through_header(through: int) -> dict[str, str]:
    """The header that says up to when all statements are seen (Communication 2.1.3)."""
    return {CONSISTENT_THROUGH: format_timestamp(through)}


async def query_statements(request: Request, lrs: Lrs) -> Response:
    """One statement by its id, or a page of those that a query asks for (Communication 2.1.3)."""
    statement_query = await identities.resolve_agent(
        request, lrs, query.parse_query(request.params, request.version)
    )
    reading = StatementReader(request, lrs, statement_query)
    single = statement_query.statement_id or statement_query.voided_statement_id
    response = await lrs.run_in_thread(reading.statement_response if single else reading.page_response)
    return await audit.audit_response(request, lrs, response)


async def query_more(request: Request, lrs: Lrs) -> Response:
    """The page behind the link that the page before gave (xAPI 1.0.3 Data 2.5)."""
    refuse_unknown_params(request)
    statement_query = query.parse_more(request.path.rpartition("/")[2], request.version)
    statement_query = await identities.resolve_agent(request, lrs, statement_query)
    return await audit.audit_response(
        request, lrs, await lrs.run_in_thread(StatementReader(request, lrs, statement_query).page_response)
    )


OPERATIONS = {"GET": query_statements, "POST": post_statements, "PUT": put_statement}
MORE_OPERATIONS = {"GET": query_more}
