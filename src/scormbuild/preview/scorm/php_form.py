"""A commit as a form that isn't URL-encoded, read as PHP reads it: `&`, `+` and `%` in a value break it."""

from __future__ import annotations

from urllib.parse import parse_qsl

# The order in which an interaction's parts stand in its list.
INTERACTION_PARTS = (
    "id",
    "type",
    "time",
    "weighting",
    "correct_responses.0.pattern",
    "student_response",
    "result",
    "latency",
)


def parse_form(form: str) -> dict[str, str]:
    """Elements and their values; `interact[0]` is a list of one interaction's parts."""
    elements: dict[str, str] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        if name.startswith("interact["):
            elements |= parse_interaction(name.removeprefix("interact[").removesuffix("]"), value)
        elif name.startswith("cmi."):
            elements[name] = value
    return elements


def parse_interaction(index: str, written: str) -> dict[str, str]:
    """The parts that a list holds: none of those after an `&`, which ended it."""
    # By place: PHP gets the list as text, and splits it at its commas.
    parts = written.removeprefix("[").removesuffix("]").split(",")
    return {
        f"cmi.interactions.{index}.{part}": value
        for part, value in zip(INTERACTION_PARTS, parts, strict=False)
        if value
    }
