"""The pages of reports, each with the right that it asks for."""

from __future__ import annotations

from typing import Final

from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.auth.user import AUTHENTICATED
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.pages import answers, help, overview, person, statements
from scormbuild.dashboard.pages.report import download_endpoint, report_endpoint

# The reports that have more than a chart and a table; the others have the page that fits all.
OWN_PAGES: Final = {"overview": overview.show_overview, "answers": answers.show_answers}

REPORT_PAGES: tuple[Page, ...] = (
    *(
        Page(
            help.report_path(name),
            # The first page is where everybody lands: it sends on who may not see it.
            AUTHENTICATED if name == "overview" else f"report {name}",
            OWN_PAGES.get(name) or report_endpoint(name),
            menu_label=f"{name}.menu",
        )
        for name in REPORTS
    ),
    Page("/statements", "report statements", statements.show_statements, menu_label="statements.menu"),
    Page("/statements.json", "report statements", statements.download_statements),
    Page("/person", "report person", person.show_person),
    *(Page(f"/reports/{name}.{{form}}", f"report {name}", download_endpoint(name)) for name in REPORTS),
    Page("/help", AUTHENTICATED, help.show_help, menu_label="help.menu"),
    Page("/help/{name}", AUTHENTICATED, help.show_help_topic),
)
