"""What only the whole course can tell: links that lead nowhere, ids used twice, a score out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scormbuild.catalogue import _
from scormbuild.course.model import DESTINATION_WORDS, OFF_LMS, Course, Page, Question
from scormbuild.course.notes import Link, Notes, Place
from scormbuild.course.pages import links
from scormbuild.course.source import lrs
from scormbuild.course.source.settings import CourseSettings
from scormbuild.errors import Problem
from scormbuild.question_kinds import QUESTION_KINDS
from scormbuild.vocabulary import short_key


def check_links(notes: Sequence[Notes], targets: links.Targets) -> list[tuple[Link, Notes]]:
    """Note bad links; gives those of the good ones that lead to a file, each with the notes it came from."""
    found = []
    for own in notes:
        for link in own.links:
            before = len(own.problems)
            links.check_link(link, own, targets)
            if len(own.problems) == before and link.target.startswith(links.MEDIA):
                found.append((link, own))
    return found


def check_ids(notes: Sequence[Notes]) -> None:
    """Note ids that are used twice, whatever the page: an LMS keeps all answers of a course together."""
    first: dict[str, str] = {}
    for own in notes:
        for place, names in own.ids:
            taken = next((name for name in names if name in first), None)
            if taken:
                message = _(
                    "the id '%(taken)s' is taken already, at %(line)s", taken=taken, line=first[taken]
                )
                own.add_problem(place, message, _("give one of the two another id"))
            for name in names:
                first.setdefault(name, f"{own.path}:{place.line}:{place.column}")


def check_short_keys(found: CourseSettings, notes: Sequence[Notes], head: Notes) -> None:
    """Note two ids that the player can't tell apart: room is small, so it keeps four characters of each."""
    first: dict[str, str] = {}
    ids = [(head, page.place, page.text) for page in found.pages]
    ids += [(own, place, name) for own in notes for place, names in own.ids for name in names]
    for own, place, name in ids:
        other = first.setdefault(short_key(name), name)
        if other != name:
            own.add_problem(
                place,
                _("'%(name)s' and '%(other)s' get the same short key in the LMS", name=name, other=other),
                _("rename one of the two"),
            )


def is_scored(question: Question) -> bool:
    """Whether it has right answers, which make the score."""
    return QUESTION_KINDS[question.kind].scored


def check_score(found: CourseSettings, pages: Sequence[Page], notes: Notes) -> None:
    """Note a score in a course that has nothing to score with."""
    if found.course.completion.score and not any(
        is_scored(each) for page in pages for each in page.questions
    ):
        message = _("nobody could reach this score: the course has no choice questions")
        notes.add_problem(found.score_place, message, _("add a choice, or leave the score out"))


def check_scored_answers(found: CourseSettings, pages: Sequence[Page], notes: Sequence[Notes]) -> None:
    """Note choices that make the score while the LMS, which is told the score, may not see their answers."""
    if not found.course.completion.score:
        return
    places = destination_places(notes)
    for block in (block for page in pages for block in page.questions):
        if is_scored(block) and not block.optional and block.answers in OFF_LMS and block.id in places:
            own, place = places[block.id]
            (word,) = (word for word, each in DESTINATION_WORDS.items() if each == block.answers)
            message = _(
                "this %(name)s counts for the score, so its answer can't be '%(word)s'",
                name=block.name,
                word=word,
            )
            own.add_problem(place, message, _("write :answers: both or lms, or :optional: true"))


def destination_places(notes: Sequence[Notes]) -> dict[str, tuple[Notes, Place]]:
    """Where each question says where its answer goes: on a page, or in a bank that a page takes in."""
    return {id: (own, place) for own in notes for id, place in own.destination_places.items()}


def check_privacy(found: CourseSettings, notes: Notes) -> None:
    """Note an LRS in a course that doesn't tell learners who reads along there."""
    if found.course.lrs and not found.course.privacy:
        notes.add_problem(found.lrs_place, lrs.MISSING_PRIVACY, lrs.PRIVACY_HINT)


def check_answers_without_lrs(course: Course, notes: Sequence[Notes]) -> Iterator[Problem]:
    """Answers that are for an LRS in a course without one: lawful, and likely to be forgotten."""
    places = destination_places(notes)
    message = _("this answer is for an LRS, and the course has none")
    hint = _("until it has an LRS, this answer stays in the learner's browser")
    for page in course.pages:
        for block in page.questions:
            if block.answers != course.destination(block):
                own, place = places[block.id]
                yield Problem(own.path, place.line, place.column, message, hint)


def check_unused_files(pages: set[str], media: set[str]) -> Iterator[Problem]:
    """Files that don't go along: a draft may be meant to stay behind, so these are warnings and no faults."""
    for name in pages:
        hint = _("add - %(name)s to the pages in course.yaml, or leave it as a draft", name=name)
        yield Problem(f"pages/{name}.md", 0, 0, _("this page is not in the course"), hint)
    for path in media:
        hint = _("refer to it, or delete it")
        yield Problem(path, 0, 0, _("no page refers to this file, so it is left out of the package"), hint)
