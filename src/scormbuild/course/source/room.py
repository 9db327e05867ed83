"""The room that an LMS has for what learners write."""

from __future__ import annotations

from scormbuild.course.model import OFF_LMS, Contrast, Course, Reflection
from scormbuild.errors import Problem

ROOM = 4096  # characters of cmi.suspend_data (SCORM 1.2 Run-Time Environment, CMIString4096)

# Measured on Dutch prose, deflated and in base64: 500 characters take about 310, short texts more.
_CODED = 0.65
_PER_ROW, _PER_WORD = 125, 6
_OTHER, _FIXED = 15, 200


def needed(course: Course) -> int:
    """An estimate of the characters that the answers take, if each open one fills its box once."""
    total = _FIXED
    for question in course.questions:
        if isinstance(question, Reflection | Contrast) and question.answers not in OFF_LMS:
            typed = max(question.rows * _PER_ROW, question.minimum * _PER_WORD)
            total += round(typed * _CODED) * (2 if isinstance(question, Contrast) else 1)
        else:
            total += _OTHER
    return total


def warnings(course: Course) -> list[Problem]:
    """A warning when a learner who writes at length may find the LMS's room full."""
    estimate = needed(course)
    if estimate <= ROOM:
        return []
    return [
        Problem(
            "course.yaml",
            1,
            1,
            f"the answers can need about {estimate} characters, and a SCORM 1.2 LMS has room for {ROOM}",
            "ask fewer open questions, give short ones fewer rows, or divide the course in two",
        )
    ]
