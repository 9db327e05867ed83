"""When a learner is done, and what a gradebook gets: the keys `completion` and `grade` of course.yaml."""

from __future__ import annotations

from typing import get_args

from scormbuild.catalogue import _
from scormbuild.course.fields import Fields
from scormbuild.course.model import CompletionRule, Finish, Grade, LessonStatus, Requirement

COMPLETION_KEYS = {
    "pages": "pages: all",
    "questions": "questions: all",
    "score": "score: 80",
    "finish": "finish: button",
    "report": "report: passed",
}
REQUIREMENTS: tuple[Requirement, ...] = get_args(Requirement)
FINISHES: tuple[Finish, ...] = get_args(Finish)
LESSON_STATUSES: tuple[LessonStatus, ...] = get_args(LessonStatus)
GRADES: tuple[Grade, ...] = get_args(Grade)


def parse_completion(fields: Fields | None) -> CompletionRule:
    """The rule of a course."""
    if fields is None:
        return CompletionRule()
    rule = CompletionRule(
        pages=fields.one_of("pages", REQUIREMENTS, "all"),
        questions=fields.one_of("questions", REQUIREMENTS, "all"),
        score=fields.number("score", 1, 100, 0) or None,
        finish=fields.one_of("finish", FINISHES, "auto"),
        report=fields.one_of("report", LESSON_STATUSES, "completed"),
    )
    if rule.score and "report" in fields.values:
        message = _("with a score the LMS is told passed or failed, so 'report' has nothing to say")
        fields.notes.add_problem(fields.values["report"].place, message, _("leave report out, or the score"))
    return rule


def parse_grade(settings: Fields, rule: CompletionRule) -> Grade:
    """What goes into the gradebook; a threshold is one of the score, so the score must go there."""
    value = settings.one_of("grade", GRADES, "score")
    if rule.score and value == "completion":
        message = _(
            "a course that asks for a score of %(score)s can't have 100 as everybody's grade",
            score=rule.score,
        )
        settings.notes.add_problem(
            settings.values["grade"].place, message, _("leave grade out, or the score")
        )
    return value
