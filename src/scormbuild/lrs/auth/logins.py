"""Logins: who may come in at the dashboard, in which roles, and for which courses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, text

from scormbuild.errors import SettingsError, did_you_mean
from scormbuild.lrs.auth import sessions
from scormbuild.lrs.database.clock import now_text
from scormbuild.lrs.xapi.patterns import is_iri

ROLES = ("administrator", "analyst", "reader", "auditor")
LANGUAGES = ("nl", "en")
ALL_ORGANISATIONS = 0  # the organisation of a login that serves all of them
LOGIN_NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
SELECT = """select login.name, login.organisation, organisation.name as organisation_name, password, roles,
                   courses, language, subject, login.created, revoked
            from login left join organisation on organisation.id = login.organisation"""


@dataclass(frozen=True)
class Login:
    """A row, with the name of its organisation ("" for every one)."""

    name: str
    organisation: int
    organisation_name: str
    password: str | None = field(repr=False)
    roles: frozenset[str]
    courses: frozenset[str] | None  # None: all
    language: str
    subject: str | None  # the issuer and its name for the person, where another one logs them in
    created: str
    revoked: str | None


def normalise_name(name: str) -> str:
    """A name as it is stored: capitals and space around it don't matter."""
    return name.strip().lower()


def validate_name(name: str) -> None:
    """Raise SettingsError for a name that can't be a login's."""
    if not LOGIN_NAME_PATTERN.fullmatch(name):
        raise SettingsError(
            f"{name!r} can't be a login\n  hint: up to 100 letters a to z, digits, and . _ @ + - within"
        )


def validate_login(roles: Iterable[str], courses: Iterable[str] | None, language: str) -> None:
    """Raise SettingsError for a role, course or language that isn't known."""
    role_names = set(roles)
    if not role_names:
        raise SettingsError(f"a login needs a role\n  hint: {', '.join(ROLES)}")
    for role in sorted(role_names - set(ROLES)):
        raise SettingsError(f"{role!r} is no role\n  hint: {did_you_mean(role, ROLES)}")
    for course in courses or ():
        if not is_iri(course):
            raise SettingsError(f"{course!r} is no course\n  hint: scormbuild lrs course list shows all IRIs")
    if language not in LANGUAGES:
        raise SettingsError(f"{language!r} is not spoken here\n  hint: {' or '.join(LANGUAGES)}")


def create_login(
    connection: Connection,
    name: str,
    organisation: int,
    roles: Iterable[str],
    *,
    password: str | None = None,
    courses: Iterable[str] | None = None,
    language: str = "nl",
    subject: str | None = None,
) -> Login:
    """A new login; `password` is what password.hash_password gave. Raises SettingsError."""
    name = normalise_name(name)
    validate_name(name)
    roles, courses = sorted(set(roles)), None if courses is None else sorted(set(courses))
    validate_login(roles, courses, language)
    row = {
        "name": name,
        "organisation": organisation,
        "password": password,
        "roles": json.dumps(roles),
        "courses": None if courses is None else json.dumps(courses),
        "language": language,
        "subject": subject,
        "created": now_text(),
    }
    columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
    # No key is named: a taken name and a person of the identity provider who has a login already both end
    # here.
    sql = f"insert into login ({columns}) values ({values}) on conflict do nothing"  # noqa: S608 (names from above)
    if connection.execute(text(sql), row).rowcount != 1:
        raise login_taken(connection, name, subject)
    return require_login(connection, name)


def login_taken(connection: Connection, name: str, subject: str | None) -> SettingsError:
    """What to tell who asked for a login that can't be."""
    taken = find_login(connection, name)
    if taken is not None and taken.revoked:
        # Else the rows of the audit log that name the one would seem to be the other's.
        return SettingsError(
            f"{name!r} is the name of a login that was revoked\n"
            "  hint: choose another name, as each is given once"
        )
    owner = find_login_by_subject(connection, subject) if subject else None
    if owner is None or owner.name == name:
        return SettingsError(f"there is a login {name!r} already\n  hint: choose another name")
    return SettingsError(
        f"the identity provider's {subject} has a login already: {owner.name!r}\n"
        "  hint: a person has one login; lrs login list shows them"
    )


