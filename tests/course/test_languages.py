"""Every language is complete: the same keys and places to fill in, each used by a template or the player."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.course.sample_course import sample_page, write_sample_course
from support.player.parts import MODULES

from scormbuild.course import source
from scormbuild.course.render import player_translations
from scormbuild.course.script import bundle_chunks

ROOT = Path(__file__).parents[2]
TEMPLATES = "".join(
    path.read_text(encoding="utf-8")
    for folder in ("templates", "targets")
    for path in (ROOT / "src/scormbuild/course" / folder).rglob("*.jinja")
)
PLAYER = [path.read_text(encoding="utf-8") for path in (ROOT / "player/src").rglob("*.js")]
RENDER = (ROOT / "src/scormbuild/course/render.py").read_text(encoding="utf-8")
SITE_WORDS = (ROOT / "src/scormbuild/course/targets/web/words.py").read_text(encoding="utf-8")
DUTCH = source.read_translations("nl")


def flatten(words: dict[str, Any]) -> dict[str, str]:
    """Key -> text; the forms of a plural as one text, and a list as its length."""
    return {
        f"{section}.{key}": " ".join(text.values()) if isinstance(text, dict) else str(text)
        for section in ("page", "player", "defaults")
        for key, text in words[section].items()
    }


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", source.list_languages())
def test_a_language_has_every_key_and_every_placeholder(language: str) -> None:
    words, dutch = flatten(source.read_translations(language)), flatten(DUTCH)
    assert words.keys() == dutch.keys()
    assert {key: placeholders(text) for key, text in words.items()} == {
        key: placeholders(text) for key, text in dutch.items()
    }


@pytest.mark.parametrize("language", source.list_languages())
def test_no_text_is_empty_and_a_scale_has_five_labels(language: str) -> None:
    words = source.read_translations(language)
    assert all(text.strip() for text in flatten(words).values())
    assert len(words["defaults"]["opinion"]) == 5


def test_dutch_and_english_are_there_from_the_start() -> None:
    assert {"nl", "en"} <= set(source.list_languages())


@pytest.mark.parametrize("key", DUTCH["page"])
def test_every_word_of_the_page_is_used_by_a_template(key: str) -> None:
    by_kind = key in ("note", "tip", "warning", "example") and "words.page[" in TEMPLATES
    by_player = re.search(
        rf"""words\[.page.\]\[.{key}.\]""", RENDER
    )  # a word that the page hands to the player
    in_place = f'page["{key}"]' in SITE_WORDS  # a word that stands where another does elsewhere
    assert by_kind or by_player or in_place or f"words.page.{key}" in TEMPLATES


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a page hands to a player that has all its parts, in a course that has it say everything."""
    everything = bundle_chunks(MODULES, "")
    folder = write_sample_course(
        tmp_path_factory.mktemp("course"), sample_page(":::{reflection} why\n:minimum: 3\n\nWhy?\n:::\n")
    )
    course = source.read_course(folder).course
    course = replace(course, completion=replace(course.completion, finish="button"))
    return set(player_translations(course, DUTCH, everything))


@pytest.mark.parametrize("key", DUTCH["player"])
def test_every_word_of_the_player_is_named_in_it(sentences: set[str], key: str) -> None:
    assert key in sentences or f'"{key}"' in RENDER


def test_the_player_says_nothing_that_has_no_words(sentences: set[str]) -> None:
    said = {key for text in PLAYER for key in re.findall(r"\bt\('(\w+)'", text)}
    assert said
    assert said <= sentences
