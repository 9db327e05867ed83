"""How an LMS launches a cmi5 course: what it reads in the package, says in the address, leaves in the LRS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree import ElementTree

from scormbuild.preview.cmi5.requirements import SENTENCES
from scormbuild.preview.cmi5.rules import (
    CMI5,
    COMPLETED,
    PASSED,
    SESSION_ID,
    TERMINATED,
    category_ids,
    verbs_said,
    violations,
)
from scormbuild.preview.xapi.launch_method import LaunchMethod
from scormbuild.preview.xapi.session import Json, Registration, Session, Unit

NAMESPACE = {"": "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"}
# Not the identifier in the file: that is the publisher's, and an LMS has one of its own (cmi5 8.1.5).
ACTIVITY = "https://lms.example.org/activities/7?course=3"
LAUNCH_DATA = "LMS.LaunchData"


def read_unit(files: Mapping[str, bytes]) -> Unit:
    """The one assignable unit of the course structure (cmi5 13.1.4)."""
    root = ElementTree.fromstring(files["cmi5.xml"])  # noqa: S314 - the author's own course, built just now
    unit = root.find("au", NAMESPACE)
    if unit is None:
        raise ValueError("cmi5.xml has no assignable unit")
    mastery = unit.get("masteryScore")
    return Unit(
        publisher_id=unit.get("id", ""),
        launch=unit.findtext("url", "", NAMESPACE).strip(),
        move_on=unit.get("moveOn", "NotApplicable"),
        mastery=float(mastery) if mastery else None,
    )


def prepare(session: Session, origin: str) -> None:
    """What the course will ask for: LaunchData, with the context of each statement (cmi5 10.2)."""
    session.template = {
        "contextActivities": {"grouping": [{"id": session.unit.publisher_id}]},
        "extensions": {SESSION_ID: f"session-{session.number}"},
    }
    launch_data: Json = {
        "contextTemplate": session.template,
        "launchMode": session.mode,
        "moveOn": session.unit.move_on,
        "returnURL": f"{origin}/back",
    }
    if session.unit.mastery is not None:
        launch_data["masteryScore"] = session.unit.mastery
    session.registration.documents[LAUNCH_DATA] = json.dumps(launch_data)


def query(session: Session, lrs: str) -> dict[str, str]:
    """All five, always (cmi5 8.1)."""
    return {
        "endpoint": f"{lrs}/xapi/{session.number}/",
        "fetch": f"{lrs}/fetch/{session.number}",
        "actor": json.dumps(session.registration.actor),
        "registration": session.registration.code,
        "activityId": session.activity,
    }


def is_satisfied(unit: Unit, registration: Registration) -> bool:
    """Whether the learner is done, by moveOn (cmi5 10.2.4)."""
    said = set(verbs_said(registration.statements))
    return {
        "NotApplicable": True,
        "Completed": COMPLETED in said,
        "Passed": PASSED in said,
        "CompletedOrPassed": bool({COMPLETED, PASSED} & said),
        "CompletedAndPassed": {COMPLETED, PASSED} <= said,
    }.get(unit.move_on, False)


def is_last(statement: Json) -> bool:
    """Whether it ends its session (cmi5 9.3.8)."""
    return statement["verb"]["id"] == TERMINATED and CMI5 in category_ids(statement)


CMI5_LAUNCH = LaunchMethod(
    read_unit=read_unit,
    activity=lambda _unit: ACTIVITY,
    prepare=prepare,
    query=query,
    violations=violations,
    is_satisfied=is_satisfied,
    is_last=is_last,
    sentences=SENTENCES,
    token_per_session=True,
)
