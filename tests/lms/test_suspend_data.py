"""cmi.suspend_data, which any learner can write: ours is read, the rest is told apart, nothing breaks."""

from __future__ import annotations

import base64
import json
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lms.sample_course import (
    ANSWERS,
    REGISTRATION,
    SECRET,
    deflate_text,
    encode_state,
    encode_suspend_data,
    state,
)

from scormbuild.lms.suspend_data import AttemptState, DecodedState, decode_suspend_data
from scormbuild.vocabulary import short_key

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FEW = settings(max_examples=40)
IDS = st.text("abz09-", min_size=1, max_size=8).map("q{}".format)
ANSWER_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def test_a_state_that_a_browser_wrote_is_read() -> None:
    text = (
        "1LcuxCYAwEEbhVeSv09ld7xRiEc0RBblIYgwSMpBzuJhXWD54X8USspyg3uCwnkG"
        "Y2W8Cg8QsoPHvycBKKhwTqOKK1np9h_eRroQQHXWeXd4dmlGxbuLUKppv3dA-"
    )
    assert decode_suspend_data(text).state.answers == {"vraag": "Eén woord: geduld"}


def test_a_state_with_short_keys_that_a_browser_wrote_is_read() -> None:
    text = (
        "2LY_BTsMwEER_pdqzUyVJmhLfekAcygGoAAnEwbY3iVVwiO00QVU_iO_gx1i3Pc6sZvbNERy2xgcnguktcCiaXGaq1MkKqyYpxVom"
        "N6rWSYpZk4tClmqlgYFH7ynggeeMKg7mqo6we3zogRcnBqofbQBeM5A_1Lwv5nrIKbvHKIf1W3jK5lf1XH69yLTb6trnGzof0PkLS7Z"
        "Mlyk536JFkvd38-b8Gun4DttpV5E8ux8MhPUTJSNC6KoBeMquLHD792sXU987zRct6vEzLhBSxblAoBI7Y3XsjCZ1NcYa3yFZwY14-gc"
    )
    answers = {"eerste-gedachte": "Eén woord: geduld", "abc": "3"}
    ids = ["start", "einde", "eerste-gedachte", "abc", "ns-opvallend"]
    behind = frozenset({"ns-opvallend", "abc"})
    found = decode_suspend_data(text, ids).state
    assert found == AttemptState(
        ("start", "einde"), answers, behind, {"SQPo": 3}, REGISTRATION, finished=True
    )
    assert (found.revision("eerste-gedachte"), found.revision("abc")) == (3, 1)


@pytest.mark.parametrize("write", [encode_suspend_data, encode_state])
@FEW
@given(
    seen=st.lists(IDS, unique=True), answers=st.dictionaries(IDS, ANSWER_TEXT), revision=st.integers(1, 99)
)
def test_what_was_packed_comes_back(
    write: Callable[[Any], str], seen: list[str], answers: dict[str, str], revision: int
) -> None:
    revisions = dict.fromkeys(answers, revision)
    text = write(state(seen=seen, answers=answers, revisions=revisions, behind=seen, finished=True))
    kind, found = (decoded := decode_suspend_data(text, [*seen, *answers])).kind, decoded.state
    assert (kind, found.seen, found.answers, found.not_saved) == (
        "ours",
        tuple(seen),
        answers,
        frozenset(seen),
    )
    assert (found.registration, found.finished) == (REGISTRATION, True)
    assert [found.revision(each) for each in answers] == [*revisions.values()]


def test_an_older_state_has_ids_that_may_look_like_short_keys() -> None:
    assert decode_suspend_data(
        encode_suspend_data(state(answers={"SQPo": "words"})), ["eerste-gedachte"]
    ).state.answers == {"SQPo": "words"}


def test_a_key_whose_id_is_not_known_becomes_nothing_that_an_id_can_be() -> None:
    text = encode_state(state(answers={"eerste-gedachte": "words", "abc": "3"}, seen=["start"]))
    found = decode_suspend_data(text).state
    assert (found.answers, found.seen) == ({"=SQPo": "words", "abc": "3"}, (f"={short_key('start')}",))


@pytest.mark.parametrize("write", [encode_suspend_data, encode_state])
@pytest.mark.parametrize("none", [0, 0.0, -0.0])
def test_an_answer_of_nought_is_one_whose_words_are_elsewhere(
    write: Callable[[Any], str], none: float
) -> None:
    found = decode_suspend_data(
        write(state(answers={"q-open": none}, behind=["q-choice"])), ["q-open", "q-choice"]
    ).state
    assert (found.answers, found.not_saved) == ({}, frozenset({"q-open", "q-choice"}))


@pytest.mark.parametrize("value", [False, None, 1, [], {}])
def test_an_answer_that_is_neither_text_nor_nought_is_left_out(value: object) -> None:
    found = decode_suspend_data(encode_suspend_data(state(answers={"q-open": value}))).state
    assert (found.answers, found.not_saved) == ({}, frozenset())


@pytest.mark.parametrize("value", ["true", 1, None, {}])
def test_only_true_says_that_the_learner_finished(value: object) -> None:
    assert not decode_suspend_data(encode_suspend_data(state(finished=value))).state.finished


