"""What GET /statements answers: one statement or a page, in a format, with or without attachments.

All of this runs in a reader's thread. A page in the format `exact` is the stored text, joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from scormbuild.errors import NotFound
from scormbuild.lrs.auth import scope
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import CONSISTENT_THROUGH, Request, Response, http_date
from scormbuild.lrs.http.resources import audit
from scormbuild.lrs.store.definitions import find_definition
from scormbuild.lrs.store.find import FoundStatement, find_attachment
from scormbuild.lrs.xapi import query as querying
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.attachments import attachment_objects, render_with_attachments
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.statement.present import FindDefinition, apply_format, for_v1

Json = dict[str, Any]
AttachmentPart = tuple[str, str, bytes]  # hash, content type, content
# `limit=0` asks for the most that the LRS gives (Communication 2.1.3).
DEFAULT_LIMIT, MAX_LIMIT = 100, 500  # statements on a page: unless told, and at most
MAX_ATTACHMENT_BYTES = 16 << 20  # bytes of attachments after which a page ends early


@dataclass(frozen=True, slots=True)
class StatementReader:
    """One question to the statements, on behalf of one caller."""

    request: Request
    lrs: Lrs
    query: Query

    def statement_response(self) -> Response:
        """The statement of an id; NotFound where there is none, or it is voided and asked for as if not."""
        voided = self.query.voided_statement_id
        statements, through = self.lrs.finder.find_statement(
            self.organisation, voided or self.query.statement_id or "", voided=voided is not None
        )
        headers = {CONSISTENT_THROUGH: format_timestamp(through)}
        # What may not be seen is not there: a 403 would tell that the id exists.
        if statements is None or not self.may_see(statements):
            raise NotFound("there is no such statement", headers)
        headers["Last-Modified"] = http_date(statements.seq)
        with self.definitions() as known:
            body = [self.render_statement(statements, known).encode()]
        attachments = [self.read_attachments(statements)] if self.query.attachments else []
        return self.build_response(body, attachments, headers, [statements])

    def page_response(self) -> Response:
        """A StatementResult (xAPI 1.0.3 Data 2.5)."""
        page = self.lrs.finder.find_page(self.organisation, self.query, self.page_size, self.own_authority)
        statements, after = page.statements, page.more
        attachments: list[list[AttachmentPart]] = []
        if self.query.attachments:
            attachments = self.read_page_attachments(statements)
            if len(attachments) < len(statements):
                # The next page begins behind the last statement that this one still shows.
                statements, after = statements[: len(attachments)], statements[len(attachments) - 1].seq
        with self.definitions() as known:
            texts = [self.render_statement(one, known) for one in statements]
        body = [
            b'{"statements":[',
            ",".join(texts).encode(),
            b'],"more":',
            encode_json(self.more_link(after)),
            b"}",
        ]
        return self.build_response(
            body, attachments, {CONSISTENT_THROUGH: format_timestamp(page.through)}, statements
        )

    @property
    def organisation(self) -> int:
        """Whose statements."""
        return self.request.access.organisation

    @property
    def page_size(self) -> int:
        """How many statements a page holds; `limit=0` means as many as can be."""
        return min(
            self.query.limit or (MAX_LIMIT if "limit" in self.query.params else DEFAULT_LIMIT), MAX_LIMIT
        )

    @property
    def own_authority(self) -> str | None:
        """The authority to which reading is limited, if it is."""
        return ifi(self.request.access.authority) if scope.mine_only(self.request.access.scopes) else None

    def may_see(self, statements: FoundStatement) -> bool:
        """Whether the caller's scope lets it read this statement."""
        return (
            self.own_authority is None or ifi(decode_statement(statements)["authority"]) == self.own_authority
        )

    def more_link(self, after: int | None) -> str:
        """The relative IRL of the next page, "" where there is none."""
        if after is None:
            return ""
        return self.request.prefix + querying.more_irl(self.query.params, after)

    @contextmanager
    def definitions(self) -> Iterator[FindDefinition]:
        """What activities are called, looked up once for each; only the format `canonical` asks for it."""
        if self.query.format != "canonical":
            yield lambda _: None
            return
        with self.lrs.database.reading() as connection:
            yield cache(lambda iri: find_definition(connection, self.organisation, iri))

    def render_statement(self, statements: FoundStatement, known: FindDefinition) -> str:
        """A statement's text: as it is stored, unless the format or an older version asks for a change."""
        # Only what 1.0.x can't take is taken out; otherwise what is stored is answered as it is (Data 2.2).
        newer = statements.version > self.request.version
        if self.query.format == "exact" and not newer:
            return statements.body
        languages = self.request.headers.get("accept-language")
        statement = apply_format(decode_statement(statements), self.query.format, languages, known)
        return encode_json(for_v1(statement) if newer else statement).decode()

    def read_page_attachments(self, statements: Sequence[FoundStatement]) -> list[list[AttachmentPart]]:
        """The attachments of each statement, up to the one with which there is enough to send."""
        attachments: list[list[AttachmentPart]] = []
        size = 0
        for one in statements:
            attachments.append(self.read_attachments(one))
            size += sum(len(content) for _, _, content in attachments[-1])
            if size > MAX_ATTACHMENT_BYTES:
                break
        return attachments

    def read_attachments(self, statements: FoundStatement) -> list[AttachmentPart]:
        """The attachments of a statement that are kept here."""
        if '"attachments"' not in statements.body:
            return []
        # The part's Content-Type must be that of the statement (Communication 1.5.2), not what came with
        # the upload.
        described = {
            one["sha2"].lower(): one["contentType"]
            for _, one in attachment_objects(decode_statement(statements), "")
        }
        with self.lrs.database.reading() as connection:
            kept = {sha2: find_attachment(connection, self.organisation, sha2) for sha2 in described}
        return [(sha2, described[sha2], octets) for sha2, octets in kept.items() if octets is not None]

    def build_response(
        self,
        body: Sequence[bytes],
        attachments: Sequence[Sequence[AttachmentPart]],
        headers: dict[str, str],
        statements: Sequence[FoundStatement],
    ) -> Response:
        """The answer around the JSON: multipart whenever attachments are asked for (Communication 1.5.2)."""
        audit_detail = audit.describe_read(statements, self.query.params)
        if not self.query.attachments:
            return Response(body=b"".join(body), headers=headers, audit_detail=audit_detail)
        # The same content is sent once, however many statements of the page have it (Communication 1.5.2).
        once = {part[0]: part for parts in attachments for part in parts}
        content_type, pieces = render_with_attachments(body, once.values())
        return Response(body=pieces, content_type=content_type, headers=headers, audit_detail=audit_detail)


def decode_statement(statements: FoundStatement) -> Json:
    """The statement as a dict."""
    statement: Json = decode_json(statements.body.encode())
    return statement
