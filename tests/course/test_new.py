"""The course to begin with is the same course in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from scormbuild.course import source
from scormbuild.course.model import Course
from scormbuild.course.new import starter_languages, write_starter_course


def read_starter(folder: Path, language: str) -> Course:
    write_starter_course(folder / language, language)
    valid = source.read_course(folder / language)
    assert valid.warnings == ()
    return valid.course


@pytest.mark.parametrize("language", starter_languages())
def test_the_course_to_begin_with_has_the_same_blocks_in_each_language(tmp_path: Path, language: str) -> None:
    english, other = read_starter(tmp_path / "one", "en"), read_starter(tmp_path / "other", language)
    assert other.language == language
    blocks = [[block.name for block in page.all_blocks] for page in other.pages]
    assert blocks == [[block.name for block in page.all_blocks] for page in english.pages]
    assert other.completion == english.completion
