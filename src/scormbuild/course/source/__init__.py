"""Reading a course: a folder with course.yaml, pages and media as one value, or all of its faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scormbuild.course.fields import Mapping, Value
from scormbuild.course.model import Course, Device, Page, Receiver
from scormbuild.course.notes import Notes, Place, did_you_mean
from scormbuild.course.pages import prose
from scormbuild.course.pages.links import Targets
from scormbuild.course.pages.markdown import Token
from scormbuild.course.pages.page import page
from scormbuild.course.source import consistency, media, tree
from scormbuild.course.source.language import language_words as language_words
from scormbuild.course.source.language import languages as languages
from scormbuild.course.source.room import longest_answers, needed, shortage
from scormbuild.course.source.settings import Settings, settings
from scormbuild.course.source.text import decoded
from scormbuild.errors import Problem, SourceError

_TOP = Place(1, 1)
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Reading:
    """A course that can be built, what its author had better know, and the room that long answers take."""

    course: Course
    warnings: tuple[Problem, ...]
    needed: int


def read(
    folder: Path,
    receiver: Receiver | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
) -> Reading:
    """The course in a folder; what is given here goes before what course.yaml says.

    Raises SourceError with every fault of every file.
    """
    head = Notes("course.yaml")
    found = _settings(folder, head)
    found = replace(
        found,
        receiver=receiver or found.receiver,
        room=room or found.room,
        device=device or found.device,
    )
    words = language_words(found.language if found.language in languages() else "en")
    known, (on_disk, outside) = _page_ids(folder), media.find(folder)
    notes = [Notes(f"pages/{entry.text}.md") for entry in found.pages]
    pages = []
    for entry, own in zip(found.pages, notes, strict=True):
        if entry.text in known:
            pages.append(_page(entry.text, folder, own, words["defaults"]))
        else:
            head.fault(entry.place, f"there is no file '{own.path}'", _nearest(entry.text, known))
    ids = [entry.text for entry in found.pages]
    linked = consistency.check_links(notes, Targets(ids, on_disk, outside))
    consistency.check_ids(notes)
    consistency.check_short_keys(found, notes, head)
    consistency.check_score(found, pages, head)
    consistency.check_scored_answers(found, pages, notes)
    consistency.check_privacy(found, head)
    files = media.read(folder, linked)
    faults = [fault for own in (head, *notes) for fault in own.faults]
    if faults:
        raise SourceError(faults)
    course = _course(found, pages, files)
    unused = consistency.unused(set(known) - set(ids), set(on_disk) - set(files))
    waiting = consistency.waiting(course, notes)
    answers = longest_answers(course, words)
    warnings = sorted([*shortage(course, answers), *waiting, *unused])
    return Reading(course, tuple(warnings), needed(course, answers))


def _settings(folder: Path, notes: Notes) -> Settings:
    """What course.yaml says. Without keys there is nothing to go by, so that is raised at once."""
    text = _text(folder, notes)
    value = None if text is None else tree.read(text, notes)
    if isinstance(value, Mapping):
        return settings(value, notes, languages())
    if value:
        notes.fault(
            value.place, "course.yaml must be keys with values", "begin with a line such as id: my-course"
        )
    raise SourceError(notes.faults)


def _page_ids(folder: Path) -> list[str]:
    """The pages that there are files for, as the folder spells them: not every system tells A from a."""
    pages = folder / "pages"
    return sorted(path.name.removesuffix(".md") for path in pages.glob("*.md")) if pages.is_dir() else []


def _nearest(identifier: str, known: Sequence[str]) -> str:
    """A hint for a page that has no file."""
    for name in known:
        if name.lower() == identifier:
            return f"rename pages/{name}.md to {identifier}.md: capitals make a difference"
    return did_you_mean(identifier, known, "there are") or "make it"


def _page(identifier: str, folder: Path, notes: Notes, words: dict[str, Any]) -> Page:
    text = _text(folder, notes)
    tokens = [] if text is None else prose.parse(text, notes, page=True)
    front = None if text is None else _front_matter(tokens, text, notes)
    rest = [token for token in tokens if token.type != "front_matter"]
    if text is not None and not rest and not notes.faults:
        notes.fault(Place(len(notes.lines), 1), "this page is empty", "write its text below the title")
    return page(identifier, front, rest, notes, words)


def _front_matter(tokens: Sequence[Token], text: str, notes: Notes) -> Value | None:
    """The values between the two lines of hyphens with which a page begins."""
    if tokens and tokens[0].type == "front_matter":
        return tree.read(tokens[0].content, notes, first=2)
    if text.startswith("---"):
        notes.fault(
            _TOP, "the part at the top isn't closed", "write --- on a line of its own below the title"
        )
    else:
        notes.fault(
            _TOP, "this page has no title", "begin it with three lines: ---, title: What it is about, ---"
        )
    return None


def _text(folder: Path, notes: Notes) -> str | None:
    """The text of the file that the notes are on; None when it can't be had, which is noted."""
    path = folder / notes.path
    if not path.is_file():
        notes.fault(
            _TOP, f"there is no file '{notes.path}'", "a course is a folder with course.yaml and pages/"
        )
    elif not path.resolve().is_relative_to(folder.resolve()):
        notes.fault(
            _TOP, "this is a symbolic link that leaves the course's folder", "copy the file into the folder"
        )
    elif path.stat().st_size > _MOST_BYTES:
        notes.fault(_TOP, f"this file is larger than {_MOST_BYTES // 1_000_000} MB", "divide it into several")
    else:
        return decoded(path.read_bytes(), notes)
    return None


def _course(found: Settings, pages: Sequence[Page], files: dict[str, bytes]) -> Course:
    return Course(
        id=found.id,
        title=found.title,
        language=found.language,
        version=found.version,
        description=found.description,
        completion=found.completion,
        credits=found.credits,
        licence=found.licence,
        theme=found.theme,
        pages=tuple(pages),
        media=files,
        iri=found.iri,
        receiver=found.receiver,
        privacy=found.privacy,
        grade=found.grade,
        device=found.device,
        room=found.room,
    )
