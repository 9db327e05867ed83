"""What a course asked of its LRS, as the panel tells it: the newest thousand requests."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field

from scormbuild.preview.xapi.session import Json, Session

MOST_VERBS = 50  # of one request


@dataclass
class RequestLog:
    """Each request in a few words, and once more where it broke a rule."""

    requests: deque[Json] = field(default_factory=lambda: deque(maxlen=1_000))
    broken_rules: deque[Json] = field(default_factory=lambda: deque(maxlen=200))
    _count: int = 0

    def add(self, session: Session, request: Json, status: int, body: bytes, rule: str) -> None:
        """Note a request and what came of it; `rule` is the number of the one that it broke."""
        self._count += 1
        query = request["query"]
        row = {
            "number": self._count,
            "session": session.number,
            "learner": session.learner,
            "method": request["method"],
            "resource": request["resource"],
            "document": query.get("stateId") or query.get("profileId") or "",
            "status": status,
            "size": len(body),
            "verbs": list_verbs(body) if request["resource"] == "statements" else [],
            "rule": rule,
        }
        self.requests.append(row)
        if rule:
            self.broken_rules.append(row)


def list_verbs(body: bytes) -> list[str]:
    """The verbs that a request sends, as words; none of what is no statement."""
    try:
        given = json.loads(body or b"[]")
        statements = given if isinstance(given, list) else [given]
        return [str(each["verb"]["id"]).rpartition("/")[2] for each in statements[:MOST_VERBS]]
    except (ValueError, KeyError, TypeError):
        return []
