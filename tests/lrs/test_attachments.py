"""Attachments in and out (xAPI 1.0.3 Data 2.4.11, Communication 1.5)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import BadRequest, InvalidStatement
from scormbuild.lrs.xapi.attachments import (
    Attachment,
    render_with_attachments,
    split_body,
    validate_attachments,
)
from scormbuild.lrs.xapi.multipart import Part, render_multipart
from scormbuild.lrs.xapi.multipart import parse_multipart as read_parts

MULTIPART_MIXED = "multipart/mixed; boundary=b0"
CONTENT = b"an essay"
SHA2 = hashlib.sha256(CONTENT).hexdigest()
JSON_PART = Part({"Content-Type": "application/json"}, b"{}")
HEADERS = {"Content-Type": "text/plain", "Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": SHA2}


def declaration(sha2: str = SHA2, **more: object) -> dict[str, Any]:
    return {
        "usageType": "http://example.com/essay",
        "display": {"en": "Essay"},
        "contentType": "text/plain; charset=ascii",
        "length": len(CONTENT),
        "sha2": sha2,
        **more,
    }


def statement(*attachments: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = {"actor": {}, "verb": {}, "object": {"id": "http://example.com/a"}}
    return {**one, "attachments": list(attachments)} if attachments else one


def body(*parts: Part) -> bytes:
    return b"".join(render_multipart(parts, "b0"))


def parts(content_type: str = "text/plain") -> dict[str, Attachment]:
    return {SHA2: Attachment(CONTENT, content_type)}


def test_a_json_body_is_the_statements_and_brings_no_attachments() -> None:
    assert split_body(b"[]", "application/json; charset=utf-8") == (b"[]", {})


def test_the_first_part_is_the_statements_and_the_others_are_attachments_by_their_hash() -> None:
    assert split_body(body(JSON_PART, Part(HEADERS, CONTENT)), MULTIPART_MIXED) == (
        b"{}",
        {SHA2: Attachment(CONTENT, "text/plain")},
    )


def test_a_multipart_body_may_bring_no_attachments() -> None:
    assert split_body(body(JSON_PART), MULTIPART_MIXED) == (b"{}", {})


@pytest.mark.parametrize("algorithm", ["sha224", "sha256", "sha384", "sha512"])
def test_every_sha_2_is_known_in_either_case(algorithm: str) -> None:
    sha2 = hashlib.new(algorithm, CONTENT).hexdigest()
    headers = HEADERS | {"X-Experience-API-Hash": sha2.upper()}
    _, found = split_body(body(JSON_PART, Part(headers, CONTENT)), MULTIPART_MIXED)
    assert list(found) == [sha2]
    validate_attachments([statement(declaration(sha2.upper()))], found)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b0", "text/plain", "", "application/jsonx"])
def test_statements_of_another_content_type_are_refused(kind: str) -> None:
    with pytest.raises(BadRequest, match="statements come as"):
        split_body(body(JSON_PART), kind)


@pytest.mark.parametrize("first", [Part({"Content-Type": "text/plain"}, b"{}"), Part({}, b"{}")])
def test_a_first_part_that_is_not_json_is_refused(first: Part) -> None:
    with pytest.raises(BadRequest, match="first part"):
        split_body(body(first, Part(HEADERS, CONTENT)), MULTIPART_MIXED)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Content-Transfer-Encoding": "base64"}, "part 2 .*Content-Transfer-Encoding"),
        ({"Content-Transfer-Encoding": ""}, "Content-Transfer-Encoding"),
        ({"X-Experience-API-Hash": ""}, "X-Experience-API-Hash"),
        ({"X-Experience-API-Hash": "z" * 64}, "hex digits"),
        ({"X-Experience-API-Hash": "a" * 40}, "SHA-2"),
        ({"X-Experience-API-Hash": "a" * 64}, "another hash"),
    ],
)
def test_a_part_without_its_headers_or_with_another_hash_is_refused(
    changes: dict[str, str], reason: str
) -> None:
    headers = {name: value for name, value in (HEADERS | changes).items() if value}
    with pytest.raises(BadRequest, match=reason):
        split_body(body(JSON_PART, Part(headers, CONTENT)), MULTIPART_MIXED)


def test_statements_sent_in_two_parts_are_refused() -> None:
    with pytest.raises(BadRequest, match="part 2"):
        split_body(body(JSON_PART, JSON_PART, Part(HEADERS, CONTENT)), MULTIPART_MIXED)


def test_an_attachment_with_a_file_url_needs_no_part_and_may_have_one() -> None:
    one = statement(declaration(fileUrl="http://example.com/essay.txt"))
    validate_attachments([one], {})
    validate_attachments([one], parts())


def test_an_attachment_with_neither_a_file_url_nor_a_part_is_refused_with_its_path() -> None:
    with pytest.raises(InvalidStatement, match="fileUrl") as caught:
        validate_attachments([statement(declaration())], {})
    assert caught.value.path == "statement.attachments[0]"
    with pytest.raises(InvalidStatement) as caught:
        validate_attachments(
            [statement(), statement(declaration(), declaration("b" * 64))], parts(), batch=True
        )
    assert caught.value.path == "statements[1].attachments[1]"


def test_a_part_that_no_statement_names_is_refused() -> None:
    with pytest.raises(BadRequest, match=SHA2):
        validate_attachments([statement()], parts())


def test_one_part_may_serve_many_statements() -> None:
    validate_attachments([statement(declaration()), statement(declaration(), declaration())], parts())


def test_the_attachments_of_a_substatement_count_too() -> None:
    outer = {**statement(), "object": {"objectType": "SubStatement", **statement(declaration())}}
    validate_attachments([outer], parts())
    with pytest.raises(InvalidStatement) as caught:
        validate_attachments([outer], {})
    assert caught.value.path == "statement.object.attachments[0]"


def test_a_part_of_another_content_type_than_declared_is_refused_and_one_without_is_taken() -> None:
    validate_attachments([statement(declaration())], parts("TEXT/plain;charset=utf-8"))
    validate_attachments([statement(declaration())], parts(""))
    with pytest.raises(InvalidStatement, match="Content-Type") as caught:
        validate_attachments([statement(declaration())], parts("image/png"))
    assert caught.value.path == "statement.attachments[0].contentType"


def test_the_length_is_not_compared() -> None:
    validate_attachments([statement(declaration(length=1))], parts())


@given(contents=st.lists(st.binary(max_size=80), max_size=5, unique=True))
def test_an_answer_can_be_sent_back_as_a_request(contents: list[bytes]) -> None:
    hashes = {hashlib.sha256(content).hexdigest(): content for content in contents}
    content_type, pieces = render_with_attachments(
        [b'{"statements"', b":[]}"], [(h, "text/plain", c) for h, c in hashes.items()]
    )
    result, found = split_body(b"".join(pieces), content_type)
    assert json.loads(result) == {"statements": []}
    assert {sha2: one.content for sha2, one in found.items()} == hashes


def test_an_answer_is_multipart_also_without_attachments() -> None:
    content_type, pieces = render_with_attachments(b"{}", [])
    assert content_type.startswith("multipart/mixed; boundary=")
    assert [part.content for part in read_parts(b"".join(pieces), content_type)] == [b"{}"]


def test_an_answer_to_the_same_question_has_the_same_octets() -> None:
    assert render_with_attachments(b"{}", [(SHA2, "a/b", CONTENT)]) == render_with_attachments(
        b"{}", [(SHA2, "a/b", CONTENT)]
    )


def test_no_content_can_be_written_to_hold_the_boundary_of_its_answer() -> None:
    guessed = render_with_attachments(b"{}", [])[0].partition("boundary=")[2]
    content = f"\r\n--{guessed}--\r\n".encode()
    kind, pieces = render_with_attachments(
        b"{}", [(hashlib.sha256(content).hexdigest(), "text/plain", content)]
    )
    assert read_parts(b"".join(pieces), kind)[1].content == content


@pytest.mark.parametrize("content_type", ["text/plain\r\nX-More: 1", "", "tekst/é"])
def test_a_content_type_that_would_break_a_header_is_not_sent(content_type: str) -> None:
    kind, pieces = render_with_attachments(b"{}", [(SHA2, content_type, CONTENT)])
    assert read_parts(b"".join(pieces), kind)[1].headers["content-type"] == "application/octet-stream"


def test_the_content_of_an_attachment_is_not_copied_into_an_answer() -> None:
    assert any(
        piece is CONTENT for piece in render_with_attachments(b"{}", [(SHA2, "text/plain", CONTENT)])[1]
    )
