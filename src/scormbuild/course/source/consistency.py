"""What only the whole course can tell: links that lead nowhere, ids used twice, a score out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scormbuild.course.model import Choice, Page
from scormbuild.course.notes import Link, Notes
from scormbuild.course.pages import links
from scormbuild.course.source.settings import Settings
from scormbuild.errors import Problem


def check_links(notes: Sequence[Notes], targets: links.Targets) -> list[tuple[Link, Notes]]:
    """Note bad links; gives those of the good ones that lead to a file, each with the notes it came from."""
    found = []
    for own in notes:
        for link in own.links:
            before = len(own.faults)
            links.check(link, own, targets)
            if len(own.faults) == before and link.target.startswith(links.MEDIA):
                found.append((link, own))
    return found


def check_ids(notes: Sequence[Notes]) -> None:
    """Note ids that are used twice, whatever the page: an LMS keeps all answers of a course together."""
    first: dict[str, str] = {}
    for own in notes:
        for place, names in own.ids:
            taken = next((name for name in names if name in first), None)
            if taken:
                message = f"the id '{taken}' is taken already, at {first[taken]}"
                own.fault(place, message, "give one of the two another id")
            for name in names:
                first.setdefault(name, f"{own.path}:{place.line}:{place.column}")


def check_score(found: Settings, pages: Sequence[Page], notes: Notes) -> None:
    """Note a score in a course that has nothing to score with."""
    if found.completion.score and not any(
        isinstance(block, Choice) for page in pages for block in page.blocks
    ):
        message = "nobody could reach this score: the course has no choice questions"
        notes.fault(found.score_place, message, "add a choice, or leave the score out")


def unused(pages: set[str], media: set[str]) -> Iterator[Problem]:
    """Files that don't go along: a draft may be meant to stay behind, so these are warnings and no faults."""
    for name in pages:
        hint = f"add - {name} to the pages in course.yaml, or leave it as a draft"
        yield Problem(f"pages/{name}.md", 0, 0, "this page is not in the course", hint)
    for path in media:
        hint = "refer to it, or delete it"
        yield Problem(path, 0, 0, "no page refers to this file, so it is left out of the package", hint)
