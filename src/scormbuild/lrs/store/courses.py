"""What courses ask and show, what an LMS calls them, and how far each harvest came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, text

from scormbuild.course_name import course_names, match_course
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.statement.references import reference_key

Json = dict[str, Any]
UPSERT_OUTLINE = text(
    """insert into course (organisation, iri, outline) values (:organisation, :iri, :outline)
       on conflict (organisation, iri) do update set outline = excluded.outline"""
)
SELECT_OUTLINES = text("select outline from course where organisation = :organisation order by iri")
SELECT_OUTLINE = text("select outline from course where organisation = :organisation and iri = :iri")
UPSERT_MAPPING = text(
    """insert into mapping (organisation, iri, course) values (:organisation, :iri, :course)
       on conflict (organisation, iri) do update set course = excluded.course"""
)
DELETE_MAPPING = text("delete from mapping where organisation = :organisation and iri = :iri")
SELECT_MAPPINGS = text("select iri, course from mapping where organisation = :organisation order by iri")
SELECT_REFERENCE = text(
    "select seq from reference where organisation = :organisation and key in :keys limit 1"
).bindparams(bindparam("keys", expanding=True))
SELECT_CHECKPOINT = text(
    "select mark from harvested where organisation = :organisation and source = :source and item = :item"
)
UPSERT_CHECKPOINT = text(
    """insert into harvested (organisation, source, item, mark) values (:organisation, :source, :item, :mark)
       on conflict (organisation, source, item) do update set mark = excluded.mark"""
)


def write_outline(connection: Connection, organisation: int, outline: Json) -> None:
    """Keep what a course asks and shows, in the place of what was kept of it before."""
    row = {"iri": outline["course"]["iri"], "outline": encode_json(outline).decode()}
    connection.execute(UPSERT_OUTLINE, {"organisation": organisation, **row})


def list_outlines(connection: Connection, organisation: int) -> list[Json]:
    """All courses that are kept."""
    found = connection.scalars(SELECT_OUTLINES, {"organisation": organisation})
    return [decode_json(outline.encode()) for outline in found]


def find_outline(connection: Connection, organisation: int, iri: str) -> Json | None:
    """The course of an IRI, if it is kept."""
    found = connection.scalar(SELECT_OUTLINE, {"organisation": organisation, "iri": iri})
    kept: Json | None = decode_json(str(found).encode()) if found else None
    return kept


def list_course_names(connection: Connection, organisation: int) -> dict[str, list[str]]:
    """What the courses that are known are called, by IRI."""
    mapped = course_mapping(connection, organisation).values()
    return course_names(list_outlines(connection, organisation), mapped)


def find_course(connection: Connection, organisation: int, name: str) -> str:
    """The IRI of a course by its id, its title or its IRI; raises SettingsError."""
    known = list_course_names(connection, organisation)
    return match_course(name, known, lambda iri: has_statements(connection, organisation, iri))


def has_statements(connection: Connection, organisation: int, iri: str) -> bool:
    """Whether any statement is about a course or a part of it, although its outline isn't kept."""
    keys = [reference_key(kind, iri) for kind in ("activity", "related_activity")]
    return connection.scalar(SELECT_REFERENCE, {"organisation": organisation, "keys": keys}) is not None


def map_iri(connection: Connection, organisation: int, iri: str, course: str) -> None:
    """Note that an LMS's activity is a course."""
    connection.execute(UPSERT_MAPPING, {"organisation": organisation, "iri": iri, "course": course})


def unmap_iri(connection: Connection, organisation: int, iri: str) -> bool:
    """Forget what an LMS's activity is; False where nothing was known."""
    return connection.execute(DELETE_MAPPING, {"organisation": organisation, "iri": iri}).rowcount == 1


def course_mapping(connection: Connection, organisation: int) -> dict[str, str]:
    """Which course each activity of an LMS is."""
    return {
        row.iri: row.course for row in connection.execute(SELECT_MAPPINGS, {"organisation": organisation})
    }


def find_checkpoint(connection: Connection, organisation: int, source: str, item: str) -> str | None:
    """How far the harvest of an item came, as it was noted."""
    bound = {"organisation": organisation, "source": source, "item": item}
    found: str | None = connection.scalar(SELECT_CHECKPOINT, bound)
    return found


def write_checkpoint(
    connection: Connection, organisation: int, source: str, item: str, checkpoint: str
) -> None:
    """Note how far the harvest of an item came."""
    bound = {"organisation": organisation, "source": source, "item": item, "mark": checkpoint}
    connection.execute(UPSERT_CHECKPOINT, bound)
