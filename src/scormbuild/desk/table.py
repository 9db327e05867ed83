"""Every page of the desk, with the right that it asks for: what isn't here isn't answered."""

from __future__ import annotations

from scormbuild.desk.doors import DOORS
from scormbuild.desk.page import Page
from scormbuild.desk.pages import REPORT_PAGES

PAGES: tuple[Page, ...] = (*REPORT_PAGES, *DOORS)