@pytest.mark.parametrize("write", [encode_suspend_data, encode_state])
def test_the_key_of_copies_in_a_browser_is_not_kept(write: Callable[[Any], str]) -> None:
    decoded = decode_suspend_data(write(state()), ANSWERS)
    assert decoded.state.answers == ANSWERS
    assert SECRET not in repr(decoded)


@FEW
@given(JSON, st.sampled_from("12"))
def test_json_of_any_form_gives_a_state_of_the_right_types_or_is_unreadable(value: Any, version: str) -> None:
    decoded = decode_suspend_data(encode_suspend_data(value, version), ["q"])
    assert decoded.kind == ("ours" if isinstance(value, dict) else "unreadable")


@FEW
@given(
    st.dictionaries(st.sampled_from([*state(), "revisions", "finished", "other"]), JSON),
    st.sampled_from("12"),
)
def test_fields_of_wrong_types_are_left_out(value: dict[str, Any], version: str) -> None:
    found = decode_suspend_data(encode_suspend_data(value, version)).state
    texts = (*found.seen, *found.not_saved, *found.answers, *found.answers.values())
    assert all(isinstance(each, str) for each in texts)
    assert isinstance(found.finished, bool)
    assert all(isinstance(each, int) and each >= 1 for each in found.revisions.values())
    json.dumps(found.answers).encode()


@given(st.text(max_size=200))
def test_any_text_is_taken_without_an_error(text: str) -> None:
    assert decode_suspend_data(text).kind in ("empty", "ours", "newer", "unreadable")


@given(st.sampled_from("12"), st.binary(max_size=200))
def test_any_bytes_in_our_packing_are_taken_without_an_error(version: str, data: bytes) -> None:
    text = version + base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert decode_suspend_data(text).kind in ("ours", "unreadable")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        *((encode_suspend_data({"count": 1}, version), "newer") for version in "3456789"),
        (encode_suspend_data({"page": "start"}, "3"), "unreadable"),
        (encode_suspend_data(["count"], "3"), "unreadable"),
        (encode_suspend_data({"count": 1}, "0"), "unreadable"),
        (encode_suspend_data({"count": 1}, "a"), "unreadable"),
        (encode_suspend_data({"count": 1}, "²"), "unreadable"),
        *((text, "unreadable") for text in ("2", "3", "50", "2abc", "9abc", "2 abc", "3 abc", "page=3")),
        ("page=3;score=4", "unreadable"),
        ("1", "unreadable"),
        ("1!!!!", "unreadable"),
        ("0" + encode_suspend_data(state())[1:], "unreadable"),
        (encode_suspend_data(state())[:-8], "unreadable"),
        (encode_suspend_data([state()]), "unreadable"),
        ("1" + deflate_text("{"), "unreadable"),
        ("1" + deflate_text('{"count": NaN}'), "unreadable"),
        ("1" + deflate_text("[" * 100_000), "unreadable"),
        ("1" + deflate_text('{"count": ' + "9" * 5000 + "}"), "unreadable"),
    ],
)
def test_what_is_not_ours_is_told_apart(text: str, kind: str) -> None:
    assert decode_suspend_data(text) == DecodedState(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", "123")
def test_a_bomb_is_put_down_before_it_has_grown(version: str) -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflater.compress(b'{"count": "' + b"a" * 50_000_000 + b'"}') + deflater.flush()
    began = time.monotonic()
    assert (
        decode_suspend_data(version + base64.urlsafe_b64encode(bomb).decode().rstrip("=")).kind
        == "unreadable"
    )
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("version", "123")
def test_ten_megabytes_are_not_looked_at(version: str) -> None:
    assert decode_suspend_data(version + "A" * 10_000_000).kind == "unreadable"


@pytest.mark.parametrize("version", "12")
def test_lone_surrogates_and_nul_become_replacement_characters(version: str) -> None:
    text = '{"answers": {"q": "a\\ud800b\\u0000c"}, "seen": ["\\udc00"], "behind": ["\\ud800"]}'
    found = decode_suspend_data(version + deflate_text(text)).state
    assert found == AttemptState(("\ufffd",), {"q": "a\ufffdb\ufffdc"}, frozenset({"\ufffd"}))


@pytest.mark.parametrize(
    "registration", ["", "x", REGISTRATION.upper(), f"{REGISTRATION} ", 5, None, [REGISTRATION]]
)
def test_a_registration_that_is_no_uuid_is_none(registration: object) -> None:
    assert decode_suspend_data(encode_suspend_data(state(registration=registration))).state.registration == ""


@pytest.mark.parametrize(
    ("revision", "read"),
    [(3, 3), (2.0, 2), (0, None), (-1, None), (1.5, None), ("2", 2), ("two", None), (True, None)],
)
def test_a_revision_is_a_whole_number_from_one(revision: object, read: int | None) -> None:
    assert (
        decode_suspend_data(encode_suspend_data(state(revisions={"q": revision}))).state.revisions.get("q")
        == read
    )


def test_pages_that_were_seen_twice_count_once() -> None:
    assert decode_suspend_data(encode_suspend_data(state(seen=["start", "start"]))).state.seen == ("start",)
    assert decode_suspend_data(encode_suspend_data(state())).state.answers == ANSWERS
