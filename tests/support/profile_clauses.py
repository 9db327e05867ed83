"""What templates can't say: how the parts of a statement fit together, in our profile and those it builds on.

ADL's SCORM profile: its section is named. Video profile 1.0.3: the concept or template is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from support.json_path import find_values

from scormbuild import vocabulary as v
from scormbuild.question_kinds import FORMS

Json = dict[str, Any]
VIDEO = "https://w3id.org/xapi/video/extensions"
TYPES = {  # written out, as the profile says it: what makes statements must not be its own judge
    **dict.fromkeys(("reflection", "contrast", "plan"), "long-fill-in"),
    **dict.fromkeys(("choice", "checklist", "hotspot", "mark-words", "role"), "choice"),
    **dict.fromkeys(("opinion", "opinion-matrix"), "likert"),
    **dict.fromkeys(("acknowledge", "true-false"), "true-false"),
    **dict.fromkeys(("fill-in", "gaps"), "fill-in"),
    **dict.fromkeys(("numeric", "slider"), "numeric"),
    **dict.fromkeys(("matching", "pull-down-gaps", "sorting"), "matching"),
    **dict.fromkeys(("ordering", "scenario"), "sequencing"),
}
SCORED = {
    *("choice", "hotspot", "mark-words", "true-false", "fill-in", "gaps", "numeric"),
    *("matching", "pull-down-gaps", "sorting", "ordering"),
}
LISTS = {
    "choice": {"choices"},
    "sequencing": {"choices"},
    "likert": {"scale"},
    "matching": {"source", "target"},
}
CHILD_IRIS = {v.PAGE: v.page_iri, v.INTERACTION: v.interaction_iri, v.VIDEO: v.video_iri}
COUNTED_VERBS = {v.INITIALIZED, v.RESUMED, v.SUSPENDED, v.TERMINATED}
SESSIONS = 300  # a learner who opens a course more often than that isn't in any test
VERSION = re.compile(r"\d+\.\d+\.\d+")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SEGMENTS = re.compile(r"(?:[\d.]+\[\.\][\d.]+(?:\[,\][\d.]+\[\.\][\d.]+)*)?")
UUID_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)


def problems(statement: Json) -> list[str]:
    """Every clause that a statement breaks which matches its templates."""
    clauses = (check_iris, check_timestamp, check_id, check_question, check_answer, check_score, check_video)
    return [fault for clause in clauses for fault in clause(statement)]


def activity_type(statement: Json) -> str:
    return str(statement["object"]["definition"]["type"])


def course_of(statement: Json) -> str:
    """The course that a statement is about, or whose part its object is."""
    if activity_type(statement) == v.COURSE:
        return str(statement["object"]["id"])
    return str(statement["context"]["contextActivities"]["parent"][0]["id"])


def context_activity_ids(statement: Json, relation: str) -> list[str]:
    return find_values(statement, f"$.context.contextActivities.{relation}[*].id")


def local_name(statement: Json) -> str:
    """The page, question or video, as its course calls it."""
    return str(statement["object"]["id"]).rpartition("/")[2]


def forms_of(statement: Json) -> list[str]:
    ours = {v.form_iri(form): form for form in FORMS}
    return [ours[iri] for iri in context_activity_ids(statement, "category") if iri in ours]


def check_iris(statement: Json) -> Iterator[str]:
    """IRIs below the course (SCORM profile 3.2, activity IRI construction), the attempt's, the version."""
    course, iri = course_of(statement), statement["object"]["id"]
    if (below := CHILD_IRIS.get(activity_type(statement))) and iri != below(course, local_name(statement)):
        yield f"object.id {iri} isn't below the course {course}"
    version = statement["context"].get("revision", "0.0.0")  # older packages don't tell
    if not VERSION.fullmatch(version):
        yield f"the revision {version!r} is no version of a course"
    attempt = v.attempt_iri(course, statement["context"]["registration"])
    below_course = activity_type(statement) != v.COURSE
    if attempt not in context_activity_ids(statement, "grouping"):
        yield f"grouping lacks the attempt {attempt}"
    if below_course and course not in context_activity_ids(statement, "grouping"):
        yield f"grouping lacks the course {course}"
    if below_course and context_activity_ids(statement, "parent") != [course]:
        yield "parent is more than the course"
    if (activity_type(statement) == v.VIDEO) != (
        v.VIDEO_PROFILE in context_activity_ids(statement, "category")
    ):
        yield "the video profile is the category of statements about videos, and of no other"


def check_timestamp(statement: Json) -> Iterator[str]:
    """Times in milliseconds and UTC (SCORM profile 3.2, timestamp: every statement has one)."""
    if not TIMESTAMP.fullmatch(statement["timestamp"]):
        yield f"timestamp {statement['timestamp']} isn't in UTC with milliseconds"


def check_id(statement: Json) -> Iterator[str]:
    """The id follows from the registration and what was done."""
    registration = statement["context"]["registration"]
    names = id_names(statement)
    if names and statement["id"].lower() not in {v.statement_id(registration, name) for name in names}:
        yield f"id isn't the one of {names[0]!r} in registration {registration}"


