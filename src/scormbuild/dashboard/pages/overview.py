"""The first page: how the courses are doing, at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.table import Sheet
from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard import locale
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.charts.reports import Picture, as_dicts, begun_and_finished, over_time, part, spaced
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Fields, Reply, sent_on
from scormbuild.dashboard.filters import Chosen
from scormbuild.dashboard.pages.report import ground, links, values
from scormbuild.dashboard.pages.table import View, listing
from scormbuild.dashboard.render import menu, rendered
from scormbuild.dashboard.report_request import Question


async def show(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page; who may not see it is sent to the first one that they may."""
    if not visitor.may("report overview"):
        return sent_on(asked.link(next(each.path for each in menu(visitor, desk) if each.path != "/")))
    found = await ground(asked, visitor, desk)
    sheet, weeks = await desk.figures.sheets(
        questions(found.chosen, visitor.organisation, desk.zone, visitor.rights)
    )
    view = found.view(asked, visitor)
    return rendered(
        "overview",
        asked,
        visitor,
        desk,
        **await values(visitor, desk, found, "overview"),
        sheet=sheet,
        key=key_figures(sheet, view),
        pictures=[*bars(sheet, view), *per_week(weeks, view)],
        listing=listing(sheet, view),
        downloads=links(asked, found.chosen, "overview"),
        personal=False,
    )


def questions(chosen: Chosen, organisation: int, zone: ZoneInfo, rights: Rights) -> list[Question]:
    """The reports that the page is made of."""
    selection = chosen.selection(organisation, zone)
    return [
        Question("overview", selection, rights, Options()),
        Question("activity", selection, rights, Options(by="week")),
    ]


def first(zone: ZoneInfo, clock: Callable[[], int]) -> Callable[[int], list[Question]]:
    """The same of the page that is seen first, for an organisation: all courses, the usual period."""

    def ask(organisation: int) -> list[Question]:
        chosen = choosing.read(Fields(), locale.today(clock(), zone), str)
        return questions(chosen, organisation, zone, Rights())

    return ask


def key_figures(sheet: Sheet, view: View) -> dict[str, Any] | None:
    """What all courses together come to; None where there is nothing to add up."""
    rows = [row for row in as_dicts(sheet) if row["team"] is None and row["begun"] is not None]
    if not rows:
        return None
    begun, finished, verified = (
        sum(row[name] or 0 for row in rows) for name in ("begun", "finished", "verified")
    )
    return {
        "begun": view.local.number(begun),
        "finished": view.local.number(finished),
        "verified": view.local.number(verified),
        "share": view.local.share(part(finished, begun)),
        "verified_share": view.local.share(part(verified, finished)),
        "added": len(rows) > 1,
    }


def bars(sheet: Sheet, view: View) -> list[Picture]:
    """Begun and finished: by course, or of one course by team."""
    rows = as_dicts(sheet)
    if view.chosen.course:
        rows = [row for row in rows if row["team"] is not None]
        title, by = view.say("overview.by_team"), "team"
    else:
        rows = [row for row in rows if row["team"] is None]
        title, by = view.say("overview.by_course"), "course"

    def label(row: dict[str, Any]) -> str:
        return str(row["team"]) if by == "team" else view.course(row["course"])

    return [begun_and_finished(rows, view, title, label)] if rows else []


def per_week(sheet: Sheet, view: View) -> list[Picture]:
    """How much was told each week."""
    if not sheet.rows:
        return []
    weeks = spaced(as_dicts(sheet))
    labels = [view.local.cell(row["day"], "day") for row in weeks]
    return [over_time([row["statements"] or 0 for row in weeks], labels, view.say("overview.per_week"), view)]
