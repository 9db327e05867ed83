"""GET /agents: a Person, who has every name under which an agent was seen (xAPI 1.0.3 Communication 2.4)."""

from __future__ import annotations

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Answer, Call, only
from scormbuild.lrs.http.resources import identities
from scormbuild.lrs.store.definitions import names
from scormbuild.lrs.xapi import actor
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.document import etag


async def read(call: Call, receiver: Receiver) -> Answer:
    """The Person of an agent, known or not; who stands behind a pseudonym is told to few (`persons`)."""
    only(call, "agent")
    if "agent" not in call.params:
        raise BadRequest("parameter 'agent' is missing")
    agent = actor.read(call.params["agent"])
    if agent.get("objectType") == "Group":
        raise BadRequest("parameter 'agent' must be an agent, not a group")
    seen = await receiver.read(names, call.access.organisation, actor.ifi(agent))
    named = [*seen, *([agent["name"]] if "name" in agent else [])]
    behind = await identities.known(call, receiver, agent, "identities of a person read")
    scheme = call.access.scheme
    body = encode(identities.person(agent, named, behind, scheme.home_page if scheme else ""))
    return Answer(body=body, headers={"ETag": f'"{etag(body)}"'})
