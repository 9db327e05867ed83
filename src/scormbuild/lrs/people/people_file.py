"""A list of people and their teams, as a personnel system or a sheet exports it: CSV of some kind."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from scormbuild.errors import SettingsError

HEADINGS = {
    "user": (
        "gebruikersnaam",
        "gebruiker",
        "inlognaam",
        "login",
        "user",
        "user name",
        "username",
    ),
    "user_number": (
        "personeelsnummer",
        "medewerkernummer",
        "nummer",
        "id",
        "number",
        "user id",
        "user number",
        "employee number",
    ),
    "mail": ("e-mail", "email", "e-mailadres", "emailadres", "mail", "e-mail address", "email address"),
    "team": ("team", "afdeling", "teams", "groep", "department", "group", "unit"),
}
EXPECTED_HEADINGS = (
    "gebruikersnaam, personeelsnummer or e-mail (username, number or email) and team (or afdeling)"
)
KIND_OF = {heading: kind for kind, headings in HEADINGS.items() for heading in headings}
IDENTIFIER_KINDS = ("user", "user_number", "mail")
DELIMITERS = ";\t,"
BETWEEN_TEAMS = ";"
LONGEST_TEAM_NAME = 200
MAX_ERRORS = 20  # faults that a message lists


class ImportLine(NamedTuple):
    """Somebody, by one or more of what they are called, and their teams; `number` is the line in the file."""

    number: int
    user: str
    user_number: str
    mail: str
    teams: tuple[str, ...]


def parse_people(octets: bytes, name: str) -> list[ImportLine]:
    """The people of a file; raises SettingsError with all its faults, each with its line.

    A fault never repeats what stands in the file, as that would name people in a log.
    """
    text = decode_text(octets, name)
    rows = records(text, name)
    _, headings = next(rows, (0, []))
    kinds = find_columns([heading.strip().lower().replace("_", " ") for heading in headings], name)
    lines, faults = [], []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        fault = record_error(cells, kinds)
        if fault:
            faults.append(f"{name}:{number}: {fault}")
        else:
            lines.append(parse_line(number, cells, kinds))
    if not lines and not faults:
        faults.append(
            f"{name}: nobody is in it\n  hint: the first line has the headings, then one line a person"
        )
    if faults:
        more = [f"… and {len(faults) - MAX_ERRORS} more"] if len(faults) > MAX_ERRORS else []
        raise SettingsError("\n".join([*faults[:MAX_ERRORS], *more]))
    return lines


def decode_text(octets: bytes, name: str) -> str:
    """The text, in UTF-8, in UTF-16 with its mark, or in what Windows writes in Western Europe."""
    marked = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SettingsError(f"{name}: no text\n  hint: save the sheet as CSV, in UTF-8")


def records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each record, and the line on which it begins (RFC 4180)."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error:
        raise SettingsError(
            f'{name}:{number}: a quotation mark is open or out of place\n  hint: write " as ""'
        ) from None


def find_columns(headings: list[str], name: str) -> dict[str, int]:
    """Where each column is; raises SettingsError where one is missing, or there twice."""
    kinds: dict[str, int] = {}
    for place, heading in enumerate(headings):
        kind = KIND_OF.get(heading)
        if kind in kinds:
            raise SettingsError(
                f"{name}:1: columns {kinds[kind] + 1} and {place + 1} say the same\n"
                "  hint: leave one of them out"
            )
        if kind:
            kinds[kind] = place
    if "team" not in kinds or not kinds.keys() & set(IDENTIFIER_KINDS):
        missing = "the team" if "team" not in kinds else "who somebody is"
        raise SettingsError(
            f"{name}:1: no column tells {missing}\n  hint: the headings are {EXPECTED_HEADINGS}"
        )
    return kinds


def record_error(cells: list[str], kinds: dict[str, int]) -> str:
    """What is wrong with a record, and the way out; "" where nothing is."""
    if len(cells) <= max(kinds.values()):
        return f"{len(cells)} columns, too few\n  hint: as many on each line as there are headings"
    if not any(cells[kinds[kind]].strip() for kind in IDENTIFIER_KINDS if kind in kinds):
        return "nobody is named\n  hint: write the user name, or leave the line out"
    mail = cells[kinds["mail"]].strip() if "mail" in kinds else ""
    if mail and ("@" not in mail or any(character.isspace() for character in mail)):
        return "no e-mail address\n  hint: such as anna@example.org, or leave it empty"
    if any(len(team) > LONGEST_TEAM_NAME or not team.isprintable() for team in parse_teams(cells, kinds)):
        return f"no name of a team\n  hint: up to {LONGEST_TEAM_NAME} letters, digits and signs"
    return ""


def parse_line(number: int, cells: list[str], kinds: dict[str, int]) -> ImportLine:
    """A record that is right."""
    user, user_number, mail = (
        cells[kinds[kind]].strip() if kind in kinds else "" for kind in IDENTIFIER_KINDS
    )
    return ImportLine(
        number, user, user_number, mail.removeprefix("mailto:"), tuple(parse_teams(cells, kinds))
    )


def parse_teams(cells: list[str], kinds: dict[str, int]) -> list[str]:
    """The teams of a cell: one, or several with semicolons between."""
    return [name for part in cells[kinds["team"]].split(BETWEEN_TEAMS) if (name := part.strip())]
