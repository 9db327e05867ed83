"""When a learner is done, and what a gradebook gets: the keys `completion` and `grade` of course.yaml."""

from __future__ import annotations

from typing import get_args

from scormbuild.course.fields import Fields
from scormbuild.course.model import Completion, Finish, Grade, Report, Wanted

COMPLETION = {
    "pages": "pages: all",
    "questions": "questions: all",
    "score": "score: 80",
    "finish": "finish: button",
    "report": "report: passed",
}
WANTED: tuple[Wanted, ...] = get_args(Wanted)
FINISHES: tuple[Finish, ...] = get_args(Finish)
REPORTS: tuple[Report, ...] = get_args(Report)
GRADES: tuple[Grade, ...] = get_args(Grade)


def completion(fields: Fields | None) -> Completion:
    """The rule of a course."""
    if fields is None:
        return Completion()
    rule = Completion(
        pages=fields.one_of("pages", WANTED, "all"),
        questions=fields.one_of("questions", WANTED, "all"),
        score=fields.number("score", 1, 100, 0) or None,
        finish=fields.one_of("finish", FINISHES, "auto"),
        report=fields.one_of("report", REPORTS, "completed"),
    )
    if rule.score and "report" in fields.values:
        message = "with a score the LMS is told passed or failed, so 'report' has nothing to say"
        fields.notes.fault(fields.values["report"].place, message, "leave report out, or the score")
    return rule


def grade(settings: Fields, rule: Completion) -> Grade:
    """What goes into the gradebook; a threshold is one of the score, so the score must go there."""
    chosen = settings.one_of("grade", GRADES, "score")
    if rule.score and chosen == "completion":
        message = f"a course that asks for a score of {rule.score} can't have 100 as everybody's grade"
        settings.notes.fault(settings.values["grade"].place, message, "leave grade out, or the score")
    return chosen
