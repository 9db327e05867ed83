"""A course as a crowd meets it: what is asked on each page, how hard that is, what may be said."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from scormbuild.demo.phrases import phrases_for_question
from scormbuild.lms.completion import HIDDEN_ANSWERS, count_words
from scormbuild.question_kinds import QUESTION_KINDS, QuestionKind

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PlannedQuestion:
    """A question: `bias` is how hard a choice is, or how much an opinion finds favour; 0 is the middle."""

    question: Json
    id: str
    kind: QuestionKind
    required: bool
    hidden: bool  # the LMS gets no more than that there is an answer
    bias: float
    candidates: tuple[str, ...]  # keys, or the answers that people give to an open question
    long_candidates: tuple[str, ...]  # those of the answers that have enough words
    right_keys: str


@dataclass(frozen=True, slots=True, eq=False)
class PlannedPage:
    """A page with its questions; `heavy`: how much of a reason it is to stop."""

    id: str
    questions: tuple[PlannedQuestion, ...]
    stop_weight: float


@dataclass(frozen=True)
class Plan:
    """A course; the same for the same outline and seed."""

    outline: Json
    pages: tuple[PlannedPage, ...]
    steps: int  # pages and required questions

    @property
    def varies(self) -> bool:
        """Whether learners get other pages or questions than each other."""
        return bool(self.outline.get("quizzes")) or any("role" in page for page in self.outline["pages"])

    @classmethod
    def from_outline(cls, outline: Json, seed: int = 0) -> Plan:
        """Make the plan of a course."""
        chance = Random(f"{seed} {outline['course']['iri']}")  # noqa: S311 (nothing secret)
        language = outline["course"]["language"]
        questions = [plan_question(each, language, chance) for each in outline["questions"]]
        leaves = tuple(
            plan_page(page["id"], [each for each in questions if each.question["page"] == page["id"]], chance)
            for page in outline["pages"]
        )
        required = sum(each.required for each in questions)
        return cls(outline, leaves, len(leaves) + required)


def plan_page(page: str, questions: list[PlannedQuestion], chance: Random) -> PlannedPage:
    """A page: open questions are what people shrink from."""
    heavy = 0.3 + 0.4 * chance.random() + 0.8 * sum(each.kind.is_open_text for each in questions)
    return PlannedPage(page, tuple(questions), heavy)


def plan_question(question: Json, language: str, chance: Random) -> PlannedQuestion:
    """A question."""
    kind = QUESTION_KINDS[question["kind"]]
    offered = tuple(option["key"] for option in question["options"])
    if kind.is_open_text:
        offered = tuple(phrases_for_question(question, language))
    least = max(1, int(question["minimum"]))
    long = tuple(each for each in offered if count_words(each) >= least) or (" ".join(offered),)
    return PlannedQuestion(
        question,
        question["id"],
        kind,
        question["required"],
        kind.answer_rule != "ticked" and question["answers"] in HIDDEN_ANSWERS,
        chance.gauss(0, 0.9),
        offered,
        long,
        ",".join(question["keys"]),
    )
