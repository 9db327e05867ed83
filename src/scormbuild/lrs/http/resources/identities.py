"""Pseudonyms and whom they stand for, told to keys with the scope identities/read and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scormbuild.lrs.auth import scope
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request
from scormbuild.lrs.privacy.pseudonym import candidate_pseudonyms, pseudonym_account
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.identities import StoredIdentity
from scormbuild.lrs.xapi.actor import ifi, parse_agent
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.rules.actors import IFIS

Json = dict[str, Any]


async def find_identities(request: Request, lrs: Lrs, agent: Json, action: str) -> list[StoredIdentity]:
    """Every identity of the person that an agent is, if the key may know; noted in the audit log."""
    scheme = request.access.scheme
    # To others a real account finds what any unknown one finds: nothing, and by that they learn nothing.
    if scheme is None or not scope.may_identify(request.access.scopes):
        return []
    organisation = request.access.organisation
    rows = await lrs.read_database(
        identities.find_identities_behind, organisation, candidate_pseudonyms(agent, scheme)
    )
    # The row of the audit log first: where it can't be written, the request fails and nobody learns
    # anything.
    if rows:
        digests = identities.list_person_digests(rows)
        await lrs.committer.run_job(
            organisation,
            lambda connection: identities.audit_disclosure(
                connection, organisation, request.access.key, action, digests
            ),
        )
    return rows


async def resolve_agent(request: Request, lrs: Lrs, query: Query) -> Query:
    """The query, whose agent may be known here by a pseudonym only."""
    if query.agent is None:
        return query
    rows = await find_identities(
        request, lrs, parse_agent(query.params["agent"]), "statements of a person read"
    )
    if not rows or request.access.scheme is None:
        return query
    page = request.access.scheme.home_page
    names = sorted({ifi({"account": pseudonym_account(row.person, page)}) or "" for row in rows})
    return replace(query, agent_aliases=tuple(name for name in names if name != query.agent))


def build_person(agent: Json, names: Sequence[str], rows: Sequence[StoredIdentity], home_page: str) -> Json:
    """A Person with all that is known of them (xAPI 1.0.3 Communication 2.4)."""
    called = [row.display for row in rows if row.display]
    found: dict[str, list[object]] = {kind: [agent[kind]] for kind in IFIS if kind in agent}
    for row in rows:
        if row.home_page in IFIS:
            found.setdefault(row.home_page, []).append(row.name)
        else:
            found.setdefault("account", []).append({"homePage": row.home_page, "name": row.name})
    for each in sorted({row.person for row in rows}):
        found.setdefault("account", []).append(pseudonym_account(each, home_page))
    whole: Json = {"objectType": "Person"}
    if every := list(dict.fromkeys([*names, *called])):
        whole["name"] = every
    return whole | {kind: unique_values(values) for kind, values in found.items()}


def unique_values(values: Sequence[object]) -> list[object]:
    """Each value once, in the order as they came."""
    return [value for place, value in enumerate(values) if value not in values[:place]]
