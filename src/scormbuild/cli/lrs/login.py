"""The commands `scormbuild lrs login …`: who may come in at the dashboard, the analysts' web page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import load_settings, open_database, print_json
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
    from scormbuild.lrs.auth.logins import Login


HEADINGS = ("LOGIN", "ORGANISATION", "STATE", "ROLES", "COURSES", "LANGUAGE")
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As the person logs in: small letters, or an address.")
]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="administrator, analyst, reader or auditor; may be given more than once.",
    ),
]
Courses = Annotated[
    list[str] | None,
    typer.Option(
        "--course",
        metavar="COURSE",
        help="For a reader: only this course, by id, title or IRI; may be given more than once.",
    ),
]
Every = Annotated[
    bool, typer.Option("--every-organisation", help="It sees all organisations, one at a time.")
]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="nl or en.")]
Ask = Annotated[
    bool,
    typer.Option(
        "--ask", help="Ask for the password, or read it from a pipe, instead of making a first one."
    ),
]


def create(
    name: Name,
    role: Roles = None,
    course: Courses = None,
    organisation: Annotated[
        str | None, organisation_option("Whose figures it sees. (default: default)")
    ] = None,
    every_organisation: Every = False,
    language: Language = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="WHO", help="Logs in elsewhere: ISSUER SUBJECT, as the provider names the person."
        ),
    ] = None,
    ask: Ask = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a login with a password, which is shown this once.

    Makes the database where there is none.

    Example: scormbuild lrs login create anna --role administrator

    Example: scormbuild lrs login create bram --role reader --course webcare
    """
    with exit_on_error():  # before a database is made
        from scormbuild.lrs.auth import logins

        logins.validate_name(logins.normalise_name(name))
        logins.validate_login(role or (), None, language or "nl")
        if subject and ask:
            raise SettingsError("who logs in elsewhere has no password here\n  hint: leave out --ask")
        if organisation and every_organisation:
            raise SettingsError(
                "--organisation and --every-organisation exclude each other\n  hint: give one"
            )
        secret = None if subject else new_password(ask, name, config)
    with open_database(config, database, make=True) as lrs_database, lrs_database.writing() as connection:
        from scormbuild.lrs.auth import organisations, password

        owner = organisations.find_or_default(connection, organisation).id
        reach = logins.ALL_ORGANISATIONS if every_organisation else owner
        row = logins.create_login(
            connection,
            name,
            reach,
            role or (),
            password=password.hash_password(secret, is_first=not ask) if secret else None,
            courses=find_courses(connection, reach, course),
            language=language or "nl",
            subject=subject,
        )
        write_audit_entry(connection, owner, "login made", {"login": row.name, "roles": sorted(row.roles)})
    print_login(row, None if ask else secret, f"login     {row.name}", as_json)


