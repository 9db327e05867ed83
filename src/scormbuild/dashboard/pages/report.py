"""A report's page: a chart, the same figures as a table underneath, and the way to keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.analysis.formats import FORMATS
from scormbuild.analysis.model.table import ReportTable
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard import locale as local
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.charts.reports import report_charts
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.display_names import DisplayNames
from scormbuild.dashboard.filters import Filters
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.page import PageEndpoint
from scormbuild.dashboard.pages import disclosure
from scormbuild.dashboard.pages.table import table_page, with_names
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.report_request import ReportRequest
from scormbuild.dashboard.report_view import ReportView, translate_id
from scormbuild.dashboard.urls import download, page_path, page_url
from scormbuild.errors import Forbidden, NotFound

DOWNLOAD_FORMATS: Final = ("csv", "csv-nl", "xlsx", "parquet", "json")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page of figures begins with: the choice, what things are called, and today."""

    filters: Filters
    display_names: DisplayNames
    today: date
    locale: Locale

    def report_request(self, report: str, dashboard: Dashboard, user: User) -> ReportRequest:
        """A report on what was chosen, for this user."""
        selection = self.filters.selection(user.organisation, dashboard.zone)
        return ReportRequest(report, selection, user.permissions, self.filters.options(self.today))

    def report_view(self, request: Request, user: User) -> ReportView:
        """What tables and charts need."""
        return ReportView(
            user.translate,
            partial(page_url, request),
            self.locale,
            self.display_names,
            self.filters,
            user.permissions.min_cohort_size,
            page_path(request),
            user.has_permission("report person"),
            user.has_permission("names"),
        )


async def read_page_context(request: Request, user: User, dashboard: Dashboard) -> PageContext:
    """Read the choice; raises BadRequest, or Forbidden for a course that isn't the user's."""
    today = local.local_date(dashboard.lrs.clock(), dashboard.zone)
    chosen = choosing.parse_filters(request.query_params, today, user.translate)
    if chosen.course and not user.permissions.may_see_course(chosen.course):
        raise Forbidden(user.translate("odd.course"))
    named = await dashboard.report_cache.display_names(user.organisation)
    return PageContext(chosen, named, today, Locale(user.language, dashboard.zone))


async def template_values(
    user: User, dashboard: Dashboard, context: PageContext, name: str
) -> dict[str, Any]:
    """What the templates of all pages of figures need."""
    courses = {
        iri: title
        for iri, title in context.display_names.courses.items()
        if user.permissions.may_see_course(iri)
    }
    if context.filters.course:
        courses.setdefault(context.filters.course, context.filters.course)
    return {
        "locale": context.locale,
        "chosen": context.filters,
        "named": context.display_names,
        "courses": courses,
        "teams": context.display_names.teams,
        "periods": choosing.PERIODS,
        "kept": context.filters.shared_params(),
        "through": await dashboard.report_cache.consistent_through(user.organisation),
        "today": context.today,
        "name": name,
        "least": user.permissions.min_cohort_size,
    }


async def read_visible_report(question: ReportRequest, dashboard: Dashboard, user: User) -> ReportTable:
    """A report as the user may see it."""
    return await disclosure.pseudonymise_persons(
        dashboard, user, await dashboard.report_cache.read_report(question)
    )


def report_endpoint(name: str) -> PageEndpoint:
    """The page of a report."""

    async def show(request: Request, user: User, dashboard: Dashboard) -> Response:
        context = await read_page_context(request, user, dashboard)
        table = await read_visible_report(context.report_request(name, dashboard, user), dashboard, user)
        view = context.report_view(request, user)
        values = await template_values(user, dashboard, context, name)
        display_table = table
        if context.filters.names and user.permissions.names and REPORTS[name].personal:
            display_table = await name_listed_persons(display_table, view, user, dashboard)
        return render_page(
            "report",
            request,
            **values,
            sheet=table,
            pictures=report_charts(table, view),
            listing=table_page(display_table, view),
            downloads=download_links(request, context.filters, name),
            report=REPORTS[name],
            checks=quality_advice(table, view) if name == "quality" else None,
        )

    return show


def quality_advice(table: ReportTable, view: ReportView) -> list[tuple[str, str]]:
    """What was found by the checks of the quality report, and what to do about it."""
    context = dict.fromkeys(row[table.column_index("check")] for row in table.rows)
    values = (
        (translate_id(view, "quality_checks", each), translate_id(view, "quality_checks", f"{each} way"))
        for each in context
    )
    return [(check, way) for check, way in values if check and way]


async def name_listed_persons(
    table: ReportTable, view: ReportView, user: User, dashboard: Dashboard
) -> ReportTable:
    """The sheet with the names of those persons only who are seen on this page of it."""
    column = table.column_index("person")
    cells = table_page(with_names(table, {}), view).rows
    # Names of this page alone: the audit log should say who was looked up, not who could have been.
    persons_on_page = {cell.text for row in cells for cell in row} & {str(row[column]) for row in table.rows}
    names = await disclosure.disclose_names(dashboard, user, persons_on_page, f"report {table.report}")
    return with_names(table, names)


def download_links(request: Request, chosen: Filters, name: str) -> list[tuple[str, str]]:
    """Each form that a report can be kept in, with its address."""
    query = {**chosen.shared_params(), **({"names": "yes"} if chosen.names else {})}
    return [
        (format_name, page_url(request, f"/reports/{name}.{format_name}", **query))
        for format_name in DOWNLOAD_FORMATS
    ]


def download_endpoint(name: str) -> PageEndpoint:
    """A report as a file, in the form that the path ends in."""

    async def keep(request: Request, user: User, dashboard: Dashboard) -> Response:
        format_name = request.path_params["form"]
        if format_name not in DOWNLOAD_FORMATS:
            raise NotFound(user.translate("odd.form"))
        context = await read_page_context(request, user, dashboard)
        table = await read_visible_report(context.report_request(name, dashboard, user), dashboard, user)
        # Before the file is made, like all that is noted: where that fails there is none.
        if REPORTS[name].open_text:
            await disclosure.audit_answers(dashboard, user, table.rows, table)
        if context.filters.names and user.permissions.names and REPORTS[name].personal:
            persons = {str(row[table.column_index("person")]) for row in table.rows}
            table = with_names(
                table, await disclosure.disclose_names(dashboard, user, persons, f"report {name}")
            )
        body = await dashboard.lrs.run_in_thread(render_report_file, table, format_name, context.locale)
        return download(body, download_name(name, format_name, context), FORMATS[format_name].media_type)

    return keep


def render_report_file(table: ReportTable, format_name: str, local: Locale) -> bytes:
    """The sheet as a file."""
    stream = BytesIO()
    FORMATS[format_name].write(table, stream, local.zone)
    return stream.getvalue()


def download_name(name: str, format_name: str, context: PageContext) -> str:
    """Such as completion-2026-11-23.csv."""
    return f"{name}-{context.today.isoformat()}{FORMATS[format_name].suffix}"
