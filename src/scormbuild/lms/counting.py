"""Which pages and questions count for a learner, as player/src/counting.js has it: by role, and drawn."""

from __future__ import annotations

import re
from typing import Any

from scormbuild.lms.suspend_data import AttemptState
from scormbuild.vocabulary import short_key

Json = dict[str, Any]
RESULT = re.compile("[^ ]* (?P<tries>[0-9]{1,4}) (?P<percent>[0-9]{1,3})")


def choice_keys(answer: str) -> str:
    """The keys of a choice, without the number of tries."""
    return answer.split(" ")[0]


def counted_pages(outline: Json, state: AttemptState) -> list[str]:
    """The pages that are for everyone, and those for the role that the learner chose."""
    question: Json = next((each for each in outline["questions"] if each["kind"] == "role"), {"id": ""})
    role = state.answers.get(question["id"], "")
    return [page["id"] for page in outline["pages"] if page.get("role", role) == role]


def counted_questions(outline: Json, state: AttemptState) -> list[Json]:
    """The questions on those pages; of a quiz, those that were drawn."""
    pages = counted_pages(outline, state)
    return [each for each in placed_questions(outline, state) if each["page"] in pages]


def placed_questions(outline: Json, state: AttemptState) -> list[Json]:
    """All questions but those of quizzes that weren't drawn."""
    drawn = {id for quiz in outline.get("quizzes", []) for id in drawn_questions(outline, quiz, state)}
    return [each for each in outline["questions"] if "quiz" not in each or each["id"] in drawn]


def drawn_questions(outline: Json, quiz: Json, state: AttemptState) -> list[str]:
    """The questions that were drawn, as the state has it; then what was answered, then others in order.

    A quiz that was never opened, or from which a new version took questions, so has as many as ever.
    """
    pool = [each["id"] for each in outline["questions"] if each.get("quiz") == quiz["id"]]
    names = {short_key(id): id for id in pool}
    kept = [names[key] for key in choice_keys(state.answers.get(quiz["id"], "")).split(",") if key in names]
    order = dict.fromkeys([*kept, *(id for id in pool if state.answers.get(id)), *pool])
    return list(order)[: quiz["draw"] or None]


def is_quiz_done(quiz: Json, answer: str) -> bool:
    """Whether it was handed in, and that well enough, or for the last time: `<drawn> <tries> <percent>`."""
    found = RESULT.fullmatch(answer)
    return bool(found and (int(found["percent"]) >= quiz["pass"] or int(found["tries"]) >= quiz["tries"]))
