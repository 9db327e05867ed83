"""From a valid statement to what is stored (xAPI 1.0.3 Data 2.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from scormbuild.lrs.privacy.pseudonym import Incoming
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.patterns import format_timestamp, parse_timestamp
from scormbuild.lrs.xapi.statement.course import is_within
from scormbuild.lrs.xapi.statement.parts import as_list
from scormbuild.lrs.xapi.statement.references import references
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import VOIDED

Json = dict[str, Any]
OFFSET = re.compile(r"(?P<second>.{19})(?P<fraction>(?:[.,]\d+)?)(?P<offset>[+-].+)")


@dataclass(slots=True)
class PreparedStatement:
    """One statement ready for the store; the commit adds `stored`, and `timestamp` where it is missing."""

    id: str
    body: bytes
    statement: Json
    has_timestamp: bool
    version: int
    keys: tuple[int, ...]
    refers_to: str | None
    voids: bool
    activities: list[Json]
    persons: list[tuple[int, str]]
    attachments: list[str]
    incoming: Incoming | None = None  # of a statement whose source is known


def prepare_statement(
    statement: Json,
    *,
    authority: Json,
    new_id: str,
    version: Version,
    define: bool,
    names: bool = False,
    within: str | None = None,
    incoming: Incoming | None = None,
) -> PreparedStatement:
    """The statement completed, and what the store needs beside it.

    It defines activities if `define`, and of these only such as are `within` an activity, if one is given;
    it says what people are called if it `names` them.
    """
    # The credentials decide on the authority, not the statement (Data 2.4.9).
    completed = _complete({"id": new_id, **statement, "authority": authority}, version)
    # The LRS must overwrite it (Data 2.4.8); a version that came must stay, one that didn't is 1.0.0
    # (2.4.10).
    completed.pop("stored", None)
    completed.setdefault("version", "2.0.0" if version is Version.V2 else "1.0.0")
    target = completed["object"]
    refers = target["id"].lower() if target.get("objectType") == "StatementRef" else None
    found_references = references(completed)
    return PreparedStatement(
        id=completed["id"].lower(),
        body=encode_json(completed),
        statement=completed,
        has_timestamp="timestamp" in completed,
        version=_least_version(completed),
        keys=found_references.keys,
        refers_to=refers,
        voids=refers is not None and completed["verb"]["id"] == VOIDED,
        # A key of one course may name others in its context, and rename none of them.
        activities=[each for each in found_references.activities if define and is_within(each["id"], within)],
        persons=found_references.persons if names else [],
        attachments=attachment_hashes(completed)
        if "attachments" in completed or "attachments" in target
        else [],
        incoming=incoming,
    )


def _complete(part: Json, version: Version) -> Json:
    """A copy's outer dict, changed in place; whatever lies deeper is copied first."""
    # Activities must be returned in arrays, however they came (Data 2.4.6.2).
    context = part.get("context")
    relations = context.get("contextActivities") if context else None
    if context and relations and dict in map(type, relations.values()):
        arrays = {relation: as_list(activities) for relation, activities in relations.items()}
        part["context"] = {**context, "contextActivities": arrays}
    if version is Version.V2 and "timestamp" in part:
        part["timestamp"] = to_utc(part["timestamp"])
    if part["object"].get("objectType") == "SubStatement":
        part["object"] = _complete({**part["object"]}, version)
    return part


def to_utc(timestamp: str) -> str:
    """The same instant without an offset, its fraction of a second digit for digit (IEEE 9274.1.1 4.2.7)."""
    match = None if timestamp[-1] in "Zz" else OFFSET.fullmatch(timestamp)
    if match is None:
        return timestamp
    converted = format_timestamp(parse_timestamp(match["second"] + match["offset"]))
    return f"{converted[:19]}{match['fraction']}Z"


def _least_version(completed: Json) -> int:
    """2 when a client of 1.0.x can't take it as it is."""
    if completed["version"][0] != "1" or _of_2(completed.get("context")):
        return 2
    inner = completed["object"]
    return 2 if inner.get("objectType") == "SubStatement" and _of_2(inner.get("context")) else 1


def _of_2(context: Json | None) -> bool:
    return context is not None and ("contextAgents" in context or "contextGroups" in context)


def attachment_hashes(completed: Json) -> list[str]:
    """The digest of each attachment, in lower case, those of a substatement too."""
    attachments = [*completed.get("attachments", ()), *completed["object"].get("attachments", ())]
    return list(dict.fromkeys(attachment["sha2"].lower() for attachment in attachments))
