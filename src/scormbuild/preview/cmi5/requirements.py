"""What cmi5 asks of a course, by the numbers of ADL's list, in sentences for authors."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "8.1.2.0-2": "The course goes on after it has said that it ended.",
    "8.1.3.0-3": "The course speaks of another learner than the one who was launched.",
    "8.1.4.0-3": "The course speaks of another registration than the one that was launched.",
    "8.1.5.0-6": "A statement that cmi5 defines is about something else than the activity that was launched.",
    "9.1.0.0-1": "A statement has no id.",
    "9.3.0.0-1": "A statement calls itself defined by cmi5, and its verb isn't.",
    "9.3.0.0-2": "The same verb is said twice in a session.",
    "9.3.0.0-3": "Both passed and failed are said in one session.",
    "9.3.0.0-4": "Something is said before “initialized”, which must come first.",
    "9.3.0.0-5": "Something is said after “terminated”, which must come last.",
    "9.3.0.0-6": "“completed” is said again: once is all there may be in a registration.",
    "9.3.0.0-7": "“passed” is said again: once is all there may be in a registration.",
    "9.3.0.0-8": "“failed” is said of a learner who has passed.",
    "9.3.4.0-2": "“passed” is said with a score below the one that the LMS asks for.",
    "9.3.5.0-2": "“failed” is said with a score that is good enough for the LMS.",
    "9.5.1.0-2": "A score stands with another verb than passed or failed.",
    "9.5.1.0-3": "A raw score stands without the lowest and the highest that there can be.",
    "9.5.2.0-1": "“passed” doesn't say that it is a success.",
    "9.5.2.0-2": "“failed” doesn't say that it is no success.",
    "9.5.2.0-3": "Success stands with another verb than passed or failed.",
    "9.5.3.0-1": "“completed” doesn't say that the course is complete.",
    "9.5.3.0-2": "Completion stands with another verb than completed.",
    "9.5.4.1-1": "“terminated” doesn't say how long it took, as ISO 8601 writes it.",
    "9.5.4.1-2": "“completed” doesn't say how long it took, as ISO 8601 writes it.",
    "9.5.4.1-3": "“passed” doesn't say how long it took, as ISO 8601 writes it.",
    "9.5.4.1-4": "“failed” doesn't say how long it took, as ISO 8601 writes it.",
    "9.6.1.0-1": "A statement doesn't name the registration that the LMS gave.",
    "9.6.2.2-1": "A statement that counts for being done lacks the category “moveon”.",
    "9.6.2.2-2": "A statement that counts for nothing has the category “moveon”.",
    "9.6.3.1-4": "A statement doesn't name its session.",
    "9.6.3.2-2": "“passed” or “failed” doesn't repeat the score that the LMS asks for.",
    "9.7.0.0-2": "A time is not in UTC, with a Z behind it.",
    "10.2.1.0-6": "A statement lacks some of the context that the LMS asks for in each.",
    "10.2.2.0-2": "In Browse something is said of how the course ended.",
    "10.2.2.0-3": "In Review something is said of how the course ended.",
    "11.0.0.0-3": "The learner's preferences weren't asked for before the first statement.",
}
