"""What is right: the player and the harvester judge alike, and as an author would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.player.bridge import Player, well_formed

from scormbuild.lms.completion import is_right
from scormbuild.lms.judgement import text_parts

QUICK = settings(deadline=None, max_examples=150)
WORDS = st.text(st.sampled_from("aàáéhnd -,%|~'’”"), max_size=7) | st.text(max_size=6).map(well_formed)

JUDGED = {
    "the word itself": ("fill-in", "zeep 1", ["zeep"], True),
    "a phone's quotes": ("fill-in", "foto’s 1", ["foto's"], True),
    "another word": ("fill-in", "zoep 1", ["zeep"], False),
    "capitals, accents and blanks": ("fill-in", "%20CafÉ%20%20au%20lait 1", ["cafe%20au%20lait"], True),
    "one of several": ("fill-in", "hands 1", ["hand|hands"], True),
    "a typo that is forgiven": ("fill-in", "handne 1", ["~handen"], True),
    "a letter too many that is forgiven": ("fill-in", "handden 1", ["~handen"], True),
    "two typos": ("fill-in", "hanndenn 1", ["~handen"], False),
    "a typo that is not": ("fill-in", "handne 1", ["handen"], False),
    "a typo in a short word": ("fill-in", "hnad 1", ["~hand"], False),
    "each gap its word": ("fill-in", "hand,zeep 2", ["hand", "zeep"], True),
    "a gap too few": ("fill-in", "hand 2", ["hand", "zeep"], False),
    "what was not checked yet": ("fill-in", "zeep", ["zeep"], False),
    "what is under way for another try beside what was checked": ("fill-in", "zeep 1 zo", ["zeep"], True),
    "a number in the range": ("numeric", "37.5 1", ["37:38"], True),
    "a number at its edge": ("numeric", "38 1", ["37:38"], True),
    "a number outside": ("numeric", "38.1 1", ["37:38"], False),
    "no number": ("numeric", "Infinity 1", ["37:99999"], False),
    "pairs": ("matching", "a.2,b.1 1", ["a.2", "b.1"], True),
    "other pairs": ("matching", "a.1,b.2 1", ["a.2", "b.1"], False),
    "an order": ("sequencing", "b,a 3", ["b", "a"], True),
    "another order": ("sequencing", "a,b 3", ["b", "a"], False),
    "a choice": ("choice", "a,c 1", ["a", "c"], True),
}


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    with Player() as player:
        yield player


@pytest.mark.parametrize(("kind", "answer", "keys", "right"), JUDGED.values(), ids=JUDGED)
def test_an_answer_is_right_or_not_on_both_sides(
    player: Player, kind: str, answer: str, keys: list[str], right: bool
) -> None:
    question = {"kind": kind, "keys": keys, "answers": "both", "minimum": 1}
    assert player.call("isCorrect", question, answer) is right
    assert is_right(question, answer) is right


@QUICK
@given(given_words=st.lists(WORDS, min_size=1, max_size=3), wanted=st.lists(WORDS, min_size=1, max_size=3))
def test_both_sides_judge_words_alike(player: Player, given_words: list[str], wanted: list[str]) -> None:
    answer = ",".join(player.call("encodePart", word) for word in given_words) + " 1"
    keys = [f"~{player.call('encodePart', word)}" for word in wanted]
    question = {"kind": "fill-in", "keys": keys, "answers": "both", "minimum": 1}
    assert player.call("isCorrect", question, answer) is is_right(question, answer)


@QUICK
@given(words=st.lists(WORDS | st.text().map(well_formed), min_size=1))
def test_words_come_back_from_a_response_as_they_were_typed(player: Player, words: list[str]) -> None:
    response = ",".join(player.call("encodePart", word) for word in words)
    assert " " not in response
    assert text_parts(response) == words
    assert player.call("textParts", response) == words
