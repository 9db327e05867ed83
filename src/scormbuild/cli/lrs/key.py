"""The commands `scormbuild lrs key …`: who may use the LRS."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import load_settings, open_database, print_json
from scormbuild.cli.lrs import key_source
from scormbuild.cli.moment import parse_moment
from scormbuild.cli.output import exit_on_error, print_table
from scormbuild.cli.shared_options import (
    AsJson,
    ConfigFile,
    DatabaseUrl,
    OrganisationFilter,
    organisation_option,
)
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.credentials import Credential


HEADINGS = ("KEY", "NAME", "ORGANISATION", "STATE", "SOURCE", "SCOPES", "LIMITS")
Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="For whom or what it is. (default: the id of the course, or the host of the LMS)",
        show_default=False,
    ),
]
Package = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="For the package of this course: it may only write about the course."),
]
Lms = Annotated[
    str | None,
    typer.Option(metavar="URL", help="For what this LMS sends itself, such as Moodle's logstore_xapi."),
]
Names = Annotated[
    str | None,
    typer.Option(metavar="HOW", help="What the LMS calls its users: ids or usernames. (default: ids)"),
]
Scopes = Annotated[
    list[str] | None,
    typer.Option(
        "--scope",
        metavar="SCOPE",
        help="What it may do; may be given more than once: statements/write, statements/read/mine, "
        "statements/read, state, define, profile, identities/read, all/read, all. "
        "(default: statements/write and statements/read/mine)",
    ),
]
Prefix = Annotated[
    str | None,
    typer.Option(metavar="IRI", help="Only for statements about this activity and those below it."),
]
Origins = Annotated[
    list[str] | None,
    typer.Option(
        "--origin",
        metavar="ORIGIN",
        help="Only from web pages of this origin, such as https://lms.example.org; "
        "may be given more than once.",
    ),
]
Expires = Annotated[
    str | None, typer.Option(metavar="TIME", help="The last moment: 2027-01-31 or 2027-01-31T12:00:00Z.")
]
Rate = Annotated[int | None, typer.Option(metavar="NUMBER", help="At most so many statements a minute.")]
ByteRate = Annotated[
    int | None, typer.Option(metavar="NUMBER", help="At most so many bytes a minute, unpacked.")
]
RowRate = Annotated[
    int | None, typer.Option(metavar="NUMBER", help="At most so many rows a minute in the database.")
]


def create(
    name: Name = None,
    package: Package = None,
    lms: Lms = None,
    names: Names = None,
    scope: Scopes = None,
    organisation: Annotated[
        str | None, organisation_option("Whose statements it reaches. (default: default)")
    ] = None,
    activity_prefix: Prefix = None,
    origin: Origins = None,
    expires: Expires = None,
    rate: Rate = None,
    byte_rate: ByteRate = None,
    row_rate: RowRate = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a key with its secret, which is shown this once.

    Makes the database where there is none.

    Example: scormbuild lrs key create --package content/webcare --origin https://lms.example.org

    Example: scormbuild lrs key create moodle --scope statements/write --scope define
    """
    from scormbuild.lrs.auth import organisations
    from scormbuild.lrs.auth.credentials import Limits, validate_limits

    with exit_on_error():  # before a database is made
        ends = parse_expiry(expires) if expires else None
        limits = Limits(
            activity_prefix,
            tuple(each.lower() for each in origin or ()),
            ends,
            rate,
            byte_rate=byte_rate,
            row_rate=row_rate,
        )
        key_request = key_source.parse_key_options(name, scope or [], limits, package, lms, names)
        validate_limits(key_request.limits, key_request.scopes)
        organisations.validate_name(key_request.name)
        endpoint = key_source.endpoint_url(load_settings(config))
    key, secret = insert_key(key_request, organisation, config, database)
    line = key_source.build_command(package, endpoint, key, secret) if package else None
    key_source.warn_of_any_origin(key_request)
    if as_json:
        print_json({"key": key, "secret": secret, **({"build": line} if line else {})})
    else:
        typer.echo(f"key     {key}\nsecret  {secret}\nThe secret can't be shown again: keep it safe.")
        if line:
            typer.echo(f"Build the package with it:\n  {line}")


