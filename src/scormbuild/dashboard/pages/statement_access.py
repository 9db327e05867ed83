"""Statements as a visitor may see them: of the right courses, without names, without words."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scormbuild.analysis.model.permissions import Rights
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.lrs.privacy.pseudonym import Scheme, is_pseudonym, person_of, pseudonymised
from scormbuild.lrs.privacy.retention import open_text, without_words
from scormbuild.lrs.rights.view import course_of
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.find import Found, Page
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode
from scormbuild.lrs.xapi.completion import PAGE_OF_SCO
from scormbuild.lrs.xapi.patterns import timestamp_text
from scormbuild.lrs.xapi.query import Query

Json = dict[str, Any]
NO_SECRET = secrets.token_hex(32)  # for an organisation that has made no pseudonym yet


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement as it is shown; `words`: it holds open text; `stripped`: it did."""

    seq: int
    statement: Json
    course: str | None
    words: bool
    stripped: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """What a visitor may see of statements, and what an LMS calls the courses."""

    rights: Rights
    scheme: Scheme
    mapped: Mapping[str, str]

    def shown(self, found: Sequence[Found]) -> list[Shown]:
        """The statements of courses that may be seen, in their order."""
        each = (self.one(one) for one in found)
        return [one for one in each if one is not None]

    def one(self, found: Found) -> Shown | None:
        """A statement without what mustn't be seen; None where that is all of it."""
        statement: Json = decode(found.body.encode())
        course = self.course(statement)
        if self.rights.courses is not None and course not in self.rights.courses:
            return None
        words = open_text(statement)
        may_read = self.rights.words is None or (course is not None and self.rights.reads(course))
        stripped = words and not may_read
        if stripped:
            statement = without_words(statement)
        if not self.rights.names:
            statement = self.masked(statement)
        return Shown(found.seq, statement, course, words and not stripped, stripped)

    def masked(self, statement: Json) -> Json:
        """A copy that names nobody; what is a pseudonym already stays."""
        masked, _ = pseudonymised(statement, self.scheme)
        return {name: masked.get(name, value) for name, value in statement.items()}

    def course(self, statement: Json) -> str | None:
        """The course that a statement is of, by what an LMS calls it too."""
        target = statement["object"]
        if target.get("objectType", "Activity") == "Activity":
            for name in (target["id"], target["id"].removesuffix(PAGE_OF_SCO)):
                if name in self.mapped:
                    return self.mapped[name]
        found = course_of(statement)
        return None if found is None else self.mapped.get(found["id"], str(found["id"]))


async def reader(desk: Desk, visitor: Visitor, mapped: Mapping[str, str]) -> Reader:
    """The reader for a visitor."""
    return Reader(visitor.rights, await scheme(desk, visitor), mapped)


async def scheme(desk: Desk, visitor: Visitor) -> Scheme:
    """How names are hidden from a visitor who may not see them."""
    secret = await desk.read(identities.secret, visitor.organisation)
    return Scheme(secret.pseudonym_key if secret else NO_SECRET, visitor.home_page, trusting=True)


async def found(desk: Desk, visitor: Visitor, query: Query, rows: int) -> Page:
    """Some statements of the visitor's organisation."""
    receiver = desk.receiver
    return await receiver.run(receiver.finder.page, visitor.organisation, query, rows)


async def note_words(desk: Desk, visitor: Visitor, shown: Sequence[Shown], parameters: Sequence[str]) -> int:
    """Note in the audit trail how many statements with open text go out; gives that number."""
    read = [each for each in shown if each.words]
    if read:
        seqs = [each.seq for each in read]
        detail: dict[str, object] = {
            "statements": len(read),
            "courses": sorted({each.course for each in read if each.course}),
            "first": timestamp_text(min(seqs)),
            "last": timestamp_text(max(seqs)),
            "parameters": sorted(parameters),
        }
        await desk.note(visitor, "read", detail)
    return len(read)


def agent_of(person: str, home_page: str) -> str:
    """How statements name a person of the reports: a pseudonym by its account, anybody else as it is."""
    if not is_pseudonym(person):
        return person
    return ifi({"account": person_of(person, home_page)}) or person
