"""Courses as folders made from a mapping of path to content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.course.sample_course import Files, sample_page, write_sample_course

if TYPE_CHECKING:
    from scormbuild.course.model import Block


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[[Files], Path]:
    """Writes the sample course, with the given files in it or in place of its own."""
    return lambda files: write_sample_course(tmp_path / "course", files)


@pytest.fixture
def read_blocks(make_folder: Callable[[Files], Path]) -> Callable[[str], tuple[Block, ...]]:
    """Reads the blocks of a page with this text."""
    from scormbuild.course import source

    return lambda text: source.read_course(make_folder(sample_page(text))).course.pages[0].blocks
