"""Attachments that go once no statement refers to them any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.store import change_log
from scormbuild.lrs.store.prepare import attachment_hashes
from scormbuild.lrs.xapi.codec import decode_json

SELECT_ATTACHMENTS = text(
    "select sha2 from attachment where organisation = :organisation and sha2 in :hashes"
).bindparams(bindparam("hashes", expanding=True))
DELETE_ATTACHMENT = text("delete from attachment where organisation = :organisation and sha2 = :sha2")
SELECT_WITH_ATTACHMENTS = text(
    "select body from statement where organisation = :organisation and seq > :after"
    " and body like '%\"attachments\"%'"
)
SELECT_HASHES = text("select sha2 from attachment where organisation = :organisation")


@dataclass(frozen=True, slots=True)
class Orphans:
    """Attachments to which nothing referred when this was the newest statement and the newest change."""

    hashes: frozenset[str]
    newest: int
    revision: int


def find_orphans(connection: Connection, organisation: int) -> Orphans:
    """All attachments to which no statement refers. It reads every statement, so no lock is held."""
    # First: what comes or changes while this reads is looked at again by `delete_orphans`.
    newest = change_log.newest_seq(connection, organisation)
    revision = change_log.latest_revision(connection, organisation)
    left = set(connection.scalars(SELECT_HASHES, {"organisation": organisation}))
    if left:
        left.difference_update(used_hashes(connection, organisation))
    return Orphans(frozenset(left), newest, revision)


def delete_orphans(connection: Connection, organisation: int, orphans: Orphans) -> int:
    """Delete those that are orphans still; the organisation's lock is held, for a moment only."""
    changed = change_log.latest_revision(connection, organisation) != orphans.revision
    left = set(orphans.hashes)
    left.difference_update(used_hashes(connection, organisation, 0 if changed else orphans.newest))
    return delete_attachments(connection, organisation, left)


def used_hashes(connection: Connection, organisation: int, after: int = 0) -> Iterator[str]:
    """The attachments to which the statements after a place refer; they have no index."""
    # Read one after another, so that a store full of attachments isn't in memory at once.
    for body in connection.scalars(SELECT_WITH_ATTACHMENTS, {"organisation": organisation, "after": after}):
        yield from attachment_hashes(decode_json(body.encode()))


def delete_unused_attachments(connection: Connection, organisation: int, hashes: Collection[str]) -> int:
    """Delete the attachments among these to which no statement refers any more."""
    bound = {"organisation": organisation, "hashes": sorted(hashes)}
    lost = set(connection.scalars(SELECT_ATTACHMENTS, bound)) if hashes else set()
    if lost:
        lost.difference_update(used_hashes(connection, organisation))
    return delete_attachments(connection, organisation, lost)


def delete_attachments(connection: Connection, organisation: int, hashes: Collection[str]) -> int:
    """Delete these; gives how many they are."""
    if hashes:
        rows = [{"organisation": organisation, "sha2": sha2} for sha2 in sorted(hashes)]
        connection.execute(DELETE_ATTACHMENT, rows)
    return len(hashes)
