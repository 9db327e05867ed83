"""The road from the LMS: what its data prove, put into the receiver as the harvest does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from support.browser.classroom import LEARNER
from support.browser.receiver_room import Room

from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.lrs.ingest import Ingest, IngestCounts

Json = dict[str, Any]


def proven_by_lms(room: Room, learner: str = LEARNER) -> list[Json]:
    """The statements that follow from what the LMS holds of a learner."""
    data = room.data(learner)
    state = decode_suspend_data(data.get("cmi.suspend_data", ""), identifiers(room.outline)).state
    if not state.registration:
        return []
    account = {"homePage": room.url.rstrip("/"), "name": learner}
    actor = {"objectType": "Agent", "account": account}
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return proven_statements(room.outline, state, data.get("cmi.core.lesson_status", ""), actor, now)


def harvest(room: Room, learner: str = LEARNER) -> IngestCounts:
    """Put them into the receiver, by the other road."""
    inlet = Ingest.open(room.reception.database, room.organisation, "lms.example.org", "lms")
    try:
        return inlet.store_statements(proven_by_lms(room, learner))
    finally:
        inlet.close()
