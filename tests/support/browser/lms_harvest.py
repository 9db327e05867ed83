"""The road from the LMS: what its data prove, put into the LRS as the harvest does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from support.browser.lms_harness import LEARNER
from support.browser.lrs_harness import LrsHarness

from scormbuild.lms.statements import identifiers, proven_statements
from scormbuild.lms.suspend_data import decode_suspend_data
from scormbuild.lrs.ingest import Ingest, IngestCounts

Json = dict[str, Any]


def statements_from_lms(lms: LrsHarness, learner: str = LEARNER) -> list[Json]:
    """The statements that follow from what the LMS holds of a learner."""
    data = lms.data(learner)
    state = decode_suspend_data(data.get("cmi.suspend_data", ""), identifiers(lms.outline)).state
    if not state.registration:
        return []
    account = {"homePage": lms.url.rstrip("/"), "name": learner}
    actor = {"objectType": "Agent", "account": account}
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return proven_statements(lms.outline, state, data.get("cmi.core.lesson_status", ""), actor, now)


def harvest_lms(lms: LrsHarness, learner: str = LEARNER) -> IngestCounts:
    """Put them into the LRS, by the other road."""
    ingest = Ingest.open(lms.lrs_server.database, lms.organisation, "lms.example.org", "lms")
    try:
        return ingest.store_statements(statements_from_lms(lms, learner))
    finally:
        ingest.close()
