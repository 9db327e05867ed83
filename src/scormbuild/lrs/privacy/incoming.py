"""A statement whose source is known, as the store may have it: with pseudonyms, and an id that stays."""

from __future__ import annotations

from typing import Any

from scormbuild.lrs.privacy.pseudonym import Incoming, Scheme, pseudonymise_incoming
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.source import LMS, PACKAGE
from scormbuild.vocabulary import statement_id

Json = dict[str, Any]
LMS_STATEMENT_NAMESPACE = "14d839c4-55c2-4a12-8f59-141798468458"  # of the ids that an LMS's statements get


def pseudonymise_from(
    statement: Json, scheme: Scheme, source: str | None, course: str | None
) -> tuple[Json, Incoming]:
    """The statement with pseudonyms in it, and what the store has to know of it.

    `source` is PACKAGE, LMS or None for a key of neither; `course` the activity that a package's key is for.
    An LMS's plug-in sends no ids. Should it send the same again, as it lost our answer, nothing is twice.
    """
    pseudonymised, incoming = pseudonymise_incoming(statement, scheme, lenient=source is not None)
    incoming.course = course if source == PACKAGE else None
    # Only with a time of its own: two that look alike without one may well be two things that were done.
    if source == LMS and "id" not in pseudonymised and "timestamp" in pseudonymised:
        name = encode_json(without_registration(pseudonymised)).decode()
        pseudonymised["id"] = statement_id(LMS_STATEMENT_NAMESPACE, name)
    return pseudonymised, incoming


def without_registration(statement: Json) -> Json:
    """A statement without the registration, which a plug-in makes up anew for each of its runs."""
    context = {name: value for name, value in statement.get("context", {}).items() if name != "registration"}
    return dict(sorted({**statement, "context": context}.items()))
