"""Every page of the desk, with the right that it asks for: what isn't here isn't answered."""

from __future__ import annotations

from scormbuild.dashboard.admin import DOORS
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.pages import REPORT_PAGES

PAGES: tuple[Page, ...] = (*REPORT_PAGES, *DOORS)
