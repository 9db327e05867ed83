"""GET /activities: an activity with all that statements said of it (xAPI 1.0.3 Communication 2.5)."""

from __future__ import annotations

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response, refuse_unknown_params
from scormbuild.lrs.store.definitions import find_definition
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.document import etag
from scormbuild.lrs.xapi.patterns import is_iri


async def read_activity(request: Request, lrs: Lrs) -> Response:
    """The activity with its merged definition; one that nobody described is its id alone."""
    refuse_unknown_params(request, "activityId")
    iri = request.params.get("activityId", "")
    if not is_iri(iri):
        raise BadRequest("parameter 'activityId' must be there, and an IRI")
    stored = await lrs.read_database(find_definition, request.access.organisation, iri)
    activity: dict[str, object] = {"objectType": "Activity", "id": iri}
    body = encode_json(activity | ({"definition": stored} if stored else {}))
    return Response(body=body, headers={"ETag": f'"{etag(body)}"'})


OPERATIONS = {"GET": read_activity}
