"""A list of people and their teams, as a personnel system or a sheet exports it: CSV of some kind."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from scormbuild.csv_file import CsvReader, decode_text, find_delimiter, normalise_name
from scormbuild.errors import SettingsError

# As the exports of personnel systems call them; a heading is compared without capitals and outer space.
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
KIND_OF = {
    heading.replace(" ", space): kind
    for kind, headings in HEADINGS.items()
    for heading in headings
    for space in " _"
}
# The user name first: it is what statements name, where a list has several.
IDENTIFIER_KINDS = ("user", "user_number", "mail")
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
    rows = read_records(octets, name)
    _, headings = next(rows, (0, []))
    kinds = find_columns(headings, name)
    lines, faults = [], []
    for number, cells in rows:
        # Sheets end in rows of nothing but separators.
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


def read_records(octets: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each record, and the line on which it begins; strict, as a wrong record is a wrong person in a team."""
    text = decode_text(octets)
    if text is None or "\0" in text:
        raise SettingsError(f"{name}: no text\n  hint: save the sheet as CSV, in UTF-8")
    reader = CsvReader(text, find_delimiter(text, KIND_OF), strict=True)
    try:
        for cells in reader:
            yield reader.line, cells
    except csv.Error:
        raise SettingsError(
            f'{name}:{reader.line}: a quotation mark is open or out of place\n  hint: write " as ""'
        ) from None


def find_columns(headings: list[str], name: str) -> dict[str, int]:
    """Where each column is; raises SettingsError where one is missing, or there twice."""
    kinds: dict[str, int] = {}
    for place, heading in enumerate(headings):
        kind = KIND_OF.get(normalise_name(heading))
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
