"""Finding statements: a filter is a key, an answer is in stored order (xAPI 1.0.3 Communication 2.1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from scormbuild.lrs.database import Database
from scormbuild.lrs.database.dialects import query_for_ids
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.statement.references import reference_key

COUNT_LIMIT = 1_000  # rows of a key that are counted to see which filter leaves least: beyond, all are alike
SELECT_BY_ID = """select seq, version, body from statement
         where organisation = :organisation and id {among} and voided = :voided"""
SELECT_NEWEST_SEQ = "select max(seq) from statement where organisation = :organisation"
COUNT_BY_KEY = """(select count(*) from
            (select 1 from reference r where r.organisation = :organisation and r.key = :key{number} {bounds}
             limit {enough}) counted)"""
SELECT_ALL_STATEMENTS = """select s.seq, s.version, s.body from statement s
         where s.organisation = :organisation and not s.voided {bounds} order by s.seq {way} limit :rows"""
# `cross join`: SQLite goes by the index of `reference` first, in stored order, and stops after `limit`
# rows.
SELECT_BY_KEY = """select * from
            (select s.seq, s.version, s.body from reference r cross join statement s
             where r.organisation = :organisation and r.key = :key{number} {bounds} {others}
             and s.organisation = :organisation and s.seq = r.seq and not s.voided
             order by r.seq {way} limit :rows) branch{number}"""
AND_FILTER = """and exists (select 1 from reference o
           where o.organisation = :organisation and o.key in ({keys}) and o.seq = r.seq)"""
# `union`, not `union all`: a statement with two of the keys is one row.
UNION_BRANCHES = "{branches} order by 1 {way} limit :rows"
SELECT_CONTENT = text("select content from attachment where organisation = :organisation and sha2 = :sha2")


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """One statement as it is stored: its text, its place, and the version that it needs."""

    seq: int
    version: int
    body: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Some statements in stored order; `more` is where the next page begins, `through` what is surely seen.

    Everything stored up to `through`, in microseconds since 1970, can be found by now, and nothing will be
    stored before it any more: X-Experience-API-Consistent-Through.
    """

    statements: Sequence[FoundStatement]
    more: int | None
    through: int


class Finder:
    """Reads statements; from any thread."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def consistent_through(self, organisation: int) -> int:
        """The moment up to which all is seen: now, or the newest statement while another is being written."""
        with self.database.reading() as connection:
            return self.consistent_through_in(
                connection, organisation, self.database.idle_moment(organisation)
            )

    def consistent_through_in(
        self, connection: Connection, organisation: int, idle_moment: int | None
    ) -> int:
        """`through`, of what this connection sees."""
        if idle_moment is not None:
            return idle_moment - 1  # a statement of the very next moment may bear the same microsecond
        return int(connection.scalar(text(SELECT_NEWEST_SEQ), {"organisation": organisation}) or 0)

    def find_statement(
        self, organisation: int, statement_id: str, *, voided: bool
    ) -> tuple[FoundStatement | None, int]:
        """The statement of an id, if it is voided or not as asked; and `through`."""
        dialect = self.database.dialect
        sql = query_for_ids(SELECT_BY_ID, type(dialect))
        bound = {"organisation": organisation, "ids": dialect.bind_ids([statement_id]), "voided": voided}
        # The moment first, the snapshot of the reading connection after it: so it holds all up to that
        # moment.
        idle_moment = self.database.idle_moment(organisation)
        with self.database.reading() as connection:
            through = self.consistent_through_in(connection, organisation, idle_moment)
            row = connection.execute(sql, bound).one_or_none()
        return (FoundStatement(*row) if row else None), through

    def find_page(
        self, organisation: int, query: Query, rows: int, authority: str | None = None
    ) -> StatementPage:
        """At most `rows` statements that a query asks for; `authority`: whose may be read, as an ifi."""
        filters = [*query.filters(), *([(reference_key("authority", authority),)] if authority else [])]
        idle_moment = self.database.idle_moment(organisation)
        with self.database.reading() as connection:
            through = self.consistent_through_in(connection, organisation, idle_moment)
            # One more than asked for tells whether there is a next page.
            found = search_statements(connection, organisation, query, filters, rows + 1)
        more = found[rows - 1].seq if len(found) > rows else None
        return StatementPage(found[:rows], more, through)


def search_statements(
    connection: Connection, organisation: int, query: Query, filters: Sequence[tuple[int, ...]], rows: int
) -> list[FoundStatement]:
    """The statements that meet every filter, in the order that the query asks for."""
    bound: dict[str, object] = {"organisation": organisation, "rows": rows, **time_parameters(query)}
    if len(filters) > 1:
        filters = fewest_first(connection, query, filters, bound)
    sql = text(query_sql(query, filters))
    return [FoundStatement(*row) for row in connection.execute(sql, {**bound, **key_parameters(filters)})]


def query_sql(query: Query, filters: Sequence[tuple[int, ...]]) -> str:
    """The SQL: the first filter leads, each of its keys in stored order; the others are looked up by row."""
    way = "asc" if query.ascending else "desc"
    if not filters:
        return SELECT_ALL_STATEMENTS.format(bounds=time_conditions(query, "s"), way=way)
    names = list(key_parameters(filters))
    first, rest = filters[0], names[len(filters[0]) :]
    others = []
    for alternatives in filters[1:]:
        others.append(AND_FILTER.format(keys=", ".join(f":{name}" for name in rest[: len(alternatives)])))
        rest = rest[len(alternatives) :]
    shape = {"bounds": time_conditions(query, "r"), "others": " ".join(others), "way": way}
    branches = " union ".join(SELECT_BY_KEY.format(number=number, **shape) for number in range(len(first)))
    return UNION_BRANCHES.format(branches=branches, way=way)


def fewest_first(
    connection: Connection, query: Query, filters: Sequence[tuple[int, ...]], bound: dict[str, object]
) -> list[tuple[int, ...]]:
    """The filters, led by the one that fewest statements meet."""
    count = {"bounds": time_conditions(query, "r"), "enough": COUNT_LIMIT}
    columns = (COUNT_BY_KEY.format(number=number, **count) for number in range(len(key_parameters(filters))))
    numbers = iter(
        connection.execute(text(f"select {', '.join(columns)}"), {**bound, **key_parameters(filters)}).one()
    )
    totals = {alternatives: sum(next(numbers) for _ in alternatives) for alternatives in filters}
    return sorted(filters, key=totals.__getitem__)


def key_parameters(filters: Sequence[tuple[int, ...]]) -> dict[str, int]:
    """All keys of the filters as bound values."""
    return {f"key{number}": each for number, each in enumerate(each for keys in filters for each in keys)}


def time_parameters(query: Query) -> dict[str, int]:
    """The bounds in time as bound values; all but `until` leave out the moment itself."""
    values = {"since": query.since, "until": query.until, "after": query.after}
    return {name: value for name, value in values.items() if value is not None}


def time_conditions(query: Query, table: str) -> str:
    """The SQL of those bounds that are set."""
    beyond = ">" if query.ascending else "<"
    # `since` without its moment, `until` with it (Communication 2.1.3).
    signs = {"since": ">", "until": "<=", "after": beyond}
    return " ".join(f"and {table}.seq {signs[name]} :{name}" for name in time_parameters(query))


def find_attachment(connection: Connection, organisation: int, sha2: str) -> bytes | None:
    """The attachment with this hash (xAPI 1.0.3 Data 2.4.11); None where only a fileUrl was given."""
    found = connection.scalar(SELECT_CONTENT, {"organisation": organisation, "sha2": sha2})
    return None if found is None else bytes(found)
