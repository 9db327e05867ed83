"""A report's page: a chart, the same figures as a table underneath, and the way to keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from scormbuild.analysis.formats import FORMS
from scormbuild.analysis.model.table import Sheet
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard import locale as local
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.charts.reports import pictures
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply, download
from scormbuild.dashboard.filters import Chosen
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.names import Named
from scormbuild.dashboard.page import Make
from scormbuild.dashboard.pages import disclosure
from scormbuild.dashboard.pages.table import View, listing, with_names, worded
from scormbuild.dashboard.render import rendered
from scormbuild.dashboard.report_request import Question
from scormbuild.errors import Forbidden, NotFound

DOWNLOADS: Final = ("csv", "csv-nl", "xlsx", "parquet", "json")


@dataclass(frozen=True, slots=True)
class Ground:
    """What every page of figures begins with: the choice, what things are called, and today."""

    chosen: Chosen
    named: Named
    today: date
    local: Local

    def question(self, report: str, desk: Desk, visitor: Visitor) -> Question:
        """A report on what was chosen, for this visitor."""
        selection = self.chosen.selection(visitor.organisation, desk.zone)
        return Question(report, selection, visitor.rights, self.chosen.options(self.today))

    def view(self, asked: Asked, visitor: Visitor) -> View:
        """What tables and charts need."""
        return View(
            visitor.say,
            asked.link,
            self.local,
            self.named,
            self.chosen,
            visitor.rights.least,
            asked.path,
            visitor.may("report person"),
        )


async def ground(asked: Asked, visitor: Visitor, desk: Desk) -> Ground:
    """Read the choice; raises BadRequest, or Forbidden for a course that isn't the visitor's."""
    today = local.today(desk.receiver.clock(), desk.zone)
    chosen = choosing.read(asked.params, today, visitor.say)
    if chosen.course and not visitor.rights.sees(chosen.course):
        raise Forbidden(visitor.say("odd.course"))
    named = await desk.figures.named(visitor.organisation)
    return Ground(chosen, named, today, Local(visitor.language, desk.zone))


async def values(visitor: Visitor, desk: Desk, found: Ground, name: str) -> dict[str, Any]:
    """What the templates of all pages of figures need."""
    courses = {iri: title for iri, title in found.named.courses.items() if visitor.rights.sees(iri)}
    if found.chosen.course:
        courses.setdefault(found.chosen.course, found.chosen.course)
    return {
        "local": found.local,
        "chosen": found.chosen,
        "named": found.named,
        "courses": courses,
        "teams": found.named.teams,
        "periods": choosing.PERIODS,
        "kept": found.chosen.kept(),
        "through": await desk.figures.through(visitor.organisation),
        "today": found.today,
        "name": name,
        "least": visitor.rights.least,
    }


async def asked_sheet(question: Question, desk: Desk, visitor: Visitor) -> Sheet:
    """A report as the visitor may see it."""
    return await disclosure.veiled(desk, visitor, await desk.figures.sheet(question))


def page_of(name: str) -> Make:
    """The page of a report."""

    async def show(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
        found = await ground(asked, visitor, desk)
        sheet = await asked_sheet(found.question(name, desk, visitor), desk, visitor)
        view = found.view(asked, visitor)
        told = await values(visitor, desk, found, name)
        shown = sheet
        if found.chosen.names and visitor.rights.names and REPORTS[name].personal:
            shown = await named_on_page(shown, view, visitor, desk)
        return rendered(
            "report",
            asked,
            visitor,
            desk,
            **told,
            sheet=sheet,
            pictures=pictures(sheet, view),
            listing=listing(shown, view),
            downloads=links(asked, found.chosen, name),
            personal=REPORTS[name].personal,
            checks=checks(sheet, view) if name == "quality" else [],
        )

    return show


def checks(sheet: Sheet, view: View) -> list[tuple[str, str]]:
    """What was found by the checks of the quality report, and what to do about it."""
    found = dict.fromkeys(row[sheet.place("check")] for row in sheet.rows)
    told = (
        (worded(view, "quality_checks", each), worded(view, "quality_checks", f"{each} way"))
        for each in found
    )
    return [(check, way) for check, way in told if check and way]


async def named_on_page(sheet: Sheet, view: View, visitor: Visitor, desk: Desk) -> Sheet:
    """The sheet with the names of those persons only who are seen on this page of it."""
    place = sheet.place("person")
    cells = listing(with_names(sheet, {}), view).rows
    seen = {cell.text for row in cells for cell in row} & {str(row[place]) for row in sheet.rows}
    called = await disclosure.called(desk, visitor, seen, f"report {sheet.report}")
    return with_names(sheet, called)


def links(asked: Asked, chosen: Chosen, name: str) -> list[tuple[str, str]]:
    """Each form that a report can be kept in, with its address."""
    query = {**chosen.kept(), **({"names": "yes"} if chosen.names else {})}
    return [(form, asked.link(f"/reports/{name}.{form}", **query)) for form in DOWNLOADS]


def download_of(name: str) -> Make:
    """A report as a file, in the form that the path ends in."""

    async def keep(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
        form = asked.rest["form"]
        if form not in DOWNLOADS:
            raise NotFound(visitor.say("odd.form"))
        found = await ground(asked, visitor, desk)
        sheet = await asked_sheet(found.question(name, desk, visitor), desk, visitor)
        if REPORTS[name].words:
            await disclosure.words_read(desk, visitor, sheet.rows, sheet)
        if found.chosen.names and visitor.rights.names and REPORTS[name].personal:
            persons = {str(row[sheet.place("person")]) for row in sheet.rows}
            sheet = with_names(sheet, await disclosure.called(desk, visitor, persons, f"report {name}"))
        body = await desk.receiver.run(written, sheet, form, found.local)
        return download(body, filename(name, form, found), FORMS[form].media_type)

    return keep


def written(sheet: Sheet, form: str, local: Local) -> bytes:
    """The sheet as a file."""
    stream = BytesIO()
    FORMS[form].write(sheet, stream, local.zone)
    return stream.getvalue()


def filename(name: str, form: str, found: Ground) -> str:
    """Such as completion-2026-11-23.csv."""
    return f"{name}-{found.today.isoformat()}{FORMS[form].suffix}"
