"""A Moodle for tests: answers web services over REST as Moodle 4.5 does, with its errors, pages and moods."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]


class MoodleError(Exception):
    """What Moodle answers with status 200: an exception, its errorcode and its message."""

    def __init__(self, code: str, message: str = "", kind: str = "core\\exception\\moodle_exception") -> None:
        self.response = {"exception": kind, "errorcode": code, "message": message or f"Error: {code}"}


@dataclass
class FakeMoodle:
    """All that it holds. Tests change it; `asked` is every call so far."""

    url: str = ""
    token: str = "0123456789abcdef0123456789abcdef"
    courses: dict[int, str] = field(default_factory=lambda: {2: "CARE-1"})
    scorms: dict[int, Json] = field(default_factory=dict)
    scos: dict[int, list[Json]] = field(default_factory=dict)
    users: dict[int, Json] = field(default_factory=dict)
    enrolments: dict[int, list[int]] = field(default_factory=dict)
    tracks: dict[tuple[int, int, int], dict[str, str]] = field(default_factory=dict)
    times_modified: dict[tuple[int, int, int], int] = field(default_factory=dict)
    completion: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    invisible_learners: set[int] = field(default_factory=set)  # whom the token's account may not see
    closed_courses: set[int] = field(default_factory=set)  # courses that it may not enter
    maintenance: bool = False
    unreadable_learners: set[int] = field(default_factory=set)  # learners whose tracks can't be read
    forbidden_functions: set[str] = field(default_factory=set)  # functions whose capability is missing
    names_hidden: bool = False
    last_access_hidden: bool = False
    statuses: list[int] = field(default_factory=list)  # of the next answers; 0: none within the time-out
    revoke_after: int | None = None
    calls: list[tuple[str, Json]] = field(default_factory=list)

    def add_scorm(
        self, number: int, module: int, name: str, *items: tuple[str, str], course: int = 2
    ) -> None:
        """An activity; each item is (identifier, identifier of the manifest), and an SCO of its own."""
        self.scorms[number] = {"id": number, "coursemodule": module, "course": course, "name": name}
        # Moodle lists the organization as an SCO too, one without anything to launch.
        root = {
            "id": number * 100,
            "launch": "",
            "identifier": "ORG",
            "manifest": items[0][1],
            "scormtype": "",
        }
        self.scos[number] = [root] + [
            {
                "id": number * 100 + place,
                "launch": "index.html",
                "identifier": identifier,
                "manifest": manifest,
                "scormtype": "sco",
            }
            for place, (identifier, manifest) in enumerate(items, 1)
        ]

    def add_learner(self, number: int, username: str, fullname: str, seen: int, course: int = 2) -> None:
        """Somebody who is enrolled."""
        self.users[number] = {
            "id": number,
            "username": username,
            "fullname": fullname,
            "lastcourseaccess": seen,
            "email": f"{username}@example.org",
        }
        self.enrolments.setdefault(course, []).append(number)

    def store_tracks(self, sco: int, learner: int, attempt: int = 1, at: int = 0, **elements: str) -> None:
        """What a package stores: `lesson_status`, `score_raw`, `suspend_data`, or names in full."""
        short = {
            "lesson_status": "cmi.core.lesson_status",
            "score": "cmi.core.score.raw",
            "suspend_data": "cmi.suspend_data",
        }
        rows = {short.get(name, name): value for name, value in elements.items()}
        self.tracks.setdefault((sco, learner, attempt), {"x.start.time": "1790000000"}).update(rows)
        self.times_modified[sco, learner, attempt] = at or self.times_modified.get(
            (sco, learner, attempt), 1790000000
        )

    def set_last_access(self, learner: int, seen: int) -> None:
        """A learner opens the course."""
        self.users[learner]["lastcourseaccess"] = seen

    def call_function(self, function: str, given: Json) -> Any:
        """What a function gives."""
        if self.revoke_after is not None and len(self.calls) > self.revoke_after:
            raise MoodleError("invalidtoken", "Invalid token - token not found")
        if given.pop("wstoken", "") != self.token:
            raise MoodleError("invalidtoken", "Invalid token - token not found")
        if self.maintenance:
            raise MoodleError("sitemaintenance", "The site is undergoing maintenance")
        if function not in FUNCTIONS:
            raise MoodleError("accessexception", "Access control exception", "webservice_access_exception")
        if function in self.forbidden_functions:
            message = "Sorry, but you do not currently have permissions to do that"
            raise MoodleError("nopermissions", message, "required_capability_exception")
        return FUNCTIONS[function](self, given)

    def last_attempt(self, sco: int, learner: int) -> int:
        """As Moodle counts: over all SCOs of the activity, and 1 where there is none."""
        found = [
            attempt for (each, who, attempt) in self.tracks if who == learner and each // 100 == sco // 100
        ]
        return max(found, default=1)


def site_info(site: FakeMoodle, _: Json) -> Json:
    return {"sitename": "Care", "username": "harvester", "siteurl": site.url, "userid": 9, "release": "4.5.5"}


def courses_by_field(site: FakeMoodle, given: Json) -> Json:
    found = {
        number: name
        for number, name in site.courses.items()
        if given.get("field", "") == "" or (given["field"] == "shortname" and given["value"] == name)
    }
    return {
        "courses": [{"id": number, "shortname": name} for number, name in found.items()],
        "warnings": [],
    }


def scorms_by_courses(site: FakeMoodle, given: Json) -> Json:
    wanted = {int(number) for number in given.get("courseids", {}).values()}
    found = [scorm for scorm in site.scorms.values() if scorm["course"] in wanted - site.closed_courses]
    warnings = [
        {
            "item": "course",
            "itemid": number,
            "warningcode": "1",
            "message": "No access rights in course context",
        }
        for number in sorted(wanted & site.closed_courses)
    ]
    return {"scorms": found, "warnings": warnings}


def scorm_scoes(site: FakeMoodle, given: Json) -> Json:
    return {"scoes": site.scos[int(given["scormid"])], "warnings": []}


def enrolled_users(site: FakeMoodle, given: Json) -> list[Json]:
    options = {option["name"]: option["value"] for option in given.get("options", {}).values()}
    start, number = int(options.get("limitfrom", 0)), int(options.get("limitnumber", 0))
    # First the page, then who may be seen: in Moodle too a page can be short, and not the last.
    rows = sorted(site.enrolments.get(int(given["courseid"]), []))[start : start + number if number else None]
    fields = options["userfields"].split(",") if "userfields" in options else None
    return [user_details(site, site.users[row], fields) for row in rows if row not in site.invisible_learners]


def user_details(site: FakeMoodle, user: Json, fields: list[str] | None) -> Json:
    """A user's details; the full name is always there."""
    hidden = {
        *(["username"] if site.names_hidden else []),
        *(["lastcourseaccess"] if site.last_access_hidden else []),
    }
    return {
        name: value
        for name, value in user.items()
        if name not in hidden and (fields is None or name in (*fields, "id", "fullname"))
    }


