"""Bodies in parts, as clients write them and as the hostile do (RFC 2046, xAPI 1.0.3 Communication 1.5.2)."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import BadRequest, TooLarge
from scormbuild.lrs.xapi.multipart import (
    MAX_HEADER,
    MAX_HEADERS,
    MAX_PARTS,
    Part,
    essence,
    parse_multipart,
    render_multipart,
)

MULTIPART_MIXED = "multipart/mixed; boundary=b0"
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
VALUES = st.from_regex(r"[!-~]([ -~]{0,20}[!-~])?", fullmatch=True)
# Contents made of the pieces that delimiters are made of come closest to fooling a parser.
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.lists(st.sampled_from([b"\r\n", b"--", b"b0", b"\n", b"\r", b"x", b":"]), max_size=20).map(b"".join),
)
PARTS = st.lists(
    st.builds(Part, st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), CONTENTS), min_size=1, max_size=5
)


def body(*parts: Part) -> bytes:
    return b"".join(render_multipart(parts, "b0"))


def contents(parts: list[Part]) -> list[bytes]:
    return [part.content for part in parts]


@given(parts=PARTS.filter(lambda parts: all(b"\r\n--b0" not in part.content for part in parts)))
def test_what_is_written_is_read_again(parts: list[Part]) -> None:
    assert parse_multipart(body(*parts), MULTIPART_MIXED) == parts


@given(sent=st.one_of(st.binary(max_size=300), CONTENTS))
def test_any_body_is_read_or_refused_and_never_breaks_anything(sent: bytes) -> None:
    for framed in (sent, b"--b0" + sent, b"--b0\r\n" + sent + b"\r\n--b0--"):
        with suppress(BadRequest):
            assert all(isinstance(part.content, bytes) for part in parse_multipart(framed, MULTIPART_MIXED))


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed; boundary=b0",
        'multipart/mixed; boundary="b0"',
        "Multipart/Mixed;BOUNDARY=b0",
        "multipart/mixed; charset=utf-8; boundary=b0; x=y",
    ],
)
def test_a_boundary_is_found_quoted_or_not_and_among_other_parameters(content_type: str) -> None:
    assert contents(parse_multipart(body(Part({"a": "b"}, b"one")), content_type)) == [b"one"]


def test_a_boundary_may_have_every_character_that_the_rfc_allows() -> None:
    boundary = "abcABC0123'()+_,-./:=?"
    sent = b"".join(render_multipart([Part({"a": "b"}, b"one")], boundary))
    assert contents(parse_multipart(sent, f'multipart/mixed; boundary="{boundary}"')) == [b"one"]


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        "multipart/mixed;",
        "multipart/mixed; boundary=",
        'multipart/mixed; boundary="a\r\nb"',
        'multipart/mixed; boundary="ends in a space "',
        "multipart/mixed; boundary=" + "b" * 71,
        "multipart/mixed; boundary*=nonsense''b0",
        "multipart/mixed; boundary=\xe9",
    ],
)
def test_without_a_valid_boundary_nothing_is_read(content_type: str) -> None:
    with pytest.raises(BadRequest, match="boundary"):
        parse_multipart(body(Part({"a": "b"})), content_type)


def test_text_before_the_first_and_after_the_last_boundary_is_skipped() -> None:
    assert contents(
        parse_multipart(b"For old readers.\r\n" + body(Part({"a": "b"}, b"one")) + b"bye", MULTIPART_MIXED)
    ) == [b"one"]
    assert contents(parse_multipart(b"\r\n" + body(Part({"a": "b"}, b"one")), MULTIPART_MIXED)) == [b"one"]


def test_spaces_after_a_boundary_are_no_part_of_it() -> None:
    sent = body(Part({"a": "b"}, b"1"), Part({"a": "b"}, b"2")).replace(b"1\r\n--b0", b"1\r\n--b0 \t")
    assert contents(parse_multipart(sent, MULTIPART_MIXED)) == [b"1", b"2"]


def test_octets_come_as_they_are_whatever_their_line_ends() -> None:
    content = bytes(range(256)) + b"\n--b0\n\r--b0\r\r\n\r\n--b\r\n"
    assert contents(
        parse_multipart(body(Part({"content-type": "message/rfc822"}, content)), MULTIPART_MIXED)
    ) == [content]


def test_a_part_may_be_empty_and_may_have_no_headers() -> None:
    assert parse_multipart(b"--b0\r\n\r\n\r\n--b0\r\nA: b\r\n\r\n\r\n--b0--", MULTIPART_MIXED) == [
        Part({}),
        Part({"a": "b"}),
    ]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "nowhere"),
        (b"no boundary", "nowhere"),
        (b"--b1\r\n\r\n\r\n--b1--", "nowhere"),
        (b"--b0\r\nA: b\r\n\r\ncut off", "closing boundary"),
        (b"--b0\r\nA: b\r\n\r\ncut off\r\n--b0", "closing boundary"),
        (b"--b0\r\nA: b\r\n\r\ncut off\r\n--b0-", "closing boundary"),
        (b"--b0--", "no part"),
        (b"--b0\r\nno header\r\n\r\n--b0--", "multipart"),
        (b"--b0\r\n: b\r\n\r\n--b0--", "multipart"),
        (b"--b0\r\nA: b\r\na: c\r\n\r\n\r\n--b0--", "twice"),
        (b"--b0\r\nA: b\nHidden: c\r\n\r\n\r\n--b0--", "control character"),
        (b"--b0\nA: b\n\n1\n--b0--", "multipart"),
        (b"--b0\r\nA: " + b"b" * MAX_HEADER + b"\r\n\r\n\r\n--b0--", "Maximum header size"),
        (
            b"--b0\r\n" + b"".join(b"A%d: b\r\n" % n for n in range(MAX_HEADERS + 1)) + b"\r\n\r\n--b0--",
            "count",
        ),
    ],
)
def test_a_body_that_is_not_in_order_is_refused_with_the_reason(sent: bytes, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        parse_multipart(sent, MULTIPART_MIXED)


def test_more_parts_than_the_limit_are_too_many() -> None:
    assert len(parse_multipart(body(*[Part({"a": "b"})] * MAX_PARTS), MULTIPART_MIXED)) == MAX_PARTS
    with pytest.raises(TooLarge, match="1000 parts"):
        parse_multipart(body(*[Part({"a": "b"})] * (MAX_PARTS + 1)), MULTIPART_MIXED)


@pytest.mark.parametrize("piece", [b"\r", b"\r\n", b"\r\n--", b"\r\n--b", b"\r\n--b0x", b"--b0", b" "])
def test_no_content_takes_more_time_than_its_length_explains(piece: bytes) -> None:
    content = piece * (2_000_000 // len(piece))
    sent = body(Part({"a": "b"}, content))
    started = time.process_time()
    assert contents(parse_multipart(sent, MULTIPART_MIXED)) == [content]
    assert time.process_time() - started < 2


def test_the_essence_of_a_media_type_has_no_parameters_and_no_case() -> None:
    assert essence("Application/JSON ; charset=utf-8") == "application/json"
    assert essence("") == ""
