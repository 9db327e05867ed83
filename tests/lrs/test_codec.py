"""JSON as it comes over the wire, sound and not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from support.lrs.statement_strategies import json_values

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.codec import decode_json, encode_json


@given(json_values)
def test_any_value_comes_through_unchanged(value):
    assert decode_json(encode_json(value)) == value


@pytest.mark.parametrize(
    "text", ["1.0", "0.10", "-0.0", "100.6767676", "3.14159265358979323846264338327950288", "1E+400"]
)
def test_a_number_is_written_as_it_was_read(text):
    assert encode_json(decode_json(f'{{"raw":{text}}}'.encode())) == f'{{"raw":{text}}}'.encode()


def test_a_number_without_fraction_is_whole_however_long():
    assert decode_json(b"[12345678901234567890123, 1.0]") == [12345678901234567890123, Decimal("1.0")]


def test_what_is_written_is_compact_and_not_escaped():
    assert (
        encode_json({"naam": "Zoë ☃", "a": [1, True, None]}) == '{"naam":"Zoë ☃","a":[1,true,null]}'.encode()
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"a\ud83d", "a\ufffd"),
        (r"\uDE00a", "\ufffda"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\ud83d\\\ude00", "\ufffd\\\ufffd"),
        (r"a\u0000b", "a\ufffdb"),
        (r"\ud83d\ude00", "😀"),
        (r"\\ud83d\\u0000", r"\ud83d\u0000"),
    ],
)
def test_what_no_text_can_hold_is_read_as_the_replacement_character(text, read):
    assert decode_json(f'["{text}"]'.encode()) == [read]


UNREADABLE = {
    "nothing": b"",
    "half an object": b'{"a":',
    "something after it": b"{} {}",
    "a comma too many": b'{"a":1,}',
    "NaN": b"[NaN]",
    "Infinity": b"[-Infinity]",
    "an encoded surrogate": b'"\xed\xa0\x80"',
    "Latin-1": b'"Zo\xeb"',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a control character": b'"a\nb"',
    "a leading zero": b"01",
    "an exponent beyond reason": b"1e99999999999999999999",
    "a number of 5000 digits": b"1" * 5000,
    "a hundred thousand levels": b"[" * 100_000,
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_json_is_refused_with_a_reason(data):
    with pytest.raises(BadRequest, match="JSON") as refused:
        decode_json(data)
    assert refused.value.status == 400
