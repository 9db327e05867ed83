"""The words that the builder and the LRS share: IRIs, ids of statements, keys of a state."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Final
from uuid import UUID, uuid5

VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"

# Verbs: ADL's, one of Activity Streams, and those of the video profile.
INITIALIZED: Final = "http://adlnet.gov/expapi/verbs/initialized"
RESUMED: Final = "http://adlnet.gov/expapi/verbs/resumed"
SUSPENDED: Final = "http://adlnet.gov/expapi/verbs/suspended"
TERMINATED: Final = "http://adlnet.gov/expapi/verbs/terminated"
EXPERIENCED: Final = "http://adlnet.gov/expapi/verbs/experienced"
ANSWERED: Final = "http://adlnet.gov/expapi/verbs/answered"
PROGRESSED: Final = "http://adlnet.gov/expapi/verbs/progressed"
COMPLETED: Final = "http://adlnet.gov/expapi/verbs/completed"
PASSED: Final = "http://adlnet.gov/expapi/verbs/passed"
FAILED: Final = "http://adlnet.gov/expapi/verbs/failed"
ACKNOWLEDGED: Final = "http://activitystrea.ms/acknowledge"
PLAYED: Final = "https://w3id.org/xapi/video/verbs/played"
PAUSED: Final = "https://w3id.org/xapi/video/verbs/paused"
SEEKED: Final = "https://w3id.org/xapi/video/verbs/seeked"

DISPLAYS: Final = {  # of the verbs, in English
    INITIALIZED: "initialized",
    RESUMED: "resumed",
    SUSPENDED: "suspended",
    TERMINATED: "terminated",
    EXPERIENCED: "experienced",
    ANSWERED: "answered",
    ACKNOWLEDGED: "acknowledged",
    PROGRESSED: "progressed",
    COMPLETED: "completed",
    PASSED: "passed",
    FAILED: "failed",
    PLAYED: "played",
    PAUSED: "paused",
    SEEKED: "seeked",
}

# Types of activities.
COURSE: Final = "http://adlnet.gov/expapi/activities/course"
ATTEMPT: Final = "http://adlnet.gov/expapi/activities/attempt"
INTERACTION: Final = "http://adlnet.gov/expapi/activities/cmi.interaction"
PROFILE_TYPE: Final = "http://adlnet.gov/expapi/activities/profile"
PAGE: Final = "https://w3id.org/xapi/acrossx/activities/page"
VIDEO: Final = "https://w3id.org/xapi/video/activity-type/video"

# Profiles, which stand as categories in the context; our own is vocabulary.jsonld.
SCORM_PROFILE: Final = "https://w3id.org/xapi/scorm"
VIDEO_PROFILE: Final = "https://w3id.org/xapi/video"
PROFILE: Final = "urn:scormbuild:profile"

# Extensions.
PROGRESS: Final = "https://w3id.org/xapi/cmi5/result/extensions/progress"
REVISION: Final = f"{PROFILE}:revision"


def course_iri(course: str) -> str:
    """The IRI of a course whose author gave none."""
    return f"urn:scormbuild:course:{course}"


def page_iri(course: str, page: str) -> str:
    """The IRI of a page, below that of its course."""
    return f"{course}/pages/{page}"


def interaction_iri(course: str, question: str) -> str:
    """The IRI of a question, as the ADL SCORM profile forms it."""
    return f"{course}/interactions/{question}"


def video_iri(course: str, video: str) -> str:
    """The IRI of a video of the package."""
    return f"{course}/videos/{video}"


def attempt_iri(course: str, registration: str) -> str:
    """The IRI of one learner's go at a course."""
    return f"{course}?attempt={registration}"


def form_iri(form: str) -> str:
    """The category of a question of this form (question_kinds.FORMS)."""
    return f"{PROFILE}:{form}"


def statement_id(registration: str, name: str) -> str:
    """The id of what a learner did in a registration: UUIDv5 (RFC 9562 5.5), the same whoever tells it.

    `name` says what: "experienced PAGE", "answered QUESTION REVISION RESPONSE", "completed".
    """
    return str(uuid5(UUID(registration), name))


def short_key(identifier: str) -> str:
    """A page's or question's key in cmi.suspend_data: a short id itself, else 24 bits of its FNV-1a hash."""
    if len(identifier) < 4:
        return identifier
    # FNV-1a's offset basis and prime of 32 bits.
    code = 0x811C9DC5
    for byte in identifier.encode():
        code = (code ^ byte) * 0x01000193 & 0xFFFFFFFF
    # Folded, not cut, so that all 32 bits have a say in the 24; these are four characters of base64url.
    folded = (code ^ code >> 24) & 0xFFFFFF
    return urlsafe_b64encode(folded.to_bytes(3, "big")).decode()
