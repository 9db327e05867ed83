"""The state in cmi.suspend_data, whatever a learner writes (CMIString4096): whole, bounded, readable."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.player.bridge import Player, as_javascript, well_formed

from scormbuild.vocabulary import short_key

ROOMS = st.sampled_from([4096, 1000, 64000])
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80).map(as_javascript)
# No id begins with the mark of a key whose id a course doesn't have.
IDS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True),
    ANYTHING.map(well_formed).filter(lambda text: not text.startswith("=")),
    st.just("__proto__"),
)
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
        "key": st.from_regex(r"[0-9A-Za-z_-]{0,22}", fullmatch=True),
        "version": st.sampled_from(["", "1.0.0"]),
        "finished": st.booleans(),
        "extra": st.dictionaries(st.sampled_from(["registration", "later"]), ANYTHING, max_size=2),
    }
)


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    with Player() as player:
        yield player


def pairs(answers: list[Any]) -> dict[str, str]:
    return dict(answers)


def ids_of(state: dict[str, Any]) -> list[str]:
    return [*pairs(state["answers"]), *state["seen"], *state["behind"], state["page"]]


@given(state=STATES)
def test_what_is_written_can_be_read_again_to_the_letter(player: Player, state: dict[str, Any]) -> None:
    back = player.call("decode", player.call("encode", state), ids_of(state))
    assert back["kind"] == "ours"
    assert pairs(back["state"].pop("answers")) == pairs(state.pop("answers"))
    assert sorted(back["state"].pop("behind")) == sorted(state.pop("behind"))
    assert back["state"] == state


@given(state=STATES, known=st.integers(0, 20))
def test_what_a_course_does_not_know_is_written_back_as_it_was(
    player: Player, state: dict[str, Any], known: int
) -> None:
    text = player.call("encode", state)
    once = player.call("decode", text, ids_of(state)[:known])["state"]
    again = player.call("decode", player.call("encode", once), ids_of(state))["state"]
    assert pairs(again["answers"]) == pairs(state["answers"])
    assert (again["page"], again["seen"]) == (state["page"], state["seen"])
    assert sorted(again["behind"]) == sorted(state["behind"])


@given(state=STATES)
def test_what_the_former_player_wrote_is_read(player: Player, state: dict[str, Any]) -> None:
    former = {**state.pop("extra"), **state, "answers": pairs(state["answers"])}
    text = "1" + player.call("pack", json.dumps(former))
    back = player.call("decode", text, [])
    assert back["kind"] == "ours"
    assert pairs(back["state"]["answers"]) == pairs(state["answers"])
    assert {name: back["state"][name] for name in ("count", "page", "seen", "behind", "by")} == {
        name: state[name] for name in ("count", "page", "seen", "behind", "by")
    }


@given(identifier=st.text(max_size=60).map(well_formed))
def test_a_short_key_is_the_one_that_the_builder_makes(player: Player, identifier: str) -> None:
    if identifier.isascii() or len(identifier) > 3:
        assert player.call("shortKey", identifier) == short_key(identifier)


@given(text=ANYTHING)
def test_any_text_is_kept_but_for_lone_surrogates_and_nul(player: Player, text: str) -> None:
    kept = player.call("wellFormed", text)
    assert kept == well_formed(text)
    back = player.call("decode", player.call("encode", {"answers": [["why", kept]]}), ["why"])
    assert back["state"]["answers"] == [["why", kept]]


@given(state=STATES)
def test_others_can_read_it_with_plain_zlib(player: Player, state: dict[str, Any]) -> None:
    text = player.call("encode", state)
    assert text[0] == "2"
    data = text[1:] + "=" * (-len(text[1:]) % 4)
    read = json.loads(zlib.decompress(base64.b64decode(data, altchars=b"-_", validate=True), wbits=-15))
    answers = {key: value for key, value in read["answers"].items() if value != 0}
    assert answers == {player.call("shortKey", id): value for id, value in state["answers"]}
    assert read["count"] == state["count"]


@given(state=STATES, older=ANSWERS, room=ROOMS, more=st.integers(0, 1000))
def test_it_fits_or_stays_unwritten_and_nothing_is_dropped_that_was_there_before(
    player: Player, state: dict[str, Any], older: list[Any], room: int, more: int
) -> None:
    newest = {**pairs(older), **pairs(state["answers"])}
    state["answers"] = list(newest.items())
    state["seen"] += [f"page-{number * 7919 % 10007}" for number in range(more)]
    kept = pairs(player.call("fit", {**state, "answers": older}, [], room)["written"]["answers"])
    result = player.call("fit", state, list(kept.items()), room)
    written = pairs(result["written"]["answers"])
    assert len(result["text"]) <= room
    assert 0 < result["used"] <= 1
    assert set(kept) <= set(written)
    for key, value in written.items():
        assert value == (kept[key] if key in result["left"] and key in kept else newest[key])
    assert set(result["left"]) >= {key for key in newest if written.get(key) != newest[key]}
    if not result["left"]:
        assert written == newest
    if result["text"]:
        read = player.call("decode", result["text"], ids_of(state))["state"]
        assert pairs(read["answers"]) == written


@given(state=STATES, room=ROOMS)
def test_more_room_holds_no_fewer_answers(player: Player, state: dict[str, Any], room: int) -> None:
    some, others = (player.call("fit", state, [], size)["left"] for size in (room, room * 2))
    assert set(others) <= set(some)


@given(texts=st.lists(st.sampled_from(["", "a", "b", "x" * 9000]), min_size=2, max_size=6))
def test_no_two_written_values_are_equal(player: Player, texts: list[str]) -> None:
    values = player.call("writes", texts)
    changes = sum(before != after for before, after in zip(["", *texts], texts, strict=False))
    assert len(values) == len(set(values)) >= changes


ENTRIES = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["", "one", "two"]),
        "base": st.sampled_from(["", "one", "three"]),
        "by": st.sampled_from(["", "me"]),
    }
)


@given(
    theirs=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "one", "three"]), max_size=3),
    by=st.sampled_from(["", "me", "other"]),
    ours=st.dictionaries(st.sampled_from("abc"), ENTRIES, max_size=3),
    rivals=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["old", "one"]), max_size=2),
    how=st.sampled_from(["compare", "ours"]),
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
