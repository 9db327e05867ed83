"""A stand-in for an LMS that launches cmi5 courses: package on one origin, LRS on another, and the rules."""

from __future__ import annotations

import base64
import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from lxml import etree
from support.browser.cmi5_rules import CMI5, COMPLETED, PASSED, SESSION_ID, Registration, Session, violations

from scormbuild.course.targets.cmi5.structure import NAMESPACE
from scormbuild.preview.responses import CONTENT_TYPES

Json = dict[str, Any]
Answer = tuple[int, bytes]
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, PUT, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Experience-API-Version",
}


class Cmi5Lms:
    """One course and its learners. `violations` are the numbers of the requirements that were broken."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        unit = etree.fromstring(files["cmi5.xml"]).find(f"{{{NAMESPACE}}}au")
        assert unit is not None
        self.publisher_id = unit.get("id")
        self.move_on = unit.get("moveOn", "NotApplicable")
        self.mastery = float(unit.get("masteryScore", "nan")) if unit.get("masteryScore") else None
        self.registrations: dict[str, Registration] = {}
        self.sessions: list[Session] = []
        self.statements: list[Json] = []
        self.documents: dict[tuple[str, str], bytes] = {}
        self.violations: list[str] = []
        self.requests: list[str] = []
        self.is_down = False
        self.lock = threading.Lock()
        self.port = 0

    def launch(self, learner: str = "anna", mode: str = "", **data: object) -> str:
        """The address of a new session; those of the same learner that are open are abandoned."""
        with self.lock:
            account = {"homePage": "https://lms.example.org", "name": learner}
            registration = self.registrations.setdefault(
                learner, Registration(str(uuid.uuid4()), {"account": account})
            )
            for session in self.sessions:
                session.abandoned |= session.registration is registration
            number = len(self.sessions)
            template: Json = {
                "contextActivities": {"grouping": [{"id": self.publisher_id}]},
                "extensions": {SESSION_ID: f"session-{number}"},
            }
            mode = mode or ("Review" if self.is_satisfied(learner) else "Normal")
            activity = "https://lms.example.org/activities/7?course=3"
            session = Session(number, registration, activity, template, mode, self.mastery)
            self.sessions.append(session)
            launch_data = {"contextTemplate": template, "launchMode": mode, "moveOn": self.move_on}
            launch_data |= {"returnURL": f"http://127.0.0.1:{self.port}/back", **data}
            if self.mastery is not None:
                launch_data["masteryScore"] = self.mastery
            self.documents[registration.code, "LMS.LaunchData"] = json.dumps(launch_data).encode()
            lrs = f"http://127.0.0.1:{self.port}"
            query = {
                "endpoint": f"{lrs}/lrs/{number}",
                "fetch": f"{lrs}/fetch/{number}",
                "actor": json.dumps(registration.actor),
                "registration": registration.code,
                "activityId": activity,
            }
            return f"http://localhost:{self.port}/course/index.html?{urlencode(query)}"

    def is_satisfied(self, learner: str = "anna") -> bool:
        """Whether the learner is done, by moveOn."""
        said = self.registrations[learner].said if learner in self.registrations else set()
        return {
            "Completed": COMPLETED in said,
            "CompletedAndPassed": {COMPLETED, PASSED} <= said,
        }[self.move_on]

    def state(self, learner: str = "anna") -> Json:
        """The course's State document."""
        document = self.documents.get((self.registrations[learner].code, "scormbuild"))
        return dict(json.loads(document)) if document else {}

    def verbs(self, *, defined: bool = True, session: int = -1) -> list[str]:
        """What was said in a session, in order: what cmi5 defines, or all else."""
        name = self.sessions[session].template["extensions"][SESSION_ID]
        return [
            statement["verb"]["id"].rpartition("/")[2]
            for statement in self.statements
            if statement["context"]["extensions"][SESSION_ID] == name
            and defined == any(each["id"] == CMI5 for each in categories(statement))
        ]

    def answer(self, method: str, target: str, authorization: str, body: bytes) -> Answer:
        """What the server says."""
        url = urlsplit(target)
        _, place, *rest = url.path.split("/")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        with self.lock:
            if place == "back":
                return 200, b"<title>back</title>"
            if place == "course":
                content = self.files.get("/".join(rest))
                return (200, content) if content is not None else (404, b"")
            self.requests.append(f"{method} {'/'.join(rest[1:]) or place} {query.get('stateId', '')}".strip())
            session = self.sessions[int(rest[0])]
            if place == "fetch":
                return self.give_token(session)
            token = base64.b64encode(f"{session.token}:".encode()).decode()
            if not session.token or authorization != f"Basic {token}":
                return 401, b"{}"
            if session.is_over:
                return self.refuse("8.1.2.0-2", is_fault=not session.abandoned)
            return self.answer_lrs(session, method, "/".join(rest[1:]), query, body)

    def give_token(self, session: Session) -> Answer:
        """Once (cmi5 8.2): an error is a 200 too."""
        if session.token:
            return 200, json.dumps({"error-code": "1", "error-text": "used before"}).encode()
        session.token = f"token-{session.number}"
        token = base64.b64encode(f"{session.token}:".encode()).decode()
        return 200, json.dumps({"auth-token": token}).encode()

    def answer_lrs(self, session: Session, method: str, resource: str, query: Json, body: bytes) -> Answer:
        """The resources of xAPI that a course needs."""
        if resource == "agents/profile":
            session.preferences_read = True
            return 404, b"{}"
        if resource == "activities/state":
            return self.answer_state(session, method, query, body)
        if method == "GET":
            known = [each for each in self.statements if each["id"] == query["statementId"]]
            return (200, json.dumps(known[0]).encode()) if known else (404, b"{}")
        given = json.loads(body)
        return self.take(session, given if isinstance(given, list) else [given])

    def answer_state(self, session: Session, method: str, query: Json, body: bytes) -> Answer:
        """Documents of one learner in one registration."""
        if json.loads(query["agent"]) != session.registration.actor:
            return self.refuse("8.1.3.0-3")
        if query["registration"] != session.registration.code:
            return self.refuse("8.1.4.0-3")
        name = (session.registration.code, query["stateId"])
        if method == "GET":
            return (200, self.documents[name]) if name in self.documents else (404, b"{}")
        self.documents[name] = body
        return 204, b""

    def take(self, session: Session, statements: list[Json]) -> Answer:
        """All of them, or none."""
        for statement in statements:
            for number in violations(session, statement):
                return self.refuse(number)
            if any(each["id"] == statement["id"] for each in self.statements):
                return 409, b"{}"
        for statement in statements:
            self.statements.append(statement)
            if any(each["id"] == CMI5 for each in categories(statement)):
                session.said.append(statement["verb"]["id"])
                session.registration.said.add(statement["verb"]["id"])
        return 200, json.dumps([each["id"] for each in statements]).encode()

    def refuse(self, number: str, *, is_fault: bool = True) -> Answer:
        """403 with the number of what was broken."""
        if is_fault:
            self.violations.append(number)
        return 403, json.dumps({"message": number}).encode()


def categories(statement: Json) -> list[Json]:
    """The categories in a statement's context."""
    return list(statement["context"]["contextActivities"].get("category", []))


@contextmanager
def serve_cmi5(lms: Cmi5Lms) -> Iterator[Cmi5Lms]:
    """At a port of its own: the course at localhost, the LRS at 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            is_lrs = self.path.startswith(("/lrs", "/fetch"))
            if lms.is_down and is_lrs:
                return self.connection.close()
            if self.command == "OPTIONS":
                status, content = 204, b""
            else:
                authorization = self.headers.get("Authorization", "")
                status, content = lms.answer(self.command, self.path, authorization, body)
            self.send_response(status)
            path = urlsplit(self.path).path
            kind = ".json" if is_lrs else "." + path.rpartition(".")[2] if "." in path else ".html"
            headers = {"Content-Type": CONTENT_TYPES.get(kind, CONTENT_TYPES[".txt"])}
            headers |= {"Content-Length": str(len(content)), **(CORS if is_lrs else {})}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            return None

        do_POST = do_PUT = do_OPTIONS = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    lms.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield lms
    server.shutdown()
    thread.join()
    server.server_close()
