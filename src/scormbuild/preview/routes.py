"""A request in, an answer out. None instead of an answer: the connection drops, as when a network is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from scormbuild.preview import switches
from scormbuild.preview.learning_system import LearningSystem
from scormbuild.preview.responses import (
    PAGE_POLICY,
    Response,
    course_policy,
    file_response,
    json_response,
    redirect_response,
    text_response,
)
from scormbuild.preview.run_times import run_times_of

PREVIEW_PACKAGE = files("scormbuild.preview")
PAGE_FILES = {
    entry.name: entry.read_bytes()
    for folder in (PREVIEW_PACKAGE / "page", PREVIEW_PACKAGE / "assets")
    for entry in folder.iterdir()
    if entry.name.endswith((".html", ".css", ".js"))
}
LEARNER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)  # a CMIIdentifier (SCORM 1.2 RTE 3.4.4)


@dataclass(frozen=True)
class Request:
    """A request, read whole."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes = b""
    target: str = "/"  # path and query as they came
    host: str = ""  # by which name the preview was asked
    authorization: str = ""

    @property
    def learner(self) -> str:
        """Who it is about. ValueError if that can't be the id of a learner."""
        learner = self.query.get("learner", "learner-1")
        if not LEARNER_ID.fullmatch(learner):
            raise ValueError("a learner's id is 1 to 64 letters, digits, '-' and '_'")
        return learner

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object. ValueError if it is none."""
        found = json.loads(self.body)
        if not isinstance(found, dict):
            raise ValueError("the body is a JSON object")
        return found


# Of a learning system of one standard, which its routes know.
Route = Callable[[Any, Request], Response | None]
Routes = Mapping[str, Mapping[str, Route]]  # by path and method; a path that ends in a slash is a beginning


def route_request(lms: LearningSystem, routes: Routes, request: Request) -> Response | None:
    """The answer to a request by one of these routes, the shared ones among them."""
    methods = routes.get(request.path) or routes.get(first_folder(request.path))
    if methods is None:
        return text_response(404, "There is no such page.")
    route = methods.get(request.method)
    if route is None:
        return Response(405, headers=(("Allow", ", ".join(methods)),))
    try:
        return route(lms, request)
    except ValueError as error:
        return text_response(400, f"{error}")


def first_folder(path: str) -> str:
    """`/course/` of `/course/media/film.mp4`; what is in no folder is its own."""
    return "/" + path.split("/")[1] + "/"


def course_file(lms: LearningSystem, request: Request) -> Response | None:
    """A file of the course by its exact name, from memory: no path reaches the disk."""
    if lms.switches.commits_lie:
        return None
    if lms.switches.session_expired:
        return redirect_to_login(lms, request)
    return serve_course_file(lms, request.path.removeprefix("/course/"))


def serve_course_file(lms: LearningSystem, name: str) -> Response:
    """The same, whatever the LMS makes of who asks."""
    content = lms.builds.files.get(name)
    if content is None:
        return text_response(404, "The course has no such file.")
    return file_response(
        name, content, course_policy(lms.builds.files.get("index.html", b""), *lms.endpoints)
    )


def page_file(name: str) -> Response:
    """A file of the preview's own pages."""
    content = PAGE_FILES.get(name)
    return (
        text_response(404, "There is no such file.")
        if content is None
        else file_response(name, content, PAGE_POLICY)
    )


def show_page_file(_lms: LearningSystem, request: Request) -> Response:
    """The same, by its address."""
    return page_file(request.path.removeprefix("/lms/"))


def lms_page(name: str) -> Route:
    """The page around the course; its address may set switches, as in `/?mode=review&commits-fail=on`."""

    def show_lms_page(lms: LearningSystem, request: Request) -> Response:
        wishes = {name: value for name, value in request.query.items() if name in switches.SWITCH_NAMES}
        if wishes:
            lms.set_switches(wishes)
        if lms.switches.session_expired and lms.switches.run_time.returns:
            return redirect_to_login(lms, request)
        page = page_file(name)
        return replace(page, body=page.body.replace(b"{standard}", lms.standard.encode()))

    return show_lms_page


def redirect_to_login(lms: LearningSystem, request: Request) -> Response:
    """Where a page or a course file leads once the session has expired."""
    lms.remember_after_login(request.target)
    return redirect_response("/login", 302)


def show_login(lms: LearningSystem, _request: Request) -> Response:
    """The log-in page; it says whether it is of an LMS that empties localStorage."""
    page = page_file("login.html")
    storage = b"empty" if lms.switches.run_time.empties_storage else b"keep"
    return replace(page, body=page.body.replace(b"{storage}", storage))


def log_in(lms: LearningSystem, _request: Request) -> Response:
    """Log in: nobody asks for a password here."""
    return redirect_response(lms.log_in(), 303)


def list_run_times(lms: LearningSystem, _request: Request) -> Response:
    """What the LMS can behave like."""
    run_times = run_times_of(lms.standard)
    return json_response({name: run_time.as_dict() for name, run_time in run_times.items()})


def show_switches(lms: LearningSystem, _request: Request) -> Response:
    """The switches as they stand."""
    return json_response(lms.switches.as_dict())


def set_switches(lms: LearningSystem, request: Request) -> Response:
    """Set the switches that the body names."""
    lms.set_switches(request.json_object())
    return json_response(lms.switches.as_dict())


def shared_routes(page: str) -> Routes:
    """What there is whatever the standard, with this page around the course."""
    return {
        "/": {"GET": lms_page(page)},
        "/course/": {"GET": course_file},
        "/lms/": {"GET": show_page_file},
        "/login": {"GET": show_login, "POST": log_in},
        "/run-times": {"GET": list_run_times},
        "/switches": {"GET": show_switches, "POST": set_switches},
    }
