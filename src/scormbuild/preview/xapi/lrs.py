"""The LRS of one launch: documents of the State resource, statements, and what a statement is refused for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from scormbuild.preview.xapi.session import Json, Session

Answer = tuple[int, str]
Violations = Callable[[Session, Json], Iterator[str]]

MOST_STATEMENTS = 10_000  # of one attempt
MOST_DOCUMENTS = 20


class BrokenRuleError(Exception):
    """A requirement of the standard, by its number."""


def answer_lrs(
    session: Session,
    method: str,
    resource: str,
    query: Mapping[str, str],
    body: bytes,
    violations: Violations,
    preferences: Json,
) -> Answer:
    """A status and JSON. BrokenRuleError where a requirement is broken; ValueError for what is no xAPI."""
    try:
        match resource:
            case "agents/profile":
                session.preferences_read = True
                return (200, json.dumps(preferences)) if preferences else (404, "{}")
            case "activities/state":
                return answer_state(session, method, query, body)
            case "statements" if method == "GET":
                return find_statement(session, query["statementId"])
            case "statements":
                given = json.loads(body)
                return store_statements(session, given if isinstance(given, list) else [given], violations)
    except (KeyError, TypeError, AttributeError) as error:  # what is read of it isn't there, or no object
        raise ValueError(f"this is no xAPI: {error}") from error
    return 404, "{}"


def answer_state(session: Session, method: str, query: Mapping[str, str], body: bytes) -> Answer:
    """Documents of one learner in one registration."""
    documents = session.registration.documents
    # An agent says that it is one, or leaves it out (xAPI 1.0.3 Data 2.4.2.1).
    agent, actor = (
        {"objectType": "Agent", **each} for each in (json.loads(query["agent"]), session.registration.actor)
    )
    if agent != actor:
        raise BrokenRuleError("8.1.3.0-3")
    # Without one, a document is of the learner whatever the attempt: nothing of ours asks for that.
    if query.get("registration", session.registration.code) != session.registration.code:
        raise BrokenRuleError("8.1.4.0-3")
    name = query["stateId"]
    if method == "GET":
        return (200, documents[name]) if name in documents else (404, "{}")
    if name not in documents and len(documents) >= MOST_DOCUMENTS:
        return 413, "{}"
    documents[name] = body.decode()
    return 204, ""


def find_statement(session: Session, wanted: str) -> Answer:
    """One statement of this attempt, by its id."""
    found = (each for each in session.registration.statements if each["id"] == wanted)
    statement = next(found, None)
    return (200, json.dumps(statement)) if statement else (404, "{}")


def store_statements(session: Session, statements: list[Json], violations: Violations) -> Answer:
    """All of them, or none (xAPI 1.0.3 Communication 2.1.2)."""
    attempt = session.registration
    before, there = len(session.statements), len(attempt.statements)
    if there + len(statements) > MOST_STATEMENTS:
        return 413, "{}"
    known = {each["id"] for each in attempt.statements}
    stored = False
    try:
        for statement in statements:
            for number in violations(session, statement):
                raise BrokenRuleError(number)
            if statement["id"] in known:
                return 409, "{}"
            known.add(statement["id"])
            # At once: of two that exclude each other, the second is told of.
            attempt.statements.append(statement)
            session.statements.append(statement)
        stored = True
    finally:
        if not stored:
            del attempt.statements[there:], session.statements[before:]
    return 200, json.dumps([each["id"] for each in statements])
