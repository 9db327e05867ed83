"""A course as a site: its files, and what keeps an author from seeing an older build."""

from __future__ import annotations

from dataclasses import replace

from scormbuild.preview.learning_system import LearningSystem
from scormbuild.preview.responses import CONTENT_TYPES, Response, json_response
from scormbuild.preview.routes import Request, Routes, serve_course_file, shared_routes

SERVICE_WORKER = "service-worker.js"
# A browser that kept the course would show what it kept: this one takes the place of any there, and goes.
LEAVING_WORKER = b"""self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.registration.unregister()));
"""
# What only a site needs of its page.
POLICY = "; worker-src 'self'; manifest-src 'self'"


class Site(LearningSystem):
    """One course on the web: whatever is kept is kept in the browser."""


def site_file(site: Site, request: Request) -> Response | None:
    """A file of the site, as the last build has it."""
    if site.switches.commits_lie:
        return None
    name = request.path.removeprefix("/course/") or "index.html"
    if name == SERVICE_WORKER:
        return Response(200, LEAVING_WORKER, CONTENT_TYPES[".js"])
    answer = serve_course_file(site, name)
    headers = [(each, value + POLICY if "Policy" in each else value) for each, value in answer.headers]
    return replace(answer, headers=tuple(headers))


def show_build(site: Site, _request: Request) -> Response:
    """Which build there is to show."""
    return json_response({"build": site.builds.build_info(), "switches": site.switches.as_dict()})


SITE_ROUTES: Routes = {
    **shared_routes("site.html"),
    "/course/": {"GET": site_file},
    "/launch": {"GET": show_build},
}
