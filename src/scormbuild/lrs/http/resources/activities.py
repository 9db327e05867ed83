"""GET /activities: an activity with all that statements said of it (xAPI 1.0.3 Communication 2.5)."""

from __future__ import annotations

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Answer, Call, only
from scormbuild.lrs.store.definitions import definition
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.document import etag
from scormbuild.lrs.xapi.patterns import is_iri


async def read(call: Call, receiver: Receiver) -> Answer:
    """The activity with its merged definition; one that nobody described is its id alone."""
    only(call, "activityId")
    iri = call.params.get("activityId", "")
    if not is_iri(iri):
        raise BadRequest("parameter 'activityId' must be there, and an IRI")
    known = await receiver.read(definition, call.access.organisation, iri)
    activity: dict[str, object] = {"objectType": "Activity", "id": iri}
    body = encode(activity | ({"definition": known} if known else {}))
    return Answer(body=body, headers={"ETag": f'"{etag(body)}"'})
