"""The rules of xAPI as pure functions (xAPI 1.0.3, IEEE 9274.1.1)."""

from __future__ import annotations

from scormbuild.lrs.xapi.actor import ifi, parse_agent
from scormbuild.lrs.xapi.codec import decode_json, encode_json, format_json
from scormbuild.lrs.xapi.completion import (
    RESULT_RANK,
    SCO_SUFFIX,
    STATUS_OF_VERB,
    Completion,
    is_derived,
    score_of,
)
from scormbuild.lrs.xapi.duration import parse_duration
from scormbuild.lrs.xapi.effective_time import FIRST_MOMENT, statement_time
from scormbuild.lrs.xapi.patterns import format_timestamp, is_iri, is_uuid, parse_timestamp
from scormbuild.lrs.xapi.query import MAX_INTEGER, Query
from scormbuild.lrs.xapi.source import LMS, PACKAGE, named_source, source_of
from scormbuild.lrs.xapi.statement.course import course_of_statement
from scormbuild.lrs.xapi.statement.references import reference_key

__all__ = [
    "FIRST_MOMENT",
    "LMS",
    "MAX_INTEGER",
    "PACKAGE",
    "RESULT_RANK",
    "SCO_SUFFIX",
    "STATUS_OF_VERB",
    "Completion",
    "Query",
    "course_of_statement",
    "decode_json",
    "encode_json",
    "format_json",
    "format_timestamp",
    "ifi",
    "is_derived",
    "is_iri",
    "is_uuid",
    "named_source",
    "parse_agent",
    "parse_duration",
    "parse_timestamp",
    "reference_key",
    "score_of",
    "source_of",
    "statement_time",
]
