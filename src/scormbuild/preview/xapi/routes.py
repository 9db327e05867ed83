"""What a page around a course with an LRS asks for, and the LRS, which is on another origin."""

from __future__ import annotations

from dataclasses import replace

from scormbuild.preview.responses import CONTENT_TYPES, Response, json_response, text_response
from scormbuild.preview.routes import Request, Routes, page_file, shared_routes
from scormbuild.preview.xapi.lms import XapiLms

# To whoever asks: another site's Origin is refused before it gets here.
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, PUT, POST"),
    ("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Experience-API-Version"),
    ("Access-Control-Max-Age", "600"),
    ("X-Experience-API-Version", "1.0.3"),
)


def launch_course(lms: XapiLms, request: Request) -> Response:
    """A new session for the learner; nothing to launch where nothing was built."""
    build = {"build": lms.builds.build_info(), "switches": lms.switches.as_dict()}
    if not lms.builds.revision:
        return json_response(build)
    after = int(request.query.get("after") or 0)
    return json_response(lms.launch(request.learner, request.host, after) | build)


def show_learner_data(lms: XapiLms, request: Request) -> Response:
    """What the LMS and its LRS hold of a learner."""
    return json_response(lms.learner_data(request.learner) if lms.builds.revision else {})


def start_attempt(lms: XapiLms, request: Request) -> Response:
    """A new registration, empty."""
    return json_response({"attempt": lms.start_attempt(request.learner)}, 201)


def delete_attempts(lms: XapiLms, request: Request) -> Response:
    """Delete what there is of a learner."""
    lms.delete_attempts(request.learner)
    return Response(204)


def abandon_session(lms: XapiLms, request: Request) -> Response:
    """End a session from elsewhere."""
    number = request.json_object().get("session")
    if number not in lms.sessions:
        raise ValueError(f"there is no session {number}")
    lms.abandon(number)
    return Response(204)


def set_preferences(lms: XapiLms, request: Request) -> Response:
    """What the learner prefers."""
    lms.set_language(request.learner, str(request.json_object().get("language", "")))
    return Response(204)


def show_way_back(_lms: XapiLms, _request: Request) -> Response:
    """Where the course leads a learner who is done for now."""
    return page_file("back.html")


def answer_lrs(lms: XapiLms, request: Request) -> Response | None:
    """The LRS of one launch, and the address that gives its token."""
    _, place, number, *rest = request.path.split("/")
    session = lms.sessions.get(int(number)) if number.isdecimal() else None
    if session is None:
        return replace(text_response(404, "There is no such launch."), headers=CORS)
    asked = {
        "method": request.method,
        "resource": "/".join(rest) if place == "xapi" else place,
        "query": dict(request.query),
    }
    try:
        answer = lms.answer(session, asked, request.authorization, request.body)
    except ValueError as error:
        return replace(text_response(400, f"{error}"), headers=CORS)
    return answer and Response(answer[0], answer[1].encode(), CONTENT_TYPES[".json"], CORS)


def allow_origin(_lms: XapiLms, _request: Request) -> Response:
    """What a browser asks before it asks another origin (CORS)."""
    return Response(204, headers=CORS)


LRS_METHODS = {"GET": answer_lrs, "PUT": answer_lrs, "POST": answer_lrs, "OPTIONS": allow_origin}
XAPI_ROUTES: Routes = {
    **shared_routes("xapi.html"),
    "/launch": {"POST": launch_course},
    "/data": {"GET": show_learner_data},
    "/attempts": {"POST": start_attempt, "DELETE": delete_attempts},
    "/abandon": {"POST": abandon_session},
    "/preferences": {"POST": set_preferences},
    "/back": {"GET": show_way_back},
    "/fetch/": {"POST": answer_lrs, "OPTIONS": allow_origin},
    "/xapi/": LRS_METHODS,
}