def id_names(statement: Json) -> list[str]:
    """By which names its id may have been made; none for videos, as a name counts what isn't in it."""
    result, verb = statement.get("result", {}), statement["verb"]["id"]
    word = "acknowledged" if verb == v.ACKNOWLEDGED else verb.rpartition("/")[2]
    if activity_type(statement) == v.VIDEO:
        return []
    if verb in COUNTED_VERBS:
        return [f"{word} {number}" for number in range(1, SESSIONS)]
    if verb == v.EXPERIENCED:
        return [f"experienced {local_name(statement)}"]
    if verb == v.PROGRESSED:
        return [f"progressed {result['extensions'][v.PROGRESS]}"]
    if verb == v.COMPLETED:
        return ["completed", "lms completed"]
    if verb in (v.PASSED, v.FAILED):
        if "score" not in result:  # only an LMS says so without one
            return [f"lms {word}"]
        raw = result["score"].get("raw")
        return [f"{word} {raw}", f"lms {word} {raw}"]
    revision = result["extensions"][v.REVISION]
    if verb == v.ACKNOWLEDGED:
        return [f"acknowledged {local_name(statement)} {revision}"]
    return [f"answered {local_name(statement)} {revision} {result.get('response', '')}"]


def is_removed_question(statement: Json) -> bool:
    """Whether it is about a question that the course has no more, of which the LMS knows next to nothing."""
    bare = statement["object"]["definition"].keys() == {"type", "interactionType"}
    return bare and not forms_of(statement) and "completion" not in statement["result"]


def check_question(statement: Json) -> Iterator[str]:
    """A question's form, its definition, and the words of both in the course's language."""
    definition, language = statement["object"]["definition"], statement["context"]["language"]
    texts = [
        *find_values(definition, "$['name','description']"),
        *find_values(definition, "$['choices','scale','source','target'][*].description"),
    ]
    for text in texts:
        if list(text) != [language]:
            yield f"a text is in {', '.join(text)}, the course in {language}"
    if activity_type(statement) != v.INTERACTION or is_removed_question(statement):
        return
    forms = forms_of(statement)
    if len(forms) != 1:
        yield f"{len(forms)} forms are its categories, not one"
        return
    (form,) = forms
    if "description" not in definition:
        yield "the question has no words"
    if definition["interactionType"] != TYPES[form]:
        yield f"a {form} is {TYPES[form]}, not {definition['interactionType']}"
    needed = LISTS.get(definition["interactionType"], set())
    needed = needed | ({"correctResponsesPattern"} if form in SCORED else set())
    there = {"choices", "scale", "source", "target", "correctResponsesPattern"} & definition.keys()
    if there != needed:
        yield f"a {form} is defined with {sorted(needed)}, not {sorted(there)}"


def check_answer(statement: Json) -> Iterator[str]:
    """The result of a question: which version, what fits it, and right or wrong where that is asked."""
    if activity_type(statement) != v.INTERACTION:
        return
    result, definition = statement["result"], statement["object"]["definition"]
    revision = result["extensions"][v.REVISION]
    if isinstance(revision, bool) or not isinstance(revision, int) or revision < 1:
        yield f"the revision {revision!r} isn't a whole number from 1"
    scored = set(forms_of(statement)) <= SCORED
    judged = scored and "response" in result and result.get("completion")
    if ("success" in result and not scored) or (judged and "success" not in result):
        yield "success is for what can be right or wrong, and for nothing else"
    if "completion" not in result and not is_removed_question(statement):
        yield "the result doesn't say whether it counts as answered"
    offered = find_values(definition, "$['choices','scale','source','target'][*].id")
    given = [each for each in re.split(r"\[[,.]\]", result.get("response", "")) if each]
    if offered and not set(given) <= set(offered):
        yield f"the response {result['response']!r} is none of {offered}"
    if definition["interactionType"] == "likert" and len(given) > 1:
        yield "an opinion is one step of the scale"


def check_score(statement: Json) -> Iterator[str]:
    """Raw is a percentage, scaled the same of 1 (xAPI 1.0.3 Data 2.4.5.1)."""
    score = statement.get("result", {}).get("score")
    if score is None:
        return
    if score.keys() != {"scaled", "raw", "min", "max"}:
        yield "a score has scaled, raw, min and max"
        return
    raw, scaled = score["raw"], score["scaled"]
    if not 0 <= raw <= 100 or abs(raw / 100 - scaled) > 0.005:
        yield f"a score of {raw} isn't {scaled} of 1"


def check_video(statement: Json) -> Iterator[str]:
    """The extensions of a video (Video profile 1.0.3, concepts and template #completed)."""
    if activity_type(statement) != v.VIDEO:
        return
    result, context = statement["result"], statement["context"].get("extensions", {})
    extensions = {**result["extensions"], **context}
    for name in ("time", "time-from", "time-to", "length", "progress", "completion-threshold"):
        if (value := extensions.get(f"{VIDEO}/{name}")) is not None:
            yield from (f"{name} {fault}" for fault in check_seconds(value))
    progress, threshold = extensions.get(f"{VIDEO}/progress"), context.get(f"{VIDEO}/completion-threshold", 1)
    if isinstance(progress, int | float) and progress > 1:
        yield f"a progress of {progress} is more than all"
    if statement["verb"]["id"] == v.COMPLETED and isinstance(progress, int | float) and progress < threshold:
        yield f"completed with a progress of {progress}, below {threshold}"
    segments = extensions.get(f"{VIDEO}/played-segments", "")
    if not isinstance(segments, str) or not SEGMENTS.fullmatch(segments):
        yield f"played-segments {segments!r} aren't start[.]end[,]start[.]end"
    session = context.get(f"{VIDEO}/session-id")
    if session is not None and not UUID_4.fullmatch(str(session)):
        yield f"session-id {session!r} is no UUID of version 4"


def check_seconds(value: object) -> Iterator[str]:
    """A number that isn't negative, with three decimals at most."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"is {value!r}, no number"
    elif value < 0 or round(value, 3) != value:
        yield f"is {value}: below 0, or with more than three decimals"