def find_login(connection: Connection, name: str) -> Login | None:
    """The login of a name, revoked or not."""
    row = connection.execute(
        text(f"{SELECT} where login.name = :name"), {"name": normalise_name(name)}
    ).first()
    return None if row is None else login_from_row(row)


def require_login(connection: Connection, name: str) -> Login:
    """The login of a name; raises SettingsError with the nearest one."""
    found = find_login(connection, name)
    if found is None:
        names = [each.name for each in list_logins(connection)]
        hint = did_you_mean(name, names) if names else "scormbuild lrs login create makes one"
        raise SettingsError(f"there is no login {name!r}\n  hint: {hint}")
    return found


def find_login_by_subject(connection: Connection, subject: str) -> Login | None:
    """The login of a person whom another one logs in."""
    row = connection.execute(text(f"{SELECT} where subject = :subject"), {"subject": subject}).first()
    return None if row is None else login_from_row(row)


def list_logins(connection: Connection, organisation: int | None = None) -> list[Login]:
    """All logins, or those of one organisation, by name."""
    where = "" if organisation is None else "where login.organisation = :organisation"
    sql = text(f"{SELECT} {where} order by login.name")
    return [
        login_from_row(row)
        for row in connection.execute(sql, {"organisation": organisation} if where else {})
    ]


def change_login(
    connection: Connection,
    name: str,
    *,
    roles: Iterable[str] | None = None,
    courses: Iterable[str] | None = None,
    all_courses: bool = False,
    language: str | None = None,
) -> Login:
    """Give a login other roles, courses or another language; what is None stays. It holds at once."""
    before = require_login(connection, name)
    role_names = sorted(before.roles if roles is None else set(roles))
    some = before.courses if courses is None and not all_courses else courses
    # None is "every course" and an empty list is "none", so what wasn't given has to be told from both.
    course_iris = None if all_courses or some is None else sorted(set(some))
    language = language or before.language
    validate_login(role_names, course_iris, language)
    row = {
        "name": before.name,
        "roles": json.dumps(role_names),
        "courses": None if course_iris is None else json.dumps(course_iris),
        "language": language,
    }
    sql = text("update login set roles = :roles, courses = :courses, language = :language where name = :name")
    connection.execute(sql, row)
    return require_login(connection, name)


def set_password(connection: Connection, name: str, password: str) -> Login:
    """Store the hash of another password; all of its sessions end. A login that was revoked stays so."""
    found = require_login(connection, name)
    if found.subject is not None:
        raise SettingsError(
            f"{found.name} has no password here\n  hint: the identity provider logs this person in"
        )
    sql = text("update login set password = :password where name = :name")
    connection.execute(sql, {"name": found.name, "password": password})
    # Whoever knew the old password may be logged in with it still.
    sessions.end_sessions_of_login(connection, found.name)
    return found


def replace_hash(connection: Connection, login: Login, password: str) -> None:
    """Store a newer hash of the same password; its sessions go on."""
    # Unless somebody has changed the password since the login was read.
    sql = text("update login set password = :password where name = :name and password = :before")
    connection.execute(sql, {"name": login.name, "password": password, "before": login.password})


def revoke_login(connection: Connection, name: str) -> Login:
    """Take a login out of use, once, and end its sessions; raises SettingsError for an unknown one."""
    found = require_login(connection, name)
    sql = text("update login set revoked = :now where name = :name and revoked is null")
    connection.execute(sql, {"name": found.name, "now": now_text()})
    sessions.end_sessions_of_login(connection, found.name)
    return require_login(connection, name)


def has_login(connection: Connection) -> bool:
    """Whether somebody may log in."""
    return (
        connection.execute(text("select name from login where revoked is null limit 1")).first() is not None
    )


def login_from_row(row: Row[Any]) -> Login:
    """A row as it is used."""
    values = dict(row._mapping)
    courses = values.pop("courses")
    return Login(
        **{**values, "organisation_name": values["organisation_name"] or ""}
        | {"roles": frozenset(json.loads(values["roles"]))},
        courses=None if courses is None else frozenset(json.loads(courses)),
    )
