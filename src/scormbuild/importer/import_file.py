"""From a file to a course folder: read, recognised, parted into pages, written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scormbuild.errors import Problem, SourceError
from scormbuild.importer.addresses import settle_addresses
from scormbuild.importer.course_writer import course_files
from scormbuild.importer.document import Document, Finding, text_of
from scormbuild.importer.language import guess_language
from scormbuild.importer.pages import Page, split_pages
from scormbuild.importer.readers import read_file
from scormbuild.importer.readers.source_file import SourceFile
from scormbuild.importer.recognition import recognise

LONGEST_DESCRIPTION: Final = 200


@dataclass(frozen=True, slots=True)
class ImportedCourse:
    """The files of a course folder by their paths, and what is to be told."""

    name: str  # of what it was made of
    files: dict[str, bytes]
    findings: tuple[Finding, ...]


def import_file(path: Path, language: str = "") -> ImportedCourse:
    """A course of what is in this file. SourceError where it can't be read."""
    try:
        file = SourceFile(path.name, path.read_bytes(), lambda name: read_beside(path.parent, name))
    except OSError as error:
        raise SourceError(
            [Problem(str(path), 0, 0, f"can't be read: {error.strerror}", "name a file")]
        ) from None
    document = read_file(file)
    document.language = language or document.language or guess_language(text_of(document.body))
    # In front of it: what is recognised becomes text.
    settle_addresses(document, document.body, file.beside)
    recognise(document)
    pages = split_pages(document, file.stem)
    if not pages:
        raise file.unreadable("there is no text in it", "look whether it is the right file")
    document.description = describe(document, pages)
    return ImportedCourse(path.name, course_files(document, pages), tuple(document.findings))


def read_beside(folder: Path, name: str) -> bytes | None:
    """A file in the same folder or below it; what lies outside isn't anybody's picture."""
    path = (folder / name).resolve()
    return path.read_bytes() if path.is_relative_to(folder.resolve()) and path.is_file() else None


def describe(document: Document, pages: list[Page]) -> str:
    """The first sentences: somebody will write better ones."""
    first = next((block for page in pages for block in page.blocks if block.tag == "p"), None)
    text = "" if first is None else text_of(first)
    if len(text) > LONGEST_DESCRIPTION:
        sentences = re.split(r"(?<=[.!?]) ", text)
        text = next(
            (
                " ".join(sentences[:size])
                for size in range(len(sentences), 0, -1)
                if len(" ".join(sentences[:size])) <= LONGEST_DESCRIPTION
            ),
            text[:LONGEST_DESCRIPTION],
        )
    if first is not None:
        document.tell("guessed", first, "the description of the course, by its first sentences")
    return text or document.title
