"""The contents of attachments, by their hash (xAPI 1.0.3 Data 2.4.11)."""

from __future__ import annotations

from sqlalchemy import Connection, text

SELECT_CONTENT = text("select content from attachment where organisation = :organisation and sha2 = :sha2")


def find_attachment(connection: Connection, organisation: int, sha2: str) -> bytes | None:
    """What has this hash; None where only a fileUrl was given, as then nothing is stored."""
    found = connection.scalar(SELECT_CONTENT, {"organisation": organisation, "sha2": sha2})
    return None if found is None else bytes(found)