def insert_key(
    key_request: key_source.KeyRequest, organisation: str | None, config: Path | None, database: str | None
) -> tuple[str, str]:
    """The key and its secret, once they are in the database, with the course that they are for."""
    from scormbuild.lrs.auth import credentials, organisations
    from scormbuild.lrs.store import courses

    with open_database(config, database, make=True) as lrs_database, lrs_database.writing() as connection:
        owner = organisations.find_or_default(connection, organisation)
        pair = credentials.create_credential(
            connection, owner.id, key_request.name, key_request.scopes, key_request.limits
        )
        # By the names that the dashboard's rows have; never the secret.
        detail = {"name": key_request.name, "key": pair[0], "scopes": sorted(key_request.scopes)}
        insert_command_line_entry(connection, owner.id, "key made", detail)
        if key_request.outline is not None:
            courses.write_outline(connection, owner.id, key_request.outline)
    return pair


def list_keys(
    organisation: OrganisationFilter = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show all keys, without their secrets.

    Example: scormbuild lrs key list --organisation hospital
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import credentials, organisations

        with lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation).id if organisation else None
            descriptions = [describe_key(row) for row in credentials.list_credentials(connection, owner)]
    if as_json:
        print_json(descriptions)
    else:
        nothing = "No keys. Make one: scormbuild lrs key create NAME"
        print_table(HEADINGS, list(map(format_row, descriptions)), nothing)


def revoke(
    key: Annotated[str, typer.Argument(metavar="KEY", help="As key list shows it.")],
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Take a key out of use; an LRS that runs refuses it within two seconds.

    What was stored with it stays.

    Example: scormbuild lrs key revoke sb_2UCf1oOSdqgJ5n2P0hYkUA
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import credentials

        with lrs_database.writing() as connection:
            row = credentials.revoke_credential(connection, key)
            insert_command_line_entry(connection, row.organisation, "key revoked", {"key": row.key})
    if as_json:
        print_json(describe_key(row))
    else:
        typer.echo(f"{row.key} ({row.name}) is revoked since {row.revoked}")


def parse_expiry(text: str) -> int:
    """Microseconds since 1970 of a moment to come."""
    when = parse_moment(text)
    if when <= datetime.now(UTC):
        raise SettingsError(f"{text} has passed\n  hint: give a moment to come")
    return int(when.timestamp()) * 1_000_000


def describe_key(row: Credential) -> dict[str, Any]:
    """A key as a program reads it: all but the hash of its secret."""
    from scormbuild.lrs.auth.credentials import effective_limits

    limits = effective_limits(row.limits).to_json()
    if row.limits.expires is not None:
        limits["expires"] = datetime.fromtimestamp(row.limits.expires / 1e6, UTC).isoformat()
    return {
        "key": row.key,
        "name": row.name,
        "organisation": row.organisation_name,
        "scopes": sorted(row.scopes),
        "limits": limits,
        "created": row.created,
        "revoked": row.revoked,
        "state": key_state(row),
    }


def key_state(row: Credential) -> str:
    """Whether a key can be used."""
    if row.revoked:
        return "revoked"
    expires = row.limits.expires
    return "expired" if expires is not None and expires / 1e6 <= datetime.now(UTC).timestamp() else "in use"


def format_row(descriptions: dict[str, Any]) -> tuple[str, ...]:
    """A key as a line of the table."""
    limits = ", ".join(
        f"{name}: {' '.join(value) if isinstance(value, list) else value}"
        for name, value in descriptions["limits"].items()
        if name != "road"
    )
    source = descriptions["limits"].get("road", "-")
    scopes = " ".join(descriptions["scopes"])
    return (
        descriptions["key"],
        descriptions["name"],
        descriptions["organisation"],
        descriptions["state"],
        source,
        scopes,
        limits,
    )
