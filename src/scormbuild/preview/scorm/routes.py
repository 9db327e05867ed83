"""What SCORM's page asks for beside what every page does."""

from __future__ import annotations

from scormbuild.preview.responses import Response, json_response
from scormbuild.preview.routes import Request, Routes, shared_routes
from scormbuild.preview.scorm.learners import is_elements
from scormbuild.preview.scorm.lms import Commit, Lms, Outcome
from scormbuild.preview.scorm.php_form import parse_form

COMMIT_STATUS: dict[Outcome, int] = {"stored": 200, "failed": 500, "forbidden": 403, "lost": 204}


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


SCORM_ROUTES: Routes = {
    **shared_routes("lms.html"),
    "/launch": {"GET": launch_course},
    "/commit": {"POST": post_commit},
    "/data": {"GET": show_learner_data},
    "/attempts": {"POST": start_attempt, "DELETE": delete_attempts},
    "/calls": {"GET": list_calls, "POST": add_calls, "DELETE": delete_calls},
}
