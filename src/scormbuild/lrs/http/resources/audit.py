"""The audit trail of reads: whoever is given the words of learners is written down before they go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scormbuild.errors import ReceiverError, Unavailable
from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Answer, Call
from scormbuild.lrs.privacy.retention import open_text
from scormbuild.lrs.store import audit
from scormbuild.lrs.store.find import Found
from scormbuild.lrs.xapi.codec import decode
from scormbuild.lrs.xapi.patterns import timestamp_text

RESPONSE = '"response":'  # without it in its text, a statement holds no answer: no need to look closer
FAILED = "the audit trail can't be written, so nothing was read: try again in a moment"


def of(found: Sequence[Found], params: Mapping[str, Any]) -> dict[str, object] | None:
    """What a row of the trail tells of these statements; None where no words of a learner are in them."""
    likely = (one for one in found if RESPONSE in one.body)
    seqs = [one.seq for one in likely if open_text(decode(one.body.encode()))]
    if not seqs:
        return None
    return {
        "statements": len(seqs),
        "first": timestamp_text(min(seqs)),
        "last": timestamp_text(max(seqs)),
        "parameters": sorted(params),
    }


async def noted(call: Call, receiver: Receiver, answer: Answer) -> Answer:
    """The answer, once the trail has its row; a trail with holes would be none, so without it Unavailable."""
    if answer.trail is None or call.method == "HEAD":
        return answer
    organisation, who, detail = call.access.organisation, call.access.key, answer.trail
    try:
        await receiver.committer.run(
            organisation, lambda connection: audit.note(connection, organisation, who, "read", detail)
        )
    except ReceiverError:
        raise
    except Exception as error:  # whatever it is, the words must not go out unnoted
        raise Unavailable(FAILED, {"Retry-After": "5"}) from error
    return answer
