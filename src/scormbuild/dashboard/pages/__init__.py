"""The pages of reports, each with the right that it asks for."""

from __future__ import annotations

from typing import Final

from scormbuild.dashboard.auth.user import AUTHENTICATED
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.pages import answers, help, overview, person, statements
from scormbuild.dashboard.pages.report import download_endpoint, report_endpoint

STANDARD_REPORTS: Final = (
    "completion",
    "progress",
    "time",
    "opinions",
    "choices",
    "attempts",
    "activity",
    "quality",
    "snapshot",
)

REPORT_PAGES: tuple[Page, ...] = (
    Page("/", AUTHENTICATED, overview.show_overview, menu_label="overview.menu"),
    *(
        Page(f"/reports/{name}", f"report {name}", report_endpoint(name), menu_label=f"{name}.menu")
        for name in STANDARD_REPORTS[:3]
    ),
    Page("/answers", "report answers", answers.show_answers, menu_label="answers.menu"),
    *(
        Page(f"/reports/{name}", f"report {name}", report_endpoint(name), menu_label=f"{name}.menu")
        for name in STANDARD_REPORTS[3:]
    ),
    Page("/statements", "report statements", statements.show_statements, menu_label="statements.menu"),
    Page("/statements.json", "report statements", statements.download_statements),
    Page("/person", "report person", person.show_person),
    *(
        Page(f"/reports/{name}.{{form}}", f"report {name}", download_endpoint(name))
        for name in ("overview", "answers", *STANDARD_REPORTS)
    ),
    Page("/help", AUTHENTICATED, help.show_help, menu_label="help.menu"),
    Page("/help/{name}", AUTHENTICATED, help.show_help_topic),
)
