"""Values that the player gives an LMS have SCORM 1.2's formats (RTE 3.4.4), whatever they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.player.bridge import Player, as_javascript, utf16_length, well_formed

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=400).map(as_javascript)
KEYS = st.sets(st.sampled_from("abcdefghijklmnopqrstuvwxyz")).map(sorted).map(",".join)
KINDS = {
    "open": ANYTHING,
    "opinion": st.sampled_from("123456789"),
    "acknowledge": st.sampled_from(["t", ""]),
    "checklist": KEYS,
}
RESPONSES = {
    "open": r"(?s).*",
    "choice": r"([a-z](,[a-z])*)?",
    "opinion": r"[1-9]",
    "acknowledge": r"[tf]",
    "checklist": r"([a-z](,[a-z])*)?",
}


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    with Player() as player:
        yield player


@given(milliseconds=st.one_of(st.integers(-(10**9), 10**18), st.floats(-1e9, 1e18)))
def test_a_timespan_is_a_cmi_timespan(player: Player, milliseconds: float) -> None:
    value = player.call("timespan", milliseconds)
    assert re.fullmatch(r"\d{2,4}:[0-5]\d:[0-5]\d", value)
    hours, minutes, seconds = map(int, value.split(":"))
    whole = max(0, int(milliseconds // 1000))
    assert hours * 3600 + minutes * 60 + seconds == min(whole, 9999 * 3600 + 3599)


@given(now=st.integers(0, 4 * 10**12))
def test_a_time_is_a_cmi_time(player: Player, now: int) -> None:
    assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d", player.call("clockTime", now))


@given(text=ANYTHING)
def test_an_identifier_is_a_cmi_identifier(player: Player, text: str) -> None:
    value = player.call("identifier", text)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,255}", value)
    if re.fullmatch(r"[A-Za-z0-9_-]{1,255}", text):
        assert value == text


@given(text=ANYTHING)
def test_a_string_is_cut_at_255_between_characters(player: Player, text: str) -> None:
    value, whole = player.call("string255", text), well_formed(text)
    assert whole.startswith(value)
    value.encode()  # no half character
    if value != whole:
        assert 254 <= utf16_length(value) <= 255
        assert utf16_length(value + whole[len(value)]) > 255


@given(text=ANYTHING)
def test_a_text_for_a_report_has_nothing_that_run_times_or_databases_break_on(
    player: Player, text: str
) -> None:
    value = player.call("reportText", text)
    assert not re.search("[&%+\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\U00010000-\U0010ffff]", value)
    assert utf16_length(value) <= 255
    if re.fullmatch(r"[\w ,.?!-]{0,255}", text, re.ASCII):
        assert value == text


@given(data=st.data(), kind=st.sampled_from([*KINDS, "choice"]))
def test_a_response_has_the_form_of_its_type(player: Player, data: st.DataObject, kind: str) -> None:
    if kind == "choice":
        answer = f"{data.draw(KEYS)} {data.draw(st.integers(1, 9))}"
    else:
        answer = data.draw(KINDS[kind])
    question = {"id": "x", "kind": kind, "required": True, "minimum": 1, "keys": []}
    value = player.call("studentResponse", question, answer)
    assert re.fullmatch(RESPONSES[kind], value)
    assert utf16_length(value) <= 255
