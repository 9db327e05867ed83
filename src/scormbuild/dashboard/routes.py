"""Every page of the desk, with the right that it asks for: what isn't here isn't answered."""

from __future__ import annotations

from scormbuild.dashboard.admin import ADMIN_ROUTES
from scormbuild.dashboard.page import Route
from scormbuild.dashboard.pages import REPORT_ROUTES

ROUTES: tuple[Route, ...] = (*REPORT_ROUTES, *ADMIN_ROUTES)