def sco_tracks(site: FakeMoodle, given: Json) -> Json:
    sco, learner, attempt = (int(given[name]) for name in ("scoid", "userid", "attempt"))
    if learner in site.unreadable_learners:
        raise MoodleError("invaliduser", "Invalid user", "dml_missing_record_exception")
    attempt = attempt or site.last_attempt(sco, learner)
    elements = site.tracks.get((sco, learner, attempt), {})
    status = elements.get("cmi.core.lesson_status", elements.get("cmi.completion_status", ""))
    if not status:
        warning = {
            "item": "attempt",
            "itemid": attempt,
            "warningcode": "notattempted",
            "message": "Not attempted",
        }
        return {"data": {"attempt": attempt, "tracks": []}, "warnings": [warning]}
    together = {
        "score_raw": elements.get("cmi.core.score.raw", ""),
        "status": status,
        "total_time": "00:00:00",
        "session_time": "00:00:00",
        "timemodified": str(site.times_modified[sco, learner, attempt]),
        **elements,
        "userid": learner,  # a number, as no other value is
        "scoid": str(sco),
    }
    rows = [{"element": name, "value": value} for name, value in together.items()]
    return {"data": {"attempt": attempt, "tracks": rows}, "warnings": []}


def completion_status(site: FakeMoodle, given: Json) -> Json:
    learner = int(given["userid"])
    statuses = []
    for scorm in site.scorms.values():
        state, when = site.completion.get((scorm["coursemodule"], learner), (0, 0))
        statuses.append(
            {
                "cmid": scorm["coursemodule"],
                "modname": "scorm",
                "instance": scorm["id"],
                "state": state,
                "timecompleted": when,
                # Moodle's COMPLETION_TRACKING_AUTOMATIC.
                "tracking": 2,
                "overrideby": None,
            }
        )
    return {"statuses": statuses, "warnings": []}


FUNCTIONS = {
    "core_webservice_get_site_info": site_info,
    "core_course_get_courses_by_field": courses_by_field,
    "mod_scorm_get_scorms_by_courses": scorms_by_courses,
    "mod_scorm_get_scorm_scoes": scorm_scoes,
    "core_enrol_get_enrolled_users": enrolled_users,
    "mod_scorm_get_scorm_sco_tracks": sco_tracks,
    "core_completion_get_activities_completion_status": completion_status,
}


def parse_php_form(pairs: list[tuple[str, str]]) -> Json:
    """A form as PHP reads it: options[0][name]=limitfrom."""
    result: Json = {}
    for name, value in pairs:
        keys = [name.partition("[")[0], *re.findall(r"\[([^\]]*)\]", name)]
        place = result
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return result


@contextmanager
def run_fake_moodle() -> Iterator[FakeMoodle]:
    """A site on a port of this machine, with a course, our package in it and three learners."""
    site = FakeMoodle()

    class Service(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one packet

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = parse_php_form(parse_qsl(body, keep_blank_values=True))
            function = given.pop("wsfunction", "")
            site.calls.append((function, dict(given)))
            status = site.statuses.pop(0) if site.statuses else 200
            if status == 0:
                time.sleep(0.6)
                self.close_connection = True
                return
            self.reply(status, function, given)

        def reply(self, status: int, function: str, given: Json) -> None:
            assert self.path == "/webservice/rest/server.php", "the token must not stand in an address"
            try:
                answer = (
                    site.call_function(function, given) if status == 200 else {"error": "down for a moment"}
                )
            except MoodleError as error:
                answer = error.response
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            if status == 429:
                self.send_header("Retry-After", "7")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}"
        add_sample_data(site)
        yield site
        server.shutdown()


def add_sample_data(site: FakeMoodle) -> None:
    """What every test begins with."""
    site.add_scorm(5, 7, "Care online", ("care-item", "care-manifest"))
    site.add_learner(31, "anna", "Anna Bakker", 1790000000)
    site.add_learner(32, "bram", "Bram de Wit", 1790000000)
    site.add_learner(33, "cato", "Cato Smit", 0)
