"""Statements as a user may see them: of the right courses, without names, without words."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scormbuild.analysis.model.permissions import Permissions
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.lrs.auth.secrets import find_secret
from scormbuild.lrs.http import FoundStatement, StatementPage
from scormbuild.lrs.privacy.pseudonym import Scheme, is_pseudonym, pseudonym_account, pseudonymise_statement
from scormbuild.lrs.privacy.retention import has_open_text, without_open_text
from scormbuild.lrs.xapi import (
    PACKAGE,
    SCO_SUFFIX,
    Query,
    course_of_statement,
    decode_json,
    encode_json,
    format_timestamp,
    ifi,
    named_source,
)

Json = dict[str, Any]
NOBODY = "mailto:nobody@invalid"  # in the place of an actor: no name that ends so is anybody's (RFC 2606 2)
HIDDEN_REGISTRATIONS = uuid.UUID("d2b0a1c5-3f6e-4f0b-9a2d-6a6f5f0f3b71")  # a namespace of their own
# Of this process: names are hidden all the same, only not under the same pseudonym tomorrow.
NO_SECRET = secrets.token_hex(32)  # for an organisation that has made no pseudonym yet


@dataclass(frozen=True, slots=True)
class VisibleStatement:
    """A statement as it is shown; `words`: it holds open text; `stripped`: it did."""

    seq: int
    statement: Json
    course: str | None
    has_open_text: bool
    text_hidden: bool


@dataclass(frozen=True, slots=True)
class StatementAccess:
    """What a user may see of statements, and what an LMS calls the courses."""

    permissions: Permissions
    scheme: Scheme
    course_by_activity: Mapping[str, str]

    def visible_statements(self, statement_page: Sequence[FoundStatement]) -> list[VisibleStatement]:
        """The statements of courses that may be seen, in their order."""
        each = (self.visible_statement(one) for one in statement_page)
        return [one for one in each if one is not None]

    def visible_statement(self, statement_page: FoundStatement) -> VisibleStatement | None:
        """A statement without what mustn't be seen; None where that is all of it."""
        statement: Json = decode_json(statement_page.body.encode())
        course = self.find_course(statement)
        # Who sees some courses sees nothing of statements that are of none.
        if self.permissions.courses is not None and course not in self.permissions.courses:
            return None
        words = has_open_text(statement)
        may_read = self.permissions.open_text_courses is None or (
            course is not None and self.permissions.may_read_open_text(course)
        )
        stripped = words and not may_read
        if stripped:
            statement = without_open_text(statement)
        if not self.permissions.names:
            statement = hide_registration(hide_tried_name(self.pseudonymise(statement)))
        return VisibleStatement(statement_page.seq, statement, course, words and not stripped, stripped)

    def pseudonymise(self, statement: Json) -> Json:
        """A copy that names nobody; what is a pseudonym already stays."""
        masked, _ = pseudonymise_statement(statement, self.scheme)
        # Its authority, which pseudonymise_statement leaves out, stays: it is a key and no person.
        return {name: masked.get(name, value) for name, value in statement.items()}

    def find_course(self, statement: Json) -> str | None:
        """The course that a statement is of, by what an LMS calls it too."""
        target = statement["object"]
        if target.get("objectType", "Activity") == "Activity":
            for name in (target["id"], target["id"].removesuffix(SCO_SUFFIX)):
                if name in self.course_by_activity:
                    return self.course_by_activity[name]
        statement_page = course_of_statement(statement)
        return (
            None
            if statement_page is None
            else self.course_by_activity.get(statement_page["id"], str(statement_page["id"]))
        )


def hide_tried_name(statement: Json) -> Json:
    """A statement of a package in no attempt without its actor: a name may have been tried by it."""
    tried = named_source(statement.get("authority", {})) == PACKAGE
    if not tried or "registration" in statement.get("context", {}):
        return statement
    return {**statement, "actor": {"objectType": "Agent", "mbox": NOBODY}}


def hide_registration(statement: Json) -> Json:
    """A statement with another registration, alike in all of it: nobody can tell anything in that one."""
    registration = statement.get("context", {}).get("registration")
    if registration is None:
        return statement
    other = str(uuid.uuid5(HIDDEN_REGISTRATIONS, registration.lower()))
    # In the text, as the attempt's own IRI holds it too.
    hidden = re.sub(re.escape(registration), other, encode_json(statement).decode(), flags=re.IGNORECASE)
    found: Json = decode_json(hidden.encode())
    return found


async def read_statement_access(
    dashboard: Dashboard, user: User, mapped: Mapping[str, str]
) -> StatementAccess:
    """The reader for a user."""
    return StatementAccess(user.permissions, await pseudonym_scheme(dashboard, user), mapped)


async def pseudonym_scheme(dashboard: Dashboard, user: User) -> Scheme:
    """How names are hidden from a user who may not see them."""
    secret = await dashboard.run_read(find_secret, user.organisation)
    return Scheme(secret.pseudonym_key if secret else NO_SECRET, user.home_page, keeps_pseudonyms=True)


async def find_statements(dashboard: Dashboard, user: User, query: Query, rows: int) -> StatementPage:
    """Some statements of the user's organisation."""
    lrs = dashboard.lrs
    return await lrs.run_in_thread(lrs.finder.find_page, user.organisation, query, rows)


async def audit_open_text(
    dashboard: Dashboard, user: User, statements: Sequence[VisibleStatement], parameters: Sequence[str]
) -> int:
    """Note in the audit log how many statements with open text go out; gives that number."""
    with_open_text = [each for each in statements if each.has_open_text]
    if with_open_text:
        seqs = [each.seq for each in with_open_text]
        detail: dict[str, object] = {
            "statements": len(with_open_text),
            "courses": sorted({each.course for each in with_open_text if each.course}),
            "first": format_timestamp(min(seqs)),
            "last": format_timestamp(max(seqs)),
            "parameters": sorted(parameters),
        }
        await dashboard.write_audit_entry(user, "read", detail)
    return len(with_open_text)


def agent_of(person: str, home_page: str) -> str:
    """How statements name a person of the reports: a pseudonym by its account, anybody else as it is."""
    if not is_pseudonym(person):
        return person
    return ifi({"account": pseudonym_account(person, home_page)}) or person
