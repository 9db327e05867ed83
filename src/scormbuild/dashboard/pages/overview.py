"""The first page: how the courses are doing, at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.table import ReportTable
from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard import locale
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.charts.chart import Chart, as_dicts, ratio
from scormbuild.dashboard.charts.over_time import fill_gaps, timeline_chart
from scormbuild.dashboard.charts.reports import finish_rate_chart
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.filters import Filters
from scormbuild.dashboard.locale import EMPTY_CELL
from scormbuild.dashboard.pages.report import download_links, read_page_context, template_values
from scormbuild.dashboard.pages.table import table_page
from scormbuild.dashboard.render import list_menu_pages, render_page
from scormbuild.dashboard.report_request import ReportRequest
from scormbuild.dashboard.report_view import ReportView
from scormbuild.dashboard.urls import page_url, redirect


async def show_overview(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The page; who may not see it is sent to the first one that they may."""
    if not user.has_permission("report overview"):
        return redirect(
            page_url(request, next(each.path for each in list_menu_pages(request) if each.path != "/"))
        )
    context = await read_page_context(request, user, dashboard)
    table, weeks = await dashboard.report_cache.read_reports(
        overview_requests(context.filters, user.organisation, dashboard.zone, user.permissions)
    )
    view = context.report_view(request, user)
    return render_page(
        "overview",
        request,
        **await template_values(user, dashboard, context, "overview"),
        sheet=table,
        key=key_figures(table, view),
        pictures=[*course_charts(table, view), *weekly_charts(weeks, view)],
        listing=table_page(table, view),
        downloads=download_links(request, context.filters, "overview"),
        personal=False,
    )


def overview_requests(
    filters: Filters, organisation: int, zone: ZoneInfo, rights: Permissions
) -> list[ReportRequest]:
    """The reports that the page is made of."""
    selection = filters.selection(organisation, zone)
    return [
        ReportRequest("overview", selection, rights, Options()),
        ReportRequest("activity", selection, rights, Options(by="week")),
    ]


def first_page_requests(zone: ZoneInfo, clock: Callable[[], int]) -> Callable[[int], list[ReportRequest]]:
    """The same of the page that is seen first, for an organisation: all courses, the usual period."""

    def ask(organisation: int) -> list[ReportRequest]:
        # By the way of a page itself: otherwise it would be remembered under another key than pages ask
        # for.
        filters = choosing.parse_filters(QueryParams(), locale.local_date(clock(), zone), str)
        return overview_requests(filters, organisation, zone, Permissions())

    return ask


def key_figures(table: ReportTable, view: ReportView) -> dict[str, Any] | None:
    """What all courses together come to; None where there is nothing to add up."""
    # Of everybody, or of the team that is asked for; teams aren't added up: who is in two would count twice.
    rows = [row for row in as_dicts(table) if row["team"] == (view.filters.team or None)]
    if not rows:
        return None
    # Out of the figures that are shown, so that they tell no more together than one by one.
    begun, finished, verified = (
        sum(row[name] or 0 for row in rows) or None for name in ("begun", "finished", "verified")
    )
    return {
        "begun": view.format_count(begun),
        "finished": view.format_count(finished),
        "verified": view.format_count(verified),
        "share": view.locale.format_percent(round(ratio(finished, begun), 2)) if finished else EMPTY_CELL,
        "added": len(rows) > 1,
    }


def course_charts(table: ReportTable, view: ReportView) -> list[Chart]:
    """Begun and finished: by course, or of one course by team."""
    rows = as_dicts(table)
    if view.filters.course:
        rows = [row for row in rows if row["team"] is not None]
        title, by = view.translate("overview.by_team"), "team"
    else:
        rows = [row for row in rows if row["team"] == (view.filters.team or None)]
        title, by = view.translate("overview.by_course"), "course"

    def label(row: dict[str, Any]) -> str:
        return str(row["team"]) if by == "team" else view.course_title(row["course"])

    return [finish_rate_chart(rows, view, title, label)] if rows else []


def weekly_charts(table: ReportTable, view: ReportView) -> list[Chart]:
    """How much was told each week."""
    if not table.rows:
        return []
    weeks = fill_gaps(as_dicts(table))
    labels = [view.locale.format_cell(row["day"], "day") for row in weeks]
    return [
        timeline_chart(
            [row["statements"] for row in weeks], labels, view.translate("overview.per_week"), view
        )
    ]
