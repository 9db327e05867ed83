"""How a learning system launches what has a tincan.xml: all that the course needs is in the address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from scormbuild.preview.xapi.launch_method import LaunchMethod
from scormbuild.preview.xapi.session import Json, Registration, Session, Unit

NAMESPACE = {"": "http://projecttincan.com/tincan.xsd"}
VERBS = "http://adlnet.gov/expapi/verbs/"
DONE = {f"{VERBS}completed", f"{VERBS}passed"}


def read_unit(files: Mapping[str, bytes]) -> Unit:
    """The first activity that can be launched."""
    root = ElementTree.fromstring(files["tincan.xml"])  # noqa: S314 - the author's own course, built just now
    activity = root.find("activities/activity", NAMESPACE)
    if activity is None:
        raise ValueError("tincan.xml has no activity")
    return Unit(
        publisher_id=activity.get("id", ""), launch=activity.findtext("launch", "", NAMESPACE).strip()
    )


def prepare(_session: Session, _origin: str) -> None:
    """Nothing: such a launch leaves nothing in the LRS."""


def query(session: Session, lrs: str) -> dict[str, str]:
    """The parameters of "Rustici launch"."""
    return {
        "endpoint": f"{lrs}/xapi/{session.number}/",
        "auth": f"Basic {session.token}",
        "actor": json.dumps(session.registration.actor),
        "registration": session.registration.code,
        "activity_id": session.activity,
    }


def violations(_session: Session, _statement: Json) -> Iterator[str]:
    """There are no rules beside xAPI's own."""
    yield from ()


def is_satisfied(_unit: Unit, registration: Registration) -> bool:
    """Whether it was said that the course was completed or passed: systems go by such a verb."""
    return any(each["verb"]["id"] in DONE for each in registration.statements)


def is_last(statement: Json) -> bool:
    """Whether the course says that it was left."""
    return bool(statement["verb"]["id"] == f"{VERBS}terminated")


TINCAN_LAUNCH = LaunchMethod(
    read_unit=read_unit,
    activity=lambda unit: unit.publisher_id,
    prepare=prepare,
    query=query,
    violations=violations,
    is_satisfied=is_satisfied,
    is_last=is_last,
    sentences={},
    token_per_session=False,
)
