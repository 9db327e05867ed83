"""The pages of reports, each with the right that it asks for."""

from __future__ import annotations

from typing import Final

from scormbuild.dashboard.auth.user import ANYBODY
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.pages import answers, help, overview, person, statements
from scormbuild.dashboard.pages.report import download_of, page_of

DRAWN: Final = (
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
    Page("/", ANYBODY, overview.show, menu="overview.menu"),
    *(Page(f"/reports/{name}", f"report {name}", page_of(name), menu=f"{name}.menu") for name in DRAWN[:3]),
    Page("/answers", "report answers", answers.show, menu="answers.menu"),
    *(Page(f"/reports/{name}", f"report {name}", page_of(name), menu=f"{name}.menu") for name in DRAWN[3:]),
    Page("/statements", "report statements", statements.show, menu="statements.menu"),
    Page("/statements.json", "report statements", statements.keep),
    Page("/person", "report person", person.show),
    *(
        Page(f"/reports/{name}.{{form}}", f"report {name}", download_of(name))
        for name in ("overview", "answers", *DRAWN)
    ),
    Page("/help", ANYBODY, help.index, menu="help.menu"),
    Page("/help/{name}", ANYBODY, help.topic),
)
