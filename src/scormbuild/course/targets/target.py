"""What a target is: all that a build has to know of the standard of some learning systems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scormbuild.course.form import ZIP, Form
from scormbuild.course.model import Course, PlayerPart

# What a package holds beside the course's own files, which are given: the manifest and what goes with it.
ManifestFiles = Callable[[Course, Mapping[str, bytes]], dict[str, bytes]]
Translations = Mapping[str, Any]


def lms_words(course: Course, words: Translations) -> Translations:  # noqa: ARG001
    """The words of the course's language, as they are for learning systems."""
    return words


@dataclass(frozen=True)
class Target:
    """One kind of package, by the name that authors write and that the package's file bears."""

    name: str
    title: str
    driver: PlayerPart
    manifest_files: ManifestFiles
    room: int  # characters of the state that every LMS of this standard keeps
    is_bounded: bool = True  # whether there may be one that keeps no more
    # What the page may reach beside its own server and the course's LRS (in its Content-Security-Policy).
    connect_sources: tuple[str, ...] = ()
    # Directives of that policy which only this target needs.
    policy: tuple[str, ...] = ()
    # Parts of the player that only this target has, and the courses that use them.
    parts: Mapping[PlayerPart, Callable[[Course], bool]] = field(default_factory=dict)
    words: Callable[[Course, Translations], Translations] = lms_words
    form: Form = ZIP
    # All files of a course as one page that opens by itself, where this target has such a thing.
    single_file: Callable[[Mapping[str, bytes]], bytes] | None = None
    # Whether the driver makes statements itself, and so needs the course's outline in the page.
    makes_statements: bool = False
    # Whether its learning systems say where a learner goes who is done for now: then a button leads there.
    has_way_back: bool = False

    @property
    def standard(self) -> str:
        """The folder of all that is only of its standard: here, in the player, among the templates."""
        return self.driver.module.split("/")[1]
