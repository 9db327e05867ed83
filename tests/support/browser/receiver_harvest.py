"""The road from the LMS: what its data prove, put into the receiver as the harvest does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from support.browser.classroom import LEARNER
from support.browser.receiver_room import Room

from scormbuild.lms.statements import identifiers, proven
from scormbuild.lms.suspend_data import decode
from scormbuild.lrs.ingest import Inlet, Taken

Json = dict[str, Any]


def proven_by_lms(room: Room, learner: str = LEARNER) -> list[Json]:
    """The statements that follow from what the LMS holds of a learner."""
    data = room.data(learner)
    state = decode(data.get("cmi.suspend_data", ""), identifiers(room.outline)).state
    if not state.registration:
        return []
    account = {"homePage": room.url.rstrip("/"), "name": learner}
    actor = {"objectType": "Agent", "account": account}
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return proven(room.outline, state, data.get("cmi.core.lesson_status", ""), actor, now)


def harvest(room: Room, learner: str = LEARNER) -> Taken:
    """Put them into the receiver, by the other road."""
    inlet = Inlet.open(room.reception.database, room.organisation, "lms.example.org", "lms")
    try:
        return inlet.take(proven_by_lms(room, learner))
    finally:
        inlet.close()
