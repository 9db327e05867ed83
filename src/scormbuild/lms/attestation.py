"""The LMS's own word that somebody finished, passed or failed: what makes a result count as verified."""

from __future__ import annotations

from scormbuild import vocabulary as word
from scormbuild.lms import completion
from scormbuild.lms.statements import Attempt, Json, xapi_score


def attested_statements(attempt: Attempt, status: str, raw: float | None) -> list[Json]:
    """What the LMS says of an attempt; ids apart from those of what the state proves."""
    status = completion.normalise_status(status)
    said = []
    if status in ("completed", "passed"):
        said.append(attempt.statement("lms completed", word.COMPLETED, attempt.course, {"completion": True}))
    if status in ("passed", "failed"):
        verb = word.PASSED if status == "passed" else word.FAILED
        score = {} if raw is None else {"score": xapi_score(shortest_number(raw))}
        result = {**score, "success": status == "passed", "completion": True}
        name = f"lms {status}" if raw is None else f"lms {status} {shortest_number(raw)}"
        said.append(attempt.statement(name, verb, attempt.course, result))
    return said


def attested_result(outline: Json | None, status: str, raw: float | None) -> tuple[str, float | None]:
    """An LMS's word without what the author has it say of all who are done: passed, or a score of 100."""
    course = outline["course"] if outline else {}
    hundred = course.get("grade") == "completion"
    if hundred or course.get("completion", {}).get("report") == "passed":
        status = "completed" if completion.normalise_status(status) == "passed" else status
    return status, None if hundred else raw


def shortest_number(raw: float) -> float:
    """85 for 85.0, so that an LMS that writes it otherwise the next time says the same."""
    return int(raw) if raw == int(raw) else raw


def parse_percentage(text: str) -> float | None:
    """A score of SCORM 1.2, 0 to 100 (RTE 3.4.4, cmi.core.score.raw); None for anything else."""
    try:
        raw = float(text)
    except ValueError:
        return None
    return raw if 0 <= raw <= 100 else None
