"""An audit log that takes no row, as on a disk that is full: nobody may then be given names or words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scormbuild.lrs.database import Database

# Each fails as a full disk does: an error of a constraint would count as a fault of ours.
TRIGGERS = {
    "sqlite": (
        "create trigger full_log before insert on audit begin select json('disk full'); end",
        "drop trigger full_log",
    ),
    "postgresql": (
        "create function full_log() returns trigger language plpgsql"
        " as 'begin raise exception using errcode = ''disk_full''; end';"
        "create trigger full_log before insert on audit for each row execute function full_log()",
        "drop function full_log cascade",
    ),
}


def run_sql(url: str, sql: str) -> None:
    """Run something in the database by a connection of its own."""
    database = Database.open(url)
    try:
        with database.writing() as connection:
            connection.exec_driver_sql(sql)
    finally:
        database.close()


@contextmanager
def refused_audit(url: str) -> Iterator[None]:
    """The audit log of this database takes no row meanwhile."""
    begin, end = TRIGGERS["sqlite" if url.startswith("sqlite") else "postgresql"]
    run_sql(url, begin)
    try:
        yield
    finally:
        run_sql(url, end)
