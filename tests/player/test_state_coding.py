"""The state in cmi.suspend_data, whatever a learner writes (CMIString4096): whole, bounded, readable."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from bridge import Player, as_javascript, well_formed
from hypothesis import given, settings
from hypothesis import strategies as st

QUICK = settings(deadline=None, max_examples=60)

ROOM = 4096
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80).map(as_javascript)
IDS = st.one_of(st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True), ANYTHING, st.just("__proto__"))
LONG = st.builds(lambda seed, length: (seed * length)[:length], ANYTHING.filter(bool), st.integers(0, 6000))
ANSWERS = st.dictionaries(IDS, st.one_of(ANYTHING, LONG), max_size=12).map(
    lambda answers: list(answers.items())
)
STATES = st.fixed_dictionaries(
    {
        "count": st.integers(0, 2**51),
        "page": IDS,
        "seen": st.lists(IDS, max_size=10, unique=True),
        "answers": ANSWERS,
        "behind": st.lists(IDS, max_size=3, unique=True),
        "by": st.from_regex(r"[0-9a-z]{0,6}", fullmatch=True),
        "extra": st.dictionaries(st.sampled_from(["registration", "later"]), ANYTHING, max_size=2),
    }
)


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    with Player() as player:
        yield player


def pairs(answers: list[Any]) -> dict[str, str]:
    return dict(answers)


@QUICK
@given(state=STATES)
def test_what_is_written_can_be_read_again_to_the_letter(player: Player, state: dict[str, Any]) -> None:
    back = player.call("decode", player.call("encode", state))
    assert back["kind"] == "ours"
    answers = pairs(back["state"].pop("answers"))
    assert answers == pairs(state["answers"])
    assert back["state"] == {key: value for key, value in state.items() if key != "answers"}


@QUICK
@given(text=ANYTHING)
def test_any_text_is_kept_but_for_lone_surrogates_and_nul(player: Player, text: str) -> None:
    kept = player.call("wellFormed", text)
    assert kept == well_formed(text)
    back = player.call("decode", player.call("encode", {"answers": [["why", kept]]}))
    assert back["state"]["answers"] == [["why", kept]]


@QUICK
@given(state=STATES)
def test_others_can_read_it_with_plain_zlib(player: Player, state: dict[str, Any]) -> None:
    text = player.call("encode", state)
    assert text[0] == "1"
    packed = text[1:] + "=" * (-len(text[1:]) % 4)
    read = json.loads(zlib.decompress(base64.b64decode(packed, altchars=b"-_", validate=True), wbits=-15))
    assert read["answers"] == pairs(state["answers"])
    assert read["count"] == state["count"]


@QUICK
@given(state=STATES, kept=ANSWERS, more=st.integers(0, 3000))
def test_it_always_fits_and_whole_answers_only(
    player: Player, state: dict[str, Any], kept: list[Any], more: int
) -> None:
    state["seen"] += [f"page-{number * 7919 % 10007}" for number in range(more)]
    result = player.call("fit", state, kept)
    assert len(result["text"]) <= ROOM
    assert 0 < result["used"] <= 1
    newest, older = pairs(state["answers"]), pairs(kept)
    for key, value in pairs(result["written"]["answers"]).items():
        assert value in (newest[key], older.get(key))
    if result["used"] < 1:
        assert pairs(result["written"]["answers"]) == newest
    written = player.call("decode", result["text"])["state"]
    assert pairs(written["answers"]) == pairs(result["written"]["answers"])


@QUICK
@given(texts=st.lists(st.sampled_from(["", "a", "b", "x" * 9000]), min_size=2, max_size=6))
def test_no_two_written_values_are_equal(player: Player, texts: list[str]) -> None:
    values = player.call("writes", texts)
    changes = sum(before != after for before, after in zip(["", *texts], texts, strict=False))
    assert len(values) == len(set(values)) == changes


ENTRIES = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["", "one", "two"]),
        "base": st.sampled_from(["", "one", "three"]),
        "by": st.sampled_from(["", "me"]),
    }
)


@QUICK
@given(
    theirs=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "one", "three"]), max_size=3),
    by=st.sampled_from(["", "me", "other"]),
    ours=st.dictionaries(st.sampled_from("abc"), ENTRIES, max_size=3),
    rivals=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["old", "one"]), max_size=2),
    how=st.sampled_from(["compare", "ours", "again"]),
)
def test_merging_loses_no_word(
    player: Player,
    theirs: dict[str, str],
    by: str,
    ours: dict[str, Any],
    rivals: dict[str, str],
    how: str,
) -> None:
    questions = [{"id": key, "kind": "open", "required": True, "minimum": 1, "keys": []} for key in "ab"]
    local: dict[str, Any] = {"count": 1, "page": "", "seen": ["x"], "rivals": list(rivals.items())}
    for name, part in {"answers": "value", "bases": "base", "writers": "by"}.items():
        local[name] = [(key, entry[part]) for key, entry in ours.items()]
    state = {"by": by, "seen": ["y"], "answers": list(theirs.items())}
    merged = player.call("merge", state, local, how, questions)
    shown, waiting = pairs(merged["state"]["answers"]), pairs(merged["rivals"])
    for key in "abc":
        written = [ours[key]["value"]] if key in ours else []
        for words in filter(None, [*written, rivals.get(key, "")]):
            assert words == shown.get(key) or words in waiting.get(key, "").split("\n\n")
        if shown.get(key, "") != theirs.get(key, ""):
            assert key in merged["restored"]
            assert how == "ours" or theirs.get(key, "") == ours[key]["base"] or by == ours[key]["by"] == "me"
