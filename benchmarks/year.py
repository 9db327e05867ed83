"""An LRS's database with a plausible year of a care organisation in it, the same for the same seed.

    python benchmarks/year.py /tmp/year.db                        a million statements, on SQLite
    python benchmarks/year.py /tmp/year.db --statements 10000000
    python benchmarks/year.py postgresql://… --references         with what finds them by agent or activity

The statements are those that an LRS would hold: each kind is made by the package's own recipe. They are
written straight into the tables, with outlines, persons and teams. Without --references the queries of xAPI
find nothing; reports and exports don't need them, and they take half the room.
"""

from __future__ import annotations

import argparse
import marshal
import sqlite3
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from heapq import merge
from multiprocessing import get_context
from multiprocessing.connection import Connection as End
from pathlib import Path
from random import Random

from attendance import DAYS, PEOPLE, Attempt, Year, learner_teams
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from sqlalchemy import text
from statement_templates import StatementTemplates, registration_namespace, statement_id, voiding_statement

from scormbuild.demo.schedule import DAY_MILLISECONDS
from scormbuild.demo.schedule import format_timestamp as moment
from scormbuild.demo.statements import LMS
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.privacy.pseudonym import account_text, pseudonym_of, user_number_text
from scormbuild.lrs.store import courses
from scormbuild.lrs.store.change_log import person_key
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.statement.references import references

PARTS = 2  # processes, each with a part of the learners
HOME = "https://lms.example.org"
VOIDED_SHARE = 0.0002  # of the answers that a browser told
JOIN_INTERVAL = 200  # one person in so many has a second identity
Row = tuple[int, str, bool, int, str]


