"""The command `scormbuild lrs audit`: who read what learners wrote."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from scormbuild.cli.database import print_json
from scormbuild.cli.lrs.rights import open_organisation
from scormbuild.cli.moment import parse_moment
from scormbuild.cli.output import print_table
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl, OrganisationName


def audit(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day or time on: 2027-01-31.")
    ] = None,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the audit log: who was given learners' own words, and who used the rights of a person.

    Example: scormbuild lrs audit --since 2027-01-01 --json
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.store import audit as audit_log
        from scormbuild.lrs.xapi import format_timestamp

        start = int(parse_moment(since).timestamp() * 1_000_000) if since else 0
        with lrs_database.reading() as connection:
            rows = [
                {**asdict(each), "at": format_timestamp(each.at)}
                for each in audit_log.list_audit_entries(connection, owner.id, start)
            ]
    if as_json:
        print_json(rows)
    else:
        print_table(("AT", "WHO", "ACTION", "DETAIL"), list(map(format_row, rows)), "Nothing was noted.")


def format_row(row: dict[str, Any]) -> tuple[str, ...]:
    """A row of the table."""
    detail = ", ".join(f"{name}: {format_detail_value(value)}" for name, value in row["detail"].items())
    return row["at"][:19] + "Z", row["who"], row["action"], detail


def format_detail_value(value: Any) -> str:
    """A value in few signs."""
    if isinstance(value, dict):
        return " ".join(f"{name}={number}" for name, number in value.items() if number) or "nothing"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
