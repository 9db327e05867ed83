"""What an organisation's courses, questions and teams are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scormbuild.analysis.model.relations import Tables


@dataclass(frozen=True, slots=True)
class DisplayNames:
    """What an organisation's courses, questions and teams are called."""

    courses: dict[str, str] = field(default_factory=dict)
    teams: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)  # of pages and questions
    course_by_activity: dict[str, str] = field(default_factory=dict)  # what an LMS calls a course
    person_by_alias: dict[str, str] = field(default_factory=dict)  # another pseudonym of somebody


def read_display_names(tables: Tables, organisation: int) -> DisplayNames:
    """The small tables of an organisation as dicts."""

    def rows(name: str, *columns: str) -> list[tuple[Any, ...]]:
        table = getattr(tables, name)
        found = table.filter(table.organisation == organisation).select(*columns).to_pyarrow().to_pylist()
        return [tuple(row[column] for column in columns) for row in found]

    courses = sorted(rows("courses", "course", "title"), key=lambda row: (str(row[1]).casefold(), row[0]))
    titles = dict([*rows("pages", "page", "title"), *rows("questions", "question", "prompt")])
    return DisplayNames(
        {course: title or course for course, title in courses},
        tuple(sorted({team for (team,) in rows("teams", "team")}, key=str.casefold)),
        {iri: title for iri, title in titles.items() if title},
        dict(rows("mappings", "activity", "course")),
        dict(rows("aliases", "actor", "person")),
    )
