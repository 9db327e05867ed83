"""The course that a statement is about or below, by what it says of itself."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.xapi.source import PACKAGE, named_source
from scormbuild.vocabulary import COURSE

Json = dict[str, Any]
PATH_DELIMITERS = "/#?:"  # after one of these, another name begins


def course_of_statement(statement: Json) -> Json | None:
    """The course, as an activity; of a package's statement only one that holds its object."""
    relations = statement.get("context", {}).get("contextActivities", {})
    near = (relations.get(name, ()) for name in ("parent", "grouping"))
    target = statement["object"]
    # A package's key is for one course: what it says to belong to another counts there as little.
    claimed = named_source(statement.get("authority", {})) == PACKAGE
    for each in (target, *(each for some in near for each in some)):
        typed = each.get("definition", {}).get("type") == COURSE
        if typed and (not claimed or is_within(target.get("id"), each.get("id"))):
            return dict(each)
    return None


def is_within(iri: object, prefix: str | None) -> bool:
    """Whether an activity is the one of the prefix, or below it: .../web holds .../web/1, not .../website."""
    if prefix is None:
        return True
    if not isinstance(iri, str) or not iri.startswith(prefix):
        return False
    return len(iri) == len(prefix) or prefix[-1] in PATH_DELIMITERS or iri[len(prefix)] in PATH_DELIMITERS
