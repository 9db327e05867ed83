"""The tables that analysts ask: their names and columns, the same in a lake, in PostgreSQL and in Spark."""

from __future__ import annotations

from typing import Literal

ColumnType = Literal["int32", "int64", "string", "bool", "double", "timestamp"]
Columns = dict[str, ColumnType]

STATEMENTS: Columns = {
    "organisation": "int32",
    "month": "int32",  # YYYYMM of when it counts as done, in UTC
    "seq": "int64",  # `stored` in microseconds since 1970: the place in stored order
    "id": "string",
    "timestamp_us": "int64",  # when it counts as done, in microseconds since 1970: reports calculate with it
    "timestamp": "timestamp",
    "stored": "timestamp",
    "actor": "string",
    "person_key": "int64",
    "verb": "string",
    "activity": "string",
    "activity_type": "string",
    "course": "string",
    # Whose attempt it is, by number: no registration, as whoever knows one could tell something in it.
    "attempt": "int64",
    "form": "string",
    "response": "string",
    "revision": "int32",
    "completion": "bool",
    "success": "bool",
    "score": "double",
    "progress": "double",
    "duration": "double",
    "road": "string",
    "own_word": "bool",
    "contradicted": "bool",
    "version": "string",
    "language": "string",
    "profile": "string",
    "clock_ahead": "bool",
}
PARTITIONS = ("organisation", "month")  # in a file's path, not in the file

RELATIONS: dict[str, Columns] = {
    "statements": STATEMENTS,
    "organisations": {"organisation": "int32", "name": "string"},
    "courses": {
        "organisation": "int32",
        "course": "string",
        "title": "string",
        "language": "string",
        "version": "string",
    },
    "pages": {
        "organisation": "int32",
        "course": "string",
        "page": "string",
        "title": "string",
        "place": "int32",
    },
    "questions": {
        "organisation": "int32",
        "course": "string",
        "question": "string",
        "page": "string",
        "place": "int32",
        "form": "string",
        "prompt": "string",
        "required": "bool",
    },
    "options": {
        "organisation": "int32",
        "course": "string",
        "question": "string",
        "key": "string",
        "place": "int32",
        "label": "string",
        "correct": "bool",
        "leads": "string",  # in a scenario: the scene behind a choice
    },
    # A row for each question that can be drawn; no statement tells what a quiz as a whole came to.
    "quizzes": {
        "organisation": "int32",
        "course": "string",
        "quiz": "string",
        "question": "string",
        "draw": "int32",  # how many of its questions a learner gets
        "pass_mark": "int32",  # in per cent; 0: none is asked for
    },
    "mappings": {"organisation": "int32", "activity": "string", "course": "string"},
    # Only those whose person has another pseudonym; the keys are those of `person_key` in the statements.
    "aliases": {
        "organisation": "int32",
        "actor": "string",
        "person": "string",
        "actor_key": "int64",
        "person_key": "int64",
    },
    # Attempts of which an LMS told anything, so that it is certain whose they are.
    "attestations": {"organisation": "int32", "attempt": "int64", "person_key": "int64"},
    # What came under the id of another statement, and is kept aside.
    "conflicts": {
        "organisation": "int32",
        "received": "int64",  # microseconds since 1970
        "source": "string",
        "course": "string",
        "activity": "string",
    },
    "teams": {"organisation": "int32", "person": "string", "team": "string", "person_key": "int64"},
}
DIMENSION_TABLES = tuple(name for name in RELATIONS if name != "statements")
