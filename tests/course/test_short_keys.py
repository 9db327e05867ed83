"""Short keys: what stands for an id in cmi.suspend_data, the same in the builder and in the player."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.course.lrs_course import course_files, question
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files

from scormbuild.course import source
from scormbuild.errors import SourceError
from scormbuild.vocabulary import short_key

ROOT = Path(__file__).parents[2]
KNOWN_KEYS = {
    "eerste-gedachte": "SQPo",
    "ns-opvallend": "th6q",
    "antwoord-wrong": "02If",
    "abc": "abc",
    "a": "a",
}
TWINS = """
import { shortKey } from './player/src/short-key.js';
import { readFileSync } from 'node:fs';
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(shortKey)));
"""
CLASH = ("plan-155", "bericht-212")


@pytest.mark.parametrize("identifier", KNOWN_KEYS)
def test_the_key_of_an_id_never_changes_for_it_stands_in_what_learners_have_stored(identifier: str) -> None:
    assert short_key(identifier) == KNOWN_KEYS[identifier]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(max_size=70).filter(lambda text: text.isascii() or len(text) > 3), max_size=300))
def test_the_player_gives_an_id_the_same_key(identifiers: list[str]) -> None:
    node = ["node", "--input-type=module", "-e", TWINS]
    keys = json.loads(subprocess.check_output(node, cwd=ROOT, input=json.dumps(identifiers).encode()))
    assert keys == list(map(short_key, identifiers))


def two_pages(first: str, second: str) -> Files:
    listed = SETTINGS.replace("  - start\n", f"  - {first}\n  - {second}\n")
    texts = {f"pages/{name}.md": f"{FRONT_MATTER}Hello.\n" for name in (first, second)}
    return {"course.yaml": listed, "pages/start.md": None, **texts}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (course_files(question("opinion", CLASH[0]) + question("opinion", CLASH[1])), "pages/start.md:10:14"),
        (two_pages(*CLASH), "course.yaml:8:5"),
    ],
    ids=["questions", "pages"],
)
def test_two_ids_with_one_key_are_a_fault_that_names_both(
    make_folder: Callable[[Files], Path], files: Files, place: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == (
        f"{place}: 'bericht-212' and 'plan-155' get the same short key in the LMS\n"
        "  hint: rename one of the two"
    )


def test_a_page_may_have_the_id_of_a_question(make_folder: Callable[[Files], Path]) -> None:
    assert not source.read_course(make_folder(course_files(question("opinion", "start")))).warnings
