"""How LMSs differ from a standard as it is written: a row for each. Sources: docs/author/preview.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Elements = Mapping[str, str]
PageEvent = Literal["beforeunload", "pagehide", "unload", "hidden", "click"]

LESSON_STATUS, SUSPEND_DATA = "cmi.core.lesson_status", "cmi.suspend_data"
LEAVE_EVENTS: tuple[PageEvent, ...] = ("beforeunload", "pagehide", "hidden")
UNLOAD_EVENTS: tuple[PageEvent, ...] = ("beforeunload", "pagehide")
IDENTITY_ELEMENTS = ("cmi.core.student_id", "cmi.core.student_name")
STATUS_RANKS = ("unknown", "not attempted", "browsed", "incomplete", "completed", "failed", "passed")


def keep_all(_kept: Elements, changed: Elements) -> Elements:
    """What a commit brings, as it is."""
    return changed


def keep_best_status(kept: Elements, changed: Elements) -> Elements:
    """What a commit brings; its status only where that ranks above the one that is kept."""
    if LESSON_STATUS not in changed:
        return changed
    best = max(kept.get(LESSON_STATUS, STATUS_RANKS[0]), changed[LESSON_STATUS], key=STATUS_RANKS.index)
    return {**changed, LESSON_STATUS: best}


def keep_suspend_data_until_passed(kept: Elements, changed: Elements) -> Elements:
    """suspend_data until the course is passed; from then on it is empty, and nothing is taken."""
    if kept.get(LESSON_STATUS) == "passed":
        return {}
    if changed.get(LESSON_STATUS) == "passed":
        return {LESSON_STATUS: "passed", SUSPEND_DATA: ""}
    return {name: value for name, value in changed.items() if name == SUSPEND_DATA}


@dataclass(frozen=True)
class RunTime:
    """One LMS. The defaults are SCORM 1.2 to the letter, in an LMS that stores each commit at once."""

    label: str
    standard: str = "scorm12"
    # Setting this run time sets these two switches, too; they can be set otherwise after it.
    strict: bool = True  # SCORM's own limits
    mode: str = "normal"

    # changes: a commit is a synchronous POST; form: the same, with a body that isn't URL-encoded;
    # queue: each value by an asynchronous POST, after the answer to the one before; a read shows what went;
    # debounce: suspend_data 0.3 s after it was set last, and `passed`; a read shows what was there at launch.
    # The latter two take any value, and no call has an error.
    transport: Literal["changes", "form", "queue", "debounce"] = "changes"
    # What a commit sends: what differs from the one before, what was set again besides, or all there is.
    sends: Literal["changed", "set", "all"] = "changed"
    # What a commit answers: "true" only where it was stored, also without a connection, or whatever happens.
    answer: Literal["stored", "offline", "true"] = "offline"
    beacon: tuple[PageEvent, ...] = LEAVE_EVENTS  # during these a commit goes by beacon
    refused: tuple[PageEvent, ...] = ()  # during these nothing gets out

    blank: tuple[str, ...] = ()  # elements that read "" whatever they hold
    lacks: tuple[str, ...] = ()  # what the LMS has not implemented (401), by the beginning of its name
    given: tuple[str, ...] | None = None  # what a launch gives beside what is kept; None: all of SCORM 1.2
    status: str = ""  # lesson_status at a launch before there is one
    error: Literal["", "sticky", "391"] = ""  # a code that stays; LMSCommit's while the page goes, with null
    silent: bool = False  # LMSSetValue and LMSCommit answer nothing
    lateness: float = 0  # seconds between the loading of the course and the coming of the API

    filter_commit: Callable[[Elements, Elements], Elements] = (
        keep_all  # what is stored of what a commit brings
    )
    completes: bool = True  # the end stores `completed` where no status was set
    session_key: bool = False  # a page from before a log-in saves nothing after it
    empties_storage: bool = False  # a page with another log-in than the one before it empties localStorage
    returns: bool = False  # log-in leads to the page or course file that was asked for last

    def as_dict(self) -> dict[str, Any]:
        """The row as the page reads it."""
        return {name: value for name, value in asdict(self).items() if not callable(value)}


RUN_TIMES: Mapping[str, RunTime] = {
    "strict": RunTime("Strict SCORM 1.2"),
    "moodle": RunTime(
        "Moodle", strict=False, mode="auto", session_key=True, empties_storage=True, returns=True
    ),
    "openedx": RunTime(
        "Open edX",
        strict=False,
        transport="queue",
        refused=UNLOAD_EVENTS,
        blank=(LESSON_STATUS, "cmi.core.score.raw"),
        given=IDENTITY_ELEMENTS,
    ),
    "chamilo": RunTime(
        "Chamilo 1.11",
        strict=False,
        transport="form",
        sends="set",
        answer="true",
        beacon=(),
        refused=UNLOAD_EVENTS,
        lacks=("cmi.comments", "cmi.student_preference"),
    ),
    "ilias": RunTime(
        "ILIAS",
        sends="set",
        answer="stored",
        beacon=("beforeunload", "unload", "click"),
        refused=("pagehide",),
    ),
    "frappe": RunTime(
        "Frappe LMS",
        strict=False,
        transport="debounce",
        refused=UNLOAD_EVENTS,
        given=(),
        status="incomplete",
        filter_commit=keep_suspend_data_until_passed,
    ),
    "claroline": RunTime(
        "Claroline",
        sends="all",
        answer="true",
        beacon=(),
        refused=UNLOAD_EVENTS,
        lacks=("cmi.interactions", "cmi.objectives", "cmi.comments", "cmi.student_preference"),
        filter_commit=keep_best_status,
        completes=False,
    ),
    "cornerstone": RunTime("Cornerstone", error="391"),
    "late": RunTime("An LMS that sets its API late", lateness=2),
    "sticky": RunTime("An LMS that keeps an old error code", error="sticky"),
    "void": RunTime("An LMS that answers nothing", silent=True),
    # Without a status a course of SCORM 2004 is "unknown" for good (Run-Time Environment, 4.2.4). A part of
    # an interaction, which is what would be left of a commit that was lost, scorm-again can't read.
    "strict2004": RunTime("Strict SCORM 2004", "scorm2004", sends="all", completes=False),
    "openedx2004": RunTime(
        "Open edX",
        "scorm2004",
        strict=False,
        transport="queue",
        refused=UNLOAD_EVENTS,
        blank=("cmi.completion_status", "cmi.success_status", "cmi.score.raw"),
        given=("cmi.learner_id", "cmi.learner_name"),
        completes=False,
    ),
    # Review for whoever is done, as ADL's CATAPULT has it. A token is good for one log-in.
    "cmi5": RunTime("A cmi5 LMS", "cmi5", strict=False, mode="auto", session_key=True),
    "tincan": RunTime("An xAPI launch", "tincan", strict=False),
    "web": RunTime("A web site", "web", strict=False),
}


def run_times_of(standard: str) -> dict[str, RunTime]:
    """The LMSs of this standard, by name."""
    return {name: run_time for name, run_time in RUN_TIMES.items() if run_time.standard == standard}
