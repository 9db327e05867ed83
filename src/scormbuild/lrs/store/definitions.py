"""What activities are called and how agents are named, as the statements so far have said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from sqlalchemy import Connection, text

from scormbuild.lrs.database.dialects import Dialect
from scormbuild.lrs.store.prepare import Json, PreparedStatement
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.statement.references import reference_key

CACHE_SIZE = 20_000  # definitions and names that needn't be looked at again
LONGEST_NAME = 500  # characters; a longer one is no name, and outgrows an index
MERGED_PROPERTIES = ("name", "description", "extensions")
SELECT_DEFINITION = text("select definition from activity where organisation = :organisation and key = :key")
UPSERT_DEFINITION = text(
    """insert into activity (organisation, key, iri, definition)
       values (:organisation, :key, :iri, :definition)
       on conflict (organisation, key) do update set definition = excluded.definition"""
)
SELECT_NAMES = text("select name from person where organisation = :organisation and key = :key order by name")


class Definitions:
    """Merges definitions and names into their tables, and remembers which it has merged."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.cache: OrderedDict[object, None] = OrderedDict()

    def write_definitions(
        self, connection: Connection, organisation: int, statements: Iterable[PreparedStatement]
    ) -> list[object]:
        """Take in what new statements say; gives the marks to `remember` once that is durable."""
        new_keys: dict[object, None] = {}
        people: list[tuple[int, str]] = []
        for statement in statements:
            for activity in statement.activities:
                if self.is_new((organisation, fingerprint(encode_json(activity))), new_keys):
                    write_definition(connection, organisation, activity)
            for person in statement.persons:
                named = (organisation, person[0], fingerprint(person[1].encode("utf-8", "surrogatepass")))
                if len(person[1]) <= LONGEST_NAME and self.is_new(named, new_keys):
                    # PostgreSQL holds no NUL in a text.
                    people += [(person[0], person[1].replace("\0", ""))]
        if people:
            self.dialect.insert_rows(connection, "person", "key, name", organisation, sorted(people))
        return list(new_keys)

    def is_new(self, cache_key: object, new_keys: dict[object, None]) -> bool:
        """Whether something wasn't seen before; it is noted as seen in this transaction."""
        if cache_key in self.cache or cache_key in new_keys:
            return False
        new_keys[cache_key] = None
        return True

    def remember(self, new_keys: Sequence[object]) -> None:
        """What is durable needn't be written again; what is oldest is forgotten."""
        for cache_key in new_keys:
            self.cache[cache_key] = None
        while len(self.cache) > CACHE_SIZE:
            self.cache.popitem(last=False)


def fingerprint(text: bytes) -> bytes:
    """Sixteen bytes to know a text again by: a definition may have megabytes, and 20,000 are remembered."""
    return blake2b(text, digest_size=16).digest()


def write_definition(connection: Connection, organisation: int, activity: Json) -> None:
    """Merge an activity's definition with what is known of it."""
    iri = str(activity["id"])
    # Read and written under the organisation's lock: nothing that is said meanwhile is lost.
    known = find_definition(connection, organisation, iri) or {}
    bound = {"organisation": organisation, "key": reference_key("activity", iri), "iri": iri}
    merged = encode_json(merge_definition(known, activity["definition"])).decode()
    connection.execute(UPSERT_DEFINITION, {**bound, "definition": merged})


def merge_definition(known: Json, latest: Json) -> Json:
    """A definition with what was said last on top; names in several languages, and extensions, add up."""
    # Whose word counts, the standard leaves to the LRS (Data 2.4.4.1): the last of those who may define.
    both: Json = {
        name: {**known[name], **latest[name]}
        for name in MERGED_PROPERTIES
        if name in known and name in latest
    }
    return {**known, **latest, **both}


def find_definition(connection: Connection, organisation: int, iri: str) -> Json | None:
    """The merged definition of an activity; None where nobody gave one (xAPI 1.0.3 Communication 2.5)."""
    found = connection.scalar(
        SELECT_DEFINITION, {"organisation": organisation, "key": reference_key("activity", iri)}
    )
    known: Json | None = decode_json(str(found).encode()) if found else None
    return known


def list_agent_names(connection: Connection, organisation: int, ifi: str) -> list[str]:
    """Every name under which an agent was seen (xAPI 1.0.3 Communication 2.4)."""
    bound = {"organisation": organisation, "key": reference_key("agent", ifi)}
    return [str(row.name) for row in connection.execute(SELECT_NAMES, bound)]
