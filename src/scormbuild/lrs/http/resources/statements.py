"""The statement resource (xAPI 1.0.3 Communication 2.1, IEEE 9274.1.1 4.1.6.1)."""

from __future__ import annotations

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import THROUGH, Answer, Call, only
from scormbuild.lrs.http.resources import audit, identities, incoming
from scormbuild.lrs.http.resources.results import Reading
from scormbuild.lrs.xapi import query
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.patterns import is_uuid, timestamp_text


async def post(call: Call, receiver: Receiver) -> Answer:
    """Store the statements of the body, all or none; answers their ids in order (Communication 2.1.2)."""
    only(call)
    statements, attachments = await incoming.read(call, receiver)
    if not statements:
        return Answer(body=b"[]")
    through = await receiver.committer.insert(call.access.organisation, statements, attachments)
    return Answer(body=encode([each.id for each in statements]), headers=seen(through))


async def put(call: Call, receiver: Receiver) -> Answer:
    """Store one statement under the id that the parameter gives (Communication 2.1.1)."""
    only(call, "statementId")
    expected = call.params.get("statementId", "")
    if not is_uuid(expected):
        raise BadRequest("parameter 'statementId' must be there, and a UUID")
    statements, attachments = await incoming.read(call, receiver, expected)
    through = await receiver.committer.insert(call.access.organisation, statements, attachments)
    return Answer(204, headers=seen(through))


def seen(through: int) -> dict[str, str]:
    """The header that says up to when all statements are seen (Communication 2.1.3)."""
    return {THROUGH: timestamp_text(through)}


async def read(call: Call, receiver: Receiver) -> Answer:
    """One statement by its id, or a page of those that a query asks for (Communication 2.1.3)."""
    asked = await identities.translated(call, receiver, query.read(call.params, call.version))
    reading = Reading(call, receiver, asked)
    single = asked.statement_id or asked.voided_statement_id
    answer = await receiver.run(reading.single if single else reading.page)
    return await audit.noted(call, receiver, answer)


async def more(call: Call, receiver: Receiver) -> Answer:
    """The page behind the link that the page before gave (xAPI 1.0.3 Data 2.5)."""
    only(call)
    asked = query.read_more(call.path.rpartition("/")[2], call.version)
    asked = await identities.translated(call, receiver, asked)
    return await audit.noted(call, receiver, await receiver.run(Reading(call, receiver, asked).page))
