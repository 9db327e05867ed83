"""What activities are called and how agents are named, as the statements so far have said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from scormbuild.lrs.database.dialects import Dialect
from scormbuild.lrs.xapi.codec import decode, encode
from scormbuild.lrs.xapi.statement.prepare import Json, Prepared
from scormbuild.lrs.xapi.statement.references import key

REMEMBERED = 20_000  # definitions and names that needn't be looked at again
LONGEST_NAME = 500  # characters; a longer one is no name, and outgrows an index
MERGED = ("name", "description", "extensions")
DEFINITION = text("select definition from activity where organisation = :organisation and key = :key")
DEFINE = text(
    """insert into activity (organisation, key, iri, definition)
       values (:organisation, :key, :iri, :definition)
       on conflict (organisation, key) do update set definition = excluded.definition"""
)
NAMES = text("select name from person where organisation = :organisation and key = :key order by name")


class Definitions:
    """Merges definitions and names into their tables, and remembers which it has merged."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.seen: OrderedDict[object, None] = OrderedDict()

    def learn(
        self, connection: Connection, organisation: int, statements: Iterable[Prepared]
    ) -> list[object]:
        """Take in what new statements say; gives the marks to `remember` once that is durable."""
        marks: dict[object, None] = {}
        people: list[tuple[int, str]] = []
        for statement in statements:
            for activity in statement.activities:
                mark = (organisation, activity["id"], encode(activity["definition"]))
                if self.new(mark, marks):
                    define(connection, organisation, activity)
            for person in statement.persons:
                if len(person[1]) <= LONGEST_NAME and self.new((organisation, *person), marks):
                    people += [(person[0], person[1].replace("\0", ""))]
        if people:
            self.dialect.insert(connection, "person", "key, name", organisation, sorted(people))
        return list(marks)

    def new(self, mark: object, marks: dict[object, None]) -> bool:
        """Whether something wasn't seen before; it is noted as seen in this transaction."""
        if mark in self.seen or mark in marks:
            return False
        marks[mark] = None
        return True

    def remember(self, marks: Sequence[object]) -> None:
        """What is durable needn't be written again; what is oldest is forgotten."""
        for mark in marks:
            self.seen[mark] = None
        while len(self.seen) > REMEMBERED:
            self.seen.popitem(last=False)


def define(connection: Connection, organisation: int, activity: Json) -> None:
    """Merge an activity's definition with what is known of it."""
    iri = str(activity["id"])
    known = definition(connection, organisation, iri) or {}
    bound = {"organisation": organisation, "key": key("activity", iri), "iri": iri}
    merged = encode(merge(known, activity["definition"])).decode()
    connection.execute(DEFINE, {**bound, "definition": merged})


def merge(known: Json, said: Json) -> Json:
    """A definition with what was said last on top; names in several languages, and extensions, add up."""
    both: Json = {name: {**known[name], **said[name]} for name in MERGED if name in known and name in said}
    return {**known, **said, **both}


def definition(connection: Connection, organisation: int, iri: str) -> Json | None:
    """The merged definition of an activity; None where nobody gave one (xAPI 1.0.3 Communication 2.5)."""
    found = connection.scalar(DEFINITION, {"organisation": organisation, "key": key("activity", iri)})
    known: Json | None = decode(str(found).encode()) if found else None
    return known


def names(connection: Connection, organisation: int, ifi: str) -> list[str]:
    """Every name under which an agent was seen (xAPI 1.0.3 Communication 2.4)."""
    bound = {"organisation": organisation, "key": key("agent", ifi)}
    return [str(row.name) for row in connection.execute(NAMES, bound)]
