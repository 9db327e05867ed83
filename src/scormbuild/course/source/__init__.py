"""Reading a course: a folder with course.yaml, pages and media as one value, or all of its faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from scormbuild.course.fields import Listing, Mapping, Scalar, Value
from scormbuild.course.model import Course, Page
from scormbuild.course.notes import Notes, Place, did_you_mean
from scormbuild.course.pages import prose
from scormbuild.course.pages.links import Targets
from scormbuild.course.pages.markdown import Token
from scormbuild.course.pages.page import page
from scormbuild.course.source import consistency, media, room
from scormbuild.course.source.settings import Settings, settings
from scormbuild.course.source.text import decoded, refusal, unprintable
from scormbuild.errors import Problem, SourceError

_LANGUAGES = resources.files("scormbuild.course") / "languages"
_TOP = Place(1, 1)
_MOST_BYTES = 1_000_000
_DEEPEST = 20
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Reading:
    """A course that can be built, and what its author had better know."""

    course: Course
    warnings: tuple[Problem, ...] = ()


def read(folder: Path) -> Reading:
    """The course in a folder. Raises SourceError with every fault of every file."""
    head = Notes("course.yaml")
    found = _settings(folder, head)
    words = language_words(found.language if found.language in languages() else "en")["defaults"]
    known, (on_disk, outside) = _page_ids(folder), media.find(folder)
    notes = [Notes(f"pages/{entry.text}.md") for entry in found.pages]
    pages = []
    for entry, own in zip(found.pages, notes, strict=True):
        if entry.text in known:
            pages.append(_page(entry.text, folder, own, words))
        else:
            head.fault(entry.place, f"there is no file '{own.path}'", _nearest(entry.text, known))
    ids = [entry.text for entry in found.pages]
    linked = consistency.check_links(notes, Targets(ids, on_disk, outside))
    consistency.check_ids(notes)
    consistency.check_score(found, pages, head)
    files = media.read(folder, linked)
    faults = [fault for own in (head, *notes) for fault in own.faults]
    if faults:
        raise SourceError(faults)
    course = _course(found, pages, files)
    unused = consistency.unused(set(known) - set(ids), set(on_disk) - set(files))
    return Reading(course, tuple(sorted([*room.warnings(course), *unused])))


def languages() -> list[str]:
    """The codes of the languages that a course can be in."""
    names = [entry.name for entry in _LANGUAGES.iterdir()]
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


@cache
def language_words(language: str) -> dict[str, Any]:
    """The words that a language puts around a course: of its page, its player and its default labels."""
    text = (_LANGUAGES / f"{language}.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 both loaders are safe ones
    return words


def _settings(folder: Path, notes: Notes) -> Settings:
    """What course.yaml says. Without keys there is nothing to go by, so that is raised at once."""
    text = _text(folder, notes)
    value = None if text is None else _value(text, notes)
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
        return _value(tokens[0].content, notes, first=2)
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


def _value(text: str, notes: Notes, first: int = 1) -> Value | None:
    """YAML as values with their places; None when it is at fault, which is noted."""
    try:
        return _tree(text, notes, first)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(mark.line + first, mark.column + 1) if mark else Place(first, 1)
        what = getattr(error, "problem", None) or "it can't be read"
        notes.fault(
            place, f"this is no YAML: {what}", "check the spaces at the start, the colons and the quotes"
        )
    return None


def _tree(text: str, notes: Notes, first: int) -> Value | None:
    """The events of YAML's parser as a tree, without recursion, so that no depth of nesting can harm."""
    held: list[list[Value]] = [[]]
    starts: list[Place] = []
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark
        place = Place(mark.line + first, mark.column + 1)
        refused = _refused(event, len(starts), len(held[0]))
        if refused:
            notes.fault(place, *refused)
            return None
        if isinstance(event, yaml.ScalarEvent):
            held[-1].append(Scalar(place, event.value))
        elif isinstance(event, yaml.CollectionStartEvent):
            starts.append(place)
            held.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            items, start = held.pop(), starts.pop()
            is_list = isinstance(event, yaml.SequenceEndEvent)
            held[-1].append(
                Listing(start, tuple(items)) if is_list else Mapping(start, tuple(_pairs(items, notes)))
            )
    return held[0][0] if held[0] else Mapping(Place(first, 1))


def _pairs(items: Sequence[Value], notes: Notes) -> Iterator[tuple[Scalar, Value]]:
    for key, value in zip(items[::2], items[1::2], strict=True):
        if isinstance(key, Scalar):
            yield key, value
        else:
            notes.fault(key.place, "a key must be a word", "put text that holds brackets or braces in quotes")


def _refused(event: yaml.Event, depth: int, documents: int) -> tuple[str, str] | None:
    """Why a course can't use this part of YAML, and the way out."""
    strange = unprintable(event.value) if isinstance(event, yaml.ScalarEvent) else None
    if strange:
        return refusal(strange), "delete it"
    if getattr(event, "anchor", None):
        return "YAML's anchors (&) and aliases (*) can't be used", "write it out, or put the text in quotes"
    if getattr(event, "tag", None):
        return "YAML's tags (!) can't be used", "leave it out, or put the text in quotes"
    if isinstance(event, yaml.CollectionStartEvent) and depth >= _DEEPEST:
        return "this is nested too deeply", "use fewer levels"
    if isinstance(event, yaml.DocumentStartEvent) and documents:
        return "a second YAML document starts here", "leave out the line ---"
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
    )
