"""The question banks of a course: files in banks/, read when a quiz takes them in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from scormbuild.catalogue import _
from scormbuild.course.blocks import BLOCKS
from scormbuild.course.model import Block, Question
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages import prose
from scormbuild.course.pages.banks import Banks
from scormbuild.course.pages.directives import BlockParser
from scormbuild.course.source.text import read_text


def find_banks(folder: Path, words: Mapping[str, Any]) -> tuple[Banks, list[Notes]]:
    """The banks, and the notes on those that were read, which come in as they are."""
    notes: list[Notes] = []
    names = sorted(path.name for path in (folder / "banks").glob("*.md"))
    return Banks({name: partial(_read_bank, folder, name, words, notes) for name in names}), notes


def _read_bank(folder: Path, name: str, words: Mapping[str, Any], notes: list[Notes]) -> tuple[Block, ...]:
    own = Notes(f"banks/{name}", marks=words["marks"])
    notes.append(own)
    text = read_text(folder, own)
    if text is None:
        return ()
    blocks = BlockParser(own, words["defaults"], BLOCKS, frozenset({"show", "ask"})).parse(
        prose.parse_prose(text, own)
    )
    prose.check_headings(own)
    if not own.problems and not any(isinstance(block, Question) for block in blocks):
        own.add_problem(Place(1, 1), _("this bank has no questions"), _("write some, as on a page"))
    return blocks
