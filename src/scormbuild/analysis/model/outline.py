"""What courses ask, as their outlines tell: the questions and options that answers are counted by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scormbuild.analysis.model.fetch import organisation_rows
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen; `correct` is None where there is no right and wrong."""

    key: str
    label: str | None
    correct: bool | None
    leads: str | None = None  # in a scenario: the scene behind it


@dataclass(slots=True)
class Question:
    """A question; one that no outline has is known by the answers to it only."""

    course: str
    iri: str
    prompt: str | None = None
    place: int | None = None
    form: str | None = None
    options: list[Option] = field(default_factory=list)

    @property
    def sort_key(self) -> tuple[str, bool, int, str]:
        """By course, then as they are asked; the unknown ones last."""
        return self.course, self.place is None, self.place or 0, self.iri

    @property
    def ends(self) -> list[str]:
        """The scenes of a scenario in which there is nothing more to choose."""
        scenes = {option.key.rpartition("-")[0] for option in self.options}
        led = dict.fromkeys(option.leads for option in self.options if option.leads)
        return [scene for scene in led if scene not in scenes]


def questions(
    tables: Tables, selection: Selection, rights: Permissions, forms: Sequence[str]
) -> dict[tuple[str, str], Question]:
    """The questions of some forms in the courses that are asked about, by course and IRI."""
    options: dict[str, list[tuple[int, Option]]] = defaultdict(list)
    for iri, place, *rest in organisation_rows(
        tables.options, selection, "question", "place", "key", "label", "correct", "leads"
    ):
        options[iri].append((place, Option(*rest)))
    kept = tables.questions.filter(tables.questions.form.isin(forms))
    return {
        (course, iri): Question(
            course,
            iri,
            prompt,
            place,
            form,
            [option for _, option in sorted(options[iri], key=lambda each: each[0])],
        )
        for course, iri, prompt, place, form in organisation_rows(
            kept, selection, "course", "question", "prompt", "place", "form"
        )
        if selection.course in (None, course) and rights.may_see_course(course)
    }


def questions_in_order(
    tables: Tables,
    selection: Selection,
    rights: Permissions,
    forms: Sequence[str],
    answered: Iterable[tuple[str, str]],
) -> Iterator[tuple[Question, bool]]:
    """The questions of some forms in the order of the course, and whether the outline has them.

    `answered`: the course and IRI of those that anybody answered.
    """
    known = questions(tables, selection, rights, forms)
    # Answered, and in no outline: from another version of the course, or one that was never kept.
    every = known | {key: Question(*key) for key in set(answered) - known.keys()}
    for key, question in sorted(every.items(), key=lambda each: each[1].sort_key):
        yield question, key in known
