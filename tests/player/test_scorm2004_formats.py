"""Values for an LMS have SCORM 2004's data types (RTE 4.1.1.7), whatever they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.player.bridge import Player, as_javascript, utf16_length

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=400).map(as_javascript)
KEYS = st.sets(st.sampled_from("abcdefghijklmnopqrstuvwxyz")).map(sorted).map(",".join)
# As strict run times have it: the zone belongs to the fraction, which has two digits at most.
TIME = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{1,2}Z"


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    with Player() as player:
        yield player


@given(milliseconds=st.one_of(st.integers(-(10**9), 10**13), st.floats(-1e9, 1e13)))
def test_a_time_interval_is_one(player: Player, milliseconds: float) -> None:
    found = re.fullmatch(r"PT(\d+)H(\d{1,2})M(\d{1,2})S", player.call("timeInterval", milliseconds))
    assert found
    hours, minutes, seconds = map(int, found.groups())
    assert (minutes < 60, seconds < 60) == (True, True)
    assert hours * 3600 + minutes * 60 + seconds == max(0, int(milliseconds // 1000))


@given(now=st.integers(0, 4 * 10**12))
def test_a_time_stamp_is_one(player: Player, now: int) -> None:
    assert re.fullmatch(TIME, player.call("timeStamp", now))


@given(percent=st.integers(0, 100), decimals=st.sampled_from(["", ".0"]))
def test_a_scaled_score_is_a_real_and_is_the_same_number_in_either_form(
    player: Player, percent: int, decimals: str
) -> None:
    value = player.call("real", percent / 100, decimals)
    assert re.fullmatch(r"[01]\.\d{2,3}", value)
    assert float(value) == percent / 100


@given(text=ANYTHING | ANYTHING.map("{{lang=xx}}{}".format), length=st.sampled_from([250, 4000]))
def test_a_text_has_nothing_that_run_times_refuse(player: Player, text: str, length: int) -> None:
    value = player.call("localizedString", text, length)
    assert not value.startswith("{")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\U00010000-\U0010ffff]", value)
    assert utf16_length(value) <= length
    if re.fullmatch(r"[\w ,.?!-]{0,250}", text, re.ASCII):
        assert value == text


@given(keys=KEYS, tries=st.integers(1, 9), kind=st.sampled_from(["choice", "checklist"]))
def test_a_choice_has_its_keys_apart(player: Player, keys: str, tries: int, kind: str) -> None:
    question = {"id": "x", "kind": kind, "required": True, "minimum": 1, "keys": []}
    answer = f"{keys} {tries}" if kind == "choice" else keys
    assert player.call("learnerResponse", question, answer) == keys.replace(",", "[,]")