def list_logins(
    organisation: OrganisationFilter = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show all logins.

    Example: scormbuild lrs login list --json
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import logins, organisations

        with lrs_database.reading() as connection:
            owner = organisations.find_organisation(connection, organisation).id if organisation else None
            descriptions = [describe_login(row) for row in logins.list_logins(connection, owner)]
    if as_json:
        print_json(descriptions)
    else:
        nothing = "No logins. Make one: scormbuild lrs login create NAME --role administrator"
        print_table(HEADINGS, list(map(format_row, descriptions)), nothing)


def change_login(
    name: Name,
    role: Roles = None,
    course: Courses = None,
    all_courses: Annotated[bool, typer.Option("--all-courses", help="It is for all courses again.")] = False,
    language: Language = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Give a login other roles, courses or another language; what isn't named stays.

    It holds from the next page on that the person asks for.

    Example: scormbuild lrs login set bram --role reader --role analyst --all-courses
    """
    with open_database(config, database) as lrs_database, lrs_database.writing() as connection:
        from scormbuild.lrs.auth import logins

        reach = logins.require_login(connection, name).organisation
        row = logins.change_login(
            connection,
            name,
            roles=role or None,
            courses=find_courses(connection, reach, course),
            all_courses=all_courses,
            language=language,
        )
        detail = {"login": row.name, "roles": sorted(row.roles), "courses": sorted(row.courses or ())}
        write_audit_entry(connection, row.organisation, "login changed", detail)
    print_login(row, None, f"{row.name}: {', '.join(sorted(row.roles))}", as_json)


def password(
    name: Name,
    ask: Ask = False,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Give a login another password, which is shown this once; its sessions end.

    Example: scormbuild lrs login password anna
    """
    with open_database(config, database) as lrs_database:
        from scormbuild.lrs.auth import logins
        from scormbuild.lrs.auth import password as passwords

        with lrs_database.reading() as connection:
            logins.require_login(connection, name)  # before somebody types
        secret = new_password(ask, name, config)
        with lrs_database.writing() as connection:
            row = logins.set_password(connection, name, passwords.hash_password(secret, is_first=not ask))
            write_audit_entry(connection, row.organisation, "password renewed", {"login": row.name})
    print_login(row, None if ask else secret, f"login     {row.name}", as_json)


def revoke(
    name: Name, database: DatabaseUrl = None, config: ConfigFile = None, as_json: AsJson = False
) -> None:
    """Take a login out of use, for good; its sessions end at once.

    Example: scormbuild lrs login revoke anna
    """
    with open_database(config, database) as lrs_database, lrs_database.writing() as connection:
        from scormbuild.lrs.auth import logins

        row = logins.revoke_login(connection, name)
        write_audit_entry(connection, row.organisation, "login revoked", {"login": row.name})
    print_login(row, None, f"{row.name} is revoked since {row.revoked}", as_json)


def find_courses(connection: Any, organisation: int, names: Sequence[str] | None) -> list[str] | None:
    """The IRIs of the courses that a login is for; that of a course that is still to come will do.

    A login of every organisation is for the courses of all of them.
    """
    from scormbuild.course_name import match_course
    from scormbuild.lrs.auth import logins, organisations
    from scormbuild.lrs.store import courses
    from scormbuild.lrs.xapi import is_iri

    owners = [organisation]
    if organisation == logins.ALL_ORGANISATIONS:
        owners = [each.id for each in organisations.list_organisations(connection)]
    known = {
        iri: called
        for owner in owners
        for iri, called in courses.list_course_names(connection, owner).items()
    }
    return [match_course(name, known, is_iri) for name in names] if names else None


def new_password(ask: bool, name: str, config: Path | None) -> str:
    """A password: typed twice, read from a pipe, or made; raises SettingsError for one that isn't taken."""
    from scormbuild.lrs.auth import breached_passwords, password_rules
    from scormbuild.lrs.auth import password as passwords

    if not ask:
        return passwords.generate_password()
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    password_rules.validate_password(typed, [name])
    hashes = load_settings(config).breached_passwords
    if hashes and breached_passwords.is_breached(typed, hashes):
        raise SettingsError(
            "this password has become known in a breach\n  hint: take a sentence that only you would think of"
        )
    return typed


def write_audit_entry(connection: Any, organisation: int, action: str, detail: dict[str, Any]) -> None:
    """A row in the audit log; what is done to a login of every organisation stands in the first one's."""
    from scormbuild.lrs.auth import organisations

    owner = organisations.find_audit_organisation(connection, organisation)
    insert_command_line_entry(connection, owner, action, detail)


def print_login(row: Login, secret: str | None, words: str, as_json: bool) -> None:
    """What was done, with the password where it was made here."""
    if as_json:
        print_json({**describe_login(row), **({"password": secret} if secret else {})})
        return
    typer.echo(words)
    if secret:
        typer.echo(f"password  {secret}")
        typer.echo("The password can't be shown again; the first log-in asks for another one.")


def describe_login(row: Login) -> dict[str, Any]:
    """A login as a program reads it: all but its password's hash."""
    return {
        "login": row.name,
        "organisation": row.organisation_name or None,
        "roles": sorted(row.roles),
        "courses": None if row.courses is None else sorted(row.courses),
        "language": row.language,
        "subject": row.subject,
        "created": row.created,
        "revoked": row.revoked,
    }


def format_row(descriptions: dict[str, Any]) -> Sequence[str]:
    """A login as a line of the table."""
    courses = "all" if descriptions["courses"] is None else " ".join(descriptions["courses"]) or "none"
    state = "revoked" if descriptions["revoked"] else "elsewhere" if descriptions["subject"] else "in use"
    owner = descriptions["organisation"] or "(every one)"
    return (
        descriptions["login"],
        owner,
        state,
        " ".join(descriptions["roles"]),
        courses,
        descriptions["language"],
    )
