"""cmi.suspend_data, which any learner can write: ours is read, the rest is told apart, nothing breaks."""

from __future__ import annotations

import base64
import json
import time
import zlib
from typing import Any

import pytest
from course_sample import ANSWERS, REGISTRATION, packed, packed_text, state
from hypothesis import given, settings
from hypothesis import strategies as st

from scormbuild.lms.suspend_data import Decoded, State, decode

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FEW = settings(max_examples=40)
IDS = st.text("abz09-", min_size=1, max_size=8).map("q{}".format)
WRITTEN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def test_a_state_that_a_browser_wrote_is_read() -> None:
    written = (
        "1LcuxCYAwEEbhVeSv09ld7xRiEc0RBblIYgwSMpBzuJhXWD54X8USspyg3uCwnkG"
        "Y2W8Cg8QsoPHvycBKKhwTqOKK1np9h_eRroQQHXWeXd4dmlGxbuLUKppv3dA-"
    )
    assert decode(written).state.answers == {"vraag": "Eén woord: geduld"}


@FEW
@given(seen=st.lists(IDS, unique=True), answers=st.dictionaries(IDS, WRITTEN), revision=st.integers(1, 99))
def test_what_was_packed_comes_back(seen: list[str], answers: dict[str, str], revision: int) -> None:
    revisions = dict.fromkeys(answers, revision)
    decoded = decode(packed(state(seen=seen, answers=answers, revisions=revisions)))
    assert decoded == Decoded("ours", State(tuple(seen), answers, frozenset(), revisions, REGISTRATION))


@FEW
@given(JSON)
def test_json_of_any_form_gives_a_state_of_the_right_types_or_is_unreadable(value: Any) -> None:
    decoded = decode(packed(value))
    assert decoded.kind == ("ours" if isinstance(value, dict) else "unreadable")


@FEW
@given(st.dictionaries(st.sampled_from([*state(), "revisions", "other"]), JSON))
def test_fields_of_wrong_types_are_left_out(value: dict[str, Any]) -> None:
    found = decode(packed(value)).state
    assert all(isinstance(each, str) for each in (*found.seen, *found.answers, *found.answers.values()))
    assert all(isinstance(each, int) and each >= 1 for each in found.revisions.values())
    json.dumps(found.answers).encode()


@given(st.text(max_size=200))
def test_any_text_is_taken_without_an_error(text: str) -> None:
    assert decode(text).kind in ("empty", "ours", "newer", "unreadable")


@given(st.binary(max_size=200))
def test_any_bytes_in_our_packing_are_taken_without_an_error(data: bytes) -> None:
    assert decode("1" + base64.urlsafe_b64encode(data).decode().rstrip("=")).kind in ("ours", "unreadable")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("2abc", "newer"),
        ("9", "newer"),
        ("2 abc", "unreadable"),
        ("page=3;score=4", "unreadable"),
        ("1", "unreadable"),
        ("1!!!!", "unreadable"),
        ("0" + packed(state())[1:], "unreadable"),
        (packed(state())[:-8], "unreadable"),
        (packed([state()]), "unreadable"),
        ("1" + packed_text("{"), "unreadable"),
        ("1" + packed_text('{"count": NaN}'), "unreadable"),
        ("1" + packed_text("[" * 100_000), "unreadable"),
        ("1" + packed_text('{"count": ' + "9" * 5000 + "}"), "unreadable"),
    ],
)
def test_what_is_not_ours_is_told_apart(text: str, kind: str) -> None:
    assert decode(text) == Decoded(kind)  # type: ignore[arg-type]


def test_a_bomb_is_put_down_before_it_has_grown() -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflater.compress(b'{"page": "' + b"a" * 50_000_000 + b'"}') + deflater.flush()
    began = time.monotonic()
    assert decode("1" + base64.urlsafe_b64encode(bomb).decode().rstrip("=")).kind == "unreadable"
    assert time.monotonic() - began < 1


def test_ten_megabytes_are_not_looked_at() -> None:
    assert decode("1" + "A" * 10_000_000).kind == "unreadable"


def test_lone_surrogates_and_nul_become_replacement_characters() -> None:
    text = '{"answers": {"q": "a\\ud800b\\u0000c"}, "seen": ["\\udc00"]}'
    assert decode("1" + packed_text(text)).state == State(("\ufffd",), {"q": "a\ufffdb\ufffdc"})


@pytest.mark.parametrize(
    "registration", ["", "x", REGISTRATION.upper(), f"{REGISTRATION} ", 5, None, [REGISTRATION]]
)
def test_a_registration_that_is_no_uuid_is_none(registration: object) -> None:
    assert decode(packed(state(registration=registration))).state.registration == ""


@pytest.mark.parametrize(
    ("revision", "read"),
    [(3, 3), (2.0, 2), (0, None), (-1, None), (1.5, None), ("2", 2), ("two", None), (True, None)],
)
def test_a_revision_is_a_whole_number_from_one(revision: object, read: int | None) -> None:
    assert decode(packed(state(revisions={"q": revision}))).state.revisions.get("q") == read


def test_pages_that_were_seen_twice_count_once() -> None:
    assert decode(packed(state(seen=["start", "start"]))).state.seen == ("start",)
    assert decode(packed(state())).state.answers == ANSWERS
