"""A sheet as a table to look at: headings in words, values as people write them, a hundred rows at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from scormbuild.analysis.model.table import Column, Sheet
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.filters import Chosen, odd
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.names import Named

Say = Callable[..., str]
Link = Callable[..., str]
ROWS: Final = 100
FIGURES: Final = frozenset({"count", "number", "share", "score", "seconds"})
MOMENTS: Final = frozenset({"time", "day"})
# Ids whose title stands beside them; downloads have them.
UNSHOWN: Final = {
    "progress": {"page"},
    "choices": {"question", "option"},
    "opinions": {"question"},
    "answers": {"question"},
    "attempts": {"registration"},
}
TITLED: Final = {"overview", "completion", "time", "snapshot"}  # where `title` is the course's


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; `sort` leads to the table sorted by it, `order` is aria-sort."""

    text: str
    figure: bool
    sort: str
    order: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words; `link` leads on; `moment`: no break within its date."""

    text: str
    figure: bool = False
    link: str = ""
    moment: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a template needs to draw the table, and the links to its other pages."""

    headings: list[Heading]
    rows: list[list[Cell]]
    first: int
    last: int
    total: int
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class View:
    """Whose words, which links and which names a page has."""

    say: Say
    link: Link
    local: Local
    named: Named
    chosen: Chosen
    least: int
    path: str = "/"
    persons: bool = False  # whether somebody's path may be followed

    def course(self, iri: str | None) -> str:
        """A course by its title."""
        return self.named.courses.get(iri or "", iri or "")

    def here(self, **other: Any) -> str:
        """This page with another choice."""
        return self.link(self.path, **self.chosen.query(**other))


def listing(sheet: Sheet, view: View) -> Listing:
    """The page of the sheet that was asked for."""
    shown = [place for place, column in enumerate(sheet.columns) if is_shown(sheet, column, view)]
    rows = arranged(sheet, view)
    last_page = max(1, -(-len(rows) // ROWS))
    page = min(view.chosen.page, last_page)
    some = rows[(page - 1) * ROWS : page * ROWS]
    return Listing(
        headings=[heading(sheet, sheet.columns[place], view) for place in shown],
        rows=[[cell(sheet, row, place, view) for place in shown] for row in some],
        first=(page - 1) * ROWS + 1 if some else 0,
        last=(page - 1) * ROWS + len(some),
        total=len(rows),
        earlier=view.here(page=page - 1) if page > 1 else "",
        later=view.here(page=page + 1) if page < last_page else "",
    )


def is_shown(sheet: Sheet, column: Column, view: View) -> bool:
    """Whether a column stands on the page: titles do, the ids beside them don't."""
    if column.name in UNSHOWN.get(sheet.report, ()) or (column.name == "title" and sheet.report in TITLED):
        return False
    return not (column.name == "course" and view.chosen.course)


def heading(sheet: Sheet, column: Column, view: View) -> Heading:
    """The heading, with the way to sort by it, and the other way round where it is sorted so already."""
    own = f"columns_{sheet.report}.{column.name}"
    text = view.say(own if own in OWN else f"columns.{column.name}")
    by = view.chosen.sort
    order = {column.name: "ascending", f"-{column.name}": "descending"}.get(by, "")
    sort = f"-{column.name}" if order == "ascending" else column.name
    return Heading(text, column.kind in FIGURES, view.here(sort=sort, page=1), order)


OWN: Final = {"columns_progress.title"}


def arranged(sheet: Sheet, view: View) -> list[tuple[Any, ...]]:
    """The rows in the order that was asked for, what is empty last; as the report gave them unless asked."""
    by = view.chosen.sort
    if not by:
        return sheet.rows
    name = by.removeprefix("-")
    places = [place for place, column in enumerate(sheet.columns) if column.name == name]
    if not places or not is_shown(sheet, sheet.columns[places[0]], view):
        raise odd(view.say, "sort", by)
    place = places[0]
    there = [row for row in sheet.rows if row[place] is not None]
    key = ordering(sheet, place, view)
    return [
        *sorted(there, key=key, reverse=by.startswith("-")),
        *(row for row in sheet.rows if row[place] is None),
    ]


def ordering(sheet: Sheet, place: int, view: View) -> Callable[[tuple[Any, ...]], Any]:
    """What rows are compared by: figures as they are, text as it is shown, without its capitals."""
    if sheet.columns[place].kind != "text":
        return lambda row: row[place]
    return lambda row: cell(sheet, row, place, view).text.casefold()


def cell(sheet: Sheet, row: tuple[Any, ...], place: int, view: View) -> Cell:
    """A value in words."""
    column, value = sheet.columns[place], row[place]
    figure = column.kind in FIGURES
    if value is None and column.kind == "count" and sheet.hidden and not REPORTS[sheet.report].personal:
        return Cell(view.say("page.fewer", least=view.least), figure)
    text = in_words(sheet.report, column.name, value, view)
    if text is None:
        text = view.local.cell(value, column.kind)
    return Cell(text, figure, way_on(sheet, row, column.name, value, view), column.kind in MOMENTS)


def in_words(report: str, column: str, value: Any, view: View) -> str | None:
    """The words for what stands in a sheet as an id; None for what has none."""
    match column:
        case "team" if value is None and report == "overview":
            return view.say("page.every_team")
        case "course":
            return view.course(value)
        case "status":
            return worded(view, "status", value)
        case "roads":
            return ", ".join(worded(view, "roads", each) or each for each in value.split())
        case "check":
            return worded(view, "quality_checks", value)
        case "what":
            return view.named.courses.get(value) or view.named.titles.get(value)
    return None


def worded(view: View, table: str, value: Any) -> str | None:
    """The word of a table for an id."""
    key = f"{table}.{str(value).replace(' ', '_').replace('/', '_').replace('-', '_')}"
    try:
        return view.say(key)
    except KeyError:
        return None


def way_on(sheet: Sheet, row: tuple[Any, ...], column: str, value: Any, view: View) -> str:
    """Where a cell leads: a person to their path, a course of the overview to itself."""
    if column == "person" and value and view.persons:
        course = row[sheet.place("course")] if any(each.name == "course" for each in sheet.columns) else ""
        return view.link("/person", person=value, course=course or "")
    if column == "course" and value and sheet.report == "overview":
        return view.here(course=value, page=1)
    return ""


def with_names(sheet: Sheet, called: dict[str, str]) -> Sheet:
    """The sheet with a name behind each pseudonym."""
    if not sheet.columns:
        return sheet  # nothing was exported yet
    place = sheet.place("person") + 1
    columns = (*sheet.columns[:place], Column("name", "text"), *sheet.columns[place:])
    rows = [(*row[:place], called.get(row[place - 1]), *row[place:]) for row in sheet.rows]
    return replace(sheet, columns=columns, rows=rows)
