"""What GET /statements answers: one statement or a page, in a format, with or without attachments.

All of this runs in a reader's thread. A page in the format `exact` is the stored text, joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from functools import cache
from typing import Any

from scormbuild.errors import NotFound
from scormbuild.lrs.auth import scope
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import THROUGH, Answer, Call
from scormbuild.lrs.http.resources import audit
from scormbuild.lrs.store.attachments import content
from scormbuild.lrs.store.definitions import definition
from scormbuild.lrs.store.find import Found
from scormbuild.lrs.xapi import query as querying
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.attachments import compose, declared
from scormbuild.lrs.xapi.codec import decode, encode
from scormbuild.lrs.xapi.patterns import timestamp_text
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.statement.present import Definitions, for_v1, present

Json = dict[str, Any]
Part = tuple[str, str, bytes]  # hash, content type, content
USUAL, LARGEST = 100, 500  # statements on a page: unless told, and at most
ROOM = 16 << 20  # bytes of attachments after which a page ends early
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One question to the statements, on behalf of one caller."""

    call: Call
    receiver: Receiver
    query: Query

    def single(self) -> Answer:
        """The statement of an id; NotFound where there is none, or it is voided and asked for as if not."""
        voided = self.query.voided_statement_id
        found, through = self.receiver.finder.one(
            self.organisation, voided or self.query.statement_id or "", voided=voided is not None
        )
        headers = {THROUGH: timestamp_text(through)}
        if found is None or not self.may_see(found):
            raise NotFound("there is no such statement", headers)
        headers["Last-Modified"] = http_date(found.seq)
        with self.definitions() as known:
            body = [self.shown(found, known).encode()]
        attached = [self.parts(found)] if self.query.attachments else []
        return self.answer(body, attached, headers, [found])

    def page(self) -> Answer:
        """A StatementResult (xAPI 1.0.3 Data 2.5)."""
        page = self.receiver.finder.page(self.organisation, self.query, self.rows, self.mine)
        found, after = page.statements, page.more
        attached: list[list[Part]] = []
        if self.query.attachments:
            attached = self.fitting(found)
            if len(attached) < len(found):
                found, after = found[: len(attached)], found[len(attached) - 1].seq
        with self.definitions() as known:
            texts = [self.shown(one, known) for one in found]
        body = [b'{"statements":[', ",".join(texts).encode(), b'],"more":', encode(self.link(after)), b"}"]
        return self.answer(body, attached, {THROUGH: timestamp_text(page.through)}, found)

    @property
    def organisation(self) -> int:
        """Whose statements."""
        return self.call.access.organisation

    @property
    def rows(self) -> int:
        """How many statements a page holds; `limit=0` means as many as can be."""
        return min(self.query.limit or (LARGEST if "limit" in self.query.params else USUAL), LARGEST)

    @property
    def mine(self) -> str | None:
        """The authority to which reading is limited, if it is."""
        return ifi(self.call.access.authority) if scope.mine_only(self.call.access.scopes) else None

    def may_see(self, found: Found) -> bool:
        """Whether the caller's scope lets it read this statement."""
        return self.mine is None or ifi(statement_of(found)["authority"]) == self.mine

    def link(self, after: int | None) -> str:
        """The relative IRL of the next page, "" where there is none."""
        if after is None:
            return ""
        return self.call.prefix + querying.more(self.query.params, after)

    @contextmanager
    def definitions(self) -> Iterator[Definitions]:
        """What activities are called, looked up once for each; only the format `canonical` asks for it."""
        if self.query.format != "canonical":
            yield lambda _: None
            return
        with self.receiver.database.reading() as connection:
            yield cache(lambda iri: definition(connection, self.organisation, iri))

    def shown(self, found: Found, known: Definitions) -> str:
        """A statement's text: as it is stored, unless the format or an older version asks for a change."""
        newer = found.version > self.call.version
        if self.query.format == "exact" and not newer:
            return found.body
        languages = self.call.headers.get("accept-language")
        statement = present(statement_of(found), self.query.format, languages, known)
        return encode(for_v1(statement) if newer else statement).decode()

    def fitting(self, found: Sequence[Found]) -> list[list[Part]]:
        """The attachments of each statement, up to the one with which there is enough to send."""
        attached: list[list[Part]] = []
        size = 0
        for one in found:
            attached.append(self.parts(one))
            size += sum(len(content) for _, _, content in attached[-1])
            if size > ROOM:
                break
        return attached

    def parts(self, found: Found) -> list[Part]:
        """The attachments of a statement that are kept here."""
        if '"attachments"' not in found.body:
            return []
        described = {one["sha2"].lower(): one["contentType"] for _, one in declared(statement_of(found), "")}
        with self.receiver.database.reading() as connection:
            kept = {sha2: content(connection, self.organisation, sha2) for sha2 in described}
        return [(sha2, described[sha2], octets) for sha2, octets in kept.items() if octets is not None]

    def answer(
        self,
        body: Sequence[bytes],
        attached: Sequence[Sequence[Part]],
        headers: dict[str, str],
        found: Sequence[Found],
    ) -> Answer:
        """The answer around the JSON: multipart whenever attachments are asked for (Communication 1.5.2)."""
        read = audit.of(found, self.query.params)
        if not self.query.attachments:
            return Answer(body=b"".join(body), headers=headers, trail=read)
        once = {part[0]: part for parts in attached for part in parts}
        content_type, pieces = compose(body, once.values())
        return Answer(body=pieces, content_type=content_type, headers=headers, trail=read)


def statement_of(found: Found) -> Json:
    """The statement as a dict."""
    statement: Json = decode(found.body.encode())
    return statement


def http_date(microseconds: int) -> str:
    """A moment as the header Last-Modified has it (RFC 9110 5.6.7)."""
    return formatdate(microseconds // SECOND, usegmt=True)
