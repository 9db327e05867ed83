"""What somebody means by the name of a course, team or organisation; a fault names the nearest."""

from __future__ import annotations

from collections.abc import Iterable

from scormbuild.analysis.model.fetch import fetch_rows
from scormbuild.analysis.model.relations import Tables
from scormbuild.course_name import match_course
from scormbuild.errors import SettingsError, did_you_mean


def find_course(tables: Tables, organisation: int, name: str) -> str:
    """The IRI of a course by its id, its title or its IRI; raises SettingsError."""
    kept = tables.courses.filter(tables.courses.organisation == organisation)
    titles: dict[str, str | None] = dict(fetch_rows(kept, "course", "title"))
    mapped = tables.mappings.filter(tables.mappings.organisation == organisation)
    titles |= {iri: None for (iri,) in fetch_rows(mapped, "course") if iri not in titles}
    known = {iri: [title] if title else [] for iri, title in titles.items()}
    return match_course(name, known, lambda iri: ":" in iri and has_statements(tables, organisation, iri))


def has_statements(tables: Tables, organisation: int, iri: str) -> bool:
    """Whether any statement is about a course, although its outline isn't kept."""
    statements = tables.statements
    found = statements.filter(statements.organisation == organisation, statements.course == iri)
    return bool(fetch_rows(found.limit(1), "course"))


def find_team(tables: Tables, organisation: int, name: str) -> str:
    """A team by its name, in capitals or not."""
    of = tables.teams.filter(tables.teams.organisation == organisation)
    known: list[str] = [each for (each,) in fetch_rows(of.select("team").distinct(), "team")]
    if name in known:
        return name
    found = [each for each in known if each.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    way = "scormbuild lrs people import brings teams in" if not known else suggest_name(name, known)
    raise SettingsError(f"--team: there is no team {name!r}\n  hint: {way}")


def find_organisation(tables: Tables, name: str) -> int:
    """The number of an organisation of a lake."""
    known: dict[str, int] = dict(fetch_rows(tables.organisations, "name", "organisation"))
    if name not in known:
        way = suggest_name(name, known) if known else "scormbuild lrs export fills it"
        raise SettingsError(f"--organisation: there is no {name!r} in this lake\n  hint: {way}")
    return known[name]


def suggest_name(name: str, known: Iterable[str]) -> str:
    """What may have been meant; not all of a long list."""
    words = sorted(set(known))
    if not words:
        return "nothing is known yet; has anything been told to the LRS?"
    hint = did_you_mean(name, words)
    return hint if len(words) <= 20 or hint.startswith("did") else f"one of {len(words)}, such as {words[0]}"