class Part:
    """What is told of a part of the learners; the places of several parts don't collide."""

    def __init__(self, number: int, year: Year, home_page: str, persons: Sequence[str]) -> None:
        self.number, self.year, self.home_page, self.persons = number, year, home_page, persons
        self.forms = [StatementTemplates(plan, home_page) for plan in year.plans]
        self.chance = Random(f"{year.seed} voided {number}")
        self.statements_by_day: dict[int, list[tuple[int, bool, str, str]]] = defaultdict(
            list
        )  # by day of `stored`
        self.last = 0

    def days(self, statements: int) -> Iterator[list[Row]]:
        """Day by day what is stored, in that order."""
        starts = [each for each in self.year.starts(statements) if each.learner % PARTS == self.number]
        coming = deque(starts)
        for day in DAYS:
            while coming and coming[0].day <= day + 1:  # a day begins earlier here than in UTC
                for attempt in self.year.attempts(coming.popleft()):
                    self.add_attempt(attempt)
            yield [self.make_row(*each) for each in sorted(self.statements_by_day.pop(day, ()))]

    def add_attempt(self, attempt: Attempt) -> None:
        """Make the statements of an attempt, and keep them for their day."""
        form, who = self.forms[attempt.course], self.persons[attempt.learner]
        space = registration_namespace(attempt.registration)
        for stored, source, action in attempt.actions:
            made, body = form.fill_template(
                source, action, attempt.registration, space, who, moment(action.at)
            )
            void = source != LMS and action.verb == "answered" and self.chance.random() < VOIDED_SHARE
            self.statements_by_day[stored // DAY_MILLISECONDS].append((stored, void, made, body))
            if void:
                self.add_voiding(made, stored + DAY_MILLISECONDS)

    def add_voiding(self, target: str, at: int) -> None:
        """Take a statement back, a day later."""
        made = statement_id(registration_namespace(target), "voided")
        body = voiding_statement(target, made, moment(at), self.home_page)
        self.statements_by_day[at // DAY_MILLISECONDS].append((at, False, made, body))

    def make_row(self, stored: int, void: bool, made: str, body: str) -> Row:
        """A statement at its place."""
        self.last = max(stored * 1000 + self.number, self.last + PARTS)
        return self.last, made, void, 1, f'{body},"stored":"{format_timestamp(self.last)}"}}'


def send_part(
    end: End, number: int, seed: int, statements: int, home_page: str, persons: Sequence[str]
) -> None:
    """Make a part, in a process of its own."""
    with end:
        for rows in Part(number, Year(seed), home_page, persons).days(statements):
            end.send_bytes(marshal.dumps(rows))  # a third of what pickling costs


def merged_days(*common: object) -> Iterator[list[Row]]:
    """All of the year, day by day, made by several processes."""
    ends, workers, context = [], [], get_context("spawn")
    for place in range(PARTS):
        ours, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=send_part, args=(theirs, place, *common), daemon=True)
        worker.start()
        theirs.close()
        ends.append(ours)
        workers.append(worker)
    with suppress(EOFError):
        while True:
            yield list(merge(*[marshal.loads(end.recv_bytes()) for end in ends]))
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise SystemExit(f"a process ended with {worker.exitcode}")


class YearDatabase:
    """The tables of a new database, written without what makes an LRS's writes durable."""

    def __init__(self, url: str, seed: int) -> None:
        self.database = Database.open(url)
        with self.database.writing() as connection:
            owner = organisations.ensure_default(connection)
            self.secret = sha256(f"year {seed}".encode()).hexdigest()
            connection.execute(text("update secret set pseudonym_key = :key"), {"key": self.secret})
        self.organisation, self.home_page = owner.id, owner.home_page
        self.file = self.database.url.database if self.database.url.drivername == "sqlite" else None

    def write_people(self, seed: int) -> list[str]:
        """Write down persons and teams; gives their pseudonyms."""
        names = [f"medewerker-{number:05}" for number in range(PEOPLE)]
        persons = [pseudonym_of(self.secret, account_text(HOME, name)) for name in names]
        rows: list[dict[str, object]] = [
            {"pseudonym": each, "person": each, "name": name, "display": f"Medewerker {place}"}
            for place, (each, name) in enumerate(zip(persons, names, strict=True))
        ]
        for place in range(0, PEOPLE, JOIN_INTERVAL):
            other = pseudonym_of(self.secret, user_number_text(HOME, f"{place}"))
            rows.append({"pseudonym": other, "person": persons[place], "name": f"{place}", "display": ""})
        belongs: list[dict[str, object]] = [
            {"person": person, "team": team, "person_key": person_key(person, self.home_page)}
            for person, some in zip(persons, learner_teams(seed), strict=True)
            for team in some
        ]
        self.insert("identity", [{"home_page": HOME, **row} for row in rows])
        self.insert("team", belongs)
        return persons

    def insert(self, table: str, rows: list[dict[str, object]]) -> None:
        """Rows of a small table."""
        columns = ", ".join(rows[0])
        values = ", ".join(f":{column}" for column in rows[0])
        sql = text(f"insert into {table} (organisation, {columns}) values ({self.organisation}, {values})")
        with self.database.writing() as connection:
            connection.execute(sql, rows)

    def write_outlines(self, year: Year) -> None:
        """Keep the outlines."""
        with self.database.writing() as connection:
            for plan in year.plans:
                courses.write_outline(connection, self.organisation, plan.outline)

    def write_statements(self, batches: Iterator[list[Row]], refer: bool) -> Iterator[int]:
        """The statements; after each batch how many there are."""
        total = 0
        for rows in batches:
            with self.database.writing() as connection:
                append = self.database.dialect.append_rows
                append(connection, "statement", "seq, id, voided, version, body", self.organisation, rows)
                if refer:
                    append(connection, "reference", "key, seq", self.organisation, reference_rows(rows))
            total += len(rows)
            yield total

    def write_to_sqlite(self, batches: Iterator[list[Row]]) -> Iterator[int]:
        """The same on SQLite: the index of ids is made at the end, and nothing is synced."""
        total, sql = 0, f"insert into statement values ({self.organisation}, ?, ?, ?, ?, ?)"
        connection = sqlite3.connect(str(self.file), isolation_level=None)
        (index,) = connection.execute("select sql from sqlite_master where name = 'statement_id'").fetchone()
        for pragma in (
            "journal_mode = off",
            "synchronous = off",
            "cache_size = -500000",
            "locking_mode = exclusive",
        ):
            connection.execute(f"pragma {pragma}").fetchall()
        connection.execute("drop index statement_id")
        for rows in batches:
            connection.execute("begin")
            connection.executemany(sql, rows)
            connection.execute("commit")
            total += len(rows)
            yield total
        connection.execute(index)
        connection.execute("pragma locking_mode = normal").fetchall()
        connection.execute("pragma journal_mode = wal").fetchall()
        connection.close()


def reference_rows(rows: list[Row]) -> list[tuple[int, int]]:
    """What finds each statement."""
    return sorted(
        (found, seq) for seq, *_, body in rows for found in references(decode_json(body.encode())).keys
    )


def fill_database(url: str, statements: int, seed: int, *, refer: bool = False) -> Iterator[int]:
    """Make the database; tells how many statements there are, as it goes."""
    store, year = YearDatabase(url, seed), Year(seed)
    persons = store.write_people(seed)
    store.write_outlines(year)
    batches = merged_days(seed, statements, store.home_page, persons)
    if store.file and not refer:
        store.database.close()
        yield from store.write_to_sqlite(batches)
    else:
        yield from store.write_statements(batches, refer)
        store.database.close()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database", help="a new file, or the URL of an empty database")
    parser.add_argument("--statements", type=int, default=1_000_000, help="about so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--references", action="store_true", help="write what finds statements too")
    options = parser.parse_args()
    url = options.database if "://" in options.database else f"sqlite:///{Path(options.database).absolute()}"
    if url.startswith("sqlite") and Path(options.database).exists():
        sys.exit(f"{options.database} is there already: name another file")
    began, total = time.perf_counter(), 0
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("statements", total=options.statements)
        for total in fill_database(url, options.statements, options.seed, refer=options.references):
            progress.update(task, completed=total)
    took = time.perf_counter() - began
    print(f"{total:,} statements in {took:.0f} s, {total / took:,.0f}/s, index included")


if __name__ == "__main__":
    main()
