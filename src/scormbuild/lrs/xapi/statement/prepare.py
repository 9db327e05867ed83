"""From a valid statement to what is stored (xAPI 1.0.3 Data 2.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scormbuild.lrs.privacy.pseudonym import Arrival
from scormbuild.lrs.xapi.codec import encode
from scormbuild.lrs.xapi.patterns import microseconds, timestamp_text
from scormbuild.lrs.xapi.statement.parts import listed
from scormbuild.lrs.xapi.statement.references import references
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import VOIDED

Json = dict[str, Any]
OFFSET = re.compile(r"(?P<second>.{19})(?P<fraction>(?:[.,]\d+)?)(?P<offset>[+-].+)")


@dataclass(slots=True)
class Prepared:
    """One statement ready for the store; the commit adds `stored`, and `timestamp` where it is missing."""

    id: str
    body: bytes
    statement: Json
    timestamped: bool
    version: int
    keys: tuple[int, ...]
    refers: str | None
    voids: bool
    activities: list[Json]
    persons: list[tuple[int, str]]
    attachments: list[str]
    arrival: Arrival | None = None  # of what came by a road


def prepare(statement: Json, *, authority: Json, new_id: str, version: Version, define: bool) -> Prepared:
    """The statement completed, and what the store needs beside it; it defines activities if `define`."""
    whole = _completed({"id": new_id, **statement, "authority": authority}, version)
    whole.pop("stored", None)
    whole.setdefault("version", "2.0.0" if version is Version.V2 else "1.0.0")
    target = whole["object"]
    refers = target["id"].lower() if target.get("objectType") == "StatementRef" else None
    found = references(whole)
    return Prepared(
        id=whole["id"].lower(),
        body=encode(whole),
        statement=whole,
        timestamped="timestamp" in whole,
        version=_least_version(whole),
        keys=found.keys,
        refers=refers,
        voids=refers is not None and whole["verb"]["id"] == VOIDED,
        activities=found.activities if define else [],
        persons=found.persons if define else [],
        attachments=digests(whole) if "attachments" in whole or "attachments" in target else [],
    )


def _completed(part: Json, version: Version) -> Json:
    """A copy's outer dict, changed in place; whatever lies deeper is copied first."""
    context = part.get("context")
    relations = context.get("contextActivities") if context else None
    if context and relations and dict in map(type, relations.values()):
        arrays = {relation: listed(activities) for relation, activities in relations.items()}
        part["context"] = {**context, "contextActivities": arrays}
    if version is Version.V2 and "timestamp" in part:
        part["timestamp"] = utc(part["timestamp"])
    if part["object"].get("objectType") == "SubStatement":
        part["object"] = _completed({**part["object"]}, version)
    return part


def utc(timestamp: str) -> str:
    """The same instant without an offset, its fraction of a second digit for digit (IEEE 9274.1.1 4.2.7)."""
    match = None if timestamp[-1] in "Zz" else OFFSET.fullmatch(timestamp)
    if match is None:
        return timestamp
    converted = timestamp_text(microseconds(match["second"] + match["offset"]))
    return f"{converted[:19]}{match['fraction']}Z"


def _least_version(whole: Json) -> int:
    """2 when a client of 1.0.x can't take it as it is."""
    if whole["version"][0] != "1" or _of_2(whole.get("context")):
        return 2
    inner = whole["object"]
    return 2 if inner.get("objectType") == "SubStatement" and _of_2(inner.get("context")) else 1


def _of_2(context: Json | None) -> bool:
    return context is not None and ("contextAgents" in context or "contextGroups" in context)


def digests(whole: Json) -> list[str]:
    """The digest of each attachment, in lower case, those of a substatement too."""
    attachments = [*whole.get("attachments", ()), *whole["object"].get("attachments", ())]
    return list(dict.fromkeys(attachment["sha2"].lower() for attachment in attachments))
