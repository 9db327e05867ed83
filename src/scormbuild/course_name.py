"""Which course somebody means by its id, its title or its IRI: the one way to name a course, everywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from scormbuild.errors import SettingsError, did_you_mean


def course_names(outlines: Iterable[Mapping[str, Any]], mapped: Iterable[str] = ()) -> dict[str, list[str]]:
    """What courses are called, by IRI; of one that an activity is mapped to the IRI may be all we know."""
    names: dict[str, list[str]] = {iri: [] for iri in mapped}
    for outline in outlines:
        course = outline["course"]
        names[course["iri"]] = [course["id"], course["title"]]
    return names


def match_course(name: str, known: Mapping[str, Collection[str]], accepts_iri: Callable[[str], bool]) -> str:
    """The IRI of a course; raises SettingsError where a name is nobody's, or that of several.

    `known` are the courses' other names by IRI; `accepts_iri` says whether a text is the IRI of a
    course all the same, such as one that is still to come.
    """
    if name in known:
        return name
    matches = sorted(iri for iri, names in known.items() if is_name_of(name, iri, names))
    if len(matches) == 1:
        return matches[0]
    if matches:
        listed = "\n    ".join(matches)
        raise SettingsError(f"several courses are called {name!r}\n  hint: give the IRI:\n    {listed}")
    if accepts_iri(name):
        return name
    words = sorted({word for iri, names in known.items() for word in (iri_end(iri), *names)})
    hint = did_you_mean(name, words) if words else "none is known; scormbuild lrs course add brings one in"
    raise SettingsError(f"there is no course {name!r}\n  hint: {hint}")


def is_name_of(name: str, iri: str, names: Collection[str]) -> bool:
    """Whether a course is called so, in capitals or not."""
    return name.casefold() in {each.casefold() for each in (iri_end(iri), *names)}


def iri_end(iri: str) -> str:
    """The end of an IRI: the id that the author gave, unless the course has an IRI of its own choice."""
    return iri.rstrip("/").replace("/", ":").rpartition(":")[2]
