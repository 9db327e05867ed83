"""What an LMS stored of one attempt, from its rows of element and value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any

from scormbuild.lms.attestation import parse_percentage
from scormbuild.lms.suspend_data import to_well_formed

# Moodle stores cmi.interactions.0.id as cmi.interactions_0.id.
INTERACTION_ELEMENT = re.compile(r"cmi\.interactions[_.](\d+)\.(id|type)")
IGNORED_ELEMENTS = ("userid", "scoid", "x.start.time")  # say nothing about what was done


@dataclass(frozen=True)
class Tracks:
    """One attempt; without a digest there is none. `modified_at` is in seconds since 1970, 0 if unknown."""

    attempt: int
    status: str = ""
    raw: float | None = None
    suspend_data: str = ""
    modified_at: int = 0
    interactions: dict[str, str] = field(default_factory=dict)  # SCORM type by id
    digest: str = ""


def parse_moodle_tracks(attempt: int, rows: Iterable[Mapping[str, Any]]) -> Tracks:
    """An attempt from Moodle's rows (mod_scorm_get_scorm_sco_tracks)."""
    elements = {str(row["element"]): value_text(row["value"]) for row in rows}
    return parse_elements(attempt, elements) if elements else Tracks(attempt)


def value_text(value: object) -> str:
    """A value as text; Moodle gives some as numbers, and may give none."""
    return "" if value is None else str(value)


def parse_elements(attempt: int, elements: Mapping[str, str]) -> Tracks:
    """An attempt from its elements, in SCORM 1.2's names or 2004's."""
    # In 2004 there are two: passed or failed says more than completed.
    status = first_value(elements, "cmi.core.lesson_status", "cmi.success_status", "status")
    if status in ("", "unknown"):
        status = first_value(elements, "cmi.completion_status", "status")
    return Tracks(
        attempt,
        status,
        parse_percentage(first_value(elements, "cmi.core.score.raw", "cmi.score.raw", "score_raw")),
        first_value(elements, "cmi.suspend_data"),
        parse_seconds(elements.get("timemodified", "")),
        interaction_types(elements),
        value_digest({name: value for name, value in elements.items() if name not in IGNORED_ELEMENTS}),
    )


def first_value(elements: Mapping[str, str], *names: str) -> str:
    """The first of these elements that is there."""
    return next((elements[name] for name in names if elements.get(name)), "")


def interaction_types(elements: Mapping[str, str]) -> dict[str, str]:
    """The SCORM type of each interaction by its id; the last one counts."""
    found: dict[int, dict[str, str]] = {}
    for name, value in elements.items():
        if match := INTERACTION_ELEMENT.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = to_well_formed(value)
    return {
        each["id"]: each["type"] for _, each in sorted(found.items()) if each.get("id") and each.get("type")
    }


def parse_seconds(text: str) -> int:
    """Seconds since 1970, as far as a timestamp can tell them; else 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 11 else 0


def value_digest(value: object) -> str:
    """A few letters that change with the value."""
    return sha256(dumps(value, sort_keys=True).encode()).hexdigest()[:24]
