"""Which of our courses a SCORM activity is: by the identifiers in its manifest, or as somebody mapped it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scormbuild import vocabulary as word
from scormbuild.lms.statements import Attempt, attempt_of_outline
from scormbuild.lms.tracks import value_digest

Json = dict[str, Any]

NAMESPACE = "6f4c1d0a-3f0e-5d52-9a63-0f8e2d0c7b11"  # of registrations that no package made
UNDETERMINED = "und"  # the language of a name whose language nobody told (RFC 5646, 2.2)


@dataclass(frozen=True)
class CourseMatch:
    """What statements about an activity are about: `outline` is None where we know no more than its IRI."""

    iri: str
    name: str
    outline: Json | None = None

    @property
    def digest(self) -> str:
        """Changes with the course, so that attempts are looked at again."""
        return value_digest([self.iri, self.outline])

    def attempt(self, registration: str, actor: Json, timestamp: str) -> Attempt:
        """An attempt at it."""
        if self.outline is not None:
            return attempt_of_outline(self.outline, registration, actor, timestamp)
        definition = {"type": word.COURSE, "name": {UNDETERMINED: self.name}}
        activity = {"id": self.iri, "definition": definition}
        return Attempt(actor, activity, registration, timestamp, profiles=(word.SCORM_PROFILE,))


def match_course(
    address: str,
    name: str,
    marks: Iterable[tuple[str, str]],
    outlines: Iterable[Json],
    mapping: Mapping[str, str],
) -> CourseMatch:
    """The course of an activity; `marks` are the identifiers of its items, with those of their manifests."""
    known = {outline["course"]["iri"]: outline for outline in outlines}
    iri = mapping.get(address)
    if iri is None:
        found = [iri for iri, outline in known.items() if is_package_of(outline["course"]["id"], marks)]
        # Of two courses with one id nobody can tell which it is: then it stays what the LMS calls it.
        iri = found[0] if len(found) == 1 else address
    return CourseMatch(iri, name, known.get(iri))


def is_package_of(course: str, marks: Iterable[tuple[str, str]]) -> bool:
    """Whether a package is of this course: identifiers never change between its versions."""
    return (f"{course}-item", f"{course}-manifest") in marks


def claimed_course(marks: Iterable[tuple[str, str]]) -> str | None:
    """The id of the course that a package says to be, whether we know it or not."""
    for item, manifest in marks:
        course = item.removesuffix("-item")
        if course != item and manifest == f"{course}-manifest":
            return course
    return None


def derive_registration(site: str, scorm: str, person: str, attempt: int) -> str:
    """A registration for an attempt whose package made none; from the pseudonym, so that it names nobody."""
    return word.statement_id(NAMESPACE, f"{site} {scorm} {person} {attempt}")
