"""Pseudonyms and whom they stand for, told to keys with the scope identities/read and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scormbuild.lrs.auth import scope
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Call
from scormbuild.lrs.privacy.pseudonym import candidates, person_of
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.identities import Known
from scormbuild.lrs.xapi.actor import ifi, read
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.rules.actors import IFIS

Json = dict[str, Any]


async def known(call: Call, receiver: Receiver, agent: Json, action: str) -> list[Known]:
    """Every identity of the person that an agent is, if the key may know; noted in the audit trail."""
    scheme = call.access.scheme
    if scheme is None or not scope.may_identify(call.access.scopes):
        return []
    organisation = call.access.organisation
    rows = await receiver.read(identities.behind, organisation, candidates(agent, scheme))
    if rows:
        await receiver.committer.run(
            organisation,
            lambda connection: identities.disclose(connection, organisation, call.access.key, action, rows),
        )
    return rows


async def translated(call: Call, receiver: Receiver, query: Query) -> Query:
    """The query, whose agent may be known here by a pseudonym only."""
    if query.agent is None:
        return query
    rows = await known(call, receiver, read(query.params["agent"]), "statements of a person read")
    if not rows or call.access.scheme is None:
        return query
    page = call.access.scheme.home_page
    names = sorted({ifi({"account": person_of(row.person, page)}) or "" for row in rows})
    return replace(query, others=tuple(name for name in names if name != query.agent))


def person(agent: Json, names: Sequence[str], rows: Sequence[Known], home_page: str) -> Json:
    """A Person with all that is known of them (xAPI 1.0.3 Communication 2.4)."""
    called = [row.display for row in rows if row.display]
    found: dict[str, list[object]] = {kind: [agent[kind]] for kind in IFIS if kind in agent}
    for row in rows:
        if row.home_page in IFIS:
            found.setdefault(row.home_page, []).append(row.name)
        else:
            found.setdefault("account", []).append({"homePage": row.home_page, "name": row.name})
    for each in sorted({row.person for row in rows}):
        found.setdefault("account", []).append(person_of(each, home_page))
    whole: Json = {"objectType": "Person"}
    if every := list(dict.fromkeys([*names, *called])):
        whole["name"] = every
    return whole | {kind: once(values) for kind, values in found.items()}


def once(values: Sequence[object]) -> list[object]:
    """Each value once, in the order as they came."""
    return [value for place, value in enumerate(values) if value not in values[:place]]
