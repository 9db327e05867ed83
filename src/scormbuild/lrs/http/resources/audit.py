"""The audit log of reads: whoever is given the words of learners is written down before they go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scormbuild.errors import LrsError, Unavailable
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response
from scormbuild.lrs.privacy.retention import has_open_text
from scormbuild.lrs.store import audit
from scormbuild.lrs.store.find import FoundStatement
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.patterns import format_timestamp

RESPONSE = '"response":'  # without it in its text, a statement holds no answer: no need to look closer
AUDIT_FAILED = "the audit log can't be written, so nothing was read: try again in a moment"


def describe_read(
    statements: Sequence[FoundStatement], params: Mapping[str, Any]
) -> dict[str, object] | None:
    """What a row of the audit log tells of these statements; None where no words of a learner are in them."""
    # To look for a word in the text costs next to nothing; to decode a page of statements takes longer than
    # to answer it.
    likely = (one for one in statements if RESPONSE in one.body)
    seqs = [one.seq for one in likely if has_open_text(decode_json(one.body.encode()))]
    if not seqs:
        return None
    return {
        "statements": len(seqs),
        "first": format_timestamp(min(seqs)),
        "last": format_timestamp(max(seqs)),
        "parameters": sorted(params),
    }


async def audit_response(request: Request, lrs: Lrs, response: Response) -> Response:
    """The answer, once the audit log has its row; one with holes would be none, so without it Unavailable."""
    if response.audit_detail is None or request.method == "HEAD":
        return response
    organisation, who, detail = request.access.organisation, request.access.key, response.audit_detail
    try:
        # Awaited before the answer is handed on: the row is on the disk by then.
        await lrs.committer.run_job(
            organisation,
            lambda connection: audit.insert_audit_entry(connection, organisation, who, "read", detail),
        )
    except LrsError:
        raise
    except Exception as error:  # whatever it is, the words must not go out unnoted
        raise Unavailable(AUDIT_FAILED, {"Retry-After": "5"}) from error
    return response
