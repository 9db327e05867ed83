"""Rules for what a statement says of its attachments (xAPI 1.0.3 Data 2.4.11, IEEE 9274.1.1 4.2.2.6)."""

from __future__ import annotations

from scormbuild.lrs.xapi import patterns
from scormbuild.lrs.xapi.rules.rule import array_of, object_of, text_of
from scormbuild.lrs.xapi.rules.values import iri, language_map, whole_number

attachments = array_of(
    object_of(
        {
            "usageType": iri,
            "display": language_map,
            "description": language_map,
            "contentType": text_of(patterns.is_media_type, "a media type, such as text/plain; charset=utf-8"),
            "length": whole_number,
            "sha2": text_of(patterns.is_sha2, "a SHA-2 in hexadecimal"),
            "fileUrl": iri,
        },
        ["usageType", "display", "contentType", "length", "sha2"],
    )
)
