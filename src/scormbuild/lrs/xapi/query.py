"""What GET /statements asks for (xAPI 1.0.3 Communication 2.1.3, IEEE 9274.1.1 4.1.6.1)."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scormbuild.errors import BadRequest, did_you_mean
from scormbuild.lrs.xapi import actor
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.patterns import is_iri, is_uuid, parse_timestamp
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.lrs.xapi.version import Version

MORE_IRL = "/xapi/statements/more/"
MAX_INTEGER = 2**63 - 1
EXCERPT_LENGTH = 60  # characters of a refused value in a message
OF_ONE_STATEMENT = {"statementId", "voidedStatementId"}
BESIDE_ONE = {"attachments", "format"}
NUMBER = re.compile("[0-9]+")
TOKEN = re.compile("[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Query:
    """The parameters as values: identities and ids in their one form, times in microseconds."""

    statement_id: str | None = None
    voided_statement_id: str | None = None
    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    related_activities: bool = False
    related_agents: bool = False
    since: int | None = None
    until: int | None = None
    limit: int = 0
    format: str = "exact"
    attachments: bool = False
    ascending: bool = False
    after: int | None = None
    agent_aliases: tuple[str, ...] = ()  # by what else the agent is known
    params: Mapping[str, str] = field(
        default_factory=dict, compare=False
    )  # as they came, for the link to the next page

    def filters(self) -> list[tuple[int, ...]]:
        """For each filter the reference keys of which a statement must have one."""
        # The broad filter takes in the authority (Communication 2.1.3). Each kind by itself, as who acts
        # has no second key as somebody related.
        agents = ("agent", "related_agent", "authority") if self.related_agents else ("agent",)
        kinds: list[tuple[str | None, tuple[str, ...]]] = [
            (self.verb, ("verb",)),
            (self.activity, ("activity", "related_activity") if self.related_activities else ("activity",)),
            (self.registration, ("registration",)),
        ]
        found = [
            tuple(reference_key(kind, value) for kind in alternatives)
            for value, alternatives in kinds
            if value is not None
        ]
        if self.agent is None:
            return found
        return [
            tuple(
                reference_key(kind, value) for value in (self.agent, *self.agent_aliases) for kind in agents
            ),
            *found,
        ]


def parse_query(params: Mapping[str, str], version: Version) -> Query:
    """The query that parameters make; raises BadRequest with the parameter's name and the way out."""
    _validate_names(params)
    values: dict[str, Any] = {}
    for name, text in params.items():
        attribute, read_value = QUERY_PARAMETERS[name]
        values[attribute] = read_value(name, text, version)
    return Query(**values, params=dict(params))


def more_irl(params: Mapping[str, str], after: int) -> str:
    """The relative IRL of the page that follows the statement `after` (xAPI 1.0.3 Data 2.5)."""
    # The question stands in the link, as Data 2.5 allows: nothing is kept here for the 24 hours that it
    # must hold.
    return MORE_IRL + urlsafe_b64encode(encode_json({**params, "after": after})).decode().rstrip("=")


def parse_more(token: str, version: Version) -> Query:
    """The query behind the last part of such an IRL; raises BadRequest, as anybody can make one up."""
    params = _decode_token(token)
    after = params.pop("after", None)
    if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after <= MAX_INTEGER:
        raise _invalid_more()
    # It is read like any other query: the link is neither signed nor secret, and gives nothing that the key
    # may not ask for itself.
    if not all(isinstance(text, str) for text in params.values()) or params.keys() & OF_ONE_STATEMENT:
        raise _invalid_more()
    return replace(parse_query(params, version), after=after)


def _decode_token(token: str) -> dict[str, Any]:
    if not TOKEN.fullmatch(token):
        raise _invalid_more()
    try:
        params = decode_json(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, BadRequest) as fault:
        raise _invalid_more() from fault
    if not isinstance(params, dict):
        raise _invalid_more()
    return params


def _invalid_more() -> BadRequest:
    return BadRequest(
        "more: this is no link that a page of statements gave: take `more` from the page as it is"
    )


def _validate_names(params: Mapping[str, str]) -> None:
    # Refused also in another case of letters (Communication 3.2).
    for name in sorted(params.keys() - QUERY_PARAMETERS.keys()):
        hint = did_you_mean(name[:EXCERPT_LENGTH], QUERY_PARAMETERS)
        raise BadRequest(f"{name[:EXCERPT_LENGTH]!r} is no parameter of statements: {hint}")
    single = sorted(params.keys() & OF_ONE_STATEMENT)
    if len(single) > 1:
        raise BadRequest("statementId and voidedStatementId exclude each other: send one of them")
    # Communication 2.1.3 takes `attachments` and `format` beside an id, and nothing else.
    if single and (others := sorted(params.keys() - {single[0]} - BESIDE_ONE)):
        raise BadRequest(f"{single[0]} names one statement, so leave out {', '.join(others)}")


def _invalid_value(name: str, text: str, way_out: str) -> BadRequest:
    return BadRequest(f"{name}: {text[:EXCERPT_LENGTH]!r} is not {way_out}")


def _uuid(name: str, text: str, _: Version) -> str:
    if not is_uuid(text):
        raise _invalid_value(name, text, "a UUID: send it as 8-4-4-4-12 hexadecimal digits")
    return text.lower()


def _iri(name: str, text: str, _: Version) -> str:
    if not is_iri(text):
        raise _invalid_value(
            name, text, "an IRI: send it whole, with its scheme, percent-encoded once as a parameter"
        )
    return text


def _agent(name: str, text: str, _: Version) -> str | None:
    return actor.ifi(actor.parse_agent(text, name))


def _time(name: str, text: str, version: Version) -> int:
    try:
        return parse_timestamp(text, version)
    except ValueError as fault:
        way_out = "a timestamp: send one such as 2026-11-23T02:03:04.123Z, with a + in it written as %2B"
        raise _invalid_value(name, text, way_out) from fault


def _limit(name: str, text: str, _: Version) -> int:
    if not NUMBER.fullmatch(text):
        raise _invalid_value(name, text, "a whole number from 0 up: send 0 for as many as one page can hold")
    # A larger one would be no integer of the database; no page is that long.
    return int(text) if len(text) < 19 else MAX_INTEGER


def _boolean(name: str, text: str, _: Version) -> bool:
    # The standard has the words of JSON; the second ones are those of Python, whose xAPI client sends them.
    if text not in ("true", "false", "True", "False"):
        raise _invalid_value(name, text, "a boolean: send true or false, in lower case")
    return text in ("true", "True")


def _format(name: str, text: str, _: Version) -> str:
    if text not in ("exact", "ids", "canonical"):
        raise _invalid_value(name, text, "a format: send exact, ids or canonical")
    return text


QUERY_PARAMETERS: dict[str, tuple[str, Callable[[str, str, Version], object]]] = {
    "statementId": ("statement_id", _uuid),
    "voidedStatementId": ("voided_statement_id", _uuid),
    "agent": ("agent", _agent),
    "verb": ("verb", _iri),
    "activity": ("activity", _iri),
    "registration": ("registration", _uuid),
    "related_activities": ("related_activities", _boolean),
    "related_agents": ("related_agents", _boolean),
    "since": ("since", _time),
    "until": ("until", _time),
    "limit": ("limit", _limit),
    "format": ("format", _format),
    "attachments": ("attachments", _boolean),
    "ascending": ("ascending", _boolean),
}
