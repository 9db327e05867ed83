"""A request in, an answer out. None instead of an answer: the connection drops, as when a network is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from scormbuild.preview import switches
from scormbuild.preview.learners import is_elements
from scormbuild.preview.lms import Commit, Lms, Outcome
from scormbuild.preview.php_form import parse_form
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
from scormbuild.preview.standards import STANDARDS

PREVIEW_PACKAGE = files("scormbuild.preview")
PAGE_FILES = {
    entry.name: entry.read_bytes()
    for folder in (PREVIEW_PACKAGE / "page", PREVIEW_PACKAGE / "assets")
    for entry in folder.iterdir()
    if entry.name.endswith((".html", ".css", ".js"))
}
LEARNER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)  # a CMIIdentifier (SCORM 1.2 RTE 3.4.4)
COMMIT_STATUS: dict[Outcome, int] = {"stored": 200, "failed": 500, "forbidden": 403, "lost": 204}


@dataclass(frozen=True)
class Request:
    """A request, read whole."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes = b""
    target: str = "/"  # path and query as they came

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


Route = Callable[[Lms, Request], Response | None]


def route_request(lms: Lms, request: Request) -> Response | None:
    """The answer to a request: a course file, a file of the LMS page, or one of the routes below."""
    if request.path.startswith("/course/"):
        return course_file(lms, request)
    if request.path.startswith("/lms/"):
        return page_file(request.path.removeprefix("/lms/"))
    methods = ROUTES.get(request.path)
    if methods is None:
        return text_response(404, "There is no such page.")
    route = methods.get(request.method)
    if route is None:
        return Response(405, headers=(("Allow", ", ".join(methods)),))
    try:
        return route(lms, request)
    except ValueError as error:
        return text_response(400, f"{error}")


def course_file(lms: Lms, request: Request) -> Response | None:
    """A file of the course by its exact name, from memory: no path reaches the disk."""
    if request.method != "GET":
        return Response(405, headers=(("Allow", "GET"),))
    if lms.switches.commits_lie:
        return None
    if lms.switches.session_expired:
        return redirect_to_login(lms, request)
    name = request.path.removeprefix("/course/")
    content = lms.builds.files.get(name)
    if content is None:
        return text_response(404, "The course has no such file.")
    return file_response(name, content, course_policy(lms.builds.files.get("index.html", b"")))


def page_file(name: str) -> Response:
    """A file of the LMS page."""
    content = PAGE_FILES.get(name)
    return (
        text_response(404, "There is no such file.")
        if content is None
        else file_response(name, content, PAGE_POLICY)
    )


def show_lms_page(lms: Lms, request: Request) -> Response:
    """The LMS page; its address may set switches, as in `/?mode=review&commits-fail=on`."""
    wishes = {name: value for name, value in request.query.items() if name in switches.SWITCH_NAMES}
    if wishes:
        lms.set_switches(wishes)
    if lms.switches.session_expired and lms.switches.run_time.returns:
        return redirect_to_login(lms, request)
    page = page_file(STANDARDS[lms.standard].page)
    return replace(page, body=page.body.replace(b"{standard}", lms.standard.encode()))


def redirect_to_login(lms: Lms, request: Request) -> Response:
    """Where a page or a course file leads once the session has expired."""
    lms.remember_after_login(request.target)
    return redirect_response("/login", 302)


def show_login(lms: Lms, _request: Request) -> Response:
    """The log-in page; it says whether it is of an LMS that empties localStorage."""
    page = page_file("login.html")
    storage = b"empty" if lms.switches.run_time.empties_storage else b"keep"
    return replace(page, body=page.body.replace(b"{storage}", storage))


def log_in(lms: Lms, _request: Request) -> Response:
    """Log in: nobody asks for a password here."""
    return redirect_response(lms.log_in(), 303)


def list_run_times(lms: Lms, _request: Request) -> Response:
    """What the LMS can behave like."""
    run_times = run_times_of(lms.standard)
    return json_response({name: run_time.as_dict() for name, run_time in run_times.items()})


def launch_course(lms: Lms, request: Request) -> Response:
    """What the page needs to open the course for a learner."""
    page, sent = request.query.get("page", ""), int(request.query.get("sent", "0"))
    return json_response(lms.launch(request.learner, page, sent) | {"build": lms.builds.build_info()})


def post_commit(lms: Lms, request: Request) -> Response | None:
    """Take what a commit, or the end, sent."""
    outcome = lms.commit(parse_commit(lms, request))
    return None if outcome == "dropped" else json_response({"outcome": outcome}, COMMIT_STATUS[outcome])


def parse_commit(lms: Lms, request: Request) -> Commit:
    """A commit as the page sent it. ValueError if it is none, or is for an attempt that nobody began."""
    sent = request.json_object()
    changed, attempt = sent.get("changed"), sent.get("attempt")
    if isinstance(sent.get("form"), str):
        changed = parse_form(sent["form"])
    if not is_elements(changed):
        raise ValueError("'changed' maps elements to text")
    begun = len(lms.learners.attempts(request.learner))
    if not isinstance(attempt, int) or not 1 <= attempt <= begun:
        raise ValueError(f"{request.learner} has no attempt {attempt}")
    finish, leaving = bool(sent.get("finish")), bool(sent.get("leaving"))
    page, session = str(sent.get("page", "")), int(sent.get("session") or 0)
    return Commit(request.learner, attempt, changed, finish, leaving, page, session)


def show_learner_data(lms: Lms, request: Request) -> Response:
    """What the LMS holds of a learner."""
    return json_response(lms.learner_data(request.learner))


def start_attempt(lms: Lms, request: Request) -> Response:
    """A new attempt, empty."""
    return json_response({"attempt": lms.learners.start_attempt(request.learner)}, 201)


def delete_attempts(lms: Lms, request: Request) -> Response:
    """Delete a learner's attempts."""
    lms.delete_attempts(request.learner)
    return Response(204)


def list_calls(lms: Lms, _request: Request) -> Response:
    """Every LMS call that a page reported, and every commit that reached the server, oldest first."""
    return json_response({"calls": list(lms.calls), "commits": list(lms.commits)})


def add_calls(lms: Lms, request: Request) -> Response:
    """Note the calls that a page saw."""
    seen = request.json_object().get("calls")
    if not isinstance(seen, list) or not all(isinstance(call, dict) for call in seen):
        raise ValueError("'calls' is a list of objects")
    lms.calls.extend({**call, "learner": request.learner} for call in seen)
    return Response(204)


def delete_calls(lms: Lms, _request: Request) -> Response:
    """Begin a new log."""
    lms.calls.clear()
    lms.commits.clear()
    return Response(204)


def show_switches(lms: Lms, _request: Request) -> Response:
    """The switches as they stand."""
    return json_response(lms.switches.as_dict())


def set_switches(lms: Lms, request: Request) -> Response:
    """Set the switches that the body names."""
    lms.set_switches(request.json_object())
    return json_response(lms.switches.as_dict())


ROUTES: dict[str, dict[str, Route]] = {
    "/": {"GET": show_lms_page},
    "/login": {"GET": show_login, "POST": log_in},
    "/run-times": {"GET": list_run_times},
    "/launch": {"GET": launch_course},
    "/commit": {"POST": post_commit},
    "/data": {"GET": show_learner_data},
    "/attempts": {"POST": start_attempt, "DELETE": delete_attempts},
    "/calls": {"GET": list_calls, "POST": add_calls, "DELETE": delete_calls},
    "/switches": {"GET": show_switches, "POST": set_switches},
}
