"""GET /agents: a Person, who has every name under which an agent was seen (xAPI 1.0.3 Communication 2.4)."""

from __future__ import annotations

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response, refuse_unknown_params
from scormbuild.lrs.http.resources import identities
from scormbuild.lrs.store.definitions import list_agent_names
from scormbuild.lrs.xapi import actor
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.document import etag


async def read_person(request: Request, lrs: Lrs) -> Response:
    """The Person of an agent, known or not; who stands behind a pseudonym is told to few."""
    refuse_unknown_params(request, "agent")
    if "agent" not in request.params:
        raise BadRequest("parameter 'agent' is missing")
    agent = actor.parse_agent(request.params["agent"])
    # A Person is put together of an agent's names and identifiers (Communication 2.4); a group has none of
    # its own.
    if agent.get("objectType") == "Group":
        raise BadRequest("parameter 'agent' must be an agent, not a group")
    stored_names = await lrs.read_database(list_agent_names, request.access.organisation, actor.ifi(agent))
    # An agent that nobody has heard of is answered all the same, with what was asked (Communication 2.4).
    all_names = [*stored_names, *([agent["name"]] if "name" in agent else [])]
    identity_rows = await identities.find_identities(request, lrs, agent, "identities of a person read")
    scheme = request.access.scheme
    body = encode_json(
        identities.build_person(agent, all_names, identity_rows, scheme.home_page if scheme else "")
    )
    return Response(body=body, headers={"ETag": f'"{etag(body)}"'})


OPERATIONS = {"GET": read_person}
