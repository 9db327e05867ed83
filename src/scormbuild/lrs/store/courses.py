"""What courses ask and show, what an LMS calls them, and how far each harvest came."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from scormbuild.lrs.xapi.codec import decode, encode

Json = dict[str, Any]
KEEP = text(
    """insert into course (organisation, iri, outline) values (:organisation, :iri, :outline)
       on conflict (organisation, iri) do update set outline = excluded.outline"""
)
OUTLINES = text("select outline from course where organisation = :organisation order by iri")
OUTLINE = text("select outline from course where organisation = :organisation and iri = :iri")
MAP = text(
    """insert into mapping (organisation, iri, course) values (:organisation, :iri, :course)
       on conflict (organisation, iri) do update set course = excluded.course"""
)
UNMAP = text("delete from mapping where organisation = :organisation and iri = :iri")
MAPPING = text("select iri, course from mapping where organisation = :organisation order by iri")
HARVESTED = text(
    "select mark from harvested where organisation = :organisation and source = :source and item = :item"
)
HARVEST = text(
    """insert into harvested (organisation, source, item, mark) values (:organisation, :source, :item, :mark)
       on conflict (organisation, source, item) do update set mark = excluded.mark"""
)


def keep(connection: Connection, organisation: int, outline: Json) -> None:
    """Keep what a course asks and shows, in the place of what was kept of it before."""
    row = {"iri": outline["course"]["iri"], "outline": encode(outline).decode()}
    connection.execute(KEEP, {"organisation": organisation, **row})


def outlines(connection: Connection, organisation: int) -> list[Json]:
    """All courses that are kept."""
    found = connection.scalars(OUTLINES, {"organisation": organisation})
    return [decode(outline.encode()) for outline in found]


def outline(connection: Connection, organisation: int, iri: str) -> Json | None:
    """The course of an IRI, if it is kept."""
    found = connection.scalar(OUTLINE, {"organisation": organisation, "iri": iri})
    kept: Json | None = decode(str(found).encode()) if found else None
    return kept


def map_iri(connection: Connection, organisation: int, iri: str, course: str) -> None:
    """Note that an LMS's activity is a course."""
    connection.execute(MAP, {"organisation": organisation, "iri": iri, "course": course})


def unmap(connection: Connection, organisation: int, iri: str) -> bool:
    """Forget what an LMS's activity is; False where nothing was known."""
    return connection.execute(UNMAP, {"organisation": organisation, "iri": iri}).rowcount == 1


def mapping(connection: Connection, organisation: int) -> dict[str, str]:
    """Which course each activity of an LMS is."""
    return {row.iri: row.course for row in connection.execute(MAPPING, {"organisation": organisation})}


def harvested(connection: Connection, organisation: int, source: str, item: str) -> str | None:
    """How far the harvest of an item came, as it was noted."""
    bound = {"organisation": organisation, "source": source, "item": item}
    found: str | None = connection.scalar(HARVESTED, bound)
    return found


def harvest(connection: Connection, organisation: int, source: str, item: str, mark: str) -> None:
    """Note how far the harvest of an item came."""
    bound = {"organisation": organisation, "source": source, "item": item, "mark": mark}
    connection.execute(HARVEST, bound)
