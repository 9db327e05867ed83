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
from scormbuild.preview.php_form import read_form
from scormbuild.preview.responses import PAGE_POLICY, Answer, as_json, course_policy, file, redirect, words
from scormbuild.preview.run_times import RUN_TIMES

PACKAGE = files("scormbuild.preview")
PAGE = {
    entry.name: entry.read_bytes()
    for folder in (PACKAGE / "page", PACKAGE / "assets")
    for entry in folder.iterdir()
    if entry.name.endswith((".html", ".css", ".js"))
}
LEARNER = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)  # a CMIIdentifier (SCORM 1.2 RTE 3.4.4)
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
        if not LEARNER.fullmatch(learner):
            raise ValueError("a learner's id is 1 to 64 letters, digits, '-' and '_'")
        return learner

    def object(self) -> dict[str, Any]:
        """The body as a JSON object. ValueError if it is none."""
        found = json.loads(self.body)
        if not isinstance(found, dict):
            raise ValueError("the body is a JSON object")
        return found


Route = Callable[[Lms, Request], Answer | None]


def answer(lms: Lms, request: Request) -> Answer | None:
    """The answer to a request: a course file, a file of the LMS page, or one of the routes below."""
    if request.path.startswith("/course/"):
        return course_file(lms, request)
    if request.path.startswith("/lms/"):
        return page_file(request.path.removeprefix("/lms/"))
    methods = ROUTES.get(request.path)
    if methods is None:
        return words(404, "There is no such page.")
    route = methods.get(request.method)
    if route is None:
        return Answer(405, headers=(("Allow", ", ".join(methods)),))
    try:
        return route(lms, request)
    except ValueError as error:
        return words(400, f"{error}")


def course_file(lms: Lms, request: Request) -> Answer | None:
    """A file of the course by its exact name, from memory: no path reaches the disk."""
    if request.method != "GET":
        return Answer(405, headers=(("Allow", "GET"),))
    if lms.switches.commits_lie:
        return None
    if lms.switches.session_expired:
        return to_login(lms, request)
    name = request.path.removeprefix("/course/")
    content = lms.builds.files.get(name)
    if content is None:
        return words(404, "The course has no such file.")
    return file(name, content, course_policy(lms.builds.files.get("index.html", b"")))


def page_file(name: str) -> Answer:
    """A file of the LMS page."""
    content = PAGE.get(name)
    return words(404, "There is no such file.") if content is None else file(name, content, PAGE_POLICY)


def front(lms: Lms, request: Request) -> Answer:
    """The LMS page; its address may set switches, as in `/?mode=review&commits-fail=on`."""
    wishes = {name: value for name, value in request.query.items() if name in switches.NAMES}
    if wishes:
        lms.switch(wishes)
    if lms.switches.session_expired and lms.switches.run_time.returns:
        return to_login(lms, request)
    return page_file("lms.html")


def to_login(lms: Lms, request: Request) -> Answer:
    """Where a page or a course file leads once the session has expired."""
    lms.send_to_login(request.target)
    return redirect("/login", 302)


def show_login(lms: Lms, _request: Request) -> Answer:
    """The log-in page; it says whether it is of an LMS that empties localStorage."""
    page = page_file("login.html")
    storage = b"empty" if lms.switches.run_time.empties_storage else b"keep"
    return replace(page, body=page.body.replace(b"{storage}", storage))


def log_in(lms: Lms, _request: Request) -> Answer:
    """Log in: nobody asks for a password here."""
    return redirect(lms.log_in(), 303)


def run_times(_lms: Lms, _request: Request) -> Answer:
    """What the LMS can behave like."""
    return as_json({name: run_time.public() for name, run_time in RUN_TIMES.items()})


def launch(lms: Lms, request: Request) -> Answer:
    """What the page needs to open the course for a learner."""
    page, sent = request.query.get("page", ""), int(request.query.get("sent", "0"))
    return as_json(lms.launch(request.learner, page, sent) | {"build": lms.builds.news()})


def commit(lms: Lms, request: Request) -> Answer | None:
    """Take what LMSCommit or LMSFinish sent."""
    outcome = lms.commit(read_commit(lms, request))
    return None if outcome == "dropped" else as_json({"outcome": outcome}, COMMIT_STATUS[outcome])


def read_commit(lms: Lms, request: Request) -> Commit:
    """A commit as the page sent it. ValueError if it is none, or is for an attempt that nobody began."""
    sent = request.object()
    changed, attempt = sent.get("changed"), sent.get("attempt")
    if isinstance(sent.get("form"), str):
        changed = read_form(sent["form"])
    if not is_elements(changed):
        raise ValueError("'changed' maps elements to text")
    begun = len(lms.learners.attempts(request.learner))
    if not isinstance(attempt, int) or not 1 <= attempt <= begun:
        raise ValueError(f"{request.learner} has no attempt {attempt}")
    finish, leaving = bool(sent.get("finish")), bool(sent.get("leaving"))
    page, session = str(sent.get("page", "")), int(sent.get("session") or 0)
    return Commit(request.learner, attempt, changed, finish, leaving, page, session)


def data(lms: Lms, request: Request) -> Answer:
    """What the LMS holds of a learner."""
    return as_json(lms.kept(request.learner))


def start_attempt(lms: Lms, request: Request) -> Answer:
    """A new attempt, empty."""
    return as_json({"attempt": lms.learners.start_attempt(request.learner)}, 201)


def delete_attempts(lms: Lms, request: Request) -> Answer:
    """Delete a learner's attempts."""
    lms.forget(request.learner)
    return Answer(204)


def calls(lms: Lms, _request: Request) -> Answer:
    """Every LMS call that a page reported, and every commit that reached the server, oldest first."""
    return as_json({"calls": list(lms.calls), "commits": list(lms.commits)})


def add_calls(lms: Lms, request: Request) -> Answer:
    """Note the calls that a page saw."""
    seen = request.object().get("calls")
    if not isinstance(seen, list) or not all(isinstance(call, dict) for call in seen):
        raise ValueError("'calls' is a list of objects")
    lms.calls.extend({**call, "learner": request.learner} for call in seen)
    return Answer(204)


def forget_calls(lms: Lms, _request: Request) -> Answer:
    """Begin a new log."""
    lms.calls.clear()
    lms.commits.clear()
    return Answer(204)


def show_switches(lms: Lms, _request: Request) -> Answer:
    """The switches as they stand."""
    return as_json(lms.switches.public())


def set_switches(lms: Lms, request: Request) -> Answer:
    """Set the switches that the body names."""
    lms.switch(request.object())
    return as_json(lms.switches.public())


ROUTES: dict[str, dict[str, Route]] = {
    "/": {"GET": front},
    "/login": {"GET": show_login, "POST": log_in},
    "/run-times": {"GET": run_times},
    "/launch": {"GET": launch},
    "/commit": {"POST": commit},
    "/data": {"GET": data},
    "/attempts": {"POST": start_attempt, "DELETE": delete_attempts},
    "/calls": {"GET": calls, "POST": add_calls, "DELETE": forget_calls},
    "/switches": {"GET": show_switches, "POST": set_switches},
}
