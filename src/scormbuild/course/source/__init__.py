"""Reading a course: a folder with course.yaml, pages and media as one value, or all of its faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scormbuild.catalogue import _, offer_language
from scormbuild.course.blocks import BLOCKS
from scormbuild.course.fields import MappingNode, Node, ScalarNode
from scormbuild.course.model import Course, Device, LrsEndpoint, Page, Term
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages import prose
from scormbuild.course.pages.banks import Banks
from scormbuild.course.pages.glossary import GLOSSARY, explain_pages, parse_glossary
from scormbuild.course.pages.links import Targets
from scormbuild.course.pages.markdown import Token
from scormbuild.course.pages.page import parse_page
from scormbuild.course.source import access, consistency, media, theme, yaml_tree
from scormbuild.course.source.bank import find_banks
from scormbuild.course.source.language import list_languages as list_languages
from scormbuild.course.source.language import read_translations as read_translations
from scormbuild.course.source.language import typeset_course
from scormbuild.course.source.settings import CourseSettings, parse_settings
from scormbuild.course.source.suspend_data import longest_answers, longest_first, suspend_data_size
from scormbuild.course.source.text import read_text
from scormbuild.errors import Problem, SourceError, did_you_mean

_TOP = Place(1, 1)


@dataclass(frozen=True)
class ValidCourse:
    """A course that can be built, what its author had better know, and the room that long answers take."""

    course: Course
    warnings: tuple[Problem, ...]
    suspend_data_size: int
    longest_answers: tuple[str, ...]  # ids of questions, the one with the longest answer first


def read_course(
    folder: Path,
    lrs: LrsEndpoint | None = None,
    *,
    room: int | None = None,
    device: Device | None = None,
) -> ValidCourse:
    """The course in a folder; what is given here goes before what course.yaml says.

    Raises SourceError with every fault of every file.
    """
    settings_notes = Notes("course.yaml")
    settings = _read_settings(folder, settings_notes)
    said = settings.course
    look, theme_source = theme.read_theme(folder, settings.theme, settings_notes)
    said = replace(
        said, lrs=lrs or said.lrs, room=room or said.room, device=device or said.device, theme=look
    )
    settings = replace(settings, course=said)
    # An unknown language is noted by now. English stands in, so that the faults of the pages are told too.
    words = read_translations(said.language if said.language in list_languages() else "en")
    known, (on_disk, outside) = _page_ids(folder), media.find_media(folder)
    said = typeset_course(said, words["marks"])
    notes = [Notes(f"pages/{entry.text}.md", marks=words["marks"]) for entry in settings.pages]
    banks, bank_notes = find_banks(folder, words)
    pages = []
    for entry, own in zip(settings.pages, notes, strict=True):
        if entry.text in known:
            pages.append(_read_page(entry.text, folder, own, words["defaults"], banks))
        else:
            settings_notes.add_problem(
                entry.place,
                _("there is no file '%(path)s'", path=own.path),
                _missing_page_hint(entry.text, known),
            )
    notes += bank_notes
    glossary_notes = Notes(GLOSSARY, marks=words["marks"])
    glossary = _read_glossary(folder, glossary_notes)
    notes.append(glossary_notes)
    ids = [entry.text for entry in settings.pages]
    media_links = consistency.check_links([settings_notes, *notes], Targets(ids, on_disk, outside))
    _check_whole(settings, pages, notes, settings_notes)
    files = media.read_media(folder, media_links)
    faults = [fault for own in (settings_notes, *theme_source.notes, *notes) for fault in own.problems]
    if faults:
        raise SourceError(faults)
    course = replace(
        said,
        pages=explain_pages(pages, glossary),
        media={**files, **theme_source.files},
        glossary=glossary,
    )
    unused = consistency.check_unused_files(set(known) - set(ids), set(on_disk) - set(files))
    waiting = consistency.check_answers_without_lrs(course, notes)
    answers = longest_answers(course, words)
    return ValidCourse(
        course, tuple(sorted([*waiting, *unused])), suspend_data_size(course, answers), longest_first(answers)
    )


def _check_whole(
    settings: CourseSettings, pages: Sequence[Page], notes: Sequence[Notes], settings_notes: Notes
) -> None:
    """Note what only shows once all pages are read."""
    consistency.check_ids(notes)
    consistency.check_short_keys(settings, notes, settings_notes)
    consistency.check_score(settings, pages, settings_notes)
    consistency.check_scored_answers(settings, pages, notes)
    access.check_access(pages, notes)
    consistency.check_privacy(settings, settings_notes)


def _read_settings(folder: Path, notes: Notes) -> CourseSettings:
    """What course.yaml says. Without keys there is nothing to go by, so that is raised at once."""
    text = read_text(folder, notes)
    value = None if text is None else yaml_tree.parse_yaml(text, notes)
    if isinstance(value, MappingNode):
        offer_language(
            next(
                (
                    node.text
                    for key, node in value.entries
                    if key.text == "language" and isinstance(node, ScalarNode)
                ),
                "",
            )
        )
        return parse_settings(value, notes, list_languages())
    if value:
        notes.add_problem(
            value.place,
            _("course.yaml must be keys with values"),
            _("begin with a line such as id: my-course"),
        )
    raise SourceError(notes.problems)


def _page_ids(folder: Path) -> list[str]:
    """The pages that there are files for, as the folder spells them: not every system tells A from a."""
    pages = folder / "pages"
    return sorted(path.name.removesuffix(".md") for path in pages.glob("*.md")) if pages.is_dir() else []


def _missing_page_hint(identifier: str, known: Sequence[str]) -> str:
    """A hint for a page that has no file."""
    for name in known:
        if name.lower() == identifier:
            return f"rename pages/{name}.md to {identifier}.md: capitals make a difference"
    return did_you_mean(identifier, known, _("there are:")) or "make it"


def _read_page(identifier: str, folder: Path, notes: Notes, words: dict[str, Any], banks: Banks) -> Page:
    text = read_text(folder, notes)
    tokens = [] if text is None else prose.parse_prose(text, notes, page=True)
    front = None if text is None else _front_matter(tokens, text, notes)
    rest = [token for token in tokens if token.type != "front_matter"]
    if text is not None and not rest and not notes.problems:
        notes.add_problem(
            Place(len(notes.lines), 1), _("this page is empty"), _("write its text below the title")
        )
    return parse_page(identifier, front, rest, notes, words, BLOCKS, banks)


def _read_glossary(folder: Path, notes: Notes) -> tuple[Term, ...]:
    """The terms of the course's glossary, if it has one."""
    # A link that leads out is looked at, so that it is refused.
    if not (folder / GLOSSARY).exists():
        return ()
    text = read_text(folder, notes)
    return () if text is None else parse_glossary(text, notes)


def _front_matter(tokens: Sequence[Token], text: str, notes: Notes) -> Node | None:
    """The values between the two lines of hyphens with which a page begins."""
    if tokens and tokens[0].type == "front_matter":
        return yaml_tree.parse_yaml(tokens[0].content, notes, first=2)
    if text.startswith("---"):
        notes.add_problem(
            _TOP, _("the part at the top isn't closed"), _("write --- on a line of its own below the title")
        )
    else:
        notes.add_problem(
            _TOP,
            _("this page has no title"),
            _("begin it with three lines: ---, title: What it is about, ---"),
        )
    return None
